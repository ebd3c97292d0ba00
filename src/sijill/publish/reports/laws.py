"""The laws that an office lists: what is typed in a record becomes the code of a public law, or of none of them.

What people type as the law of an act is free text and may hold anything, a name included, so no word
of it leaves the house. A release shows a law only if the office listed it, under the label that the
office wrote (docs/decisions/019-laws-in-releases.md).
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sijill.codelists.load import UNKNOWN_CODES

NOT_LISTED = "not-listed"  # a law is named, and it is none of the listed ones
NONE_NAMED = "none-named"
LANGUAGES = ("en", "ar", "fr", "es")

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TATWEEL = "\u0640"


class LawsError(ValueError):
    """The list of laws cannot be used; the text names the file, the law and what to write."""


@dataclass(frozen=True, slots=True)
class Law:
    """One law: its code, its label per language, and how records may spell it (labels included)."""

    code: str
    labels: tuple[tuple[str, str], ...]
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class Laws:
    """The listed laws, and SHA-256 over the file they were read from; empty where an office lists none."""

    laws: tuple[Law, ...] = ()
    sha256: str = ""

    @cached_property
    def _known(self) -> Mapping[str, str]:
        return {plain(spelling): law.code for law in self.laws for spelling in law.spellings}

    def code(self, text: str) -> str:
        """The code for what a record says; `not-listed` for anything that the list does not spell."""
        return self._known.get(plain(text), NOT_LISTED)

    def labels(self, codes: Iterable[str]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """(code, labels) of those among the codes that are listed laws, in the order of the list."""
        asked = set(codes)
        return tuple((law.code, law.labels) for law in self.laws if law.code in asked)


NO_LAWS = Laws()


def plain(text: str) -> str:
    """Text without what does not tell one law from another: case, accents, vowel signs, spaces, points."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace(_TATWEEL, ""))
    kept = (one if one.isalnum() else " " for one in parts if not unicodedata.combining(one))
    return " ".join("".join(kept).split())


def load_laws(path: Path) -> Laws:
    """Read the office's list (docs/reference/laws.md). Raises LawsError."""
    try:
        content = path.read_bytes()
        said = tomllib.loads(content.decode())
    except OSError as error:
        raise LawsError(f"cannot read the list of laws {path.name}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LawsError(f"{path.name} is not TOML in UTF-8: {error}") from error
    if said.keys() - {"law"} or not isinstance(said.get("law", []), list):
        raise LawsError(f"{path.name} holds [[law]] rows and nothing else; see docs/reference/laws.md")
    laws = tuple(_law(f"{path.name}, law {number}", row) for number, row in enumerate(said.get("law", []), 1))
    _refuse_doubles(path.name, laws)
    return Laws(laws, hashlib.sha256(content).hexdigest())


def _law(where: str, row: Any) -> Law:
    known = {"code", "spellings", *(f"label_{lang}" for lang in LANGUAGES)}
    if not isinstance(row, dict) or row.keys() - known:
        raise LawsError(f"{where}: a law has {', '.join(sorted(known))} and nothing else")
    code = row.get("code")
    if not isinstance(code, str) or not _CODE.fullmatch(code) or code in (NOT_LISTED, NONE_NAMED, *UNKNOWN_CODES):
        raise LawsError(f"{where}: `code` must be small letters, digits and hyphens, such as press-law-2019")
    labels = {lang: row[f"label_{lang}"] for lang in LANGUAGES if row.get(f"label_{lang}")}
    spellings = row.get("spellings", [])
    if not isinstance(spellings, list) or any(not isinstance(one, str) for one in (*labels.values(), *spellings)):
        raise LawsError(f"{where} ({code}): labels are texts and `spellings` a list of texts")
    if "en" not in labels:
        raise LawsError(f"{where} ({code}): `label_en` is missing; the other languages fall back on it")
    spelt = tuple(dict.fromkeys((*labels.values(), *spellings)))
    if any(not plain(one) for one in spelt):
        raise LawsError(f"{where} ({code}): a spelling holds no letter and no digit")
    return Law(code, tuple(labels.items()), spelt)


def _refuse_doubles(name: str, laws: tuple[Law, ...]) -> None:
    codes: set[str] = set()
    owner: dict[str, str] = {}
    for law in laws:
        if law.code in codes:
            raise LawsError(f"{name} lists the code {law.code} twice")
        codes.add(law.code)
        for spelling in law.spellings:
            if owner.setdefault(plain(spelling), law.code) != law.code:
                raise LawsError(
                    f"{name}: {law.code} and {owner[plain(spelling)]} share a spelling, so it tells neither"
                )
