"""Verification: a reviewer who did not enter the record decides, by sources or by a determination."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from sijill.codelists.load import codelist
from sijill.collect.actions import check_codes
from sijill.collect.models import Evidence
from sijill.office.actions import require
from sijill.office.errors import Refusal
from sijill.office.ledger import action
from sijill.office.models import LogEntry, Profile, User
from sijill.office.roles import Role
from sijill.register.actions.cases import require_open
from sijill.register.gate import Gate, Standing, Statement, passes, standings
from sijill.register.models import Act, EntityKind, Involvement, Support, Verification

# Bodies whose own determination makes a case verified whoever runs the installation (people.md 7).
_MANDATED_BODIES = {
    "court": "court",
    "regional-court": "court",
    "wgad": "un-mechanism",
    "wgeid": "un-mechanism",
    "un-mechanism": "un-mechanism",
}


# What makes its author a recorder of the act, who then cannot review it.
_ENTERING = (
    "act.change",
    "involvement.add",
    "involvement.end",
    "status.add",
    "support.add",
    "support.end",
)


def statements_of(act: Act) -> list[Statement]:
    """Every (element, source, group) that supports the act, its victim or its involvements.

    A report that its source withdrew no longer speaks.
    """
    return _statements([act])[act.id]


def _statements(acts: Collection[Act]) -> dict[str, list[Statement]]:
    involved = dict(Involvement.objects.filter(act__in=acts).values_list("id", "act_id"))
    asked: dict[tuple[str, str], list[str]] = defaultdict(list)
    for act in acts:
        asked[EntityKind.ACT, act.id].append(act.id)
        asked[EntityKind.PERSON, act.victim_id].append(act.id)
    for identifier, act_id in involved.items():
        asked[EntityKind.INVOLVEMENT, identifier].append(act_id)
    found: dict[str, list[Statement]] = {act.id: [] for act in acts}
    rows = Support.objects.filter(entity_id__in={identifier for _kind, identifier in asked})
    for row in rows.filter(report__withdrawals__isnull=True).select_related("report__source"):
        source = row.report.source
        said = [Statement(element, source.id, source.independence_group) for element in row.elements]
        for act_id in asked.get((row.entity_kind, row.entity_id), ()):
            found[act_id] += said
    return found


def standings_of(act: Act, gate: Gate) -> tuple[Standing, ...]:
    """How each element of an act stands against the gate."""
    return standings_of_each([act], gate)[act.id]


def standings_of_each(acts: Collection[Act], gate: Gate) -> dict[str, tuple[Standing, ...]]:
    """The same for several acts, by their ids."""
    asked = codelist("acts").column("sdg")
    said = _statements(acts)
    return {act.id: standings(said[act.id], gate, motive_asked=bool(asked.get(act.kind))) for act in acts}


def verify_act(
    *,
    actor: User,
    act: Act,
    decision: str,
    reasons: str,
    on: date,
    gate: Gate,
    basis: str = "sources",
    body: str = "none",
    document: Evidence | None = None,
) -> Verification:
    """Decide on one act. Refusal if the reviewer entered it, or if the gate does not pass.

    The word that the decision earns depends on who decides (duty X7): a mandated body verifies,
    others corroborate.
    """
    require(actor, Role.REVIEWER)
    require_open(actor, act.event)
    check_codes(decision=("decisions", decision), basis=("verification_bases", basis))
    _check_reviewer(actor, act, reasons)
    found = standings_of(act, gate)
    if decision == "reasonable-grounds":
        _check_grounds(act, basis, body, document, found)
    standing = _standing(basis, body)
    row = Verification(
        act=act,
        basis=basis,
        body=body,
        document=document,
        decision=decision,
        standing=standing,
        word=_word(decision, standing),
        reasons=reasons,
        gate={
            "independent": gate.independent,
            "total": gate.total,
            "elements": {one.element: [one.sources, one.independent] for one in found},
        },
        reviewer=actor,
        decided_on=on,
    )
    with action("act.verify", actor=actor, subject=act.id) as entry:
        entry.add(row)
    return row


def took_part(actor: User, act: Act) -> bool:
    """Did this person enter the act, correct it, or write who did it, its steps or its sources."""
    return act.id in took_part_in(actor, [act])


def took_part_in(actor: User, acts: Collection[Act]) -> set[str]:
    """Ids of those acts in which this person took part."""
    written = LogEntry.objects.filter(subject__in=[act.id for act in acts], actor=actor.id, verb__in=_ENTERING)
    return {act.id for act in acts if act.entered_by == actor.id} | set(written.values_list("subject", flat=True))


def _check_reviewer(actor: User, act: Act, reasons: str) -> None:
    if took_part(actor, act):
        raise Refusal(
            _("Whoever entered or corrected a record cannot be the one who verifies it. Ask another reviewer.")
        )
    if not reasons.strip():
        raise Refusal(_("A decision needs its reasons: which facts rest on what, and why that is enough or not."))


def _check_grounds(act: Act, basis: str, body: str, document: Evidence | None, found: tuple[Standing, ...]) -> None:
    if act.state != "confirmed":
        raise Refusal(_("A draft cannot be verified. Confirm the entry first."))
    if basis == "determination":
        if body == "none" or document is None:
            raise Refusal(_("A determination needs the body that made it and the document. Attach it, or use sources."))
        return
    if not passes(found):
        weak = ", ".join(one.element for one in found if not one.enough)
        raise Refusal(
            _(
                "The sources do not carry these elements yet: %(elements)s. Add support from sources that do "
                "not repeat one another, or record the decision 'more is needed'."
            )
            % {"elements": weak}
        )


def _standing(basis: str, body: str) -> str:
    if basis == "determination" and body in _MANDATED_BODIES:
        return _MANDATED_BODIES[body]
    profile = Profile.objects.first()
    if profile is None:
        raise Refusal(_("This installation has not said whose it is. An administrator sets the profile first."))
    says = codelist("profiles").column("says_verified").get(profile.kind) == "yes"
    return str(profile.status) if says else "none"


def _word(decision: str, standing: str) -> str:
    if decision == "not-established":
        return "not-established"
    if decision != "reasonable-grounds":
        return "reported"
    return "corroborated" if standing == "none" else "verified"
