"""One act: correcting it, who did it, its steps, the sources that support it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sijill.codelists.load import codelist
from sijill.collect.actions import add_source, file_report, keep_evidence
from sijill.collect.forms import ElementsForm, ReportForm, code_for
from sijill.collect.models import Report, Source
from sijill.office.models import User
from sijill.office.pages import refusals, staff, today
from sijill.office.roles import Role
from sijill.register.actions import (
    add_involvement,
    add_status,
    add_support,
    correct_act,
    end_involvement,
    end_support,
    record_body,
)
from sijill.register.forms.cases import CorrectActForm, InvolvementForm, StatusForm
from sijill.register.models import EntityKind, Involvement, Support
from sijill.register.views.found import reports_of, the_act
from sijill.register.views.review import standings_for

PLAIN = (
    "kind", "occurred", "occurred_unknown", "place", "place_precision", "locality", "age_low", "age_high",
    "age_unknown", "motive", "detention_basis", "detention_type", "acknowledgement", "ended", "ended_unknown",
    "severe", "purpose", "diligence_failure", "law",
)  # fmt: skip


@staff(Role.RECORDER)
def correct(request: HttpRequest, user: User, act_id: str) -> HttpResponse:
    """Correct an act. One that was decided on needs a fresh review afterwards."""
    act = the_act(user, act_id)
    roles = list(act.roles.order_by("-is_primary", "role").values_list("role", flat=True))
    initial = {**{name: getattr(act, name) for name in PLAIN}, "roles": roles}
    form = CorrectActForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given["roles"] = [role for role in roles if role in given["roles"]] + [
            role for role in given["roles"] if role not in roles
        ]
        with refusals(form):
            correct_act(actor=user, act=act, **given)
            messages.success(request, _("The act was corrected; its history keeps what it was."))
            return redirect("case", act.event_id)
    return render(request, "register/correct_act.html", {"form": form, "act": act})


@staff(Role.RECORDER)
def involvement(request: HttpRequest, user: User, act_id: str) -> HttpResponse:
    """One more who is said to have taken part."""
    act = the_act(user, act_id)
    form = InvolvementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        name = given.pop("body")
        with refusals(form):
            body = record_body(actor=user, name=name) if name else None
            add_involvement(actor=user, act=act, organization=body, **given)
            messages.success(request, _("It was added to the act."))
            return redirect("case", act.event_id)
    return render(request, "register/involvement.html", {"form": form, "act": act})


@require_POST
@staff(Role.RECORDER)
def take_back_involvement(request: HttpRequest, user: User, involvement_id: str) -> HttpResponse:
    """Take back who is said to have taken part."""
    row = get_object_or_404(Involvement, pk=involvement_id)
    act = the_act(user, row.act_id)
    end_involvement(actor=user, involvement=row)
    messages.success(request, _("It was taken back; the history keeps it."))
    return redirect("case", act.event_id)


@staff(Role.RECORDER)
def status(request: HttpRequest, user: User, act_id: str) -> HttpResponse:
    """A step of a charge, an order, a detention or an investigation."""
    act = the_act(user, act_id)
    form = StatusForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        process = codelist("status_stages").column("process")[given["stage"]]
        with refusals(form):
            add_status(actor=user, act=act, process=process, **given)
            messages.success(request, _("The step was added."))
            return redirect("case", act.event_id)
    return render(request, "register/status.html", {"form": form, "act": act})


@staff(Role.RECORDER)
def sources(request: HttpRequest, user: User, act_id: str) -> HttpResponse:
    """Which sources support the act, and what the case has that does not support it yet."""
    act = the_act(user, act_id)
    supports = Support.objects.filter(entity_kind=EntityKind.ACT, entity_id=act.id)
    used = supports.select_related("report__source").order_by("log_from")
    others = reports_of(act.event).exclude(pk__in=supports.values("report_id"))
    given = {"act": act, "supports": used, "others": others, **standings_for(act)}
    return render(request, "register/act_sources.html", given)


@staff(Role.RECORDER)
def add_report(request: HttpRequest, user: User, act_id: str) -> HttpResponse:
    """What one more source said, and which facts of the act it supports."""
    act = the_act(user, act_id)
    form = ReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            report = kept_report(user, form.cleaned_data)
            add_support(
                actor=user,
                report=report,
                entity_kind=EntityKind.ACT,
                entity_id=act.id,
                elements=form.cleaned_data["elements"],
            )
            messages.success(request, _("The report was kept, word for word."))
            return redirect("act-sources", act.id)
    return render(request, "register/add_report.html", {"form": form, "act": act})


def kept_report(user: User, given: dict[str, Any]) -> Report:
    """What a `ReportForm` says, kept word for word, with its file; of a new source if it describes one."""
    report = file_report(actor=user, source=_source(user, given), content=given["content"], said=given["said"])
    if given["file"]:
        keep_evidence(
            actor=user,
            folder=settings.HOME.evidence,
            stream=given["file"].file,
            file_name=given["file"].name,
            report=report,
            received_on=today(),
        )
    return report


def _source(user: User, given: dict[str, Any]) -> Source:
    if given["source"]:
        return get_object_or_404(Source, pk=given["source"])
    return add_source(
        actor=user,
        code=code_for(given["new_name"], given["new_kind"]),
        name=given["new_name"],
        kind=given["new_kind"],
        independence_group=given["new_group"],
        is_public=given["new_is_public"],
    )


@staff(Role.RECORDER)
def support(request: HttpRequest, user: User, act_id: str, report_id: str) -> HttpResponse:
    """Which facts of the act a report supports that the case has already."""
    act = the_act(user, act_id)
    report = get_object_or_404(reports_of(act.event), pk=report_id)
    form = ElementsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            add_support(
                actor=user,
                report=report,
                entity_kind=EntityKind.ACT,
                entity_id=act.id,
                elements=form.cleaned_data["elements"],
            )
            messages.success(request, _("The support was recorded."))
            return redirect("act-sources", act.id)
    return render(request, "register/support.html", {"form": form, "act": act, "report": report})


@require_POST
@staff(Role.RECORDER)
def take_back_support(request: HttpRequest, user: User, act_id: str, support_id: str) -> HttpResponse:
    """Take back that a report supports the act; the report stays."""
    act = the_act(user, act_id)
    rows = Support.objects.filter(entity_kind=EntityKind.ACT, entity_id=act.id)
    end_support(actor=user, support=get_object_or_404(rows, pk=support_id))
    messages.success(request, _("It was taken back; the history keeps it."))
    return redirect("act-sources", act.id)
