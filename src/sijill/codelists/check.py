"""Find every fault of the codelists: `sijill check codelists` prints what `check_all` returns."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sijill.codelists.lists import LISTS, Extra, ListSpec
from sijill.codelists.load import COLUMNS, FOLDER, LANGUAGES, UNKNOWN_CODES

LABEL_SOURCES = ("un", "ours", "iso", "sdmx", "eu", "cldr")

# What may stand after each prefix of `same_as`.
SAME_AS: Mapping[str, str] = {
    "ICCS": r"\d{2}|\d{4,6}",  # sections, then levels 2, 3 and 4 (ICCS 1.0)
    "HURIDOCS": r"MT\d{1,2}/\d{12}",
    "SDG": r"\d{1,2}\.[0-9a-z]{1,2}\.\d{1,2}(/[A-F])?",
    "SDMX": r"CL_[A-Z_]+/[A-Z0-9_]+",
    "M49": r"\d{3}",
    "ISO3166-1": r"[A-Z]{2}",
    "ISO3166-1A3": r"[A-Z]{3}",
    "ISO3166-2": r"[A-Z]{2}-[A-Z0-9]{1,3}",
    "ISO639": r"[a-z]{2,3}",
    "ISO15924": r"[A-Z][a-z]{3}",
    "duty": r"[A-Z]\d{1,2}",
}

_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_LATIN = re.compile(r"[A-Za-z]")
_FRENCH_SIGN = re.compile("[^\u00a0\u202f][:;?!»]|« ")
_LATIN_MARKS = re.compile(r"[,;?]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where it is, what it is, what to do. `line` counts the header as 1; 0 is the file itself."""

    codelist: str
    line: int
    code: str
    what: str
    do: str

    def __str__(self) -> str:
        where = f"codelists/{self.codelist}.csv" + (f" line {self.line}" if self.line else "")
        return f"{where}{f' ({self.code})' if self.code else ''}: {self.what} {self.do}"


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: Mapping[str, str]

    @property
    def code(self) -> str:
        return self.cells["code"]


Fault = tuple[str, str]  # what, what to do


def check_all(folder: Path = FOLDER) -> list[Problem]:
    """Every fault of the lists in `folder`, by list and line; empty when there is none."""
    problems: list[Problem] = []
    lines: dict[str, list[_Line]] = {}
    for spec in LISTS:
        lines[spec.name], found = _open(spec, folder)
        problems += found
    codes = {name: {line.code for line in found} for name, found in lines.items()}
    for spec in LISTS:
        problems += _check_lines(spec, lines[spec.name], codes)
    return problems + list(_strays(folder))


def _strays(folder: Path) -> Iterator[Problem]:
    declared = {spec.file for spec in LISTS}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in declared:
            yield Problem(path.stem, 0, "", "The file is not declared.", "Add it to LISTS in codelists/lists.py.")


def _open(spec: ListSpec, folder: Path) -> tuple[list[_Line], list[Problem]]:
    """The lines of a file that can be read at all, and what stands in the way."""

    def fault(what: str, do: str) -> tuple[list[_Line], list[Problem]]:
        return [], [Problem(spec.name, 0, "", what, do)]

    try:
        raw = (folder / spec.file).read_bytes()
        text = raw.decode("utf-8")
    except FileNotFoundError:
        return fault("The file is missing.", "Restore it, or remove the list from codelists/lists.py.")
    except UnicodeDecodeError as error:
        return fault(f"Byte {error.start} is not UTF-8.", "Save the file as UTF-8.")
    if wrong := _form(text):
        return fault(wrong, "Save the file as UTF-8 without byte-order mark, lines ending with LF.")
    wanted = [*COLUMNS, *(extra.name for extra in spec.extra)]
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        return fault(f"The file is not CSV: {error}.", "Close every quotation mark, and double those in a cell.")
    if rows[0] != wanted:
        return fault(f"The header is {','.join(rows[0])}.", f"It must be {','.join(wanted)}.")
    problems, lines = [], []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) == len(wanted):
            lines.append(_Line(number, dict(zip(wanted, row, strict=True))))
        else:
            what = f"The line has {len(row)} cells, the header {len(wanted)}."
            problems.append(Problem(spec.name, number, row[0] if row else "", what, "Quote cells that hold a comma."))
    return lines, problems


def _form(text: str) -> str:
    """What is wrong with the file as text; empty if nothing is."""
    if not text:
        return "The file is empty."
    if text.startswith("\ufeff"):
        return "A byte-order mark begins the file."
    if "\r" in text or not text.endswith("\n"):
        return "Not every line ends with LF."
    return ""


def _check_lines(spec: ListSpec, lines: Sequence[_Line], codes: Mapping[str, set[str]]) -> Iterator[Problem]:
    def problem(line: _Line, fault: Fault) -> Problem:
        return Problem(spec.name, line.number, line.code, *fault)

    for line in lines:
        for fault in (
            *_code(spec, line),
            *_cells(line),
            *_labels(line),
            *_origin(line),
            *_same_as(line),
            *_days(line),
            *_extras(spec, line, codes),
        ):
            yield problem(line, fault)
    for line, fault in (*_twice(lines), *_hierarchy(lines)):
        yield problem(line, fault)
    if spec.name == "unknowns" and lines and tuple(line.code for line in lines) != UNKNOWN_CODES:
        what = "The unknowns are not those that the code branches on."
        yield problem(lines[0], (what, f"They must be {', '.join(UNKNOWN_CODES)}."))


def _code(spec: ListSpec, line: _Line) -> Iterator[Fault]:
    if not re.fullmatch(spec.shape, line.code):
        yield (
            f"The code {line.code!r} does not have the list's shape {spec.shape}.",
            "Write it in that shape.",
        )
    if len(line.code) > spec.longest:
        yield f"The code is longer than {spec.longest} characters.", "Choose a shorter one."
    if line.code in UNKNOWN_CODES and spec.name != "unknowns":
        yield "The code is one of the unknowns, which live in unknowns.csv.", "Set takes_unknowns instead."


def _cells(line: _Line) -> Iterator[Fault]:
    for column, text in line.cells.items():
        if text != text.strip() or "  " in text or "\n" in text:
            yield f"{column} has blanks at an end, two in a row, or a line break.", "Remove them."
        if not unicodedata.is_normalized("NFC", text):
            yield f"{column} is not in Unicode normal form C.", "Normalize it."
    if not line.cells["definition"].endswith("."):
        yield "The definition is not a sentence that ends with a full stop.", "Write one."


def _labels(line: _Line) -> Iterator[Fault]:
    for lang in LANGUAGES:
        if not line.cells[f"label_{lang}"]:
            yield f"label_{lang} is empty.", "Write a label; a list speaks every language."
    arabic = line.cells["label_ar"]
    if arabic and not _ARABIC.search(arabic):
        yield "label_ar holds no Arabic letter.", "Write it in Arabic."
    if _LATIN.search(arabic):
        yield "label_ar holds Latin letters.", "Write it in Arabic only."
    if _LATIN_MARKS.search(arabic):
        yield "label_ar holds a Latin comma, semicolon or question mark.", "Use the Arabic ones."
    for lang in LANGUAGES:
        if lang != "ar" and _ARABIC.search(line.cells[f"label_{lang}"]):
            yield f"label_{lang} holds Arabic letters.", "Move the label to its own column."
    if _FRENCH_SIGN.search(line.cells["label_fr"]):
        yield "label_fr has a plain space beside : ; ! ? or a quotation mark.", "Use one that does not break (U+202F)."


def _origin(line: _Line) -> Iterator[Fault]:
    if not line.cells["source"]:
        yield "source is empty.", "Name the standard and its section, or write ours."
    origin, *languages = line.cells["label_source"].split() or [""]
    if origin not in LABEL_SOURCES:
        yield f"label_source is {line.cells['label_source']!r}.", f"It is one of {', '.join(LABEL_SOURCES)}."
    elif languages and (origin == "ours" or not set(languages) < set(LANGUAGES)):
        yield (
            f"label_source is {line.cells['label_source']!r}.",
            f"After the official text stand those of {', '.join(LANGUAGES)} that it holds for, if not all.",
        )
    elif origin != "ours" and line.cells["source"] == "ours":
        yield (
            "The labels are said to be official, and the source is ours.",
            "Name the official text in source.",
        )
    if line.cells["verify"] not in ("", "yes"):
        yield f"verify is {line.cells['verify']!r}.", "It is yes or empty."


def _same_as(line: _Line) -> Iterator[Fault]:
    same = line.cells["same_as"].split()
    for one in same:
        prefix, _, rest = one.partition(":")
        if prefix not in SAME_AS:
            yield f"same_as {one!r} has an unknown prefix.", f"The prefixes are {', '.join(SAME_AS)}."
        elif not re.fullmatch(SAME_AS[prefix], rest):
            yield f"same_as {one!r} is not well-formed.", f"After {prefix}: comes {SAME_AS[prefix]}."
    if len(set(same)) < len(same):
        yield "same_as names one thing twice.", "Keep it once."


def _days(line: _Line) -> Iterator[Fault]:
    since, retired = line.cells["since"], line.cells["retired"]
    if not _DAY.fullmatch(since):
        yield f"since is {since!r}.", "Write the day as YYYY-MM-DD."
    if retired and not _DAY.fullmatch(retired):
        yield f"retired is {retired!r}.", "Write the day as YYYY-MM-DD, or leave it empty."
    elif retired and retired < since:
        yield "The code was retired before it came into use.", "Correct one of the two days."


def _extras(spec: ListSpec, line: _Line, codes: Mapping[str, set[str]]) -> Iterator[Fault]:
    for extra in spec.extra:
        value = line.cells[extra.name]
        if not value:
            if not extra.empty:
                yield f"{extra.name} is empty.", f"Fill it: {extra.doc}"
        elif not _legal(extra, value, codes):
            yield f"{extra.name} is {value!r}.", f"It holds {_range(extra)}: {extra.doc}"


def _legal(extra: Extra, value: str, codes: Mapping[str, set[str]]) -> bool:
    if extra.codes_of:
        return value in codes[extra.codes_of]
    if extra.values:
        return value in extra.values
    return re.fullmatch(extra.shape, value) is not None


def _range(extra: Extra) -> str:
    if extra.codes_of:
        return f"a code of codelists/{extra.codes_of}.csv"
    return " or ".join(extra.values) or extra.shape


def _twice(lines: Sequence[_Line]) -> Iterator[tuple[_Line, Fault]]:
    """Codes, and labels of one language, that two lines share: nobody could tell them apart on a page."""
    for column in ("code", *(f"label_{lang}" for lang in LANGUAGES)):
        first: dict[str, int] = {}
        for line in lines:
            text = line.cells[column]
            if text and text in first:
                yield line, (f"{column} {text!r} is also on line {first[text]}.", "Make each unique.")
            first.setdefault(text, line.number)


def _hierarchy(lines: Sequence[_Line]) -> Iterator[tuple[_Line, Fault]]:
    above = {line.code: line.cells["broader"] for line in lines}
    for line in lines:
        broader = line.cells["broader"]
        if broader and broader not in above:
            yield line, (f"broader {broader!r} is not a code of this list.", "Name a code of this list.")
        elif _circles(line.code, above):
            yield (
                line,
                ("Going up from the code comes back to it.", "Break the circle in the column broader."),
            )


def _circles(code: str, above: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    at = code
    while at and at not in seen:
        seen.add(at)
        at = above.get(at, "")
    return at == code
