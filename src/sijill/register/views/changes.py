"""What newer copies of lists say otherwise: field by field, for a person to accept or to leave."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sijill.codelists.load import UNKNOWN_CODES
from sijill.office.errors import Refusal
from sijill.office.fields import label_of
from sijill.office.models import User
from sijill.office.pages import staff, today
from sijill.office.roles import CASE_ROLES, Role
from sijill.register.access import in_open_event
from sijill.register.actions import accept_proposal, keep_entry
from sijill.register.facts import FACT_LISTS
from sijill.register.forms.lists import CHANGED
from sijill.register.models import Proposal, ProposalState
from sijill.register.proposing import act_values, in_order, person_values, victim_of

PAGE = 10
LISTS = {**FACT_LISTS, "roles": "roles", "sex": "sex", "citizenship": "places", "person_kind": "person_kinds"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what the entry holds, what the source said, what it says now."""

    field: str
    title: Any
    held: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the row that is not what it was."""

    column: str
    was: str
    now: str


@staff(*CASE_ROLES)
def proposed(request: HttpRequest, user: User) -> HttpResponse:
    """Every change that waits, oldest first."""
    waiting = waiting_for(user)
    page = Paginator(waiting.order_by("log_from", "id"), PAGE).get_page(request.GET.get("page"))
    shown = [{"proposal": one, "changes": _changes(one), "cells": _cells(one)} for one in page]
    given = {"page": page, "shown": shown, "may_write": user.may(Role.RECORDER)}
    return render(request, "register/proposed.html", given)


@require_POST
@staff(Role.RECORDER)
def decide(request: HttpRequest, user: User, proposal_id: str) -> HttpResponse:
    """Accept the ticked fields, or keep the entry as it is."""
    proposal = get_object_or_404(waiting_for(user), pk=proposal_id)
    try:
        if request.POST.get("decision") == "accept":
            accept_proposal(actor=user, proposal=proposal, fields=request.POST.getlist("field"), on=today())
            messages.success(request, _("The entry was corrected; its history keeps what it was."))
        else:
            keep_entry(actor=user, proposal=proposal, reasons=request.POST.get("reasons", "").strip(), on=today())
            messages.success(request, _("The entry stays as it is."))
    except Refusal as error:
        messages.error(request, str(error))
    return redirect("proposed-changes")


def waiting_for(user: User) -> QuerySet[Proposal]:
    """Proposals for the cases that a user may open."""
    found = Proposal.objects.filter(in_open_event(user, "act__event"), state=ProposalState.WAITING)
    return found.select_related("act__event", "act__victim", "report__source", "report__revises")


def _changes(proposal: Proposal) -> list[Change]:
    act = proposal.act
    held = act_values(act, act.roles.values_list("role", flat=True))
    person = victim_of(act)
    held |= person_values(person, person.names.values_list("text", flat=True))
    return [
        Change(field, CHANGED[field], _shown(field, held[field]), _shown(field, one["was"]), _shown(field, one["now"]))
        for field, one in in_order(proposal.changes).items()
    ]


def _shown(field: str, value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    if field in LISTS:
        return " · ".join(label_of(LISTS[field], str(one)) for one in values)
    return " · ".join(label_of("unknowns", one) if one in UNKNOWN_CODES else str(one) for one in values)


def _cells(proposal: Proposal) -> list[Cell]:
    """The cells of the row that differ between the two copies, those that nothing is read from included."""
    before, now = proposal.report.revises, proposal.report
    was, is_now = _row(before.content if before else ""), _row(now.content)
    columns = dict.fromkeys((*was, *is_now))
    return [
        Cell(column, was.get(column, ""), is_now.get(column, ""))
        for column in columns
        if was.get(column, "") != is_now.get(column, "")
    ]


def _row(content: str) -> dict[str, str]:
    try:
        row = json.loads(content)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in row.items()} if isinstance(row, dict) else {}
