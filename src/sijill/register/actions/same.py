"""The same person, the same event: judgements, and merges that can be undone.

A merged entry stays and points to the entry that stands for it; counting follows the pointer, so a
merge lowers the count by one and leaves a trace.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sijill.collect.actions import check_codes
from sijill.office.actions import require
from sijill.office.errors import Refusal
from sijill.office.ledger import Entry, action
from sijill.office.models import LogEntry, User
from sijill.office.records import history_of
from sijill.office.roles import Role
from sijill.register.access import open_people
from sijill.register.actions.cases import require_open, require_person
from sijill.register.models import Act, EntityKind, Event, Judgement, Person, PersonName
from sijill.register.pairs import SAME, sides_of
from sijill.register.speech.models import Restriction


def judge(*, actor: User, left: Person | Event, right: Person | Event, verdict: str, reasons: str) -> Judgement:
    """Say whether two entries are the same. A judgement alone changes no count."""
    require(actor, Role.RECORDER, Role.REVIEWER)
    _require_both(actor, left, right)
    row = _judgement(actor, left, right, verdict, reasons)
    with action("judgement.add", actor=actor, subject=left.id) as entry:
        entry.add(row)
    return row


def merge_persons(*, actor: User, keep: Person, drop: Person, reasons: str) -> None:
    """From now on `keep` stands for `drop`, and restrictions of their speech are those of `keep`.

    Refusal where that would open a restriction to somebody who may not see it now.
    """
    _require_both(actor, keep, drop)
    _refuse_opening(keep, drop)
    _merge(actor, keep, drop, Person.objects.filter(merged_into_id=drop.id), reasons)


def merge_events(*, actor: User, keep: Event, drop: Event, reasons: str) -> None:
    """From now on `keep` stands for `drop`. A restricted event merges into a restricted one only."""
    if drop.restricted and not keep.restricted:
        raise Refusal(_("A restricted case cannot merge into an open one. Restrict the other case first."))
    _merge(actor, keep, drop, Event.objects.filter(merged_into_id=drop.id), reasons)


def unmerge(*, actor: User, entry_row: Person | Event, reasons: str) -> None:
    """Undo a merge: the entry stands for itself again, restrictions that the merge moved too; a judgement says why."""
    require(actor, Role.RECORDER, Role.REVIEWER)
    stood_for = entry_row.merged_into
    if stood_for is None:
        raise Refusal(_("This entry was not merged, so there is nothing to undo."))
    _require_both(actor, entry_row, stood_for)
    row = _judgement(actor, entry_row, stood_for, "not-same", reasons)
    with action(f"{entry_row._meta.db_table}.unmerge", actor=actor, subject=entry_row.id) as entry:
        entry.add(row)
        _undo(entry, entry_row, stood_for)


def withdraw_judgement(*, actor: User, judgement: Judgement) -> None:
    """Take a judgement back: it goes to the history, trains nothing more, and a merge that rests on it is undone."""
    require(actor, Role.RECORDER, Role.REVIEWER)
    sides = {one.id: one for one in sides_of(judgement)}
    _require_both(actor, *sides.values())
    with action("judgement.end", actor=actor, subject=judgement.left_id) as entry:
        entry.end(judgement)
        if judgement.verdict == SAME and not _judged_same_otherwise(judgement):
            for one in sides.values():
                stood_for = sides.get(one.merged_into_id or "")
                if stood_for is not None:
                    _undo(entry, one, stood_for)


def _judged_same_otherwise(judgement: Judgement) -> bool:
    pair = (judgement.left_id, judgement.right_id)
    same = Judgement.objects.filter(entity_kind=judgement.entity_kind, verdict=SAME).exclude(pk=judgement.pk)
    return same.filter(Q(left_id=pair[0], right_id=pair[1]) | Q(left_id=pair[1], right_id=pair[0])).exists()


def _undo(entry: Entry, one: Person | Event, stood_for: Person | Event) -> None:
    entry.change(one, merged_into_id=None)
    if isinstance(one, Person) and isinstance(stood_for, Person):
        _move_back(entry, one, stood_for)


def split_person(
    *, actor: User, person: Person, acts: Iterable[Act], names: Iterable[PersonName], reasons: str
) -> Person:
    """Two people were entered as one: the given acts and names go to a new entry."""
    require(actor, Role.RECORDER, Role.REVIEWER)
    require_person(actor, person)
    moved = list(acts)
    if not moved or any(act.victim_id != person.id for act in moved):
        raise Refusal(_("Choose at least one act of this person to go to the new entry."))
    if len(moved) == person.acts.count():
        raise Refusal(_("All acts would go to the new entry. Leave at least one with the old one."))
    other = Person(**{f.attname: getattr(person, f.attname) for f in Person._meta.concrete_fields if f.name != "id"})
    with action("person.split", actor=actor, subject=person.id) as entry:
        entry.add(other)
        for act in moved:
            entry.change(act, victim_id=other.id)
        for name in names:
            entry.change(name, person_id=other.id)
        entry.add(_judgement(actor, person, other, "not-same", reasons))
    return other


def _merge(
    actor: User,
    keep: Person | Event,
    drop: Person | Event,
    behind: QuerySet[Person] | QuerySet[Event],
    reasons: str,
) -> None:
    require(actor, Role.RECORDER, Role.REVIEWER)
    _require_both(actor, keep, drop)
    if keep.merged_into_id is not None:
        raise Refusal(_("The entry to keep was itself merged. Choose the entry that stands for it."))
    row = _judgement(actor, keep, drop, "same", reasons)
    with action(f"{keep._meta.db_table}.merge", actor=actor, subject=keep.id) as entry:
        entry.add(row)
        entry.change(drop, merged_into_id=keep.id)
        _move_behind(entry, behind, keep)
        if isinstance(drop, Person):
            for restriction in Restriction.objects.filter(person=drop).order_by("id"):
                entry.change(restriction, person_id=keep.id)


def _refuse_opening(keep: Person, drop: Person) -> None:
    """A restriction opens as its person does: who may open `keep` only must not come to see one of `drop`."""
    if not Restriction.objects.filter(person=drop).exists() or not drop.acts.exists():
        return
    for user in User.objects.filter(is_active=True).order_by("id"):
        seen = set(open_people(user).filter(pk__in=[keep.id, drop.id]).values_list("pk", flat=True))
        if keep.id in seen and drop.id not in seen:
            raise Refusal(
                _(
                    "Restrictions of speech of the entry that would go are open to a named team only, and merging "
                    "would open them to others. Let the other entry stand, or restrict its cases to the same team "
                    "first."
                )
            )


def _move_back(entry: Entry, person: Person, stood_for: Person) -> None:
    """Restrictions that were this person's until merges moved them; what somebody changed by hand stays."""
    for restriction in Restriction.objects.filter(person=stood_for).order_by("id"):
        if _first_person(restriction) == person.id:
            entry.change(restriction, person_id=person.id)


def _first_person(restriction: Restriction) -> str | None:
    """Whose it was before merges of people alone moved it: back through its versions, merge by merge."""
    past = history_of(Restriction)._default_manager.filter(id=restriction.id)
    who, began = restriction.person_id, restriction.log_from
    for before, log_from in past.order_by("-log_from").values_list("person_id", "log_from"):
        if before != who and not LogEntry.objects.filter(position=began, verb="person.merge").exists():
            break
        who, began = before, log_from
    return who


def _require_both(actor: User, *sides: Person | Event) -> None:
    for one in sides:
        if isinstance(one, Person):
            require_person(actor, one)
        else:
            require_open(actor, one)


def _move_behind(entry: Entry, behind: QuerySet[Person] | QuerySet[Event], keep: Person | Event) -> None:
    for one in behind:
        entry.change(one, merged_into_id=keep.id)


def _judgement(actor: User, left: Person | Event, right: Person | Event, verdict: str, reasons: str) -> Judgement:
    check_codes(verdict=("judgements", verdict))
    if left.id == right.id or type(left) is not type(right):
        raise Refusal(_("Choose two different entries of one kind."))
    if not reasons.strip():
        raise Refusal(_("Say why: somebody will ask."))
    kind = EntityKind.PERSON if isinstance(left, Person) else EntityKind.EVENT
    return Judgement(entity_kind=kind, left_id=left.id, right_id=right.id, verdict=verdict, reasons=reasons, by=actor)
