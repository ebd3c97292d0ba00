"""What people answered, as the engine sees it: the latest answer per check and record, one number each.

An answer counts for the version of the check that it was given to. *Met* and *met in part* need
evidence: a report that its source has not withdrawn. The six factors of Rabat are answered one by
one and make the answer to their check together.
"""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa

from sijill.assess.rules.ground.check import MET, NOT_APPLICABLE, NOT_MET, PARTLY, UNKNOWN, Check
from sijill.assess.rules.ground.checks import ANSWERABLE, BY_ID, FACTORS, RABAT
from sijill.tables.engines import Tables

NONE = 0
NUMBERS = {MET: 1, PARTLY: 2, NOT_MET: 3, NOT_APPLICABLE: 4, UNKNOWN: 5}
WITHOUT = {MET: 6, PARTLY: 7}  # said, but nothing shown for it
VERDICTS = {number: verdict for verdict, number in NUMBERS.items()}
WIDTH = 8  # answers and reasons share one number: reason * WIDTH + answer
_ALL_FACTORS = len(FACTORS)


def latest(t: Tables, kind: str) -> ibis.Table:
    """`entity_id, number, answer, answer_id, evidence_id`: what stands, per record and check or factor."""
    rows = t["answer"]
    newest = ibis.row_number().over(
        group_by=[rows.entity_id, rows.check], order_by=[rows.log_from.desc(), rows.id.desc()]
    )
    rows = rows.filter(rows.entity_kind == kind)
    rows = rows.mutate(place_in_line=newest)
    rows = rows.filter(rows.place_in_line == 0)
    known = ibis.memtable(_known(tuple(ANSWERABLE.values())))
    rows = rows.inner_join(known, [rows.check == known.known_check, rows.version == known.known_version])
    gone = t["report_withdrawal"].select(gone_report="report_id").distinct()
    rows = rows.left_join(gone, [("report_id", "gone_report")])
    held = rows.report_id.notnull() & rows.gone_report.isnull()
    number = ibis.cases(*[(rows.verdict == verdict, code) for verdict, code in NUMBERS.items()], else_=NUMBERS[UNKNOWN])
    claims = [((rows.verdict == verdict) & ~held, code) for verdict, code in WITHOUT.items()]
    answer = ibis.cases(*claims, else_=number)
    evidence = ibis.cases((held, rows.report_id), else_=ibis.null("string"))
    return rows.select(
        "entity_id", number="known_number", answer=answer.cast("int16"), answer_id="id", evidence_id=evidence
    )


def wide(t: Tables, kind: str, checks: tuple[Check, ...]) -> ibis.Table:
    """One row per record that anybody answered about: `answered_id` and a column `a_<number>` per check."""
    rows = latest(t, kind)
    columns = {f"a_{one.number}": _of(rows, one.number) for one in checks if one.id != RABAT}
    if any(one.id == RABAT for one in checks):
        columns[f"a_{BY_ID[RABAT].number}"] = _rabat(rows)
    return rows.group_by(answered_id="entity_id").agg(**columns)


def _of(rows: ibis.Table, number: int) -> Any:
    return ibis.cases((rows.number == number, rows.answer), else_=NONE).max().cast("int16")


def _rabat(rows: ibis.Table) -> Any:
    """All six shown: met. One not shown: not met. One unanswered: unknown, whatever the others say."""
    factor = rows.number.isin([one.number for one in FACTORS])

    def count(*answers: int) -> Any:
        return (factor & rows.answer.isin(answers)).cast("int64").sum()

    return ibis.cases(
        (count(NUMBERS[NOT_MET]) > 0, NUMBERS[NOT_MET]),
        (count(NUMBERS[MET]) == _ALL_FACTORS, NUMBERS[MET]),
        (count(NUMBERS[MET], NUMBERS[PARTLY]) == _ALL_FACTORS, NUMBERS[PARTLY]),
        (count(*WITHOUT.values()) > 0, WITHOUT[MET]),
        (factor.cast("int64").sum() > 0, NUMBERS[UNKNOWN]),
        else_=NONE,
    ).cast("int16")


def _known(checks: tuple[Check, ...]) -> pa.Table:
    return pa.table(
        {
            "known_check": [one.id for one in checks],
            "known_version": pa.array([one.version for one in checks], pa.int64()),
            "known_number": pa.array([one.number for one in checks], pa.int16()),
        }
    )
