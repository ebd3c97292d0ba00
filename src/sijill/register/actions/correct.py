"""Corrections of a case: what it was stays in the history, and a verified act needs a fresh review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from sijill.collect.actions import check_codes, counted_values, dated_values
from sijill.office.actions import require
from sijill.office.ledger import Entry, action
from sijill.office.models import User
from sijill.office.roles import Role
from sijill.register.actions.cases import ActFacts, require_entity, require_open, require_person
from sijill.register.facts import check_facts
from sijill.register.models import (
    Act,
    ActRole,
    EntityKind,
    Event,
    EventMember,
    Involvement,
    Organization,
    Person,
    PersonName,
    Support,
)


def correct_event(*, actor: User, event: Event, title: str, context: str, description: str, restricted: bool) -> None:
    """Correct what is said of a case as a whole. Who restricts it joins its team."""
    require(actor, Role.RECORDER)
    require_open(actor, event)
    check_codes(context=("contexts", context))
    with action("event.change", actor=actor, subject=event.id) as entry:
        if restricted and not event.members.filter(user=actor).exists():
            entry.add(EventMember(event=event, user=actor))
        entry.change(event, title=title, context=context, description=description, restricted=restricted)


def correct_act(
    *,
    actor: User,
    act: Act,
    occurred: str,
    roles: Sequence[str],
    occurred_unknown: str = "not-stated",
    ended: str = "",
    ended_unknown: str = "not-asked",
    age_low: int | None = None,
    age_high: int | None = None,
    age_unknown: str = "not-stated",
    **facts: Unpack[ActFacts],
) -> None:
    """Correct an act and the roles of its victim at the time; the first role is the primary one."""
    require(actor, Role.RECORDER)
    require_open(actor, act.event)
    check_facts(facts)
    check_codes(**{f"role {n}": ("roles", role) for n, role in enumerate(roles, 1)})
    with action("act.change", actor=actor, subject=act.id) as entry:
        entry.change(
            act,
            **dated_values("occurred", occurred, occurred_unknown),
            **dated_values("ended", ended, ended_unknown, end=True),
            **counted_values("age", age_low, age_high, age_unknown),
            **facts,
        )
        set_roles(entry, act, list(dict.fromkeys(roles)))


def set_roles(entry: Entry, act: Act, roles: list[str]) -> None:
    """Make these the roles of an act, the first the primary one; inside an open log entry."""
    for row in act.roles.all():
        if row.role in roles:
            entry.change(row, is_primary=row.role == roles[0])
        else:
            entry.end(row)
            entry.renew(act)
    there = set(act.roles.values_list("role", flat=True))
    entry.add(*[ActRole(act=act, role=role, is_primary=n == 0) for n, role in enumerate(roles) if role not in there])


def correct_person(
    *,
    actor: User,
    person: Person,
    kind: str,
    identified: str,
    sex: str,
    sex_stated_by: str,
    gender: str,
    gender_stated_by: str,
    citizenship: str,
    born: str,
    size_low: int | None = None,
    size_high: int | None = None,
) -> None:
    """Correct what is held of a person or a group; names are added, see `add_name`."""
    require(actor, Role.RECORDER)
    require_person(actor, person)
    check_codes(
        kind=("person_kinds", kind),
        identified=("identified", identified),
        sex=("sex", sex),
        sex_stated_by=("stated_by", sex_stated_by),
        gender=("gender", gender),
        gender_stated_by=("stated_by", gender_stated_by),
        citizenship=("places", citizenship),
    )
    with action("person.change", actor=actor, subject=person.id) as entry:
        entry.change(
            person,
            kind=kind,
            identified=identified,
            sex=sex,
            sex_stated_by=sex_stated_by,
            gender=gender,
            gender_stated_by=gender_stated_by,
            citizenship=citizenship,
            **counted_values("size", size_low, size_high, "not-asked"),
            **dated_values("born", born, "not-asked"),
        )


def add_name(*, actor: User, person: Person, text: str, kind: str, script: str) -> PersonName:
    """Add a name that a person goes by, in one script."""
    require(actor, Role.RECORDER)
    require_person(actor, person)
    check_codes(kind=("name_kinds", kind), script=("scripts", script))
    name = PersonName(person=person, text=text, kind=kind, script=script)
    with action("name.add", actor=actor, subject=person.id) as entry:
        entry.add(name)
    return name


def end_name(*, actor: User, name: PersonName) -> None:
    """Take a name away that was entered in error."""
    require(actor, Role.RECORDER)
    require_person(actor, name.person)
    with action("name.end", actor=actor, subject=name.person_id) as entry:
        entry.end(name)


def record_body(*, actor: User, name: str, kind: str = "not-stated", place: str = "not-stated") -> Organization:
    """The body of that name; entered if it is not there yet."""
    require(actor, Role.RECORDER)
    check_codes(kind=("organisation_kinds", kind), place=("places", place))
    there = Organization.objects.filter(name=name).first()
    if there is not None:
        return there
    body = Organization(name=name, kind=kind, place=place)
    with action("organization.record", actor=actor) as entry:
        entry.add(body)
    return body


def end_involvement(*, actor: User, involvement: Involvement) -> None:
    """Take back who is said to have done it."""
    require(actor, Role.RECORDER)
    require_open(actor, involvement.act.event)
    with action("involvement.end", actor=actor, subject=involvement.act_id) as entry:
        entry.end(involvement)
        entry.renew(involvement.act)


def end_support(*, actor: User, support: Support) -> None:
    """Take back that a report supports an entry; the report itself stays."""
    require(actor, Role.RECORDER)
    require_entity(actor, EntityKind(support.entity_kind), support.entity_id)
    with action("support.end", actor=actor, subject=support.entity_id) as entry:
        entry.end(support)
        if support.entity_kind == EntityKind.ACT:
            entry.renew(Act.objects.get(pk=support.entity_id))
