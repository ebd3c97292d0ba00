"""Who did what to a case, and when: every version of every row, beside the log entry that wrote it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import models

from sijill.collect.models import Report
from sijill.office.forms import account_name
from sijill.office.models import LogEntry, User
from sijill.office.records import Record, history_of
from sijill.register.models import (
    Act,
    ActRole,
    ActStatus,
    Complaint,
    Consent,
    Event,
    EventMember,
    Involvement,
    Organization,
    Person,
    PersonName,
    Support,
    Verification,
)
from sijill.tables.schema import NOW

SILENT = {
    "id", "log_from", "log_to", "salt", "entered_by", "opened_by", "received_by", "gate", "is_primary", "sequence",
    "entity_kind", "entity_id",
}  # fmt: skip
ACCOUNTS = {"user_id", "reviewer_id"}
TOLD = {*ACCOUNTS, "organization_id", "report_id"}  # links that a reader wants to see
BOUNDS = ("_lo", "_hi")


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row: what it was and what it became."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Written:
    """One row that an entry wrote: `how` is new, change or end; `names` as those of its moment."""

    model: type[Record]
    identifier: str
    how: str
    changes: tuple[Change, ...]
    names: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)


@dataclass(slots=True)
class Moment:
    """One entry of the log, with the rows of this case that it wrote; `names` by id what their links point to."""

    position: int
    at: datetime
    actor: str
    verb: str
    names: Mapping[str, str]
    rows: list[Written] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        """Was something of this case corrected or taken back."""
        return any(row.how != "new" for row in self.rows)


def history(event: Event, links: Mapping[type[Record], set[str]]) -> list[Moment]:
    """All that was written about a case, newest first. `links`: ids of its links to the second ledger, by model."""
    return history_of_rows(_entries(event, links))


def history_of_rows(written: Iterable[tuple[type[Record], set[str]]]) -> list[Moment]:
    """All that was written in these rows, ended ones included, newest first."""
    rows = [row for model, ids in written for row in _written(model, ids)]
    positions = {position for position, _row in rows}
    entries = list(LogEntry.objects.filter(position__in=positions).defer("body", "leaf"))
    names = _names([row for _position, row in rows], {entry.actor for entry in entries})
    moments = {
        entry.position: Moment(int(entry.position), entry.at, entry.actor, entry.verb, names) for entry in entries
    }
    for position, row in rows:
        if position in moments:
            moments[position].rows.append(replace(row, names=names))
    return sorted(moments.values(), key=lambda moment: -moment.position)


def names_of_accounts(ids: Collection[str]) -> dict[str, str]:
    """How colleagues know these accounts, by id."""
    return {user.id: account_name(user) for user in User.objects.filter(pk__in=ids)}


def _names(rows: list[Written], actors: set[str]) -> dict[str, str]:
    """What the links that a reader wants to see point to, in as many questions as there are kinds of them."""
    linked: dict[str, set[str]] = {name: set() for name in TOLD}
    for change in (change for row in rows for change in row.changes if change.field in TOLD):
        linked[change.field] |= {value for value in (change.before, change.after) if value}
    names = names_of_accounts(actors.union(*(linked[name] for name in ACCOUNTS)))
    names |= dict(Organization.objects.filter(pk__in=linked["organization_id"]).values_list("id", "name"))
    return names | dict(Report.objects.filter(pk__in=linked["report_id"]).values_list("id", "source__name"))


def _entries(event: Event, links: Mapping[type[Record], set[str]]) -> Iterator[tuple[type[Record], set[str]]]:
    """The rows that belong to a case, ended ones included, model by model."""
    yield Event, {event.id}
    acts = _ids(Act, "event_id", {event.id})
    victims = set(_values(Act, "id", acts, "victim_id"))
    involved = _ids(Involvement, "act_id", acts)
    steps = _ids(ActStatus, "act_id", acts)
    yield EventMember, _ids(EventMember, "event_id", {event.id})
    yield Complaint, _ids(Complaint, "event_id", {event.id})
    yield Person, victims
    yield PersonName, _ids(PersonName, "person_id", victims)
    yield Consent, _ids(Consent, "person_id", victims)
    yield Act, acts
    yield ActRole, _ids(ActRole, "act_id", acts)
    yield ActStatus, steps
    yield Involvement, involved
    yield from links.items()
    linked = set[str]().union(*links.values())
    yield Support, _ids(Support, "entity_id", {event.id} | acts | victims | involved | steps | linked)
    yield Verification, _ids(Verification, "act_id", acts)


def _ids(model: type[Record], link: str, wanted: set[str]) -> set[str]:
    return set(_values(model, link, wanted, "id"))


def _values(model: type[Record], link: str, wanted: set[str], name: str) -> Iterator[str]:
    for kept in (model, history_of(model)):
        yield from kept._default_manager.filter(**{f"{link}__in": wanted}).values_list(name, flat=True)


def _written(model: type[Record], ids: set[str]) -> Iterator[tuple[int, Written]]:
    names = [f.attname for f in model._meta.concrete_fields if f.attname != "salt"]
    versions: dict[str, list[dict[str, Any]]] = {}
    current = model._default_manager.filter(id__in=ids).values(*names)
    past = history_of(model)._default_manager.filter(id__in=ids).values(*names, "log_to")
    for row in [*({**row, "log_to": NOW} for row in current), *past]:
        versions.setdefault(row["id"], []).append(row)
    for identifier, rows in versions.items():
        rows.sort(key=lambda row: int(row["log_from"]))
        yield from _steps(model, identifier, rows)


def _steps(model: type[Record], identifier: str, rows: list[dict[str, Any]]) -> Iterator[tuple[int, Written]]:
    before: dict[str, Any] = {}
    for row in rows:
        how = "change" if before else "new"
        yield row["log_from"], Written(model, identifier, how, tuple(_changes(model, before, row)))
        before = row
    if rows[-1]["log_to"] != NOW:
        yield rows[-1]["log_to"], Written(model, identifier, "end", tuple(_changes(model, {}, rows[-1])))


def _changes(model: type[Record], before: dict[str, Any], after: dict[str, Any]) -> Iterable[Change]:
    """What differs; of a new row what was said, which is neither empty nor left as it comes."""
    for name in after:
        if name in SILENT or name.endswith(BOUNDS):
            continue
        if before and before[name] != after[name]:
            yield Change(name, before[name], after[name])
        elif not before and _is_said(model, name, after[name]):
            yield Change(name, None, after[name])


def _is_said(model: type[Record], name: str, value: Any) -> bool:
    link = name.endswith("_id") and name not in TOLD
    return not link and value not in (None, "") and value != _untouched(model, name)


def _untouched(model: type[Record], name: str) -> Any:
    found: models.Field[Any, Any] = next(f for f in model._meta.concrete_fields if f.attname == name)
    return found.get_default()
