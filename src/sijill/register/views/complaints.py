"""Complaints: received with their words, answered within their time."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from sijill.collect.actions import add_source
from sijill.collect.models import Source
from sijill.office.fields import label_of
from sijill.office.models import User
from sijill.office.pages import refusals, staff, today
from sijill.office.records import unknown_first
from sijill.office.roles import CASE_ROLES, Role
from sijill.register.access import open_complaints
from sijill.register.actions import answer_complaint, open_complaint
from sijill.register.forms.cases import AnswerForm, ComplaintForm
from sijill.register.views.found import the_complaint

PAGE = 25


@staff(*CASE_ROLES)
def complaints(request: HttpRequest, user: User) -> HttpResponse:
    """Every complaint, those whose time runs out first."""
    found = open_complaints(user).select_related("event")
    found = found.order_by(unknown_first("answered_on"), unknown_first("due_on"), "id")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    given = {"page": page, "today": today(), "may_write": user.may(Role.RECORDER)}
    return render(request, "register/complaints.html", given)


@staff(Role.RECORDER)
def new_complaint(request: HttpRequest, user: User) -> HttpResponse:
    """Receive a complaint: its words are kept, its clock starts."""
    form = ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals(form):
            made = open_complaint(
                actor=user,
                source=_source(user, given["source"], given["complainant"]),
                channel=given["channel"],
                words=given["words"],
                received_on=given["received_on"],
                answer_days=given["answer_days"],
            )
            messages.success(request, _("The complaint was received. An answer is due in its time."))
            return redirect("complaint", made.id)
    return render(request, "register/complaint_form.html", {"form": form})


def _source(user: User, source_id: str, kind: str) -> Source:
    """The source chosen, or a new one that stands for this complainant alone and names nobody."""
    if source_id:
        return get_object_or_404(Source, pk=source_id)
    number = secrets.token_hex(4)
    name = f"{label_of('source_kinds', kind)} {number}"
    return add_source(actor=user, code=f"complainant-{number}", name=name, kind=kind)


@staff(*CASE_ROLES)
def complaint(request: HttpRequest, user: User, complaint_id: str) -> HttpResponse:
    """One complaint: its words, its clock, its case, its answer."""
    held = the_complaint(user, complaint_id)
    form = AnswerForm(request.POST or None, initial={"state": held.state})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            answer_complaint(actor=user, complaint=held, **form.cleaned_data)
            messages.success(request, _("The complaint was moved on."))
            return redirect("complaint", held.id)
    given = {"complaint": held, "form": form, "today": today(), "may_write": user.may(Role.RECORDER)}
    return render(request, "register/complaint.html", given)
