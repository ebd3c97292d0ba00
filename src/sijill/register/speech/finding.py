"""Finding an entry that another one is to name: by words, however they are spelt, among what the asker may open.

What stands in a form as a choice was found here, so nothing is offered that its page would refuse. An entry that was
merged, rejected or withdrawn is not offered; one that a form holds already stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.office.fields import language
from sijill.office.models import User
from sijill.register.access import in_open_event, open_events, open_people
from sijill.register.folding import contains, fold, signs_needed, words_of
from sijill.register.models import Act, Organization, PersonName
from sijill.register.speech.access import open_entries
from sijill.register.spelt import AT_ONCE, may_hold

MOST = 10  # entries that a form offers at once
BODY = "__name"  # a text that stands with a body
READ = 20_000  # entries whose texts are compared before the search asks for more words
STANDING = ("draft", "confirmed")
Named = Mapping[str, Mapping[str, None]]  # by word, the ids of the people with such a name


@dataclass(frozen=True, slots=True)
class Sought:
    """Where the words of a search may stand: texts, codes by their codelist, a date. `whole`: what has the state."""

    texts: tuple[str, ...]
    codes: Mapping[str, str]
    when: str = ""
    whole: str = ""
    related: tuple[str, ...] = ()


SOUGHT: Mapping[str, Sought] = {
    "law": Sought(("title", "gazette"), {"jurisdiction": "places", "kind": "law_kinds"}, "in_force"),
    "provision": Sought(
        ("article", "law__title"), {"law__jurisdiction": "places", "offence": "offences"}, "law__in_force", "law__",
        ("law",),
    ),
    "policy": Sought(
        ("title", "service", "organization__name"), {"kind": "policy_kinds"}, "in_force", "", ("organization",)
    ),
    "clause": Sought(
        ("number", "policy__title", "policy__service", "policy__organization__name"), {"subject": "clause_subjects"},
        "policy__in_force", "policy__", ("policy__organization",),
    ),
    "demand": Sought(
        ("company__name", "authority__name", "authority_words", "service", "country_words", "reference", "series",
         "subject_words", "legal_basis"),
        {"country": "places", "kind": "demand_kinds"}, "made", "", ("company", "authority"),
    ),
    "restriction": Sought(
        ("company__name", "decided_by__name", "service", "url", "description", "legal_basis"),
        {"country": "places", "measure": "measures"}, "applied", "", ("company", "decided_by"),
    ),
    "exposure": Sought(
        ("company__name", "service", "description"), {"country": "places", "kind": "exposure_kinds"}, "occurred", "",
        ("company",),
    ),
    "disruption": Sought(
        ("title", "area", "country_words", "authority__name", "description"),
        {"country": "places", "kind": "disruption_kinds"}, "began", "", ("authority",),
    ),
    "event": Sought(("title",), {"context": "contexts"}),
    "act": Sought(
        ("event__title", "locality", "law"), {"kind": "acts", "place": "places"}, "occurred", "", ("event", "victim")
    ),
    "person": Sought((), {}),
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
    if table == "person":
        return _people(rows, words)
    named = {word: _named([word]) for word in words} if table == "act" else {}
    asked = rows
    for word in words:
        asked = asked.filter(_may_fit(table, word, named))
    ids, more = _fitting(asked, table, words, named)
    return Found(_in_order(_read(rows.filter(pk__in=ids), table), ids), more)


def _offered(user: User, table: str) -> QuerySet[Any]:
    rows = may_name(user, table)
    if table in ("person", "event"):
        rows = rows.filter(merged_into__isnull=True)
    return rows if table == "person" else rows.filter(**{f"{SOUGHT[table].whole}state__in": STANDING})


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


def _people(rows: QuerySet[Any], words: list[str]) -> Found:
    """People of whom one name holds every word. Whose entry may be opened is asked of those that fit."""
    if not words:
        ids = list(rows.order_by("-log_from", "id").values_list("pk", flat=True)[: MOST + 1])
    else:
        fitting = list(_named(words))
        ids = []
        for start in range(0, len(fitting), 500):
            seen = set(rows.filter(pk__in=fitting[start : start + 500]).values_list("pk", flat=True))
            ids += [who for who in fitting[start : start + 500] if who in seen]
            if len(ids) > MOST:
                break
    return Found(_in_order(_read(rows.filter(pk__in=ids[:MOST]), "person"), ids), len(ids) > MOST)


def _named(words: list[str]) -> dict[str, None]:
    asked = may_hold(PersonName.objects.all(), "text", "".join(words)).values_list("person_id", "text")
    return dict.fromkeys(who for who, text in asked.iterator(chunk_size=AT_ONCE) if contains(text, words))


def _may_fit(table: str, word: str, named: Named) -> Q:
    """Rows that may hold the word somewhere; more than do, never fewer."""
    sought = SOUGHT[table]
    found = Q(pk__in=[])
    bodies = _bodies(word) if any(column.endswith(BODY) for column in sought.texts) else []
    for column in sought.texts:
        if column.endswith(BODY):  # there are few bodies, and reading them once costs less than joining every row
            found |= Q(**{f"{column.removesuffix(BODY)}__in": bodies})
            continue
        here = Q()
        for signs in signs_needed(word):
            here &= Q(**{f"{column}__has_sign": signs})
        found |= here
    for column, listed in sought.codes.items():
        found |= Q(**{f"{column}__in": [code for code, said in _folded(listed, language()) if word in said]})
    if sought.when and word[:1].isdigit():
        found |= Q(**{f"{sought.when}__contains": word})
    if word in named:
        found |= Q(victim__in=list(named[word])[:READ])
    return found


def _bodies(word: str) -> list[str]:
    asked = may_hold(Organization.objects.all(), "name", word).values_list("id", "name")
    return [identifier for identifier, name in asked.iterator(chunk_size=AT_ONCE) if word in fold(name)][:READ]


def _fitting(asked: QuerySet[Any], table: str, words: list[str], named: Named) -> tuple[list[str], bool]:
    """Ids of the newest rows whose texts hold every word, and whether there may be more."""
    newest = asked.order_by("-log_from", "id")
    if not words:
        ids = list(newest.values_list("pk", flat=True)[: MOST + 1])
        return ids[:MOST], len(ids) > MOST
    sought, found = SOUGHT[table], list[str]()
    columns = ("pk", "victim" if named else "pk", *sought.texts, *([sought.when] if sought.when else []))
    rows = newest.values_list(*columns, *sought.codes)[: READ + 1]
    for number, (identifier, who, *cells) in enumerate(rows.iterator(chunk_size=2000)):
        if number == READ:
            return found, True
        coded = cells[len(cells) - len(sought.codes) :]
        said = fold(" ".join([identifier, *filter(None, cells[: -len(coded)]), *_labels(sought.codes.values(), coded)]))
        if all(word in said or who in named.get(word, ()) for word in words):
            if len(found) == MOST:
                return found, True
            found.append(identifier)
    return found, False


def _labels(lists: Iterable[str], codes: Iterable[str]) -> Iterator[str]:
    for listed, code in zip(lists, codes, strict=True):
        if code and code not in UNKNOWN_CODES:
            yield from (codelist(listed).label(code, lang) for lang in {language(), "en"})


@cache
def _folded(listed: str, lang: str) -> tuple[tuple[str, str], ...]:
    words = codelist(listed)
    codes = [code for code in words.codes if code not in UNKNOWN_CODES]
    return tuple((code, fold(" ".join(words.label(code, one) for one in {lang, "en"}))) for code in codes)
