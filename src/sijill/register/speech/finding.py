"""Finding an entry that another one is to name: by words, however they are spelt, among what the asker may open.

What stands in a form as a choice was found here, so nothing is offered that its page would refuse. An entry that was
merged, rejected or withdrawn is not offered; one that a form holds already stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.office.fields import language
from sijill.office.folding import beginnings, words_of
from sijill.office.models import User
from sijill.office.records import Record
from sijill.office.words import has_word, some_holding
from sijill.register.access import in_open_event, open_events, open_people
from sijill.register.models import Act, Event, Organization, PersonName
from sijill.register.named import first_named
from sijill.register.speech.access import open_entries
from sijill.register.speech.models import Law, Policy

MOST = 10  # entries that a form offers at once
FEW = 500  # rows with a word that are named in a question one by one; of more each row is asked
GONE = ("rejected", "withdrawn")


@dataclass(frozen=True, slots=True)
class Sought:
    """Where the words of a search may stand besides an entry's own texts: `held`, links to other rows with theirs;
    codes by their codelist; a date. `whole`: what has the state."""

    held: Mapping[str, type[Record]]
    codes: Mapping[str, str]
    when: str = ""
    whole: str = ""
    related: tuple[str, ...] = ()


SOUGHT: Mapping[str, Sought] = {
    "law": Sought({}, {"jurisdiction": "places", "kind": "law_kinds"}, "in_force"),
    "provision": Sought(
        {"law": Law}, {"law__jurisdiction": "places", "offence": "offences"}, "law__in_force", "law__", ("law",)
    ),
    "policy": Sought({"organization": Organization}, {"kind": "policy_kinds"}, "in_force", "", ("organization",)),
    "clause": Sought(
        {"policy": Policy, "policy__organization": Organization}, {"subject": "clause_subjects"},
        "policy__in_force", "policy__", ("policy__organization",),
    ),
    "demand": Sought(
        {"company": Organization, "authority": Organization}, {"country": "places", "kind": "demand_kinds"}, "made", "",
        ("company", "authority"),
    ),
    "restriction": Sought(
        {"company": Organization, "decided_by": Organization}, {"country": "places", "measure": "measures"}, "applied",
        "", ("company", "decided_by"),
    ),
    "exposure": Sought(
        {"company": Organization}, {"country": "places", "kind": "exposure_kinds"}, "occurred", "", ("company",)
    ),
    "disruption": Sought(
        {"authority": Organization}, {"country": "places", "kind": "disruption_kinds"}, "began", "", ("authority",)
    ),
    "event": Sought({}, {"context": "contexts"}),
    "act": Sought({"event": Event}, {"kind": "acts", "place": "places"}, "occurred", "", ("event", "victim")),
    "person": Sought({}, {}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """The first entries that fit, newest first; `more`: others may fit as well."""

    rows: list[Any]
    more: bool


def may_name(user: User, table: str) -> QuerySet[Any]:
    """The entries of a table that this user may open, and so may name in another."""
    if table == "person":
        return open_people(user)
    if table == "event":
        return open_events(user)
    if table == "act":
        return Act.objects.filter(in_open_event(user))
    return open_entries(user, table)


def find(user: User, table: str, text: str) -> Found:
    """The entries that every word of the text fits, or whose identifier it is; without a word the newest."""
    rows, words = _offered(user, table), words_of(text)
    by_id = rows.filter(pk=text.strip())
    if text.strip() and by_id.exists():
        return Found(_read(by_id, table), more=False)
    if text.strip() and not words:
        return Found([], more=False)
    if table == "person" and words:
        ids = first_named(rows, words, MOST + 1)
    else:
        for word in words:
            rows = rows.filter(_holds(rows.model, table, word))
        ids = list(rows.order_by("-log_from", "id").values_list("pk", flat=True)[: MOST + 1])
    return Found(_in_order(_read(rows.model._default_manager.filter(pk__in=ids[:MOST]), table), ids), len(ids) > MOST)


def _offered(user: User, table: str) -> QuerySet[Any]:
    rows = may_name(user, table)
    if table in ("person", "event"):
        rows = rows.filter(merged_into__isnull=True)
    # What is gone is left out, instead of taking in what stands: for that SQLite reads an index of states and sorts
    # every entry, where it can walk from the newest on and stop.
    return rows if table == "person" else rows.exclude(**{f"{SOUGHT[table].whole}state__in": GONE})


def _read(rows: QuerySet[Any], table: str) -> list[Any]:
    """Rows with what a form shows of them."""
    return list(shown(rows, table)[: MOST + 1])


def shown(rows: QuerySet[Any], table: str) -> QuerySet[Any]:
    """The rows, each with what a form shows of it read along."""
    rows = rows.select_related(*SOUGHT[table].related) if SOUGHT[table].related else rows
    names = {"person": "names", "act": "victim__names"}
    return rows.prefetch_related(names[table]) if table in names else rows


def _in_order(rows: list[Any], ids: list[str]) -> list[Any]:
    place = {identifier: number for number, identifier in enumerate(ids)}
    return sorted(rows, key=lambda row: place[row.pk])


def _holds(model: type[Record], table: str, word: str) -> Q:
    """Rows that have the word in their own texts, in those of a row they name, in the label of a code or in a date."""
    sought = SOUGHT[table]
    found = _own(model, word, "pk")
    for link, other in sought.held.items():
        found |= _own(other, word, link)
    if table == "act":
        found |= _victims(word)
    for column, listed in sought.codes.items():
        codes = [code for code, said in _labels(listed, language()) if any(one.startswith(word) for one in said)]
        found |= Q(**{f"{column}__in": codes})
    if sought.when and word[:1].isdigit():
        found |= Q(**{f"{sought.when}__contains": word})
    return found


def _own(model: type[Record], word: str, link: str) -> Q:
    """Few rows are named one by one, so that the database begins with them; of many, each row is asked."""
    few = some_holding(model, word, FEW + 1)
    if len(few) <= FEW:
        return Q(**{f"{link}__in": few})
    return Q(has_word(word, link))


def _victims(word: str) -> Q:
    """Acts against somebody with such a name."""
    few = some_holding(PersonName, word, FEW + 1)
    if len(few) <= FEW:
        return Q(victim__in=list(PersonName.objects.filter(pk__in=few).values_list("person_id", flat=True)))
    names = PersonName.objects.filter(has_word(word, "pk"), person=OuterRef("victim_id"))
    return Q(Exists(names))


@cache
def _labels(listed: str, lang: str) -> tuple[tuple[str, frozenset[str]], ...]:
    words = codelist(listed)
    codes = [code for code in words.codes if code not in UNKNOWN_CODES]
    return tuple((code, beginnings(" ".join(words.label(code, one) for one in {lang, "en"}))) for code in codes)
