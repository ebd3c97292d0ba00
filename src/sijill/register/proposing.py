"""From a row that its source changed to what could change in the entries that were drafted from it.

Three are compared: what the source said when the entry was drafted or last looked at, what it says now, and what
the entry holds. Only what the source changed, and the entry does not hold already, is proposed: where a person
corrected the entry and the source says what it always said, nothing is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from sijill.collect.draft import ASKED_NOT, DraftAct, DraftEntry, DraftPerson, Row
from sijill.collect.models import Report, Source
from sijill.office.ids import derived_id
from sijill.office.records import history_of
from sijill.register.facts import FACT_LISTS
from sijill.register.models import Act, Person, PersonName, Proposal, ProposalState

# Fields of an act and of a person that are compared. A date stands with the reason for having none, an age with both
# ends, so that what is accepted is whole.
ACT_DATES = ("occurred", "ended")
ACT_FIELDS = (*FACT_LISTS, *ACT_DATES, "age", "locality", "law", "roles")
PERSON_FIELDS = ("person_kind", "sex", "citizenship", "born", "size", "names")

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Revised:
    """A row that its source changed: as it is now, its report, the report before."""

    row: Row
    report: Report
    before: Report


def proposals(source: Source, revised: list[Revised]) -> tuple[list[Proposal], list[Proposal]]:
    """What the changed rows of a batch propose, not yet written; and what waited for the same acts until now.

    A newer row says all that is to say: what waited is overtaken, even where the source went back to what it said.
    """
    roots = _roots([one.before for one in revised])
    wanted = [
        (one, entry, order, draft, _act_id(source, roots[one.before.id], number, order))
        for one in revised
        for number, entry in enumerate(one.row.entries, 1)
        for order, draft in enumerate(entry.acts, 1)
    ]
    acts = {
        act.id: act
        for act in Act.objects.filter(pk__in=[each[-1] for each in wanted], state__in=("draft", "confirmed"))
        .select_related("victim")
        .prefetch_related("roles", "victim__names")
    }
    said = _said_before(list(acts.values()))
    found = []
    for one, entry, order, draft, act_id in wanted:
        act = acts.get(act_id)
        changes = _changes(act, said[act_id], draft, entry if order == 1 else None) if act is not None else {}
        if act is not None and changes:
            elements = () if one.row.repeats else draft.elements
            found.append(_proposal(one.report, act, changes, elements))
    return found, list(Proposal.objects.filter(act__in=list(acts), state=ProposalState.WAITING))


def in_order(changes: Values) -> Values:
    """The changes of a proposal in one order of fields: PostgreSQL keeps the keys of JSON in an order of its own."""
    return {field: changes[field] for field in (*ACT_FIELDS, *PERSON_FIELDS) if field in changes}


def _proposal(report: Report, act: Act, changes: Values, elements: Iterable[str]) -> Proposal:
    identifier = derived_id("proposal", settings.SECRET_KEY, report.id, act.id)
    return Proposal(id=identifier, report=report, act=act, changes=changes, elements=sorted(set(elements)))


def _act_id(source: Source, root: str, number: int, order: int) -> str:
    return derived_id("act", settings.SECRET_KEY, source.code, root, f"{number}.{order}")


def _roots(reports: list[Report]) -> dict[str, str]:
    """For each report the first of its row: the one that drafted."""
    above = {one.id: one.revises_id for one in reports}
    missing = [one for one in above.values() if one and one not in above]
    while missing:
        above.update(Report.objects.filter(pk__in=missing).values_list("id", "revises_id"))
        missing = [one for one in above.values() if one and one not in above]
    found = {}
    for report in reports:
        root = report.id
        while above[root]:
            root = str(above[root])
        found[report.id] = root
    return found


def _said_before(acts: list[Act]) -> dict[str, Values]:
    """What the source said of each act when somebody last decided on it: the first version, then what was decided.

    Who accepted or kept knew of the change; it is not proposed a second time.
    """
    first = _first_versions(Act, [act.id for act in acts])
    people = _first_versions(Person, [act.victim_id for act in acts])
    out = {}
    for act in acts:
        held = first.get(act.id)
        person = people.get(act.victim_id)
        out[act.id] = {
            **act_values(held or act, [role.role for role in act.roles.all()] if held is None else _roles_then(act)),
            **person_values(person or act.victim, _names_then(act.victim)),
        }
    decided = Proposal.objects.filter(act__in=list(out), state__in=(ProposalState.ACCEPTED, ProposalState.KEPT))
    for one in decided.order_by("log_from"):
        out[one.act_id].update({field: change["now"] for field, change in one.changes.items()})
    return out


def _first_versions(model: type[Act] | type[Person], ids: list[str]) -> dict[str, Any]:
    past: dict[str, Any] = {}
    for row in history_of(model)._default_manager.filter(id__in=ids).order_by("-log_from"):
        past[row.id] = row  # type: ignore[attr-defined]
    return past


def _roles_then(act: Act) -> list[str]:
    from sijill.register.models import ActRole

    held = list(history_of(ActRole)._default_manager.filter(act_id=act.id).order_by("log_from"))
    first = {row.role: row.log_from for row in held}  # type: ignore[attr-defined]
    first |= {row.role: min(row.log_from, first.get(row.role, row.log_from)) for row in act.roles.all()}
    beginning = min(first.values(), default=0)
    return [role for role, at in first.items() if at == beginning]


def _names_then(person: Person) -> list[str]:
    held = list(history_of(PersonName)._default_manager.filter(person_id=person.id))
    first = [(row.log_from, row.text) for row in (*held, *person.names.all())]  # type: ignore[attr-defined]
    beginning = min((at for at, _text in first), default=0)
    return [text for at, text in first if at == beginning]


def victim_of(act: Act) -> Person:
    """The victim of an act, or the entry that stands for it since the two were merged."""
    person = act.victim
    while person.merged_into is not None:
        person = person.merged_into
    return person


def act_values(act: Any, roles: Iterable[str]) -> Values:
    """What an act, or an earlier version of it, says in the fields that are compared."""
    return {
        **{name: getattr(act, name) for name in (*FACT_LISTS, "locality", "law")},
        **{name: getattr(act, name) or getattr(act, f"{name}_unknown") for name in ACT_DATES},
        "age": _range(act.age_low, act.age_high, act.age_unknown),
        "roles": sorted(roles),
    }


def person_values(person: Any, names: Iterable[str]) -> Values:
    """What a person, or an earlier version, says in the fields that are compared."""
    return {
        "person_kind": person.kind,
        "sex": person.sex,
        "citizenship": person.citizenship,
        "born": person.born or person.born_unknown,
        "size": _range(person.size_low, person.size_high, person.size_unknown),
        "names": sorted(names),
    }


def _draft_values(draft: DraftAct) -> Values:
    return {
        **{name: getattr(draft, name) for name in (*FACT_LISTS, "locality", "law")},
        **{name: getattr(draft, name) or getattr(draft, f"{name}_unknown") for name in ACT_DATES},
        "age": _range(draft.age_low, draft.age_high, draft.age_unknown),
        "roles": sorted(dict.fromkeys(draft.roles)),
    }


def _draft_person(draft: DraftPerson) -> Values:
    return {
        "person_kind": draft.kind,
        "sex": draft.sex,
        "citizenship": draft.citizenship,
        "born": draft.born or draft.born_unknown,
        "size": _range(draft.size_low, draft.size_high, draft.size_unknown),
        "names": sorted(name.text for name in draft.names),
    }


def _range(low: int | None, high: int | None, unknown: str) -> str:
    if low is None:
        return unknown
    return str(low) if high is None or high == low else f"{low}-{high}"


def _changes(act: Act, before: Values, draft: DraftAct, entry: DraftEntry | None) -> Values:
    now = _draft_values(draft)
    held = act_values(act, [role.role for role in act.roles.all()])
    if entry is not None:
        now |= _draft_person(entry.victim)
        person = victim_of(act)
        held |= person_values(person, [name.text for name in person.names.all()])
    return _differing(before, now, held)


def _differing(before: Mapping[str, Any], now: Mapping[str, Any], held: Mapping[str, Any]) -> Values:
    """What the source says otherwise. A copy without the column, which did not ask, says nothing."""
    return {
        field: {"was": before[field], "now": value}
        for field, value in now.items()
        if value not in (before[field], held[field], ASKED_NOT) and not _told(field, value, held[field])
    }


def _told(field: str, value: Any, held: Any) -> bool:
    """A name that the entry has already, among others."""
    return field == "names" and set(value) <= set(held)
