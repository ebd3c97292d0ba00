"""The lists of companies, authorities, countries and laws that entries are about: how many of each kind, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sijill.codelists.load import UNKNOWN_CODES
from sijill.desk.profiles import SUBJECTS, Subject
from sijill.office.fields import label_of
from sijill.office.models import User
from sijill.office.pages import staff
from sijill.office.roles import CASE_ROLES
from sijill.register.models import Organization
from sijill.register.speech.access import open_entries
from sijill.register.speech.pages import KINDS

PAGE = 50


@staff(*CASE_ROLES)
def index(request: HttpRequest, user: User, subject: str) -> HttpResponse:
    """Every subject of a kind by name, with the entries about it that the user may see."""
    if subject not in SUBJECTS:
        raise Http404(_("There is no such page."))
    about = SUBJECTS[subject]
    counts = _counts(user, about)
    names = _names(user, about, counts)
    ordered = sorted(names, key=lambda key: (names[key].casefold(), key))
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    rows = [{"id": key, "name": names[key], "counts": _row(about, counts.get(key, {}))} for key in page.object_list]
    given = {
        "subject": about,
        "kinds": [KINDS[table] for table in about.links],
        "page": page,
        "rows": rows,
    }
    return render(request, "desk/subjects.html", given)


def _counts(user: User, about: Subject) -> dict[str, dict[str, int]]:
    """Entries by subject and kind. One question per kind, whatever the page."""
    found: dict[str, dict[str, int]] = {}
    for table, link in about.links.items():
        rows = open_entries(user, table).exclude(**{f"{link}__isnull": True}).order_by()
        for key, number in rows.values_list(link).annotate(number=Count("pk")):
            found.setdefault(key, {})[table] = number
    return found


def _names(user: User, about: Subject, counts: Mapping[str, Any]) -> dict[str, str]:
    """What each is called; of laws also those that nothing is about. Never a body of closed cases alone."""
    if about.name == "law":
        return {key: str(title) for key, title in open_entries(user, "law").values_list("pk", "title")}
    if about.name == "country":
        return {code: label_of("places", code) for code in counts if code not in UNKNOWN_CODES}
    return {key: name for key, name in Organization.objects.values_list("pk", "name") if key in counts}


def _row(about: Subject, counted: Mapping[str, int]) -> list[tuple[Any, int]]:
    return [(KINDS[table], counted.get(table, 0)) for table in about.links]
