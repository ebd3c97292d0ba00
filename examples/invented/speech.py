"""The second ledger of the invented country: what `speech.toml` tells, and demands and take-downs in numbers.

Entered by a recorder through the actions that the pages use; each entry rests on an invented report. The numbers
come from the seed and say nothing: they are there so that tables, and the protection of small cells, have work to do.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction

from invented import probe
from invented.byhand import STORIES
from invented.names import COUNTRY, MARK, pick
from invented.staff import Staff
from sijill.assess.actions import answer_check
from sijill.collect.actions import add_source, file_report
from sijill.collect.importers.formats import read
from sijill.collect.models import Report, Source
from sijill.register.actions import import_file, record_body
from sijill.register.actions.imports import file_hash
from sijill.register.models import Act, Event
from sijill.register.speech import actions as speech
from sijill.register.speech.models import Signal

TOLD: Mapping[str, Any] = tomllib.loads((Path(__file__).parent / "speech.toml").read_text(encoding="utf-8"))
DEMANDS, RESTRICTIONS = 72, 90
_BODIES = ("company", "authority", "enforcer", "organization")
_BEGAN = date(2023, 1, 5)
# (authority, its code, reason, how many in ten). More of what nobody cited a law for than one would wish.
_WHO_ASKS = (
    ("police", "police", "public-order", "informal-request", "none-cited"),
    ("police", "police", "government-criticism", "informal-request", "none-cited"),
    ("agency", "communications-authority", "false-information", "administrative-order", "law"),
    ("court", "court", "defamation", "court-order", "law"),
)
_ANSWERS = ("complied-law", "complied-law", "complied-terms", "partly-complied", "refused")
_DECIDED = ("fully", "fully", "partly", "not-automated")
_LANGUAGES = (
    "ar",
    "ar",
    "fr",
    "not-stated",
)  # drawn apart from everything else: it changes nothing that was there before
_SPEAKERS = ("journalist", "journalist", "defender", "artist", "other-person", "not-stated")


def enter(staff: Staff, seed: int, folder: Path) -> None:
    """Enter everything, as the recorder: the same for the same seed, ids apart. Measurements lie in `folder`."""
    with transaction.atomic():
        desk = _Desk(staff)
        desk.tell()
        desk.add()
        desk.count(Random(f"{seed} speech"))
        desk.link()
        desk.answer(staff)
        desk.measure(staff, folder, Random(f"{seed} probe"))


class _Desk:
    """What was entered so far, by the keys of the file."""

    def __init__(self, staff: Staff) -> None:
        self._actor = staff.recorder
        self._sources: dict[str, Source] = {one["code"]: add_source(actor=self._actor, **one) for one in TOLD["source"]}
        self._made: dict[str, Any] = {
            one["key"]: record_body(actor=self._actor, name=one["name"], kind=one["kind"], place=COUNTRY)
            for one in TOLD["body"]
        }

    def tell(self) -> None:
        """Laws and rules first, then what rests on them."""
        for one in TOLD["law"]:
            law = self._entry("law", one, parts=("provision",))
            for part in one["provision"]:
                self._made[part["key"]] = speech.record_provision(actor=self._actor, law=law, **_facts(part))
        for one in TOLD["policy"]:
            policy = self._entry("policy", one, parts=("clause",))
            for part in one["clause"]:
                self._made[part["key"]] = speech.record_clause(actor=self._actor, policy=policy, **_facts(part))
        for one in TOLD["demand"]:
            self._entry("demand", one)
        for one in TOLD["restriction"]:
            made = self._entry("restriction", one, parts=("reversal",))
            report = self._report(one["source"], f"the appeal on {one['key']} was heard")
            speech.reverse_restriction(actor=self._actor, restriction=made, report=report, **one["reversal"])
        for one in TOLD["exposure"]:
            self._entry("exposure", one)
        for one in TOLD["disruption"]:
            self._disruption(one)

    def add(self) -> None:
        """Numbers of a demand, territories of a restriction."""
        for one in TOLD["count"]:
            report = self._report(one["source"], f"how {one['demand']} was answered: {one['outcome']}")
            facts = {name: value for name, value in _facts(one).items() if name != "demand"}
            speech.add_count(actor=self._actor, demand=self._made[one["demand"]], report=report, **facts)
        for one in TOLD["place"]:
            for place in one["places"]:
                speech.add_place(actor=self._actor, restriction=self._made[one["restriction"]], place=place)

    def answer(self, staff: Staff) -> None:
        """What a reviewer answered to checks of the ground rules, each with the report that shows it."""
        for one in TOLD["answer"]:
            answer_check(
                actor=staff.reviewer,
                check=one["check"],
                entity_kind=one["table"],
                entity_id=self._made[one["entry"]].pk,
                verdict=one["verdict"],
                reasons=one["reasons"],
                on=date.fromisoformat(one["on"]),
                report=self._report(one["source"], f"what shows {one['check']} of {one['entry']}"),
            )

    def measure(self, staff: Staff, folder: Path, dice: Random) -> None:
        """Measurements of a site, read as those of OONI are. A person says that their silence bears on October."""
        path = probe.write(folder, dice)
        found = import_file(
            actor=staff.operator,
            info=probe.SOURCE,
            format_name="ooni",
            complete=False,
            rows=read("ooni", path),
            sha256=file_hash(path),
            file_name=path.name,
            label="2025",
            retrieved_on=date(2025, 11, 3),
        )
        assert not found.refused, found  # noqa: S101
        for signal in Signal.objects.filter(outcome=probe.SILENT):
            speech.place_signal(actor=self._actor, signal=signal, disruption=self._made["october"])

    def _disruption(self, one: Mapping[str, Any]) -> None:
        made = self._entry("disruption", one, parts=("claim", "update", "services", "areas"))
        for service, affected in one["services"]:
            speech.add_service(actor=self._actor, disruption=made, service=service, affected=affected)
        for place in one.get("areas", ()):
            speech.add_area(actor=self._actor, disruption=made, place=place)
        for claim in one["claim"]:
            report = self._report(claim["source"], f"what it says of {one['key']}")
            speech.add_claim(actor=self._actor, disruption=made, report=report, **_facts(claim))
        for update in one["update"]:
            report = self._report(update["source"], update["text"].removeprefix(f"{MARK}: "), update["occurred"])
            by = self._made.get(update.get("by"))
            facts = {name: value for name, value in _facts(update).items() if name != "by"}
            speech.add_update(actor=self._actor, disruption=made, report=report, by=by, **facts)

    def count(self, dice: Random) -> None:
        """Demands to the platform, one by one, and take-downs: some on demand, some by a machine, some appealed."""
        asked = [self._demand(dice, number) for number in range(DEMANDS)]
        for number in range(RESTRICTIONS):
            self._restriction(dice, number, asked[number * DEMANDS // RESTRICTIONS] if number % 3 == 0 else None)

    def _demand(self, dice: Random, number: int) -> Any:
        body, kind, reason, process, basis = pick(dice, _WHO_ASKS)
        made = _BEGAN + timedelta(days=number * 15)
        report = self._report("zz-zzpost", f"demand {number + 1}, of {made}", made.isoformat())
        return speech.record_demand(
            actor=self._actor,
            report=report,
            company=self._made["zzpost"],
            authority=self._made[body],
            provision=self._made["act-7/9"] if basis == "law" and kind != "court" else None,
            level="single",
            authority_kind=kind,
            country=COUNTRY,
            kind="restrict-content",
            process=process,
            official="no" if process == "informal-request" else "yes",
            reason=reason,
            made=made.isoformat(),
            basis=basis,
            legal_basis=f"{MARK} Act 7, Article 9" if basis == "law" else "",
            written="no" if process == "informal-request" else "yes",
            requests=1,
            items=1 + int(dice.random() * 6),
            outcome=pick(dice, _ANSWERS),
        )

    def _restriction(self, dice: Random, number: int, demand: Any) -> None:
        applied = demand.made_lo + timedelta(days=1) if demand else _BEGAN + timedelta(days=number * 12)
        decided, speaker = pick(dice, _DECIDED), pick(dice, _SPEAKERS)
        appealed = "yes" if dice.random() < 0.5 else "no"
        outcome = pick(dice, ("reversed", "upheld", "upheld", "pending")) if appealed == "yes" else "not-asked"
        report = self._report("zz-zzpost", f"decision {number + 1}, of {applied}", applied.isoformat())
        made = speech.record_restriction(
            actor=self._actor,
            report=report,
            demand=demand,
            company=self._made["zzpost"],
            provision=demand.provision if demand else None,
            clause=None if demand else self._made["rules-2022/3" if applied.year < 2025 else "rules-2025/3"],
            level="single",
            service="Zzpost",
            decider="company-asked" if demand else "company",
            asked_by=demand.authority_kind if demand else "not-stated",
            measure=pick(dice, ("removed", "removed", "geo-blocked", "demoted", "account-suspended")),
            object=pick(dice, ("post", "video", "image")),
            scope="item",
            items=1,
            country=COUNTRY,
            applied=applied.isoformat(),
            ground="law" if demand and demand.basis == "law" else "terms",
            speaker=speaker,
            language=pick(Random(f"{number} language"), _LANGUAGES),
            detected_by="authority" if demand else pick(dice, ("own-initiative", "user-notice")),
            automated_detection="no" if demand else "yes",
            automated_decision="not-automated" if demand else decided,
            notified=pick(dice, ("yes", "yes", "no")),
            remedy="internal",
            appealed=appealed,
            appeal_outcome=outcome,
        )
        if outcome == "reversed":
            on = applied + timedelta(days=14)
            back = self._report("zz-zzpost", f"decision {number + 1} reversed on {on}", on.isoformat())
            speech.reverse_restriction(
                actor=self._actor, restriction=made, report=back, applied=on.isoformat(), decider="company"
            )

    def link(self) -> None:
        """Say which entries belong to the people of `stories.toml`."""
        titles = {story.code: f"{MARK}: {story.title}" for story in STORIES}
        deeds = {story.code: story.deeds for story in STORIES}
        for one in TOLD["link"]:
            event = Event.objects.get(title=titles[one["story"]])
            if "disruption" in one:
                speech.link_disruption_event(actor=self._actor, disruption=self._made[one["disruption"]], event=event)
                continue
            act = Act.objects.get(event=event, kind=deeds[one["story"]][one["deed"]].kind)
            if "provision" in one:
                speech.link_act_provision(
                    actor=self._actor, act=act, provision=self._made[one["provision"]], standing=one["standing"]
                )
            elif "demand" in one:
                speech.link_demand_act(
                    actor=self._actor, demand=self._made[one["demand"]], act=act, standing=one["standing"]
                )
            else:
                speech.link_exposure_act(
                    actor=self._actor, exposure=self._made[one["exposure"]], act=act, standing=one["standing"]
                )

    def _entry(self, table: str, one: Mapping[str, Any], parts: tuple[str, ...] = ()) -> Any:
        report = self._report(one["source"], f"{table} {one['key']}")
        facts = {name: value for name, value in _facts(one).items() if name not in parts}
        links = ("amends", "provision", "demand", "clause", *_BODIES)
        for name in [name for name in links if name in facts]:
            facts[name] = self._made[facts[name]]
        record = getattr(speech, f"record_{table}")
        made = self._made[one["key"]] = record(actor=self._actor, report=report, **facts)
        return made

    def _report(self, source: str, words: str, said: str = "") -> Report:
        return file_report(actor=self._actor, source=self._sources[source], content=f"{MARK}: {words}.", said=said)


def _facts(one: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry says, ranges as pairs."""
    given = {name: value for name, value in one.items() if name not in ("key", "source")}
    return {name: tuple(value) if _is_range(value) else value for name, value in given.items()}


def _is_range(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value)
