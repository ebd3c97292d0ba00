"""Rules about figures that belong together: additivity, parts and wholes, outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from sijill.statements.harmonised.finding import Finding
from sijill.statements.harmonised.lines import (
    CATEGORY,
    KEYWORD,
    WHOLE,
    Block,
    Line,
    Told,
    blocks,
    by_service,
    keywords_of,
    told,
)
from sijill.statements.harmonised.numbers import Number
from sijill.statements.harmonised.numbers import told as say
from sijill.statements.harmonised.parts import COUNT, LANGUAGES, RESTRICTIONS, STATES, TOTAL, Column, Part
from sijill.statements.harmonised.read import Sheet, is_category_part

# part -> (part of it, whole)
PARTS_OF: Mapping[int, tuple[tuple[str, str], ...]] = {
    4: (
        ("notices_flagger", "notices"),
        ("items_flagger", "items"),
        ("law_flagger", "law"),
        ("terms_flagger", "terms"),
    ),
    5: tuple((name, "measures") for name in ("automated", *RESTRICTIONS)),
    6: tuple((name, "measures") for name in ("automated", *RESTRICTIONS)),
}
ITEMS = {3: (("items", "orders_to_act"),), 4: (("items", "notices"), ("items_flagger", "notices_flagger"))}
OUTCOMES = ("upheld", "partly", "reversed", "omitted")
COMPLAINTS = "number of complaints submitted to the internal-complaints mechanism"
DISPUTES = "number of disputes submitted to out-of-court dispute settlement bodies"
BASIS = "complaint regarding a decision"
FLAGGER_BASIS = "submitted by a trusted flagger"
_STAFF = "number of {} moderators"


def sums(sheet: Sheet) -> Iterator[Finding]:
    """What does not add up within one file."""
    if sheet.part is None:
        return
    if is_category_part(sheet):
        for block in blocks(sheet):
            for column in sheet.part.columns:
                if column.holds == COUNT and column.name in sheet.names:
                    yield from _sub_categories(block, column)
                    yield from _totals(block, column)
                    if sheet.part.number == 3:
                        yield from _states(block, column)
            yield from _no_states(block, sheet.part)
            yield from _wholes(block, sheet.part)
        return
    for rows in by_service(sheet).values():
        lines = told(sheet, rows) if sheet.part.number in (7, 8, 9, 10) else []
        check = {7: _appeals, 8: _automated, 9: _staff, 10: _recipients}.get(sheet.part.number)
        if check:
            yield from check(sheet, lines)


def total(numbers: Iterable[Number]) -> Decimal | None:
    """The sum, blanks counting nothing; None if all are blank or one cannot be read."""
    found = list(numbers)
    if any(one.value is None and not one.silent for one in found) or all(one.silent for one in found):
        return None
    return sum((one.value for one in found if one.value is not None), start=Decimal(0))


def _differs(block: Block, line: Line, column: Column, rule: str, parts: list[Line], what: str) -> Iterator[Finding]:
    """A finding if a line's figure is not the sum of others' figures."""
    stated, added = line.figure(column.name, COUNT), total(one.figure(column.name, COUNT) for one in parts)
    figures = [stated, *(one.figure(column.name, COUNT) for one in parts)]
    if any(one.value is None and not one.silent for one in figures):
        return
    if stated.silent and not added:
        return
    if (stated.value or 0) != (added or 0):
        header = column.header.strip()
        message = (
            f"{header}: {line.code} in scope {line.scope} says {say(stated.value)}, its {what} add up to {say(added)}."
        )
        yield Finding(block.sheet.file, line.row.number, rule, message, say(added), stated.text, header)


def _sub_categories(block: Block, column: Column) -> Iterator[Finding]:
    below: dict[tuple[str, str], list[Line]] = {}
    for one in block.lines:
        if one.kind == KEYWORD:
            below.setdefault((one.block, one.scope), []).append(one)
    for line in block.lines:
        if line.kind == CATEGORY and keywords_of(line.code):
            mine = below.get((line.code, line.scope), [])
            yield from _differs(block, line, column, "sum/sub-categories", mine, "sub-categories")


def _totals(block: Block, column: Column) -> Iterator[Finding]:
    for line in block.lines:
        if line.kind == WHOLE:
            below = [one for one in block.in_scope(line.scope) if one.kind == CATEGORY]
            if below:
                yield from _differs(block, line, column, "sum/total", below, "categories")


def _by_state(block: Block) -> Mapping[tuple[str, str], list[Line]]:
    """(category it stands under, code) -> its rows of single States, KEYWORD_OTHER taken together."""
    found: dict[tuple[str, str], list[Line]] = {}
    for line in block.lines:
        if line.scope != TOTAL and "[" not in line.scope:
            found.setdefault((line.block, line.code), []).append(line)
    return found


def _states(block: Block, column: Column) -> Iterator[Finding]:
    by_state, seen = _by_state(block), set()
    for line in block.in_scope(TOTAL):
        key = (line.block, line.code)
        if key not in by_state or key in seen:
            continue
        seen.add(key)
        alike = [one for one in block.in_scope(TOTAL) if (one.block, one.code) == key]
        if len(alike) == 1:
            yield from _differs(block, line, column, "sum/member-states", by_state[key], "Member States")
            continue
        stated = total(one.figure(column.name, COUNT) for one in alike)
        added = total(one.figure(column.name, COUNT) for one in by_state[key])
        if stated is not None and added is not None and stated != added:
            header = column.header.strip()
            who = f"KEYWORD_OTHER of {line.block}"
            message = f"{header}: the rows {who} say {say(stated)}, its Member States add up to {say(added)}."
            yield Finding(
                block.sheet.file, line.row.number, "sum/member-states", message, say(added), say(stated), header
            )


def _no_states(block: Block, part: Part) -> Iterator[Finding]:
    if part.number != 3:
        return
    by_state = _by_state(block)
    bare = [
        line
        for line in block.in_scope(TOTAL)
        if (line.block, line.code) not in by_state
        and line.kind != WHOLE
        and any(line.figure(name, COUNT).value for name in part.counts)
    ]
    for line in bare:
        message = "The row has orders and is not broken down by Member State."
        yield Finding(block.sheet.file, line.row.number, "states/missing", message, "AT to SE", "", "Scope")


def _wholes(block: Block, part: Part) -> Iterator[Finding]:
    for line in block.lines:
        for name, whole in PARTS_OF.get(part.number, ()):
            yield from _larger(block, line, part.column(name), part.column(whole))
        for items, of in ITEMS.get(part.number, ()):
            many, few = line.figure(items, COUNT), line.figure(of, COUNT)
            if many.value is not None and few.value is not None and many.value < few.value:
                header = part.column(items).header.strip()
                message = f"{header}: fewer items than there were orders or notices naming them."
                yield Finding(
                    block.sheet.file,
                    line.row.number,
                    "sum/items",
                    message,
                    f"at least {say(few.value)}",
                    many.text,
                    header,
                )
        if part.number in (5, 6):
            yield from _restrictions(block, line, part)


def _larger(block: Block, line: Line, column: Column, whole: Column) -> Iterator[Finding]:
    some, every = line.figure(column.name, COUNT), line.figure(whole.name, COUNT)
    if some.value is not None and every.value is not None and some.value > every.value:
        header = column.header.strip()
        message = f"{header}: more than {whole.header.strip()!r}."
        yield Finding(
            block.sheet.file,
            line.row.number,
            "sum/part-of-whole",
            message,
            f"at most {say(every.value)}",
            some.text,
            header,
        )


def _restrictions(block: Block, line: Line, part: Part) -> Iterator[Finding]:
    measures = line.figure("measures", COUNT)
    added = total(line.figure(name, COUNT) for name in RESTRICTIONS)
    if measures.value is not None and added is not None and added < measures.value:
        header = part.column("measures").header.strip()
        message = f"{header}: {say(measures.value)} measures, and only {say(added)} restrictions."
        yield Finding(
            block.sheet.file,
            line.row.number,
            "sum/restrictions",
            message,
            f"at most {say(added)}",
            measures.text,
            header,
        )


def _appeals(sheet: Sheet, lines: list[Told]) -> Iterator[Finding]:
    groups: dict[str, dict[str, Told]] = {}
    for one in lines:
        groups.setdefault(one.indicator, {}).setdefault(one.scope, one)
    everything = groups.get(COMPLAINTS, {})
    omitted = everything["omitted"].value.value if "omitted" in everything else None
    for indicator, rows in groups.items():
        if "total" in rows and "upheld" in rows:
            slack = Decimal(0) if "omitted" in rows else (omitted or Decimal(0))
            yield from _outcomes(sheet, rows, indicator, slack)
    yield from _bases(sheet, groups)


def _outcomes(sheet: Sheet, rows: Mapping[str, Told], indicator: str, slack: Decimal) -> Iterator[Finding]:
    """Outcomes against their number. By basis there is no row for omitted decisions: as many as those may lack."""
    stated, added = rows["total"].value, total(rows[one].value for one in OUTCOMES if one in rows)
    if stated.value is None or added is None:
        return
    if not 0 <= stated.value - added <= slack:
        message = (
            f"{rows['total'].row.get('indicator')}: {say(stated.value)} in number, outcomes add up to {say(added)}."
        )
        yield Finding(sheet.file, rows["total"].row.number, "sum/outcomes", message, say(added), stated.text, "Value")


def _bases(sheet: Sheet, groups: Mapping[str, Mapping[str, Told]]) -> Iterator[Finding]:
    everything = groups.get(COMPLAINTS, {})
    bases = {name: rows for name, rows in groups.items() if name.startswith(BASIS)}
    for scope in ("total", "upheld", "partly", "reversed"):
        if scope not in everything or everything[scope].value.value is None:
            continue
        beside = total(rows[scope].value for name, rows in bases.items() if scope in rows and FLAGGER_BASIS not in name)
        within = total(rows[scope].value for rows in bases.values() if scope in rows)
        stated = everything[scope].value
        if within is not None and stated.value not in (beside, within):
            message = f"Complaints ({scope}): {say(stated.value)} in all, by basis they add up to {say(within)}."
            yield Finding(
                sheet.file, everything[scope].row.number, "sum/bases", message, say(within), stated.text, "Value"
            )


def _automated(sheet: Sheet, lines: list[Told]) -> Iterator[Finding]:
    """Own-initiative and each language within the total, Trusted Flaggers' notices within all notices."""
    first: dict[tuple[str, str], Told] = {}
    several = {
        (one.indicator, one.scope) for one in lines if first.setdefault((one.indicator, one.scope), one) is not one
    }
    for (indicator, scope), one in first.items():
        whole = first.get((indicator, "nam-total" if scope == "nam-flagger" else "total"))
        part_of = scope in ("own-initiative", "nam-flagger") or scope in LANGUAGES
        if indicator.startswith("accuracy") or not part_of or whole is None or (indicator, whole.scope) in several:
            continue
        if one.value.value is not None and whole.value.value is not None and one.value.value > whole.value.value:
            message = f"{one.row.get('indicator')}: scope {one.row.get('scope')} is more than {whole.row.get('scope')}."
            yield Finding(
                sheet.file, one.row.number, "sum/part-of-whole", message, f"at most {say(whole.value.value)}",
                one.value.text, "Value",
            )  # fmt: skip


def _staff(sheet: Sheet, lines: list[Told]) -> Iterator[Finding]:
    totals = {one.indicator: one for one in lines if one.scope == "total"}
    internal = next((one for name, one in totals.items() if _STAFF.format("internal") in name), None)
    external = next((one for name, one in totals.items() if _STAFF.format("external") in name), None)
    expert = next((one for name, one in totals.items() if _STAFF.format("total") in name), None)
    if internal is None or external is None or expert is None or expert.value.value is None:
        return
    every = total([internal.value, external.value])
    if every is not None and expert.value.value > every:
        message = "More moderators with linguistic expertise than internal and external moderators together."
        yield Finding(
            sheet.file, expert.row.number, "sum/staff", message, f"at most {say(every)}", expert.value.text, "Value"
        )


def _recipients(sheet: Sheet, lines: list[Told]) -> Iterator[Finding]:
    everywhere = next((one for one in lines if one.scope == "total"), None)
    states = [one for one in lines if one.scope != "total"]
    if everywhere is None or everywhere.value.value is None or len(states) < len(STATES):
        return
    added = total(one.value for one in states)
    if added is not None and abs(added - everywhere.value.value) > len(STATES):
        message = f"TOTAL says {say(everywhere.value.value)}, Member States add up to {say(added)}."
        yield Finding(
            sheet.file, everywhere.row.number, "sum/recipients", message, say(added), everywhere.value.text, "Value"
        )
