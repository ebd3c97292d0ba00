"""From the settings of a mapping file to the rules that read one field."""

from __future__ import annotations

import re
from dataclasses import replace
from string import Formatter

from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.collect.draft import NOT_STATED
from sijill.collect.importers.dates import FORMATS, RETRIEVED, Column, Dated, Doubts, Filled, Parts, Since, pattern
from sijill.collect.importers.numbers import Span
from sijill.collect.importers.rules import (
    REFUSE,
    Cases,
    Coded,
    Condition,
    Constant,
    Key,
    Mapped,
    Name,
    Text,
    When,
)
from sijill.collect.importers.schemes import Coding, equivalents, padded
from sijill.collect.importers.sections import Section
from sijill.collect.importers.words import FOLDS, word
from sijill.tables.dates import DateError, FuzzyDate, parse


def coded(section: Section, key: str, listed: str, default: str | None = None) -> Coded:
    """A field of one codelist: a code for every record, a column with a table of words, or cases."""
    if not section.has(key) and default is not None:
        return Constant(default)
    if isinstance(section.raw(key), str):
        return Constant(section.code(key, listed))
    inner = section.table(key)
    rule = _scheme(inner, key, listed) if inner.has("scheme") else _worded(inner, key, listed)
    inner.done()
    return rule


def _worded(inner: Section, key: str, listed: str) -> Coded:
    return _cases(inner, listed) if inner.has("cases") else _mapped(inner, key, listed)


def _scheme(inner: Section, key: str, listed: str) -> Coding:
    scheme = inner.text("scheme")
    table = dict(equivalents(listed, scheme))
    for said, code in inner.pairs("codes").items():
        if not padded(said):
            raise inner.wrong(f"codes: '{said}' is no code of {scheme}: write its digits.")
        table[padded(said)] = inner.checked(code, listed, f"codes: '{said}'")
    if not table:
        raise inner.wrong(f"no code of codelists/{listed}.csv is the same as one of '{scheme}'. Say `codes`.")
    return Coding(
        key,
        inner.column("column"),
        scheme,
        table,
        inner.code("empty", listed, NOT_STATED if NOT_STATED in codelist(listed) else None),
        _otherwise(inner, listed),
        inner.separators(),
        inner.flag("narrower"),
    )


def _mapped(inner: Section, key: str, listed: str) -> Mapped:
    column = inner.column("column")
    table = inner.folded_pairs("codes")
    for said, code in table.items():
        inner.checked(code, listed, f"codes: '{said}'")
    if not inner.has("codes"):
        table = {word(code): code for code in codelist(listed).live()}
    empty = NOT_STATED if NOT_STATED in codelist(listed) else None
    return Mapped(key, column, table, inner.code("empty", listed, empty), _otherwise(inner, listed), inner.separators())


def _cases(inner: Section, listed: str) -> Cases:
    found = []
    for case in inner.tables("cases"):
        found.append((_when(case.table("when")), case.code("code", listed)))
        case.done()
    columns = tuple(dict.fromkeys(column for when, _ in found for column, _ in when.columns))
    return Cases(inner.name, tuple(found), _otherwise(inner, listed), columns)


def _otherwise(inner: Section, listed: str) -> str:
    return REFUSE if inner.text("otherwise", REFUSE) == REFUSE else inner.code("otherwise", listed)


def _when(inner: Section) -> When:
    if not inner.names:
        raise inner.wrong('a condition names at least one column: { column = ["word"] }.')
    inner.columns.update(inner.names)
    return When(tuple((column, frozenset(word(one) for one in inner.words(column))) for column in inner.names))


def optional_when(section: Section, key: str) -> When | None:
    """A condition, or None where the setting is missing."""
    return _when(section.table(key)) if section.has(key) else None


def condition(section: Section) -> Condition:
    """The `when` and `unless` of a part of the mapping."""
    return Condition(optional_when(section, "when"), optional_when(section, "unless"))


def text(section: Section, key: str, longest: int = 300) -> Text:
    """A field of free text: a text for every record, a column, or columns joined."""
    if not section.has(key):
        return Text(key)
    if isinstance(section.raw(key), str):
        return Text(key, constant=section.text(key), longest=longest)
    inner = section.table(key)
    found = Text(
        key,
        columns=_columns(inner),
        joined=inner.text("joined", " "),
        table=inner.folded_pairs("texts") if inner.has("texts") else None,
        otherwise=inner.text("otherwise", ""),
        longest=longest,
    )
    inner.done()
    return found


def _columns(inner: Section) -> tuple[str, ...]:
    return inner.column_names("columns") if inner.has("columns") else (inner.column("column"),)


def name(inner: Section) -> Name:
    """A name of the victim."""
    whole = Text("name", _columns(inner), inner.text("joined", " "))
    found = Name(
        condition(inner),
        whole,
        inner.code("kind", "name_kinds", "full"),
        inner.code("script", "scripts", "Latn"),
        frozenset(word(one) for one in inner.words("none", ())),
        inner.separators(),
    )
    inner.done()
    return found


def keys(section: Section, key: str) -> tuple[Key, ...]:
    """One way to identify a record, or several in order: the first whose columns are filled is taken."""
    found = []
    for inner in section.tables(key):
        fold = inner.text("fold", "exact")
        if fold not in FOLDS:
            raise inner.wrong(f"'fold' must be one of {', '.join(FOLDS)}.")
        columns, needs = _columns(inner), inner.words("needs", ())
        if not set(needs) <= set(columns):
            raise inner.wrong(
                "'needs' names some of the columns of the same key, at least one of which must be filled."
            )
        found.append(Key(columns, fold, inner.flag("ordinal"), needs))
        inner.done()
    return tuple(found)


def spanned(section: Section, key: str, *, least: int, most: int) -> Span | None:
    """A number or a range; None where the setting is missing."""
    if not section.has(key):
        return None
    inner = section.table(key)
    found = Span(
        key,
        _columns(inner),
        _unknown(inner, "empty", NOT_STATED),
        REFUSE if inner.text("otherwise", REFUSE) == REFUSE else _unknown(inner, "otherwise", NOT_STATED),
        least,
        most,
        inner.number("about") if inner.has("about") else None,
        inner.flag("twelfths"),
        inner.numbers("words"),
    )
    inner.done()
    return found


def _unknown(inner: Section, key: str, default: str) -> str:
    found = inner.text(key, default)
    if found not in UNKNOWN_CODES:
        raise inner.wrong(f"'{key}' must say why there is no answer: {', '.join(UNKNOWN_CODES)}.")
    return found


def dated(section: Section, key: str) -> Dated | None:
    """A date; None where the setting is missing."""
    if not section.has(key):
        return None
    inner = section.table(key)
    unknown = _unknown(inner, "empty", NOT_STATED)
    doubts = Doubts(*(optional_when(inner, one) for one in ("approximate", "month_only", "year_only")))
    if inner.has("from"):
        found = Dated(_since(inner), None, unknown, doubts)
    elif inner.has("edtf"):
        found = Dated(_filled(inner), None, unknown, doubts)
    elif inner.has("year"):
        ends = _parts(inner, "until_") if inner.has("until_year") else None
        found = Dated(_parts(inner, ""), ends, unknown, doubts)
    else:
        rule = _column(inner)
        last = inner.column("until", "")
        until = replace(rule, column=last) if last else None
        found = Dated(replace(rule, split=inner.separators(), part=_place(inner)), until, unknown, doubts)
    inner.done()
    return found


def _place(inner: Section) -> int:
    part = inner.number("part", 1)
    if part < 1:
        raise inner.wrong("'part' says which of several dates is meant, from 1.")
    return part


def _column(inner: Section) -> Column:
    months = tuple(word(one) for one in inner.words("months", ()))
    if months and len(months) != 12:
        raise inner.wrong("'months' must list twelve names, from January on.")
    not_ended = frozenset(word(one) for one in inner.words("not_ended", ()))
    formats, year_in = _formats(inner), inner.column("year_in", "")
    if any("y" in one.groupindex for one in formats) != bool(year_in):
        raise inner.wrong(
            "A year of two digits (%y) needs 'year_in', the column that holds the whole year; others none."
        )
    found = Column(inner.column("column"), formats, not_ended=not_ended, said=_said(inner), year_in=year_in)
    return replace(found, months=months) if months else found


def _said(inner: Section) -> dict[str, FuzzyDate | None]:
    """Cells that the mapping spells out: the date that each stands for, or None for no date."""
    out: dict[str, FuzzyDate | None] = {}
    for cell, edtf in inner.folded_pairs("dates").items():
        try:
            out[cell] = parse(edtf) if edtf else None
        except DateError as error:
            raise inner.wrong(f"dates: {error}.") from None
    return out


def _filled(inner: Section) -> Filled:
    template = inner.text("edtf")
    try:
        named = tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(template) if name))
        parse(template.format_map(dict.fromkeys(named, "2000")))
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise inner.wrong(f"edtf: {error}. Write EDTF with a column for the year, such as ../{{Year}}-12-01.") from None
    if not named:
        raise inner.wrong("edtf names no column: write one in curly brackets, such as ../{Year}-12-01.")
    inner.columns.update(named)
    return Filled(template, named)


def _parts(inner: Section, prefix: str) -> Parts:
    return Parts(inner.column(f"{prefix}year"), inner.column(f"{prefix}month", ""), inner.column(f"{prefix}day", ""))


def _formats(inner: Section) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(pattern(one) for one in inner.words("formats", FORMATS))
    except ValueError as error:
        raise inner.wrong(f"formats: {error}.") from None


def _since(inner: Section) -> Since:
    start = inner.text("from")
    if inner.text("until", RETRIEVED) != RETRIEVED:
        raise inner.wrong(f"'until' can only be \"{RETRIEVED}\", the day the file was fetched.")
    try:
        parse(start)
    except DateError as error:
        raise inner.wrong(f"from: {error}.") from None
    return Since(start, inner.column("until_column", ""))
