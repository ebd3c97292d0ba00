"""The same person twice in the register, or in a list that is not in it yet: proposed, judged, taken back.

Names go from the database straight to `matching` and no further: what is proposed are identifiers, levels and weights.
Proposals are conclusions: they are computed from entries and judgements and never stored in the database. What a person
judges is a fact, and stays as it was said; taken back, it goes to the history, and so does all that followed from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sijill.codelists.load import LANGUAGES, UNKNOWN_CODES, codelist
from sijill.office.actions import require
from sijill.office.models import User
from sijill.office.roles import Role
from sijill.register.access import in_open_event, open_people
from sijill.register.matching.explain import reasons
from sijill.register.matching.kept import ProposedMatch
from sijill.register.matching.records import Row
from sijill.register.models import Act, Event, Person, PersonName
from sijill.register.pairs import SAME, verdicts

if TYPE_CHECKING:
    from sijill.register.matching.linking import Scored

PROPOSED_FROM = 0.1
_ARABIC = "Arab"


@dataclass(frozen=True, slots=True)
class _Held:
    """One row to compare, the person it is about, and the case that it tells of if that is restricted."""

    person: str
    row: Row
    case: str = ""


def propose_matches(
    *, actor: User, least: float = PROPOSED_FROM, seed: int = 1, restricted: bool = False
) -> list[ProposedMatch]:
    """Pairs of entries that may be one person, the most probable first; nothing that was judged or merged.

    Only people of cases that the actor may open. With `restricted` those of all cases: to be kept, and read through
    `pairs.waiting_pairs`, which shows each reader what that reader may open. A pair then stands once more for each set
    of restricted cases whose facts make it likelier. What was judged before trains the weights.
    """
    require(actor, Role.RECORDER, Role.REVIEWER)
    held = _held(actor, restricted=restricted)
    said = verdicts()
    from sijill.register.matching.linking import Linking  # with Splink: a quarter of a second

    linking = Linking([[one.row for one in held]], within=True, seed=seed, judged=_judged(held, said))
    stands = dict(Person.objects.exclude(merged_into=None).values_list("id", "merged_into_id"))
    found: list[ProposedMatch] = []
    behind: dict[frozenset[str], list[frozenset[str]]] = defaultdict(list)
    scored = linking.scored(least)
    for at in range(len(scored)):
        one, other = held[int(scored.left[at])], held[int(scored.right[at])]
        left, right = one.person, other.person
        pair, cases = frozenset((left, right)), frozenset({one.case, other.case} - {""})
        if stands.get(left, left) == stands.get(right, right) or pair in said:
            continue
        if not any(fewer <= cases for fewer in behind[pair]):  # the surest come first
            behind[pair].append(cases)
            found.append(replace(_proposed(scored, at, left, right), cases=tuple(sorted(cases))))
    return found


def propose_from_list(
    *, actor: User, rows: Sequence[Row], least: float = PROPOSED_FROM, seed: int = 1
) -> list[ProposedMatch]:
    """Pairs of an entry and a row of a list that is not in the register; only between them, never within.

    Of several rows that may be one entry, the most probable. A row is named by its number, from 1.
    """
    require(actor, Role.RECORDER, Role.REVIEWER)
    held = _held(actor, LANGUAGES)
    from sijill.register.matching.linking import Linking

    linking = Linking([[one.row for one in held], rows], within=False, once=False, seed=seed)
    found: dict[tuple[str, str], ProposedMatch] = {}
    scored = linking.scored(least)
    for at in range(len(scored)):
        # Rows of the first list come first: the left of a pair is the entry.
        person, number = held[int(scored.left[at])].person, str(int(scored.right[at]) - len(held) + 1)
        found.setdefault((person, number), _proposed(scored, at, person, number))
    return list(found.values())


def _judged(held: Sequence[_Held], said: dict[frozenset[str], str]) -> dict[tuple[int, int], bool]:
    rows: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(held):
        rows[one.person].append(number)
    return {
        (min(a, b), max(a, b)): verdict == SAME
        for pair, verdict in said.items()
        if len(pair) == 2
        for a in rows.get(min(pair), ())
        for b in rows.get(max(pair), ())
    }


def _proposed(scored: Scored, at: int, left: str, right: str) -> ProposedMatch:
    probability, weight = float(scored.probability[at]), float(scored.weight[at])
    return ProposedMatch(left, right, round(probability, 4), round(weight, 2), reasons(scored, at))


def _held(actor: User, languages: Sequence[str] = ("en",), *, restricted: bool = False) -> list[_Held]:
    """A row per person and act, so that each date and place of a person is compared; a person without acts has one.

    Roles are given by their labels in these languages: a list may write them in any, the register knows its codes.
    """
    opened = Person.objects.all() if restricted else open_people(actor)
    people = {one.id: one for one in opened.filter(kind="individual").order_by("id")}
    names = _names(people)
    acts: dict[str, list[Act]] = defaultdict(list)
    told = Act.objects.filter(victim__in=list(people)).prefetch_related("roles").order_by("id")
    for act in told if restricted else told.filter(in_open_event(actor)):
        acts[act.victim_id].append(act)
    closed = (
        frozenset(Event.objects.filter(restricted=True).values_list("id", flat=True)) if restricted else frozenset()
    )
    return [
        _Held(
            person.id,
            {"own": person.id, **names[person.id], **_of_person(person), **_of_act(act, languages)},
            act.event_id if act is not None and act.event_id in closed else "",
        )
        for person in people.values()
        if person.id in names
        for act in acts.get(person.id) or (None,)
    ]


def _names(people: Iterable[str]) -> dict[str, dict[str, str]]:
    """One name in Arabic letters and one in others; a full name before an alias, the first entered first."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    rows = PersonName.objects.filter(person__in=list(people)).order_by("log_from", "id")
    for row in sorted(rows, key=lambda one: one.kind != "full"):
        found[row.person_id].setdefault("name_ar" if row.script == _ARABIC else "name_en", row.text)
    return found


def _of_person(person: Person) -> dict[str, Any]:
    same_year = person.born_lo and person.born_hi and person.born_lo.year == person.born_hi.year
    return {"sex": person.sex, "birth_year": person.born_lo.year if same_year and person.born_lo else None}


def _of_act(act: Act | None, languages: Sequence[str]) -> dict[str, Any]:
    if act is None:
        return {}
    roles = sorted({one.role for one in act.roles.all()} - set(UNKNOWN_CODES))
    place = "" if act.place in UNKNOWN_CODES else act.place
    country = place.partition("-")[0]
    area = codelist("places").label(place) if "-" in place else ""
    return {
        "incident_date": act.occurred or "",
        "age": f"{act.age_low}-{act.age_high}" if act.age_low is not None and act.age_high is not None else "",
        "country": country,
        "place": ", ".join(one for one in (act.locality, area) if one),
        "role": " ".join(codelist("roles").label(role, language) for role in roles for language in languages),
    }
