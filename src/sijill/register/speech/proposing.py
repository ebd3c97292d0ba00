"""What becomes of an entry of the second ledger that a row of its source tells again.

A published sum is what the company says: it follows the newer copy, and its history keeps what it was. Of anything
else only what the source itself changed, and the entry does not hold already, is proposed to a person (decision 024).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from sijill.collect.draft import ASKED_NOT
from sijill.collect.models import Report, Source
from sijill.office.ids import derived_id
from sijill.office.ledger import Entry
from sijill.office.models import LogEntry
from sijill.office.records import Record, history_of
from sijill.register.drafting import support_of
from sijill.register.models import ProposalState
from sijill.register.speech.models import FactProposal
from sijill.register.speech.shapes import AGGREGATES, Values, new_row, plain, shape

IMPORTED = "import.batch"  # the verb under which an import writes
THERE = "there"  # the change of a part as a whole: it came, or it went
_KEYS = 900  # keys per IN (...)


@dataclass(frozen=True, slots=True)
class Told:
    """One entry, or a part of one, as a row tells it that its source told before in this or another row.

    `held` is what stands, None for a part that is new; `values` None for a part that the row tells no longer.
    `entry` is the row it belongs to, itself if it is no part. `again`: an earlier wording of the row is kept.
    """

    table: str
    id: str
    held: Record | None
    values: Values | None
    facts: frozenset[str]
    elements: Sequence[str]
    entry: Record
    report: Report
    again: bool

    @property
    def is_sum(self) -> bool:
        """A sum that its source published, or a number of one."""
        return getattr(self.entry, "level", "") in AGGREGATES

    @property
    def is_entry(self) -> bool:
        """An entry of its own, no part of one."""
        return self.id == self.entry.pk


def settle(entry: Entry, source: Source, told: Sequence[Told], support: dict[str, Record]) -> None:
    """Change the sums, propose the rest; `support` takes what newer reports support from now on."""
    if not told:
        return
    for waiting in _waiting(source, told):
        entry.change(waiting, state=ProposalState.OVERTAKEN.value)
    everything = [*told, *_gone(told)]
    before = _said_before([one for one in everything if not one.is_sum])
    for one in everything:
        if one.is_sum:
            _follow(entry, one)
            _keep(support, source, one)
        elif changes := _changes(one, before.get(one.id, {})):
            entry.add(_proposal(one, changes))
        elif not one.again:
            _keep(support, source, one)


def _follow(entry: Entry, one: Told) -> None:
    """A published sum, or a number of one, is now what the newer copy says."""
    if one.values is None:
        assert one.held is not None  # noqa: S101
        entry.end(one.held)
    elif one.held is None:
        entry.add(new_row(one.table, one.values, id=one.id))
    elif any(getattr(one.held, name) != value for name, value in one.values.items()):
        entry.change(one.held, **one.values)  # most of a newer copy is as it was: not asked of the database again


def _keep(support: dict[str, Record], source: Source, one: Told) -> None:
    if one.values is not None and (one.elements or one.is_entry):
        row = support_of(source, one.report, one.id, one.elements, one.table)
        support.setdefault(row.id, row)


def _proposal(one: Told, changes: Mapping[str, Any]) -> FactProposal:
    return FactProposal(
        id=derived_id("proposal", settings.SECRET_KEY, one.report.id, one.id),
        report=one.report,
        entity_kind=one.table,
        entity_id=one.id,
        changes=dict(changes),
        elements=sorted(set(one.elements)),
    )


def _changes(one: Told, before: Mapping[str, Any]) -> Values:
    """What the source says otherwise. A copy without the column, which did not ask, says nothing."""
    if one.values is None:
        return {} if before.get(THERE) is False else {THERE: {"was": True, "now": False}}
    row = new_row(one.table, one.values)
    if one.held is None:
        now = plain(one.table, row, {*one.facts, shape(one.table).link_to(one.entry._meta.db_table)})
        if before.get(THERE) and all(before.get(name) == said for name, said in now.items()):
            return {}
        return {THERE: {"was": False, "now": True}} | {name: {"was": None, "now": said} for name, said in now.items()}
    now, held = plain(one.table, row, one.facts), plain(one.table, one.held, one.facts)
    return {
        name: {"was": before.get(name, held[name]), "now": said}
        for name, said in now.items()
        if said not in (before.get(name, held[name]), held[name], ASKED_NOT)
    }


def _gone(told: Sequence[Told]) -> Iterator[Told]:
    """Parts that an import once read from the source and that the row tells no longer.

    Where it tells of no part of that kind at all, the copy has no such columns: then nothing went.
    """
    parts: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in told:
        if not one.is_entry:
            parts[one.entry.pk, one.table].append(one)
    for (_entry, table), known in parts.items():
        first = known[0]
        link = shape(table).link_to(first.entry._meta.db_table)
        rows = shape(table).model._default_manager.filter(**{link: first.entry.pk})
        left = list(rows.exclude(pk__in=[one.id for one in known]).order_by("pk"))
        imported = _imported(left)
        for row in left:
            if row.pk in imported:
                yield Told(table, row.pk, row, None, frozenset(), (), first.entry, first.report, again=True)


def _imported(rows: Sequence[Record]) -> set[str]:
    """Those of the rows whose first version an import wrote."""
    if not rows:
        return set()
    first = _first_versions(type(rows[0]), rows)
    since = {row.pk: (first.get(row.pk) or row).log_from for row in rows}
    ours = set(
        LogEntry.objects.filter(position__in=set(since.values()), verb=IMPORTED).values_list("position", flat=True)
    )
    return {key for key, position in since.items() if position in ours}


def _waiting(source: Source, told: Sequence[Told]) -> Iterator[FactProposal]:
    entries = sorted({one.id for one in told if one.again} | {one.entry.pk for one in told if one.again})
    for start in range(0, len(entries), _KEYS):
        yield from FactProposal._default_manager.filter(
            entity_id__in=entries[start : start + _KEYS], state=ProposalState.WAITING, report__source=source
        ).order_by("id")


def _said_before(told: Sequence[Told]) -> dict[str, Values]:
    """What the source said of each when somebody last decided on it: the first version, then what was decided.

    Who accepted or kept knew of the change; it is not proposed a second time.
    """
    held: dict[type[Record], list[Told]] = defaultdict(list)
    for one in told:
        if one.held is not None and one.values is not None:
            held[type(one.held)].append(one)
    said: dict[str, Values] = defaultdict(dict)
    for model, some in held.items():
        first = _first_versions(model, [one.held for one in some if one.held is not None])
        for one in some:
            said[one.id] = plain(one.table, first.get(one.id) or one.held, one.facts)
    ids = sorted({one.id for one in told})
    for start in range(0, len(ids), _KEYS):
        decided = FactProposal._default_manager.filter(
            entity_id__in=ids[start : start + _KEYS], state__in=(ProposalState.ACCEPTED, ProposalState.KEPT)
        )
        for each in decided.order_by("log_from"):
            said[each.entity_id].update({name: change["now"] for name, change in each.changes.items()})
    return said


def _first_versions(model: type[Record], rows: Iterable[Record]) -> dict[str, Any]:
    past: dict[str, Any] = {}
    ids = sorted(row.pk for row in rows)
    for start in range(0, len(ids), _KEYS):
        kept = history_of(model)._default_manager.filter(id__in=ids[start : start + _KEYS])
        for row in kept.order_by("-log_from"):
            past[row.id] = row  # type: ignore[attr-defined]
    return past
