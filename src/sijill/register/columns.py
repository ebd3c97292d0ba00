"""Rows of room `register` for analysis. Names of people stop here: no name, no locality, no note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Min

from sijill.office.columns import Rows, kept_rows
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


def tables() -> Mapping[str, Rows]:
    """Every table of this room, by its name in the catalog; each is read when it is written."""
    return {
        "organization": kept_rows(Organization, "organization"),
        "person": kept_rows(Person, "person"),
        "event": kept_rows(Event, "event"),
        "act": _acts(),
        "act_role": kept_rows(ActRole, "act_role"),
        "act_status": kept_rows(ActStatus, "act_status"),
        "involvement": kept_rows(Involvement, "involvement"),
        "support": _supports(),
        "verification": kept_rows(Verification, "verification"),
        "consent": kept_rows(Consent, "consent"),
        "judgement": kept_rows(Judgement, "judgement"),
        "complaint": kept_rows(Complaint, "complaint"),
    }


def _acts() -> Iterator[dict[str, Any]]:
    # The law register comes with the second ledger; until then no act points to a provision.
    later = {"provision_id", "entered_on", "log_from", "log_to"}
    names = [name for name in CATALOG["act"].names if name not in later]
    first = dict(history_of(Act)._default_manager.values_list("id").annotate(Min("log_from")))
    days = {position: at.date() for position, at in LogEntry.objects.values_list("position", "at").iterator()}
    for row in versions(Act, names):
        entered = days.get(min(row["log_from"], first.get(row["id"], row["log_from"])))
        yield {**row, "provision_id": None, "entered_on": entered}


def _supports() -> Iterator[dict[str, Any]]:
    names = ["id", "report_id", "entity_kind", "entity_id", "elements"]
    for row in versions(Support, names):
        elements = row.pop("elements")
        for element in elements:
            # One row per element needs an id of its own: a table has one row per id and moment.
            yield {**row, "id": f"{row['id']}.{element}", "element": element}
