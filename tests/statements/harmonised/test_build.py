"""What a report counts: own initiative, sub-categories, blank and 0, EL, hours; and its versions."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sijill.statements.harmonised.build import build, unplaced
from sijill.statements.harmonised.facts import (
    ILLEGAL,
    TERMS,
    Complaint,
    Dispute,
    Facts,
    Measure,
    Notice,
    Order,
    Period,
    Place,
    Unusable,
)
from sijill.statements.harmonised.parts import STATES, parts
from sijill.statements.harmonised.read import parse_sheet
from sijill.statements.harmonised.reconcile import reconcile
from sijill.statements.harmonised.versions import Update, publish
from tests.statements.harmonised.invented import HALF, facts, service

DAY = date(2025, 9, 1)
HATE = Place("STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH", "KEYWORD_HATE_SPEECH")
FULLY, BY_HAND = "AUTOMATED_DECISION_FULLY", "AUTOMATED_DECISION_NOT_AUTOMATED"


def measure(place: Place = HATE, source: str = "SOURCE_VOLUNTARY", ground: str = ILLEGAL) -> Measure:
    return Measure(DAY, place, ground, source, frozenset({"vis_removal"}), True, FULLY, "el")


def rows(files: dict[str, bytes], number: int) -> list[dict[str, str]]:
    each = parts()[number - 1]
    found = list(csv.reader(io.StringIO(files[f"{each.sheet}.csv"].decode(), newline="")))[1:]
    return [dict(zip([one.name for one in each.columns], row, strict=True)) for row in found]


def value(files: dict[str, bytes], number: int, indicator: str, scope: str) -> str:
    found = [
        row["value"]
        for row in rows(files, number)
        if row["indicator"].startswith(indicator) and row["scope"].strip() == scope
    ]
    assert len(found) == 1
    return found[0]


def test_headers_and_file_names_are_the_officials_byte_by_byte() -> None:
    files = build(service(), HALF, Facts())
    assert list(files) == [f"{each.sheet}.csv" for each in parts()]
    for each in parts():
        header = io.StringIO(newline="")
        csv.writer(header, lineterminator="\n").writerow(each.header)
        assert files[f"{each.sheet}.csv"].startswith(header.getvalue().encode())


def test_the_same_facts_give_the_same_bytes_whatever_their_order() -> None:
    known = facts()
    turned = Facts(*(tuple(reversed(getattr(known, name))) for name in Facts.__slots__))
    assert build(service("vlop"), HALF, known) == build(service("vlop"), HALF, turned)


def test_own_initiative_is_what_neither_notice_nor_order_preceded() -> None:
    given = (
        measure(),
        measure(source="SOURCE_TYPE_OTHER_NOTIFICATION"),
        measure(source="SOURCE_ARTICLE_16"),
        measure(source="SOURCE_TRUSTED_FLAGGER"),
        replace(measure(), ordered=True),
        measure(ground=TERMS),
    )
    files = build(service(), HALF, Facts(measures=given))
    assert [rows(files, number)[0]["measures"] for number in (5, 6)] == ["2", "1"]
    assert value(files, 8, "Number of measures solely", "Total number") == "6"
    assert value(files, 8, "Number of measures solely", "Own-initiative") == "3"


def test_what_is_outside_the_period_is_not_counted() -> None:
    late = replace(measure(), day=date(2026, 1, 1))
    assert rows(build(service(), HALF, Facts(measures=(late,))), 5)[0]["measures"] == "0"


def test_what_cannot_apply_is_blank_and_what_did_not_happen_is_0() -> None:
    only_removal = replace(service(), imposes=frozenset({"vis_removal"}), automation=False)
    first = rows(build(only_removal, HALF, Facts()), 5)[0]
    assert (first["vis_removal"], first["vis_labelled"], first["automated"]) == ("0", "", "")
    host = build(service("hosting"), HALF, Facts())
    assert [rows(host, 4)[0][name] for name in ("notices", "notices_flagger")] == ["0", ""]
    assert value(host, 7, "Number of disputes", "Total number") == ""
    assert rows(build(service("intermediary"), HALF, Facts()), 4)[0]["notices"] == ""
    assert {row["value"] for row in rows(build(service("platform"), HALF, facts()), 10)} == {""}


def test_orders_stand_under_eurostats_codes_and_only_states_that_sent_one_have_rows() -> None:
    order = Order(DAY, HATE, "EL", False, 3, 0.5, 30.25)
    found = rows(build(service(), HALF, Facts(orders=(order,))), 3)
    assert list(dict.fromkeys(row["scope"] for row in found)) == ["TOTAL", "EL"]
    first = found[0]
    assert [first[name] for name in ("orders_to_act", "items", "hours_to_inform_act", "hours_to_effect_act")] == [
        "1", "3", "0.5", "30.25",
    ]  # fmt: skip
    assert (first["orders_to_provide_info"], first["hours_to_effect_info"]) == ("0", "")
    with pytest.raises(Unusable, match="Greece is EL"):
        Order(DAY, HATE, "GR", False, 1, None, None)
    assert len(STATES) == 27


def test_a_median_without_times_is_blank_and_says_why() -> None:
    order = Order(DAY, HATE, "DE", True, 1, None, None)
    first = rows(build(service(), HALF, Facts(orders=(order,))), 3)[0]
    assert (first["hours_to_inform_info"], first["context_hours_to_inform_info"]) == ("", "The time was not recorded.")
    assert first["context_hours_to_inform_act"] == ""


def test_a_category_is_the_sum_of_its_sub_categories_also_where_none_was_recorded() -> None:
    speech = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
    given = (
        measure(Place(speech)),
        measure(Place(speech, "KEYWORD_NUDITY")),
        measure(Place(speech, "KEYWORD_OTHER", "Insults of neighbours")),
        measure(),
    )
    found = rows(build(service(), HALF, Facts(measures=given)), 5)
    at = next(index for index, row in enumerate(found) if row["category"] == speech)
    assert [(row["category"], row["other"], row["measures"]) for row in found[at : at + 7]] == [
        (speech, "", "4"),
        ("KEYWORD_DEFAMATION", "", "0"),
        ("KEYWORD_DISCRIMINATION", "", "0"),
        ("KEYWORD_HATE_SPEECH", "", "1"),
        ("KEYWORD_OTHER", "Insults of neighbours", "1"),
        ("KEYWORD_OTHER", "No sub-category was recorded, under: Illegal or harmful speech", "1"),
        ("KEYWORD_OTHER", "Nudity, under: Illegal or harmful speech", "1"),
    ]
    assert unplaced(Facts(measures=given)) == 2


def test_one_description_under_two_categories_is_told_apart() -> None:
    given = tuple(
        measure(Place(category, "KEYWORD_OTHER", "Spam"))
        for category in ("STATEMENT_CATEGORY_SCAMS_AND_FRAUD", "STATEMENT_CATEGORY_VIOLENCE")
    )
    found = rows(build(service(), HALF, Facts(measures=given)), 5)
    assert [row["other"] for row in found if row["other"]] == ["Spam (Scams and/or fraud)", "Spam (Violence)"]


def test_appeals_count_by_basis_outcome_and_hours() -> None:
    given = Facts(
        complaints=(
            Complaint(DAY, "account", "upheld", 10.0),
            Complaint(DAY, "account", "reversed", 20.0, anew=True),
            Complaint(DAY, "flagger-notice", "omitted", None),
        ),
        disputes=(Dispute(DAY, "reversed", 99.0, True), Dispute(DAY, "partly", 101.0), Dispute(DAY, "upheld", 1.0)),
    )
    files = build(service(), HALF, given)
    everything = "Number of complaints submitted"
    assert [value(files, 7, everything, scope) for scope in ("Total number", "Median time", "Decision omitted")] == [
        "3", "15", "1",
    ]  # fmt: skip
    assert value(files, 7, "Complaint regarding a decision to suspend or terminate an account", "Total number") == "2"
    assert value(files, 7, "Number of restrictions newly imposed", "Total number") == "1"
    assert value(files, 7, "Number of disputes", "Percentage of outcomes implemented") == "0.5"


def test_notices_without_action_are_not_in_the_median() -> None:
    acted = Notice(DAY, HATE, True, 2, TERMS, 4.0, BY_HAND)
    idle = Notice(DAY, HATE, False, 1, "", 500.0, BY_HAND)
    first = rows(build(service(), HALF, Facts(notices=(acted, idle))), 4)[0]
    assert [first[name] for name in ("notices", "notices_flagger", "items", "hours", "terms", "law")] == [
        "2", "1", "3", "4", "1", "0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "days"),
    [("2026", "2026-01-01/2026-12-31"), ("2025H2", "2025-07-01/2025-12-31"), ("2026h1", "2026-01-01/2026-06-30")],
)
def test_a_period_may_be_written_short(text: str, days: str) -> None:
    assert str(Period.read(text)) == days
    with pytest.raises(Unusable, match="2025H2"):
        Period.read("last year")


def test_a_version_is_never_overwritten_and_an_update_says_what_changed(tmp_path: Path) -> None:
    first = build(service(), HALF, Facts(measures=(measure(), measure())))
    assert publish(tmp_path, first, None).name == "v1"
    with pytest.raises(Unusable, match="five years"):
        publish(tmp_path, first, None)
    second = build(service(), HALF, Facts(measures=(measure(),)))
    update = Update("One was counted twice", "Counted again", date(2026, 3, 1))
    folder = publish(tmp_path, second, update)
    assert (tmp_path / "v1" / "5_own_initiative_illegal.csv").read_bytes() == first["5_own_initiative_illegal.csv"]
    changed = list(csv.DictReader(io.StringIO((folder / "changes.csv").read_text(), newline="")))
    assert {(row["file"], row["before"], row["after"]) for row in changed} == {
        ("5_own_initiative_illegal.csv", "2", "1"),
        ("8_automated_means.csv", "2", "1"),
    }
    assert {row["reason"] for row in changed} == {"One was counted twice"}


def test_a_report_agrees_with_the_statements_it_was_made_of_and_not_with_others() -> None:
    known = facts()
    sheets = [parse_sheet(raw, name) for name, raw in build(service(), HALF, known).items()]
    mine = [one for one in reconcile(sheets, known.measures) if one.part in (5, 6, 8)]
    assert len(mine) > 100
    assert not [one for one in mine if one.difference]
    fewer = [one for one in reconcile(sheets, known.measures[1:]) if one.part in (5, 6, 8) and one.difference]
    assert {one.difference for one in fewer} == {1}
