"""By what statements of reasons can be counted: keys, each a column of the catalog's `statement`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import ibis

from sijill.tables.statements import JOINED


class ReportError(ValueError):
    """A report cannot be made as asked; the text says what is wrong and what may be asked."""


def _as_it_is(value: Any) -> Any:
    return value


def _iso_month(number: int) -> str:
    return f"{number // 100:04d}-{number % 100:02d}"


@dataclass(frozen=True, slots=True)
class Key:
    """A key: the field that it reads, and whether a statement may have several values of it.

    Of several values a statement stands in as many rows, so that rows do not add up. `coarser` makes a coarser value of
    what was grouped by, `written` what is printed.
    """

    field: str
    several: bool = False
    coarser: Callable[[Any], Any] = _as_it_is
    written: Callable[[Any], Any] = _as_it_is

    def raw(self, statements: ibis.Table) -> Any:
        """The column to group by: of several values their text, which is quicker to group by than their list."""
        return statements[f"{self.field}{JOINED}" if self.several else self.field]


KEYS: Mapping[str, Key] = MappingProxyType(
    {
        "platform": Key("platform_name"),
        "day": Key("day"),
        "month": Key("day", coarser=lambda day: day.year() * 100 + day.month(), written=_iso_month),
        "category": Key("category"),
        "category_specification": Key("category_specification", several=True),
        "language": Key("content_language"),
        "territory": Key("territorial_scope", several=True),
        "content_type": Key("content_type", several=True),
        "decision_visibility": Key("decision_visibility", several=True),
        "decision_monetary": Key("decision_monetary"),
        "decision_provision": Key("decision_provision"),
        "decision_account": Key("decision_account"),
        "account_type": Key("account_type"),
        "decision_ground": Key("decision_ground"),
        "incompatible_content_illegal": Key("incompatible_content_illegal"),
        "source_type": Key("source_type"),
        "automated_detection": Key("automated_detection"),
        "automated_decision": Key("automated_decision"),
        "schema_version": Key("schema_version"),
    }
)
DELAY = "delay"
_INNER: Mapping[str, Key] = MappingProxyType({DELAY: Key(DELAY)})  # of a report's own, not to be asked for
ALSO: Mapping[str, str] = MappingProxyType(
    {
        "platform_name": "platform",
        "received_date": "day",
        "content_language": "language",
        "territorial_scope": "territory",
        "keyword": "category_specification",
    }
)
"""Other names that a key answers to: those of the fields in the dumps, and of the database's own aggregates."""

# The twelve by which the EU database itself hands out aggregates (Research API, as of 24 June 2026).
STANDARD: tuple[str, ...] = (
    "automated_decision",
    "automated_detection",
    "category",
    "content_type",
    "decision_account",
    "decision_ground",
    "decision_monetary",
    "decision_provision",
    "decision_visibility",
    "platform",
    "day",
    "source_type",
)


def key(name: str) -> Key:
    """The key of that name, or of that other name."""
    return _INNER[name] if name in _INNER else KEYS[ALSO.get(name, name)]


def asked(names: Sequence[str]) -> tuple[str, ...]:
    """The names as given, if each is a key and none is given twice; `ReportError` says which there are."""
    strange = [name for name in names if ALSO.get(name, name) not in KEYS]
    if strange:
        raise ReportError(f"Statements cannot be counted by {', '.join(strange)}. They can by: {', '.join(KEYS)}.")
    if len({ALSO.get(name, name) for name in names}) != len(names):
        raise ReportError(f"Statements were asked for by one key twice: {', '.join(names)}.")
    return tuple(names)
