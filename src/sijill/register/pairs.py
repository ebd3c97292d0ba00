"""Pairs of entries that may be one: what was proposed and nobody decided yet, for whoever may open both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Model, Q, QuerySet

from sijill.office.models import User
from sijill.register.access import open_events, open_people
from sijill.register.matching.kept import EVENT, PERSON, ProposedMatch
from sijill.register.models import EntityKind, Event, Judgement, Person

SAME, NOT_SAME = "same", "not-same"
KINDS = {PERSON: EntityKind.PERSON, EVENT: EntityKind.EVENT}
_AT_ONCE = 2_000


def standing_judgements(kind: str = PERSON) -> dict[frozenset[str], Judgement]:
    """The last judgement on each pair, in the order they were given."""
    rows = Judgement.objects.filter(entity_kind=KINDS[kind]).order_by("log_from", "id")
    return {frozenset((row.left_id, row.right_id)): row for row in rows}


def verdicts(kind: str = PERSON) -> dict[frozenset[str], str]:
    """The last word on each pair; who was unsure is asked again."""
    return {pair: row.verdict for pair, row in standing_judgements(kind).items() if row.verdict in {SAME, NOT_SAME}}


def judgements_on(left: Model, right: Model) -> QuerySet[Judgement]:
    """Every judgement on these two that was not taken back, the last one first."""
    one, other = left.pk, right.pk
    about = Q(left_id=one, right_id=other) | Q(left_id=other, right_id=one)
    return Judgement.objects.filter(about).select_related("by").order_by("-log_from", "-id")


def waiting_pairs(user: User, found: Iterable[ProposedMatch]) -> list[ProposedMatch]:
    """What was proposed and not decided, the surest first; only pairs of which the user may open both entries."""
    decided = verdicts(PERSON).keys() | verdicts(EVENT).keys()
    asked = [one for one in found if one.pair not in decided]
    stands = _stands_for(user, asked)
    waiting = [one for one in asked if _opens(one, stands) and stands[one.left] != stands[one.right]]
    ordered = sorted(waiting, key=lambda one: (-one.probability, -one.weight, one.left, one.right))
    surest: dict[frozenset[str], ProposedMatch] = {}
    for one in ordered:
        surest.setdefault(one.pair, one)
    return list(surest.values())


def openable(user: User, found: Iterable[ProposedMatch]) -> list[ProposedMatch]:
    """What was proposed, decided or not, of which the user may open both entries and every case behind the reasons."""
    asked = list(found)
    stands = _stands_for(user, asked)
    return [one for one in asked if _opens(one, stands)]


def _stands_for(user: User, found: Iterable[ProposedMatch]) -> dict[str, str]:
    return dict(_stands(user, {entry for one in found for entry in (*one.pair, *one.cases)}))


def _opens(one: ProposedMatch, stands: Mapping[str, str]) -> bool:
    return all(entry in stands for entry in (*one.pair, *one.cases))


def _stands(user: User, ids: set[str]) -> Iterator[tuple[str, str]]:
    """Of the entries that the user may open, which entry stands for each: itself, unless it was merged."""
    rooms: tuple[QuerySet[Any], ...] = (open_people(user), open_events(user))
    asked = sorted(ids)
    for first in range(0, len(asked), _AT_ONCE):
        for rows in rooms:
            some = rows.filter(pk__in=asked[first : first + _AT_ONCE])
            for identifier, other in some.values_list("pk", "merged_into_id"):
                yield identifier, other or identifier


def sides_of(judgement: Judgement) -> list[Person] | list[Event]:
    """The two entries that a judgement is about; fewer where one was erased."""
    ids = (judgement.left_id, judgement.right_id)
    if judgement.entity_kind == EntityKind.PERSON:
        return list(Person.objects.filter(pk__in=ids))
    return list(Event.objects.filter(pk__in=ids))
