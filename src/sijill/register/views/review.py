"""Verification: a reviewer who did not enter the record decides."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sijill.collect.actions import keep_evidence
from sijill.collect.models import Evidence
from sijill.office.fields import label_of
from sijill.office.models import User
from sijill.office.pages import refusals, staff, today
from sijill.office.roles import Role
from sijill.register.actions import standings_of_each, took_part, verify_act
from sijill.register.forms.review import VerifyForm
from sijill.register.gate import Gate, passes
from sijill.register.models import Act, Verification
from sijill.register.views.found import names_beside, reports_of, the_act


def current_gate() -> Gate:
    """The gate as the office's settings say it today."""
    held = settings.HOME.settings()
    return Gate(held.gate_independent, held.gate_total)


def standings_for(act: Act) -> dict[str, Any]:
    """How each fact of an act stands, for the table of the gate."""
    return standings_for_each([act])[act.id]


def standings_for_each(acts: Collection[Act]) -> dict[str, dict[str, Any]]:
    """The same for several acts, by their ids."""
    gate = current_gate()
    found = standings_of_each(acts, gate)
    return {name: {"gate": gate, "standings": one, "passes": passes(one)} for name, one in found.items()}


@staff(Role.REVIEWER)
def verify(request: HttpRequest, user: User, act_id: str) -> HttpResponse:
    """Read what the act rests on, and decide. Whoever recorded it reads, and cannot decide."""
    act = the_act(user, act_id)
    barred = took_part(user, act)
    form = VerifyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and not barred and form.is_valid():
        with refusals(form):
            made = _decide(user, act, form.cleaned_data)
            messages.success(
                request,
                _("Decided. From now on the act is: %(word)s.") % {"word": label_of("verification_states", made.word)},
            )
            return redirect("case", act.event_id)
    reports = list(reports_of(act.event).prefetch_related("withdrawals"))
    given = {
        "act": act,
        "form": form,
        "barred": barred,
        "reports": reports,
        "beside": names_beside(report.source for report in reports),
        "earlier": act.verifications.select_related("reviewer").order_by("-log_from"),
        **standings_for(act),
    }
    return render(request, "register/verify.html", given)


def _decide(user: User, act: Act, given: dict[str, Any]) -> Verification:
    return verify_act(
        actor=user,
        act=act,
        decision=given["decision"],
        reasons=given["reasons"],
        on=given["on"],
        gate=current_gate(),
        basis=given["basis"],
        body=given["body"] if given["basis"] == "determination" else "none",
        document=_document(user, given) if given["basis"] == "determination" else None,
    )


def _document(user: User, given: dict[str, Any]) -> Evidence | None:
    if not given["document"]:
        return None
    return keep_evidence(
        actor=user,
        folder=settings.HOME.evidence,
        stream=given["document"].file,
        file_name=given["document"].name,
        report=None,
        received_on=today(),
    )
