"""The same person twice in the register, or in a list that is not in it yet: proposed, judged, taken back.

Names go from the database straight to `matching` and no further: what is proposed are identifiers, levels and weights.
Proposals are conclusions: they are computed from entries and judgements and never stored in the database. What a person
judges is a fact, and stays as it was said; taken back, it goes to the history, and so does all that followed from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sijill.codelists.load import LANGUAGES, UNKNOWN_CODES, codelist
from sijill.office.actions import require
from sijill.office.models import User
from sijill.office.roles import Role
from sijill.register.access import in_open_event, open_people
from sijill.register.matching.explain import reasons
from sijill.register.matching.kept import ProposedMatch
from sijill.register.matching.records import Row
from sijill.register.models import Act, Person, PersonName
from sijill.register.pairs import SAME, verdicts

if TYPE_CHECKING:
    from sijill.register.matching.linking import Scored

PROPOSED_FROM = 0.1
_ARABIC = "Arab"


@dataclass(frozen=True, slots=True)
class _Held:
    """One row to compare, and the person it is about."""

    person: str
    row: Row


def propose_matches(*, actor: User, least: float = PROPOSED_FROM, seed: int = 1) -> list[ProposedMatch]:
    """Pairs of entries that may be one person, the most probable first; nothing that was judged or merged.

    Only people of cases that the actor may open. What was judged before trains the weights.
    """
    require(actor, Role.RECORDER, Role.REVIEWER)
    held = _held(actor)
    said = verdicts()
    from sijill.register.matching.linking import Linking  # with Splink: a quarter of a second

    linking = Linking([[one.row for one in held]], within=True, seed=seed, judged=_judged(held, said))
    stands = dict(Person.objects.exclude(merged_into=None).values_list("id", "merged_into_id"))
    found: dict[frozenset[str], ProposedMatch] = {}
    scored = linking.scored(least)
    for at in range(len(scored)):
        left, right = held[int(scored.left[at])].person, held[int(scored.right[at])].person
        pair = frozenset((left, right))
        if stands.get(left, left) != stands.get(right, right) and pair not in said and pair not in found:
            found[pair] = _proposed(scored, at, left, right)
    return list(found.values())


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


def _held(actor: User, languages: Sequence[str] = ("en",)) -> list[_Held]:
    """A row per person and act, so that each date and place of a person is compared; a person without acts has one.

    Roles are given by their labels in these languages: a list may write them in any, the register knows its codes.
    """
    people = {one.id: one for one in open_people(actor).filter(kind="individual").order_by("id")}
    names = _names(people)
    acts: dict[str, list[Act]] = defaultdict(list)
    for act in (
        Act.objects.filter(victim__in=list(people))
        .filter(in_open_event(actor))
        .prefetch_related("roles")
        .order_by("id")
    ):
        acts[act.victim_id].append(act)
    return [
        _Held(person.id, {"own": person.id, **names[person.id], **_of_person(person), **_of_act(act, languages)})
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
