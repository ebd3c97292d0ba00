"""The page of one entry of the second ledger: the four questions, the five rules, its parts, its sources word for word,
its history; and the page of one article or clause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from sijill.codelists.load import codelist
from sijill.collect.models import Report
from sijill.desk.findings import ASKED, assessed, assessed_each
from sijill.desk.history import history_of_rows
from sijill.desk.links import link_rows, links_of
from sijill.office.fields import language
from sijill.office.models import User
from sijill.office.pages import staff
from sijill.office.records import Record, history_of
from sijill.office.roles import CASE_ROLES, Role
from sijill.register.access import open_people
from sijill.register.models import ProposalState, Support
from sijill.register.speech.access import open_entries
from sijill.register.speech.models import FactProposal, Statement
from sijill.register.speech.pages import KINDS, MADE, PARTS, Kind, Section, is_known
from sijill.register.speech.shapes import shape
from sijill.register.speech.titles import PARTS as PART_TITLES
from sijill.register.speech.views import the_entry, the_kind
from sijill.statements.rules import FIELDS
from sijill.tables.statements import STATEMENT

# What the page of the whole shows of parts that have a page of their own.
SHOWN = {"provision": ("article", "offence", "penalty", "penalty_months"), "clause": ("number", "subject", "precise")}
MANY = 50  # parts of a kind, or reports, that a page shows
# What the entries that point to one are to it, where their kind alone does not say so.
POINTING = {"reverses": _("Reversed by"), "amends": _("Replaced by a newer version")}


@staff(*CASE_ROLES)
def entry(request: HttpRequest, user: User, kind: str, entry_id: str) -> HttpResponse:
    """One entry, for whoever may see it."""
    made, row = the_kind(kind), the_entry(user, kind, entry_id)
    parts, links = _parts(made, row), links_of(user, made.table, row.pk)
    given = {
        "kind": made,
        "row": row,
        "sections": [_section(user, section, row) for section in made.sections],
        "parts": parts,
        "around": _around(user, made.table, row),
        "links": links,
        "articles": _articles(user, row) if made.table == "law" else [],
        "reports": _reports(request, row, [*_ids_of(parts), *_held(links)]),
        "history": history_of_rows(_rows(user, made, row)),
        "assessed": assessed(made.table, row) if made.table in ASKED else None,
        **_statement(row),
        "may_write": user.may(Role.RECORDER),
        "may_decide": bool(user.role_codes & {Role.RECORDER, Role.REVIEWER}),
    }
    return render(request, "desk/speech_entry.html", given)


@staff(*CASE_ROLES)
def part(request: HttpRequest, user: User, table: str, part_id: str) -> HttpResponse:
    """An article of a law or a clause of a company's rules: its words, its findings, where it was used."""
    row = get_object_or_404(open_entries(user, table), pk=part_id)
    whole = next(kind for kind in KINDS.values() if table in kind.parts)
    links = links_of(user, table, row.pk)
    given = {
        "table": table,
        "row": row,
        "whole": getattr(row, shape(table).link_to(whole.table)),
        "section": _section(user, Section("", PARTS[table]), row),
        "assessed": assessed(table, row),
        "around": _around(user, table, row),
        "links": links,
        "reports": _reports(request, row, _held(links)),
        "history": history_of_rows(_own_rows(user, row)),
        "may_write": user.may(Role.RECORDER),
    }
    return render(request, "desk/speech_part.html", given)


def _section(user: User, section: Any, row: Any) -> dict[str, Any]:
    """The facts of a section: those that are known first; those that are not, together and small."""
    names = [name for name in section.facts if _may_show(user, row, name)]
    known = [name for name in names if is_known(row, name)]
    return {"section": section, "known": known, "unknown": [name for name in names if name not in known]}


def _may_show(user: User, row: Any, name: str) -> bool:
    to = shape(row._meta.db_table).links.get(name)
    if to is None or to == "organization" or not getattr(row, f"{name}_id"):
        return True
    rows = open_people(user) if to == "person" else open_entries(user, to)
    return bool(rows.filter(pk=getattr(row, f"{name}_id")).exists())


def _parts(kind: Kind, row: Any) -> list[dict[str, Any]]:
    found = []
    for table in kind.parts:
        link = shape(table).link_to(kind.table)
        rows = shape(table).model._default_manager.filter(**{link: row.pk})
        related = [name for name, to in shape(table).links.items() if to == "organization"]
        rows = rows.select_related(*related) if related else rows
        title, add = PART_TITLES[table]
        shown = list(rows.order_by("log_from", "id")[: MANY + 1])
        if table in MADE and not shown:
            continue
        found.append(
            {"table": table, "title": title, "add": "" if table in MADE else add,
             "facts": SHOWN.get(table, PARTS[table]), "more": len(shown) > MANY,
             "rows": _with_findings(table, shown[:MANY])}
        )  # fmt: skip
    return found


def _with_findings(table: str, rows: list[Any]) -> list[dict[str, Any]]:
    """Parts that checks are asked of have a page of their own; here stands what they amount to, rule by rule."""
    found = assessed_each(table, rows) if table in ASKED else {}
    return [{"row": row, "assessed": found.get(row.pk)} for row in rows]


def _around(user: User, table: str, row: Any) -> list[dict[str, Any]]:
    """Entries that point to this one: restrictions behind a demand, newer versions of a law, reversals."""
    found = []
    for other in KINDS.values():
        for name, to in shape(other.table).links.items():
            if to == table:
                rows = open_entries(user, other.table).filter(**{name: row.pk}).order_by("log_from", "id")
                shown = list(rows[: MANY + 1])
                if shown:
                    title = POINTING.get(name, other.many)
                    found.append({"title": title, "rows": shown[:MANY], "more": len(shown) > MANY})
    return found


def _articles(user: User, row: Any) -> list[Any]:
    """The acts in which an article of a law was used, of cases that the user may open; more than a page is not told."""
    used = open_entries(user, "act_provision").filter(provision__law=row.pk)
    return list(used.select_related("act__event", "provision").order_by("id")[:MANY])


def _ids_of(parts: list[dict[str, Any]]) -> list[str]:
    return [one["row"].pk for part in parts for one in part["rows"]]


def _held(links: list[dict[str, Any]]) -> list[str]:
    return [one["held"].pk for kind in links for one in kind["rows"]]


def _reports(request: HttpRequest, row: Any, parts: list[str]) -> dict[str, Any]:
    """Reports that support the entry or a part of it, with the facts that each supports."""
    ids = [row.pk, *parts]
    supports = Support.objects.filter(entity_id__in=ids)
    said = Report.objects.filter(pk__in=supports.values("report")).select_related("source")
    page = Paginator(said.order_by("-log_from", "id").prefetch_related("withdrawals"), MANY // 2).get_page(
        request.GET.get("page")
    )
    told: dict[str, list[tuple[str, str]]] = {}
    for one in supports.filter(report__in=[report.pk for report in page]):
        told.setdefault(one.report_id, []).extend((one.entity_kind, element) for element in one.elements)
    shown = [{"report": report, "elements": list(dict.fromkeys(told.get(report.pk, [])))} for report in page]
    return {"page": page, "shown": shown}


def _statement(row: Any) -> dict[str, Any]:
    """The statement that a platform filed, with each field that says something; nothing for other entries."""
    found = Statement.objects.select_related("platform").filter(restriction=row.pk).first()
    if found is None:
        return {}
    said = []
    for name in FIELDS:
        stored = "content_id_ean" if name == "content_id" else name
        if value := getattr(found, stored):
            values = value if isinstance(value, list) else [value]
            listed = STATEMENT.column(stored).codelist
            # Codes are shown in words; the report below holds them as they were filed.
            said.append((name, [codelist(listed).label(one, language()) if listed else one for one in values]))
    return {"statement": found, "statement_fields": said}


def _rows(user: User, kind: Kind, row: Any) -> Iterator[tuple[type[Record], set[str]]]:
    """The rows that belong to an entry, ended ones included, model by model."""
    yield type(row), {row.pk}
    ids = {row.pk}
    for table in kind.parts:
        model, link = shape(table).model, shape(table).link_to(kind.table)
        mine: set[str] = set()
        for kept in (model, history_of(model)):
            mine |= set(kept._default_manager.filter(**{f"{link}_id": row.pk}).values_list("id", flat=True)[:MANY])
        yield model, mine
        ids |= mine
    for linked, mine in link_rows(user, kind.table, [row.pk]).items():
        yield linked, mine
        ids |= mine
    yield Support, _supports(ids)


def _own_rows(user: User, row: Any) -> Iterator[tuple[type[Record], set[str]]]:
    yield type(row), {row.pk}
    ids = {row.pk}
    for linked, mine in link_rows(user, row._meta.db_table, [row.pk]).items():
        yield linked, mine
        ids |= mine
    yield Support, _supports(ids)


def _supports(ids: set[str]) -> set[str]:
    found: set[str] = set()
    for kept in (Support, history_of(Support)):
        found |= set(kept._default_manager.filter(entity_id__in=ids).values_list("id", flat=True)[: MANY * 4])
    return found


def waiting(user: User, most: int) -> dict[str, Any]:
    """What of the second ledger waits for somebody: drafts kind by kind, changes that newer lists propose.

    Counted up to `most`; beyond it there are more.
    """
    drafts = []
    for table, kind in KINDS.items():
        number = open_entries(user, table).filter(state="draft").order_by()[: most + 1].count()
        if number:
            drafts.append({"kind": kind, "count": min(number, most), "more": number > most})
    hidden = Q()
    for table in ("restriction", "restriction_place"):
        hidden |= Q(entity_kind=table) & ~Q(entity_id__in=open_entries(user, table).values("pk"))
    seen = FactProposal.objects.filter(~hidden, state=ProposalState.WAITING)
    number = seen.order_by()[: most + 1].count()
    return {"drafts": drafts, "changes": min(number, most), "more": number > most}
