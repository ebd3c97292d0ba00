"""Rules about a report as a whole: its parts, its period and days, its versions, figures of different parts."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile
from pathlib import PurePath

from sijill.statements.harmonised.finding import Finding
from sijill.statements.harmonised.lines import WHOLE, blocks, told
from sijill.statements.harmonised.lint_form import is_placeholder
from sijill.statements.harmonised.numbers import told as say
from sijill.statements.harmonised.parts import COUNT, SHEETS, TOTAL, folded, part
from sijill.statements.harmonised.read import Row, Sheet

TEMPLATES = date(2025, 7, 1)
LONGEST_TEXT = 5000
ENOUGH = 6  # so many parts are meant to be a whole report
MARKED = re.compile(r"(?<![a-z])v(ersion)?[ _.-]?([2-9]|[1-9]\d)(?!\d)|updated|corrected|amended|revised")
NAME, PUBLISHED, PREVIOUS, START, END = (folded(row[2]) for row in part(1).rows)


@dataclass(frozen=True, slots=True)
class Report:
    """The files that belong together: of one service, one folder, and one period where a part is there twice."""

    service: str
    sheets: tuple[Sheet, ...]

    def part(self, number: int) -> Sheet | None:
        """The file of a part, if it was given."""
        return next((one for one in self.sheets if one.part and one.part.number == number), None)


def gather(sheets: Sequence[Sheet]) -> list[Report]:
    """The reports that readable files make up."""
    found: dict[tuple[str, str], list[Sheet]] = {}
    loose: list[Sheet] = []
    for sheet in sheets:
        if sheet.part is None:
            continue
        named = _service(sheet)
        found.setdefault((_folder(sheet), named), []).append(sheet) if named else loose.append(sheet)
    _rejoin(found, {_folder(sheet) for sheet in loose})
    reports = [Report(service, tuple(one)) for (_, service), mine in found.items() for one in _split(mine)]
    alone: dict[str, list[Sheet]] = {}
    for sheet in loose:
        homes = _homes(sheet, reports)
        for home in homes:
            reports[home] = Report(reports[home].service, (*reports[home].sheets, sheet))
        if not homes:
            alone.setdefault(_folder(sheet), []).append(sheet)
    return reports + [Report("", tuple(one)) for mine in alone.values() for one in _split(mine)]


def _folder(sheet: Sheet) -> str:
    return str(PurePath(sheet.file).parent)


def _name(sheet: Sheet) -> str:
    return PurePath(sheet.file).name.casefold()


def _homes(sheet: Sheet, reports: Sequence[Report]) -> list[int]:
    """The reports that a file without a service belongs to: part 2 has no such column, and may serve several.

    Of those in its folder, the ones whose files begin like its own; where it is alone, the only report there is.
    """

    def alike(report: Report) -> int:
        pairs = (zip(_name(sheet), _name(one), strict=False) for one in report.sheets)
        return max(len(list(takewhile(lambda letters: letters[0] == letters[1], pair))) for pair in pairs)

    near = [place for place, report in enumerate(reports) if _folder(report.sheets[0]) == _folder(sheet)]
    most = max((alike(reports[place]) for place in near), default=0)
    return [place for place in near if alike(reports[place]) == most] or ([0] if len(reports) == 1 else [])


def _rejoin(found: dict[tuple[str, str], list[Sheet]], without: Collection[str]) -> None:
    """Take the files of a folder for one report where they are its eleven parts, each once, under several services.

    `without`: the folders with files that name no service, as part 2 does.
    """
    for folder in {key[0] for key in found}:
        keys = sorted((key for key in found if key[0] == folder), key=lambda key: -len(found[key]))
        numbers = [one.part.number for key in keys for one in found[key] if one.part]
        lacking = len(SHEETS) - len(numbers)
        whole = len(set(numbers)) == len(numbers) and lacking <= (2 if folder in without else 0)
        if len(keys) > 1 and whole and len(found[keys[0]]) >= ENOUGH:
            for key in keys[1:]:
                found[keys[0]] += found.pop(key)


def _service(sheet: Sheet) -> str:
    names = Counter(folded(row.get("service")) for row in sheet.rows if row.get("service"))
    return names.most_common(1)[0][0] if names else ""


def _split(sheets: list[Sheet]) -> list[list[Sheet]]:
    """By period, where the same part stands there twice."""
    numbers = Counter(one.part.number for one in sheets if one.part)
    if max(numbers.values()) == 1:
        return [sheets]
    by_period: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        by_period.setdefault(period_of(sheet), []).append(sheet)
    return list(by_period.values())


def period_of(sheet: Sheet) -> str:
    """The period that most rows have; of part 1 the one its days make; empty if there is none."""
    if sheet.part and sheet.part.number == 1:
        days = {key: row.get("value") for key, row in identity(sheet).items()}
        return f"{days.get(START, '')}/{days.get(END, '')}".strip("/")
    periods = Counter(row.get("period") for row in sheet.rows if row.get("period"))
    return periods.most_common(1)[0][0] if periods else ""


def identity(sheet: Sheet) -> Mapping[str, Row]:
    """The rows of part 1 by their official indicator; by place where the words are others."""
    known = (NAME, PUBLISHED, PREVIOUS, START, END)
    by_word = {folded(row.get("indicator")): row for row in sheet.rows}
    if set(known) & set(by_word) or len(sheet.rows) != len(known):
        return {key: by_word[key] for key in known if key in by_word}
    return dict(zip(known, sheet.rows, strict=True))


def report(one: Report, unread: Collection[tuple[str, int]] = ()) -> Iterator[Finding]:
    """What is wrong with a report as a whole. `unread`: (folder, part) of files that are there and cannot be read."""
    yield from _parts(one, unread)
    yield from _services(one)
    yield from _periods(one)
    first = one.part(1)
    if first is not None:
        yield from _identity(first)
    texts = one.part(11)
    if texts is not None:
        yield from _texts(texts)
    yield from _across(one)


def _parts(one: Report, unread: Collection[tuple[str, int]]) -> Iterator[Finding]:
    folders = {_folder(sheet) for sheet in one.sheets}
    there = {sheet.part.number for sheet in one.sheets if sheet.part}
    there |= {number for folder, number in unread if folder in folders}
    if 1 not in there and len(there) < ENOUGH:
        return
    for number in range(1, 12):
        if number not in there:
            sheet = SHEETS[number - 1]
            message = f"Part {sheet} is missing; a report without a part is incomplete unless it says why."
            yield Finding(one.sheets[0].file, 0, "report/part-missing", message, sheet)


def _services(one: Report) -> Iterator[Finding]:
    """Files whose rows name another service than the report's."""
    for sheet in one.sheets:
        named = _service(sheet)
        if one.service and named and named != one.service:
            row = next(row for row in sheet.rows if folded(row.get("service")) == named)
            message = "The file is of another service than the other parts."
            yield Finding(
                sheet.file, row.number, "service/several", message, one.service, row.get("service"), "Service"
            )


def span(text: str) -> tuple[date, date] | None:
    """First and last day of `YYYY-MM-DD/YYYY-MM-DD`; None if it is not written so."""
    first, slash, last = text.partition("/")
    start, end = day(first), day(last)
    return (start, end) if slash and start and end and start <= end else None


def day(text: str) -> date | None:
    """A day written YYYY-MM-DD; None if it is not."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def lawful(start: date, end: date) -> bool:
    """Is it a calendar year or a half-year (IR Article 2)?"""
    year = start.year == end.year
    edges = ((start.month, start.day), (end.month, end.day))
    return year and edges in {((1, 1), (12, 31)), ((1, 1), (6, 30)), ((7, 1), (12, 31))}


def _periods(one: Report) -> Iterator[Finding]:
    stated = Counter(period_of(sheet) for sheet in one.sheets if span(period_of(sheet)))
    usual = stated.most_common(1)[0][0] if stated else ""
    judged: set[str] = set()
    for sheet in one.sheets:
        odd: set[str] = set()
        for row in sheet.rows:
            text = row.get("period")
            if not text or text in odd or is_placeholder(text):
                continue
            odd.add(text)
            yield from _period(sheet, row, text, usual, judged)
        if sheet.part and sheet.part.number == 1 and usual and span(period_of(sheet)) and period_of(sheet) != usual:
            row = identity(sheet).get(START, sheet.rows[0])
            yield Finding(
                sheet.file, row.number, "period/differs", "Part 1 has another period than the other parts.", usual,
                period_of(sheet), "Value",
            )  # fmt: skip


def _period(sheet: Sheet, row: Row, text: str, usual: str, judged: set[str]) -> Iterator[Finding]:
    found = span(text)
    if found is None:
        message = "The period is not two days in order with a slash between them."
        yield Finding(sheet.file, row.number, "period/form", message, "YYYY-MM-DD/YYYY-MM-DD", text, "Reporting period")
        return
    if usual and text != usual:
        message = "The row has another period than most of the report."
        yield Finding(sheet.file, row.number, "period/differs", message, usual, text, "Reporting period")
        return
    if text in judged:
        return
    judged.add(text)
    if not lawful(*found):
        message = "The period is neither a calendar year nor a half-year."
        yield Finding(
            sheet.file, row.number, "period/length", message, "1 January to 31 December, or a half-year", text,
            "Reporting period",
        )  # fmt: skip
    elif found[0] < TEMPLATES:
        message = "The templates hold from 1 July 2025; this period begins before."
        yield Finding(sheet.file, row.number, "period/templates", message, "2025-07-01", text, "Reporting period")


def deadline(end: date) -> date:
    """Two months after the last day of a period: the same day of the month, or the month's last."""
    year, month = divmod(end.month + 1, 12)
    month += 1
    return date(end.year + year, month, min(end.day, calendar.monthrange(end.year + year, month)[1]))


def _identity(sheet: Sheet) -> Iterator[Finding]:
    rows = identity(sheet)
    days: dict[str, date] = {}
    for key in (NAME, PUBLISHED, START, END, PREVIOUS):
        row = rows.get(key)
        text = row.get("value") if row else ""
        if not text:
            if key != PREVIOUS:  # a first report has no previous one
                message = f"Part 1 does not give {key!r}."
                yield Finding(sheet.file, row.number if row else 1, "identity/missing", message, key, "", "Value")
        elif key != NAME and row and not is_placeholder(text):
            found = day(text)
            if found:
                days[key] = found
            elif key != PREVIOUS or folded(text) not in ("n/a", "na", "none", "-"):
                message = f"The {key!r} is not a day."
                yield Finding(sheet.file, row.number, "identity/date", message, "YYYY-MM-DD", text, "Value")
    yield from _days(sheet, rows, days)


def _days(sheet: Sheet, rows: Mapping[str, Row], days: Mapping[str, date]) -> Iterator[Finding]:
    published, end, previous = days.get(PUBLISHED), days.get(END), days.get(PREVIOUS)
    if published and end:
        at, latest = rows[PUBLISHED].number, deadline(end)
        if published <= end:
            message = "The report is dated before its period was over."
            yield Finding(sheet.file, at, "period/early", message, f"after {end}", f"{published}", "Value")
        elif published > latest and not _marked(sheet.file):  # an updated version comes when it comes
            late = (published - latest).days
            message = f"Published {late} day{'s' if late > 1 else ''} after the two months were over."
            yield Finding(
                sheet.file, at, "period/deadline", message, f"at the latest {latest}", f"{published}", "Value"
            )
    if published and previous and previous >= published:
        message = "The previous report is not older than this one."
        yield Finding(
            sheet.file, rows[PREVIOUS].number, "period/previous", message, f"before {published}", f"{previous}", "Value"
        )


def _texts(sheet: Sheet) -> Iterator[Finding]:
    assert sheet.part is not None  # noqa: S101 - it is part 11
    for_all = {folded(row[3]) for row in sheet.part.rows if row[0] == "All"}
    for row in sheet.rows:
        text = row.get("value")
        if len(text) > LONGEST_TEXT:
            message = f"The text has {len(text)} characters."
            yield Finding(
                sheet.file, row.number, "text/long", message, f"at most {LONGEST_TEXT}", str(len(text)), "Value"
            )
        if not text and folded(row.get("indicator")) in for_all:
            message = "This text applies to every provider and is blank."
            yield Finding(sheet.file, row.number, "text/missing", message, "a text", "", "Value")


def _across(one: Report) -> Iterator[Finding]:
    """Part 8 against parts 4, 5 and 6, each where it is there and its rows are one for each scope."""
    means = one.part(8)
    if means is None:
        return
    lines = told(means, means.rows)
    if len({(line.indicator, line.scope) for line in lines}) < len(lines):
        return  # a row for each classifier: they do not add up to anything
    own = [line for line in lines if line.scope == "own-initiative" and line.indicator.startswith("number of measures")]
    ours, notices = one.part(5), one.part(4)
    terms = one.part(6)
    if ours is not None and terms is not None and len(own) == 2:
        whole = (_whole(ours, "measures"), _whole(terms, "measures"))
        if None not in whole:
            limit = sum((each for each in whole if each is not None), start=Decimal(0))
            message = "Automated and other measures on own initiative are more than parts 5 and 6 have."
            yield from _more(means, own, limit, "cross/own-initiative", message)
    read = [line for line in lines if line.scope == "nam-total" and line.indicator.startswith("number of notices")]
    received = _whole(notices, "notices") if notices is not None else None
    if received is not None and len(read) == 2:
        message = "Notices processed by automated and other means are more than part 4 has."
        yield from _more(means, read, received, "cross/notices", message)


def _whole(sheet: Sheet, column: str) -> Decimal | None:
    rows = [line for block in blocks(sheet) for line in block.lines if line.kind == WHOLE and line.scope == TOTAL]
    return rows[0].figure(column, COUNT).value if len(rows) == 1 else None


def _more(sheet: Sheet, lines: Sequence[object], limit: Decimal, rule: str, message: str) -> Iterator[Finding]:
    values = [line.value.value for line in lines]  # type: ignore[attr-defined]
    if None in values or sum(values) <= limit:
        return
    first = lines[0].row.number  # type: ignore[attr-defined]
    yield Finding(sheet.file, first, rule, message, f"at most {say(limit)}", say(sum(values)), "Value")


def versions(reports: Sequence[Report], notes: Sequence[str]) -> Iterator[Finding]:
    """Two versions of one part, and whether the later one says what changed. `notes`: files that tell of changes."""
    same: dict[tuple[str, str, int], list[Sheet]] = {}
    for one in reports:
        for sheet in one.sheets:
            if sheet.part is not None and (text := period_of(sheet)):
                same.setdefault((one.service, text, sheet.part.number), []).append(sheet)
    for sheets in same.values():
        contents = {tuple(tuple(sorted(row.cells.items())) for row in sheet.rows) for sheet in sheets}
        bare = [sheet for sheet in sheets if not _marked(sheet.file)]
        if len(contents) > 1 and len(bare) > 1:
            message = (
                f"{len(sheets)} files are the same part of the same report and differ; none is marked as the later."
            )
            yield Finding(
                bare[-1].file, 0, "version/unmarked", message, "v2, version or updated in the path", bare[-1].file
            )
    told_of = {str(PurePath(note).parent) for note in notes}
    for one in reports:
        marked = [sheet for sheet in one.sheets if _marked(sheet.file)]
        if marked and str(PurePath(marked[0].file).parent) not in told_of:
            message = "The report is marked as an updated version, and no file beside it says what changed and why."
            yield Finding(marked[0].file, 0, "version/unexplained", message, "changes.csv", "")


def _marked(file: str) -> bool:
    return bool(MARKED.search("/".join(PurePath(file).parts[-2:]).casefold()))
