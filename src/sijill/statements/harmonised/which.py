"""Which of the eleven parts a file is: by its header, else by what stands in its rows, else by its name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import PurePath

from sijill.statements.harmonised.parts import INDICATOR_PARTS, LANGUAGES, STATES, Part, folded, part, parts

_BY_NAME = re.compile(r"(?:part|sheet|annex|t)[ _-]?(\d{1,2})(?![0-9])|(?:^|[^0-9a-z])(\d{1,2})[ _.-]+[a-z]")
_TERMS = re.compile(
    r"terms|nutzungsbedingung|geschäftsbedingung|\bagb\b|conditions g|condizioni|termini|condiciones|términos"
)
_SHORT = {"report_period": "period", "reporting_period": "period", "description": "other"}
_ENOUGH = 3  # headers of the template that make a row the header of a part
_CODES = 3  # rows with a code of a language or State that make a part one of these

Records = Sequence[Sequence[str]]


def which(header: Sequence[str], records: Records, file: str) -> Part | None:
    """The part that a file is, told by its header and rows, and by its name where these fit several; None if none."""
    fitting = _fitting(header)
    named = numbered(file)
    numbers = {each.number for each in fitting}
    if numbers & set(INDICATOR_PARTS):  # without contextual information, they differ in no column
        return _of_indicators(records, named, numbers & set(INDICATOR_PARTS))
    if len(fitting) == 1:
        return fitting[0]
    if {5, 6} <= numbers:
        return part(5 if named != 6 and (named == 5 or not _on_terms(header, records)) else 6)
    if {1, 2} <= numbers:
        codes = any(folded(cell) == "statement_category_animal_welfare" for record in records for cell in record)
        return part(2 if codes else 1)
    if fitting:
        return fitting[0]
    return part(named) if named and len(header) > _ENOUGH else None


def known(header: Sequence[str]) -> int:
    """How many headers of one part, or short names of a compilation, stand in a record; the most of any part."""
    return max(len(_folds(header) & _headers(each.number)) for each in parts()) or len(_compiled(header))


def numbered(file: str) -> int:
    """The number of a part that a file's name says; 0 if it says none."""
    found = _BY_NAME.findall(PurePath(file).stem.casefold())
    numbers = [int(one) for one in (*(a for a, _ in found), *(b for _, b in found)) if one]
    return next((one for one in numbers if 1 <= one <= 11), 0)


def short(header: str) -> str:
    """A header as a short name of ours would be written."""
    name = re.sub(r"[^a-z0-9]+", "_", header.strip().casefold()).strip("_")
    return _SHORT.get(name, name)


def _fitting(header: Sequence[str]) -> list[Part]:
    """The parts that a header fits: those it shares most with; else those of a compilation, or of as many columns."""
    folds = _folds(header)
    alike = {each.number: len(folds & _headers(each.number)) for each in parts()}
    shares = {number: count / len(folds | _headers(number)) for number, count in alike.items() if count >= _ENOUGH}
    most = max(shares.values(), default=0)
    if most < 1 and (compiled := _compiled(header)):
        return compiled
    if shares:
        return [part(number) for number, share in shares.items() if share == most]
    return [each for each in parts() if len(each.columns) == len(header)]


def _folds(header: Sequence[str]) -> set[str]:
    return {folded(one) for one in header} - {""}


@cache
def _headers(number: int) -> frozenset[str]:
    return frozenset(folded(one) for one in part(number).header)


def _compiled(header: Sequence[str]) -> list[Part]:
    """The parts whose figures a compilation (`service,category,measures,...`) has under our short names."""
    names = {short(one) for one in header}
    return [each for each in parts() if {"service", *_figures(each)} <= names]


def _figures(each: Part) -> set[str]:
    if each.number == 3:
        return {"category", "scope", "orders_to_act"}
    if each.number in (4, 5, 6):
        return {"category", each.counts[0]}
    if each.number in (7, 8, 9):
        return {"section", "indicator", "scope", "value"}
    return {"scope", "value"} if each.number == 10 else {"-"}


def _on_terms(header: Sequence[str], records: Records) -> bool:
    """Is it about terms and conditions (part 6), and not about illegal content (part 5)?"""
    cells = {folded(cell) for record in records for cell in record}
    return "statement_category_other_violation_tc" in cells or bool(_TERMS.search(" ".join(_folds(header))))


def _of_indicators(records: Records, named: int, fitting: set[int]) -> Part:
    """Which of parts 7 to 10: by their official indicators, else by the file's name, else by codes in their rows."""
    cells = Counter(folded(cell) for record in records for cell in {*record})
    official = {number: sum(cells[one] for one in _indicators(number)) for number in INDICATOR_PARTS}
    if any(official.values()):
        return part(max(official, key=lambda number: official[number]))
    if named in INDICATOR_PARTS:
        return part(named)
    plain = Counter(cell.strip() for record in records for cell in {*record})
    if sum(plain[one] for one in LANGUAGES) >= _CODES:
        indicators = {record[4] for record in records if len(record) > 4}  # their indicators
        return part(9 if len(indicators) <= len(_indicators(9)) else 8)
    return part(10 if sum(plain[one] for one in STATES) >= _CODES else min(fitting))


@cache
def _indicators(number: int) -> frozenset[str]:
    return frozenset(folded(row[4]) for row in part(number).rows)
