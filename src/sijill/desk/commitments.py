"""The page of commitments: of a company, an authority, a country, and the institution's own. Nobody gets a grade."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sijill.desk.profiles import EVER, the_subject, title_of
from sijill.desk.scorecards import BY, rows_of
from sijill.office.fields import language
from sijill.office.models import User
from sijill.office.pages import staff
from sijill.office.roles import CASE_ROLES
from sijill.publish.actions import note_reading
from sijill.publish.reports.scorecard import NO_OVERALL, REPORT
from sijill.publish.run import take_snapshot


@staff(*CASE_ROLES)
def page(request: HttpRequest, user: User, subject: str, subject_id: str) -> HttpResponse:
    """What the subject owes, and how many of its entries are as each commitment asks. Reading it is logged."""
    if subject not in BY:
        raise Http404(_("There is no such page."))
    about, found = the_subject(user, subject, subject_id)
    given = {"subject": about, "subject_id": subject_id, "title": title_of(about, found)}
    return _shown(request, user, subject, subject_id, given)


@staff(*CASE_ROLES)
def own(request: HttpRequest, user: User) -> HttpResponse:
    """The institution's own commitments."""
    return _shown(request, user, "institution", "", {"own": True, "title": _("This institution")})


def _shown(request: HttpRequest, user: User, subject: str, subject_id: str, given: dict[str, Any]) -> HttpResponse:
    lang = language()
    rows = rows_of(settings.HOME, take_snapshot(settings.HOME).hash, subject, subject_id)
    for row in rows:
        row["text"] = row["commitment"].text[lang]
    note_reading(user, REPORT.slug, *EVER, by=f"{subject}={subject_id}" if subject_id else subject)
    return render(request, "desk/commitments.html", {**given, "rows": rows, "note": NO_OVERALL.text[lang]})
