"""Pages that link an entry of this ledger with the register of attacks, from either side, and take a link back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sijill.collect.models import Report
from sijill.office.models import User
from sijill.office.pages import refusals, staff
from sijill.office.roles import Role
from sijill.register.models import Act, Event, Support
from sijill.register.speech import actions
from sijill.register.speech.access import open_entries
from sijill.register.speech.finding import may_name
from sijill.register.speech.link_forms import MOST, OTHER, OTHERS, link_form
from sijill.register.speech.links import LINKS, Link
from sijill.register.speech.picking import opened
from sijill.register.views.acts import kept_report
from sijill.register.views.found import reports_of

_RECORD: dict[str, Any] = {
    "demand_act": actions.link_demand_act,
    "exposure_act": actions.link_exposure_act,
    "act_provision": actions.link_act_provision,
    "disruption_event": actions.link_disruption_event,
}


@staff(Role.RECORDER)
def link(request: HttpRequest, user: User, table: str, side: str, entry_id: str) -> HttpResponse:
    """Link an entry: search the other one, say on what ground, and which source says so."""
    made = _the_link(table, side)
    row = get_object_or_404(may_name(user, side), pk=entry_id)
    reports = _reports(row)
    form = opened(request, link_form(user, made, side, reports))
    if form.is_valid():
        with refusals(form):
            given = form.cleaned_data
            more = {"standing": given["standing"]} if made.has_standing else {}
            ends = {side: row, made.other(side): given[OTHER]}
            _RECORD[table](actor=user, report=_report(user, reports, given), **ends, **more)
            messages.success(request, _("The two are linked."))
            return _back(side, row)
    title = made.add if side == made.ours else made.back
    return render(request, "register/speech/link.html", {"form": form, "row": row, "side": side, "title": title})


@staff(Role.RECORDER)
def link_source(request: HttpRequest, user: User, table: str, side: str, link_id: str) -> HttpResponse:
    """One more source that says the two belong together."""
    made = _the_link(table, side)
    held = get_object_or_404(open_entries(user, table), pk=link_id)
    row = getattr(held, side)
    reports = _reports(row).exclude(pk__in=Support.objects.filter(entity_id=held.pk).values("report"))
    form = opened(request, link_form(user, None, side, reports))
    if form.is_valid():
        with refusals(form):
            element = "standing" if made.has_standing else made.theirs
            report = _report(user, reports, form.cleaned_data)
            actions.support_fact(actor=user, row=held, report=report, elements=[element])
            messages.success(request, _("The support was recorded."))
            return _back(side, row)
    title = _("Add a source of the link")
    given = {"form": form, "row": row, "side": side, "title": title, "other": getattr(held, made.other(side))}
    return render(request, "register/speech/link.html", {**given, "table": made.other(side)})


@require_POST
@staff(Role.RECORDER)
def end_link(request: HttpRequest, user: User, table: str, side: str, link_id: str) -> HttpResponse:
    """Take a link back; the history keeps it."""
    _the_link(table, side)
    held = get_object_or_404(open_entries(user, table), pk=link_id)
    row = getattr(held, side)
    actions.unlink(actor=user, link=held)
    messages.success(request, _("It was taken back; the history keeps it."))
    return _back(side, row)


def _the_link(table: str, side: str) -> Link:
    if table not in LINKS or side not in (LINKS[table].ours, LINKS[table].theirs):
        raise Http404(_("There is no such link."))
    return LINKS[table]


def _reports(row: Any) -> QuerySet[Report]:
    """What is here already of which a source might say so: the words behind the entry whose page this is."""
    if isinstance(row, Act | Event):
        found = reports_of(row if isinstance(row, Event) else row.event)
        return found.filter(withdrawals__isnull=True)
    said = Report.objects.filter(supports__entity_id=row.pk, withdrawals__isnull=True).distinct()
    return said.select_related("source").order_by("-log_from", "id")


def _report(user: User, reports: QuerySet[Report], given: dict[str, Any]) -> Report:
    if given.get("report", OTHERS) != OTHERS:
        offered = {one.pk: one for one in reports[:MOST]}
        if given["report"] in offered:
            return offered[given["report"]]
        raise Http404(_("There is no such report here."))
    return kept_report(user, given)


def _back(side: str, row: Any) -> HttpResponse:
    """The page from which the link was made: of the entry, of the article, of the case."""
    if side == "provision":
        return redirect("provision", row.pk)
    if isinstance(row, Act | Event):
        return redirect("case", row.event_id if isinstance(row, Act) else row.pk)
    return redirect("speech-entry", side, row.pk)
