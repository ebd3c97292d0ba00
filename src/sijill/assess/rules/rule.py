"""A rule as a record, and the conditions that a candidate must meet.

A rule's identifier names its reading for ever: another reading of the same paragraph is a new rule
with a new identifier, and the old one stays, so that an old release can still say what it did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa

COUNTED = "counted"
NOT_COUNTED = "not-counted"
UNDECIDED = "undecided"

SDG_16_10_1 = "SDG indicator 16.10.1, global metadata (OHCHR, UNESCO, ILO), last updated 8 June 2018"


@dataclass(frozen=True, slots=True)
class Rule:
    """One reading of one place in one standard. `statements` holds the method note by language.

    `own_reading` is True where the standard leaves the point open and the office should confirm it.
    """

    id: str
    version: int
    standard: str
    paragraph: str
    statements: Mapping[str, str]
    own_reading: bool = False

    def statement(self, language: str) -> str:
        """The method note in a language; in English where there is no wording in it."""
        return self.statements.get(language) or self.statements["en"]


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold for a candidate to count, as two boolean columns.

    `rule` names the rule it belongs to; empty: the candidate's own rule, as given to `judged`.
    `failed`: it is known not to hold. `open`: the sources do not tell. Neither: it holds.
    `why_failed` and `why_open` are codes of codelists/reasons.csv; where a column is left out, the
    condition cannot fail, or cannot stay open.
    """

    rule: str
    failed: Any = None
    why_failed: str = ""
    open: Any = None
    why_open: str = ""


def judged(table: ibis.Table, conditions: Iterable[Condition], *, rule: Any, reason: Any) -> ibis.Table:
    """Add `outcome`, `rule` and `reason`; `rule` and `reason` are given for what meets every condition.

    A condition known to fail beats every open one: what cannot count in any case is not undecided.
    Among equals the first condition in order speaks.
    """
    asked = list(conditions)
    tests = [(one.failed, NOT_COUNTED, one.rule, one.why_failed) for one in asked if one.failed is not None]
    tests += [(one.open, UNDECIDED, one.rule, one.why_open) for one in asked if one.open is not None]
    # The first test that speaks is found once, as a number; what it says is then looked up.
    first = ibis.cases(*[(when, number) for number, (when, _, _, _) in enumerate(tests)], else_=-1).cast("int64")
    verdicts = ibis.memtable(
        pa.table(
            {
                "number": list(range(len(tests))),
                "verdict": [verdict for _, verdict, _, _ in tests],
                "said_by": [by or None for _, _, by, _ in tests],
                "because": [why for _, _, _, why in tests],
            }
        )
    )
    found = table.mutate(test=first).left_join(verdicts, [("test", "number")])
    decided = found.mutate(
        outcome=found.verdict.fill_null(COUNTED),
        rule=found.said_by.coalesce(rule),
        reason=found.because.coalesce(reason),
    )
    return decided.select(*table.columns, "outcome", "rule", "reason")
