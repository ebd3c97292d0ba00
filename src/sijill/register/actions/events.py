"""The same event in two cases: proposed by a plain rule, from days, places, people and kinds of act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sijill.codelists.load import UNKNOWN_CODES
from sijill.office.actions import require
from sijill.office.models import User
from sijill.office.roles import Role
from sijill.register.access import open_events, open_people
from sijill.register.matching.events import Told, alike
from sijill.register.matching.kept import EVENT, ProposedMatch
from sijill.register.models import Act, Event, Person
from sijill.register.pairs import verdicts

PROPOSED_FROM = 0.1
_UNKNOWN = frozenset(UNKNOWN_CODES)


def propose_events(
    *, actor: User, people: Sequence[ProposedMatch] = (), least: float = PROPOSED_FROM, restricted: bool = False
) -> list[ProposedMatch]:
    """Pairs of cases that may be one event, the most probable first; nothing that was judged or merged.

    Only cases that the actor may open; with `restricted` all, as `propose_matches`. `people`: pairs proposed as one
    person, which speak for their cases, too, unless the reasons lie in a restricted case.
    """
    require(actor, Role.RECORDER, Role.REVIEWER)
    decided = verdicts(EVENT)
    likely = {one.pair: one.probability for one in people if not one.cases}
    found = [
        ProposedMatch(one.left, one.right, one.probability, one.weight, one.reasons, EVENT)
        for one in alike(_told(actor, restricted), likely, least)
    ]
    return [one for one in found if one.pair not in decided]


def _told(actor: User, restricted: bool) -> list[Told]:
    """What each case that stands holds, with what was merged into it."""
    opened, seen = (Event.objects, Person.objects) if restricted else (open_events(actor), open_people(actor))
    events = opened.exclude(state__in=("rejected", "withdrawn"))
    stands = {own: into or own for own, into in events.values_list("id", "merged_into_id")}
    merged = dict(Person.objects.exclude(merged_into=None).values_list("id", "merged_into_id"))
    individuals = set(seen.filter(kind="individual").values_list("id", flat=True))
    days: dict[str, list[tuple[date, date]]] = defaultdict(list)
    places: dict[str, set[str]] = defaultdict(set)
    people: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    rows = Act.objects.exclude(state__in=("rejected", "withdrawn")).order_by("id")
    for case, victim, lo, hi, place, kind in rows.values_list(
        "event_id", "victim_id", "occurred_lo", "occurred_hi", "place", "kind"
    ).iterator():
        event = stands.get(case)
        if event is None:
            continue
        if lo is not None and hi is not None:
            days[event].append((lo, hi))
        places[event] |= {place} - _UNKNOWN
        kinds[event] |= {kind} - _UNKNOWN
        if victim in individuals:
            people[event].add(merged.get(victim, victim))
    return [
        Told(
            event,
            # An event is of the days of its first act: later ones follow from it.
            min(days[event]) if days[event] else None,
            frozenset(places[event]),
            frozenset(people[event]),
            frozenset(kinds[event]),
        )
        for event in sorted(set(stands.values()) & set(kinds.keys()))
    ]
