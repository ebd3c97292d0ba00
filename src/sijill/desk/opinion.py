"""The page of an opinion on a law, and the DOCX that an institution edits and sends (duties N2, S2)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sijill.assess.models import Answer
from sijill.assess.rules.ground.findings import Finding
from sijill.assess.rules.ground.prepared import findings_of_each
from sijill.collect.models import ReportWithdrawal
from sijill.desk.papers import PaperForm, answered, catalog_row, may_make, moment, office, span, spoken
from sijill.office.models import User
from sijill.office.pages import staff, today
from sijill.office.roles import CASE_ROLES
from sijill.publish.actions import folder_of
from sijill.publish.chosen import laws_of
from sijill.publish.manifest import About, ManifestError, read, tables_of
from sijill.publish.models import Release, ReleaseState
from sijill.publish.papers.figures import of_law
from sijill.publish.papers.opinion import (
    FEATURES,
    OF_ARTICLE,
    Judged,
    Law,
    OpinionFacts,
    Provision,
    Published,
    Uses,
    opinion,
)
from sijill.publish.reports.laws import NOT_LISTED
from sijill.publish.text import Language
from sijill.register.access import open_events
from sijill.register.speech import models
from sijill.register.speech.views import the_entry
from sijill.stats.table import PublicTable

BODIES, REASONS = "bodies", "reasons"
TICKS = {
    BODIES: _("Name who enforces the law, as this page does"),
    REASONS: _("Give the reasons of those who answered, in their words, as this page does"),
}
ALL = frozenset(TICKS)


@staff(*CASE_ROLES)
def page(request: HttpRequest, user: User, entry_id: str) -> HttpResponse:
    """The opinion as the staff reads it: with names, reasons and exact counts."""
    row, lang = the_entry(user, "law", entry_id), spoken()
    paper = opinion(_facts(row, lang, ALL, uses=_uses(user, row)), lang)
    form = PaperForm(TICKS, initial={"language": lang.code}) if may_make(user) else None
    return render(request, "desk/paper.html", {"paper": paper, "row": row, "form": form, "to": "law-opinion-docx"})


@require_POST
@staff(*CASE_ROLES)
def document(request: HttpRequest, user: User, entry_id: str) -> HttpResponse:
    """The same as DOCX: figures of a release and no others, names and reasons only where they were ticked."""
    row = the_entry(user, "law", entry_id)
    form = PaperForm(TICKS, request.POST)
    if not form.is_valid():
        return page(request, entry_id)  # type: ignore[return-value]
    lang = Language(form.cleaned_data["language"])
    paper = opinion(_facts(row, lang, form.told()), lang)
    return answered(request, user, row, paper, form.told(), "opinion")


def _facts(row: models.Law, lang: Language, told: frozenset[str], uses: Uses | None = None) -> OpinionFacts:
    articles = list(models.Provision.objects.filter(law=row).order_by("log_from", "id"))
    return OpinionFacts(
        law=_law(row, articles, told),
        findings=_findings(row, articles, told),
        published=_published(row, lang),
        office=office(lang),
        on=today(),
        uses=uses,
    )


def _law(row: models.Law, articles: Sequence[models.Provision], told: frozenset[str]) -> Law:
    return Law(
        id=row.pk,
        title=row.title,
        jurisdiction=row.jurisdiction,
        kind=row.kind,
        language=row.language,
        gazette=row.gazette,
        in_force=moment(row, "in_force"),
        repealed=moment(row, "repealed"),
        state=row.state,
        enforcer=row.enforcer.name if row.enforcer and BODIES in told else "",
        enforcer_kind=row.enforcer.kind if row.enforcer else "",
        oversight=row.oversight,
        answers={name: getattr(row, name) for name in FEATURES},
        text=row.text,
        provisions=tuple(_provision(one) for one in articles),
    )


def _provision(row: models.Provision) -> Provision:
    return Provision(
        id=row.pk,
        article=row.article,
        offence=row.offence,
        penalty=row.penalty,
        penalty_months=span(row, "penalty_months"),
        removal_hours=span(row, "removal_hours"),
        answers={name: getattr(row, name) for name in OF_ARTICLE},
        definition=row.definition,
        text=row.text,
    )


def _findings(
    row: models.Law, articles: Sequence[models.Provision], told: frozenset[str]
) -> dict[str, tuple[Judged, ...]]:
    """What the ground rules say of the law and of each article, by the functions that every figure uses."""
    answers = list(Answer.objects.filter(entity_id__in=[row.pk, *(one.pk for one in articles)]))
    gone = ReportWithdrawal.objects.filter(report__in=[one.report_id for one in answers if one.report_id])
    rows = {
        "law": [catalog_row(row)],
        "provision": [catalog_row(one) for one in articles],
        "answer": [catalog_row(one, check="asked") for one in answers],
        "report_withdrawal": [catalog_row(one) for one in gone],
    }
    reasons = {one.pk: one.reasons for one in answers} if REASONS in told else {}
    found = findings_of_each(rows, "law", [row.pk])
    if articles:
        found |= findings_of_each(rows, "provision", [one.pk for one in articles])
    return {key: tuple(_judged(one, reasons) for one in judged) for key, judged in found.items()}


def _judged(one: Finding, reasons: dict[str, str]) -> Judged:
    return Judged(one, reasons.get(one.answer_id, ""))


def _uses(user: User, row: models.Law) -> Uses:
    """Acts of cases that the reader may open; that there are others is not told."""
    links = models.ActProvision.objects.filter(provision__law=row, act__event__in=open_events(user))
    counted = links.values("provision").annotate(acts=Count("act", distinct=True)).order_by("provision")
    return Uses({one["provision"]: one["acts"] for one in counted}, links.values("act").distinct().count())


def _published(row: models.Law, lang: Language) -> Published | None:
    """What the newest release that tells of listed laws says of this one; None where none does."""
    code = laws_of(settings.HOME).code(row.title)
    if code == NOT_LISTED:
        return None
    for release in Release.objects.filter(state=ReleaseState.PUBLISHED).order_by("-until", "-log_from"):
        try:
            about, tables = _opened(folder_of(settings.HOME, release), release.manifest_sha256)
        except ManifestError:
            continue  # the page of releases says what is wrong with it; no figure is taken from it
        found: Any = of_law(about, tables, code, lang)
        if found:
            return found  # type: ignore[no-any-return]
    return None


@lru_cache(maxsize=8)
def _opened(folder: Path, _sha256: str) -> tuple[About, tuple[PublicTable, ...]]:
    """A release's tables; what is frozen is hashed once."""
    manifest = read(folder)
    return manifest.about, tables_of(folder, manifest)
