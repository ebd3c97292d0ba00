"""Finding cases: by kind, state, word, place, period, and by words however they are spelt.

Names are read only here and only among cases that the user may open; what was searched for stays in
the session, so that no name ever stands in an address.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from sijill.codelists.load import codelist
from sijill.office.folding import words_of
from sijill.office.models import User
from sijill.office.words import holding
from sijill.register.access import in_open_event, open_events
from sijill.register.models import Act, Event
from sijill.register.named import in_blocks, named
from sijill.register.standing import REPORTED, called, called_otherwise

KEPT = 10  # searches that a session remembers
MOST = 5000  # cases that words may find before the search asks for more words
SESSION = "searches"


class TooMany(ValueError):
    """The words fit more cases than a person can read."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; empty means anything."""

    words: str = ""
    state: str = ""
    word: str = ""
    kind: str = ""
    place: str = ""
    since: str = ""
    until: str = ""

    @property
    def is_everything(self) -> bool:
        """Nothing was asked for in particular."""
        return not any(asdict(self).values())


def remember(session: MutableMapping[str, Any], wanted: Wanted) -> str:
    """Keep a search in the session; what names it in an address is random."""
    kept: dict[str, Any] = dict(session.get(SESSION, {}))
    for old in list(kept)[: max(0, len(kept) - KEPT + 1)]:
        del kept[old]
    name = secrets.token_urlsafe(6)
    kept[name] = asdict(wanted)
    session[SESSION] = kept
    return name


def recall(session: Mapping[str, Any], name: str) -> Wanted:
    """A search of this session; an unknown one asks for everything."""
    return Wanted(**session.get(SESSION, {}).get(name, {}))


def find(user: User, wanted: Wanted) -> QuerySet[Event]:
    """The cases asked for, newest act first. TooMany if words fit too many of them."""
    events = open_events(user).filter(merged_into__isnull=True)
    if wanted.state:
        events = events.filter(state=wanted.state)
    acts = _acts(wanted)
    if acts is not None:
        fitting = _reported(acts) if wanted == Wanted(state=wanted.state, word=REPORTED) else _once(wanted, acts)
        # As two lists of ids: one condition with "or" would read every act for every case.
        merged = open_events(user).filter(Exists(acts.filter(event=OuterRef("pk"))), merged_into__isnull=False)
        events = events.filter(fitting | Q(pk__in=merged.values("merged_into")))
    if wanted.words:
        events = events.filter(pk__in=_by_words(user, events, wanted.words))
    dated = Act.objects.filter(event=OuterRef("pk"), occurred_lo__isnull=False).order_by("occurred_lo")
    first = Subquery(dated.values("occurred_lo")[:1])
    return events.annotate(first=first).order_by(F("first").desc(nulls_last=True), "id")


def _once(wanted: Wanted, acts: QuerySet[Act]) -> Q:
    """Cases of these acts. What acts may be called is worked out once for the count and the page, not for each."""
    cases = acts.values_list("event_id", flat=True)
    if wanted.word in ("", REPORTED):
        return Q(pk__in=cases)
    few = set(cases[: MOST + 1])
    return Q(pk__in=few if len(few) <= MOST else cases)


def _reported(acts: QuerySet[Act]) -> Q:
    """Cases with an act called reported. Most have one, so those without are listed, unless they are too many."""
    fitting = Q(Exists(acts.filter(event=OuterRef("pk"))))
    others = set(called_otherwise()[: MOST + 1])
    if len(others) > MOST:
        return fitting
    empty = Event.objects.filter(~Exists(Act.objects.filter(event=OuterRef("pk")))).order_by()
    without = set(empty.values_list("pk", flat=True)[: MOST + 1])
    touched = Act.objects.filter(pk__in=others).values("event")
    left: dict[str, bool] = {}
    for event, act in Act.objects.filter(event__in=touched).values_list("event_id", "pk"):
        left[event] = left.get(event, False) or act not in others
    without |= {event for event, is_reported in left.items() if not is_reported}
    return fitting if len(without) > MOST else ~Q(pk__in=without)


def _acts(wanted: Wanted) -> QuerySet[Act] | None:
    """Acts that meet every condition at once; None if no condition is on acts."""
    asked = Q()
    if wanted.kind:
        asked &= Q(kind__in=_below("acts", wanted.kind))
    if wanted.place:
        asked &= Q(place__in=_below("places", wanted.place))
    if wanted.since:
        asked &= Q(occurred_hi__gte=date.fromisoformat(wanted.since))
    if wanted.until:
        asked &= Q(occurred_lo__lte=date.fromisoformat(wanted.until))
    if not asked and not wanted.word:
        return None
    acts: QuerySet[Act] = Act.objects.filter(asked)
    return called(acts, wanted.word) if wanted.word else acts


def _below(listed: str, code: str) -> list[str]:
    words = codelist(listed)
    return [one for one in words.codes if words.descends(one, code)]


def _by_words(user: User, events: QuerySet[Event], text: str) -> list[str]:
    """Ids of cases of which the title, an act (its place and law) or a victim's name holds every word, or with that id.

    What a merged case holds leads to the case that stands for it.
    """
    words = words_of(text)
    found = dict.fromkeys(events.filter(pk=text.strip()).values_list("id", flat=True))
    for block in in_blocks(holding(Event, words), MOST):
        _more(found, events.filter(pk__in=block).order_by().values_list("id", flat=True))
    acts = Act.objects.filter(in_open_event(user)).annotate(stands=Coalesce("event__merged_into_id", "event_id"))
    for block in in_blocks(holding(Act, words), MOST):
        _more(found, acts.filter(pk__in=block).values_list("stands", flat=True))
    # Whose case may be opened is asked of those that fit, not of everybody.
    for block in named(words):
        _more(found, acts.filter(victim_id__in=block).values_list("stands", flat=True))
    return list(found)


def _more(found: dict[str, None], cases: Iterable[str]) -> None:
    """Take these cases in; TooMany once there are more than can be shown."""
    found.update(dict.fromkeys(cases))
    if len(found) > MOST:
        raise TooMany(str(len(found)))
