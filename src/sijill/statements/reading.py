"""How one value is read, and how the description of the interface says what is taken. Pure.

A reader takes a field's name and its value and raises `Wrong`; its `schema` is JSON Schema (2020-12) for the same.
Blanks around a text are not read, and a text of nothing else is no value, as at the EU database.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from sijill.codelists.load import codelist
from sijill.statements.errors import Wrong, named

SHORT, LONG, LONGEST = 500, 2_000, 5_000  # characters of texts
LAST_DAY = date(2038, 1, 1)
PUID = r"[a-zA-Z0-9_-]+"
BLANK = {"type": "string", "pattern": r"^\s*$"}  # taken for nothing, as null is
_NULL = "null"  # what some clients write where a code could stand
_FIRST_LEAP = 1904  # earlier 29ths of February are taken too, and left out of the description
_ANY_YEAR = "(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|1[0-9]{3}|20[0-2][0-9]|203[0-7])"
_LONG = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
_SHORT = "(0[469]|11)-(0[1-9]|[12][0-9]|30)"
_FEBRUARY = "02-(0[1-9]|1[0-9]|2[0-8])"
# At least one sign that is no blank; no NUL.
_SAYS_SOMETHING = (
    r"^[^\u0000]*[^\s\u0000-\u0020\u0085\u00a0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u3000][^\u0000]*$"
)
_WEB = r"^https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,4})?(/[!-~]*)?$"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = 2**31 - 1
Codes = Callable[[], frozenset[str]]
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of value. `schema` says what is taken where something must stand."""

    read: Callable[[str, Any], Any]
    schema: Callable[[], Schema]
    nothing: tuple[Schema, ...] = ({"type": "null"}, BLANK)

    def optional(self) -> Schema:
        """What is taken where nothing has to stand."""
        return {"anyOf": [self.schema(), *self.nothing]}


def live(name: str) -> Codes:
    """The codes of a list that may still be chosen, read when they are first asked for."""

    @cache
    def codes_of_list() -> frozenset[str]:
        return frozenset(codelist(name).live())

    return codes_of_list


def text(longest: int) -> Reader:
    """A text of at most so many characters."""

    def read(name: str, value: Any) -> str:
        found = _string(name, value)
        if len(found) > longest:
            raise Wrong(f"The {named(name)} field must not be greater than {longest} characters.")
        return found

    return Reader(read, lambda: {"type": "string", "minLength": 1, "maxLength": longest, "pattern": _SAYS_SOMETHING})


def code(listed: Codes) -> Reader:
    """One code of a list."""

    def read(name: str, value: Any) -> str | None:
        if value == _NULL:
            return None
        if not isinstance(value, str) or value not in listed():
            raise Wrong(f"The selected {named(name)} is invalid.")
        return value

    nothing: tuple[Schema, ...] = ({"type": "null"}, BLANK, {"const": _NULL})
    return Reader(read, lambda: {"type": "string", "enum": sorted(listed())}, nothing)


def codes(listed: Codes) -> Reader:
    """Codes of a list, sorted, each once."""

    def read(name: str, value: Any) -> list[str]:
        if not isinstance(value, list):
            raise Wrong(f"The {named(name)} field must be an array.")
        if any(not isinstance(one, str) or one not in listed() for one in value):
            raise Wrong(f"The selected {named(name)} is invalid.")
        return sorted(set(value))

    def schema() -> Schema:
        return {"type": "array", "minItems": 1, "items": {"type": "string", "enum": sorted(listed())}}

    return Reader(read, schema, ({"type": "null"}, BLANK, {"type": "array", "maxItems": 0}))


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

    said = f"A day as YYYY-MM-DD, from {first} to {LAST_DAY}." if first else f"A day as YYYY-MM-DD, to {LAST_DAY}."
    return Reader(read, lambda: {"type": "string", "pattern": _days(first.year if first else 1), "description": said})


def _days(first: int) -> str:
    """A pattern of the days that there are, from the first of a year to 1 January 2038."""
    years = range(first, LAST_DAY.year)
    every = _ANY_YEAR if first == 1 else f"({'|'.join(map(str, years))})"
    leaps = "|".join(str(year) for year in years if isleap(year) and year >= _FIRST_LEAP)
    return f"^({every}-({_LONG}|{_SHORT}|{_FEBRUARY})|({leaps})-02-29|{LAST_DAY})$"


def iso_day(value: Any) -> date | None:
    """The day that a text writes as YYYY-MM-DD, and in no other way."""
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


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
            found = None if value is None else reader.read(within + name, value)
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


def schema_plain(readers: Mapping[str, Reader], required: tuple[str, ...]) -> Schema:
    """JSON Schema for the same."""
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": {
            name: reader.schema() if name in required else reader.optional() for name, reader in readers.items()
        },
    }


def _string(name: str, value: Any) -> str:
    """A text that every database and file can hold: no NUL and no half of a surrogate pair."""
    if isinstance(value, str) and "\0" not in value:
        try:
            value.encode()
        except UnicodeEncodeError:
            pass
        else:
            return value
    raise Wrong(f"The {named(name)} field must be a string.")


def _url(name: str, value: Any) -> str:
    found: str = text(SHORT).read(name, value)
    try:
        parts = urlsplit(found)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", found)
    except ValueError:
        fits = False
    if not fits:
        raise Wrong(f"The {named(name)} field must be a valid URL.")
    return found


def _puid(name: str, value: Any) -> str:
    found: str = text(SHORT).read(name, value)
    if re.fullmatch(PUID, found) is None:
        raise Wrong(f"The {named(name)} field format is invalid.")
    return found


def _whole(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _WHOLE:
        raise Wrong(f"The {named(name)} field must be an integer between 0 and {_WHOLE}.")
    return value


URL = Reader(
    _url, lambda: {"type": "string", "pattern": _WEB, "maxLength": SHORT, "description": "With http or https."}
)
PLATFORM_ID = Reader(_puid, lambda: {"type": "string", "minLength": 1, "maxLength": SHORT, "pattern": f"^{PUID}$"})
WHOLE = Reader(_whole, lambda: {"type": "integer", "minimum": 0, "maximum": _WHOLE})
