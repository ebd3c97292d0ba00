"""Rules about what rows there are: categories, sub-categories, scopes, descriptions, indicators."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from sijill.statements.harmonised.finding import Finding
from sijill.statements.harmonised.lines import (
    CATEGORY,
    STRANGE,
    WHOLE,
    Block,
    Line,
    Told,
    blocks,
    by_service,
    categories,
    category_of,
    is_hole,
    kind_of,
    scope_word,
    told,
)
from sijill.statements.harmonised.lint_form import is_placeholder
from sijill.statements.harmonised.parts import LANGUAGES, OTHER, STATES, TOTAL, Part, folded
from sijill.statements.harmonised.read import Row, Sheet, is_category_part

_NOTHING = frozenset({"n/a", "n.a.", "na", "none", "nil", "nan", "-", "–", "—", "not applicable"})
_CATCH_ALL = frozenset(
    _NOTHING
    | {"other", "others", "misc", "miscellaneous", "unknown", "various", "general"}
    | {"andere", "anderes", "sonstige", "sonstiges", "autre", "autres", "divers", "altro", "altri", "altre"}
    | {"otro", "otros", "otra", "otras", "varios"}
) | {"not captured by any other sub-category", "not captured by any other keyword", "anything else", "all other"}
T = TypeVar("T")
_OWN = ("own-initiative", "nam-total", "nam-flagger", "total")


def rows(sheet: Sheet) -> Iterator[Finding]:
    """What is wrong with the rows of one file, figures aside."""
    yield from _services(sheet)
    if is_category_part(sheet):
        for block in blocks(sheet):
            yield from _codes(block)
            yield from _others(block)
            yield from _twice(block)
            yield from _missing(block)
    elif sheet.part is not None and sheet.part.number in (7, 8, 9, 10, 11):
        for (_, _), mine in by_service(sheet).items():
            yield from _indicators(sheet, sheet.part, mine)
    if sheet.part is not None and sheet.part.number in (3, 8, 9, 10):
        yield from _scopes(sheet, sheet.part)
    if sheet.part is not None and sheet.part.number == 2:
        yield from _names(sheet, sheet.part)


def _names(sheet: Sheet, part: Part) -> Iterator[Finding]:
    """Part 2: every category and sub-category of Annex I, and no further category."""
    there = [row.get("category").upper() for row in sheet.rows]
    lacking = [row[2] for row in part.rows if row[2] not in there]
    if lacking:
        message = f"{_rows_of(len(lacking))} missing, first {lacking[0]}."
        yield Finding(sheet.file, 1, "row/missing", message, lacking[0], "", "Category")
    for row, code in zip(sheet.rows, there, strict=True):
        found = _code(Line(row, code, "", kind_of(code), TOTAL, ""), "2")
        if found and found[0] != "category/placement":
            yield Finding(sheet.file, row.number, found[0], found[1], found[2], code, "Category")


def _services(sheet: Sheet) -> Iterator[Finding]:
    if sheet.part is None or "service" not in sheet.names:
        return
    names = Counter(folded(row.get("service")) for row in sheet.rows)
    bare = names.pop("", 0)
    usual = names.most_common(1)[0][0] if names else ""
    told_of = {usual}
    for row in sheet.rows:
        named = folded(row.get("service"))
        if not named:
            message = f"{bare} of {len(sheet.rows)} rows do not name the service."
            yield Finding(sheet.file, row.number, "service/missing", message, "a name", "", "Service")
        elif named not in told_of:
            told_of.add(named)
            message = f"The file has {len(names)} services; each has a report of its own."
            yield Finding(
                sheet.file, row.number, "service/several", message, "one service", row.get("service"), "Service"
            )


def _codes(block: Block) -> Iterator[Finding]:
    assert block.sheet.part is not None  # noqa: S101 - a block is made of parts 3 to 6
    number = str(block.sheet.part.number)
    for line in block.lines:
        found = _code(line, number)
        if found:
            rule, message, expected = found
            yield Finding(block.sheet.file, line.row.number, rule, message, expected, line.code, "Category")


def _code(line: Line, number: str) -> tuple[str, str, str] | None:
    """(rule, message, expected) if a code should not stand where it stands."""
    if line.kind == WHOLE:
        return None
    if line.kind == CATEGORY:
        parts = categories().get(line.code)
        if parts is None:
            return (
                "category/unknown",
                "The list of categories is closed, and this one is not in it.",
                "a category of Annex I",
            )
        if number not in parts.split():
            message = f"This category stands only in part {parts}, and this is part {number}."
            return "category/placement", message, f"part {parts}"
        return None
    if line.kind == STRANGE:
        return "category/unknown", "The row has neither TOTAL nor a category nor a sub-category.", "a code of Annex I"
    return _keyword(line)


def _keyword(line: Line) -> tuple[str, str, str] | None:
    if line.code == OTHER:
        return None
    if line.code.startswith(f"{OTHER}_"):
        return "keyword/other-code", "A sub-category of one's own has the code KEYWORD_OTHER and a description.", OTHER
    home = category_of().get(line.code)
    if home is None:
        return "keyword/unknown", "Annex I has no such sub-category.", "a sub-category of Annex I"
    if line.block and line.block != home:
        return "keyword/placement", f"This sub-category belongs to {home} and stands under {line.block}.", home
    return None


def filled(line: Line, part: Part) -> bool:
    """Does the row have a figure that is not 0?"""
    values = (line.figure(one.name, one.holds) for one in part.numbers)
    return any(one.value or (one.value is None and not one.silent) for one in values)


def _others(block: Block) -> Iterator[Finding]:
    sheet, part = block.sheet, block.sheet.part
    assert part is not None  # noqa: S101 - as above
    if "other" not in sheet.names:
        return
    column = part.column("other").header
    seen: dict[tuple[str, str], int] = {}
    for line in block.lines:
        text, at = line.other, line.row.number
        if line.code != OTHER:
            own = line.code.startswith(f"{OTHER}_")  # has a rule of its own
            if text and not own and not is_placeholder(text) and folded(text) not in _NOTHING:
                message = "Only rows KEYWORD_OTHER are described here."
                yield Finding(sheet.file, at, "other/unexpected", message, "", text, column)
            continue
        if folded(text) in _NOTHING and not filled(line, part):
            continue
        if not text or is_placeholder(text):
            if filled(line, part):
                message = "A row KEYWORD_OTHER has figures and does not say what they are of."
                yield Finding(sheet.file, at, "other/missing", message, "a description", text, column)
            continue
        if _catches_all(text):
            message = "The description says nothing: this row is not for what is left over."
            yield Finding(sheet.file, at, "other/catch-all", message, "what exactly", text, column)
        first = seen.setdefault((line.scope, folded(text)), at)
        if first != at:
            message = f"Row {first} has the same description."
            yield Finding(sheet.file, at, "other/duplicate", message, "another description", text, column)


def _catches_all(text: str) -> bool:
    return re.sub(r"[.…\s]+$", "", folded(text)) in _CATCH_ALL


def _twice(block: Block) -> Iterator[Finding]:
    seen: dict[tuple[str, tuple[str, str, str]], int] = {}
    for line in block.lines:
        if line.kind == STRANGE or is_hole(line.scope) or (line.code == OTHER and line.other):
            continue  # descriptions of KEYWORD_OTHER have a rule of their own
        first = seen.setdefault((line.scope, line.key), line.row.number)
        if first != line.row.number and not (line.code == OTHER and not line.other):
            message = f"Row {first} is of the same category and scope."
            yield Finding(block.sheet.file, line.row.number, "row/duplicate", message, "one row", line.code, "Category")


def _wanted(part: Part, scope: str) -> list[str]:
    """The codes that a scope must have, KEYWORD_OTHER aside."""
    at = scope if part.number == 3 else TOTAL
    rows = [row[3] for row in part.rows if part.number != 3 or (row[5] == TOTAL) == (at == TOTAL)]
    return [code for code in dict.fromkeys(rows) if code != OTHER]


def _missing(block: Block) -> Iterator[Finding]:
    part = block.sheet.part
    assert part is not None  # noqa: S101 - as above
    first, lacking = block.lines[0].row.number, []
    for scope in dict.fromkeys([*block.scopes, TOTAL]):
        if scope == TOTAL or scope in STATES:
            wanted, there = _wanted(part, scope), {line.code: line.row.number for line in block.in_scope(scope)}
            lacking += [(scope, code, _place(wanted, there, code, first)) for code in wanted if code not in there]
    if lacking:
        scope, code, place = lacking[0]
        message = f"{_rows_of(len(lacking))} missing, first {code} in scope {scope}."
        yield Finding(block.sheet.file, place, "row/missing", message, code, "", "Category")


def _place(wanted: Sequence[T], there: Mapping[T, int], one: T, first: int) -> int:
    """Where a missing row should stand: below the one that the template has above it."""
    above = [each for each in wanted[: wanted.index(one)] if each in there]
    return there[above[-1]] + 1 if above else first


def _rows_of(count: int) -> str:
    return "A row of the template is" if count == 1 else f"{count} rows of the template are"


def _indicators(sheet: Sheet, part: Part, mine: list[Row]) -> Iterator[Finding]:
    if part.number == 11:
        wanted = [(folded(row[3]), "") for row in part.rows]
        there = {(folded(row.get("indicator")), ""): row.number for row in mine}
        strange = [row for row in mine if (folded(row.get("indicator")), "") not in wanted]
        if len(strange) == len(mine) == len(part.rows):
            return  # another language, told by place
    else:
        lines = told(sheet, mine)
        strange = [one.row for one in lines if not one.official]
        yield from _told_twice(sheet, part, lines)
        wanted = list(_expected(part))
        there = {(one.indicator, one.scope): one.row.number for one in lines}
    message = "The template has no such indicator."
    if len(strange) == len(mine) > 1:
        message, strange = f"{len(mine)} rows have an indicator that the template does not have.", strange[:1]
    for row in strange:
        yield Finding(
            sheet.file, row.number, "row/unknown", message, "an indicator of the template", row.get("indicator"),
            "Indicator",
        )  # fmt: skip
    lacking = [one for one in wanted if one not in there]
    if lacking and not strange:
        name = ": ".join(word for word in lacking[0] if word)
        place = _place(wanted, there, lacking[0], mine[0].number)
        message = f"{_rows_of(len(lacking))} missing, first {name}."
        yield Finding(sheet.file, place, "row/missing", message, name, "", "Indicator")


def _told_twice(sheet: Sheet, part: Part, lines: Iterable[Told]) -> Iterator[Finding]:
    """The same indicator and scope in two rows; part 8 may have a row for each classifier."""
    seen: dict[tuple[str, str], int] = {}
    for one in lines:
        first = seen.setdefault((one.indicator, one.scope), one.row.number)
        if first != one.row.number and part.number != 8 and not is_hole(one.scope):
            message = f"Row {first} has the same indicator and scope."
            yield Finding(sheet.file, one.row.number, "row/duplicate", message, "one row", one.scope, "Scope")


def _expected(part: Part) -> Iterator[tuple[str, str]]:
    """(indicator, scope) of every row; where the template says bg, [...], sv or AT, [...], SE, every one of them."""
    for row in part.rows:
        indicator, scope = folded(row[4]), row[5]
        if scope in ("bg", "sv", "AT", "SE") or is_hole(scope):
            codes = STATES if part.number == 10 else LANGUAGES
            yield from ((indicator, code) for code in codes)
        else:
            yield indicator, scope_word(scope)


def _scopes(sheet: Sheet, part: Part) -> Iterator[Finding]:
    for row in sheet.rows:
        scope = row.get("scope")
        found = None
        if part.number in (3, 10):
            found = _state(scope)
        elif not is_hole(scope):
            found = _language(scope)
        if found:
            rule, message, expected = found
            yield Finding(sheet.file, row.number, rule, message, expected, scope, "Scope")


def _state(scope: str) -> tuple[str, str, str] | None:
    if scope == TOTAL or scope in STATES or is_hole(scope):
        return None
    if scope.upper() == "GR":
        return "scope/greece", "Reports write EL for Greece; GR is the code of statements of reasons.", "EL"
    return "scope/unknown", "The scope is neither TOTAL nor one Member State in capitals.", "TOTAL or AT to SE"


def _language(scope: str) -> tuple[str, str, str] | None:
    if scope_word(scope) in _OWN or scope in LANGUAGES:
        return None
    if re.fullmatch("[A-Za-z]{2}", scope):
        return "scope/language", "This is not an official language in two small letters.", "bg to sv"
    if scope_word(scope) != scope:
        return None
    return "scope/unknown", "The template has no such scope.", "a scope of the template"
