"""What conditions on facts look like, and those that several kinds of record share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import ibis

Cases: TypeAlias = tuple[tuple[Any, str], ...]
Field: TypeAlias = Callable[[ibis.Table], Cases]

NOT_KNOWN = ("not-asked", "not-stated", "not-available")
CRIMINAL = ("prison", "corporal", "death")
_DEFAMATION = ("defamation", "insult", "lese-majeste")


def tri(column: Any) -> Cases:
    """A column that is the answer itself."""
    return (
        (column == "yes", "recorded-yes"),
        (column == "no", "recorded-no"),
        (column == "disputed", "sources-disagree"),
    )


def defamation(offence: Any, penalty: Any) -> Cases:
    """Prison for defamation or insult is never in proportion (General Comment 34, paragraph 47)."""
    return ((offence.isin(_DEFAMATION) & penalty.isin(CRIMINAL), "prison-for-defamation"),)


def gravity(offence: Any, penalty: Any) -> Cases:
    """Penalties that are out of proportion to any expression."""
    return ((penalty.isin(["corporal", "death"]), "corporal-or-death"), *defamation(offence, penalty))


def column(name: str) -> Field:
    """The answer is one column."""
    return lambda r: tri(r[name])
