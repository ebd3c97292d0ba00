"""Set a report against the statements of reasons of the same service and period, where the two can meet.

Parts 5 and 6 are the statements on own initiative by ground, part 8 theirs by automation; actions on notices in part 4
are those after Article 16 notices. Orders, notices without action, complaints, people and recipients have no statement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

from sijill.statements.harmonised.facts import ARTICLE_16, FLAGGER, FULLY, ILLEGAL, NOT_AUTOMATED, TERMS, Measure
from sijill.statements.harmonised.lines import CATEGORY, WHOLE, blocks, told
from sijill.statements.harmonised.parts import COUNT, RESTRICTIONS, TOTAL
from sijill.statements.harmonised.read import Sheet, of_part

NOT_COMPARED = (
    "Orders (part 3), notices without action (part 4), complaints and disputes (part 7), people (part 9) and "
    "recipients (part 10) have no statement to be compared with."
)
_GROUND = {5: ILLEGAL, 6: TERMS}


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of the report beside what the statements give. `difference` is report less statements."""

    part: int
    what: str
    category: str
    reported: int | None
    statements: int

    @property
    def difference(self) -> int | None:
        """Report less statements; None where the report is blank."""
        return None if self.reported is None else self.reported - self.statements

    def as_json(self) -> dict[str, object]:
        """The row of `sijill dsa reconcile --json`."""
        return {**asdict(self), "difference": self.difference}


Counted = Mapping[Measure, int]


def reconcile(sheets: Iterable[Sheet], measures: Iterable[Measure] | Counted) -> list[Compared]:
    """Every figure that both have; rows where both are nothing are left out. Alike decisions may come as a count."""
    sheets, measures = list(sheets), Counter(measures)
    found = [one for sheet in of_part(sheets, 5, 6) for one in _own(sheet, measures)]
    found += [one for sheet in of_part(sheets, 4) for one in _notices(sheet, measures)]
    found += [one for sheet in of_part(sheets, 8) for one in _means(sheet, measures)]
    return [one for one in found if one.reported or one.statements]


def _own(sheet: Sheet, measures: Counted) -> Iterator[Compared]:
    assert sheet.part is not None  # noqa: S101 - it is part 5 or 6
    mine = {one: times for one, times in measures.items() if one.own and one.ground == _GROUND[sheet.part.number]}
    columns = ("measures", "automated", *RESTRICTIONS)
    counted: Counter[tuple[str, str]] = Counter()
    for one, times in mine.items():
        told_by = ["measures", *(["automated"] if one.detected else []), *one.restrictions]
        counted.update({(where, name): times for where in (TOTAL, one.place.category) for name in told_by})
    for block in blocks(sheet):
        for line in block.lines:
            if line.scope == TOTAL and line.kind in (WHOLE, CATEGORY):
                for name in columns:
                    stated = line.figure(name, COUNT).value
                    yield Compared(sheet.part.number, name, line.code, _whole(stated), counted[line.code, name])


def _notices(sheet: Sheet, measures: Counted) -> Iterator[Compared]:
    """Actions on notices; the statements of Trusted Flaggers' notices are among both."""
    counted: Counter[tuple[str, str]] = Counter()
    for one, times in measures.items():
        if one.source not in (ARTICLE_16, FLAGGER):
            continue
        name = "law" if one.ground == ILLEGAL else "terms"
        for where in (TOTAL, one.place.category):
            counted[where, name] += times
            counted[where, f"{name}_flagger"] += times if one.source == FLAGGER else 0
    for block in blocks(sheet):
        for line in block.lines:
            if line.kind in (WHOLE, CATEGORY):
                for name in ("law", "law_flagger", "terms", "terms_flagger"):
                    stated = line.figure(name, COUNT).value
                    yield Compared(4, name, line.code, _whole(stated), counted[line.code, name])


def _means(sheet: Sheet, measures: Counted) -> Iterator[Compared]:
    for one in told(sheet, sheet.rows):
        if not one.indicator.startswith("number of measures") or one.scope not in ("total", "own-initiative"):
            continue
        wanted = NOT_AUTOMATED if " not " in one.indicator else FULLY
        mine = [n for each, n in measures.items() if each.decided == wanted and (each.own or one.scope == "total")]
        yield Compared(8, f"{one.indicator}: {one.scope}", "", _whole(one.value.value), sum(mine))


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)
