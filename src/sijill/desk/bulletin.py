"""The page of a bulletin on one shutdown, and the DOCX that an institution edits and sends (duty C5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sijill.assess.rules.disruption_page import evidence_of
from sijill.codelists.load import UNKNOWN_CODES
from sijill.desk.papers import PaperForm, answered, catalog_row, may_make, moment, office, spoken
from sijill.office.models import User
from sijill.office.pages import staff, today
from sijill.office.records import unknown_first
from sijill.office.roles import CASE_ROLES
from sijill.publish.papers.bulletin import BulletinFacts, Claim, Disruption, Evidence, Update, bulletin
from sijill.publish.text import Language
from sijill.register.speech import models
from sijill.register.speech.views import the_entry

AREA, BODIES, SOURCES, LAW, WORDS = "area", "bodies", "sources", "law", "words"
TICKS = {
    AREA: _("Give the area in the source's words, as this page does"),
    BODIES: _("Name the authorities and operators, as this page does"),
    SOURCES: _("Name the sources and where the information first came from, as this page does"),
    LAW: _("Name the law cited, as this page does"),
}
# The words of updates are for the staff alone: no tick lets them out.
ALL = frozenset({*TICKS, WORDS})


@staff(*CASE_ROLES)
def page(request: HttpRequest, user: User, entry_id: str) -> HttpResponse:
    """The bulletin as the staff reads it: with names, sources and the words of updates."""
    row, lang = the_entry(user, "disruption", entry_id), spoken()
    paper = bulletin(_facts(row, lang, ALL), lang)
    form = PaperForm(TICKS, initial={"language": lang.code}) if may_make(user) else None
    given = {"paper": paper, "row": row, "form": form, "to": "shutdown-bulletin-docx"}
    return render(request, "desk/paper.html", given)


@require_POST
@staff(*CASE_ROLES)
def document(request: HttpRequest, user: User, entry_id: str) -> HttpResponse:
    """The same as DOCX: no free text but what was ticked, and never the words of an update."""
    row = the_entry(user, "disruption", entry_id)
    form = PaperForm(TICKS, request.POST)
    if not form.is_valid():
        return page(request, entry_id)  # type: ignore[return-value]
    lang = Language(form.cleaned_data["language"])
    paper = bulletin(_facts(row, lang, form.told()), lang)
    return answered(request, user, row, paper, form.told(), "bulletin")


def _facts(row: models.Disruption, lang: Language, told: frozenset[str]) -> BulletinFacts:
    claims = list(row.claims.select_related("report__source").order_by(unknown_first("began_lo"), "id"))
    found = evidence_of(catalog_row(row), [catalog_row(one) for one in claims])
    evidence = Evidence(
        found["evidence"], found["disputed"], found["cause"], found["cause_claim"] or "", found["lineages"]
    )
    return BulletinFacts(_disruption(row, claims, told), evidence, office(lang), today())


def _disruption(row: models.Disruption, claims: Sequence[models.DisruptionClaim], told: frozenset[str]) -> Disruption:
    signals = row.signals.values("metric", "outcome").annotate(count=Count("id")).order_by("metric", "outcome")
    updates = row.updates.select_related("by").order_by(unknown_first("occurred_lo"), "log_from", "id")
    return Disruption(
        id=row.pk,
        country=row.country,
        places=tuple(row.areas.order_by("place", "id").values_list("place", flat=True)),
        scope=row.scope,
        kind=row.kind,
        extent=row.extent,
        networks=row.networks,
        services=tuple(row.services.order_by("service").values_list("service", "affected")),
        began=moment(row, "began"),
        began_type=row.began_type,
        ended=moment(row, "ended"),
        ending=row.ending,
        ordered_by=row.ordered_by,
        trigger=row.trigger,
        justification=row.justification,
        authority_acknowledged=row.authority_acknowledged,
        legal_basis_cited=_cited(row),
        operator_acknowledged=row.operator_acknowledged,
        users_notified=row.users_notified,
        gag=row.demand.gag if row.demand else "not-asked",
        state=row.state,
        claims=_claims(claims, told),
        updates=tuple(_update(one, told) for one in updates),
        signals=tuple(((one["metric"], one["outcome"]), one["count"]) for one in signals),
        area=row.area if AREA in told else "",
        country_words=row.country_words if AREA in told else "",
        authority=row.authority.name if row.authority and BODIES in told else "",
        provision=_provision(row.provision) if LAW in told else "",
    )


def _claims(rows: Sequence[models.DisruptionClaim], told: frozenset[str]) -> tuple[Claim, ...]:
    """Claims with a number for each lineage; 0 where it is not known."""
    numbers: dict[str, int] = {"": 0}
    for one in rows:
        numbers.setdefault(one.lineage, len(numbers))
    return tuple(
        Claim(
            id=one.pk,
            kind=one.kind,
            says=one.says,
            cause=one.cause,
            began=moment(one, "began"),
            ended=moment(one, "ended"),
            lineage_number=numbers[one.lineage],
            source=one.report.source.name if one.report and SOURCES in told else "",
            lineage=one.lineage if SOURCES in told else "",
        )
        for one in rows
    )


def _update(row: models.DisruptionUpdate, told: frozenset[str]) -> Update:
    return Update(
        occurred=moment(row, "occurred"),
        kind=row.kind,
        by_kind=row.by_kind,
        service=row.service,
        by=row.by.name if row.by and BODIES in told else "",
        text=row.text if WORDS in told else "",
    )


def _cited(row: models.Disruption) -> str:
    """Was a law cited: a provision on record is an answer where the field has none, whether or not it may be named."""
    return "yes" if row.provision_id and row.legal_basis_cited in UNKNOWN_CODES else row.legal_basis_cited


def _provision(row: Any) -> str:
    return " · ".join(part for part in (row.law.title, row.article) if part) if row else ""
