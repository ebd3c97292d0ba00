"""Findings: what each check says of each record, in bulk and one by one, from one definition.

    findings(tables, "restriction")                 one row per record and check
    counts(tables, "restriction", by=["decider"])   how many of each verdict, per check and key
    findings_for(tables, "restriction", id)         the same for one record, as objects

A finding is the institution's opinion with its reasons; it is never an order to remove or to restore.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import ibis
import pyarrow as pa

from sijill.assess.rules.ground import answers
from sijill.assess.rules.ground.binding import WORDS, set_of, sets_of, with_binding
from sijill.assess.rules.ground.check import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    PARTLY,
    UNKNOWN,
    Check,
)
from sijill.assess.rules.ground.checks import BY_ID, applying
from sijill.assess.rules.ground.facts import facts
from sijill.assess.rules.ground.fields import FIELDS
from sijill.assess.rules.ground.reasons import (
    ANSWERED,
    CONTRADICTION,
    NUMBER_OF,
    VERDICT_OF,
    WITHOUT_EVIDENCE,
)
from sijill.tables.engines import Tables, fetched, held

COLUMNS = (
    "entity_kind", "entity_id", "check", "version", "limb", "verdict", "reason", "binding", "record_verdict",
    "record_reason", "answer_verdict", "answer_id", "evidence_id",
)  # fmt: skip

# Every number that an answer can have, and the verdict that the person gave.
_SAID = {answers.NONE: "", **answers.VERDICTS, **{number: said for said, number in answers.WITHOUT.items()}}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of a record. `binding` is `binding`, `standard` or `not-known`.

    `record_verdict` and `answer_verdict` are what the record alone and the person alone say: where
    they contradict one another the verdict is unknown, and both are here to be shown. `evidence_id`
    names the report on which an answer rests; empty where the record itself answers.
    """

    entity_kind: str
    entity_id: str
    check: str
    version: int
    limb: str
    verdict: str
    reason: str
    binding: str
    record_verdict: str
    record_reason: str
    answer_verdict: str
    answer_id: str
    evidence_id: str

    @property
    def rule(self) -> Check:
        """The check as a record: question, sources, norms."""
        return BY_ID[self.check]


def findings(t: Tables, kind: str, ids: Iterable[str] | None = None) -> ibis.Table:
    """One row per record and check that is asked of its kind, `COLUMNS`; `ids` keeps to some records."""
    checks = applying(kind)
    wide = held(judged(t, kind, checks, (), ids))
    rows = ibis.union(*[_one(wide, check, checks) for check in checks], distinct=False)
    said = ibis.memtable(_verdicts())
    rows = rows.inner_join(said, [("code", "said_code")])
    about = ibis.memtable(_about(checks))
    rows = rows.inner_join(about, [("number", "about_number")])
    words = ibis.memtable(pa.table({"word_of": pa.array(list(WORDS), pa.int8()), "binding": list(WORDS.values())}))
    rows = rows.inner_join(words, [("binds", "word_of")])
    given = answers.latest(t, kind).select(
        given_to="entity_id", given_number="number", answer_id="answer_id", evidence_id="evidence_id"
    )
    rows = rows.left_join(given, [("entity_id", "given_to"), ("number", "given_number")])
    rows = rows.mutate(
        entity_kind=ibis.literal(kind),
        answer_id=rows.answer_id.fill_null(""),
        evidence_id=rows.evidence_id.fill_null(""),
    )
    return rows.order_by("entity_id", "number").select(*COLUMNS)


def findings_for(t: Tables, kind: str, entity_id: str) -> list[Finding]:
    """The findings on one record, in the order of the checks; empty where no such record is asked."""
    return [Finding(**row) for row in fetched(findings(t, kind, [entity_id]))]


def counts(t: Tables, kind: str, by: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Per check and key: `asked` and how many of each verdict. Keys are columns of the kind's own table."""
    checks = applying(kind)
    wide = held(judged(t, kind, checks, by, bare=True))
    parts = [
        wide.group_by(*by, code=wide[f"v_{one.number}"])
        .agg(records=wide.count())
        .mutate(number=ibis.literal(one.number, type="int16"))
        for one in checks
    ]
    rows = ibis.union(*parts, distinct=False)
    said = ibis.memtable(_verdicts())
    rows = rows.inner_join(said, [("code", "said_code")])
    totals = {
        name: rows.records.sum(where=rows.verdict == verdict).fill_null(0)
        for name, verdict in (
            ("met", MET),
            ("partly", PARTLY),
            ("not_met", NOT_MET),
            ("unknown", UNKNOWN),
            ("not_applicable", NOT_APPLICABLE),
        )
    }
    found = rows.group_by("number", *by).agg(asked=rows.records.sum(), **totals)
    about = ibis.memtable(_about(checks))
    named = found.inner_join(about, [("number", "about_number")])
    ordered = named.order_by("number", *by).select("check", "version", "limb", *by, "asked", *totals)
    return fetched(ordered)


def judged(
    t: Tables,
    kind: str,
    checks: tuple[Check, ...],
    by: Sequence[str] = (),
    ids: Iterable[str] | None = None,
    *,
    bare: bool = False,
) -> ibis.Table:
    """One row per record: `id`, the keys, whether each combination of norms binds, and one number per check.

    The number holds the record's reason and the person's answer: reason * WIDTH + answer. `bare` leaves
    out who is meant and what binds, which counting does not ask.
    """
    rows = facts(t, kind)
    if ids is not None:
        rows = rows.filter(rows.id.isin(list(ids)))
    given = answers.wide(t, kind, checks)
    rows = rows.left_join(given, [("id", "answered_id")])
    sets = {} if bare else sets_of(checks)
    rows = with_binding(rows, sets) if sets else rows
    numbers = {f"v_{one.number}": _number(rows, kind, one) for one in checks}
    return rows.select(*(() if bare else ("id",)), *by, *sets.values(), **numbers)


def _number(rows: ibis.Table, kind: str, check: Check) -> Any:
    field = FIELDS[kind].get(check.id)
    if field is None:
        reason: Any = ibis.literal(NUMBER_OF["person-needed"] * answers.WIDTH, type="int16")
    else:
        found = [(when, NUMBER_OF[why] * answers.WIDTH) for when, why in field(rows)]
        reason = ibis.cases(*found, else_=NUMBER_OF["not-recorded"] * answers.WIDTH).cast("int16")
    return (reason + rows[f"a_{check.number}"].fill_null(answers.NONE)).cast("int16")


def _one(wide: ibis.Table, check: Check, checks: tuple[Check, ...]) -> ibis.Table:
    return wide.select(
        entity_id="id",
        number=ibis.literal(check.number, type="int16"),
        code=wide[f"v_{check.number}"],
        binds=wide[sets_of(checks)[set_of(check)]],
    )


def resolved(record: str, answer: int) -> tuple[str, str]:
    """Verdict and reason of an answer's number beside the record's reason.

    An answer fills what the record leaves unknown and sharpens what it has in part only. Where both
    know and differ, neither is believed: the verdict is unknown until somebody corrects one of them.
    """
    verdict = VERDICT_OF[record]
    if answer in answers.WITHOUT.values():
        return (UNKNOWN, WITHOUT_EVIDENCE) if verdict == UNKNOWN else (verdict, record)
    said = answers.VERDICTS.get(answer, UNKNOWN)
    if said in (UNKNOWN, verdict):
        return verdict, record
    if verdict == UNKNOWN or (verdict == PARTLY and said in (MET, NOT_MET)):
        return said, ANSWERED
    return UNKNOWN, CONTRADICTION


@cache
def verdicts() -> Mapping[int, Mapping[str, str]]:
    """What each number of `judged` means: verdict, reason, and what record and person say alone."""
    found = {}
    for record, number in NUMBER_OF.items():
        for answer, said in _SAID.items():
            verdict, reason = resolved(record, answer)
            found[number * answers.WIDTH + answer] = {
                "verdict": verdict,
                "reason": reason,
                "record_verdict": VERDICT_OF[record],
                "record_reason": record,
                "answer_verdict": said,
            }
    return found


def _verdicts() -> pa.Table:
    said = pa.Table.from_pylist([dict(one) for one in verdicts().values()])
    return said.append_column("said_code", pa.array(list(verdicts()), pa.int16()))


def _about(checks: tuple[Check, ...]) -> pa.Table:
    return pa.table(
        {
            "about_number": pa.array([one.number for one in checks], pa.int16()),
            "check": [one.id for one in checks],
            "version": pa.array([one.version for one in checks], pa.int64()),
            "limb": [one.limb for one in checks],
        }
    )
