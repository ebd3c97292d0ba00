"""Whether two cases are one event, told twice: side by side, merged, and apart again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sijill.office.models import User
from sijill.office.pages import refusals, staff
from sijill.office.records import unknown_first
from sijill.office.roles import Role
from sijill.register.access import open_events
from sijill.register.actions import judge, merge_events, unmerge
from sijill.register.forms.people import ReasonsForm, SameCaseForm
from sijill.register.models import Act, Event, Person
from sijill.register.standing import with_word
from sijill.register.views.found import the_case
from sijill.register.views.pairs import reasons_for

ALIKE = 10
NEAR = timedelta(days=7)


def cases_alike(user: User, event: Event) -> QuerySet[Event]:
    """Other cases that the user may open in which something befell the same people around the same days.

    Merging two entries of a person leaves their cases apart: this is where the second step is offered.
    """
    acts = Act.objects.exclude(occurred_lo=None).annotate(stands=Coalesce("victim__merged_into_id", "victim_id"))
    mine = acts.filter(event__in=Event.objects.filter(Q(pk=event.pk) | Q(merged_into=event)).values("pk"))
    days: dict[str, list[tuple[date, date]]] = {}
    for person, lo, hi in mine.values_list("stands", "occurred_lo", "occurred_hi"):
        days.setdefault(person, []).append((lo - NEAR, hi + NEAR))
    people = mine.values("stands")
    theirs = acts.filter(
        Q(victim__in=people) | Q(victim__in=Person.objects.filter(merged_into__in=people).values("pk"))
    )
    near = {
        case
        for case, person, lo, hi in theirs.values_list("event_id", "stands", "occurred_lo", "occurred_hi")
        if any(lo <= last and hi >= first for first, last in days[person])
    }
    others = open_events(user).filter(pk__in=near, merged_into__isnull=True).exclude(pk=event.pk)
    return others.exclude(state__in=("rejected", "withdrawn")).order_by("id")[:ALIKE]


@staff(Role.RECORDER, Role.REVIEWER)
def compare_cases(request: HttpRequest, user: User, event_id: str, other_id: str) -> HttpResponse:
    """Two cases side by side: the same event or not, and which entry stands."""
    left, right = the_case(user, event_id), the_case(user, other_id)
    form = SameCaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            return _decided(request, user, left, right, form.cleaned_data)
    sides = [{"event": one, "acts": _acts(one)} for one in (left, right)]
    return render(
        request, "register/compare_cases.html", {"form": form, "sides": sides, **reasons_for(user, left, right)}
    )


def _decided(request: HttpRequest, user: User, left: Event, right: Event, given: dict[str, Any]) -> HttpResponse:
    if not given["keep"]:
        judge(actor=user, left=left, right=right, verdict=given["verdict"], reasons=given["reasons"])
        messages.success(request, _("Your judgement was recorded. It changes no figure."))
        return redirect("compare-cases", left.id, right.id)
    keep, drop = (left, right) if given["keep"] == "left" else (right, left)
    merge_events(actor=user, keep=keep, drop=drop, reasons=given["reasons"])
    messages.success(request, _("From now on one entry stands for both. This can be undone."))
    return redirect("case", keep.id)


def _acts(event: Event) -> QuerySet[Act]:
    acts = Act.objects.filter(event=event).select_related("victim__merged_into")
    return with_word(acts).order_by(unknown_first("occurred_lo"), "id")


@staff(Role.RECORDER, Role.REVIEWER)
def undo_case_merge(request: HttpRequest, user: User, event_id: str) -> HttpResponse:
    """The case stands for itself again."""
    held = the_case(user, event_id)
    form = ReasonsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            unmerge(actor=user, entry_row=held, reasons=form.cleaned_data["reasons"])
            messages.success(request, _("The two entries are apart again."))
            return redirect("case", held.id)
    return render(request, "register/unmerge_case.html", {"form": form, "event": held})
