"""Make the real lists of `examples/` from the originals, leaving out what does not ship.

    python scripts/make_examples.py PEOPLE [--out examples]

PEOPLE is the folder with the originals, `bolivia_ultimate_consequences` and `tfp_press_killed`. What is left
out and why is written in the README.md of each folder of `examples/`; tests/collect/test_examples.py asks
that it is so.

A name that is left out is replaced by an opaque word, the same in every vintage, so that the history of the
list can still be computed. The words are made with a secret that is thrown away: a second run makes others.
"""

from __future__ import annotations

import argparse
import csv
import hmac
import json
import re
import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sijill.collect.importers.formats import FORMATS
from sijill.collect.importers.numbers import Span
from sijill.collect.importers.problems import Problem
from sijill.collect.importers.words import arabic, latin, word

BOLIVIA = ("2022-09-02", "2024-07-23")
WITHHELD = "name_withheld"
NAMES = ("dec_firstname", "dec_surnames")
# Only the words that the mapping asks for; the rest of these columns is text about people.
CODED_ONLY = ("perp_group", "certainty_level", "cause_death")
PLAIN_CERTAINTY = ("Reported", "Investigated", "Alleged", "Suspected", "Presumed")
# Titles of events that hold the name of a living person.
RETITLED = {
    "Camacho arrest protests": "Santa Cruz arrest protests",
    "La Paz pro-Evo election March": "La Paz election March",
    "La Paz pro-Evo election march": "La Paz election march",
}
SUGGESTS_A_MINOR = re.compile(
    r"(?i)\b(child|newborn|infant|baby|boy|girl|minor|student|pupil|college|school|conscript"
    r"|niñ[oa]|bebé|menor|estudiante|alumn[oa]|colegio|escuela|colegial)\b"
)
TOLD_BY = ("dec_affiliation", "dec_spec_affiliation", "dec_title", "cause_death", "cause_medical")
AGE = Span("age", ("dec_age", "dec_alt_age"), "not-stated", twelfths=True, about=2)

Row = dict[str, str]
Hide = Callable[[str], str]


@dataclass(frozen=True)
class Person:
    """One row of one vintage and what the other vintages need to know of it."""

    row: Row
    identity: str
    named: bool


def main() -> None:
    """Write the files and say what was left out."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("people", type=Path)
    arguments.add_argument("--out", type=Path, default=Path("examples"))
    given = arguments.parse_args()
    secret = secrets.token_bytes(32)

    def hide(identity: str) -> str:
        return "w-" + hmac.digest(secret, identity.encode(), "sha256").hex()[:16]

    make_bolivia(given.people / "bolivia_ultimate_consequences", given.out / "bolivia", hide)
    make_press_list(given.people / "tfp_press_killed", given.out / "press-list", hide)


def make_bolivia(originals: Path, out: Path, hide: Hide) -> None:
    """The two vintages of the Bolivia list, with the columns that the mapping reads."""
    vintages = {day: _people(_read_csv(originals / f"deaths-entries-{day}.csv")) for day in BOLIVIA}
    newest = {one.identity: one.row for one in vintages[BOLIVIA[-1]]}
    hidden = _hidden(vintages.values(), newest)
    out.mkdir(parents=True, exist_ok=True)
    for day, people in vintages.items():
        columns = _columns(people[0].row)
        rows = [_kept(one, columns, newest, hidden, hide) for one in people]
        _write_csv(out / f"deaths-{day}.csv", columns, rows)
        print(f"bolivia {day}: {len(rows)} rows, {sum(bool(row[WITHHELD]) for row in rows)} names left out")
    shutil.copyfile(originals / "LICENSE", out / "LICENSE")


def _people(rows: Iterable[Row]) -> list[Person]:
    """Rows known by name and year, as the mapping knows the vintages that have no identifiers."""
    counts: Counter[str] = Counter()
    found = []
    for row in rows:
        # A placeholder of the source ("no identificado") names nobody.
        if word(row["dec_firstname"]) == "no identificado":
            row = {**row, "dec_firstname": ""}
        name = latin(" ".join(row[column] for column in NAMES))
        stem = f"{name}|{row['year']}"
        counts[stem] += 1
        found.append(Person(row, f"{stem}|{counts[stem]}", bool(name)))
    return found


def _hidden(vintages: Iterable[list[Person]], newest: Mapping[str, Row]) -> set[str]:
    """Whose name does not ship: in any vintage a minor or perhaps one, unconfirmed, or not in the newest."""
    everyone = [one for people in vintages for one in people if one.named]
    minors = [one for one in everyone if _minor(one.row)]
    # A minor who is spelled otherwise in another vintage: the same year and two words of the name are enough.
    loose = [one for one in minors if not _matched(one, everyone)]
    return {
        one.identity
        for one in everyone
        if _minor(one.row)
        or one.row["unconfirmed"]
        or one.identity not in newest
        or any(_alike(one, minor) for minor in loose)
    }


def _matched(minor: Person, everyone: Iterable[Person]) -> bool:
    return sum(one.identity == minor.identity for one in everyone) > 1


def _alike(one: Person, other: Person) -> bool:
    mine, theirs = (set(person.identity.split("|")[0].split()) for person in (one, other))
    return one.row["year"] == other.row["year"] and len(mine & theirs) >= min(2, len(theirs))


def _minor(row: Row) -> bool:
    """Any age given is under 18, or none is and a word suggests it."""
    try:
        low, _, _ = AGE.read(row)
    except Problem:
        return True
    if low is not None:
        return low < 18
    return any(SUGGESTS_A_MINOR.search(row.get(column, "")) for column in TOLD_BY)


def _columns(row: Row) -> list[str]:
    wanted = FORMATS["bolivia"].mapping().columns
    return [*(column for column in row if column in wanted), WITHHELD]


def _kept(one: Person, columns: list[str], newest: Mapping[str, Row], hidden: set[str], hide: Hide) -> Row:
    row = {**one.row, WITHHELD: ""}
    if one.named and one.identity in hidden:
        row.update(dict.fromkeys(NAMES, ""))
        row[WITHHELD] = hide(one.identity)
    elif one.named:
        row.update({column: newest[one.identity][column] for column in NAMES})
    for column in CODED_ONLY:
        row[column] = _coded(column, row[column])
    row["event_title"] = RETITLED.get(row["event_title"], row["event_title"])
    return {column: row[column] for column in columns}


def _coded(column: str, cell: str) -> str:
    words = _words(column)
    if column == "cause_death":
        return "Tear gas inhalation" if word(cell) in words else ""
    return cell if word(cell) in words else ""


def _words(column: str) -> set[str]:
    """The words of a column that a case of the mapping asks for."""
    act = FORMATS["bolivia"].mapping().acts[0]
    rules = [act.kind, *(rule for part in act.involvements for rule in (part.perpetrator, part.attribution))]
    cases = [when for rule in rules for when, _ in getattr(rule, "cases", ())]
    found = {one for when in cases for name, words in when.columns if name == column for one in words}
    return found | {word(one) for one in PLAIN_CERTAINTY} if column == "certainty_level" else found


def make_press_list(originals: Path, out: Path, hide: Hide) -> None:
    """The vintages of the press list: the newest names only, older wordings and gone names as marks."""
    with (originals / "DERIVED_first_seen.csv").open(encoding="utf-8") as file:
        last_day = max(line["last_seen_commit_date"] for line in csv.DictReader(file))
    files = {path.stem[-10:]: path for path in sorted((originals / "vintages").glob("*.json"))}
    files[last_day] = originals / "press_killed_in_gaza.json"
    lists = {day: json.loads(path.read_text(encoding="utf-8")) for day, path in sorted(files.items())}
    newest = {arabic(one["name"]): one for one in lists[last_day]}
    wordings = _wordings(lists.values())
    out.mkdir(parents=True, exist_ok=True)
    for day, records in lists.items():
        rows = _press_rows(records, newest, wordings, hide)
        text = json.dumps(rows, ensure_ascii=False, indent=1)
        (out / f"press-killed-{day}.json").write_text(f"{text}\n", encoding="utf-8")
        print(f"press-list {day}: {len(rows)} records, {sum('withheld' in row for row in rows)} names left out")


def _wordings(lists: Iterable[list[Row]]) -> dict[str, list[tuple[str, str]]]:
    """Every wording that a record had, in order of appearance; the last is the newest."""
    found: dict[str, list[tuple[str, str]]] = {}
    for records in lists:
        for one in records:
            had = found.setdefault(arabic(one["name"]), [])
            wording = one["name"], one["name_en"]
            if not had or had[-1] != wording:
                had.append(wording)
    return found


def _press_rows(
    records: list[Row], newest: Mapping[str, Row], wordings: Mapping[str, list[tuple[str, str]]], hide: Hide
) -> list[dict[str, object]]:
    """In the order of the newest list, so that a place in an older one says nothing about a name left out."""
    here = {arabic(one["name"]): (one["name"], one["name_en"]) for one in records}
    rows: list[dict[str, object]] = []
    for key, one in newest.items():
        if key in here:
            row: dict[str, object] = {"name": one["name"], "name_en": one["name_en"]}
            had = wordings[key]
            if here[key] != had[-1]:
                row["earlier_wording"] = had.index(here[key]) + 1
            rows.append(row)
    return rows + [{"withheld": one} for one in sorted(hide(key) for key in here if key not in newest)]


def _read_csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write_csv(path: Path, columns: list[str], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
