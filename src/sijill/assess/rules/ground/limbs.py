"""What the checks of one measure amount to, limb by limb, and shares over many measures. Pure.

The test is cumulative. There is no overall number: limbs are not added up, and the legitimate aim is a
line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sijill.assess.rules.ground.check import LIMBS, MET, NOT_APPLICABLE, NOT_MET, PARTLY, UNKNOWN, VERDICTS


def limb_verdict(verdicts: Iterable[str]) -> str:
    """Not met if one check fails; met only if all that apply are met; otherwise unknown.

    *Met in part* is neither met nor failed: the limb is met in part where nothing fails, nothing
    is unknown, and something is met in part only. Where no check applies, neither does the limb.
    """
    asked = {one for one in verdicts if one != NOT_APPLICABLE}
    if not asked:
        return NOT_APPLICABLE
    for worst in (NOT_MET, UNKNOWN, PARTLY):
        if worst in asked:
            return worst
    return MET


def by_limb(findings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """(limb, verdict) of one measure's findings to one verdict per limb, in the order of the limbs."""
    found: dict[str, list[str]] = {}
    for limb, verdict in findings:
        found.setdefault(limb, []).append(verdict)
    return {limb: limb_verdict(found[limb]) for limb in LIMBS if limb in found}


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those that a check has decided meet it; never without what stays open.

    `met` of `decided` (met, in part, not met); `unknown` and `not_applicable` stand beside it and
    are in neither. `value` is None where nothing was decided: that is not 0.
    """

    met: int
    decided: int
    unknown: int
    not_applicable: int

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1."""
        return self.met / self.decided if self.decided else None


def share(counts: Mapping[str, int]) -> Share:
    """Counts of verdicts over many measures to a share."""
    number = {verdict: counts.get(verdict, 0) for verdict in VERDICTS}
    decided = number[MET] + number[PARTLY] + number[NOT_MET]
    return Share(number[MET], decided, number[UNKNOWN], number[NOT_APPLICABLE])
