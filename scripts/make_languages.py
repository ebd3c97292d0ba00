"""Make codelists/languages.csv again: `python scripts/make_languages.py`.

The two-letter codes of ISO 639-1 come from pycountry, their names from the Unicode CLDR as Babel carries it (its
licence lies beside the list). `mul` and `zxx` are those of ISO 639-2 for several languages and for none.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

import pycountry
from babel import Locale

from sijill.codelists.load import COLUMNS, FOLDER, LANGUAGES

SINCE = "2026-11-28"
Row = dict[str, str]

# Codes of ISO 639-2 for what has no one language.
NO_ONE = (
    ("mul", "Several languages", "عدة لغات", "Plusieurs langues", "Varios idiomas", "More than one language."),
    ("zxx", "No language", "بلا لغة", "Sans langue", "Sin idioma", "No words, such as a picture or music alone."),
)


def languages() -> Iterator[Row]:
    """Every language with a two-letter code, by code."""
    spoken = {lang: Locale(lang).languages for lang in LANGUAGES}
    for one in sorted((one for one in pycountry.languages if hasattr(one, "alpha_2")), key=lambda one: one.alpha_2):
        code = one.alpha_2
        labels = {lang: _titled(spoken[lang][code], lang) for lang in LANGUAGES}
        yield _row(code, labels, "A language of ISO 639-1.", "cldr")


def _titled(name: str, lang: str) -> str:
    """As a label begins; French and Spanish write languages small within a sentence."""
    return name if lang == "ar" else name[:1].upper() + name[1:]


def _row(code: str, labels: dict[str, str], definition: str, origin: str = "ours") -> Row:
    return {
        "code": code,
        **{f"label_{lang}": label for lang, label in labels.items()},
        "definition": definition,
        "same_as": f"ISO639:{code}",
        "source": "ISO 639; Unicode CLDR" if origin == "cldr" else "ISO 639",
        "label_source": origin,
        "since": SINCE,
    }


def main() -> None:
    """Write the list, in its place or where `--out` says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER / "languages.csv")
    rows = [*languages(), *(_row(code, dict(zip(LANGUAGES, said, strict=True)), why) for code, *said, why in NO_ONE)]
    with parser.parse_args().out.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
