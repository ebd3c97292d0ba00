"""The CSV tables of a release as a Frictionless data package: `datapackage.json`, each column described.

Written after the standard as tabular-data-package of version 1 has it, which its readers of today
take. The numbers stay in the CSV files; this only says what they are, so that a program can check
them: types, what is missing, which codes a column may hold, which columns make a row unique.
"""

from __future__ import annotations

import csv as plain_csv
import io
from dataclasses import asdict
from typing import Any

from defusedcsv import csv as defused

from sijill.publish.formats import csv
from sijill.publish.formats.draft import ENGLISH, Draft, Files, mark, one_line
from sijill.publish.labels import (
    code_label,
    dimension_label,
    flag_code,
    flag_values,
    measure_label,
    noise_note,
    unit_label,
)
from sijill.publish.manifest import About, digest, dumps
from sijill.publish.notes import Section
from sijill.publish.text import LANGUAGES, given
from sijill.stats.table import PERTURBED, Dimension, PublicTable

PACKAGE = "datapackage.json"
FLAGS = ("public", "small", "complement", "withheld", "not-assessed", "not-known", "not-measurable", PERTURBED)
# Names under which the field's readers know a licence (SPDX); one that is not here goes out as it was said.
LICENCES = {
    "CC BY 4.0": "CC-BY-4.0",
    "CC BY-SA 4.0": "CC-BY-SA-4.0",
    "CC0 1.0": "CC0-1.0",
    "ODbL 1.0": "ODbL-1.0",
    "PDDL 1.0": "PDDL-1.0",
}

Said = dict[str, Any]


def files(draft: Draft, made: Files) -> dict[str, bytes]:
    """`datapackage.json` over the CSV files in `made`; nothing where there is no table."""
    resources = [
        _resource(draft, section, table, made[csv.path(draft, table)])
        for section, table in draft.tables()
        if tuple(table.keys())
    ]
    return {PACKAGE: dumps({**_package(draft), "resources": resources})} if resources else {}


def _package(draft: Draft) -> Said:
    about = draft.about
    said: Said = {
        "profile": "tabular-data-package",
        "name": about.id,
        "id": about.id,
        "title": given(about.title, ENGLISH).text,
        "titles": dict(about.title),
        "description": _description(draft),
        "mark": mark(about),
        "created": draft.made().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "version": about.as_of.isoformat(),
        "contributors": [{"title": given(about.institution, ENGLISH).text, "role": "publisher"}],
        "sources": [{"title": _source(about)}],
    }
    licences = _licences(about)
    # What the institution's own figures may be used for is for it to say; a licence is never guessed.
    return {**said, "licenses": licences} if licences else said


def _description(draft: Draft) -> str:
    about = draft.about
    flags = flag_values((table for _, table in draft.tables()), ENGLISH)
    period = ENGLISH.period(about.since, about.until)
    area = given(about.area_name, ENGLISH).text
    parts = [mark(about), f"{area}, {period}.", ENGLISH.say("files.columns_text"), flags]
    return " ".join(one_line(part) for part in parts if part)


def _source(about: About) -> str:
    said = about.attribution.source if about.attribution else about.institution
    return one_line(given(said, ENGLISH).text)


def _licences(about: About) -> list[Said]:
    """The licence of a list that somebody else published: its name, and where it stands if that is known."""
    if about.attribution is None or not about.attribution.licence:
        return []
    words = one_line(about.attribution.licence)
    found = {"name": LICENCES.get(words, _name(words)), "title": words}
    if about.attribution.licence_url:
        found["path"] = about.attribution.licence_url
    return [found]


def _name(words: str) -> str:
    """A licence's words as the standard takes a name: letters, digits, `.`, `_`, `-`."""
    return "".join(letter if (letter.isascii() and letter.isalnum()) or letter in "._-" else "-" for letter in words)


def _resource(draft: Draft, section: Section, table: PublicTable, content: bytes) -> Said:
    return {
        "profile": "tabular-data-resource",
        "name": table.slug,
        "path": csv.path(draft, table),
        "title": draft.title(section, table, ENGLISH),
        "titles": {lang.code: draft.title(section, table, lang) for lang in LANGUAGES},
        "description": " ".join(filter(None, (given(section.question, ENGLISH).text, noise_note(table, ENGLISH)))),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": len(content),
        "hash": f"sha256:{digest(content)}",
        "schema": _schema(draft, table),
        **({"noise": asdict(table.noise)} if table.noise else {}),
    }


def _schema(draft: Draft, table: PublicTable) -> Said:
    """The columns in their order, as `formats.csv` writes them."""
    fields: list[Said] = []
    for dimension in table.dimensions:
        fields += _dimension(dimension)
    for measure in table.measures:
        fields += _measure(table, measure)
    about = draft.about
    required = {"required": True}
    fields += [
        _field("unit", "string", unit_label(table.unit, ENGLISH), required | {"enum": [table.unit]}),
        _field("since", "date", "First day of the period", required),
        _field("until", "date", "Last day of the period", required),
        _field("release", "string", "The release that this row is part of", required | {"enum": [about.id]}),
        _field("mark", "string", "What kind of data this is", {"enum": [_written(mark(about))]} if mark(about) else {}),
    ]
    keys = [one.name for one in table.dimensions]
    found: Said = {"fields": fields, "missingValues": [""]}
    return {**found, "primaryKey": keys} if keys else found


def _dimension(dimension: Dimension) -> list[Said]:
    codes = [_written(code) for code in dimension.codes]
    title = dimension_label(dimension, ENGLISH)
    found = [_field(dimension.name, "string", title, {"required": True, "enum": codes})]
    for lang in LANGUAGES:
        labels = sorted({_written(code_label(dimension, code, lang)) for code in dimension.codes})
        found.append(
            _field(f"{dimension.name}_{lang.code}", "string", dimension_label(dimension, lang), {"enum": labels})
        )
    return found


def _measure(table: PublicTable, measure: str) -> list[Said]:
    title = measure_label(measure, ENGLISH)
    said = {flag_code(table, cell) for (name, _), cell in table.cells.items() if name == measure}
    flags = [flag for flag in FLAGS if flag in said] or [flag for flag in FLAGS if flag != PERTURBED]
    words = f"`{PERTURBED}`" if table.noise else "`public`"
    return [
        _field(measure, "integer", title, {"minimum": 0}),
        _field(f"{measure}_flag", "string", f"{title}: why there is no number, or {words}", {"enum": flags}),
    ]


def _field(name: str, kind: str, title: str, constraints: Said) -> Said:
    found: Said = {"name": name, "type": kind, "title": one_line(title)}
    if kind == "date":
        found["format"] = "%Y-%m-%d"
    return {**found, "constraints": constraints} if constraints else found


def _written(text: str) -> str:
    """A text as it stands in the CSV file, where one that a spreadsheet would run begins with an apostrophe."""
    out = io.StringIO(newline="")
    defused.writer(out).writerow([one_line(text), ""])
    return next(plain_csv.reader(io.StringIO(out.getvalue(), newline="")))[0]
