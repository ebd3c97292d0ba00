"""Who may see which entry of the second ledger: one place for pages, actions and search.

Laws, demands, disruptions, companies' rules and exposures name no person: they open to every casework role. A
restriction of a person's speech opens as that person does, so a restricted case stays with its team. A link between the
two ledgers opens as its case does.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sijill.office.models import User
from sijill.office.roles import CASE_ROLES, Role
from sijill.register.access import in_open_event, open_people
from sijill.register.speech.models import Restriction
from sijill.register.speech.shapes import TABLE_OF, shape

# Links to the register of attacks, by what leads to the case.
CASE_OF = {"demand_act": "act__event", "exposure_act": "act__event", "act_provision": "act__event",
           "disruption_event": "event"}  # fmt: skip


def open_entries(user: Any, table: str) -> QuerySet[Any]:
    """The entries of a table that a user may see; none without a casework role."""
    rows: QuerySet[Any] = shape(table).model._default_manager.all()
    if not isinstance(user, User) or not (user.role_codes & CASE_ROLES):
        return rows.none()
    if table == "restriction":
        # Asked of each row: as a list of people it would have to be made, and every restriction sorted, for each page.
        return rows.filter(Q(person__isnull=True) | Exists(open_people(user).filter(pk=OuterRef("person"))))
    if table == "restriction_place":
        return rows.filter(restriction__in=open_entries(user, "restriction"))
    if table in CASE_OF:
        return rows.filter(in_open_event(user, CASE_OF[table]))
    return rows


def may_see(user: Any, row: Model) -> bool:
    """May this user see this entry."""
    return open_entries(user, TABLE_OF[type(row)]).filter(pk=row.pk).exists()  # type: ignore[index]


def may_write(user: Any) -> bool:
    """May this user record."""
    return isinstance(user, User) and user.may(Role.RECORDER)


def require_seen(actor: User, *rows: Model | None) -> None:
    """PermissionDenied unless the actor may see each of these entries."""
    for row in rows:
        if row is not None and not may_see(actor, row):
            raise PermissionDenied(_("This entry is about a person whose case is open to its named team only."))


def open_reversals(user: Any, restriction: Restriction) -> QuerySet[Restriction]:
    """The decisions that reversed a restriction."""
    return open_entries(user, "restriction").filter(reverses=restriction).order_by("log_from", "id")
