"""People and what was done to them as FollowTheMoney entities, the form that investigators' tools exchange. Pure.

It takes what may go out already and decides nothing. Schemas and properties are those of
FollowTheMoney 3.8: `Person`, `Event` (one per act), `Organization`, and `UnknownLink`, which says in
which role somebody stands to an event. Every value is a list of texts, as that form asks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

EXACT = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")  # the dates that the form can hold: no approximate, no open ones
# ISO 3166-1 and -2; the codes that ISO leaves to users are no country to anybody else (Kosovo's is).
COUNTRY = re.compile(r"(?!AA|ZZ|Q[M-Z]|X(?!K))[A-Z]{2}(-[A-Z0-9]+)?")


class Entity(TypedDict):
    """One entity, as it is written."""

    id: str
    schema: str
    properties: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class SharedPerson:
    """A person who agreed to be named. `names` and `aliases` as written, in every script."""

    id: str
    names: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedBody:
    """A body that a court or another competent body found responsible; `found` says in words by what."""

    id: str
    name: str
    found: str


@dataclass(frozen=True, slots=True)
class SharedAct:
    """One act done to one of these people: labels in English, the day as recorded (EDTF), a code of `places`."""

    id: str
    person: str
    kind: str
    status: str
    occurred: str
    ended: str
    place: str
    place_label: str
    roles: tuple[str, ...]
    bodies: tuple[SharedBody, ...] = ()


def lines(people: Sequence[SharedPerson], acts: Sequence[SharedAct], publisher: str, mark: str = "") -> str:
    """One entity a line, in order of their ids: the same people give the same text. `mark` goes on every entity."""
    found: dict[str, Entity] = {}
    for entity in _entities(people, acts, publisher):
        if mark:
            entity["properties"]["summary"] = [mark, *entity["properties"].get("summary", [])]
        found[entity["id"]] = entity
    return "".join(f"{json.dumps(found[one], ensure_ascii=False, sort_keys=True)}\n" for one in sorted(found))


def _entities(people: Iterable[SharedPerson], acts: Sequence[SharedAct], publisher: str) -> Iterator[Entity]:
    for person in people:
        roles = {role for act in acts if act.person == person.id for role in act.roles}
        said = {"name": person.names, "alias": person.aliases, "position": sorted(roles), "publisher": [publisher]}
        yield _entity(person.id, "Person", said)
    for act in acts:
        yield _event(act, publisher)
        yield _link(act, act.person, "victim", publisher)
        for body in act.bodies:
            yield _entity(body.id, "Organization", {"name": [body.name], "publisher": [publisher]})
            yield _link(act, body.id, f"responsible: {body.found}", publisher)


def _event(act: SharedAct, publisher: str) -> Entity:
    dates = {"startDate": _exact(act.occurred), "endDate": _exact(act.ended)}
    inexact = [f"Date as recorded (EDTF): {act.occurred}."] if act.occurred and not dates["startDate"] else []
    return _entity(
        act.id,
        "Event",
        {
            "name": [act.kind],
            **dates,
            "country": [act.place[:2].lower()] if COUNTRY.fullmatch(act.place) else [],
            "location": [act.place_label] if act.place_label else [],
            "involved": [act.person],
            "summary": [f"Status: {act.status}.", *inexact],
            "recordId": [act.id],
            "publisher": [publisher],
        },
    )


def _link(act: SharedAct, other: str, role: str, publisher: str) -> Entity:
    said = {"subject": [other], "object": [act.id], "role": [role], "publisher": [publisher]}
    return _entity(f"link-{act.id}-{other}", "UnknownLink", said)


def _entity(identifier: str, schema: str, said: Mapping[str, Sequence[str]]) -> Entity:
    properties = {name: list(values) for name, values in said.items() if any(values)}
    return {"id": identifier, "schema": schema, "properties": properties}


def _exact(day: str) -> list[str]:
    return [day] if EXACT.fullmatch(day) else []
