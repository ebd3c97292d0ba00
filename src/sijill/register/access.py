"""Who may open which case. One place, used by every page, action and search."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sijill.office.models import User
from sijill.office.roles import CASE_ROLES, Role
from sijill.register.models import Act, Complaint, Event, EventMember, Person


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


def in_open_event(user: Any, link: str = "event") -> Exists:
    """A condition on rows whose `link` leads to an event: the user may open that event.

    The same rows as `link__in=open_events(user)`, asked of each row; that would list every open case first.
    """
    return Exists(open_events(user).filter(pk=OuterRef(link)))


def open_people(user: Any) -> QuerySet[Person]:
    """The people of the cases that a user may open; one of no case yet is open to who records or reviews."""
    if not isinstance(user, User) or not (user.role_codes & CASE_ROLES):
        return Person.objects.none()
    acts = Act.objects.filter(victim=OuterRef("pk"))
    seen = Q(Exists(acts.filter(in_open_event(user))))
    if user.role_codes & {Role.RECORDER, Role.REVIEWER}:
        seen |= ~Q(Exists(acts))
    return Person.objects.filter(seen)


def open_complaints(user: Any) -> QuerySet[Complaint]:
    """Complaints of the cases that a user may open; one of no case yet is open to who records or reviews."""
    if not isinstance(user, User):
        return Complaint.objects.none()
    seen = Q(in_open_event(user))
    if user.role_codes & {Role.RECORDER, Role.REVIEWER}:
        seen |= Q(event__isnull=True)
    return Complaint.objects.filter(seen)


def may_record(user: Any, event: Event) -> bool:
    """May this user write in this case."""
    return may_open(user, event) and user.may(Role.RECORDER)
