"""IODA (Georgia Tech): its curated list of outages as CSV, and answers of its interface as JSON.

The list has long English moments, dozens of columns without a name, and truth values spelled four ways. Each row is a
disruption that an instrument saw, with what its curators hold to be the cause, and one signal for each of the three
instruments that a person looked at. docs/reference/formats.md has the readings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sijill.codelists.load import UNKNOWN_CODES
from sijill.collect.draft import NOT_AVAILABLE, NOT_STATED, DraftFact, Refused, Row, SourceInfo
from sijill.collect.importers.countries import place_of
from sijill.collect.importers.damage import refused_cell
from sijill.collect.importers.files import KINDS, Layout, Record, canonical, records
from sijill.collect.importers.ledger import Ledger
from sijill.collect.importers.problems import Problem
from sijill.collect.importers.shutdowns import ioda_answers
from sijill.collect.importers.words import did_you_mean, near, shown, squeezed, word

LINEAGE = "ioda"
RULE = "ioda-seen-by-a-person/1"
SCOPE = "Scope (based on granularity at which the outage appears in IODA)"
INSTRUMENTS = {
    "IODA BGP visible by human": "bgp",
    "IODA AP visible by human": "active-probing",
    "IODA IBR visible by human": "telescope",
}
_READ = frozenset(("ID", "Begin time", "End time", "Country", SCOPE, "Cause", "Confirmation Status", *INSTRUMENTS))
_SEEN = {"true": "disrupted", "ture": "disrupted", "false": "normal", "n/a": "", "na": "", "": ""}
CAUSES = {
    "government-ordered": "deliberate",
    "exams": "deliberate",
    "cable-cut": "cable",
    "power-outage": "power",
    "equipment-failure": "technical",
    "generic-technical": "technical",
    "misc-routing-problem": "technical",
    "route-leak": "technical",
    "weather": "disaster",
    "earthquake": "disaster",
    "other-natural-disaster": "disaster",
    "maintenance": "maintenance",
    "ddos": "attack",
    "unknown": NOT_AVAILABLE,
}
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# `Sunday, April 7, 2019, 4:30:00 AM`; some cells lack the seconds or a comma.
_LONG = re.compile(
    r"(?P<weekday>[A-Za-z]+),? (?P<month>[A-Za-z]+) (?P<day>\d{1,2}), (?P<year>\d{4}),? "
    r"(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::\d{0,2})? (?P<half>[AP])M"
)
# `7/28/2020  17:20:00 PM`: a clock of 24 hours, whatever stands behind it.
_SHORT = re.compile(
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}) (?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::\d{0,2})?(?: [AP]M)?"
)
_PART = re.compile(r"(Region|AS) \((.+)\)")

SOURCE = SourceInfo(
    code="ioda",
    name="IODA, Internet Outage Detection and Analysis (Georgia Tech)",
    kind="academic",
    independence_group=LINEAGE,
    url="https://ioda.inetintel.cc.gatech.edu/",
)

Values = dict[str, str | int | bool | tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of the list; `doubtful` where the weekday beside it is that of another day."""

    at: datetime
    doubtful: bool = False

    @property
    def text(self) -> str:
        """The day as EDTF: the register keeps days."""
        return f"{self.at.date().isoformat()}{'?' if self.doubtful else ''}"


def read(path: Path) -> Iterator[Row | Refused]:
    """The rows of the list, or the records of an answer; an end before its start is refused beside its row."""
    if KINDS.get(path.suffix.lower()) == "json":
        return ioda_answers.read(path)
    return _rows(path)


def _rows(path: Path) -> Iterator[Row | Refused]:
    seen: set[str] = set()
    for record in records(path, Layout(), _READ):
        if isinstance(record, Refused):
            yield record
            continue
        wrong = refused_cell(record.position, record.cells, record.content, _READ)
        yield from (wrong,) if wrong else _row(record, seen)


def _row(record: Record, seen: set[str]) -> Iterator[Row | Refused]:
    cells = {name: squeezed(record.cells.get(name, "")) for name in _READ}
    content, key = _content(record.content), cells["ID"]
    try:
        _check_key(key, seen)
        began, ended = _moment("Begin time", cells), _moment("End time", cells)
        if began is None:
            raise Problem("Begin time", "missing-key", "This row has no beginning. Give it one in the file.")
        reversed_ = ended is not None and ended.at < began.at
        facts = tuple(_facts(key, cells, began, None if reversed_ else ended, reversed_))
    except Problem as problem:
        yield Refused(
            record.position, content, problem.field[:80], problem.code, problem.message, (key,) if key else ()
        )
        return
    seen.add(key)
    yield Row(record.position, key, content, facts=facts)
    if reversed_:
        message = (
            "End time lies before Begin time, as where a day was not changed after midnight. The outage was taken "
            "without its end. Correct it when the source does."
        )
        yield Refused(record.position, content, "End time", "impossible-date", message, (key,))


def _content(content: str) -> str:
    """The row without the columns that have neither name nor content."""
    cells = json.loads(content)
    return canonical({name: cell for name, cell in cells.items() if cell or not name.startswith("column ")})


def _check_key(key: str, seen: set[str]) -> None:
    if not key:
        raise Problem("ID", "missing-key", "This row has no ID to be known by. Give it one in the file.")
    if key in seen:
        message = "An earlier row of this file has the same ID; two rows are two outages. Correct one."
        raise Problem("ID", "duplicate-key", message)


def _moment(column: str, cells: Mapping[str, str]) -> Moment | None:
    cell = cells[column]
    if word(cell) in ("", "n/a"):
        return None
    found = _LONG.fullmatch(cell) or _SHORT.fullmatch(cell)
    if found is None:
        raise Problem(
            column,
            "impossible-date",
            f"Column '{column}' holds {shown(cell, [])}, and takes a moment as in 'Sunday, April 7, 2019, 4:30:00 AM'.",
        )
    parts = found.groupdict()
    try:
        month = int(parts["month"]) if parts["month"].isdigit() else _MONTHS.index(parts["month"].casefold()) + 1
        hour = int(parts["hour"])
        if "half" in parts:
            hour = hour % 12 + (12 if parts["half"] == "P" else 0)
        at = datetime(int(parts["year"]), month, int(parts["day"]), hour, int(parts["minute"]))  # noqa: DTZ001 - UTC
    except ValueError as error:
        raise Problem(column, "impossible-date", f"Column '{column}' holds no possible moment ({error}).") from None
    return Moment(at, parts.get("weekday", _DAYS[at.weekday()]).casefold() != _DAYS[at.weekday()])


def _facts(
    key: str, cells: Mapping[str, str], began: Moment, ended: Moment | None, reversed_: bool
) -> Iterator[DraftFact]:
    scope, area, network = _scope(cells[SCOPE])
    place = _place(cells["Country"])
    when: Values = {"began": began.text}
    when |= {"ended": ended.text} if ended else {"ended_unknown": NOT_AVAILABLE if reversed_ else NOT_STATED}
    cause = _cause(cells)
    values: Values = {
        **place,
        **when,
        "scope": scope,
        "extent": "full-network",
        "kind": "shutdown" if cause == "deliberate" else NOT_STATED,
        "networks": NOT_STATED,
        "ending": "ended" if ended or reversed_ else NOT_STATED,
        "trigger": "exams" if word(cells["Cause"]) == "exams" else NOT_STATED,
    }
    stated = tuple(name for name, value in values.items() if value not in UNKNOWN_CODES and name != "country_words")
    texts = {"area": area} if area else {}
    yield DraftFact("disruption", key, values, texts=texts, parts=tuple(_claims(cause, when)), elements=stated)
    yield from _signals(key, cells, str(place["country"]), network, when, bool(ended))


def _claims(cause: str, when: Values) -> Iterator[DraftFact]:
    """What was measured, and what the curators hold to be the cause: of one lineage, so it is one vote."""
    seen: Values = {"lineage": LINEAGE, "kind": "measurement", "says": "happened", "cause": NOT_STATED, **when}
    yield DraftFact("disruption_claim", "claim:measurement", seen)
    if cause != NOT_STATED:
        yield DraftFact("disruption_claim", "claim:curated", {**seen, "kind": "curated", "cause": cause})


def _signals(
    key: str, cells: Mapping[str, str], country: str, network: str, when: Values, closed: bool
) -> Iterator[DraftFact]:
    for column, metric in INSTRUMENTS.items():
        cell = word(cells[column])
        if cell not in _SEEN:
            raise Problem(
                column, "unknown-code", f"Column '{column}' holds {shown(cell, [])}, and takes TRUE or FALSE."
            )
        if _SEEN[cell]:
            values: Values = {
                "metric": metric,
                "country": country,
                "network": network,
                "domain": "",
                "outcome": _SEEN[cell],
                "rule": RULE,
                "closed": closed,
                "measurements_unknown": NOT_STATED,
                **when,
            }
            yield DraftFact("signal", f"{key}:{metric}", values, links={"disruption": key})


def _scope(cell: str) -> tuple[str, str, str]:
    """(scope, area, network): `Country`, `Region (Lara)`, `AS (58224)`."""
    if word(cell) == "country":
        return "national", "", ""
    found = _PART.fullmatch(cell)
    if found is None:
        raise Problem(SCOPE, "unknown-code", f"The scope holds {shown(cell, [])}; known are Country, Region (), AS ().")
    if found[1] == "AS":
        return "one-network", f"AS{found[2]}", f"AS{found[2]}"
    return "one-region", found[2], ""


def _place(name: str) -> Values:
    code = place_of(name)
    if code:
        return {"country": code}
    return {"country": NOT_AVAILABLE, "country_words": name[:120]} if name else {"country": NOT_STATED}


def _cause(cells: Mapping[str, str]) -> str:
    """The cause that the curators confirmed; one that they did not is not available."""
    cell = word(cells["Cause"])
    if not cell:
        return NOT_STATED
    if cell not in CAUSES:
        likely = near(cell, CAUSES)
        message = f"Column 'Cause' holds {shown(cell, likely)}, which is no cause that is known here."
        raise Problem(
            "Cause", "unknown-code", f"{message}{did_you_mean(likely)} Correct the cell, or say what it means."
        )
    return CAUSES[cell] if word(cells["Confirmation Status"]) == "confirmed" else NOT_AVAILABLE


LEDGER = Ledger(SOURCE, read)
