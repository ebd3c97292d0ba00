"""Recording a case by hand: the event, its victims, the acts; its team and its state."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sijill.office.folding import script_of, words_of
from sijill.office.models import User
from sijill.office.pages import refusals, staff
from sijill.office.roles import Role
from sijill.register.access import open_people
from sijill.register.actions import (
    add_involvement,
    correct_event,
    record_act,
    record_body,
    record_event,
    record_person,
    set_members,
    set_state,
)
from sijill.register.forms.cases import ActForm, EventForm, TeamForm
from sijill.register.forms.people import FindPersonForm, PersonForm
from sijill.register.models import Act, Complaint, Event, Person
from sijill.register.named import first_named
from sijill.register.views.found import the_act, the_case, the_complaint, the_person

FOUND = 30
BY_WHOM = ("perpetrator", "state_link", "degree", "attribution")
STATES = ("confirmed", "rejected", "withdrawn")


@staff(Role.RECORDER)
def record_case(request: HttpRequest, user: User) -> HttpResponse:
    """Step 1 of 3: the case. From a complaint it takes the complaint along."""
    asked = request.GET.get("complaint", "")
    complaint = the_complaint(user, asked) if asked else None
    form = EventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            event = record_event(actor=user, complaint=complaint, **form.cleaned_data)
            messages.success(request, _("The case was opened. Now say who the victim is."))
            return redirect("victim", event.id)
    return render(request, "register/record_case.html", {"form": form, "complaint": complaint})


@staff(Role.RECORDER)
def victim(request: HttpRequest, user: User, event_id: str) -> HttpResponse:
    """Step 2 of 3: the victim, new or already in the register."""
    event = the_case(user, event_id)
    step = request.POST.get("step", "")
    form = PersonForm(request.POST if step == "new" else None)
    find = FindPersonForm(request.POST if step == "find" else None)
    if step == "new" and form.is_valid():
        with refusals(form):
            person = _person(user, form.cleaned_data)
            return redirect("record-act", event.id, person.id)
    found = _found(user, find.cleaned_data["word"]) if step == "find" and find.is_valid() else None
    here = Person.objects.filter(acts__event=event).distinct().prefetch_related("names")
    given = {"event": event, "form": form, "find": find, "found": found, "here": here}
    return render(request, "register/victim.html", given)


def _person(user: User, given: dict[str, Any]) -> Person:
    given = dict(given)
    names = [
        (text, given.pop(kind), script_of(text))
        for text, kind in ((given.pop("name"), "name_kind"), (given.pop("other_name"), "other_kind"))
        if text or not given.pop(kind)
    ]
    return record_person(actor=user, names=names, **given)


def _found(user: User, word: str) -> list[Person]:
    """People whose names hold every word, however hamza, ya, accents and case are written."""
    chosen = first_named(open_people(user), words_of(word), FOUND)
    return list(Person.objects.filter(pk__in=chosen).prefetch_related("names"))


@staff(Role.RECORDER)
def new_act(request: HttpRequest, user: User, event_id: str, person_id: str) -> HttpResponse:
    """Step 3 of 3: what was done to this person, and who did it."""
    event, person = the_case(user, event_id), the_person(user, person_id)
    form = ActForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            act = _act(user, event, person, form.cleaned_data)
            messages.success(request, _("The act was recorded. Now say which sources support it."))
            return redirect("act-sources", act.id)
    return render(request, "register/record_act.html", {"form": form, "event": event, "person": person})


def _act(user: User, event: Event, person: Person, given: dict[str, Any]) -> Act:
    given = dict(given)
    by_whom = {name: given.pop(name) for name in BY_WHOM}
    body = given.pop("body")
    act = record_act(actor=user, event=event, victim=person, **given)
    organization = record_body(actor=user, name=body) if body else None
    add_involvement(actor=user, act=act, organization=organization, **by_whom)
    return act


@staff(Role.RECORDER)
def correct_case(request: HttpRequest, user: User, event_id: str) -> HttpResponse:
    """Correct what is said of the case as a whole."""
    event = the_case(user, event_id)
    names = ("title", "context", "description", "restricted")
    form = EventForm(request.POST or None, initial={name: getattr(event, name) for name in names})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            correct_event(actor=user, event=event, **form.cleaned_data)
            messages.success(request, _("The case was corrected; its history keeps what it was."))
            return redirect("case", event.id)
    return render(request, "register/correct_case.html", {"form": form, "event": event})


@staff(Role.RECORDER)
def team(request: HttpRequest, user: User, event_id: str) -> HttpResponse:
    """Who may open the case while it is restricted."""
    event = the_case(user, event_id)
    members = list(event.members.values_list("user_id", flat=True))
    form = TeamForm(request.POST or None, initial={"users": members})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            set_members(actor=user, event=event, users=User.objects.filter(pk__in=form.cleaned_data["users"]))
            messages.success(request, _("The team was changed."))
            return redirect("case", event.id)
    return render(request, "register/team.html", {"form": form, "event": event})


@require_POST
@staff(Role.RECORDER, Role.REVIEWER)
def case_state(request: HttpRequest, user: User, event_id: str) -> HttpResponse:
    """Confirm or reject a draft, or withdraw the case."""
    event = the_case(user, event_id)
    _move(request, user, event)
    return redirect("case", event.id)


@require_POST
@staff(Role.RECORDER, Role.REVIEWER)
def act_state(request: HttpRequest, user: User, act_id: str) -> HttpResponse:
    """Confirm, reject or withdraw one act."""
    act = the_act(user, act_id)
    _move(request, user, act)
    return redirect("case", act.event_id)


def _move(request: HttpRequest, user: User, row: Event | Act) -> None:
    state = request.POST.get("state", "")
    if state in STATES and state != row.state:
        set_state(actor=user, row=row, state=state)
        messages.success(request, _("Done. The history keeps what it was."))


def complaints_of(event: Event) -> list[Complaint]:
    """The complaints that a case answers."""
    return list(event.complaints.select_related("report__source"))
