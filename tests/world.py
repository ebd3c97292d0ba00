"""A tiny invented country, entered by hand: one case, as the tests of pages and counting need it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sijill.collect.actions import add_source, file_report
from sijill.collect.models import Report, Source
from sijill.office.models import User
from sijill.register.actions import add_involvement, add_support, record_act, record_event, record_person
from sijill.register.models import Act, EntityKind, Event, Person

ELEMENTS = ("identity", "role", "act", "date", "place", "perpetrator", "motive")


@dataclass(frozen=True)
class Case:
    """One event, one victim, one act."""

    event: Event
    victim: Person
    act: Act


def a_source(actor: User, code: str, group: str = "") -> Source:
    """A public source of its own independence group unless another is named."""
    return add_source(
        actor=actor, code=code, name=f"Invented {code}", kind="ngo", independence_group=group, is_public=True
    )


def a_case(actor: User, *, kind: str = "arbitrary-detention", title: str = "An invented case", **facts: str) -> Case:
    """An arbitrary detention of an invented journalist by the police, as one recorder enters it."""
    event = record_event(actor=actor, title=title, context="none")
    victim = record_person(actor=actor, names=[("Zz Invented", "full", "Latn")], sex="female", sex_stated_by="self")
    given = {
        "motive": "linked",
        "place": "BO",
        "place_precision": "country",
        "detention_basis": "no-legal-basis",
    }
    act = record_act(
        actor=actor,
        event=event,
        victim=victim,
        kind=kind,
        occurred="2024-05-04",
        roles=["journalist"],
        age_low=30,
        age_high=30,
        **{**given, **facts},  # type: ignore[arg-type]
    )
    add_involvement(actor=actor, act=act, perpetrator="police", state_link="state-agent")
    return Case(event, victim, act)


def supported(actor: User, act: Act, sources: list[Source]) -> list[Report]:
    """One report of each source that supports every element of the act."""
    reports = []
    for source in sources:
        report = file_report(actor=actor, source=source, content=f"Invented words of {source.code}", said="2024-05-06")
        add_support(actor=actor, report=report, entity_kind=EntityKind.ACT, entity_id=act.id, elements=list(ELEMENTS))
        reports.append(report)
    return reports


TODAY = date(2024, 6, 1)
