"""Finding what an address names, among what the user may open. Anything else is "not there"."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from sijill.collect.models import Report
from sijill.office.models import User
from sijill.office.records import unknown_first
from sijill.register.access import open_complaints, open_events, open_people
from sijill.register.models import Act, Complaint, EntityKind, Event, Person, Support


def the_case(user: User, event_id: str) -> Event:
    """A case."""
    return get_object_or_404(open_events(user), pk=event_id)


def the_act(user: User, act_id: str) -> Act:
    """An act of a case."""
    acts = Act.objects.filter(event__in=open_events(user)).select_related("event", "victim")
    return get_object_or_404(acts, pk=act_id)


def the_person(user: User, person_id: str) -> Person:
    """A person of a case."""
    return get_object_or_404(open_people(user), pk=person_id)


def the_complaint(user: User, complaint_id: str) -> Complaint:
    """A complaint."""
    return get_object_or_404(open_complaints(user).select_related("report__source", "event"), pk=complaint_id)


def reports_of(event: Event) -> QuerySet[Report]:
    """All that sources said and that this case rests on: complaints, and support of its entries."""
    acts = Act.objects.filter(event=event)
    supports = Support.objects.filter(entity_kind=EntityKind.EVENT, entity_id=event.id)
    for kind, ids in (
        (EntityKind.ACT, acts.values("id")),
        (EntityKind.PERSON, acts.values("victim_id")),
        (EntityKind.INVOLVEMENT, acts.values("involvements__id")),
        (EntityKind.ACT_STATUS, acts.values("statuses__id")),
    ):
        supports = supports | Support.objects.filter(entity_kind=kind, entity_id__in=ids)
    said = Report.objects.filter(pk__in=supports.values("report_id"))
    complained = Report.objects.filter(complaints__event=event)
    found = (said | complained).distinct().select_related("source")
    return found.order_by(unknown_first("said_lo"), "id")
