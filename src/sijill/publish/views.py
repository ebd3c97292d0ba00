"""Figures as they stand today, why a figure has its value, and releases."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from sijill.assess.rules.rule import COUNTED, NOT_COUNTED, UNDECIDED
from sijill.assess.rules.sdg16 import Options
from sijill.home import Home
from sijill.office.fields import label_of, language
from sijill.office.models import User
from sijill.office.pages import refusals, staff, today
from sijill.office.roles import CASE_ROLES, Role
from sijill.publish import reports
from sijill.publish.actions import approve_release, folder_of, make_release, note_reading, print_release
from sijill.publish.audits import has_audit, kept_audit, percent
from sijill.publish.forms import FiguresForm, PeriodForm, ReleaseForm, key_label, year_begins
from sijill.publish.manifest import ManifestError, load, read, tables_of
from sijill.publish.models import Release, ReleaseState
from sijill.publish.official import review_of
from sijill.publish.prints import made
from sijill.publish.reports import Context
from sijill.publish.reports.words import MEASURES, label, said, title
from sijill.publish.run import open_tables, take_snapshot
from sijill.register.access import open_events
from sijill.register.models import Event, Verification
from sijill.stats.table import Dimension, Flag, PublicTable
from sijill.tables.engines import Tables, connect
from sijill.tables.snapshot import current

REPORT = "sdg16"
NOT_AVAILABLE = "not-available"
STATUSES = ("reported", "corroborated", "verified")
MEASURED = ("victims", "persons", "incidents", "undecided")
LISTS = {
    "category": "sdg_categories", "sex": "sex", "age": "age_groups", "role": "roles", "state": "", "area": "places",
    "year": "",
}  # fmt: skip
FLAGS = {
    Flag.SHOWN: _lazy("Shown"),
    Flag.SMALL: _lazy("Small, shown as fewer than the threshold"),
    Flag.COMPLEMENT: _lazy("Hidden, so that a small one cannot be worked out"),
    Flag.WITHHELD: _lazy("Hidden, and not said whether it is 0"),
    Flag.NOT_ASSESSED: _lazy("Not assessed"),
    Flag.NOT_KNOWN: _lazy("Not known"),
    Flag.NOT_MEASURABLE: _lazy("Not measurable here"),
}
REASONS = {
    "small": _lazy("small"),
    "complement": _lazy("another count could be worked out from it"),
    "revision": _lazy("too near a number published before"),
    "relabelled": _lazy("small, and even that would have said too much"),
    "withheld": _lazy("a 0 that would have said too much"),
    "derived": _lazy("no count, but it rests on one that is hidden or carries noise"),
    "noise": _lazy("with noise, and a small number could be worked out all the same"),
}
SHOWN = ("text/html", "text/css", "image/svg+xml")
OUTCOMES = (COUNTED, UNDECIDED, NOT_COUNTED)
PAGE = 100
Keys: TypeAlias = tuple[str, ...]
Counts: TypeAlias = Mapping[tuple[Any, ...], Mapping[str, Any]]
SEES_FIGURES = (*CASE_ROLES, Role.PUBLISHER)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the table, and the address that says why it is that."""

    value: int | None
    why: str = ""


def code_label(key: str, code: Any) -> str:
    """What pages call a code of a key; an unknown year is said, not left empty."""
    if code in (None, NOT_AVAILABLE):
        return label_of("unknowns", NOT_AVAILABLE)
    return label(Dimension(key, (str(code),), LISTS[key], adds_up=False), str(code), language())


@staff(*SEES_FIGURES)
def figures(request: HttpRequest, user: User) -> HttpResponse:
    """SDG 16.10.1 as the register stands now: reported beside corroborated and verified, never added up."""
    until = today().replace(day=1) - timedelta(days=1)
    asked = request.GET or {
        "since": year_begins().isoformat(),
        "until": until.isoformat(),
        "by": ["category"],
    }
    form = FiguresForm(asked)
    given: dict[str, Any] = {"form": form}
    if form.is_valid():
        since, until, keys = form.cleaned_data["since"], form.cleaned_data["until"], form.keys()
        snapshot = take_snapshot(settings.HOME)
        found, assessed = _counted(settings.HOME, snapshot.hash, since, until, keys, _said())
        given |= _table(found, keys, since, until, assessed)
        given |= {"since": since, "until": until}
        note_reading(user, REPORT, since, until, by=",".join(keys))
    return render(request, "publish/figures.html", given)


def _said() -> frozenset[str]:
    """The words that decisions have earned so far: what nobody was ever called need not be counted."""
    return frozenset(Verification.objects.values_list("word", flat=True).distinct())


@lru_cache(maxsize=128)
def _counted(
    home: Home, snapshot: str, since: date, until: date, keys: Keys, said: frozenset[str]
) -> tuple[Mapping[str, Counts], bool]:
    """Counts by status, and whether anybody with a mandate reviewed the period. Remembered by the snapshot's hash."""
    tables = connect(current(home.columns))
    assessed = bool(said) and review_of(tables, Options(since=since, until=until)).assessed
    asked = [status for status in STATUSES if status == "reported" or status in said]
    return {status: _counts(tables, since, until, status, keys) for status in asked}, assessed


def _counts(tables: Tables, since: date, until: date, status: Any, keys: Keys) -> Counts:
    context = Context(Options(since=since, until=until, status=status))
    return {tuple(row[key] for key in keys): row for row in reports.rows(tables, context, REPORT, keys)}


def _table(
    found: Mapping[str, Counts],
    keys: Keys,
    since: date,
    until: date,
    assessed: bool,
) -> dict[str, Any]:
    """Columns by status and measure; a status nobody may use yet is "not assessed", which is not 0."""
    shown = [one for one in STATUSES if one != "corroborated" or _any(found.get(one, {}))]
    columns = {status: MEASURED if status == "reported" else MEASURED[:3] for status in shown}
    combinations = sorted({key for rows in found.values() for key in rows}, key=_order)
    rows = []
    for key in combinations:
        codes = dict(zip(keys, key, strict=True))
        cells = []
        for status, measures in columns.items():
            there = found.get(status, {}).get(key, {})
            cells += [
                _cell(there.get(measure, 0), measure, status, codes, since, until, assessed) for measure in measures
            ]
        rows.append({"labels": [code_label(name, code) for name, code in codes.items()], "cells": cells})
    return {
        "keys": [key_label(key) for key in keys],
        "heads": [(measure_label(status), len(measures)) for status, measures in columns.items()],
        "measures": [measure_label(one) for measures in columns.values() for one in measures],
        "rows": rows,
        "assessed": assessed,
        "roles_asked": "role" in keys,
    }


def _any(rows: Counts) -> bool:
    return any(row["victims"] for row in rows.values())


def _order(key: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple("" if code is None else str(code) for code in key)


def _cell(
    value: int, measure: str, status: str, codes: dict[str, Any], since: date, until: date, assessed: bool
) -> Cell:
    if status == "verified" and not assessed:
        return Cell(None)
    if measure not in ("victims", "undecided"):
        return Cell(value)
    words = {"since": since.isoformat(), "until": until.isoformat(), "status": status}
    held = {name: NOT_AVAILABLE if code is None else code for name, code in codes.items()}
    return Cell(value, f"{reverse('why')}?{urlencode({**words, **held})}")


def measure_label(measure: str) -> str:
    """What pages call a measure."""
    return said(MEASURES[measure], language())


@staff(*SEES_FIGURES)
def why(request: HttpRequest, user: User) -> HttpResponse:
    """Why a figure has its value: every candidate of the cell, counted or not, by which rule."""
    form = PeriodForm(request.GET)
    status = request.GET.get("status", "reported")
    if not form.is_valid() or status not in STATUSES:
        raise Http404(_("This address names no figure. Go to the figures and choose one."))
    codes = {key: request.GET[key] for key in LISTS if key in request.GET}
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    tables = open_tables(settings.HOME)
    context = Context(Options(since=since, until=until, status=status))  # type: ignore[arg-type]
    explain = reports.REPORTS[REPORT].explain
    rows = explain(tables, context, status, codes) if explain else []
    note_reading(user, REPORT, since, until, cell=f"{status}:{','.join(f'{key}={codes[key]}' for key in codes)}")
    rows = sorted(rows, key=lambda row: (OUTCOMES.index(row["outcome"]), str(row["lo"]), row["act_id"]))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    given = {
        "since": since,
        "until": until,
        "status": measure_label(status),
        "codes": [(key_label(key), code_label(key, code)) for key, code in codes.items()],
        "totals": [(outcome, sum(row["outcome"] == outcome for row in rows)) for outcome in OUTCOMES],
        "page": page,
        "parts": _parts(user, list(page.object_list)),
        "query": urlencode({name: value for name, value in request.GET.items() if name != "page"}),
    }
    return render(request, "publish/why.html", given)


def _parts(user: User, rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rows by outcome; of a case that the user may not open, only that it is there and why it counts."""
    events = open_events(user).filter(pk__in={row["event_id"] for row in rows})
    titles: dict[str, Event] = {event.id: event for event in events}
    shown = [{**row, "event": titles.get(row["event_id"])} for row in rows]
    return [(outcome, list(part)) for outcome, part in groupby(shown, key=lambda row: str(row["outcome"]))]


@staff(*SEES_FIGURES)
def releases(request: HttpRequest, user: User) -> HttpResponse:
    """Drafts and what was published, the newest period first."""
    found = Release.objects.select_related("made_by", "approved_by").order_by("-until", "id")
    given = {
        "page": Paginator(found, 25).get_page(request.GET.get("page")),
        "may_make": user.may(Role.PUBLISHER),
    }
    return render(request, "publish/releases.html", given)


@staff(Role.PUBLISHER)
def new_release(request: HttpRequest, user: User) -> HttpResponse:
    """Count, protect, attack, freeze: a draft that nobody outside sees until it is approved."""
    until = today().replace(day=1) - timedelta(days=1)
    form = ReleaseForm(request.POST or None, initial={"since": year_begins(), "until": until})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            period = {name: form.cleaned_data[name] for name in ("since", "until")}
            title = form.titles()
            made = make_release(actor=user, home=settings.HOME, subject="people", title=title, **period)
            messages.success(request, _("The draft was made. Look at it, then approve it."))
            return redirect("release", made.id)
    return render(request, "publish/new_release.html", {"form": form})


@staff(*SEES_FIGURES)
def release(request: HttpRequest, user: User, release_id: str) -> HttpResponse:
    """One release as the public sees it, or will see it, and what protection cost."""
    held = get_object_or_404(Release.objects.select_related("made_by", "approved_by"), pk=release_id)
    folder = folder_of(settings.HOME, held)
    try:
        manifest = read(folder)
        tables = tables_of(folder, manifest)
    except ManifestError:
        return render(request, "publish/release.html", {"release": held, "damaged": True})
    given = {
        "release": held,
        "pages": [
            (code, name, f"{code}/index.html")
            for code, name in settings.LANGUAGES
            if manifest.file(f"{code}/index.html")  # a release made before a language came has no page in it
        ],
        "files": [one for one in manifest.files if not one.path.endswith((".html", ".css", ".svg"))],
        "flags": [(FLAGS[flag], flag is Flag.SHOWN) for flag in Flag],
        "tables": [_protection(table) for table in tables],
        "costs": _costs(held.id),
        "noise": _noise(tables),
        "policy": manifest.about.policy,
        "prints": made(folder, manifest),
        "may_print": user.may(Role.PUBLISHER),
        "may_approve": held.state == ReleaseState.DRAFT and user.may(Role.PUBLISHER),
    }
    return render(request, "publish/release.html", given)


def _protection(table: PublicTable) -> dict[str, Any]:
    """How many cells of a table are shown, hidden, not assessed, in the order of `Flag`."""
    flags = [cell.flag for cell in table.cells.values()]
    report, shape = reports.find_table(table.slug)
    return {
        "title": title(report.title, shape.by, language()),
        "counts": [flags.count(flag) for flag in Flag],
    }


def _noise(tables: Sequence[PublicTable]) -> list[dict[str, Any]]:
    """The tables whose numbers carry noise, and how far each number may be from the true one."""
    shapes = [(table, *reports.find_table(table.slug)) for table in tables if table.noise]
    return [
        {"title": title(report.title, shape.by, language()), "furthest": table.noise.furthest if table.noise else 0}
        for table, report, shape in shapes
    ]


def _costs(release_id: str) -> list[dict[str, Any]]:
    """Of each table of people: which share of its cells is hidden, which share of the people, and for which reasons."""
    if not has_audit(settings.HOME, release_id):
        return []
    found = []
    for one in kept_audit(settings.HOME, release_id).costs:
        if not one.hidden and one.changed is None:
            continue
        report, shape = reports.find_table(one.table)
        found.append(
            {
                "title": title(report.title, shape.by, language()),
                "measure": said(MEASURES.get(one.measure, {"en": one.measure}), language()),
                "cells": percent(one.hidden, one.cells),
                "units": percent(one.units_hidden, one.units),
                "changed": one.changed,
                "mean_move": one.mean_move,
                "reasons": [(REASONS[reason], count) for reason, count in one.reasons.items()],
            }
        )
    return found


@staff(*SEES_FIGURES)
def release_file(request: HttpRequest, user: User, release_id: str, path: str) -> HttpResponse:
    """One file of a release, as the public sees it or will see it: compared with its hash before it goes out."""
    held = get_object_or_404(Release, pk=release_id)
    try:
        folder = folder_of(settings.HOME, held)
        manifest = read(folder)
        named = manifest.file(path) or next((one.file for one in made(folder, manifest) if one.file.path == path), None)
        if named is None:
            raise Http404(_("The release has no such file."))
        content = load(folder, named)
    except ManifestError as error:
        raise Http404(_("The folder of this release is not as it was made.")) from error
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8" if kind in SHOWN else kind)
    if kind not in SHOWN:
        response["Content-Disposition"] = f'attachment; filename="{Path(path).name}"'
    return response


@require_POST
@staff(Role.PUBLISHER)
def approve(request: HttpRequest, user: User, release_id: str) -> HttpResponse:
    """Publish a draft, if the attack test still finds nothing beside all that is public by now."""
    held = get_object_or_404(Release, pk=release_id)
    with _said_above(request):
        approve_release(actor=user, home=settings.HOME, release=held)
        messages.success(request, _("The release is public."))
    return redirect("release", held.id)


@require_POST
@staff(Role.PUBLISHER)
def print_documents(request: HttpRequest, user: User, release_id: str) -> HttpResponse:
    """Make PDF and DOCX of a release in every language and put them beside its files."""
    held = get_object_or_404(Release, pk=release_id)
    with _said_above(request):
        print_release(actor=user, home=settings.HOME, release=held)
        messages.success(request, _("The documents were made."))
    return redirect("release", held.id)


@contextmanager
def _said_above(request: HttpRequest) -> Iterator[None]:
    """Where an action refuses, say why above the page that comes next."""
    form = ReleaseForm({})
    form.errors.clear()
    try:
        with refusals(form):
            yield
    except ManifestError:
        messages.error(request, _("The folder of this release is not as it was made."))
    for error in form.non_field_errors():
        messages.error(request, str(error))
