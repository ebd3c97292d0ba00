"""Invented registers for tests of reports: small ones of any seed, and one fixed one for the golden files."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sijill.assess.rules.sdg16 import Options
from sijill.codelists.load import codelist
from sijill.publish.reports import Context, hold
from sijill.publish.reports.laws import Law, Laws
from sijill.publish.reports.report import Former
from sijill.tables.engines import Tables, memory
from tests.publish.reports import speech_worlds

Rows = dict[str, list[dict[str, Any]]]

SINCE, UNTIL = date(2024, 7, 1), date(2025, 12, 31)
OPTIONS = Options(since=SINCE, until=UNTIL)
LAWS = Laws(
    (
        Law("order-law", (("en", "Public Order Law (INVENTED)"), ("ar", "قانون النظام العام")), ("Public Order Law",)),
        Law("press-law", (("en", "Press Law (INVENTED)"),), ("Press Law 1", "Press Law, No. 1")),
    )
)
SEED, ACTS = 16_10_1, 150  # of the register behind the golden files

AREAS = ("BO-L", "BO-C", "BO-S", "BO", "not-stated")
STATES = {
    "state-agent": "police",
    "state-acquiescence": "pro-government-armed-group",
    "non-state": "organised-crime",
}


class Dice:
    """Choices that stay the same for a seed whatever the version of Python."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, end: int) -> int:
        return int(self._random.random() * end)

    def one(self, things: Sequence[Any]) -> Any:
        return things[self.below(len(things))]

    def often(self, usual: Any, others: Sequence[Any], share: float = 0.7) -> Any:
        return usual if self._random.random() < share else self.one(others)

    def chance(self, share: float) -> bool:
        return self._random.random() < share


def world(seed: int, acts: int = 60) -> Tables:
    """A register of some persons and events and about `acts` acts, held in memory."""
    return memory(rows(seed, acts))


def rows(seed: int, acts: int = 60) -> Rows:
    """The rows of that register, by table."""
    dice = Dice(seed)
    found: Rows = {name: [] for name in ("source", "vintage", "report", "report_withdrawal", "refusal", "person")}
    found |= {name: [] for name in ("event", "act", "act_role", "act_status", "involvement", "support")}
    found |= {name: [] for name in ("verification", "consent")}
    _sources(found, dice)
    people, events = max(acts // 2, 2), max(acts // 3, 2)
    for number in range(people):
        found["person"].append(_person(dice, number))
    for number in range(events):
        merged = f"event-{number - 1}" if number % 11 == 10 and number % 22 else None
        state = dice.often("confirmed", ("draft", "rejected"), 0.9)
        found["event"].append({"id": f"event-{number}", "merged_into_id": merged, "state": state})
    for number in range(acts):
        _act(found, dice, number, people, events)
    later = Dice(seed + 1)  # of its own, so that what is drawn above stays as it was
    for act in found["act"]:
        _law(act, later)
        _steps(found, later, act)
        _arrival(act, later)
    for report in found["report"]:
        report |= _said_on(later)
    speech_worlds.add(found, Dice(seed + 2))
    return found


def _sources(found: Rows, dice: Dice) -> None:
    for code, public in (("list", True), ("wire", True), ("hotline", False)):
        found["source"].append({"id": f"source-{code}", "code": code, "is_public": public, "kind": "ngo"})
    size = 0
    for number, label in enumerate(("2024-01", "2025-01", "2025-01")):
        added, withdrawn = 20 + dice.below(9), dice.below(4) if number else 0
        read = {"rows_new": added, "rows_unchanged": size - withdrawn, "rows_withdrawn": withdrawn}
        size += added - withdrawn
        found["vintage"].append(
            {
                "id": f"vintage-{number}",
                "source_id": "source-list",
                "format": "table",
                "label": label,
                "sha256": f"{number:064x}",
                "complete": True,
                "finished": True,
                "rows_read": size + 2,
                "rows_refused": 2,
                "log_from": number,
                **read,
            }
        )
        for row in range(2):
            problem = dice.one(("unknown-code", "bad-date"))
            found["refusal"].append(
                {
                    "id": f"refusal-{number}-{row}",
                    "vintage_id": f"vintage-{number}",
                    "position": str(row),
                    "problem": problem,
                }
            )


def _person(dice: Dice, number: int) -> dict[str, Any]:
    group = dice.chance(0.05)
    return {
        "id": f"person-{number}",
        "merged_into_id": f"person-{number - 1}" if number % 13 == 12 and number % 26 != 13 else None,
        "kind": "group" if group else "individual",
        "identified": "name",
        "sex": dice.often("male", ("female", "female", "other", "not-stated", "not-asked"), 0.5),
        "gender": dice.often("not-asked", ("woman", "man", "non-binary")),
    }


def _act(found: Rows, dice: Dice, number: int, people: int, events: int) -> None:
    act, kinds = f"act-{number:03d}", codelist("acts").codes
    in_sdg = [code for code, letter in codelist("acts").column("sdg").items() if letter]
    found["act"].append(
        {
            "id": act,
            "event_id": f"event-{dice.below(events)}",
            "victim_id": f"person-{dice.below(people)}",
            "kind": dice.often(dice.one(in_sdg), kinds),
            "state": dice.often("confirmed", ("draft", "draft", "rejected", "withdrawn")),
            "place": dice.one(AREAS),
            "motive": dice.often("linked", ("engaged", "not-linked", "undetermined", "not-stated")),
            "diligence_failure": dice.one(("yes", "no", "not-stated")),
            "severe": dice.often("yes", ("no", "not-stated")),
            "purpose": dice.often("yes", ("no", "not-available")),
            "acknowledgement": dice.one([*codelist("acknowledgement").codes]),
            "detention_basis": dice.one([*codelist("detention_basis").codes]),
            "detention_type": dice.one([*codelist("detention_types").codes]),
            **_dates(dice),
            **_age(dice),
        }
    )
    roles = {dice.often("journalist", ("human-rights-defender", "trade-unionist", "lawyer", "blogger", "not-stated"))}
    roles |= {"human-rights-defender"} if dice.chance(0.3) else set()
    for role in sorted(roles) if dice.chance(0.9) else ():
        found["act_role"].append({"id": f"{act}/{role}", "act_id": act, "role": role})
    for place in range(dice.below(3)):
        link = dice.often("state-agent", ("non-state", "state-acquiescence", "not-stated"))
        found["involvement"].append(
            {
                "id": f"{act}/by-{place}",
                "act_id": act,
                "perpetrator": dice.often(STATES.get(link, "unknown-perpetrator"), ("armed-forces", "not-stated")),
                "state_link": link,
                "attribution": dice.often("witnessed", ("alleged", "disputed", "convicted")),
            }
        )
    _said(found, dice, act)
    _decided(found, dice, act)


def _dates(dice: Dice) -> dict[str, Any]:
    first = date(2024, 1, 1) + timedelta(days=dice.below(900))
    if dice.chance(0.05):
        return {"occurred_unknown": "not-stated", "ended_unknown": "not-stated"}
    last = first + timedelta(days=dice.often(0, (0, 10, 40, 200)))
    if dice.chance(0.4):
        return {
            "occurred_lo": first,
            "occurred_hi": last,
            "ended_unknown": dice.one(("not-stated", "not-asked")),
        }
    end = last + timedelta(days=dice.below(400))
    still = date(9999, 12, 31) if dice.chance(0.3) else end
    return {"occurred_lo": first, "occurred_hi": last, "ended_lo": end, "ended_hi": still}


def _age(dice: Dice) -> dict[str, Any]:
    if dice.chance(0.3):
        return {"age_unknown": dice.one(("not-stated", "not-asked"))}
    low = 12 + dice.below(60)
    return {"age_low": low, "age_high": low + dice.often(0, (3, 12))}


def _said(found: Rows, dice: Dice, act: str) -> None:
    for code in ("list", "wire", "hotline"):
        if not dice.chance(0.4):
            continue
        report = f"{act}/report-{code}"
        found["report"].append({"id": report, "source_id": f"source-{code}", "sha256": "0" * 64})
        for element in ("act", "date"):
            found["support"].append(
                {
                    "id": f"{report}/support-{element}",
                    "report_id": report,
                    "entity_kind": "act",
                    "entity_id": act,
                    "element": element,
                }
            )
        if dice.chance(0.1):
            found["report_withdrawal"].append(
                {
                    "id": f"{report}/gone",
                    "report_id": report,
                    "vintage_id": "vintage-1",
                    "log_from": dice.below(9),
                }
            )


def _decided(found: Rows, dice: Dice, act: str) -> None:
    if dice.chance(0.5):
        decision = dice.often("reasonable-grounds", ("not-established", "more-needed"), 0.8)
        word = dice.often("verified", ("corroborated",)) if decision == "reasonable-grounds" else "not-established"
        found["verification"].append(
            {
                "id": f"{act}/decision",
                "act_id": act,
                "basis": "sources",
                "body": "none",
                "decision": decision,
                "standing": "paris-a",
                "word": word,
                "decided_on": date(2026, 1, 1),
                "log_from": 5,
            }
        )


def _law(act: dict[str, Any], dice: Dice) -> None:
    if dice.chance(0.5):
        act["law"] = dice.often("Public order law", ("PRESS  LAW 1", "press law, no. 1", "Zz said so (INVENTED)"))


def _arrival(act: dict[str, Any], dice: Dice) -> None:
    """The day of the first entry: some days or years after the act, where its day is known at all."""
    day = act.get("occurred_lo", date(2025, 6, 1)) + timedelta(days=dice.one((3, 20, 50, 120, 250, 500, 900)))
    act["entered_on"] = day


def _said_on(dice: Dice) -> dict[str, Any]:
    if dice.chance(0.3):
        return {"said_unknown": "not-stated"}
    day = date(2024, 1, 1) + timedelta(days=dice.below(900))
    return {"said_lo": day, "said_hi": day + timedelta(days=dice.often(0, (30, 200)))}


def _steps(found: Rows, dice: Dice, act: dict[str, Any]) -> None:
    """Some acts lead to one charge or two, and some are investigated; two steps may fall on one day."""
    stages = {
        "charge": ("charged", "charges-pending", "dismissed", "acquitted", "convicted", "determined-fabricated"),
        "investigation": ("opened", "suspended", "closed-no-result", "perpetrator-charged", "perpetrator-convicted"),
    }
    for process, of_process in stages.items():
        if not dice.chance(0.5):
            continue
        for thread in range(1, 2 + dice.below(2)):
            day = date(2024, 1, 1) + timedelta(days=dice.below(700))
            for sequence in range(1, 2 + dice.below(3)):
                day += timedelta(days=dice.often(0, (20, 100, -5), 0.5))
                undated = dice.chance(0.1)
                when = {"occurred_unknown": "not-stated"} if undated else {"occurred_lo": day, "occurred_hi": day}
                found["act_status"].append(
                    {
                        "id": f"{act['id']}/{process}-{thread}-{sequence}",
                        "act_id": act["id"],
                        "process": process,
                        "thread": thread,
                        "sequence": sequence,
                        "stage": dice.one(of_process),
                        "law": dice.often("", ("Press Law 1", "Zz other (INVENTED)")),
                        **when,
                    }
                )


def former_rows(seed: int, acts: int) -> Rows:
    """The register of a seed as it stood before: acts not yet entered, not yet rejected, other dates, no decisions."""
    found = rows(seed, acts)
    for number, act in enumerate(found["act"]):
        if number % 7 == 3 and "occurred_lo" in act:
            act["occurred_lo"] -= timedelta(days=400)
            act["occurred_hi"] -= timedelta(days=400)
        if number % 7 == 5:
            act["motive"] = "not-stated"
        if act["state"] in ("rejected", "withdrawn"):
            act["state"] = "draft"
    for person in found["person"]:
        person["merged_into_id"] = None
    found["act"] = [act for number, act in enumerate(found["act"]) if number % 7 != 1]
    known = {act["id"] for act in found["act"]}
    found["verification"] = [one for number, one in enumerate(found["verification"]) if number % 5]
    for name in ("act_role", "act_status", "involvement", "verification"):
        found[name] = [row for row in found[name] if row["act_id"] in known]
    return found


LETTERS = ("_T", *codelist("sdg_categories").codes)
FORMER = Former(
    release="release-1",
    tables=hold(memory(former_rows(SEED, ACTS))),
    shown=frozenset((measure, code) for measure in ("reported", "verified", "corroborated") for code in LETTERS),
    threshold=0,
)
CONTEXT = Context(options=OPTIONS, assessed=True, source="list", laws=LAWS, former=FORMER)
