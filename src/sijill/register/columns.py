"""Rows of room `register` for analysis. Names of people stop here: no name, no locality, no note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Min

from sijill.office.columns import kept_rows
from sijill.office.models import LogEntry
from sijill.office.records import history_of, versions
from sijill.register.models import (
    Act,
    ActRole,
    ActStatus,
    Complaint,
    Consent,
    Event,
    Involvement,
    Judgement,
    Organization,
    Person,
    Support,
    Verification,
)
from sijill.tables.catalog import CATALOG
from sijill.tables.schema import Blocks


def tables() -> Mapping[str, Blocks]:
    """Every table of this room, by its name in the catalog; each is read when it is written."""
    return {
        "organization": kept_rows(Organization, "organization"),
        "person": kept_rows(Person, "person"),
        "event": kept_rows(Event, "event"),
        "act": Blocks(_acts()),
        "act_role": kept_rows(ActRole, "act_role"),
        "act_status": kept_rows(ActStatus, "act_status"),
        "involvement": kept_rows(Involvement, "involvement"),
        "support": Blocks(_supports()),
        "verification": kept_rows(Verification, "verification"),
        "consent": kept_rows(Consent, "consent"),
        "judgement": kept_rows(Judgement, "judgement"),
        "complaint": kept_rows(Complaint, "complaint"),
    }


def _acts() -> Iterator[Mapping[str, Sequence[Any]]]:
    later = {"entered_on", "log_from", "log_to"}
    names = [name for name in CATALOG["act"].names if name not in later]
    first = dict(history_of(Act)._default_manager.values_list("id").annotate(Min("log_from")))
    days = {position: at.date() for position, at in LogEntry.objects.values_list("position", "at").iterator()}
    for block in versions(Act, names):
        written = zip(block["id"], block["log_from"], strict=True)
        entered = [days.get(min(log_from, first.get(identifier, log_from))) for identifier, log_from in written]
        yield {**block, "entered_on": entered}


def _supports() -> Iterator[Mapping[str, Sequence[Any]]]:
    names = ["id", "report_id", "entity_kind", "entity_id", "elements"]
    for block in versions(Support, names):
        lists = block.pop("elements")
        once = {
            name: [value for value, elements in zip(values, lists, strict=True) for _ in elements]
            for name, values in block.items()
        }
        named = [element for elements in lists for element in elements]
        # One row per element needs an id of its own: a table has one row per id and moment.
        ids = [f"{identifier}.{element}" for identifier, element in zip(once["id"], named, strict=True)]
        yield {**once, "id": ids, "element": named}
