"""What the pages of both ledgers show of the links between them: each with its ground and the sources that say so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sijill.office.models import User
from sijill.office.records import Record, history_of
from sijill.register.access import in_open_event
from sijill.register.models import Support
from sijill.register.speech.access import CASE_OF
from sijill.register.speech.finding import may_name
from sijill.register.speech.links import Link, links_at
from sijill.register.speech.shapes import shape

MANY = 50  # links that a page shows of each kind

Shown = list[dict[str, Any]]


def links_of(user: User, side: str, identifier: str) -> Shown:
    """Every kind of link that this entry can have, with those that it has, of cases that the user may open."""
    return links_of_each(user, side, [identifier])[identifier]


def links_of_each(user: User, side: str, identifiers: Iterable[str]) -> dict[str, Shown]:
    """The same for many entries of one table, in as many questions as there are kinds of link."""
    ids = list(identifiers)
    found: dict[str, Shown] = {one: [] for one in ids}
    for link in links_at(side):
        rows: dict[str, list[Any]] = {one: [] for one in ids}
        for held in link.of(user, side, ids):
            rows[getattr(held, f"{side}_id")].append(held)
        for one, here in rows.items():
            found[one].append(_kind(link, side, here[: MANY + 1]))
    _name_sources([row for each in found.values() for kind in each for row in kind["rows"]])
    return found


def links_of_case(user: User, events: Iterable[Record]) -> dict[str, Any]:
    """The disruptions around a case and around those that it stands for, as one kind of link of the case."""
    each = links_of_each(user, "event", [one.pk for one in events])
    kinds = [kind for here in each.values() for kind in here]
    return {**kinds[0], "rows": [row for kind in kinds for row in kind["rows"]]}


def _kind(link: Link, side: str, held: list[Any]) -> dict[str, Any]:
    ours = side == link.ours
    return {
        "link": link,
        "side": side,
        "table": link.other(side),
        "title": link.led if ours else link.came,
        "add": link.add if ours else link.back,
        "rows": [{"held": one, "other": getattr(one, link.other(side))} for one in held[:MANY]],
        "more": len(held) > MANY,
    }


def _name_sources(rows: Shown) -> None:
    """Put with each link the names of the sources that say so."""
    ids = [row["held"].pk for row in rows]
    names: dict[str, list[str]] = {}
    said = Support.objects.filter(entity_id__in=ids, report__withdrawals__isnull=True).order_by("log_from", "id")
    for identifier, name in said.values_list("entity_id", "report__source__name"):
        names.setdefault(identifier, []).append(name)
    for row in rows:
        row["sources"] = list(dict.fromkeys(names.get(row["held"].pk, [])))


def link_rows(user: User, side: str, identifiers: Iterable[str]) -> dict[type[Record], set[str]]:
    """Ids of the links that these entries have and had, ended ones included, of cases that the user may open."""
    wanted = list(identifiers)
    found: dict[type[Record], set[str]] = {}
    for link in links_at(side):
        model: Any = shape(link.table).model
        now = model.objects.filter(in_open_event(user, CASE_OF[link.table]), **{f"{side}__in": wanted})
        found[model] = set(now.values_list("id", flat=True)) | _ended(user, link, side, wanted)
    return found


def link_rows_of_case(user: User, events: Iterable[Record], acts: Iterable[str]) -> dict[type[Record], set[str]]:
    """The same for a case: the links of its acts and of itself."""
    return {**link_rows(user, "act", acts), **link_rows(user, "event", [one.pk for one in events])}


def _ended(user: User, link: Link, side: str, wanted: list[str]) -> set[str]:
    """Links that were taken back: the history holds ids as plain text, so the case is asked for apart."""
    past = history_of(shape(link.table).model)._default_manager.filter(**{f"{side}_id__in": wanted})
    rows = list(past.values_list("id", f"{link.theirs}_id"))
    seen = set(may_name(user, link.theirs).filter(pk__in={to for _id, to in rows}).values_list("pk", flat=True))
    return {identifier for identifier, to in rows if to in seen}
