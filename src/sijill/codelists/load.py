"""Read a codelist: the words a person may choose from, their labels and what they mean elsewhere.

A list is one CSV file beside this module (UTF-8, LF) with the columns of `COLUMNS` and then the
list's own extra columns; `lists.py` declares which lists there are and what each extra column holds.

| column | holds |
|---|---|
| code | the code, never renamed and never used for anything else |
| broader | the code above it in the same list, or empty |
| label_en label_ar label_fr label_es | what a page shows, in every language |
| definition | one English sentence in our own words |
| same_as | the same thing elsewhere, blank-separated, as `ICCS:0101` (prefixes in `check.py`) |
| source | where code or meaning comes from: the standard and its section, or `ours` |
| label_source | `un`, `iso`, `sdmx`, `eu`, `cldr`: the labels are the terms of the text that `source` names, in the number and gender that the list needs; followed by languages (`un en ar`): only in these; everything else, and `ours`: ours, and no second person has reviewed them |
| verify | `yes`: recalled or inferred, to be compared with the standard before it is quoted |
| since, retired | the day the code came into use, and the day it went out of use if it did |

Every list that a person fills ends with the codes of `unknowns.csv`; they are written down once, there.
"""  # noqa: E501

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from sijill.codelists.lists import LISTS, ListSpec

FOLDER = Path(__file__).parent
COLUMNS = (
    "code", "broader", "label_en", "label_ar", "label_fr", "label_es", "definition",
    "same_as", "source", "label_source", "verify", "since", "retired",
)  # fmt: skip
LANGUAGES = ("en", "ar", "fr", "es")
UNKNOWN_CODES = ("not-asked", "not-stated", "not-available")


class UnknownList(KeyError):
    """No codelist has that name; the text lists the nearest names."""

    def __str__(self) -> str:
        return str(self.args[0])


class UnknownCode(KeyError):
    """The codelist has no such code; the text lists the nearest codes."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Code:
    """One row of a list. `labels` holds only the languages that have a label."""

    code: str
    broader: str
    labels: Mapping[str, str]
    definition: str
    same_as: tuple[str, ...]
    source: str
    label_source: str
    verify: bool
    since: str
    retired: str
    extra: Mapping[str, str]

    def is_ours(self, lang: str) -> bool:
        """Is the label in `lang` ours, so that no second person has reviewed it?"""
        origin, *languages = self.label_source.split()
        return origin == "ours" or bool(languages and lang not in languages)

    def label(self, lang: str = "en") -> str:
        """The label in `lang`, else in English, else the code."""
        return self.labels.get(lang) or self.labels.get("en") or self.code


@dataclass(frozen=True, slots=True)
class Codelist:
    """One list: its declaration and its rows in the order of the file, the unknowns last."""

    spec: ListSpec
    rows: tuple[Code, ...]
    _by_code: Mapping[str, Code] = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """The list's name, which is its file's name."""
        return self.spec.name

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, retired ones and unknowns included."""
        return tuple(row.code for row in self.rows)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def get(self, code: str) -> Code | None:
        """The row of that code, or None."""
        return self._by_code.get(code)

    def __getitem__(self, code: str) -> Code:
        """The row of that code; UnknownCode says what comes nearest."""
        try:
            return self._by_code[code]
        except KeyError:
            what = f"{code!r} is not in codelists/{self.spec.file}."
            raise UnknownCode(_no_such(what, near(self, code))) from None

    def label(self, code: str, lang: str = "en") -> str:
        """What to show for a code: its label in `lang`, else in English, else the code itself."""
        row = self._by_code.get(code)
        return row.label(lang) if row else code

    def live(self) -> tuple[str, ...]:
        """Codes that may still be chosen, unknowns included."""
        return tuple(row.code for row in self.rows if not row.retired)

    def choices(self, lang: str = "en") -> list[tuple[str, str]]:
        """(code, label) of every live code, in order: what a form offers."""
        return [(row.code, row.label(lang)) for row in self.rows if not row.retired]

    def ancestors(self, code: str) -> tuple[str, ...]:
        """The codes above `code`, nearest first; empty at the top."""
        found: list[str] = []
        above = self[code].broader
        while above:
            if above in found:
                raise ValueError(f"codelists/{self.spec.file}: {above!r} lies above itself. Break the circle.")
            found.append(above)
            above = self[above].broader
        return tuple(found)

    def descends(self, code: str, of: str) -> bool:
        """Is `code` the code `of`, or somewhere below it?"""
        return code == of or of in self.ancestors(code)

    def column(self, extra: str) -> dict[str, str]:
        """An extra column by code, empty for the unknowns; KeyError if the list has no such column."""
        if extra not in {one.name for one in self.spec.extra}:
            raise KeyError(f"codelists/{self.spec.file} has no column {extra!r}.")
        return {row.code: row.extra.get(extra, "") for row in self.rows}


def names() -> tuple[str, ...]:
    """The names of all lists, in the order of `lists.py`."""
    return tuple(spec.name for spec in LISTS)


def spec_of(name: str) -> ListSpec:
    """The declaration of a list; UnknownList says which names come nearest."""
    for spec in LISTS:
        if spec.name == name:
            return spec
    near_names = difflib.get_close_matches(name, names(), n=3, cutoff=0.5)
    raise UnknownList(_no_such(f"There is no codelist {name!r}.", near_names))


@cache
def codelist(name: str) -> Codelist:
    """The list of that name, read once; UnknownList if there is none."""
    spec = spec_of(name)
    rows = read(spec)
    if spec.takes_unknowns:
        rows = (*rows, *read(spec_of("unknowns")))
    return Codelist(spec, rows, MappingProxyType({row.code: row for row in rows}))


def nearest(name: str, wrong: str) -> list[str]:
    """At most three codes of list `name` that `wrong` may have been meant for, likeliest first."""
    return near(codelist(name), wrong)


def near(words: Codelist, wrong: str) -> list[str]:
    """At most three live codes whose spelling or label, whole or by one word, is like `wrong`."""
    asked = _spelling(wrong)
    spelled: dict[str, list[str]] = {}
    for code in words.live():
        for text in (code, *words[code].labels.values()):
            whole = _spelling(text)
            for part in dict.fromkeys((whole, *whole.split("-"))):
                spelled.setdefault(part, []).append(code)
    near_alike = difflib.get_close_matches(asked, spelled, n=3, cutoff=0.85)
    inside = sorted((text for text in spelled if asked and asked in text), key=len)
    like = difflib.get_close_matches(asked, spelled, n=3, cutoff=0.7)
    found = dict.fromkeys(code for text in (*near_alike, *inside, *like) for code in spelled[text])
    return list(found)[:3]


def _spelling(text: str) -> str:
    return "-".join(text.casefold().replace("_", " ").split())


def read(spec: ListSpec, folder: Path = FOLDER) -> tuple[Code, ...]:
    """The rows of one file, without the unknowns. Trusts the file: `check.py` is what finds its faults."""
    with (folder / spec.file).open(encoding="utf-8", newline="") as file:
        return tuple(_row(line) for line in csv.DictReader(file))


def _row(line: Mapping[str, str]) -> Code:
    labels = {lang: line[f"label_{lang}"] for lang in LANGUAGES if line[f"label_{lang}"]}
    return Code(
        code=line["code"],
        broader=line["broader"],
        labels=MappingProxyType(labels),
        definition=line["definition"],
        same_as=tuple(line["same_as"].split()),
        source=line["source"],
        label_source=line["label_source"],
        verify=line["verify"] == "yes",
        since=line["since"],
        retired=line["retired"],
        extra=MappingProxyType({name: value for name, value in line.items() if name not in COLUMNS}),
    )


def _no_such(what: str, near_by: Iterable[str]) -> str:
    meant = " or ".join(repr(one) for one in near_by)
    return f"{what} Did you mean {meant}?" if meant else what
