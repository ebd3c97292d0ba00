"""A page for each company, authority, country and law: what it is, the entries about it, how many by year, what the
checks say of all of them; and the entries as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from defusedcsv import csv
from django.conf import settings
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sijill.assess.rules.ground.check import LIMBS
from sijill.assess.rules.ground.checks import BY_ID
from sijill.assess.rules.ground.findings import counts
from sijill.assess.rules.ground.limbs import Share, share
from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.desk.findings import Assessed, assessed
from sijill.desk.scorecards import BY
from sijill.home import Home
from sijill.office.fields import label_of, language
from sijill.office.models import User
from sijill.office.pages import staff
from sijill.office.roles import CASE_ROLES
from sijill.publish.actions import note_reading
from sijill.publish.run import take_snapshot
from sijill.register.models import Organization
from sijill.register.speech.access import open_entries
from sijill.register.speech.models import Law
from sijill.register.speech.pages import KINDS
from sijill.register.speech.shapes import AGGREGATES, plain, shape
from sijill.register.speech.views import page_of
from sijill.tables.engines import connect
from sijill.tables.snapshot import current

MANY = 1000  # entries are counted up to here; beyond it stands "1000+"
YEARS = 20  # rows of the trend
FEW = 20  # decided records below which a share says little: it is shown as its two numbers alone
REPORT = "findings"
EVER = (date(1, 1, 1), date(9999, 12, 31))


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page can be about: its title, and for each kind of entry the link that leads to it.

    `keys` are the columns by which findings are counted for it, per kind that has checks.
    """

    name: str
    title: Any
    many: Any
    links: Mapping[str, str]
    keys: Mapping[str, str]


_COMPANY = {"demand": "company", "restriction": "company", "policy": "organization", "exposure": "company"}
_AUTHORITY = {"demand": "authority", "restriction": "decided_by", "disruption": "authority", "law": "enforcer"}
_COUNTRY = {"demand": "country", "restriction": "country", "disruption": "country", "law": "jurisdiction",
            "exposure": "country"}  # fmt: skip
_LAW = {"demand": "provision__law", "restriction": "provision__law", "disruption": "provision__law"}


def _ids(links: Mapping[str, str]) -> dict[str, str]:
    return {table: f"{link}_id" for table, link in links.items() if table != "exposure"}


SUBJECTS: Mapping[str, Subject] = {
    one.name: one
    for one in (
        Subject("company", gettext_lazy("Company"), gettext_lazy("Companies"), _COMPANY, _ids(_COMPANY)),
        Subject("authority", gettext_lazy("Authority"), gettext_lazy("Authorities"), _AUTHORITY, _ids(_AUTHORITY)),
        Subject("country", gettext_lazy("Country or area"), gettext_lazy("Countries and areas"), _COUNTRY,
                {table: link for table, link in _COUNTRY.items() if table != "exposure"}),
        # The provision that a measure cites, or that the demand behind it does.
        Subject("law", gettext_lazy("Law"), gettext_lazy("Laws"), _LAW, dict.fromkeys(_LAW, "provision")),
    )
}  # fmt: skip


def entries_of(user: User, subject: Subject, table: str, subject_id: str) -> QuerySet[Any]:
    """The entries of a table about a subject that the user may see."""
    return open_entries(user, table).filter(**{subject.links[table]: subject_id})


def open_body(user: User, name: str, body_id: str) -> Organization | None:
    """A body that some entry which the user may see is about; a body of closed cases alone is not told."""
    subject = SUBJECTS[name]
    body = Organization.objects.filter(pk=body_id).first()
    if body and any(entries_of(user, subject, table, body.pk).exists() for table in subject.links):
        return body
    return None


def the_subject(user: User, name: str, subject_id: str) -> tuple[Subject, Any]:
    """The subject and what stands for it: a body, a law, a country's code; not found for any other."""
    found: Any = None
    if name in ("company", "authority"):
        found = open_body(user, name, subject_id)
    elif name == "law":
        found = open_entries(user, "law").filter(pk=subject_id).first()
    elif name == "country" and subject_id in codelist("places").codes and subject_id not in UNKNOWN_CODES:
        found = subject_id
    if found is None:
        raise Http404(_("There is nothing here that you may open."))
    return SUBJECTS[name], found


def title_of(subject: Subject, found: Any) -> str:
    """What a subject is called on pages."""
    if isinstance(found, Organization):
        return str(found.name)
    if isinstance(found, Law):
        return str(found.title)
    return label_of("places", str(found))


@staff(*CASE_ROLES)
def profile(request: HttpRequest, user: User, subject: str, subject_id: str) -> HttpResponse:
    """What the subject is, the entries about it of one kind, and how many there are by year."""
    about, found = the_subject(user, subject, subject_id)
    kinds = _counted_kinds(user, about, subject_id)
    asked = request.GET.get("kind", "")
    table = asked if asked in about.links else next((one["table"] for one in kinds if one["count"]), kinds[0]["table"])
    rows = entries_of(user, about, table, subject_id)
    made = KINDS[table]
    page = page_of(rows, made, request.GET.get("page"))
    given = {
        "subject": about,
        "subject_id": subject_id,
        "found": found,
        "title": title_of(about, found),
        "is_body": isinstance(found, Organization),
        "other": _other(user, about, found),
        "kinds": kinds,
        "kind": made,
        "page": page,
        "years": by_year(rows, table),
        "has_levels": "level" in shape(table).codes,
        "query": f"kind={table}",
        "assessed": _of_company(about, found),
        "has_figures": table in about.keys,
        "has_commitments": about.name in BY,
        "is_country": about.name == "country",
    }
    return render(request, "desk/profile.html", given)


def _of_company(subject: Subject, found: Any) -> Assessed | None:
    return assessed("company", found) if subject.name == "company" else None


def _other(user: User, subject: Subject, found: Any) -> Subject | None:
    """A body that asks may also be one that is asked: its other page."""
    others = {"company": "authority", "authority": "company"}
    name = others.get(subject.name, "")
    return SUBJECTS[name] if name and open_body(user, name, found.pk) else None


def _counted_kinds(user: User, subject: Subject, subject_id: str) -> list[dict[str, Any]]:
    found = []
    for table in subject.links:
        number = entries_of(user, subject, table, subject_id).order_by()[: MANY + 1].count()
        found.append({"table": table, "kind": KINDS[table], "count": min(number, MANY), "more": number > MANY})
    return found


# How many by year


def by_year(rows: QuerySet[Any], table: str) -> list[dict[str, Any]]:
    """Entries by the year in which they began, the newest first, published figures apart; those of unknown year last.

    Rejected and withdrawn entries are left out. `share` is the part of the longest row, in hundredths.
    """
    when, has_level = f"{KINDS[table].when}_lo", "level" in shape(table).codes
    names = (when, "level") if has_level else (when,)
    found: dict[Any, dict[str, int]] = {}
    standing = rows.filter(state__in=("draft", "confirmed"))
    for row in standing.order_by().values(*names).annotate(number=Count("id")):
        year = row[when].year if row[when] else None
        one = found.setdefault(year, {"entries": 0, "figures": 0})
        one["figures" if row.get("level") in AGGREGATES else "entries"] += row["number"]
    most = max((one["entries"] or one["figures"] for one in found.values()), default=0) or 1
    years = sorted((year for year in found if year is not None), reverse=True)
    shown = [(year, found[year]) for year in years[:YEARS]]
    rest = [found[year] for year in years[YEARS:]]
    if rest:
        shown.append((_("earlier"), {name: sum(one[name] for one in rest) for name in ("entries", "figures")}))
    if None in found:
        shown.append((_("year not known"), found[None]))
    return [
        {"year": year, **one, "share": round(100 * min(1, (one["entries"] or one["figures"]) / most))}
        for year, one in shown
    ]


# What the checks say of all of them


@staff(*CASE_ROLES)
def findings(request: HttpRequest, user: User, subject: str, subject_id: str) -> HttpResponse:
    """Per check, in how many of the subject's measures it is met, out of how many where it is decided. It is logged."""
    about, found = the_subject(user, subject, subject_id)
    snapshot = take_snapshot(settings.HOME)
    asked = request.GET.get("kind", "")
    table = asked if asked in about.keys else next(iter(about.keys))
    wanted = set(_keys_of(about, found))
    verdicts: dict[str, dict[str, int]] = {}
    for row in counted(settings.HOME, snapshot.hash, table, about.keys[table]):
        if row[about.keys[table]] in wanted:
            held = verdicts.setdefault(row["check"], {})
            for code, name in _VERDICTS.items():
                held[code] = held.get(code, 0) + row[name]
    note_reading(user, REPORT, *EVER, by=f"{subject}={subject_id},kind={table}")
    given = {
        "subject": about,
        "subject_id": subject_id,
        "title": title_of(about, found),
        "is_body": isinstance(found, Organization),
        "kinds": [KINDS[one] for one in about.keys],
        "kind": KINDS[table],
        "limbs": _by_limb(verdicts),
        "asked": max((sum(one.values()) for one in verdicts.values()), default=0),
        "few": FEW,
    }
    return render(request, "desk/profile_findings.html", given)


_VERDICTS = {
    "met": "met", "partly": "partly", "not-met": "not_met", "unknown": "unknown", "not-applicable": "not_applicable",
}  # fmt: skip


@lru_cache(maxsize=32)
def counted(home: Home, snapshot: str, table: str, key: str) -> tuple[Mapping[str, Any], ...]:
    """Counts of verdicts by check and key, for every subject at once. Remembered by the snapshot's hash."""
    return tuple(counts(connect(current(home.columns)), table, [key]))


def _keys_of(subject: Subject, found: Any) -> list[str]:
    if subject.name == "law":
        return [str(one) for one in found.provisions.values_list("id", flat=True)]
    return [str(found) if isinstance(found, str) else str(found.pk)]


def _by_limb(verdicts: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    """Checks with their shares under their limbs; those that are asked of none of these measures are left out."""
    lang = language()
    found: dict[str, list[dict[str, Any]]] = {}
    for name, number in verdicts.items():
        one, held = BY_ID[name], share(number)
        row = {"check": one, "question": one.question(lang), "share": held, "percent": _percent(held), **number}
        row["not_met"] = number.get("not-met", 0)
        found.setdefault(one.limb, []).append(row)
    return [{"code": limb, "checks": found[limb]} for limb in LIMBS if limb in found]


def _percent(held: Share) -> int | None:
    """A share in hundredths, where enough is decided for one to mean anything."""
    return round(100 * held.value) if held.value is not None and held.decided >= FEW else None


# The entries as a file


class _Line:
    def write(self, line: str) -> str:
        """What the writer of CSV hands on."""
        return line


@staff(*CASE_ROLES)
def download(request: HttpRequest, user: User, subject: str, subject_id: str, kind: str) -> HttpResponseBase:
    """The entries of a kind about a subject as CSV: codes, dates and numbers; no words of sources, no person.

    It is logged.
    """
    about, _found = the_subject(user, subject, subject_id)
    if kind not in about.links:
        raise Http404(_("There is no such kind of entry."))
    rows = entries_of(user, about, kind, subject_id).order_by("log_from", "id")
    note_reading(user, "speech-entries", *EVER, by=f"{subject}={subject_id},kind={kind}")
    response = StreamingHttpResponse(_lines(rows, kind), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{kind}-{subject_id}.csv"'
    return response


def _lines(rows: QuerySet[Any], table: str) -> Iterator[str]:
    form = shape(table)
    bodies = [name for name, to in form.links.items() if to == "organization"]
    links = [name for name, to in form.links.items() if to not in ("organization", "person")]
    facts = [*form.codes, *form.dates, *form.counts, *form.numbers, *form.flags]
    names = dict(Organization.objects.values_list("id", "name")) if bodies else {}
    out = csv.writer(_Line())
    yield "\ufeff" + out.writerow(["id", "state", *bodies, *links, *facts])
    for row in rows.iterator(chunk_size=1000):
        said = plain(table, row, facts)
        bodied = [names.get(getattr(row, f"{name}_id") or "", "") for name in bodies]
        linked = [getattr(row, f"{name}_id") or "" for name in links]
        yield out.writerow([row.pk, row.state, *bodied, *linked, *(said[name] for name in facts)])
