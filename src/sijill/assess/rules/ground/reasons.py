"""Why a check has its verdict: every reason that the record can give, each with the one verdict that it means.

The sentences stand in `text/<language>.toml` under `[reason]`.
"""

from __future__ import annotations

from collections.abc import Mapping

from sijill.assess.rules.ground.check import MET, NOT_APPLICABLE, NOT_MET, PARTLY, UNKNOWN

_BY_VERDICT: Mapping[str, tuple[str, ...]] = {
    UNKNOWN: (
        "not-recorded",
        "person-needed",
        "sources-disagree",
        "aim-unclear",
        "court-review-not-recorded",
        "review-not-recorded",
    ),
    MET: (
        "recorded-yes",
        "law-in-force",
        "provision-registered",
        "decided-by-court",
        "court-oversees",
        "reason-names-aim",
        "single-items",
        "limited-territory",
        "end-set",
        "authority-registered",
        "decided-outside",
        "appeal-open",
        "outside-open",
    ),
    PARTLY: (
        "basis-in-words",
        "later-oversight",
        "unsigned",
        "told-without-reason",
        "totals-on-record",
        "breakdown-on-record",
        "error-rate-missing",
    ),
    NOT_MET: (
        "recorded-no",
        "law-later",
        "law-repealed",
        "no-ground-given",
        "no-court",
        "asked-informally",
        "company-in-place-of-court",
        "no-oversight",
        "reason-is-criticism",
        "case-not-explained",
        "whole-account",
        "whole-service",
        "whole-country",
        "beyond-country",
        "without-end",
        "prison-for-defamation",
        "corporal-or-death",
        "gag-without-basis",
        "no-remedy",
        "decided-by-silence",
        "not-carried-out",
    ),
    NOT_APPLICABLE: (
        "own-rules",
        "no-criminal-sanction",
        "no-incitement",
        "no-gag",
        "no-appeal-made",
        "not-reversed",
        "no-machine",
        "another-kind",
    ),
}
VERDICT_OF: Mapping[str, str] = {code: verdict for verdict, codes in _BY_VERDICT.items() for code in codes}
# Numbers are for the engine: a check over a million records is a column of small numbers.
NUMBER_OF: Mapping[str, int] = {code: number for number, code in enumerate(VERDICT_OF)}

# Reasons that a person's answer brings in; `contradiction` where record and answer say different things.
ANSWERED, WITHOUT_EVIDENCE, CONTRADICTION = "answered", "without-evidence", "contradiction"
OF_ANSWERS = (ANSWERED, WITHOUT_EVIDENCE, CONTRADICTION)
