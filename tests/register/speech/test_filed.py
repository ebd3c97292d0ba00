"""Filed statements as columns and as a dump: the same rows that an import of the dump gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from sijill.collect.importers.statements.importing import import_dump
from sijill.register.speech.actions import add_platform, file_statements
from sijill.register.speech.actions.statements import API, Filed
from sijill.register.speech.columns import statements
from sijill.register.speech.filed import restriction_values
from sijill.statements.dump import write_dump
from sijill.statements.rules import TERRITORIES, UNION, check
from sijill.tables.arrow import to_arrow
from sijill.tables.catalog import CATALOG
from sijill.tables.statements import parts
from tests.filing import full, statement
from tests.people import Cast

NASTY = 'Says "no", \\"yes\\",\nand a \\ at the end of سطر\\'


def filed(cast: Cast, *given: dict[str, Any]) -> date:
    platform = add_platform(actor=cast.eve, name="Invented Square, Inc.")
    kept = file_statements(platform=platform, filed=[Filed(check(one).values, "{}") for one in given], method=API)
    return kept[0].created_at.date()


@pytest.mark.django_db
def test_both_worlds_meet_in_the_catalog(cast: Cast, tmp_path: Path) -> None:
    on = filed(cast, statement("a"), full("b"), statement("c", decision_facts=NASTY))
    rows = to_arrow(CATALOG["statement"], statements(on)).to_pylist()
    dump = write_dump(tmp_path / "dumps", "filed", on, statements(on))
    done = import_dump(dump, tmp_path / "statements")
    assert (done.imported, done.rejected, done.sha1_checked) == (3, 0, True)
    read = [row for one in parts(tmp_path / "statements") for row in pq.read_table(one).to_pylist()]
    by_puid = {row["puid"]: row for row in read}
    for row in rows:
        assert by_puid[row["puid"]] == row
    assert by_puid["c"]["decision_facts"] == NASTY


@pytest.mark.django_db
def test_the_same_statements_give_the_same_bytes(cast: Cast, tmp_path: Path) -> None:
    on = filed(cast, statement("a"))
    one, other = (write_dump(tmp_path / name, "filed", on, statements(on)) for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()
    assert list(statements(date(2020, 1, 1))) == []


def test_every_decision_has_a_measure() -> None:
    found = {}
    for field, codes in {
        "decision_visibility": ["CONTENT_REMOVED", "CONTENT_DISABLED", "CONTENT_DEMOTED", "CONTENT_AGE_RESTRICTED",
                                "CONTENT_INTERACTION_RESTRICTED", "CONTENT_LABELLED", "OTHER"],
        "decision_monetary": ["SUSPENSION", "TERMINATION", "OTHER"],
        "decision_provision": ["PARTIAL_SUSPENSION", "TOTAL_SUSPENSION", "PARTIAL_TERMINATION", "TOTAL_TERMINATION"],
        "decision_account": ["SUSPENDED", "TERMINATED"],
    }.items():  # fmt: skip
        for code in codes:
            whole = f"{field.upper()}_{code}"
            value = [whole] if field == "decision_visibility" else whole
            other = {f"{field}_other": "In words"} if code == "OTHER" else {}
            given = check(statement(**{"decision_visibility": None, field: value, **other}))
            assert given.errors == {}
            found[whole] = restriction_values(given.values)["measure"]
    assert len(found) == 16
    assert found["DECISION_VISIBILITY_CONTENT_LABELLED"] == "labelled"
    both = check(statement(decision_account="DECISION_ACCOUNT_TERMINATED"))
    assert restriction_values(both.values)["measure"] == "account-ended"


@pytest.mark.parametrize(
    ("scope", "limit", "country"),
    [(["FR"], "yes", "FR"), (["FR", "BE"], "yes", "not-stated"), (sorted(UNION), "not-stated", "not-stated"),
     (list(TERRITORIES), "not-stated", "not-stated"), ([], "not-stated", "not-stated")],
)  # fmt: skip
def test_a_scope_of_the_union_tells_of_no_limit(scope: list[str], limit: str, country: str) -> None:
    values = restriction_values(check(statement(territorial_scope=scope)).values)
    assert (values["territorial_limit"], values["country"]) == (limit, country)


def test_an_end_before_the_beginning_is_not_written_down_as_one() -> None:
    values = restriction_values(check(statement(end_date_visibility_restriction="2025-01-01")).values)
    assert (values["ended"], values["ended_unknown"], values["indefinite"]) == ("", "not-stated", "no")
