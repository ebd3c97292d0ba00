"""Make codelists/places.csv again from its sources:

    python scripts/make_places.py --m49 DIR --formal country-codes.csv

DIR holds UNSD-en.csv, UNSD-ar.csv, UNSD-fr.csv and UNSD-es.csv (UN M49 in the UN's own languages), and
`--formal` is the file with UNTERM names; both are data sets of the repository datasets/country-codes
(ODC PDDL). First-level areas come from pycountry (ISO 3166-2), and the
invented country from here.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pycountry

from sijill.codelists.load import COLUMNS, FOLDER, LANGUAGES

SINCE = "2026-11-22"
HEADER = (*COLUMNS, "level")
TIERS = ("Global", "Region", "Sub-region", "Intermediate Region")  # widest first

# An Arabic label turned round for an alphabetical index, "Bolivia (State - Plurinational)"; unfit for a page.
INDEX_FORM = re.compile(r"\(.*\s[-_].*\)")

# Labels that the M49 files carry cut off or doubled; ours.
REPAIRED = {
    ("IO", "ar"): "الإقليم البريطاني في المحيط الهندي",
    ("TF", "ar"): "الأراضي الفرنسية الجنوبية",
    ("UM", "ar"): "الجزر الصغيرة النائية التابعة للولايات المتحدة",
}
# Labels in which the English file departs from the UN's own name.
UN_NAMES = {("CI", "en"): "Côte d’Ivoire", ("FK", "en"): "Falkland Islands (Malvinas)"}
# In the files, and not in the list that the UN publishes: no UN label exists.
NOT_IN_M49 = ("TW",)

# First-level areas by country, with Arabic labels of ours.
AREAS = {
    "BO": {
        "BO-B": "بيني",
        "BO-C": "كوتشابامبا",
        "BO-H": "تشوكيساكا",
        "BO-L": "لاباز",
        "BO-N": "باندو",
        "BO-O": "أورورو",
        "BO-P": "بوتوسي",
        "BO-S": "سانتا كروز",
        "BO-T": "تاريخا",
    }
}

# A country that is nowhere, for practice: XZ is among the codes that ISO 3166-1 leaves to its users.
# First-level areas with their labels in English and Arabic.
INVENTED = "XZ"
INVENTED_AREAS = {
    "XZ-01": ("Zzabor", "زازابور"),
    "XZ-02": ("Zzelun", "زازيلون"),
    "XZ-03": ("Zzimar", "زازيمار"),
    "XZ-04": ("Zzoret", "زازوريت"),
    "XZ-05": ("Zzukan", "زازوكان"),
    "XZ-06": ("Zzyndel", "زازيندل"),
}

Row = dict[str, str]


def main() -> None:
    """Read the sources, write the list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--m49", type=Path, required=True, help="folder with UNSD-en.csv and its sisters")
    parser.add_argument("--formal", type=Path, required=True, help="country-codes.csv with UNTERM names")
    parser.add_argument("--out", type=Path, default=FOLDER / "places.csv")
    given = parser.parse_args()
    tables = {lang: read(given.m49 / f"UNSD-{lang}.csv", "M49 Code") for lang in LANGUAGES}
    formal = read(given.formal, "ISO3166-1-Alpha-2")
    rows = [*regions(tables), *countries(tables, formal), *areas(), *invented()]
    with given.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} places written to {given.out}.")


def read(path: Path, key: str) -> dict[str, Row]:
    """The rows of a CSV file by one of its columns."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def regions(tables: dict[str, dict[str, Row]]) -> Iterator[Row]:
    """The world and its regions; where two rows name a region differently, the name that most rows give."""
    names: dict[str, dict[str, Counter[str]]] = {}
    above: dict[str, str] = {}
    for lang, table in tables.items():
        for row in table.values():
            wider = ""
            for tier in TIERS:
                if code := row[f"{tier} Code"]:
                    names.setdefault(code, {}).setdefault(lang, Counter())[row[f"{tier} Name"]] += 1
                    above[code] = wider
                    wider = f"m49-{code}"
    for code in sorted(names):
        yield {
            "code": f"m49-{code}",
            "broader": above[code],
            **{f"label_{lang}": count.most_common(1)[0][0] for lang, count in names[code].items()},
            "definition": "The world." if not above[code] else "A region of the United Nations M49 standard.",
            "same_as": f"M49:{code}",
            "source": "UN M49",
            "label_source": "un",
            "since": SINCE,
            "level": "region" if above[code] else "world",
        }


def countries(tables: dict[str, dict[str, Row]], formal: dict[str, Row]) -> Iterator[Row]:
    """Countries and areas by ISO 3166-1 code, under the narrowest region that M49 puts them in."""
    for row in sorted(tables["en"].values(), key=lambda row: row["ISO-alpha2 Code"]):
        code, m49 = row["ISO-alpha2 Code"], row["M49 Code"]
        within = [row[f"{tier} Code"] for tier in TIERS if row[f"{tier} Code"]]
        labels = {lang: tables[lang][m49]["Country or Area"] for lang in LANGUAGES}
        if INDEX_FORM.search(labels["ar"]):
            labels["ar"] = formal[code]["UNTERM Arabic Formal"]
        for (one, lang), label in (REPAIRED | UN_NAMES).items():
            if one == code:
                labels[lang] = label
        ours = code in NOT_IN_M49 or any(one == code for one, _ in REPAIRED)
        yield {
            "code": code,
            "broader": f"m49-{within[-1]}",
            **{f"label_{lang}": label for lang, label in labels.items()},
            "definition": "A country or area of ISO 3166-1.",
            "same_as": f"M49:{m49} ISO3166-1:{code} ISO3166-1A3:{row['ISO-alpha3 Code']}",
            "source": "ISO 3166-1" if code in NOT_IN_M49 else "UN M49; ISO 3166-1",
            "label_source": "ours" if ours else "un",
            "verify": "yes" if ours else "",
            "since": SINCE,
            "level": "country",
        }


def areas() -> Iterator[Row]:
    """First-level areas of the countries in AREAS; refuses to leave one without an Arabic label."""
    for country, labels in AREAS.items():
        within = [one for one in pycountry.subdivisions if one.country_code == country]
        known = {one.code: one for one in within if not one.parent_code}
        if set(known) != set(labels):
            raise SystemExit(f"AREAS and pycountry differ for {country}: {sorted(set(known) ^ set(labels))}")
        for code, label in labels.items():
            yield {
                "code": code,
                "broader": country,
                "label_en": known[code].name,
                "label_ar": label,
                "label_fr": known[code].name,
                "label_es": known[code].name,
                "definition": f"A first-level area of {country}: {known[code].type.lower()}.",
                "same_as": f"ISO3166-2:{code}",
                "source": "ISO 3166-2",
                "label_source": "ours",
                "since": SINCE,
                "level": "area",
            }


def invented() -> Iterator[Row]:
    """The country of the practice installation. It is equal to nothing outside, so `same_as` stays empty."""
    common = {"source": "ours", "label_source": "ours", "since": SINCE}
    yield {
        "code": INVENTED,
        "broader": "m49-001",
        "label_en": "Invented country",
        "label_ar": "بلد مختلق",
        "label_fr": "Pays inventé",
        "label_es": "País inventado",
        "definition": "A country that does not exist, for practice; ISO 3166-1 leaves XZ to its users.",
        "level": "country",
        **common,
    }
    for code, (label, arabic) in INVENTED_AREAS.items():
        yield {
            "code": code,
            "broader": INVENTED,
            "label_en": f"{label} (invented)",
            "label_ar": f"{arabic} (منطقة مختلقة)",
            "label_fr": f"{label} (inventé)",
            "label_es": f"{label} (inventado)",
            "definition": "A first-level area of the invented country.",
            "level": "area",
            **common,
        }


if __name__ == "__main__":
    main()
