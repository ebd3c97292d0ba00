"""Who may be named to whom, by what each person agreed to; nobody else leaves the register by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

from django.db.models import Q

from sijill.codelists.load import codelist
from sijill.office.actions import require
from sijill.office.ledger import action
from sijill.office.models import Profile, User
from sijill.office.roles import Role
from sijill.register import ftm
from sijill.register.access import open_events
from sijill.register.models import Act, Consent, Person, PersonName
from sijill.register.standing import with_word

PUBLISH, SHARE, GIVEN = "publish-named", "share", "given"
CONFIRMED = "confirmed"
# A body is named only where somebody competent found it responsible; what is alleged never goes out.
FOUND = ("convicted", "determined")
NAMES, ALIASES = ("full", "transliteration"), ("alias", "pen-name")  # a former name is nobody's to spread
MARK = "INVENTED: every person and event here is made up, for practice."


def share_people(*, actor: User, body: str = "") -> str:
    """FollowTheMoney lines of those who agreed to be named in public, or, with `body`, also to that body.

    Only confirmed acts of confirmed cases that the actor may open. Every call is logged with who was
    named. Refusal without the role.
    """
    require(actor, Role.PUBLISHER)
    people = _people(body)
    acts = _acts(actor, people)
    reached = {people[act.victim_id] for act in acts}
    profile = Profile.objects.first()
    shared = _named(reached, people)
    named = {one.id for one in shared}
    lines = ftm.lines(
        shared,
        [_shared(act, people[act.victim_id]) for act in acts if people[act.victim_id] in named],
        profile.name if profile else "",
        MARK if profile and profile.invented else "",
    )
    with action("people.share", actor=actor) as entry:
        entry.note |= {"people": len(named), "sha256": sha256(lines.encode()).hexdigest()}
        entry.note |= {"body": body} if body else {}
        entry.note["named"] = " ".join(sorted(named))
    return lines


def _people(body: str) -> dict[str, str]:
    """Entry to the entry that stands for it, of every individual who agreed; entries merged into one agree together."""
    groups: dict[str, list[str]] = defaultdict(list)
    for identifier, stands in Person.objects.filter(kind="individual").values_list("id", "merged_into_id"):
        groups[stands or identifier].append(identifier)
    consents = _latest()
    agreed: dict[str, str] = {}
    for stands, entries in groups.items():
        if _agrees(entries, consents, PUBLISH, "") or (body and _agrees(entries, consents, SHARE, body)):
            agreed |= dict.fromkeys(entries, stands)
    return agreed


def _latest() -> dict[tuple[str, str], Consent]:
    """The consent that stands per entry and use: the last one recorded."""
    rows = Consent.objects.filter(use__in=(PUBLISH, SHARE)).order_by("log_from", "id")
    return {(row.person_id, row.use): row for row in rows}


def _agrees(entries: Iterable[str], consents: dict[tuple[str, str], Consent], use: str, body: str) -> bool:
    """Somebody said yes to this use (for this body) and nobody's last word on it is no."""
    said = [consents[entry, use] for entry in entries if (entry, use) in consents]
    meant = [one for one in said if not body or _folded(one.share_with) == _folded(body)]
    return bool(meant) and all(one.decision == GIVEN for one in said)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _acts(actor: User, people: dict[str, str]) -> list[Act]:
    seen = open_events(actor).filter(state=CONFIRMED)
    events = seen.filter(Q(merged_into__isnull=True) | Q(merged_into__in=seen))
    found = with_word(Act.objects.filter(event__in=events, state=CONFIRMED).order_by("id"))
    return [act for act in found.prefetch_related("roles", "involvements__organization") if act.victim_id in people]


def _named(standing: set[str], people: dict[str, str]) -> list[ftm.SharedPerson]:
    """The people who have a name to go by."""
    names: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in PersonName.objects.filter(person__in=people).order_by("log_from", "id"):
        names[people[row.person_id]][row.kind].append(row.text)
    found = []
    for identifier in sorted(standing):
        full = [text for kind in NAMES for text in names[identifier][kind]]
        other = [text for kind in ALIASES for text in names[identifier][kind]]
        if full or other:
            kept = tuple(dict.fromkeys(full or other))
            found.append(
                ftm.SharedPerson(identifier, kept, tuple(dict.fromkeys(one for one in other if one not in kept)))
            )
    return found


def _shared(act: Act, person: str) -> ftm.SharedAct:
    places = codelist("places")
    known = act.place in places and not act.place.startswith("not-")
    return ftm.SharedAct(
        id=act.id,
        person=person,
        kind=codelist("acts").label(act.kind),
        status=codelist("verification_states").label(act.word),  # type: ignore[attr-defined]
        occurred=act.occurred or "",
        ended=act.ended or "",
        place=act.place,
        place_label=places.label(act.place) if known else "",
        roles=tuple(sorted(codelist("roles").label(one.role) for one in act.roles.all() if _is_said(one.role))),
        bodies=tuple(
            ftm.SharedBody(one.organization.id, one.organization.name, codelist("attributions").label(one.attribution))
            for one in sorted(act.involvements.all(), key=lambda one: one.id)
            if one.organization is not None and one.attribution in FOUND
        ),
    )


def _is_said(code: str) -> bool:
    return not code.startswith("not-") and code != "none"
