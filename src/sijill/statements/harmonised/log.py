"""A moderation log (CSV) read by a mapping (TOML) into facts, and the service's own settings. No database.

`docs/how-to/report-under-the-dsa.md` shows a mapping. A row that cannot be used is kept with its number and the reason;
the caller shows them, and no report is made from the others in silence.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sijill.codelists.load import codelist, nearest
from sijill.statements.harmonised.facts import (
    BASES,
    COLUMN_OF,
    OUTCOMES,
    SUSPENSIONS,
    Complaint,
    Dispute,
    Facts,
    Measure,
    Notice,
    Order,
    Place,
    Service,
    Suspension,
    Unusable,
)
from sijill.statements.harmonised.lines import category_of
from sijill.statements.harmonised.parts import OTHER, RESTRICTIONS, TOTAL

EVENTS = ("measure", "notice", "order", "complaint", "dispute", "suspension")
TEXTS = (
    "summary", "information", "automated-means", "accuracy", "purposes", "safeguards", "governance", "qualifications",
    "training", "support", "methodology",
)  # fmt: skip
FIELDS = (
    "event", "day", "category", "keyword", "other", "ground", "source", "restrictions", "automated_detection",
    "automated_decision", "language", "ordered", "trusted", "items", "action", "received", "done", "hours", "state",
    "inform", "hours_to_inform", "hours_to_effect", "basis", "outcome", "anew", "implemented", "reason",
)  # fmt: skip
_NO = ("", "no", "false", "0", "n")
_YES = ("yes", "true", "1", "y")


@dataclass(frozen=True, slots=True)
class Mapping_:
    """How a log is read: our field -> its column, what always holds, what its values mean, how it is written."""

    columns: Mapping[str, str]
    always: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    day: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that could not be used: its number (the header is 1), the field, the reason."""

    row: int
    field: str
    reason: str


@dataclass(slots=True)
class Read:
    """What a log gave."""

    facts: Facts
    rows: int
    refused: list[Refused] = field(default_factory=list)


def read_settings(text: str) -> tuple[Service, Mapping_]:
    """The service and the mapping of a TOML file; Unusable says what is wrong with it."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unusable(f"The mapping is not TOML: {error}.") from error
    if strange := set(told) - {"service", "log", "columns", "always", "values"}:
        raise Unusable(f"The mapping has no tables {sorted(strange)}: service, log, columns, always, values.")
    for table in ("columns", "always", "values"):
        if strange := set(told.get(table, {})) - set(FIELDS):
            raise Unusable(f"[{table}] names {sorted(strange)}. The fields are {', '.join(FIELDS)}.")
    log = told.get("log", {})
    mapping = Mapping_(
        told.get("columns", {}),
        told.get("always", {}),
        told.get("values", {}),
        log.get("encoding", "utf-8-sig"),
        log.get("delimiter", ","),
        log.get("day", ""),
    )
    return _service(told.get("service", {})), mapping


def _service(told: Mapping[str, Any]) -> Service:
    for key in ("name", "provider", "kind"):
        if not told.get(key):
            raise Unusable(f"[service] has no {key}.")
    texts = told.get("texts", {})
    if strange := set(texts) - set(TEXTS):
        raise Unusable(f"[service.texts] names {sorted(strange)}. The texts are {', '.join(TEXTS)}.")
    imposes = told.get("imposes")
    people = dict(told.get("people", {}))
    return Service(
        name=told["name"],
        provider=told["provider"],
        kind=told["kind"],
        published=told.get("published"),
        previous=told.get("previous"),
        imposes=frozenset(RESTRICTIONS) if imposes is None else frozenset(COLUMN_OF.get(one, one) for one in imposes),
        automation=told.get("automation", True),
        texts={TEXTS.index(name) + 1: text for name, text in texts.items()},
        accuracy={
            (name, scope): value for scope, each in told.get("accuracy", {}).items() for name, value in each.items()
        },
        internal=people.pop("internal", None),
        external=people.pop("external", None),
        experts={TOTAL if name == "total" else name: number for name, number in people.items()},
        recipients=told.get("recipients", {}),
    )


def read_log(raw: bytes, mapping: Mapping_) -> Read:
    """The facts of a log; rows that cannot be used are in `refused`."""
    try:
        text = raw.decode(mapping.encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Unusable(f"The log is not {mapping.encoding}: {error}. Set [log] encoding.") from error
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mapping.delimiter)
    header = reader.fieldnames or []
    if missing := [column for column in mapping.columns.values() if column not in header]:
        raise Unusable(
            f"The log has no columns {missing}. It has {list(header)}. Set [columns] to its names, and [log] delimiter "
            "if its cells are not parted by commas."
        )
    found: dict[str, list[Any]] = {event: [] for event in EVENTS}
    read = Read(Facts(), 0)
    for number, row in enumerate(reader, start=2):
        read.rows += 1
        cells = _Cells(row, mapping)
        try:
            event = cells.one_of("event", EVENTS)
            found[event].append(_MAKERS[event](cells))
        except _Bad as bad:
            read.refused.append(Refused(number, bad.field, bad.reason))
        except Unusable as error:
            read.refused.append(Refused(number, "", str(error)))
    read.facts = Facts(*(tuple(found[event]) for event in EVENTS))
    return read


class _Bad(ValueError):
    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


class _Cells:
    """One row of the log, by our fields."""

    def __init__(self, row: Mapping[str, str | None], mapping: Mapping_) -> None:
        self.row, self.mapping = row, mapping

    def text(self, name: str) -> str:
        column = self.mapping.columns.get(name)
        text = (self.row.get(column) or "").strip() if column else ""
        text = self.mapping.values.get(name, {}).get(text, text)
        return text or self.mapping.always.get(name, "")

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        text = self.text(name)
        if text not in allowed:
            raise _Bad(name, f"{text!r} is not one of {', '.join(allowed)}; give it a meaning in [values.{name}].")
        return text

    def code(self, name: str, words: str, *, empty: bool = False) -> str:
        text = self.text(name)
        if text in codelist(words).live() or (empty and not text):
            return text
        near = nearest(words, text) if text else []
        meant = f" Did you mean {' or '.join(near)}?" if near else ""
        raise _Bad(name, f"{text!r} is not in codelists/{words}.csv.{meant} Give it a meaning in [values.{name}].")

    def yes(self, name: str) -> bool:
        text = self.text(name).casefold()
        if text in _YES or text in _NO:
            return text in _YES
        raise _Bad(name, f"{text!r} is neither yes nor no.")

    def day(self) -> date:
        moment = self.moment("day")
        if moment is None:
            raise _Bad("day", "The day is empty.")
        return moment.date()

    def moment(self, name: str) -> datetime | None:
        text = self.text(name)
        if not text:
            return None
        try:
            if not self.mapping.day:
                return datetime.fromisoformat(text)
            return datetime.strptime(text, self.mapping.day)  # noqa: DTZ007 - days and differences are used
        except ValueError:
            shape = self.mapping.day or "YYYY-MM-DD or YYYY-MM-DD HH:MM"
            raise _Bad(name, f"{text!r} is not a day or moment written {shape}; set [log] day.") from None

    def hours(self, name: str = "hours") -> float | None:
        if text := self.text(name):
            try:
                value = float(text)
            except ValueError:
                raise _Bad(name, f"{text!r} is not a number of hours.") from None
            if not 0 <= value < float("inf"):
                raise _Bad(name, "Hours are not negative, and an end.")
            return value
        if name != "hours":
            return None
        start, end = self.moment("received"), self.moment("done")
        if start is None or end is None:
            return None
        if (start.tzinfo is None) != (end.tzinfo is None):
            raise _Bad("done", "One of the two moments has a time zone and the other none.")
        if end < start:
            raise _Bad("done", "It was done before it was received.")
        return (end - start).total_seconds() / 3600

    def number(self, name: str) -> int:
        text = self.text(name) or "1"
        if not text.isdecimal():
            raise _Bad(name, f"{text!r} is not a whole number.")
        return int(text)

    def place(self) -> Place:
        keyword = self.code("keyword", "dsa_keywords", empty=True)
        category = self.text("category")
        if not category and keyword != OTHER:
            category = category_of().get(keyword, "")
        if not category:
            raise _Bad("category", "The row has neither a category nor a sub-category that has one.")
        if category not in codelist("dsa_categories").live():
            return Place(self.code("category", "dsa_categories"), keyword)
        return Place(category, keyword, self.text("other"))


def _measure(cells: _Cells) -> Measure:
    codes = cells.text("restrictions").replace("|", " ").replace(",", " ").replace(";", " ").split()
    if not codes:
        raise _Bad("restrictions", "The row says no restriction.")
    if strange := [one for one in codes if one not in COLUMN_OF]:
        raise _Bad("restrictions", f"{strange[0]!r} is no code of the EU's lists of restrictions.")
    return Measure(
        cells.day(),
        cells.place(),
        cells.code("ground", "dsa_grounds"),
        cells.code("source", "dsa_sources"),
        frozenset(COLUMN_OF[one] for one in codes),
        cells.yes("automated_detection"),
        cells.code("automated_decision", "dsa_decisions"),
        cells.text("language").casefold(),
        cells.yes("ordered"),
    )


def _notice(cells: _Cells) -> Notice:
    return Notice(
        cells.day(),
        cells.place(),
        cells.yes("trusted"),
        cells.number("items"),
        cells.code("action", "dsa_grounds", empty=True),
        cells.hours(),
        cells.code("automated_decision", "dsa_decisions"),
    )


def _order(cells: _Cells) -> Order:
    return Order(
        cells.day(),
        cells.place(),
        cells.text("state"),
        cells.yes("inform"),
        cells.number("items"),
        cells.hours("hours_to_inform"),
        cells.hours("hours_to_effect"),
    )


def _complaint(cells: _Cells) -> Complaint:
    basis, outcome = cells.one_of("basis", BASES), cells.one_of("outcome", OUTCOMES)
    return Complaint(cells.day(), basis, outcome, cells.hours(), cells.yes("anew"))


def _dispute(cells: _Cells) -> Dispute:
    return Dispute(cells.day(), cells.one_of("outcome", OUTCOMES), cells.hours(), cells.yes("implemented"))


def _suspension(cells: _Cells) -> Suspension:
    return Suspension(cells.day(), cells.one_of("reason", SUSPENSIONS))


_MAKERS: Mapping[str, Callable[[_Cells], object]] = {
    "measure": _measure,
    "notice": _notice,
    "order": _order,
    "complaint": _complaint,
    "dispute": _dispute,
    "suspension": _suspension,
}
