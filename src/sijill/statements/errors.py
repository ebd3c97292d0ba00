"""Errors of statements in the EU's shapes: by field, each a list of sentences. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Errors = Mapping[str, Sequence[str]]
NOT_UNIQUE = "The identifier given is not unique within this platform."
NOT_ALL_UNIQUE = "The platform identifier(s) are not all unique within this call."


class Wrong(ValueError):
    """One field breaks one rule; the text says which."""


def named(field: str) -> str:
    """A field as sentences call it."""
    return field.replace("_", " ")


def of_one(errors: Errors) -> dict[str, Any]:
    """The body of an answer 422 to one statement: the first error and how many more, then all by field."""
    every = [text for texts in errors.values() for text in texts]
    more = len(every) - 1
    count = f" (and {more} more error{'s' if more > 1 else ''})" if more else ""
    return {"message": every[0] + count, "errors": {name: list(texts) for name, texts in errors.items()}}


def of_many(errors: Mapping[int, Errors]) -> dict[str, Any]:
    """The body of an answer 422 to many: by the statement's place in the call, counted from 0. It has no message."""
    return {"errors": {f"statement_{at}": {name: list(texts) for name, texts in found.items()}
                       for at, found in sorted(errors.items())}}  # fmt: skip
