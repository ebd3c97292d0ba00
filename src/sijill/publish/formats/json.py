"""Tables as JSON: one file per table, with titles and labels in every language."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sijill.publish.formats.draft import Draft, mark
from sijill.publish.labels import code_label, dimension_label, flag_code, measure_label, noise_note, unit_label
from sijill.publish.manifest import dumps
from sijill.publish.notes import Section
from sijill.publish.text import LANGUAGES
from sijill.stats.table import PublicTable


def files(draft: Draft) -> dict[str, bytes]:
    """`data/<table>.json` for every table."""
    return {
        draft.name(f"data/{table.slug}", "json"): dumps(table_to_json(draft, section, table))
        for section, table in draft.tables()
    }


def table_to_json(draft: Draft, section: Section, table: PublicTable) -> dict[str, Any]:
    """One table; `rows` hold the codes of the key and, per measure, `value` (or null) and `flag`.

    A measure that does not add up says in `rests_on` which counts it rests on.
    """
    derived = {measure: list(counts) for measure, counts in table.derived}
    return {
        "release": draft.about.id,
        "mark": {lang.code: mark(draft.about, lang) for lang in LANGUAGES},
        "table": table.slug,
        "title": {lang.code: draft.title(section, table, lang) for lang in LANGUAGES},
        "unit": {"code": table.unit, **{lang.code: unit_label(table.unit, lang) for lang in LANGUAGES}},
        "since": table.since.isoformat(),
        "until": table.until.isoformat(),
        "threshold": table.threshold,
        **_noise(table),
        "dimensions": [
            {
                "name": one.name,
                **{lang.code: dimension_label(one, lang) for lang in LANGUAGES},
                "adds_up": one.adds_up,
                "codes": [
                    {"code": code, **{lang.code: code_label(one, code, lang) for lang in LANGUAGES}}
                    for code in one.codes
                ],
                **({"parents": dict(one.parents)} if one.parents else {}),
            }
            for one in table.dimensions
        ],
        "measures": [
            {
                "name": one,
                **{lang.code: measure_label(one, lang) for lang in LANGUAGES},
                **({"rests_on": derived[one]} if one in derived else {}),
            }
            for one in table.measures
        ],
        "rows": [_row(table, key) for key in tuple(table.keys())],
    }


def _noise(table: PublicTable) -> dict[str, Any]:
    """What the numbers carry: nothing is said where they carry nothing."""
    if table.noise is None:
        return {}
    words = {lang.code: noise_note(table, lang) for lang in LANGUAGES}
    return {"noise": {**asdict(table.noise), **words}}


def _row(table: PublicTable, key: tuple[str, ...]) -> dict[str, Any]:
    codes = {one.name: code for one, code in zip(table.dimensions, key, strict=True)}
    cells = {measure: table.cells[measure, key] for measure in table.measures}
    return {
        "key": codes,
        **{name: {"value": cell.value, "flag": flag_code(table, cell)} for name, cell in cells.items()},
    }
