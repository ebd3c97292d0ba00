"""What a reader sees of a table: the words for its codes and counts, and the sign in a cell. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.publish.reports import words
from sijill.publish.text import LANGUAGES, Language, NoWords
from sijill.stats.table import TOTAL, Dimension, Flag, Key, PublicCell, PublicTable

# Signs that need no translation: one or more people, and not even that said.
COMPLEMENT = "●"
WITHHELD = "○"
PUBLIC = "†"
NOISE = "≈"

MONTH = re.compile(r"\d{4}-\d{2}")


def dimension_label(dimension: Dimension, lang: Language) -> str:
    """The name of a dimension: ours where there is one, else the title of its codelist."""
    own = words.KEYS.get(dimension.name)
    if own is not None and words.OWN_LIST.get(dimension.name, dimension.codelist) == dimension.codelist:
        return words.said(own, lang.code)
    if not dimension.codelist:
        raise NoWords(f"There are no words for the dimension {dimension.name!r} in publish/reports/words.py.")
    return codelist(dimension.codelist).spec.title(lang.code)


def code_label(dimension: Dimension, code: str, lang: Language) -> str:
    """The label of a code; a code that has none stands for itself (a year, a source, a rule)."""
    if dimension.name == "month" and MONTH.fullmatch(code):
        return lang.month(code)
    return words.label(dimension, code, lang.code)


def measure_label(measure: str, lang: Language) -> str:
    """The word for a measure. Raises NoWords."""
    return _own(words.MEASURES, "measure", measure, lang)


def unit_label(unit: str, lang: Language) -> str:
    """What is counted. Raises NoWords."""
    return _own(words.UNITS, "unit", unit, lang)


def _own(there: Mapping[str, Mapping[str, str]], what: str, name: str, lang: Language) -> str:
    if name not in there:
        raise NoWords(f"There are no words for the {what} {name!r} in publish/reports/words.py. Write them there.")
    return words.said(there[name], lang.code)


def shown(cell: PublicCell, threshold: int, lang: Language) -> str:
    """What stands in a cell: the number, or the sign that it is hidden, not assessed or not known, never a 0."""
    if cell.value is not None:
        return lang.number(cell.value)
    return {
        Flag.SMALL: f"<{threshold}",
        Flag.COMPLEMENT: COMPLEMENT,
        Flag.WITHHELD: WITHHELD,
        Flag.NOT_ASSESSED: lang.say("flag.not_assessed_mark"),
        Flag.NOT_KNOWN: lang.say("flag.not_known_mark"),
        Flag.NOT_MEASURABLE: lang.say("flag.not_measurable_mark"),
    }[cell.flag]


def meaning(cell: PublicCell, threshold: int, lang: Language) -> str:
    """What the sign in a cell means, in words; empty where there is a number."""
    return lang.say(f"flag.{cell.flag.value}", threshold=threshold) if cell.flag else ""


def flag_code(table: PublicTable, cell: PublicCell) -> str:
    """The flag as files have it: the flag, `public` for a number that may be exact however small, or `perturbed`."""
    return cell.flag.value or ("public" if cell.public else table.mark(cell))


def noise_note(table: PublicTable, lang: Language) -> str:
    """What a reader must know of a table whose numbers carry noise; empty where none do."""
    return lang.say("noise.text", furthest=table.noise.furthest) if table.noise else ""


def flag_values(tables: Iterable[PublicTable], lang: Language) -> str:
    """The flags that files have, in words; the one of noise only where a table has it."""
    there = any(table.noise for table in tables)
    return lang.say("files.flag_values") + (f" {lang.say('files.flag_perturbed')}" if there else "")


def is_small_and_public(cell: PublicCell, threshold: int) -> bool:
    """Is it a number that would be hidden if its sources were not public?"""
    return cell.public and cell.value is not None and 0 < cell.value < threshold


def legend(table: PublicTable, lang: Language) -> list[tuple[str, str]]:
    """The signs that occur in a table, each with its meaning."""
    found: dict[str, str] = {}
    for cell in table.cells.values():
        if cell.flag:
            found[shown(cell, table.threshold, lang)] = meaning(cell, table.threshold, lang)
    order = [
        f"<{table.threshold}",
        COMPLEMENT,
        WITHHELD,
        lang.say("flag.not_assessed_mark"),
        lang.say("flag.not_known_mark"),
        lang.say("flag.not_measurable_mark"),
    ]
    signs = [(sign, found[sign]) for sign in order if sign in found]
    if any(is_small_and_public(cell, table.threshold) for cell in table.cells.values()):
        signs.append((PUBLIC, lang.say("flag.public")))
    if table.noise:
        signs.append((NOISE, noise_note(table, lang)))
    return signs


def broken_down(table: PublicTable) -> tuple[Dimension, ...]:
    """The dimensions that a table has several codes of, or none because nobody has any."""
    return tuple(one for one in table.dimensions if len(one.codes) != 1)


def within(table: PublicTable, lang: Language) -> list[str]:
    """The codes that hold for a whole table, in words."""
    return [
        f"{dimension_label(one, lang)}{lang.say('site.colon')} {code_label(one, one.codes[0], lang)}"
        for one in table.dimensions
        if len(one.codes) == 1 and one.codes != (TOTAL,)
    ]


def by_label(table: PublicTable, lang: Language) -> str:
    """What a table is broken down by, in words, and what it is part of."""
    names = [dimension_label(one, lang) for one in broken_down(table)]
    said = lang.say("section.by", names=lang.listed([inside(one) for one in names])) if names else ""
    return ". ".join(part for part in (said or lang.say("section.in_all"), *within(table, lang)) if part)


def full_title(table: PublicTable, title: str, lang: Language) -> str:
    """The title of a table where it stands alone: its report's, and what it is broken down by."""
    return lang.say("section.full_title", title=title, by=_begun_small(by_label(table, lang)))


def _begun_small(text: str) -> str:
    return text[:1].lower() + text[1:]


def inside(text: str) -> str:
    """A label as it stands within a sentence: its first letter small, unless it holds a name (`State`)."""
    return text if text[1:] != text[1:].lower() else text[:1].lower() + text[1:]


def area_names(code: str) -> dict[str, str]:
    """What the area of a release is called, by language; where there is none, that its entries have no one area."""
    if code in UNKNOWN_CODES:
        return {one.code: one.say("meta.no_area") for one in LANGUAGES}
    return {one.code: codelist("places").label(code, one.code) for one in LANGUAGES}


def all_totals(table: PublicTable) -> Key | None:
    """The key of the cell that is the total over everything; None where a dimension has no total."""
    if any(TOTAL not in one.codes for one in broken_down(table)):
        return None
    return tuple(TOTAL if TOTAL in one.codes else one.codes[0] for one in table.dimensions)
