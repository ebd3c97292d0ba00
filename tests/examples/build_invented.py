"""Build the invented country in a home and print what stands in it as JSON; run as a program of its own.

python build_invented.py HOME [look]: a digest of the content; with `look`, facts to check, and figures before
and after the correction.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

# (year, status, by): each query takes most of a second to plan, so no more than tell things apart.
FINE, ROLES = ("category", "sex", "area"), ("category", "role")
FIRST = (
    *((year, status, by) for year in (2023, 2025) for status in ("reported", "verified") for by in (FINE, ROLES)),
    (2022, "reported", ("category",)),
    (2024, "reported", ("category",)),
)
THEN = tuple((year, status, FINE) for year in (2024, 2025) for status in ("reported", "verified"))


def main(folder: str, look: bool) -> None:
    """Build, look, correct, look again."""
    os.environ["SIJILL_HOME"] = folder
    from sijill import examples
    from sijill.cli.base import start
    from sijill.home import Settings, find

    home = find(folder)
    home.make()
    home.write_settings(Settings())
    start(home)
    sys.path.append(str(examples()))
    country = importlib.import_module("invented.country")
    began = time.monotonic()
    summary = country.build(home)
    took = time.monotonic() - began
    found: dict[str, Any] = {"took": took, "content": digest()}
    if look:
        found["rows"] = [summary.rows, summary.refused]
        found["facts"] = facts()
        found["again"] = refused_again(country, home)
        found["first"] = [*tables(home, FIRST)]
        found["reasons"] = {year: reasons(home, int(year)) for year in ("2023", "2025")}
        found["explained"] = {year: behind(home, int(year)) for year in ("2023", "2025")}
        found["complete"] = {year: complete(home, int(year)) for year in ("2023", "2025")}
        country.correct(home)
        found["then"] = [*tables(home, THEN)]
    json.dump(found, sys.stdout, ensure_ascii=False)


def options(year: int, status: str = "reported") -> Any:
    """A calendar year."""
    from sijill.assess.rules.sdg16 import Options

    return Options(since=date(year, 1, 1), until=date(year, 12, 31), status=status)  # type: ignore[arg-type]


def tables(home: Any, asked: Iterable[tuple[int, str, tuple[str, ...]]]) -> Iterator[Any]:
    """[year, status, by, rows] of every table asked for."""
    from sijill.assess.rules.sdg16 import counts
    from sijill.publish.run import open_tables

    t = open_tables(home)
    for year, status, by in asked:
        yield [year, status, by, counts(t, options(year, status), by)]


def reasons(home: Any, year: int) -> dict[str, int]:
    """How many candidates have each reason, of those whose date is or may be in the year."""
    from sijill.assess.rules.sdg16 import decisions
    from sijill.publish.run import open_tables

    asked = options(year)
    rows = decisions(open_tables(home), asked).to_pyarrow().to_pylist()
    inside = (one for one in rows if one["lo"] is None or (one["lo"] <= asked.until and one["hi"] >= asked.since))
    return Counter(one["reason"] for one in inside)


def complete(home: Any, year: int) -> bool:
    """Was every candidate of the year decided on."""
    from sijill.publish.official import review_of
    from sijill.publish.run import open_tables

    return review_of(open_tables(home), options(year)).complete


def facts() -> dict[str, Any]:
    """What a newcomer should meet somewhere in the country."""
    from sijill.collect.models import Refusal, ReportWithdrawal, Source
    from sijill.office.models import Profile, User
    from sijill.register.models import (
        Act,
        ActRole,
        ActStatus,
        Complaint,
        Consent,
        Event,
        Involvement,
        Judgement,
        Person,
        Verification,
    )

    profile = Profile.objects.get()
    return {
        "profile": [profile.invented, profile.kind, profile.country],
        "kinds": sorted(set(Act.objects.values_list("kind", flat=True))),
        "roles": sorted(set(ActRole.objects.values_list("role", flat=True))),
        "sexes": sorted(set(Person.objects.values_list("sex", flat=True))),
        "genders": sorted(set(Person.objects.values_list("gender", flat=True))),
        "minors": Act.objects.filter(age_high__lt=18).count(),
        "ages": sorted({age // 10 for age in Act.objects.exclude(age_low=None).values_list("age_low", flat=True)}),
        "areas": sorted(set(Act.objects.values_list("place", flat=True))),
        "stages": sorted(set(ActStatus.objects.values_list("stage", flat=True))),
        "processes": sorted(set(ActStatus.objects.values_list("process", flat=True))),
        "links": sorted(set(Involvement.objects.values_list("state_link", flat=True))),
        "groups": Person.objects.filter(kind="group").count(),
        "running": Act.objects.filter(ended="..", occurred_lo__lt=date(2025, 1, 1)).count(),
        "only_a_year": Act.objects.filter(occurred="2025").count(),
        "restricted": Event.objects.filter(restricted=True).count(),
        "merged": [
            Person.objects.exclude(merged_into=None).count(),
            Event.objects.exclude(merged_into=None).count(),
        ],
        "verdicts": Counter(Judgement.objects.values_list("verdict", flat=True)),
        "consents": Counter(Consent.objects.values_list("decision", flat=True)),
        "decisions": Counter(Verification.objects.values_list("decision", flat=True)),
        "bases": Counter(Verification.objects.values_list("body", flat=True)),
        "complaints": Counter(Complaint.objects.values_list("state", flat=True)),
        "states": Counter(Act.objects.values_list("state", flat=True)),
        "withdrawn_reports": ReportWithdrawal.objects.count(),
        "refusals": Refusal.objects.count(),
        "groups_of_sources": Counter(Source.objects.values_list("independence_group", flat=True)),
        "unmarked": [one for one in marked_texts() if "INVENTED" not in one.upper() and "مختلق" not in one],
        "speech": speech(),
        "passwords": sorted(user.username for user in User.objects.all() if user.check_password("practice-only-zz")),
        "names": sorted(names()),
    }


def speech() -> dict[str, Any]:
    """What there is of the second ledger."""
    from sijill.register.speech.models import (
        ActProvision,
        Clause,
        Demand,
        DemandAct,
        Disruption,
        DisruptionEvent,
        DisruptionUpdate,
        Exposure,
        ExposureAct,
        Law,
        Policy,
        Provision,
        Restriction,
    )

    models = (Law, Provision, Policy, Clause, Demand, Restriction, Exposure, Disruption)
    links = (ActProvision, DemandAct, ExposureAct, DisruptionEvent)
    restrictions = Restriction.objects.values_list(
        "applied", "measure", "automated_decision", "appeal_outcome", "speaker"
    )
    demands = Demand.objects.values_list("made", "authority_kind", "outcome", "basis")
    return {
        **{model._meta.db_table: model.objects.count() for model in (*models, *links)},
        "updates": sorted(set(DisruptionUpdate.objects.values_list("kind", flat=True))),
        "versions": Law.objects.exclude(amends=None).count() + Policy.objects.exclude(amends=None).count(),
        "by_machine": Restriction.objects.filter(automated_decision="fully").count(),
        "reversals": Restriction.objects.exclude(reverses=None).count(),
        "places": sorted(
            {*Demand.objects.values_list("country", flat=True), *Disruption.objects.values_list("country", flat=True)}
        ),
        "content": hashlib.sha256(repr(sorted([*map(repr, restrictions), *map(repr, demands)])).encode()).hexdigest(),
    }


def marked_texts() -> Iterator[str]:
    """Every text that people read, names of persons and places apart."""
    from sijill.collect.models import Evidence, Report, Source
    from sijill.register.models import Act, ActStatus, Event, Judgement, Verification
    from sijill.register.speech.models import Clause, Disruption, DisruptionUpdate, Law, Policy, Provision

    for model, name in (
        (Law, "title"),
        (Policy, "title"),
        (Disruption, "title"),
        (Disruption, "description"),
        (DisruptionUpdate, "text"),
        (Provision, "definition"),
        (Clause, "text"),
    ):
        yield from model.objects.values_list(name, flat=True)
    bodies = {one for row in Law.objects.values_list("enforcer__name") for one in row}
    yield from bodies | set(Policy.objects.values_list("organization__name", flat=True))
    yield from Source.objects.values_list("name", flat=True)
    yield from Report.objects.values_list("content", flat=True)
    yield from Event.objects.values_list("title", flat=True)
    yield from Evidence.objects.values_list("file_name", flat=True)
    yield from Judgement.objects.values_list("reasons", flat=True)
    yield from Verification.objects.values_list("reasons", flat=True)
    yield from Act.objects.exclude(law="").values_list("law", flat=True)
    yield from ActStatus.objects.exclude(law="").values_list("law", flat=True)


def names() -> set[str]:
    """Every name and every locality in the register."""
    from sijill.register.models import Act, PersonName

    found = set(PersonName.objects.values_list("text", flat=True))
    return found | set(Act.objects.exclude(locality="").values_list("locality", flat=True))


def behind(home: Any, year: int) -> dict[str, Any]:
    """Whether every cell of a year's release says why it has its value."""
    from sijill.publish.actions import context_of
    from sijill.publish.run import open_tables

    sys.path.append(str(Path(__file__).resolve().parents[2]))
    from tests.examples.explaining import explained

    t = open_tables(home)
    return explained(t, context_of(t, home, date(year, 1, 1), date(year, 12, 31)))


def refused_again(country: Any, home: Any) -> str:
    """What building says where an office is already."""
    from sijill.office.errors import Refusal

    try:
        country.build(home)
    except Refusal as error:
        return str(error)
    return ""


def digest() -> str:
    """SHA-256 of what the register says, without ids, times and chance."""
    from sijill.collect.models import Report
    from sijill.register.models import Act, Complaint, Consent

    acts = Act.objects.values_list(
        "kind", "state", "occurred", "ended", "place", "locality", "age_low", "motive", "law",
        "event__title", "event__state", "event__restricted", "victim__sex", "victim__gender", "victim__kind",
        "victim__names__text", "roles__role", "involvements__perpetrator", "verifications__word",
        "statuses__stage", "statuses__sequence",
    )  # fmt: skip
    rows = [
        *(["act", *row] for row in acts),
        *(["report", *row] for row in Report.objects.values_list("source__code", "key", "sha256")),
        *(["complaint", *row] for row in Complaint.objects.values_list("channel", "state", "received_on")),
        ["speech", *speech().items()],
        *(["consent", *row] for row in Consent.objects.values_list("use", "decision", "given_by")),
    ]
    text = "\n".join(sorted(repr(row) for row in rows))
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    main(str(Path(sys.argv[1]).resolve()), sys.argv[2:] == ["look"])
