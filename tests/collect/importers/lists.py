"""What the tests of the real lists share: the history of a list, and what a file's drafts say in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from sijill.codelists.load import UNKNOWN_CODES
from sijill.collect.draft import DraftAct, DraftPerson, Refused, Row
from sijill.collect.importers.formats import read

CHECKOUT = Path(__file__).parents[3]
PEOPLE = CHECKOUT.parent / "shared" / "data" / "people"
EXAMPLES = CHECKOUT / "examples"


def history(name: str, files: Iterable[Path]) -> list[dict[str, int]]:
    """The counts of each vintage as an import of one after the other makes them."""
    known: dict[str, str] = {}
    out = []
    for path in files:
        counts = Counter(dict.fromkeys(("rows", "new", "unchanged", "revised", "withdrawn", "refused"), 0))
        now: dict[str, str] = {}
        met = set()
        for row in read(name, path):
            counts["rows"] += 1
            if isinstance(row, Refused):
                counts["refused"] += 1
                continue
            before = row.key if row.key in known else row.former_key
            met.add(before)
            now[row.key] = row.content
            if before not in known:
                counts["new"] += 1
            else:
                counts["unchanged" if known[before] == row.content else "revised"] += 1
        counts["withdrawn"] = len(known.keys() - met)
        known = now
        out.append(dict(counts))
    return out


def summary(rows: list[Row | Refused]) -> dict[str, dict[str, int]]:
    """Refusals by problem, drafts by what they claim, and of how many rows each fact is stated."""
    fine = [row for row in rows if isinstance(row, Row)]
    drafts = [(entry.victim, act) for row in fine for entry in row.entries for act in entry.acts]
    involved = [part for _, act in drafts for part in act.involvements]
    return {
        "refused": _counted(row.problem for row in rows if isinstance(row, Refused)),
        "kinds": _counted(act.kind for _, act in drafts),
        "roles": _counted(role for _, act in drafts for role in act.roles),
        "motives": _counted(act.motive for _, act in drafts),
        "places": _counted(act.place for _, act in drafts),
        "perpetrators": _counted(part.perpetrator for part in involved),
        "state_links": _counted(part.state_link for part in involved),
        "attributions": _counted(part.attribution for part in involved),
        "coverage": _counted(fact for victim, act in drafts for fact in _stated(victim, act)),
        "elements": _counted(element for _, act in drafts for element in act.elements),
    }


def _stated(victim: DraftPerson, act: DraftAct) -> Iterable[str]:
    facts = {
        "name": bool(victim.names),
        "sex": victim.sex not in UNKNOWN_CODES,
        "citizenship": victim.citizenship not in UNKNOWN_CODES,
        "occurred": bool(act.occurred),
        "ended": bool(act.ended),
        "age": act.age_low is not None,
        "role": any(role not in UNKNOWN_CODES for role in act.roles),
        "place": act.place not in UNKNOWN_CODES,
        "precision": act.place_precision != "unknown",
        "motive": act.motive not in UNKNOWN_CODES,
        "perpetrator": any(part.perpetrator not in UNKNOWN_CODES for part in act.involvements),
        "state_link": any(part.state_link not in UNKNOWN_CODES for part in act.involvements),
    }
    return (name for name, there in facts.items() if there)


def _counted(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))
