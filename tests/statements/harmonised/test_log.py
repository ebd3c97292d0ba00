"""A moderation log becomes a report by its mapping, without Django and without a database."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sijill.statements.harmonised.facts import ILLEGAL, TERMS, Unusable
from sijill.statements.harmonised.log import read_log, read_settings

SETTINGS = """
[service]
name = "Invented Forum"
provider = "Invented Provider Ltd"
kind = "platform"
published = 2026-02-20
imposes = ["DECISION_VISIBILITY_CONTENT_REMOVED", "DECISION_ACCOUNT_SUSPENDED"]
automation = false

[service.texts]
summary = "Volunteers remove posts."
information = "Members report; exposure is not measured."
automated-means = "None."
accuracy = "None."
purposes = "None."
safeguards = "None."

[log]
delimiter = ";"

[columns]
event = "what"
day = "when"
keyword = "why"
other = "note"
restrictions = "did"
source = "from"
received = "came"
done = "when"
state = "land"
outcome = "result"
ground = "law"

[always]
automated_decision = "AUTOMATED_DECISION_NOT_AUTOMATED"
basis = "visibility"
hours_to_inform = "0"
hours_to_effect = "2"

[values.event]
removal = "measure"
letter = "order"
appeal = "complaint"

[values.keyword]
insult = "KEYWORD_CYBER_HARASSMENT"

[values.restrictions]
"deleted, banned" = "DECISION_VISIBILITY_CONTENT_REMOVED DECISION_ACCOUNT_SUSPENDED"
deleted = "DECISION_VISIBILITY_CONTENT_REMOVED"

[values.source]
moderator = "SOURCE_VOLUNTARY"

[values.ground]
"" = "DECISION_GROUND_INCOMPATIBLE_CONTENT"
yes = "DECISION_GROUND_ILLEGAL_CONTENT"
"""
LOG = """what;when;why;note;did;from;came;land;result;law
removal;2025-07-03 10:00;insult;;deleted, banned;moderator;;;;
removal;2025-07-04 10:00;insult;;deleted;moderator;;;;yes
letter;2025-10-01 12:00;insult;;;;;DE;;
appeal;2025-11-01 12:00;;;;;2025-10-30 12:00;;upheld;
removal;2025-12-03 11:30;quarrel;;deleted;moderator;;;;
removal;3 December;insult;;deleted;moderator;;;;
letter;2025-10-01 12:00;insult;;;;;GR;;
"""


def test_a_mapping_turns_rows_into_facts_and_keeps_what_it_cannot_use() -> None:
    service, mapping = read_settings(SETTINGS)
    read = read_log(LOG.encode("utf-8-sig"), mapping)
    assert service.imposes == {"vis_removal", "account_suspension"}
    assert [(one.ground, sorted(one.restrictions)) for one in read.facts.measures] == [
        (TERMS, ["account_suspension", "vis_removal"]),
        (ILLEGAL, ["vis_removal"]),
    ]
    assert read.facts.complaints[0].hours == 48
    assert [one.state for one in read.facts.orders] == ["DE"]
    assert [(one.row, one.field) for one in read.refused] == [(6, "keyword"), (7, "day"), (8, "")]
    assert "[values.keyword]" in read.refused[0].reason and "EL" in read.refused[2].reason
    assert read.rows == 7


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("kind = ", "sort = "), "no kind"),
        (('kind = "platform"', 'kind = "forum"'), "vlose"),
        (("summary = ", "sumary = "), "sumary"),
        (("[columns]", "[collumns]"), "collumns"),
        (('event = "what"', 'evnet = "what"'), "evnet"),
        (('day = "when"', 'day = "whenever"'), "whenever"),
        (("[service]", "[service"), "TOML"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong_with_it(change: tuple[str, str], says: str) -> None:
    with pytest.raises(Unusable, match=says):
        _, mapping = read_settings(SETTINGS.replace(*change, 1))
        read_log(LOG.encode(), mapping)


def test_a_log_with_other_delimiters_is_told_what_to_set() -> None:
    with pytest.raises(Unusable, match=r"no columns .* \[log\] delimiter"):
        read_log(LOG.replace(";", "\t").encode(), read_settings(SETTINGS)[1])


def test_report_and_lint_run_without_django(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "log.csv").write_text("".join(LOG.splitlines(keepends=True)[:5]), encoding="utf-8")
    program = """
import sys
from sijill.cli import main
try:
    main(sys.argv[1:])
finally:
    print(sorted({"django", "duckdb", "pyarrow"} & set(sys.modules)), file=sys.stderr)
"""
    report = ["report", "--service", "Invented Forum", "--period", "2025H2", "--to", "out"]
    given = [*report, "--settings", "s.toml", "--log", "log.csv"]
    for command in (given, ["lint", "out/v1", "--json", "--kind", "platform"]):
        done = subprocess.run(
            [sys.executable, "-c", program, "dsa", *command], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr.splitlines()[-1] == "[]"
    assert json.loads(done.stdout) == []
