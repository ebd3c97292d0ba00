"""Who may open which case. One place, used by every page, action and search."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sijill.office.models import User
from sijill.office.roles import CASE_ROLES, Role
from sijill.register.models import Event, EventMember


def may_open(user: Any, event: Event) -> bool:
    """Casework roles open what is not restricted; a restricted case opens to its team."""
    if not isinstance(user, User) or not (user.role_codes & CASE_ROLES):
        return False
    return not event.restricted or EventMember.objects.filter(event=event, user=user).exists()


def open_events(user: Any) -> QuerySet[Event]:
    """The events that a user may open; none without a casework role."""
    if not isinstance(user, User) or not (user.role_codes & CASE_ROLES):
        return Event.objects.none()
    mine = EventMember.objects.filter(event=OuterRef("pk"), user=user)
    return Event.objects.filter(Q(restricted=False) | Exists(mine))


def may_record(user: Any, event: Event) -> bool:
    """May this user write in this case."""
    return may_open(user, event) and user.may(Role.RECORDER)
