"""What a row of each table of the second ledger can hold, and given facts as the values of such a row.

One place for importers' drafts, for forms and for proposals: codes against their lists, dates and numbers with
the reason where there is none, ends not before beginnings. Nothing here reads or writes the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sijill.codelists.load import UNKNOWN_CODES
from sijill.collect.actions import check_codes, counted_values, dated_values
from sijill.office.errors import Refusal
from sijill.office.records import Record, made, misfit
from sijill.register.speech.columns import TABLES
from sijill.tables.catalog import CATALOG
from sijill.tables.schema import Kind

Given = Mapping[str, str | int | bool | tuple[int, int]]
Values = dict[str, Any]

TABLE_OF = {model: table for table, model in TABLES.items()}
AGGREGATES = ("total", "breakdown")
ENDS = ("ended", "repealed", "gag_ends")  # `..` may stand here: it has not ended
# What cannot lie before what. A post may be restricted before anybody sees it, so `content_posted` is not here.
ORDERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "law": (("in_force", "repealed"),),
    "policy": (("in_force", "ended"),),
    "demand": (("made", "answered"), ("made", "gag_ends")),
    "restriction": (("applied", "ended"),),
    "exposure": (("occurred", "disclosed"),),
    "disruption": (("began", "ended"),),
    "disruption_claim": (("began", "ended"),),
    "signal": (("began", "ended"),),
}
_MOST = 2**53  # beyond this a number is not exact in every format that figures leave in
_OURS = {"id", "log_from", "salt", "entered_by", "state"}


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of one table by what they hold; `words` are texts that stay in the database."""

    table: str
    codes: Mapping[str, str]
    dates: tuple[str, ...]
    counts: tuple[str, ...]
    numbers: tuple[str, ...]
    flags: tuple[str, ...]
    texts: tuple[str, ...]
    words: tuple[str, ...]
    links: Mapping[str, str]

    @property
    def model(self) -> type[Record]:
        """Where such rows are kept."""
        return TABLES[self.table]

    @property
    def has_state(self) -> bool:
        """An entry of its own, that is confirmed or rejected; a part goes with its entry."""
        return "state" in CATALOG[self.table].names

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact by the name that is given for it: column, stem or link, in the order of the catalog."""
        return (*self.links, *self.codes, *self.dates, *self.counts, *self.numbers, *self.flags, *self.texts,
                *self.words)  # fmt: skip

    def link_to(self, table: str) -> str:
        """The link by which a part of this table belongs to its entry; KeyError if none leads there."""
        for name, target in self.links.items():
            if target == table:
                return name
        raise KeyError(f"a row of {self.table} cannot be a part of a row of {table}")


@cache
def shape(table: str) -> Shape:
    """The shape of a table; KeyError for one that is not in the second ledger."""
    columns = [one for one in CATALOG[table].columns if one.name not in ("id", "log_from", "log_to", "state")]
    names = {one.name for one in columns}
    stems = [one.name.removesuffix("_unknown") for one in columns if one.name.endswith("_unknown")]
    dates = tuple(stem for stem in stems if f"{stem}_lo" in names)
    counts = tuple(stem for stem in stems if f"{stem}_low" in names)
    bounds = {f"{stem}_{end}" for stem in stems for end in ("lo", "hi", "low", "high", "unknown")}
    plain = [one for one in columns if one.name not in bounds]
    known = names | set(dates) | _OURS
    return Shape(
        table,
        codes={one.name: one.codelist for one in plain if one.kind is Kind.CODE},
        dates=dates,
        counts=counts,
        numbers=tuple(one.name for one in plain if one.kind is Kind.INT),
        flags=tuple(one.name for one in plain if one.kind is Kind.BOOL),
        texts=tuple(one.name for one in plain if one.kind is Kind.TEXT),
        words=tuple(one.attname for one in TABLES[table]._meta.concrete_fields if one.attname not in known),
        links={one.name.removesuffix("_id"): one.points_to for one in plain if one.kind is Kind.ID},
    )


def row_values(table: str, given: Given, texts: Mapping[str, str] | None = None) -> Values:
    """The fields of a row of `table` as they are stored, for the facts that are given and for no other.

    Refusal on a code that is in no list, a bad date, a range that is none, an end before its beginning. TypeError
    for a fact that the table does not hold: a mistake of the program that asks, never of a file.
    """
    form = shape(table)
    values: Values = {}
    for name, value in given.items():
        values |= _value(form, name, value, given)
    for name, text in (texts or {}).items():
        if name not in form.words and name not in form.texts:
            raise TypeError(f"{table} has no text {name!r}")
        values[name] = text
    refuse_backwards(table, values)
    return values


def _value(form: Shape, name: str, value: Any, given: Given) -> Values:
    if name in form.codes:
        check_codes(**{name: (form.codes[name], str(value))})
        return {name: value}
    if name in form.dates:
        return dated_values(name, value, str(given.get(f"{name}_unknown", "not-stated")), end=name in ENDS)
    if name in form.counts:
        return _counted(name, value, str(given.get(f"{name}_unknown", "not-stated")))
    if name in form.texts or name in form.words or name in form.flags:
        return {name: value}
    if name in form.numbers:
        return {name: value if value is None else int(value)}
    stem = name.removesuffix("_unknown")
    if stem != name and stem in (*form.dates, *form.counts):
        return _unknown(form, stem, str(value), given)
    raise TypeError(f"{form.table} has no fact {name!r}")


def _counted(name: str, value: Any, unknown: str) -> Values:
    low, high = value if isinstance(value, tuple) else (value, value)
    if low is not None and high is not None and max(low, high) > _MOST:
        raise Refusal(f"{name}: {max(low, high)} is beyond what can be counted. Correct it in the file.")
    return counted_values(name, low, high, unknown)


def _unknown(form: Shape, stem: str, code: str, given: Given) -> Values:
    if given.get(stem) not in (None, ""):
        return {}
    check_codes(**{f"{stem}_unknown": ("unknowns", code)})
    if stem in form.dates:
        return dated_values(stem, "", code)
    return counted_values(stem, None, None, code)


def refuse_backwards(table: str, values: Mapping[str, Any]) -> None:
    """Refusal where something ends, by all that is said, before it begins."""
    for start, end in ORDERS.get(table, ()):
        first, last = values.get(f"{start}_lo"), values.get(f"{end}_hi")
        if first is not None and last is not None and last < first:
            raise Refusal(
                f"{end} ({values[end]}) lies before {start} ({values[start]}). Correct whichever is wrong; "
                "leave out what is not known."
            )


def new_row(table: str, values: Mapping[str, Any], **more: Any) -> Record:
    """A row not yet written. Refusal where some database could not keep a value of it."""
    row: Record = made(TABLES[table], {**values, **more})
    if why := misfit(row):
        raise Refusal(why)
    return row


# What a fact says, in one word each: for comparing, for proposals, for pages.


def plain(table: str, row: Any, facts: Iterable[str]) -> dict[str, Any]:
    """What a row says of each of these facts, as it can stand in JSON: a code, a text, a date, a range, an id.

    A date or number that is not there is told by its reason.
    """
    form = shape(table)
    wanted = set(facts)
    return {name: _plain(form, row, name) for name in form.facts if name in wanted}


def _plain(form: Shape, row: Any, name: str) -> Any:
    if name in form.dates:
        return getattr(row, name) or getattr(row, f"{name}_unknown")
    if name in form.counts:
        low, high = getattr(row, f"{name}_low"), getattr(row, f"{name}_high")
        return getattr(row, f"{name}_unknown") if low is None else str(low) if low == high else f"{low}-{high}"
    if name in form.links:
        return getattr(row, f"{name}_id") or ""
    return getattr(row, name)


def stored(table: str, name: str, said: Any) -> Values:
    """The fields of one fact, from what `plain` told of it. Refusal as for any other value."""
    form = shape(table)
    if name in form.links:
        return {f"{name}_id": said or None}
    if name in form.dates:
        return dated_values(name, "", said) if said in UNKNOWN_CODES else dated_values(name, said, "", end=name in ENDS)
    if name in form.counts:
        if said in UNKNOWN_CODES:
            return counted_values(name, None, None, said)
        low, _dash, high = str(said).partition("-")
        return counted_values(name, int(low), int(high or low), "")
    return row_values(table, {name: said})
