"""How one value is read: each reader takes a field's name and its value, and raises `Wrong`. Pure.

A reader of codes gives None for the text `null`, which some clients write where a code could stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from sijill.codelists.load import codelist
from sijill.statements.errors import Wrong, named

SHORT, LONG, LONGEST = 500, 2_000, 5_000  # characters of texts
LAST_DAY = date(2038, 1, 1)
PUID = r"[a-zA-Z0-9_-]+"
_NULL = "null"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = 2**31 - 1
Reader = Callable[[str, Any], Any]
Codes = Callable[[], frozenset[str]]


def live(name: str) -> Codes:
    """The codes of a list that may still be chosen, read when they are first asked for."""

    @cache
    def codes_of_list() -> frozenset[str]:
        return frozenset(codelist(name).live())

    return codes_of_list


def text(longest: int) -> Reader:
    """A text of at most so many characters."""

    def read(name: str, value: Any) -> str:
        found = string(name, value)
        if len(found) > longest:
            raise Wrong(f"The {named(name)} field must not be greater than {longest} characters.")
        return found

    return read


def string(name: str, value: Any) -> str:
    """A text that every database and file can hold: no NUL and no half of a surrogate pair."""
    if isinstance(value, str) and "\0" not in value:
        try:
            value.encode()
        except UnicodeEncodeError:
            pass
        else:
            return value
    raise Wrong(f"The {named(name)} field must be a string.")


def code(listed: Codes) -> Reader:
    """One code of a list."""

    def read(name: str, value: Any) -> str | None:
        if value == _NULL:
            return None
        if not isinstance(value, str) or value not in listed():
            raise Wrong(f"The selected {named(name)} is invalid.")
        return value

    return read


def codes(listed: Codes) -> Reader:
    """Codes of a list, sorted, each once."""

    def read(name: str, value: Any) -> list[str]:
        if not isinstance(value, list):
            raise Wrong(f"The {named(name)} field must be an array.")
        if any(not isinstance(one, str) or one not in listed() for one in value):
            raise Wrong(f"The selected {named(name)} is invalid.")
        return sorted(set(value))

    return read


def day(first: date | None) -> Reader:
    """A day, from `first` to 1 January 2038."""

    def read(name: str, value: Any) -> date:
        found = iso_day(value)
        if found is None:
            raise Wrong(f"The {named(name)} field must match the format Y-m-d.")
        if first is not None and found < first:
            raise Wrong(f"The {named(name)} field must be a date after or equal to {first}.")
        if found > LAST_DAY:
            raise Wrong(f"The {named(name)} field must be a date before or equal to {LAST_DAY}.")
        return found

    return read


def iso_day(value: Any) -> date | None:
    """The day that a text writes as YYYY-MM-DD, and in no other way."""
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def url(name: str, value: Any) -> str:
    """An address on the web."""
    found: str = text(SHORT)(name, value)
    try:
        parts = urlsplit(found)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", found)
    except ValueError:
        fits = False
    if not fits:
        raise Wrong(f"The {named(name)} field must be a valid URL.")
    return found


def puid(name: str, value: Any) -> str:
    """A platform's own identifier."""
    found: str = text(SHORT)(name, value)
    if re.fullmatch(PUID, found) is None:
        raise Wrong(f"The {named(name)} field format is invalid.")
    return found


def whole(name: str, value: Any) -> int:
    """A whole number, 0 or more."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _WHOLE:
        raise Wrong(f"The {named(name)} field must be an integer between 0 and {_WHOLE}.")
    return value


def trimmed(value: Any) -> Any:
    """A value without blanks around it; a text of nothing else is no value."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, list):
        return [one.strip() if isinstance(one, str) else one for one in value]
    return value


def read_plain(
    given: Mapping[str, Any], readers: Mapping[str, Reader], required: tuple[str, ...], within: str = ""
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Fields that do not look at one another: (what is said, errors by field). A field that is not known is an error.

    `within` goes before the names in errors, as in `beside.remedy`.
    """
    values: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for name, reader in readers.items():
        value = trimmed(given.get(name))
        try:
            found = None if value is None else reader(within + name, value)
            if found is None and name in required:
                raise Wrong(f"The {named(within + name)} field is required.")
        except Wrong as wrong:
            errors[within + name] = [str(wrong)]
        else:
            if found is not None:
                values[name] = found
    for name in given:
        if name not in readers:
            errors[within + name] = [f"There is no field of this name. Fields are: {', '.join(readers)}."]
    return values, errors
