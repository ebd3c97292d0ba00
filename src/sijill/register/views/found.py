"""Finding what an address names, among what the user may open. Anything else is "not there"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from sijill.collect.models import Report, Source
from sijill.office.models import User
from sijill.office.records import unknown_first
from sijill.register.access import in_open_event, open_complaints, open_events, open_people
from sijill.register.models import Act, Complaint, EntityKind, Event, Person, Support


def the_case(user: User, event_id: str) -> Event:
    """A case."""
    return get_object_or_404(open_events(user), pk=event_id)


def the_act(user: User, act_id: str) -> Act:
    """An act of a case."""
    acts = Act.objects.filter(in_open_event(user)).select_related("event", "victim")
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
        (EntityKind.DEMAND_ACT, acts.values("demands__id")),
        (EntityKind.EXPOSURE_ACT, acts.values("exposures__id")),
        (EntityKind.ACT_PROVISION, acts.values("provisions__id")),
        (EntityKind.DISRUPTION_EVENT, Event.objects.filter(pk=event.pk).values("disruptions__id")),
    ):
        supports = supports | Support.objects.filter(entity_kind=kind, entity_id__in=ids)
    complaints = Complaint.objects.filter(event=event, report__isnull=False)
    # As two lists of ids: a join with the complaints would read every report there is.
    found = Report.objects.filter(Q(pk__in=supports.values("report_id")) | Q(pk__in=complaints.values("report_id")))
    return found.select_related("source").order_by(unknown_first("said_lo"), "id")


def names_beside(sources: Iterable[Source]) -> dict[str, list[str]]:
    """By source, the names of the others that count once with it."""
    asked = {source.id: source.independence_group for source in sources}
    rows = Source.objects.filter(independence_group__in=set(asked.values())).order_by("name")
    group: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for named, identifier, name in rows.values_list("independence_group", "id", "name"):
        group[named].append((identifier, name))
    return {source: [name for other, name in group[named] if other != source] for source, named in asked.items()}
