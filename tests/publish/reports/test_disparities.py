"""Whether decisions fall differently on groups: counts, rates beside them, gaps in words from shown counts alone."""

from __future__ import annotations

from typing import Any

import pytest

from sijill.assess.rules.sdg16 import Options
from sijill.publish.gaps import gaps
from sijill.publish.reports import EVER, Context, ReportError, rows, table_by, tables_for
from sijill.publish.reports.cells import nesting
from sijill.publish.reports.disparities import COUNTS, REPORT
from sijill.publish.text import LANGUAGES
from sijill.stats.attack import attack
from sijill.stats.disclosure import ForbiddenCrossing, protect
from sijill.stats.policy import load_policy
from sijill.stats.rates import wilson
from sijill.stats.table import Flag, Programme, PublicTable, Table
from sijill.tables.engines import Tables, memory

CONTEXT = Context(Options(*EVER), subject="speech")
Rows = list[dict[str, Any]]


def decided(speaker: str, many: int, **values: Any) -> Rows:
    usual = {"level": "single", "state": "confirmed", "measure": "removed", "speaker": speaker, "country": "BO"}
    return [{"id": f"{speaker}-{len(values)}-{values}-{n}", **usual, **values} for n in range(many)]


def answered(speaker: str, silent: int, upheld: int, back: int) -> Rows:
    """Decisions against which nobody appealed, and appeals that failed or succeeded."""
    return [
        *decided(speaker, silent, appealed="no"),
        *decided(speaker, upheld, appealed="yes", appeal_outcome="upheld"),
        *decided(speaker, back, appealed="yes", appeal_outcome="reversed"),
    ]


def register() -> Tables:
    """Journalists win most appeals and lawyers few; defenders are like lawyers; of artists there are three."""
    held = [*answered("journalist", 100, 20, 80), *answered("lawyer", 100, 80, 20), *answered("defender", 100, 40, 10)]
    held += [*answered("artist", 1, 1, 1), *decided("lawyer", 10, measure="refused-notice")]
    held += decided("lawyer", 7, measure="restored", reverses_id="lawyer-0")
    return memory({"restriction": held})


def of_speakers() -> Table:
    return next(one for one in tables_for(register(), CONTEXT, "disparities") if one.slug == "disparities-speaker")


def shown() -> PublicTable:
    tables = (of_speakers(), *tables_for(register(), CONTEXT, "restrictions"))
    protected = protect(Programme(tables, nesting(tables, REPORT.nested)), (), load_policy())
    assert attack([protected.tables], protected.nested, load_policy()) == []
    return protected.tables[0]


def test_counts_are_of_decisions_and_reversals_are_none() -> None:
    table = of_speakers()
    assert [table.cells[one, ("lawyer",)].value for one in COUNTS] == [210, 210, 200, 200, 100, 100, 20]
    assert table.cells["decisions", ("_T",)].value == 563
    low, high = wilson(20, 100)
    found = [table.cells[f"reversed_percent{end}", ("lawyer",)].value for end in ("", "_low", "_high")]
    assert found == [20, int(100 * low), int(100 * high) + 1]


def test_what_is_not_known_is_in_no_rate() -> None:
    open_ = [
        *decided("artist", 4, measure="not-stated", appealed="yes"),
        *decided("artist", 3, appealed="not-stated"),
        *decided("artist", 2, appealed="yes", appeal_outcome="pending"),
    ]
    (table,) = (
        one for one in tables_for(memory({"restriction": open_}), CONTEXT, "disparities") if "speaker" in one.slug
    )
    assert [table.cells[one, ("artist",)].value for one in COUNTS] == [9, 5, 5, 2, 2, 0, 0]
    assert table.cells["reversed_percent", ("artist",)].missing is Flag.NOT_KNOWN
    (wrong,) = [
        row
        for row in rows(memory({"restriction": open_}), CONTEXT, "disparities", ["speaker"])
        if row["question"] == "wrong"
    ]
    assert (wrong["value"], wrong["floor"], wrong["ceiling"]) == (None, 0.0, 1.0)


def test_languages_are_compared_and_cross_with_nothing() -> None:
    held = [{**row, "language": "ar"} for row in answered("journalist", 100, 20, 80)]
    held += [{**row, "language": "qu"} for row in answered("lawyer", 100, 80, 20)]
    held += [{**row, "language": "zxx"} for row in answered("artist", 40, 20, 20)] + decided("defender", 40)
    t = memory({"restriction": held})
    table = next(one for one in tables_for(t, CONTEXT, "disparities") if one.slug == "disparities-language")
    assert table.dimensions[0].codes == ("_T", "ar", "qu", "zxx", "not-asked")
    assert table.cells["reversed_percent", ("qu",)].value == 20
    (reversal,) = (
        row for row in rows(t, CONTEXT, "disparities", ["language"])
        if (row["question"], row["language"]) == ("reversal", "ar")
    )  # fmt: skip
    assert (reversal["value"], reversal["finding"]) == (0.8, "found")
    protected = protect(Programme((table,), nesting((table,), REPORT.nested)), (), load_policy())
    assert attack([protected.tables], protected.nested, load_policy()) == []
    said = [text for text in gaps(protected.tables[0]) if "Arabic: 80 % beside 29 %" in text["en"]]
    assert [("العربية" in text["ar"], "Arabe" in text["fr"], "Árabe" in text["es"]) for text in said] == [(True,) * 3]
    crossed = table_by(t, CONTEXT, "restrictions", ("language", "country"))
    with pytest.raises(ForbiddenCrossing, match="language"):
        protect(Programme((crossed,), ()), (), load_policy())


def test_a_rate_stands_only_where_both_of_its_counts_do() -> None:
    table = shown()
    assert table.cells["reversed_percent", ("journalist",)].value == 80
    assert table.cells["reversed", ("artist",)].flag is Flag.SMALL
    assert table.cells["reversed_percent", ("artist",)].flag is Flag.WITHHELD


def test_gaps_are_told_with_what_could_have_been_found_and_never_of_a_hidden_group() -> None:
    said = gaps(shown())
    assert all(text.keys() == {lang.code for lang in LANGUAGES} for text in said)
    words = [text["en"] for text in said]
    (reversals,) = (
        one for one in words if one.startswith("What the speaker is, share of decided appeals") and "beside" in one
    )
    assert "Journalist or media worker: 80 % beside 20 %" in reversals
    assert "more than chance explains" in reversals
    (left_out,) = (one for one in words if "reversed the decision: groups of which" in one)
    assert "Artist or writer" in left_out
    assert "Artist or writer:" not in " ".join(words)
    assert any("no difference found; it would have been at 6 points less" in one for one in words)
    assert any("who appealed: too many counts are hidden" in one for one in words)
    assert any("how many of all actions were wrong" in one and "media worker: 33 to 94 %" in one for one in words)


def test_too_few_are_silence() -> None:
    held = [*answered("journalist", 0, 0, 5), *answered("lawyer", 0, 5, 0)]
    found = rows(memory({"restriction": held[:1] + held[5:6]}), CONTEXT, "disparities", ["speaker"])
    assert {row["finding"] for row in found if row["question"] == "reversal"} == {"cannot-tell"}


def test_one_key_at_a_time() -> None:
    with pytest.raises(ReportError, match="one of them"):
        rows(register(), CONTEXT, "disparities", ["speaker", "country"])
