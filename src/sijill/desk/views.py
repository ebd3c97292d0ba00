"""Pages that join rooms: what waits, the list of cases, one case with its sources and its history."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.collect.models import Evidence
from sijill.desk.forms import SearchForm
from sijill.desk.history import history
from sijill.desk.labels import FIELDS
from sijill.desk.links import link_rows_of_case, links_of_case, links_of_each
from sijill.desk.search import TooMany, Wanted, find, recall, remember
from sijill.desk.speech import waiting as waiting_speech
from sijill.office.models import User
from sijill.office.pages import staff, today
from sijill.office.records import unknown_first
from sijill.office.roles import CASE_ROLES, Role
from sijill.publish.models import Release, ReleaseState
from sijill.register.access import in_open_event, may_record, open_complaints, open_events
from sijill.register.actions import set_state, took_part_in
from sijill.register.facts import FACT_LISTS
from sijill.register.models import Act, ActRole, ActStatus, Event, Involvement, Person, Support, Verification
from sijill.register.standing import undecided, with_word
from sijill.register.views.changes import waiting_for
from sijill.register.views.found import names_beside, reports_of, the_case
from sijill.register.views.pairs import waiting_for as waiting_pairs
from sijill.register.views.people import standing_consents
from sijill.register.views.review import standings_for_each
from sijill.register.views.same import cases_alike

PAGE = 25
MANY = 1000  # acts that wait for a reviewer are counted up to here; beyond it stands "1000+"
SHOWN = 8
MANY_ACTS = 60
# Facts that only some acts have, and the SDG categories whose counting asks for them.
SPECIAL = {
    "detention_basis": "D",
    "detention_type": "",
    "acknowledgement": "B",
    "severe": "C",
    "purpose": "C",
    "diligence_failure": "AE",
}


@staff()
def home(request: HttpRequest, user: User) -> HttpResponse:
    """What waits for this person: drafts, complaints and their clocks, cases to verify, releases to approve."""
    given: dict[str, Any] = {"today": today()}
    if user.role_codes & CASE_ROLES:
        events = open_events(user).filter(merged_into__isnull=True)
        drafts = events.filter(state="draft")
        waiting = open_complaints(user).filter(answered_on__isnull=True).exclude(state="inadmissible")
        given |= {
            "has_cases": events.exists(),
            "drafts": drafts.order_by("id")[:SHOWN],
            "draft_count": drafts.count(),
            "complaints": waiting.select_related("event").order_by(unknown_first("due_on"), "id")[:SHOWN],
            "complaint_count": waiting.count(),
            "change_count": waiting_for(user).count(),
            "pair_count": len(waiting_pairs(user)),
            "speech": waiting_speech(user, MANY),
        }
    if user.may(Role.REVIEWER):
        given |= _to_verify(user)
    if user.may(Role.PUBLISHER):
        given["releases"] = Release.objects.filter(state=ReleaseState.DRAFT).order_by("-until", "id")
    return render(request, "desk/home.html", given)


def _to_verify(user: User) -> dict[str, Any]:
    """Confirmed acts on which nobody decided since they or their sources were last written; oldest first."""
    acts = Act.objects.filter(in_open_event(user), state="confirmed").exclude(event__state="draft")
    asked = undecided(acts.exclude(entered_by=user.id))
    first = list(asked.order_by("log_from", "id").values_list("pk", flat=True)[:SHOWN])
    shown = with_word(Act.objects.filter(pk__in=first)).select_related("event").order_by("log_from", "id")
    count = asked[: MANY + 1].count()
    return {"to_verify": shown, "verify_count": min(count, MANY), "verify_more": count > MANY}


@staff(*CASE_ROLES)
def cases(request: HttpRequest, user: User) -> HttpResponse:
    """The list of cases. A search is kept in the session; its address holds no word of it."""
    if request.method == "POST":
        form = SearchForm(request.POST)
        if form.is_valid():
            name = remember(request.session, form.wanted())
            response = redirect("cases")
            response["Location"] += f"?search={name}"
            return response
        return render(request, "desk/cases.html", {"form": form, "page": None})
    name = request.GET.get("search", "")
    wanted = _asked(request, name)
    form = SearchForm(initial=asdict(wanted))
    try:
        # Of the page asked for alone the rest is read: sorting whole rows costs many times as much as sorting ids.
        found = find(user, wanted).values_list("pk", flat=True)
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    except TooMany:
        messages.error(request, _("These words fit more than 5,000 cases. Add a word, a place or a period."))
        return render(request, "desk/cases.html", {"form": form, "page": None, "open_search": True})
    given = {
        "form": form,
        "page": page,
        "rows": _rows(user, list(page.object_list)),
        "search": name,
        "wanted": wanted,
        "open_search": not wanted.is_everything,
        "may_write": user.may(Role.RECORDER),
        "may_confirm": bool(user.role_codes & {Role.RECORDER, Role.REVIEWER}),
    }
    return render(request, "desk/cases.html", given)


def _asked(request: HttpRequest, name: str) -> Wanted:
    """The search that the address names, or the state that a link of the home page asks for."""
    if name:
        return recall(request.session, name)
    return Wanted(state=request.GET.get("state", ""), word=request.GET.get("word", ""))


def _rows(user: User, ids: list[str]) -> list[dict[str, Any]]:
    """Each case with its acts: kinds, places and what they may be called."""
    # Read first, and acts by their ids: a condition on the acts' events would read every act.
    events = {event.id: event for event in open_events(user).filter(Q(pk__in=ids) | Q(merged_into__in=ids))}
    by_event: dict[str, list[Any]] = {}
    for act in with_word(Act.objects.filter(event__in=events)).order_by(unknown_first("occurred_lo"), "id"):
        by_event.setdefault(events[act.event_id].merged_into_id or act.event_id, []).append(act)
    rows = []
    for identifier in ids:
        here = by_event.get(identifier, [])
        rows.append(
            {
                "event": events[identifier],
                "first": here[0] if here else None,
                "kinds": list(dict.fromkeys(act.kind for act in here)),
                "places": list(dict.fromkeys(act.place for act in here)),
                "words": list(dict.fromkeys(act.word for act in here)),
                "victims": len({act.victim_id for act in here}),
            }
        )
    return rows


@require_POST
@staff(Role.RECORDER, Role.REVIEWER)
def confirm_drafts(request: HttpRequest, user: User) -> HttpResponse:
    """Confirm the drafts that were ticked on a page of the list."""
    chosen = open_events(user).filter(pk__in=request.POST.getlist("drafts")[:PAGE], state="draft")
    done = 0
    for event in chosen:
        set_state(actor=user, row=event, state="confirmed")
        done += 1
    if done:
        messages.success(request, _("%(number)s drafts were confirmed.") % {"number": done})
    else:
        messages.error(request, _("No draft was chosen. Tick at least one."))
    response = redirect("cases")
    response["Location"] += "?state=draft"
    return response


@staff(*CASE_ROLES)
def case(request: HttpRequest, user: User, event_id: str) -> HttpResponse:
    """One case: victims, acts, sources word for word, how far each fact is supported, and its history."""
    event = the_case(user, event_id)
    merged = list(open_events(user).filter(merged_into=event))
    here = Act.objects.filter(event__in=[event, *merged])
    acts = _read_whole(with_word(here)).order_by(unknown_first("occurred_lo"), "id")
    page = Paginator(acts, MANY_ACTS).get_page(request.GET.get("page"))
    linked = link_rows_of_case(user, [event, *merged], here.values_list("id", flat=True))
    reports = _reports([event, *merged], set[str]().union(*linked.values()))
    given = {
        "event": event,
        "page": page,
        "victims": _victims(user, list(page.object_list)),
        "merged": merged,
        "alike": cases_alike(user, event),
        "may_judge": bool(user.role_codes & {Role.RECORDER, Role.REVIEWER}),
        "complaints": open_complaints(user).filter(event=event),
        "members": event.members.select_related("user"),
        "reports": reports,
        "beside": names_beside(one["report"].source for one in reports),
        "around": links_of_case(user, [event, *merged]),
        "history": history(event, linked),
        "may_write": may_record(user, event),
        "may_review": user.may(Role.REVIEWER),
    }
    return render(request, "desk/case.html", given)


def _victims(user: User, acts: list[Any]) -> list[dict[str, Any]]:
    """Each victim with the acts done to them; a merged entry under the one that stands for it."""
    standing, barred = standings_for_each(acts), took_part_in(user, acts)
    linked = links_of_each(user, "act", [act.id for act in acts])
    by_victim: dict[Person, list[dict[str, Any]]] = {}
    for act in acts:
        links = linked[act.id]
        one = {**_act(act), "barred": act.id in barred, **standing[act.id], "links": links}
        one["linked"] = sum(len(kind["rows"]) for kind in links)
        by_victim.setdefault(act.victim.merged_into or act.victim, []).append(one)
    return [
        {"person": person, "consents": standing_consents(person), "acts": here} for person, here in by_victim.items()
    ]


def _read_whole(acts: QuerySet[Any]) -> QuerySet[Any]:
    """Acts with all that a case shows of them, in as many questions as there are tables, however many acts."""
    people = ("victim", "victim__merged_into")
    return acts.select_related("victim__merged_into").prefetch_related(
        *(f"{person}__{rows}" for person in people for rows in ("names", "consents")),
        Prefetch("roles", ActRole.objects.order_by("-is_primary", "role")),
        Prefetch("involvements", Involvement.objects.select_related("organization").order_by("log_from", "id")),
        Prefetch("statuses", ActStatus.objects.order_by("process", "thread", "sequence")),
        Prefetch("verifications", Verification.objects.select_related("reviewer", "document").order_by("-log_from")),
    )


def _act(act: Act) -> dict[str, Any]:
    return {
        "act": act,
        "stands": act.state not in ("rejected", "withdrawn"),
        "roles": [role.role for role in act.roles.all()],
        "involvements": list(act.involvements.all()),
        "steps": list(act.statuses.all()),
        "decisions": list(act.verifications.all()),
        "facts": _facts(act),
    }


def _facts(act: Act) -> list[tuple[Any, str, str]]:
    """The facts that only some acts have: those that are known, and those that the figure asks of this act."""
    category = codelist("acts").column("sdg").get(act.kind, "")
    return [
        (FIELDS[name], FACT_LISTS[name], getattr(act, name))
        for name, asked_in in SPECIAL.items()
        if getattr(act, name) not in UNKNOWN_CODES or (category and category in asked_in)
    ]


def _reports(events: list[Event], linked: set[str]) -> list[dict[str, Any]]:
    """Each report with what it supports, once however many entries rest on it; `linked` are the ids of links."""
    acts = Act.objects.filter(event__in=events)
    entries = [
        *(event.id for event in events),
        *acts.values_list("id", flat=True),
        *acts.values_list("victim_id", flat=True),
    ]
    found: dict[str, dict[str, Any]] = {}
    for event in events:
        for report in reports_of(event).prefetch_related("evidence", "withdrawals"):
            found.setdefault(report.id, {"report": report, "event": event, "elements": set(), "links": False})
    for support in Support.objects.filter(report__in=found, entity_id__in=entries):
        found[support.report_id]["elements"].update(support.elements)
    for support in Support.objects.filter(report__in=found, entity_id__in=linked):
        found[support.report_id]["links"] = True
    return [{**one, "elements": sorted(one["elements"])} for one in found.values()]


@staff(*CASE_ROLES)
def evidence(request: HttpRequest, user: User, event_id: str, evidence_id: str) -> HttpResponseBase:
    """A stored file of a case, as it was received: to be saved, never shown by the browser."""
    event = the_case(user, event_id)
    mine = Evidence.objects.filter(report__in=reports_of(event))
    decided = Evidence.objects.filter(pk__in=Act.objects.filter(event=event).values("verifications__document"))
    held = get_object_or_404((mine | decided).distinct(), pk=evidence_id)
    path = settings.HOME.evidence / held.sha256
    if not path.is_file():
        raise Http404(_("The file is not in the evidence folder. Ask whoever keeps the backups."))
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=held.file_name, content_type="application/octet-stream"
    )
