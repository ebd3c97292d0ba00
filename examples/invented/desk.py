"""What the office entered by hand: complaints with their clocks, and the stories of `byhand`, by actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from django.db import transaction

from invented.byhand import ARTICLE, LAW, STORIES, Deed, Person, Story
from invented.casework import ELEMENTS, Office, agree, decide, determine, document
from invented.names import MARK, Names
from sijill.collect.actions import add_source, file_report
from sijill.collect.models import Report, Source
from sijill.register import models
from sijill.register.actions import (
    add_involvement,
    add_status,
    add_support,
    answer_complaint,
    merge_persons,
    open_complaint,
    record_act,
    record_event,
    record_person,
    set_members,
    set_state,
    split_person,
    unmerge,
)
from sijill.register.models import Act, Complaint, EntityKind, Event

# Code, name, kind, mandate, public: a judgment is read out, and the office does not name who confides in it.
_WHO_TELLS = (
    ("zz-complainants", "INVENTED people who complain", "victim", "none", False),
    ("zz-witnesses", "INVENTED witnesses", "witness", "none", False),
    ("zz-hospital", "INVENTED hospital of Zz", "medical", "none", False),
    ("zz-court", "INVENTED High Court of Zz", "court", "court", True),
)
# Complaints that led to no case: how they came, when, where they stand, when the office moved them there.
_OTHER_COMPLAINTS = (
    ("email", date(2026, 1, 12), "received", None),
    ("call", date(2025, 11, 3), "received", None),
    ("visit", date(2025, 10, 14), "admissible", date(2025, 10, 20)),
    ("referral", date(2025, 9, 1), "inadmissible", date(2025, 9, 12)),
    ("letter", date(2025, 6, 18), "answered", date(2025, 7, 15)),
    ("partner", date(2025, 3, 5), "closed", date(2025, 5, 30)),
)
_MORE_SOURCES = {"sources": ("zz-witnesses", "zz-hospital"), "court": ("zz-court",)}
_BODIES = {"court": "court", "institution": "institution-investigation"}


def enter(office: Office, seed: int) -> None:
    """Enter every complaint and every story."""
    sources = {
        code: add_source(
            actor=office.staff.recorder, code=code, name=name, kind=kind, mandate=mandate, is_public=public
        )
        for code, name, kind, mandate, public in _WHO_TELLS
    }
    names = Names(Random(f"{seed} by hand"))
    for channel, received, state, on in _OTHER_COMPLAINTS:
        with transaction.atomic():
            made = _complaint(office, sources["zz-complainants"], channel, received)
            if on is not None:
                answer_complaint(actor=office.staff.recorder, complaint=made, state=state, on=on)
    for number, story in enumerate(STORIES):
        with transaction.atomic():
            _Teller(office, sources, story, number, names).tell()


def _complaint(office: Office, source: Source, channel: str, received: date) -> Complaint:
    words = f"{MARK}: what somebody told the office, received by {channel} on {received}."
    return open_complaint(
        actor=office.staff.recorder, source=source, channel=channel, words=words, received_on=received
    )


class _Teller:
    """Enters one story. Two recorders take turns, and so do two reviewers."""

    def __init__(self, office: Office, sources: Mapping[str, Source], story: Story, number: int, names: Names) -> None:
        self._office = office
        self._sources = sources
        self._story = story
        self._recorder = office.staff.second_recorder if number % 3 == 0 else office.staff.recorder
        self._reviewer = office.reviewer(number)
        self._names = names
        self._other_name = names.full()[0] if story.ending == "split" else ""

    def tell(self) -> None:
        """The complaint, the case, its people and acts, their support, the decisions, what came later."""
        story = self._story
        complaint = _complaint(self._office, self._sources["zz-complainants"], story.complaint, story.received)
        events = [self._event(complaint if not n else None) for n in range(len(story.deeds) if story.apart else 1)]
        victims = [self._person(one) for one in story.victims]
        acts = [self._act(deed, events[n % len(events)], victims[deed.victim]) for n, deed in enumerate(story.deeds)]
        self._support(complaint, acts)
        for deed, act in zip(story.deeds, acts, strict=True):
            self._decide(deed, act)
        for victim in victims:
            for use, decision, given_by in story.consents:
                agree(self._recorder, victim, use, decision, given_by)
        self._later(events, victims, acts)
        if story.answered:
            complaint.refresh_from_db()
            answer_complaint(actor=self._recorder, complaint=complaint, state="answered", on=story.answered)

    def _event(self, complaint: Complaint | None) -> Event:
        story = self._story
        event = record_event(
            actor=self._recorder,
            title=f"{MARK}: {story.title}",
            context=story.context,
            description=f"{MARK}. Entered by hand for practice; nobody in it exists.",
            restricted=story.restricted,
            complaint=complaint,
        )
        if story.restricted:
            set_members(actor=self._recorder, event=event, users=[self._reviewer])
        return event

    def _person(self, one: Person) -> models.Person:
        latin, arabic = self._names.full()
        if one.size:
            low, high = one.size
            return record_person(
                actor=self._recorder,
                names=[],
                kind="group",
                identified="unidentified",
                size_low=low,
                size_high=high,
            )
        names = [(latin, one.kind_of_name, "Latn"), (arabic, one.kind_of_name, "Arab")]
        if self._other_name:  # it belongs to somebody else, as is found out later
            names.append((self._other_name, "full", "Latn"))
        return record_person(
            actor=self._recorder,
            names=names,
            identified="alias" if one.kind_of_name == "alias" else "named",
            sex=one.sex,
            sex_stated_by="self",
            gender=one.gender,
            gender_stated_by="self" if one.gender != "not-asked" else "not-asked",
            citizenship="XZ",
        )

    def _act(self, deed: Deed, event: Event, victim: models.Person) -> Act:
        ages = self._story.victims[deed.victim].ages
        facts: dict[str, Any] = {
            "kind": deed.kind,
            "place": self._story.area,
            "place_precision": "region" if "-" in self._story.area else "country",
            **deed.all_facts,
        }
        act = record_act(
            actor=self._recorder,
            event=event,
            victim=victim,
            occurred=deed.day,
            roles=self._story.roles,
            ended=deed.ended,
            age_low=min(ages, default=None),
            age_high=max(ages, default=None),
            **facts,
        )
        add_involvement(
            actor=self._recorder,
            act=act,
            perpetrator=deed.by,
            state_link=deed.link,
            degree="carried-out",
            attribution="determined" if deed.grounds in _BODIES else "alleged",
        )
        for process, stage, day in deed.steps:
            named = stage == "charged"
            add_status(
                actor=self._recorder,
                act=act,
                process=process,
                stage=stage,
                occurred=day,
                law=LAW if named else "",
                article=ARTICLE if named else "",
            )
        return act

    def _support(self, complaint: Complaint, acts: list[Act]) -> None:
        """The complaint supports every act; where more was heard, that supports what rests on it."""
        story = self._story
        for act in acts:
            if complaint.report is not None:
                self._supports(complaint.report, act)
        for grounds, codes in _MORE_SOURCES.items():
            resting = [act for deed, act in zip(story.deeds, acts, strict=True) if deed.grounds == grounds]
            for code in codes if resting else ():
                report = self._report(code)
                for act in resting:
                    self._supports(report, act)

    def _report(self, code: str) -> Report:
        words = f"{MARK}: statement on the case '{self._story.title}'; it names the victim, the day and the deed."
        report = file_report(
            actor=self._recorder,
            source=self._sources[code],
            content=words,
            said=self._story.received.isoformat(),
        )
        document(self._office, self._recorder, words, f"{MARK}-{code}-{self._story.code}.txt", report)
        return report

    def _supports(self, report: Report, act: Act) -> None:
        add_support(
            actor=self._recorder,
            report=report,
            entity_kind=EntityKind.ACT,
            entity_id=act.id,
            elements=ELEMENTS,
        )

    def _decide(self, deed: Deed, act: Act) -> None:
        if deed.grounds == "sources":
            decide(self._office, self._reviewer, act, "reasonable-grounds", "three people who could know agree")
        elif deed.grounds:
            determine(self._office, self._reviewer, act, _BODIES[deed.grounds])

    def _later(self, events: list[Event], victims: list[models.Person], acts: list[Act]) -> None:
        ending, recorder = self._story.ending, self._recorder
        if ending == "split":
            split_person(
                actor=recorder,
                person=victims[0],
                acts=acts[1:],
                names=victims[0].names.filter(text=self._other_name),
                reasons=f"{MARK}: a second document shows another date of birth.",
            )
        elif ending == "unmerged":
            reasons = f"{MARK}: one threat, it seemed, and one letter."
            merge_persons(actor=recorder, keep=victims[0], drop=victims[1], reasons=reasons)
            victims[1].refresh_from_db()
            unmerge(actor=self._reviewer, entry_row=victims[1], reasons=f"{MARK}: two letters, two people.")
        elif ending == "withdrawn":
            set_state(actor=recorder, row=events[0], state="withdrawn")
