"""Findings on statements of reasons in bulk: what each check says of each of them, by expressions alone.

judged(statements)         the statements with one number per check, for any engine
findings_of(statements, ids)    the same in words, for a few of them
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ibis

from sijill.assess.rules.statements.checks import CHECKS, KIND, NUMBER_OF, REASON_OF, VERDICT_OF, binding
from sijill.assess.rules.statements.fields import COMMON, FIELDS, explanation
from sijill.tables.engines import fetched


def column(check_id: str) -> str:
    """The column of `judged` that holds the number of a check's reason."""
    return "v_" + check_id.rpartition("/")[2].replace("-", "_")


COLUMNS = tuple(column(one.id) for one in CHECKS)


def common_words(statements: ibis.Table, at_least: int = COMMON) -> ibis.Table:
    """Explanations that many statements of a platform share: `common_of` (the platform), `common_words`."""
    words = statements.select("platform_name", words=explanation(statements))
    words = words.filter(words.words.notnull())
    counted = words.group_by("platform_name", "words").agg(times=words.count())
    often = counted.filter(counted.times >= at_least)
    return often.select(common_of="platform_name", common_words="words")


def judged(statements: ibis.Table, *, among: ibis.Table | None = None, at_least: int = COMMON) -> ibis.Table:
    """The statements with one column more per check (`COLUMNS`): the number of its reason, see `REASON_OF`.

    `among` are the statements among whose words the common ones are found; default: these. `at_least` of one
    platform make words common.
    """
    often = common_words(statements if among is None else among, at_least)
    rows = statements.mutate(words=explanation(statements))
    rows = rows.left_join(often, [("platform_name", "common_of"), ("words", "common_words")])
    rows = rows.mutate(common=rows.common_words.notnull()).drop("words", "common_of", "common_words")
    return rows.mutate(**{column(one.id): _number(rows, one.id) for one in CHECKS}).drop("common")


def _number(rows: ibis.Table, check_id: str) -> Any:
    found = [(when, NUMBER_OF[why]) for when, why in FIELDS[check_id](rows)]
    return ibis.cases(*found, else_=NUMBER_OF["not-recorded"]).cast("int16")


def findings_of(statements: ibis.Table, ids: Iterable[str]) -> list[dict[str, Any]]:
    """The findings on some statements by their `uuid`, in the order of ids and checks.

    Words are common among all the statements given, not among those asked for.
    """
    asked = statements.filter(statements.uuid.isin(list(ids)))
    rows = fetched(judged(asked, among=statements).select("uuid", *COLUMNS).order_by("uuid"))
    return [
        {
            "entity_kind": KIND,
            "entity_id": row["uuid"],
            "check": one.id,
            "version": one.version,
            "limb": one.limb,
            "verdict": VERDICT_OF[REASON_OF[row[column(one.id)]]],
            "reason": REASON_OF[row[column(one.id)]],
            "binding": binding(one),
        }
        for row in rows
        for one in CHECKS
    ]
