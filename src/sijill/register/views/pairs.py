"""Pairs of entries that may be one: those that wait, why they were proposed, a judgement taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sijill.codelists.load import LANGUAGES
from sijill.office.models import User
from sijill.office.pages import staff
from sijill.office.roles import Role
from sijill.register.access import open_events, open_people
from sijill.register.actions import withdraw_judgement
from sijill.register.matching.explain import Said, percent, said, signed
from sijill.register.matching.kept import EVENT, PROPOSED, ProposedMatch, kept
from sijill.register.models import EntityKind, Event, Judgement, Person
from sijill.register.pairs import judgements_on, openable, sides_of, waiting_pairs

PAGE = 20


def waiting_for(user: User) -> list[ProposedMatch]:
    """Pairs that this person may judge."""
    if not user.role_codes & {Role.RECORDER, Role.REVIEWER}:
        return []
    return waiting_pairs(user, kept(settings.HOME.folder) or ())


@staff(Role.RECORDER, Role.REVIEWER)
def pairs(request: HttpRequest, user: User) -> HttpResponse:
    """Every pair that waits, the surest first."""
    page = Paginator(waiting_for(user), PAGE).get_page(request.GET.get("page"))
    given = {"page": page, "shown": _shown(user, list(page)), "proposed_on": _proposed_on()}
    return render(request, "register/pairs.html", given)


@require_POST
@staff(Role.RECORDER, Role.REVIEWER)
def take_back(request: HttpRequest, user: User, judgement_id: str) -> HttpResponse:
    """Take a judgement back, with a merge that rests on it; the history keeps both."""
    judgement = get_object_or_404(Judgement, pk=judgement_id)
    of_events = judgement.entity_kind == EntityKind.EVENT
    ids = {judgement.left_id, judgement.right_id}
    # Whoever was erased hides nothing: the other side alone is asked for.
    there = {one.pk for one in sides_of(judgement)}
    rows = open_events(user) if of_events else open_people(user)
    if set(rows.filter(pk__in=ids).values_list("pk", flat=True)) != there:
        raise Http404
    withdraw_judgement(actor=user, judgement=judgement)
    messages.success(request, _("The judgement was taken back, and what rested on it alone; the history keeps it."))
    if there != ids:
        return redirect("pairs")
    return redirect("compare-cases" if of_events else "compare", judgement.left_id, judgement.right_id)


def reasons_for(user: User, left: Person | Event, right: Person | Event) -> dict[str, Any]:
    """For the page that compares two entries: why they were proposed, and what was judged of them."""
    pair = frozenset((left.pk, right.pk))
    of_these = [one for one in kept(settings.HOME.folder) or () if one.pair == pair]
    found = next(iter(openable(user, of_these)), None)
    return {"proposal": found and _in_words(found), "judgements": judgements_on(left, right)}


def _in_words(one: ProposedMatch) -> dict[str, Any]:
    lines = said(one.reasons, one.kind, _spoken())
    return {
        "weight": signed(one.weight),
        "percent": percent(one.probability),
        "groups": [
            (_("What agrees"), [line for line in lines if line.how and line.weight >= 0]),
            (_("What speaks against it"), [line for line in lines if line.how and line.weight < 0]),
            (_("What is not known"), [line for line in lines if not line.how]),
        ],
    }


def _shown(user: User, some: list[ProposedMatch]) -> list[dict[str, Any]]:
    ids = [side for one in some for side in one.pair]
    people = open_people(user).filter(pk__in=ids).prefetch_related("names").in_bulk()
    events = open_events(user).filter(pk__in=ids).in_bulk()
    return [
        {
            "proposal": one,
            "sides": [events[side] if one.kind == EVENT else people[side] for side in (one.left, one.right)],
            "percent": percent(one.probability),
            "agrees": _titles(one, lambda line: line.weight > 0),
            "against": _titles(one, lambda line: line.weight < 0),
        }
        for one in some
    ]


def _titles(one: ProposedMatch, wanted: Any) -> list[str]:
    lines: list[Said] = said(one.reasons, one.kind, _spoken())
    return [line.title for line in lines if line.how and wanted(line)]


def _spoken() -> str:
    language = (get_language() or "en").partition("-")[0]
    return language if language in LANGUAGES else "en"


def _proposed_on() -> date | None:
    path = settings.HOME.folder / PROPOSED
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date() if path.exists() else None
