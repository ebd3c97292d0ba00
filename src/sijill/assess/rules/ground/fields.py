"""What the record answers by itself: per kind and check, conditions on its facts, each with its reason.

The first condition that holds speaks; where none does, the record does not say. A condition over
something unknown does not hold, so unknown stays unknown. The same expressions serve a million
records at once and one record on its page.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import ibis

from sijill.assess.rules.ground.cases import NOT_KNOWN, Cases, Field, column, defamation, gravity, tri
from sijill.assess.rules.ground.facts import JUDICIAL
from sijill.assess.rules.ground.fields_texts import TEXT_FIELDS

_NAMES_AIM = (
    "defamation", "privacy-security", "national-security", "terrorism", "hate-speech", "public-order", "obscenity",
    "adult-content", "child-abuse", "violence", "bullying", "suicide", "fraud", "impersonation", "copyright",
    "trademark",
)  # fmt: skip
_AIM_JUSTIFICATIONS = ("public-safety", "national-security")
_OUTSIDE = ("court", "outside-body", "several")
_DECIDED = ("upheld", "reversed", "partly-reversed", "not-implemented")
_REVERSED = ("reversed", "partly-reversed")


def _either_text(r: ibis.Table, law: str, rule: str) -> Any:
    """What the law cited says or, where a company's rule is cited, the rule."""
    return r[law].coalesce(r[rule]) if rule in r.columns else r[law]


# Legality


def _in_force(r: ibis.Table) -> Cases:
    begins_lo = _either_text(r, "l_in_force_lo", "y_in_force_lo")
    begins_hi = _either_text(r, "l_in_force_hi", "y_in_force_hi")
    ends_lo = _either_text(r, "l_repealed_lo", "y_ended_lo")
    ends_hi = _either_text(r, "l_repealed_hi", "y_ended_hi")
    # The catalog: an end that is not available is the end of a text that still stands.
    stands = _either_text(r, "l_repealed_unknown", "y_ended_unknown") == "not-available"
    return (
        (begins_lo > r.when_hi, "law-later"),
        (ends_hi < r.when_lo, "law-repealed"),
        ((begins_hi <= r.when_lo) & (stands | (ends_lo > r.when_hi)), "law-in-force"),
    )


def _accessible(r: ibis.Table) -> Cases:
    return tri(_either_text(r, "l_accessible", "y_published"))


def _cited(r: ibis.Table) -> Cases:
    clause = r.c_id.notnull() if "c_id" in r.columns else ibis.literal(False)
    found: Cases = ((r.p_id.notnull() | clause, "provision-registered"),)
    if "ground" in r.columns:
        found += ((r.legal_basis != "", "basis-in-words"), (r.ground == "none-given", "no-ground-given"))
    elif "legal_basis" in r.columns:
        found += ((r.legal_basis != "", "basis-in-words"), (r.basis == "none-cited", "no-ground-given"))
    else:
        found += (
            (r.legal_basis_cited == "yes", "basis-in-words"),
            (r.legal_basis_cited == "no", "no-ground-given"),
            (r.legal_basis_cited == "disputed", "sources-disagree"),
        )
    return found


def _discretion(r: ibis.Table) -> Cases:
    return tri(r.p_discretion_limited)


def _precise(r: ibis.Table) -> Cases:
    return tri(_either_text(r, "p_precise", "c_precise"))


def _decided(r: ibis.Table) -> Cases:
    return (
        (r.decider.isin(["court", "tribunal"]), "decided-by-court"),
        (r.decider == "company", "own-rules"),
        (r.decider.isin(["company-asked", "company-delegated"]), "company-in-place-of-court"),
        (r.decider.isin(["agency", "legislature"]) & r.remedy.isin(["none", "administrative"]), "no-court"),
        (r.decider.isin(["agency", "legislature"]), "court-review-not-recorded"),
    )


def _asked_by(authority: str) -> Field:
    def cases(r: ibis.Table) -> Cases:
        by = r[authority]
        found: Cases = ((by.isin(JUDICIAL), "decided-by-court"),)
        if authority == "authority_kind":
            found += (
                (r.process == "court-order", "decided-by-court"),
                ((r.official == "no") | (r.process == "informal-request"), "asked-informally"),
            )
        return (*found, (~by.isin(NOT_KNOWN), "court-review-not-recorded"))

    return cases


def _written(r: ibis.Table) -> Cases:
    written, signed = (r.written, r.signed) if "written" in r.columns else (r.d_written, r.d_signed)
    found: Cases = (
        (written == "no", "recorded-no"),
        ((written == "yes") & (signed == "yes"), "recorded-yes"),
        ((written == "yes") & (signed == "no"), "unsigned"),
        ((written == "disputed") | (signed == "disputed"), "sources-disagree"),
    )
    return (*found, (r.decider == "company", "own-rules")) if "decider" in r.columns else found


# Legitimate aim


def _aim(reason: str) -> Field:
    def cases(r: ibis.Table) -> Cases:
        return (
            (r[reason] == "government-criticism", "reason-is-criticism"),
            (r[reason].isin(_NAMES_AIM), "reason-names-aim"),
            (~r[reason].isin(NOT_KNOWN), "aim-unclear"),
        )

    return cases


def _aim_of_shutdown(r: ibis.Table) -> Cases:
    said = r.justification
    return ((said.isin(_AIM_JUSTIFICATIONS), "reason-names-aim"), (~said.isin(NOT_KNOWN), "aim-unclear"))


def _criticism(reason: str) -> Field:
    return lambda r: ((r[reason] == "government-criticism", "reason-is-criticism"),)


# Necessity


def _explained(r: ibis.Table) -> Cases:
    return ((r.explained == "no", "case-not-explained"),)


def _justified(r: ibis.Table) -> Cases:
    return ((r.justification == "none-given", "case-not-explained"),)


def _items(r: ibis.Table) -> Cases:
    return (
        (r.scope.isin(["item", "several-items"]), "single-items"),
        (r.scope == "account", "whole-account"),
        (r.scope.isin(["site", "service", "network"]), "whole-service"),
    )


def _items_asked(r: ibis.Table) -> Cases:
    return (
        (r.kind.isin(["user-data", "user-data-emergency", "preserve-data"]), "another-kind"),
        (r.kind == "restrict-account", "whole-account"),
        (r.kind == "disrupt-network", "whole-service"),
        ((r.kind == "restrict-content") & (r.items_low >= 1), "single-items"),
    )


def _items_disrupted(r: ibis.Table) -> Cases:
    return ((~r.extent.isin(NOT_KNOWN), "whole-service"),)


def _territory(r: ibis.Table) -> Cases:
    return (
        (r.territorial_limit == "yes", "limited-territory"),
        (r.territorial_limit == "no", "whole-country"),
        (r.territorial_limit == "disputed", "sources-disagree"),
    )


def _territory_asked(r: ibis.Table) -> Cases:
    return ((r.outcome == "complied-applied-elsewhere", "beyond-country"),)


def _territory_disrupted(r: ibis.Table) -> Cases:
    return (
        (r.scope == "national", "whole-country"),
        (r.scope.isin(["several-regions", "one-region", "one-locality"]), "limited-territory"),
    )


def _time(r: ibis.Table) -> Cases:
    return (
        (r.indefinite == "yes", "without-end"),
        ((r.indefinite == "no") | r.ended_lo.notnull(), "end-set"),
        (r.indefinite == "disputed", "sources-disagree"),
    )


def _no_sanction(r: ibis.Table) -> Any:
    return ~r.measure.isin(["sanction", *NOT_KNOWN])


def _rabat(r: ibis.Table) -> Cases:
    about = r.p_hatred_incitement, r.p_offence
    return (
        (_no_sanction(r), "no-criminal-sanction"),
        ((about[0] == "no") & ~about[1].isin(["hatred-incitement", "hate-speech"]), "no-incitement"),
    )


def _criminal(r: ibis.Table) -> Cases:
    return ((_no_sanction(r), "no-criminal-sanction"), *defamation(r.p_offence, r.p_penalty))


def _penalty(r: ibis.Table) -> Cases:
    return ((_no_sanction(r), "no-criminal-sanction"), *gravity(r.p_offence, r.p_penalty))


# Public accountability


def _authority(r: ibis.Table) -> Cases:
    found: Cases = ((r.decided_by_id.notnull() | r.d_authority_id.notnull(), "authority-registered"),)
    return (*found, (r.decider == "company", "own-rules"))


def _authority_asked(r: ibis.Table) -> Cases:
    return ((r.authority_id.notnull() | (r.signed == "yes"), "authority-registered"), (r.signed == "no", "recorded-no"))


def _authority_disrupting(r: ibis.Table) -> Cases:
    return ((r.authority_id.notnull() | r.d_authority_id.notnull(), "authority-registered"),)


def _published_order(r: ibis.Table) -> Cases:
    return ((r.order_published.notnull(), "recorded-yes"),)


def _reviewed(r: ibis.Table) -> Cases:
    used = (r.appealed == "yes") & r.appeal_outcome.isin(_DECIDED)
    return (
        (used & r.remedy.isin(["court", "outside-body"]), "decided-outside"),
        (r.remedy == "none", "no-remedy"),
        (~r.remedy.isin(NOT_KNOWN), "review-not-recorded"),
    )


def _judged(r: ibis.Table) -> Cases:
    return ((r.judged.notnull(), "decided-outside"),)


def _gag(r: ibis.Table) -> Cases:
    return (
        (r.gag == "no", "no-gag"),
        ((r.gag == "yes") & (r.basis == "none-cited"), "gag-without-basis"),
        (r.gag == "disputed", "sources-disagree"),
    )


# Remedy


def _notified(r: ibis.Table) -> Cases:
    return (
        ((r.notified == "yes") & (r.explained == "no"), "told-without-reason"),
        *tri(r.notified),
    )


def _appeal(r: ibis.Table) -> Cases:
    return ((r.remedy == "none", "no-remedy"), (~r.remedy.isin(NOT_KNOWN), "appeal-open"))


def _uninvolved(r: ibis.Table) -> Cases:
    used = (r.appealed == "yes") & r.appeal_outcome.isin(_DECIDED)
    return (
        (r.appealed == "no", "no-appeal-made"),
        (used & r.remedy.isin(["court", "outside-body"]), "decided-outside"),
        (r.appealed == "yes", "review-not-recorded"),
    )


def _heard(r: ibis.Table) -> Cases:
    return ((r.appealed == "no", "no-appeal-made"), (r.appeal_outcome == "default", "decided-by-silence"))


def _outside(r: ibis.Table) -> Cases:
    return (
        (r.appeal_outcome == "not-implemented", "not-carried-out"),
        (r.remedy.isin(_OUTSIDE), "outside-open"),
        (r.remedy.isin(["none", "internal"]), "no-remedy"),
    )


def _restored(r: ibis.Table) -> Cases:
    reversed_ = r.reversed_id.notnull() | r.appeal_outcome.isin(_REVERSED)
    return (
        (r.appeal_outcome == "not-implemented", "not-carried-out"),
        (reversed_ & (r.redressed == "yes"), "recorded-yes"),
        (reversed_ & (r.redressed == "no"), "recorded-no"),
        (reversed_ & (r.redressed == "disputed"), "sources-disagree"),
        (~reversed_ & ((r.appealed == "no") | r.appeal_outcome.isin(["upheld", "ineligible"])), "not-reversed"),
    )


# Transparency


def _automation(r: ibis.Table) -> Cases:
    found, decided = r.automated_detection, r.automated_decision
    disclosed = found.isin(["yes", "no"]) & ~decided.isin(NOT_KNOWN)
    return (
        ((found == "no") & (decided == "not-automated"), "no-machine"),
        (disclosed, "error-rate-missing"),
        (found == "disputed", "sources-disagree"),
    )


_TEXT: Mapping[str, Field] = {
    "legality/law-in-force": _in_force,
    "legality/law-accessible": _accessible,
    "legality/provision-cited": _cited,
    "legality/discretion-limited": _discretion,
    "legality/definition-precise": _precise,
    "legality/order-in-writing": _written,
}

FIELDS: Mapping[str, Mapping[str, Field]] = MappingProxyType(
    {
        "restriction": {
            **_TEXT,
            "legality/decided-by-independent-competent-body": _decided,
            "legitimate-aim/aim-listed": _aim("d_reason"),
            "legitimate-aim/aim-not-shielding-criticism": _criticism("d_reason"),
            "necessity/threat-specific": _explained,
            "necessity/narrow-in-items": _items,
            "necessity/narrow-in-territory": _territory,
            "necessity/narrow-in-time": _time,
            "necessity/rabat-threshold": _rabat,
            "necessity/criminal-sanction-justified": _criminal,
            "necessity/penalty-proportionate": _penalty,
            "public-accountability/measure-published": column("published"),
            "public-accountability/authority-named": _authority,
            "public-accountability/reviewed-independently": _reviewed,
            "remedy/person-notified": _notified,
            "remedy/appeal-available": _appeal,
            "remedy/reviewer-uninvolved": _uninvolved,
            "remedy/heard-and-reasoned": _heard,
            "remedy/outside-body-available": _outside,
            "remedy/restored-when-reversed": _restored,
            "transparency/demand-archived": column("d_archived"),
            "transparency/automation-disclosed": _automation,
        },
        "demand": {
            **_TEXT,
            "legality/decided-by-independent-competent-body": _asked_by("authority_kind"),
            "legitimate-aim/aim-listed": _aim("reason"),
            "legitimate-aim/aim-not-shielding-criticism": _criticism("reason"),
            "necessity/narrow-in-items": _items_asked,
            "necessity/narrow-in-territory": _territory_asked,
            "public-accountability/authority-named": _authority_asked,
            "public-accountability/gag-justified": _gag,
            "transparency/demand-archived": column("archived"),
        },
        "disruption": {
            **_TEXT,
            "legality/decided-by-independent-competent-body": _asked_by("ordered_by"),
            "legitimate-aim/aim-listed": _aim_of_shutdown,
            "necessity/threat-specific": _justified,
            "necessity/narrow-in-items": _items_disrupted,
            "necessity/narrow-in-territory": _territory_disrupted,
            "public-accountability/measure-published": _published_order,
            "public-accountability/authority-named": _authority_disrupting,
            "public-accountability/reviewed-independently": _judged,
            "remedy/person-notified": column("users_notified"),
            "transparency/demand-archived": _published_order,
        },
        **TEXT_FIELDS,
    }
)
