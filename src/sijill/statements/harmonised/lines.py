"""Rows of a part in their place: which category a sub-category stands under, for which service and scope."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sijill.codelists.load import codelist
from sijill.statements.harmonised.numbers import Number, number
from sijill.statements.harmonised.parts import OTHER, STATES, TOTAL, folded, part, value_holds
from sijill.statements.harmonised.read import Row, Sheet

CATEGORY, KEYWORD, WHOLE, STRANGE = "category", "keyword", "total", "strange"
_HOLE = re.compile(r"\[\s*(?:…|\.\.\.|¡.?|\?+)\s*\]")  # also as Windows-1252 mangles it
_SCOPES = {
    "total": r"^(?:total( number)?|gesamt\w*|insgesamt|nombre total|numero totale|totale|número total)$",
    "own-initiative": r"^(?:own[- ]initiative|eigeninitiative|initiative propre|iniziativa propria|iniciativa propia)$",
    "partly": r"teilweise|partiel|parzial|parcial|partially",
    "upheld": r"upheld|aufrechterhalten|bestätigt|maintenu|confirm|mantenid",
    "reversed": r"reversed|aufgehoben|rückgängig|annul|infirm|revoc|ribalt|anulad",
    "median": r"m[eé]dian",
    "omitted": r"omitted|unterlassen|ausgelassen|entfallen|omis|omess|omitid",
    "implemented": r"percentage|prozent|anteil|pourcentage|percentuale|porcentaje",
    "nam-flagger": r"^nam .*(?:flagger|hinweisgeber|signaleur|segnalator|alertador)",
    "nam-total": r"^nam ",
}


def is_hole(text: str) -> bool:
    """Is it a template's `AT, […], SE`?"""
    return bool(_HOLE.search(text))


@dataclass(frozen=True, slots=True)
class Line:
    """A row of parts 3 to 6: its code, the category it stands under, what kind it is, its scope and description."""

    row: Row
    code: str
    block: str
    kind: str
    scope: str
    other: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What may stand once in a scope."""
        return self.block, self.code, folded(self.other)

    def figure(self, name: str, holds: str) -> Number:
        """The number in a column."""
        return number(self.row.get(name), holds)


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one service in one sheet (and one surface, where a compilation has such a column)."""

    sheet: Sheet
    service: str
    lines: tuple[Line, ...]

    def in_scope(self, scope: str) -> list[Line]:
        """The lines of a scope, in order."""
        return [one for one in self.lines if one.scope == scope]

    @property
    def scopes(self) -> list[str]:
        """The scopes in their order."""
        return list(dict.fromkeys(one.scope for one in self.lines))


def kind_of(code: str) -> str:
    """Whether a code is TOTAL, a category, a sub-category, or neither."""
    if code == TOTAL:
        return WHOLE
    if code.startswith("STATEMENT_CATEGORY_"):
        return CATEGORY
    return KEYWORD if code.startswith("KEYWORD_") else STRANGE


@cache
def categories() -> Mapping[str, str]:
    """Category -> the parts it may stand in, as a string of digits; the live ones."""
    words = codelist("dsa_categories")
    return {code: words[code].extra["parts"] for code in words.live()}


@cache
def category_of() -> Mapping[str, str]:
    """Sub-category of Annex I -> its category; KEYWORD_OTHER and KEYWORD_STALKING have none."""
    words = codelist("dsa_keywords")
    return {code: words[code].extra["category"] for code in words.live() if words[code].extra["category"]}


@cache
def keywords_of(category: str) -> list[str]:
    """The sub-categories of a category in the order of Annex I, without KEYWORD_OTHER."""
    return [code for code, above in category_of().items() if above == category]


def by_service(sheet: Sheet) -> Mapping[tuple[str, str], list[Row]]:
    """The rows of each service and surface, in order."""
    named = {folded(row.get("service")) for row in sheet.rows} - {""}
    only = next(iter(named)) if len(named) == 1 else ""  # a row that names none is then of that one
    found: dict[tuple[str, str], list[Row]] = {}
    for row in sheet.rows:
        found.setdefault((folded(row.get("service")) or only, row.get("surface")), []).append(row)
    return found


def blocks(sheet: Sheet) -> Iterator[Block]:
    """The lines of a category part, service by service."""
    for (service, _), rows in by_service(sheet).items():
        yield Block(sheet, service, tuple(_lines(rows)))


def _lines(rows: Sequence[Row]) -> Iterator[Line]:
    above, scope = "", ""
    for row in rows:
        code, now = row.get("category").upper(), state_code(row.get("scope")) if row.has("scope") else TOTAL
        kind = kind_of(code)
        if now != scope or kind in (WHOLE, STRANGE):
            above, scope = "", now
        if kind == CATEGORY:
            above = code
        block = above if above or kind != KEYWORD else category_of().get(code, "")
        yield Line(row, code, block, kind, now, row.get("other"))


@dataclass(frozen=True, slots=True)
class Told:
    """A row of parts 7 to 10 with its official indicator and scope; `scope` is a word of ours or a code."""

    row: Row
    indicator: str
    scope: str
    value: Number
    official: bool


def scope_word(text: str) -> str:
    """What a scope says, whatever language: a word of `_SCOPES`, or the text as it stands."""
    plain = folded(text)
    for word, pattern in _SCOPES.items():
        if re.search(pattern, plain):
            return word
    return text.strip()


@cache
def _indicators(of: int) -> Mapping[str, str]:
    return {folded(row[4]): folded(row[4]) for row in part(of).rows}


def told(sheet: Sheet, rows: Sequence[Row]) -> list[Told]:
    """The rows of one service in parts 7 to 10; by place where no word is the template's and the rows are as many."""
    assert sheet.part is not None  # noqa: S101 - callers pass parts 7 to 10
    known = _indicators(sheet.part.number)
    by_place = len(rows) == len(sheet.part.rows) and not any(folded(one.get("indicator")) in known for one in rows)
    found = []
    for index, row in enumerate(rows):
        said = folded(row.get("indicator")) if row.has("indicator") or len(known) > 1 else next(iter(known))
        said = folded(sheet.part.rows[index][4]) if by_place else said
        scope = sheet.part.rows[index][5] if by_place and not _is_code(row.get("scope")) else row.get("scope")
        word = _meant(sheet.part.number, scope_word(scope))
        kind = value_holds(said, {"median": "median", "implemented": "percentage"}.get(word, ""))
        found.append(Told(row, said, word, number(row.get("value"), kind), said in known))
    return found


def state_code(text: str) -> str:
    """A scope of parts 3 and 10 as it was meant: capitals, and EL for GR."""
    plain = text.strip().upper()
    if plain == "GR":
        return "EL"
    return plain if plain == TOTAL or plain in STATES else text.strip()


def _meant(number: int, word: str) -> str:
    """A code of parts 8 to 10 as it was meant: States in capitals and EL, languages small."""
    if number == 10 and word != "total":
        return state_code(word)
    return word.lower() if re.fullmatch("[A-Za-z]{2}", word) else word


def _is_code(text: str) -> bool:
    return len(text) == 2 or text in STATES


__all__ = ["OTHER", "Block", "Line", "Told", "blocks", "by_service", "told"]
