"""What is known to be wrong in the EU's database of statements: notes that stand beside figures. Nothing is mended."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sijill.codelists.load import LANGUAGES


@dataclass(frozen=True, slots=True)
class Erratum:
    """One known fault. `fields` and `platforms` are empty where it touches all of them; `last` where it goes on."""

    id: str
    fields: tuple[str, ...]
    platforms: tuple[str, ...]
    first: date
    last: date | None
    source: str
    text: Mapping[str, str]

    def touches(self, fields: Collection[str], platforms: Collection[str], since: date, until: date) -> bool:
        """Does it touch a figure made of these fields, of statements of these platforms, filed in this span of days."""
        of_fields = not self.fields or any(one in fields for one in self.fields)
        of_platforms = not self.platforms or any(one in platforms for one in self.platforms)
        return of_fields and of_platforms and self.first <= until and (self.last is None or since <= self.last)


def _erratum(given: Mapping[str, Any]) -> Erratum:
    return Erratum(
        given["id"],
        tuple(given["fields"]),
        tuple(given["platforms"]),
        given["first"],
        given.get("last"),
        given["source"],
        {lang: given[lang] for lang in LANGUAGES},
    )


_FILE = Path(__file__).with_name("errata.toml")
ERRATA: tuple[Erratum, ...] = tuple(
    _erratum(one) for one in tomllib.loads(_FILE.read_text(encoding="utf-8"))["erratum"]
)
