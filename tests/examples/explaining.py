"""Does every cell of a release say why: are the counted rows behind it as many as its unprotected number."""

from __future__ import annotations

from typing import Any

from sijill.publish import reports
from sijill.publish.reports import Context
from sijill.tables.engines import Tables
from tests.publish.reports.test_reports import counted

ZEROS = 10  # of the cells that are 0, every tenth: what stands behind one is nothing, whichever it is


def explained(t: Tables, context: Context) -> dict[str, Any]:
    """How many cells with a number above 0 were asked, how many with 0, and those that answered wrongly."""
    t = reports.hold(t)
    asked, zeros, wrong = 0, 0, list[str]()
    for table in reports.programme(t, context).tables:
        report, _ = reports.find_table(table.slug)
        if report.explain is None:
            continue
        for (measure, key), cell in table.cells.items():
            if cell.value is None:
                continue
            zeros += cell.value == 0
            if cell.value == 0 and zeros % ZEROS:
                continue
            asked += cell.value > 0
            behind = reports.explain_cell(t, context, table.slug, measure, reports.codes_of(table, key))
            if counted(report.slug, measure, behind) != cell.value:
                wrong.append(f"{table.slug}:{measure}:{','.join(key)}")
    return {"asked": asked, "zeros": zeros, "wrong": wrong}
