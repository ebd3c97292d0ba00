"""A SYNTHETIC register for matching: four overlapping lists of invented people. Nothing in it happened to anyone.

    python benchmarks/matching_register.py --people 38461 --to /some/folder    writes list-1.csv ... list-4.csv
    python benchmarks/matching_register.py --people 38461 --measure            matches them, prints figures
    python benchmarks/matching_register.py --people 1500 --estimate 10         ten registers: does it hold all?

After ../shared/standards/statistics.md, section 5.2: names, date, place and age (35 % missing), with typing errors,
exchanged name parts, days up to ten off or not known, other spellings. Every person is in each list with a chance of
its own; those in no list are not written. Column `person` is the truth. 3,846 people make about 5,000 rows,
38,461 about 50,000, 384,610 about 500,000. Names are drawn from invented syllables, so that nobody is meant.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from sijill.register.matching.linkages import joined, linkages, overlaps
from sijill.register.matching.linking import Linking
from sijill.register.matching.measure import evaluate, found_pairs, true_pairs
from sijill.stats.capture import loglinear, pooling
from sijill.stats.capture.result import Estimate

LISTS = {"list-1": 0.42, "list-2": 0.36, "list-3": 0.30, "list-4": 0.23}
MISSING_AGE = 0.35
TYPO, EXCHANGED, PART_LEFT_OUT, OTHER_SPELLING = 0.20, 0.05, 0.20, 0.20
DAYS_OFF, NO_DAY, NO_DATE, PLACE_ABOVE, NO_PLACE = 0.20, 0.05, 0.05, 0.10, 0.05
GIVEN, FAMILY, PLACES = 200, 3000, 120
FIRST, LAST = date(2010, 1, 1), date(2024, 12, 31)

Row = dict[str, str]


def register(people: int, seed: int = 5) -> dict[str, list[Row]]:
    """The lists, by name: rows with `person, name_en, age, sex, incident_date, place`."""
    rng = np.random.default_rng(seed)
    given, family = _words(rng, GIVEN, 2), _words(rng, FAMILY, 3)
    towns = _words(rng, PLACES, 2)
    found: dict[str, list[Row]] = {name: [] for name in LISTS}
    days = (LAST - FIRST).days
    for number in range(people):
        # The most common names are far more common than the others, as among people.
        names = [given[_common(rng, GIVEN)], given[_common(rng, GIVEN)], family[_common(rng, FAMILY)]]
        day = FIRST + timedelta(days=int(rng.integers(days)))
        age = int(np.clip(rng.normal(33, 14), 0, 95))
        town = int(_common(rng, PLACES))
        sex = "m" if rng.random() < 0.8 else "f"
        for name, chance in LISTS.items():
            if rng.random() < chance:
                row = _seen(rng, names, day, age, towns[town], f"district {town % 12}")
                found[name].append({"person": str(number), "sex": sex, **row})
    return found


def _seen(rng: np.random.Generator, names: list[str], day: date, age: int, town: str, district: str) -> Row:
    parts = list(names)
    if rng.random() < PART_LEFT_OUT:
        del parts[1]
    if rng.random() < OTHER_SPELLING:
        at = int(rng.integers(len(parts)))
        parts[at] = _respelt(rng, parts[at])
    if rng.random() < TYPO:
        at = int(rng.integers(len(parts)))
        parts[at] = _typed(rng, parts[at])
    if rng.random() < EXCHANGED:
        parts = [parts[-1], *parts[:-1]]
    seen = day + timedelta(days=int(rng.choice([-10, -3, -2, -1, 1, 2, 3, 10]))) if rng.random() < DAYS_OFF else day
    written = seen.isoformat()[:7] if rng.random() < NO_DAY else seen.isoformat()
    place = district if rng.random() < PLACE_ABOVE else f"{town}, {district}"
    return {
        "name_en": " ".join(part.capitalize() for part in parts),
        "age": "" if rng.random() < MISSING_AGE else str(max(0, age + int(rng.choice([-1, 0, 0, 0, 1])))),
        "incident_date": "" if rng.random() < NO_DATE else written,
        "place": "" if rng.random() < NO_PLACE else place,
    }


def _respelt(rng: np.random.Generator, word: str) -> str:
    pairs = [("a", "e"), ("i", "e"), ("u", "o"), ("k", "q"), ("sh", "ch"), ("s", "ss")]
    old, new = pairs[int(rng.integers(len(pairs)))]
    return word.replace(old, new, 1)


def _typed(rng: np.random.Generator, word: str) -> str:
    at = int(rng.integers(1, len(word)))
    kind = int(rng.integers(3))
    letter = "abcdefghijklmnopqrstuvwxyz"[int(rng.integers(26))]
    if kind == 0:
        return word[:at] + letter + word[at + 1 :]
    return word[:at] + word[at + 1 :] if kind == 1 else word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


def _words(rng: np.random.Generator, count: int, syllables: int) -> list[str]:
    starts = ["b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "r", "s", "t", "z", "sh", "kh", "q", "w", "y"]
    ends = ["", "", "", "n", "r", "m", "d", "l"]
    made: dict[str, None] = {}
    while len(made) < count:
        parts = [
            starts[int(rng.integers(len(starts)))] + "aiue"[int(rng.integers(4))] + ends[int(rng.integers(len(ends)))]
            for _ in range(syllables)
        ]
        made["".join(parts)] = None
    return list(made)


def _common(rng: np.random.Generator, count: int) -> int:
    return min(int(count * rng.random() ** 2.5), count - 1)


def estimated(people: int, registers: int, seed: int) -> None:
    """Match each register, draw 30 linkages, estimate how many there are; beside it, one linkage from 0.9 on."""
    print(
        "seed  recall  precision  in a list: true, linkages    at 0.9: total, interval   30 linkages: total, interval"
    )
    held = np.zeros(2, dtype=int)
    for number in range(seed, seed + registers):
        lists = register(people, number)
        rows, names = list(lists.values()), list(lists)
        scored = Linking(rows, within=False, seed=1).scored()
        true = true_pairs(rows, "person")
        found = found_pairs(scored, 0.5, once=True)
        right = sum(pair in true for pair in found)
        one = loglinear.estimate(overlaps(joined(scored, scored.probability >= 0.9), scored, names), seed=1)
        tables = linkages(scored, names, 30, 1)
        many = pooling.over(loglinear.estimate, tables, seed=1)
        recorded = len({row["person"] for some in rows for row in some})
        drawn = f"{min(t.n for t in tables)}-{max(t.n for t in tables)}"
        shown = [
            f"{x.total:.0f}, {x.low:.0f}-{x.high:.0f}" if isinstance(x, Estimate) else x.reason for x in (one, many)
        ]
        held += [isinstance(x, Estimate) and x.low <= people <= x.high for x in (one, many)]
        print(
            f"{number:4}  {right / len(true):.3f}   {right / max(len(found), 1):.3f}      {recorded}, {drawn:16}"
            f"{shown[0]:>28}{shown[1]:>32}",
            flush=True,
        )
    print(
        f"The interval holds {people} in {held[0]} (one linkage) and {held[1]} (30 linkages) of {registers} registers."
    )


def main() -> None:
    """Write the lists, or match them and print how well and at what cost."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=38_461)
    asked.add_argument("--seed", type=int, default=5)
    asked.add_argument("--to", type=Path)
    asked.add_argument("--measure", action="store_true")
    asked.add_argument("--estimate", type=int, default=0, metavar="REGISTERS")
    given = asked.parse_args()
    if given.estimate:
        estimated(given.people, given.estimate, given.seed)
        return
    lists = register(given.people, given.seed)
    if given.to:
        for name, text in _written(lists):
            (given.to / f"{name}.csv").write_text(text, encoding="utf-8")
    if given.measure:
        print(json.dumps(evaluate(list(lists.values()), "person").as_json(), indent=1))


def _written(lists: dict[str, list[Row]]) -> Iterator[tuple[str, str]]:
    import io

    for name, rows in lists.items():
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        yield name, out.getvalue()


if __name__ == "__main__":
    main()
