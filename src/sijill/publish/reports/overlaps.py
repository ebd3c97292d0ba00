"""Published figures that would be counted twice: two figures about the same thing whose periods overlap."""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from sijill.codelists.load import UNKNOWN_CODES
from sijill.publish.reports.report import ReportError
from sijill.tables.engines import fetched

SHOWN = 3  # pairs that an error names


def refuse(
    rows: ibis.Table, stem: str, same: Sequence[str], tells_apart: Sequence[str], spans: Sequence[str], file: str = ""
) -> None:
    """`ReportError` where figures that would be added up are about the same thing: their periods (`stem`) overlap.

    Two rows that agree in the columns `same`, `series` among them, and both state a number of `spans`, unless both
    are single entries or a code of `tells_apart` or the law cited tells them apart. Of one period they are two rows of
    one published table, so that any difference does; of two periods both have to state it. With `file`, the column that
    says which file a figure was read from, two lines of one file for one period are apart as well: its publisher
    keeps them apart, if by words that no code holds. The error names series and periods.
    """
    low, high = f"{stem}_lo", f"{stem}_hi"
    rows = rows.filter((rows.inside == 1) & rows[low].notnull())
    columns = {f"same{n}": rows[name].cast("string").fill_null("") for n, name in enumerate(dict.fromkeys(same))}
    told = (
        "id",
        "level",
        "legal_basis",
        low,
        high,
        *tells_apart,
        *(f"{name}_low" for name in spans),
        *((file,) if file else ()),
    )
    one = rows.select(**columns, series_name=rows.series, **{f"one_{name}": rows[name] for name in told})
    other = rows.select(**columns, **{f"other_{name}": rows[name] for name in told})
    pairs = one.filter(one.one_level != "single").join(other, list(columns))
    pairs = pairs.filter(
        ((pairs.other_level == "single") | (pairs.one_id < pairs.other_id))
        & (pairs[f"one_{low}"] <= pairs[f"other_{high}"])
        & (pairs[f"other_{low}"] <= pairs[f"one_{high}"])
        & ibis.or_(*(pairs[f"one_{name}_low"].notnull() & pairs[f"other_{name}_low"].notnull() for name in spans))
    )
    one_period = (pairs[f"one_{low}"] == pairs[f"other_{low}"]) & (pairs[f"one_{high}"] == pairs[f"other_{high}"])
    pairs = pairs.filter(~ibis.or_(*(_apart(pairs, name, one_period) for name in (*tells_apart, "legal_basis"))))
    if file:
        pairs = pairs.filter(~(one_period & (pairs[f"one_{file}"] == pairs[f"other_{file}"]).fill_null(False)))
    named = ["series_name", *(f"{side}_{end}" for side in ("one", "other") for end in (low, high))]
    found = fetched(pairs.select(*named).distinct().order_by(named).limit(SHOWN + 1))
    if found:
        raise ReportError(
            f"Figures about the same things would be added up, because their periods overlap: {_said(found, named)}. "
            "Break down by period, or ask for a time that holds one of them."
        )


def _said(found: Sequence[dict[str, object]], named: Sequence[str]) -> str:
    pairs = [[str(pair[name]) for name in named] for pair in found[:SHOWN]]
    said = [f"series {series}, {low}/{high} and {start}/{end}" for series, low, high, start, end in pairs]
    return "; ".join(said) + ("; and more" if len(found) > SHOWN else "")


def _apart(pairs: ibis.Table, name: str, one_period: ibis.Value) -> ibis.Value:
    one, other = pairs[f"one_{name}"], pairs[f"other_{name}"]
    unknown = (*UNKNOWN_CODES, "")
    return (one != other) & (one_period | (one.notin(unknown) & other.notin(unknown)))
