"""Pages of the second ledger: lists, forms to record and change, parts, links, what newer copies propose.

The page of one entry joins rooms and is in `desk/speech.py`.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sijill.collect.models import Report
from sijill.office.errors import Refusal
from sijill.office.models import User
from sijill.office.pages import refusals, staff, today
from sijill.office.roles import CASE_ROLES, Role
from sijill.register.actions import record_body
from sijill.register.models import ProposalState
from sijill.register.speech import actions
from sijill.register.speech.access import open_entries
from sijill.register.speech.forms import fact_form, facts_of, filter_form, initial_of
from sijill.register.speech.models import FactProposal
from sijill.register.speech.pages import KINDS, MADE, PARTS, SAID, Kind, Section, fact_title
from sijill.register.speech.picking import opened
from sijill.register.speech.shapes import shape
from sijill.register.speech.titles import PARTS as PART_TITLES
from sijill.register.views.acts import kept_report

PAGE = 25
REVERSAL = Section(
    gettext_lazy("The decision that reverses it"),
    ("decider", "decided_by", "measure", "applied", "ground", "legal_basis", "explanation", "redressed"),
)
_RECORD: dict[str, Any] = {
    "law": actions.record_law,
    "policy": actions.record_policy,
    "demand": actions.record_demand,
    "restriction": actions.record_restriction,
    "exposure": actions.record_exposure,
    "disruption": actions.record_disruption,
}
_ADD: dict[str, Any] = {
    "provision": (actions.record_provision, "law"),
    "clause": (actions.record_clause, "policy"),
    "demand_count": (actions.add_count, "demand"),
    "restriction_place": (actions.add_place, "restriction"),
    "disruption_service": (actions.add_service, "disruption"),
    "disruption_area": (actions.add_area, "disruption"),
    "disruption_claim": (actions.add_claim, "disruption"),
    "disruption_update": (actions.add_update, "disruption"),
}


def the_kind(name: str) -> Kind:
    """The kind of that name; not found for any other."""
    if name not in KINDS:
        raise Http404(_("There is no such kind of entry."))
    return KINDS[name]


def the_entry(user: User, kind: str, entry_id: str) -> Any:
    """An entry that the user may see; not found for any other."""
    return get_object_or_404(open_entries(user, the_kind(kind).table), pk=entry_id)


# Lists


@staff(*CASE_ROLES)
def entries(request: HttpRequest, user: User, kind: str = "restriction") -> HttpResponse:
    """The entries of a kind, newest first, narrowed down by what the address asks for. No address holds a name."""
    made = the_kind(kind)
    form = filter_form(made)(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = _narrowed(open_entries(user, made.table), made, asked)
    page = page_of(rows, made, request.GET.get("page"))
    given = {
        "kind": made,
        "kinds": KINDS.values(),
        "form": form,
        "page": page,
        "narrowed": any(asked.values()),
        "drafts": asked.get("state") == "draft",
        "query": urlencode({name: value for name, value in asked.items() if value not in ("", None)}),
        "may_write": user.may(Role.RECORDER),
        "may_confirm": bool(user.role_codes & {Role.RECORDER, Role.REVIEWER}),
        "waiting": FactProposal.objects.filter(state=ProposalState.WAITING).exists(),
    }
    return render(request, "register/speech/entries.html", given)


def page_of(rows: QuerySet[Any], kind: Kind, number: str | None) -> Page[Any]:
    """A page of entries, newest first. Ids are sorted, and the rest is read of those of the page alone."""
    page = Paginator(rows.order_by("-log_from", "id").values_list("pk", flat=True), PAGE).get_page(number)
    links = [name for name in kind.shown if name in shape(kind.table).links]
    shown = shape(kind.table).model._default_manager.filter(pk__in=list(page.object_list)).select_related(*links)
    page.object_list = list(shown.order_by("-log_from", "id"))
    return page


def _narrowed(rows: QuerySet[Any], kind: Kind, asked: dict[str, Any]) -> QuerySet[Any]:
    for name in (*kind.filters, "state"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    if asked.get("since") is not None:
        rows = rows.filter(**{f"{kind.when}_hi__year__gte": asked["since"]})
    if asked.get("until") is not None:
        rows = rows.filter(**{f"{kind.when}_lo__year__lte": asked["until"]})
    return rows


@require_POST
@staff(Role.RECORDER, Role.REVIEWER)
def confirm(request: HttpRequest, user: User, kind: str) -> HttpResponse:
    """Confirm the drafts that were ticked on a page of a list."""
    made = the_kind(kind)
    chosen = open_entries(user, made.table).filter(pk__in=request.POST.getlist("drafts")[:PAGE], state="draft")
    try:
        actions.set_fact_state(actor=user, rows=list(chosen.order_by("id")), state="confirmed")
        messages.success(request, _("What was ticked is confirmed."))
    except Refusal as error:
        messages.error(request, str(error))
    response = redirect("speech-list", kind)
    response["Location"] += "?state=draft"
    return response


# Recording and changing


@staff(Role.RECORDER)
def record(request: HttpRequest, user: User, kind: str) -> HttpResponse:
    """Enter one by hand, with the words of a source that it rests on."""
    made = the_kind(kind)
    sections = [_without(section, "reverses") for section in made.sections]
    names = [name for section in sections for name in section.facts]
    given_links = {name: request.GET[name] for name in names if name in request.GET}
    form = opened(request, fact_form(user, made.table, sections, with_source=True), initial=given_links)
    if form.is_valid():
        with refusals(form):
            facts = _bodies(user, made.table, facts_of(made.table, names, form.cleaned_data))
            row = _RECORD[made.table](actor=user, report=kept_report(user, form.cleaned_data), **facts)
            messages.success(request, _("It was recorded."))
            return redirect("speech-entry", kind, row.pk)
    return render(request, "register/speech/record.html", {"form": form, "kind": made, "title": made.record})


@staff(Role.RECORDER)
def change(request: HttpRequest, user: User, kind: str, entry_id: str) -> HttpResponse:
    """Correct an entry; its history keeps what it was."""
    made, row = the_kind(kind), the_entry(user, kind, entry_id)
    sections = [_without(section, "reverses") for section in made.sections]
    names = [name for section in sections for name in section.facts]
    initial = initial_of(row, names)
    form = opened(request, fact_form(user, made.table, sections, with_source=False, initial=initial), initial=initial)
    if form.is_valid():
        with refusals(form):
            facts = _bodies(user, made.table, facts_of(made.table, names, form.cleaned_data, row))
            actions.change_fact(actor=user, row=row, **facts)
            messages.success(request, _("The entry was corrected; its history keeps what it was."))
            return redirect("speech-entry", kind, row.pk)
    given = {"form": form, "kind": made, "row": row, "title": _("Correct the entry")}
    return render(request, "register/speech/record.html", given)


@staff(Role.RECORDER)
def reversal(request: HttpRequest, user: User, entry_id: str) -> HttpResponse:
    """Enter the decision that reversed a restriction, as a new one."""
    row = the_entry(user, "restriction", entry_id)
    asked = fact_form(user, "restriction", [REVERSAL], with_source=True)
    form = opened(request, asked, initial={"measure": "restored"})
    if form.is_valid():
        with refusals(form):
            facts = _bodies(user, "restriction", facts_of("restriction", REVERSAL.facts, form.cleaned_data))
            made = actions.reverse_restriction(
                actor=user, restriction=row, report=kept_report(user, form.cleaned_data), **facts
            )
            messages.success(request, _("It was recorded."))
            return redirect("speech-entry", "restriction", made.pk)
    given = {"form": form, "kind": KINDS["restriction"], "row": row, "title": _("Record its reversal")}
    return render(request, "register/speech/record.html", given)


@staff(Role.RECORDER)
def part(request: HttpRequest, user: User, kind: str, entry_id: str, part: str) -> HttpResponse:
    """Add a part: an article, a claim, an update, a territory."""
    made, row = the_kind(kind), the_entry(user, kind, entry_id)
    if part not in made.parts or part in MADE:
        raise Http404(_("There is no such part of this entry."))
    title = PART_TITLES[part][1]
    form = opened(request, fact_form(user, part, [Section(title, PARTS[part])], with_source=part in SAID))
    if form.is_valid():
        with refusals(form):
            facts = _bodies(user, part, facts_of(part, PARTS[part], form.cleaned_data))
            if part in SAID:
                facts["report"] = kept_report(user, form.cleaned_data)
            add, link = _ADD[part]
            add(actor=user, **{link: row}, **facts)
            messages.success(request, _("It was added."))
            return redirect("speech-entry", kind, row.pk)
    return render(request, "register/speech/record.html", {"form": form, "kind": made, "row": row, "title": title})


@require_POST
@staff(Role.RECORDER)
def end_part(request: HttpRequest, user: User, kind: str, entry_id: str, part: str, part_id: str) -> HttpResponse:
    """Take a part back; the history keeps it."""
    made, row = the_kind(kind), the_entry(user, kind, entry_id)
    if part not in made.parts or part in MADE:
        raise Http404(_("There is no such part of this entry."))
    link = shape(part).link_to(made.table)
    gone = get_object_or_404(shape(part).model._default_manager.filter(**{link: row.pk}), pk=part_id)
    actions.end_part(actor=user, row=gone)
    messages.success(request, _("It was taken back; the history keeps it."))
    return redirect("speech-entry", kind, row.pk)


@require_POST
@staff(Role.RECORDER, Role.REVIEWER)
def state(request: HttpRequest, user: User, kind: str, entry_id: str) -> HttpResponse:
    """Confirm, reject or withdraw an entry."""
    row = the_entry(user, kind, entry_id)
    try:
        actions.set_fact_state(actor=user, rows=[row], state=request.POST.get("state", ""))
        messages.success(request, _("The state of the entry was changed."))
    except Refusal as error:
        messages.error(request, str(error))
    return redirect("speech-entry", kind, row.pk)


def _without(section: Section, *names: str) -> Section:
    return Section(section.title, tuple(name for name in section.facts if name not in names), section.why)


def _bodies(user: User, table: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Bodies as rows: one that is not registered under its name yet is entered."""
    for name, to in shape(table).links.items():
        if to == "organization" and name in facts:
            facts[name] = record_body(actor=user, name=facts[name]) if facts[name] else None
    return facts


# What newer copies of lists propose


@staff(*CASE_ROLES)
def proposed(request: HttpRequest, user: User) -> HttpResponse:
    """Every change of an entry that waits, oldest first."""
    waiting = FactProposal.objects.filter(state=ProposalState.WAITING).select_related("report__source")
    page = Paginator(waiting.order_by("log_from", "id"), PAGE).get_page(request.GET.get("page"))
    shown = [one for one in (_proposal(user, proposal) for proposal in page) if one is not None]
    given = {"page": page, "shown": shown, "may_write": user.may(Role.RECORDER)}
    return render(request, "register/speech/proposed.html", given)


def _proposal(user: User, proposal: FactProposal) -> dict[str, Any] | None:
    table = proposal.entity_kind
    row = open_entries(user, table).filter(pk=proposal.entity_id).first()
    entry = _entry_of(user, table, row, proposal)
    if entry is None:
        return None
    changes = [
        {"name": name, "title": fact_title(table, name), **one}
        for name, one in proposal.changes.items()
        if name not in ("there", *(link for link, to in shape(table).links.items() if to == entry._meta.db_table))
    ]
    there = proposal.changes.get("there")
    return {"proposal": proposal, "row": row, "entry": entry, "kind": KINDS[entry._meta.db_table], "table": table,
            "changes": changes, "there": there}  # fmt: skip


def _entry_of(user: User, table: str, row: Any, proposal: FactProposal) -> Any:
    """The entry that is proposed to change, or that the part belongs to; None where the user may not see it."""
    if table in KINDS:
        return row
    for link, to in shape(table).links.items():
        if to in KINDS and table in KINDS[to].parts:
            key = getattr(row, f"{link}_id") if row is not None else proposal.changes.get(link, {}).get("now")
            return open_entries(user, to).filter(pk=key).first()
    return None


@require_POST
@staff(Role.RECORDER)
def decide(request: HttpRequest, user: User, proposal_id: str) -> HttpResponse:
    """Accept the ticked facts, or keep the entry as it is."""
    proposal = get_object_or_404(FactProposal, pk=proposal_id, state=ProposalState.WAITING)
    if _proposal(user, proposal) is None:
        raise Http404(_("There is nothing here that you may open."))
    try:
        if request.POST.get("decision") == "accept":
            wanted = request.POST.getlist("field")
            facts = list(proposal.changes) if "there" in proposal.changes else wanted
            actions.accept_fact(actor=user, proposal=proposal, facts=facts, on=today())
            messages.success(request, _("The entry was corrected; its history keeps what it was."))
        else:
            reasons = request.POST.get("reasons", "").strip()
            actions.keep_fact(actor=user, proposal=proposal, reasons=reasons, on=today())
            messages.success(request, _("The entry stays as it is."))
    except Refusal as error:
        messages.error(request, str(error))
    return redirect("speech-proposed")


def reports_behind(row: Any, parts: list[str]) -> QuerySet[Report]:
    """Every report that supports an entry or one of its parts, or that a part names."""
    return Report.objects.filter(supports__entity_id__in=[row.pk, *parts]).distinct()
