"""The lists of the invented sources as files: every fact in the word that the list's own mapping reads. Pure.

The mapping beside this file is read backwards, so that a word is written down once.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from invented.byhand import ARTICLE, LAW
from invented.cases import SAID_SEX, Case, cases
from invented.names import MARK, MARK_AR, Spelt
from invented.recipes import PRESS, REPRINT, STATE, UNION, WIRE

HERE = Path(__file__).parent
MAPPINGS = {
    WIRE: HERE / "wire.toml",
    REPRINT: HERE / "reprint.toml",
    UNION: HERE / "union.toml",
    STATE: HERE / "state.toml",
    PRESS: HERE / "press-watch.toml",
}
FETCHED, FETCHED_AGAIN = date(2025, 12, 1), date(2026, 1, 15)
LATE = 5  # rows that only the second copy of the press list has
REVISED = 3  # rows that it words in another way
_DAY = len("2025-01-01")
_MONTH = len("2025-01")

Row = dict[str, str]
Listed = tuple[str, int, int]  # source, case, which of the source's entries for the case


@dataclass(frozen=True, slots=True)
class ListFile:
    """One file: whose, of what day, its rows as the source would write them."""

    source: str
    fetched: date
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """`INVENTED-zz-wire-2025-12-01.csv`."""
        return f"{MARK}-{self.source}-{self.fetched.isoformat()}.csv"


class Words:
    """A mapping read backwards: from a code to the list's own word for it, empty where it has none."""

    def __init__(self, path: Path) -> None:
        act = tomllib.loads(path.read_text(encoding="utf-8"))["act"][0]
        fields = {**act, **act["involvement"][0]}
        self._words: dict[str, dict[str, str]] = {}
        for field, rule in fields.items():
            if isinstance(rule, dict) and "codes" in rule:
                self._words[field] = {code: word for word, code in reversed(rule["codes"].items())}

    def say(self, field: str, code: str) -> str:
        """The word for a code that the list must be able to say; KeyError if it cannot."""
        return self._words[field][code]

    def maybe(self, field: str, code: str) -> str:
        """The word for a code, empty where the list has none or does not ask."""
        return self._words.get(field, {}).get(code, "")


def write(folder: Path, seed: int) -> list[Path]:
    """Write every list into the folder; the same seed gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for one in files(seed):
        path = folder / one.name
        with path.open("w", encoding="utf-8", newline="") as out:
            cut = ";" if one.source in (UNION, STATE) else ","
            writer = csv.DictWriter(out, list(one.rows[0]), delimiter=cut, lineterminator="\n")
            writer.writeheader()
            writer.writerows(one.rows)
        written.append(path)
    return written


@cache
def files(seed: int) -> tuple[ListFile, ...]:
    """The lists in the order of their import; the second copy of the press list is the last."""
    found = {source: _rows(source, seed) for source in MAPPINGS}
    found[WIRE] = (*found[WIRE], {**found[WIRE][0], "item": "W-9999", "day": "2025-02-30"})  # no such day
    found[UNION] = (*found[UNION], {**found[UNION][0], "no": "U-9999", "what": "sit-inn"})  # no such word
    press = found[PRESS]
    gone = {entry_key(seed, (PRESS, case.number, 0)) for case in _taken_back(seed)}
    again = tuple(row for row in press if row["entry"] not in gone)
    again = (*({**row, "town": f"{row['town']} (east)"} for row in again[:REVISED]), *again[REVISED:])
    firsts = [ListFile(source, FETCHED, rows) for source, rows in found.items() if source != PRESS]
    return (*firsts, ListFile(PRESS, FETCHED, press[:-LATE]), ListFile(PRESS, FETCHED_AGAIN, again))


def entry_key(seed: int, listed: Listed) -> str:
    """What the list calls its entry for a case."""
    return _keys(seed)[listed]


def _taken_back(seed: int) -> Iterable[Case]:
    """What the press list withdraws: one verified case and one draft."""
    draft = next(one for one in cases(seed) if one.sources == (PRESS,) and one.treatment == "d" and one.year == 2024)
    return [draft, *(one for one in cases(seed) if one.treatment == "w")]


def _entries(source: str, seed: int) -> list[tuple[Case, int]]:
    """A source's entries in the order of their days; some drafts of the press list come last."""
    found = [(case, copy) for case in cases(seed) for copy in range(case.sources.count(source))]
    late = [entry for entry in found if source == PRESS and entry[0].treatment == "d" and entry[0].year == 2025][-LATE:]
    return sorted((one for one in found if one not in late), key=lambda one: (one[0].day or "0", one[0].number)) + late


@cache
def _keys(seed: int) -> Mapping[Listed, str]:
    return {
        (source, case.number, copy): f"{source[3].upper()}-{number:04}"
        for source in MAPPINGS
        for number, (case, copy) in enumerate(_entries(source, seed), 1)
    }


def _rows(source: str, seed: int) -> tuple[Row, ...]:
    say, words = _WRITERS[source], Words(MAPPINGS[source])
    rows = []
    for case, copy in _entries(source, seed):
        row = say(case, words, _name(case, source, copy), f"{case.victim.number}{'ab'[copy]}")
        rows.append(
            {key: entry_key(seed, (source, case.number, copy)) if cell == _KEY else cell for key, cell in row.items()}
        )
    return tuple(rows)


_KEY = "(key)"


def _name(case: Case, source: str, copy: int) -> Spelt:
    """The name as this list spells it: a second entry has it slightly otherwise; groups have none."""
    if case.recipe.size:
        return "", ""
    latin, arabic = case.victim.name
    return (f"{latin}h", f"{arabic}ه") if copy or (source == PRESS and case.treatment == "u") else (latin, arabic)


def _wire(case: Case, words: Words, name: Spelt, person: str) -> Row:
    facts = case.recipe.all_facts
    return {
        MARK: MARK,
        "item": _KEY,
        "filed": "" if "/" in case.day else case.day,
        "story": f"S-{case.number}{person[-1]}",
        "day": case.day,
        "until": "still held" if case.ended == ".." else case.ended,
        "area": words.say("place", case.area),
        "town": case.town[0],
        "person_no": "" if case.recipe.size else f"N-{person}",
        "person": name[0],
        "person_ar": name[1],
        "sex": {"female": "F", "male": "M", "other": "X"}.get(_sex(case, WIRE), ""),
        "age": _age(case),
        "group": f"around {sum(case.recipe.size) // 2}" if case.recipe.size else "",
        "work": "; ".join(words.say("roles", role) for role in case.roles),
        "what": words.say("kind", case.recipe.kind),
        "by": words.say("perpetrator", case.recipe.by),
        "police_stood_by": "yes" if case.recipe.link == "state-acquiescence" else "",
        "why": words.maybe("motive", facts["motive"]),
        "grounds": words.maybe("detention_basis", facts.get("detention_basis", "")),
        "custody_admitted": words.maybe("acknowledgement", facts.get("acknowledgement", "")),
        "warned": words.maybe("diligence_failure", facts.get("diligence_failure", "")),
        "injury": words.maybe("severe", facts.get("severe", "")),
        "aim": words.maybe("purpose", facts.get("purpose", "")),
        "custody": {"": "", "..": "still held"}.get(case.ended, "released"),
    }


def _reprint(case: Case, words: Words, name: Spelt, person: str) -> Row:
    return {
        MARK: MARK,
        "ref": _KEY,
        "when": _slashed(case.day),
        "where": words.say("place", case.area),
        "who": name[0],
        "known as": " and ".join(words.say("roles", role) for role in case.roles),
        "what happened": words.say("kind", case.recipe.kind),
        "by whom": words.say("perpetrator", case.recipe.by),
        "reason": words.say("motive", case.recipe.all_facts["motive"]),
    }


def _union(case: Case, words: Words, name: Spelt, person: str) -> Row:
    facts = case.recipe.all_facts
    return {
        MARK: MARK,
        "no": _KEY,
        "date": _slashed(case.day),
        "region": words.say("place", case.area),
        "town": case.town[0],
        "member no": "" if case.recipe.size else f"M-{person}",
        "member": name[0],
        "sex": {"female": "woman", "male": "man"}.get(_sex(case, UNION), "?"),
        "age": _age(case) or "?",
        "members": "-".join(str(one) for one in sorted(set(case.recipe.size))),
        "what": words.say("kind", case.recipe.kind),
        "by": words.say("perpetrator", case.recipe.by),
        "for union work": words.say("motive", facts["motive"]),
        "legality": words.maybe("detention_basis", facts.get("detention_basis", "")),
    }


def _state(case: Case, words: Words, name: Spelt, person: str) -> Row:
    detained = case.recipe.kind == "arbitrary-detention"
    return {
        MARK_AR: MARK_AR,
        "الرقم": _KEY,
        "التاريخ": _slashed(case.day),
        "المنطقة": words.say("place", case.area),
        "الاسم": name[1],
        "العدد": str(case.recipe.size[0]) if case.recipe.size else "",
        "الصفة": "، ".join(words.say("roles", role) for role in case.roles),
        "الإجراء": words.say("kind", case.recipe.kind),
        "الجهة": words.say("perpetrator", case.recipe.by),
        "السند": words.say("detention_basis", "lawful") if detained else "",
        "القانون": "قانون مختلق رقم 7" if case.recipe.link == "state-agent" else "",
    }


_STEPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "charge-fabricated": ("charge", ("charged", "charges-pending", "dismissed")),
    "misuse-of-law": ("charge", ("charged", "convicted", "pending-appeal")),
    "slapp": ("charge", ("charged", "charges-pending")),
    "subpoena": ("legal-order", ("order-pending", "upheld")),
    "publication-ban": ("legal-order", ("order-pending", "carried-out")),
    "device-seizure": ("equipment", ("seized", "returned")),
}


def _press(case: Case, words: Words, name: Spelt, person: str) -> Row:
    facts = case.recipe.all_facts
    process, stages = _STEPS.get(case.recipe.kind, ("", ()))
    stages = (*stages, "", "", "")[:3]
    return {
        MARK: MARK,
        "entry": _KEY,
        "from": case.day,
        "to": "not ended" if case.ended == ".." else case.ended,
        "area": case.area,
        "town": case.town[0],
        "context": "protest" if case.recipe.kind == "excessive-force" else "",
        "person": f"P-{person}",
        "name": name[0],
        "name in Arabic": name[1],
        "size": "",
        "sex": _sex(case, PRESS),
        "gender": case.victim.gender,
        "age": _age(case),
        "roles": "; ".join(case.roles),
        "what": case.recipe.kind,
        "by": case.recipe.by,
        "link to the State": case.recipe.link,
        "diligence failure": facts.get("diligence_failure", ""),
        "severe": facts.get("severe", ""),
        "purpose": facts.get("purpose", ""),
        "acknowledgement": facts.get("acknowledgement", ""),
        "basis": facts.get("detention_basis", ""),
        "law": LAW if process == "charge" else "",
        "article": ARTICLE if process == "charge" else "",
        "proceeding": process,
        **{f"step {n}": stage for n, stage in enumerate(stages, 1)},
        **{f"step {n} on": _later(case, n) if stage else "" for n, stage in enumerate(stages, 1)},
    }


_WRITERS: Mapping[str, Callable[[Case, Words, Spelt, str], Row]] = {
    WIRE: _wire,
    REPRINT: _reprint,
    UNION: _union,
    STATE: _state,
    PRESS: _press,
}


def _sex(case: Case, source: str) -> str:
    return case.victim.sex if case.victim.sex in SAID_SEX[source] and not case.recipe.size else ""


def _age(case: Case) -> str:
    return "" if case.recipe.size else "-".join(str(one) for one in sorted(set(case.victim.ages)))


def _slashed(day: str) -> str:
    """Day/month/year as the list writes it; an interval stays EDTF, which every date column may hold."""
    if "/" in day:
        return day
    return "/".join(reversed(day.split("-")))


def _later(case: Case, step: int) -> str:
    """The first step on the day itself, each further one a month later, as far as the year goes."""
    if step == 1 or len(case.day) != _DAY:
        return case.day[:_MONTH] if step == 1 else ""
    month = min(int(case.day[5:7]) + step, 12)
    return f"{case.day[:4]}-{month:02}"
