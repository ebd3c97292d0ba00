"""The page of a report on the shutdowns of a country or a year, and the DOCX that an institution edits (duty C5)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sijill.assess.rules.sdg16 import Options
from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.desk.actions import make_report
from sijill.desk.papers import PaperForm, may_make, office, saved, spoken
from sijill.home import Home
from sijill.office.models import User
from sijill.office.pages import staff, today
from sijill.office.roles import CASE_ROLES
from sijill.publish.chosen import policy_of
from sijill.publish.papers.paper import Paper
from sijill.publish.papers.shutdown_figures import Figures, figures_of
from sijill.publish.papers.shutdowns import ShutdownFacts, shutdown_report
from sijill.publish.reports import EVER, Context
from sijill.publish.run import take_snapshot
from sijill.publish.text import Language
from sijill.register.speech.models import Disruption
from sijill.tables.engines import connect
from sijill.tables.snapshot import current

ALL = "all"


@staff(*CASE_ROLES)
def page(request: HttpRequest, user: User, country: str, year: str) -> HttpResponse:
    """The report as the staff reads it: as it goes out."""
    where, when = _asked(country, year)
    lang = spoken()
    given = {
        "paper": _paper(where, when, lang),
        "form": PaperForm({}, initial={"language": lang.code}) if may_make(user) else None,
        "country": where,
        "asked": {"country": country, "year": year},
        "years": _years(where),
        "all": ALL,
    }
    return render(request, "desk/shutdown_report.html", given)


@require_POST
@staff(*CASE_ROLES)
def document(request: HttpRequest, user: User, country: str, year: str) -> HttpResponse:
    """The same as DOCX. That it was made is logged."""
    where, when = _asked(country, year)
    form = PaperForm({}, request.POST)
    if not form.is_valid():
        return page(request, country, year)  # type: ignore[return-value]
    paper = _paper(where, when, Language(form.cleaned_data["language"]))
    return saved(make_report(actor=user, paper=paper), f"{paper.entry_id}-{paper.lang.code}")


def _asked(country: str, year: str) -> tuple[str, int | None]:
    """The country's code, or "" for all, and the year, or None for all of them; not found where both or neither fit."""
    places = codelist("places").codes
    if country != ALL and (country not in places or country in UNKNOWN_CODES):
        raise Http404(_("There is no such page."))
    if year != ALL and not (year.isdecimal() and len(year) == 4 and int(year) > 0):
        raise Http404(_("There is no such page."))
    return "" if country == ALL else country, None if year == ALL else int(year)


def _paper(country: str, year: int | None, lang: Language) -> Paper:
    figures = _figures(settings.HOME, take_snapshot(settings.HOME).hash, policy_of(settings.HOME).hash, country, year)
    return shutdown_report(ShutdownFacts(country, year, figures, office(lang), today()), lang)


@lru_cache(maxsize=32)
def _figures(home: Home, _snapshot: str, _policy: str, country: str, year: int | None) -> Figures:
    """Counted once for a snapshot and a policy."""
    period = (date(year, 1, 1), date(year, 12, 31)) if year else EVER
    context = Context(Options(*period), subject="speech")
    return figures_of(connect(current(home.columns)), context, policy_of(home), country)


def _years(country: str) -> list[int]:
    """The years in which disruptions on record began, the newest first."""
    rows = Disruption.objects.filter(began_lo__isnull=False)
    rows = rows.filter(country=country) if country else rows
    return sorted({one.year for one in rows.dates("began_lo", "year")}, reverse=True)
