"""Which acts are taken into what became of charges and lawsuits: acts by which somebody was charged.

Beside the indicator, as `national`: the Marrakech Declaration asks for fabricated charges and misuse
of laws. Neither ranked nor one per incident: a person arrested and charged in one incident counts
once in category D, and the charge is followed all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis

from sijill.assess.rules import national
from sijill.assess.rules.candidates import candidates, with_public
from sijill.assess.rules.counting import (
    cell_rows,
    period_conditions,
    status_condition,
    tally,
)
from sijill.assess.rules.national import COLUMNS
from sijill.assess.rules.rule import Condition, judged
from sijill.tables.engines import Tables, fetched

PROCESS = "charge"
# Kinds of act that are a charge or a suit themselves, even where no step of it is recorded.
KINDS = ("charge", "charge-fabricated", "slapp")


@dataclass(frozen=True, slots=True)
class Options(national.Options):
    """The period of the act, both days included, and what the acts must be called.

    A class of its own: who remembers decisions by their options must tell these from those of `national`.
    """


def decisions(t: Tables, options: Options) -> ibis.Table:
    """One row per candidate act, as `national.decisions`."""
    return with_public(t, _judged(t, options)).select(*COLUMNS).order_by("act_id")


def counts(t: Tables, options: Options, by: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Acts with a charge, as `counting.tally`: acts and not charges, of which an act may have several."""
    return fetched(tally(t, _judged(t, options), by))


def explain(t: Tables, options: Options, cell: Mapping[str, Any]) -> ibis.Table:
    """The decisions behind one cell of `counts`."""
    return cell_rows(t, decisions(t, options), cell)


def _judged(t: Tables, options: Options) -> ibis.Table:
    held = t["act_status"].filter(t["act_status"].process == PROCESS).select(charged="act_id").distinct()
    rows = candidates(t)
    columns = rows.columns
    rows = rows.left_join(held, [("act_id", "charged")])
    conditions = [
        Condition("charges/scope", ~(rows.charged.notnull() | rows.kind.isin(KINDS)), "no-charge"),
        *period_conditions("charges/period", rows, options.since, options.until),
        Condition(
            "charges/role",
            rows.known_role & ~rows.named_role,
            "no-named-role",
            ~rows.known_role,
            "role-unknown",
        ),
        Condition("charges/consent", rows.consent_refused, "consent-refused"),
        status_condition("charges/status", rows, options.status),
    ]
    found = judged(rows, conditions, rule="charges/scope", reason="counted-charge")
    return found.select(*columns, "outcome", "rule", "reason")
