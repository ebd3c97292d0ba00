"""The eleven counting tests of the crosswalk, and the conditions of each category one by one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sijill.assess.rules import stocks
from sijill.assess.rules.sdg16 import Options, counts, decisions, explain
from sijill.register.gate import Gate, Statement, passes, standings
from sijill.tables.engines import fetched
from tests.assess.world import ENGINE, World

DAY = date(2025, 6, 30)
YEAR = Options(date(2025, 1, 1), date(2025, 12, 31))


def by_category(world: World, options: Options = YEAR) -> dict[str, int]:
    """Victims per category; categories without any are left out."""
    return {
        row["category"]: row["victims"] for row in ENGINE.cells(world.rows, options, ("category",)) if row["victims"]
    }


def verdicts(world: World, options: Options = YEAR) -> dict[str, tuple[str, str]]:
    """Outcome and reason per act."""
    return {row["act_id"]: (row["outcome"], row["reason"]) for row in ENGINE.decisions(world.rows, options)}


def only(world: World, options: Options = YEAR) -> tuple[str, str]:
    """Outcome and reason of the world's one act."""
    ((_, verdict),) = verdicts(world, options).items()
    return verdict


def test_01_detained_tortured_dies_in_one_incident_counts_once_as_killing() -> None:
    world = World()
    held = world.act("arbitrary-detention", on="2025-03-01")
    hurt = world.act("torture", on="2025-03-02")
    died = world.act("death-in-custody", on="2025-03-03")
    assert by_category(world) == {"A": 1}
    assert verdicts(world) == {
        died: ("counted", "counted-a"),
        hurt: ("not-counted", "more-serious-act-in-incident"),
        held: ("not-counted", "more-serious-act-in-incident"),
    }


def test_02_three_detained_in_one_event_and_one_of_them_tortured() -> None:
    world = World()
    for victim in ("person-1", "person-2", "person-3"):
        world.act("arbitrary-detention", victim)
    world.act("torture", "person-2")
    assert by_category(world) == {"C": 1, "D": 2}
    (total,) = ENGINE.cells(world.rows, YEAR)
    assert total == {"victims": 3, "persons": 3, "incidents": 1, "undecided": 0}


def test_03_a_journalist_who_is_a_defender_too_is_one_victim_in_two_groups() -> None:
    world = World()
    world.act("unlawful-killing", roles=("journalist", "human-rights-defender"))
    assert ENGINE.cells(world.rows, YEAR)[0]["victims"] == 1
    roles = {row["role"]: row["victims"] for row in ENGINE.cells(world.rows, YEAR, ("role",))}
    assert roles == {"human-rights-defender": 1, "journalist": 1}


def test_04_one_source_or_three_copies_of_one_wire_story_is_reported_not_verified() -> None:
    world = World()
    act = world.act("unlawful-killing")
    for source in ("source-1", "source-2", "source-3"):
        world.reported_by(act, source, "act", "motive", is_public=True)
    copies = [Statement("act", f"source-{n}", "one-wire") for n in (1, 2, 3)]
    assert not passes(standings(copies, Gate()))
    assert ENGINE.decisions(world.rows, YEAR)[0]["status_word"] == "reported"
    assert by_category(world) == {"A": 1}
    verified = Options(YEAR.since, YEAR.until, status="verified")
    assert by_category(world, verified) == {}
    assert only(world, verified) == ("not-counted", "not-verified")


def test_05_non_state_killing_without_motive_and_without_failure_is_not_counted() -> None:
    world = World()
    world.act("unlawful-killing", by=("non-state",), motive="not-linked", diligence_failure="no")
    assert by_category(world) == {}
    assert only(world) == ("not-counted", "non-state-no-motive-no-failure")


def test_06_detention_begun_before_the_period_is_in_the_stock_and_not_in_the_flow() -> None:
    world = World()
    world.act("arbitrary-detention", on="2024-11-05", ended="..")
    assert by_category(world) == {}
    assert only(world) == ("not-counted", "outside-period")
    (held,) = ENGINE.cells(world.rows, stocks.Options(DAY), rule=stocks)
    assert held == {"victims": 1, "persons": 1, "incidents": 1, "undecided": 0}


def test_07_a_year_alone_is_undecided_in_a_period_from_july_to_june_and_listed() -> None:
    world = World()
    act = world.act("unlawful-killing", on="2025")
    split = Options(date(2025, 7, 1), date(2026, 6, 30))
    assert ENGINE.cells(world.rows, split, ("category",)) == [
        {"category": "A", "victims": 0, "persons": 0, "incidents": 0, "undecided": 1}
    ]
    assert verdicts(world, split) == {act: ("undecided", "date-straddles")}
    assert by_category(world) == {"A": 1}


def test_08_sex_not_stated_is_in_the_total_and_in_neither_female_nor_male() -> None:
    world = World()
    world.person("person-1", sex="female")
    world.person("person-2", sex="not-stated")
    world.act("unlawful-killing", "person-1")
    world.act("unlawful-killing", "person-2")
    assert ENGINE.cells(world.rows, YEAR)[0]["victims"] == 2
    sexes = {row["sex"]: row["victims"] for row in ENGINE.cells(world.rows, YEAR, ("sex",))}
    assert sexes == {"female": 1, "not-stated": 1}


def test_09_a_group_of_about_forty_students_is_in_no_count_of_persons() -> None:
    world = World()
    world.person("group", kind="group", size_low=35, size_high=45)
    world.act("arbitrary-detention", "group", roles=("human-rights-defender", "student"))
    assert ENGINE.cells(world.rows, YEAR) == [{"victims": 0, "persons": 0, "incidents": 0, "undecided": 0}]
    assert only(world) == ("not-counted", "group-victim")


def test_10_merging_duplicates_lowers_the_count_by_one_and_leaves_a_trace() -> None:
    world = World()
    first = world.act("unlawful-killing", "person-1")
    second = world.act("unlawful-killing", "person-2")
    assert by_category(world) == {"A": 2}
    world.merge("person", drop="person-2", keep="person-1")
    assert by_category(world) == {"A": 1}
    assert verdicts(world) == {
        first: ("counted", "counted-a"),
        second: ("not-counted", "same-act-already-counted"),
    }
    assert {row["person_id"] for row in ENGINE.decisions(world.rows, YEAR)} == {"person-1"}


def test_11_every_table_and_every_explanation_comes_from_the_same_decisions() -> None:
    """Here the rule; that page, API, CSV and SDMX show what it returned is tested in tests/publish."""
    world = World()
    world.act("unlawful-killing", "person-1")
    world.act("arbitrary-detention", "person-2", by=("not-stated",))
    world.act("torture", "person-3", "event-2")
    tables = world.tables()
    rows = fetched(decisions(tables, YEAR))
    for cell in counts(tables, YEAR, ("category",)):
        behind = fetched(explain(tables, YEAR, {"category": cell["category"]}))
        assert behind == [row for row in rows if row["category"] == cell["category"]]
        assert sum(row["outcome"] == "counted" for row in behind) == cell["victims"]
        assert sum(row["outcome"] == "undecided" for row in behind) == cell["undecided"]


CONDITIONS: list[tuple[str, dict[str, Any], tuple[str, str]]] = [
    ("smear", {}, ("not-counted", "outside-indicator")),
    ("charge-fabricated", {}, ("not-counted", "outside-indicator")),
    ("unlawful-killing", {"on": ""}, ("undecided", "date-unknown")),
    ("unlawful-killing", {"on": "2024-12-31"}, ("not-counted", "outside-period")),
    ("unlawful-killing", {"on": "2025-12-31"}, ("counted", "counted-a")),
    ("unlawful-killing", {"on": "2026-01-01"}, ("not-counted", "outside-period")),
    ("unlawful-killing", {"roles": ()}, ("undecided", "role-unknown")),
    ("unlawful-killing", {"roles": ("not-stated",)}, ("undecided", "role-unknown")),
    ("unlawful-killing", {"roles": ("lawyer",)}, ("not-counted", "no-qualifying-role")),
    ("unlawful-killing", {"roles": ("lawyer", "not-asked")}, ("not-counted", "no-qualifying-role")),
    ("unlawful-killing", {"roles": ("none",)}, ("not-counted", "no-qualifying-role")),
    ("attempted-killing", {}, ("counted", "counted-a")),
    ("unlawful-killing", {"motive": "engaged"}, ("counted", "counted-a")),
    ("unlawful-killing", {"motive": "associated"}, ("counted", "counted-a")),
    ("unlawful-killing", {"motive": "not-linked"}, ("not-counted", "motive-not-linked")),
    ("unlawful-killing", {"motive": "disputed"}, ("undecided", "motive-unknown")),
    ("unlawful-killing", {"motive": "not-asked"}, ("undecided", "motive-unknown")),
    ("unlawful-killing", {"by": ("non-state",), "diligence_failure": "no"}, ("counted", "counted-a")),
    ("unlawful-killing", {"by": ("non-state",), "motive": "not-linked"}, ("counted", "counted-a")),
    ("unlawful-killing", {"by": ("non-state",), "motive": "not-asked"}, ("counted", "counted-a")),
    (
        "unlawful-killing",
        {"by": ("non-state",), "motive": "not-linked", "diligence_failure": "not-asked"},
        ("undecided", "diligence-unknown"),
    ),
    (
        "unlawful-killing",
        {"by": ("non-state",), "motive": "undetermined", "diligence_failure": "no"},
        ("undecided", "motive-unknown"),
    ),
    ("unlawful-killing", {"by": ()}, ("undecided", "actor-unknown")),
    ("unlawful-killing", {"by": ("not-stated",), "motive": "not-linked"}, ("undecided", "actor-unknown")),
    (
        "unlawful-killing",
        {"by": ("not-stated",), "motive": "not-linked", "diligence_failure": "no"},
        ("not-counted", "motive-not-linked"),
    ),
    ("unlawful-killing", {"by": ("non-state", "state-acquiescence")}, ("counted", "counted-a")),
    ("enforced-disappearance", {}, ("counted", "counted-b")),
    ("enforced-disappearance", {"acknowledgement": "acknowledged-no-location"}, ("counted", "counted-b")),
    ("enforced-disappearance", {"acknowledgement": "acknowledged-located"}, ("not-counted", "not-concealed")),
    ("enforced-disappearance", {"acknowledgement": "not-stated"}, ("undecided", "concealment-unknown")),
    ("enforced-disappearance", {"by": ("non-state",)}, ("not-counted", "not-state")),
    ("enforced-disappearance", {"by": ("non-state", "not-stated")}, ("undecided", "actor-unknown")),
    ("torture", {}, ("counted", "counted-c")),
    ("torture", {"severe": "no"}, ("not-counted", "not-severe")),
    ("torture", {"severe": "disputed"}, ("undecided", "severity-unknown")),
    ("torture", {"purpose": "no"}, ("not-counted", "no-purpose")),
    ("torture", {"purpose": "not-asked"}, ("undecided", "purpose-unknown")),
    ("torture", {"severe": "not-asked", "purpose": "no"}, ("not-counted", "no-purpose")),
    ("arbitrary-detention", {"detention_basis": "unjust-or-unreasonable"}, ("counted", "counted-d")),
    ("arbitrary-detention", {"detention_basis": "procedure-breached"}, ("counted", "counted-d")),
    ("arbitrary-detention", {"detention_basis": "for-exercising-rights"}, ("counted", "counted-d")),
    ("arbitrary-detention", {"detention_basis": "lawful"}, ("not-counted", "lawful-detention")),
    ("arbitrary-detention", {"detention_basis": "undetermined"}, ("undecided", "legal-basis-unknown")),
    ("arbitrary-detention", {"motive": "not-linked"}, ("not-counted", "motive-not-linked")),
    ("kidnapping", {"by": ("non-state",)}, ("counted", "counted-e")),
    ("kidnapping", {"by": ("state-supported",)}, ("not-counted", "state-link-excludes")),
    ("kidnapping", {"by": ("non-state",), "diligence_failure": "no"}, ("not-counted", "no-diligence-failure")),
    ("kidnapping", {"by": ("non-state",), "diligence_failure": "not-asked"}, ("undecided", "diligence-unknown")),
    ("kidnapping", {"by": ("non-state",), "motive": "not-linked"}, ("not-counted", "motive-not-linked")),
    ("kidnapping", {"by": ()}, ("undecided", "actor-unknown")),
    ("threat", {}, ("counted", "counted-f")),
    ("threat", {"by": ("non-state",)}, ("not-counted", "not-state")),
    ("assault", {"by": ("state-authorised",)}, ("counted", "counted-f")),
    ("spyware", {"motive": "not-stated"}, ("undecided", "motive-unknown")),
]


@pytest.mark.parametrize(("kind", "facts", "verdict"), CONDITIONS)
def test_each_condition_fails_or_stays_open_for_its_own_reason(
    kind: str, facts: dict[str, Any], verdict: tuple[str, str]
) -> None:
    world = World()
    world.act(kind, **facts)
    assert only(world) == verdict


def test_a_disputed_perpetrator_leaves_the_case_undecided_unless_another_is_beyond_dispute() -> None:
    world = World()
    act = world.act("torture", by=())
    world.add("involvement", act_id=act, state_link="state-agent", attribution="disputed")
    assert only(world) == ("undecided", "actor-unknown")
    world.add("involvement", act_id=act, state_link="state-acquiescence", attribution="documented")
    assert only(world) == ("counted", "counted-c")


def test_torture_outranks_enforced_disappearance_although_its_letter_comes_later() -> None:
    world = World()
    world.act("enforced-disappearance")
    world.act("torture", on="2025-03-09")
    assert by_category(world) == {"C": 1}


def test_the_earliest_of_equals_counts_and_then_the_lower_identifier() -> None:
    world = World()
    late = world.act("threat", on="2025-06-02")
    early = world.act("death-threat", on="2025-06-01")
    same_day = world.act("harassment", on="2025-06-01")
    assert verdicts(world) == {
        late: ("not-counted", "same-act-already-counted"),
        early: ("counted", "counted-f"),
        same_day: ("not-counted", "same-act-already-counted"),
    }


def test_an_undecided_act_is_listed_only_if_it_would_take_the_place_of_the_counted_one() -> None:
    world = World()
    counted = world.act("arbitrary-detention")
    killed = world.act("unlawful-killing", motive="disputed")
    hurt = world.act("torture", severe="not-asked")
    threat = world.act("threat", motive="disputed")
    assert verdicts(world) == {
        counted: ("counted", "counted-d"),
        killed: ("undecided", "motive-unknown"),
        hurt: ("not-counted", "more-serious-act-in-incident"),
        threat: ("not-counted", "more-serious-act-in-incident"),
    }


def test_one_victim_in_two_incidents_is_an_option() -> None:
    world = World()
    world.act("arbitrary-detention", event="event-1", on="2025-02-01")
    world.act("torture", event="event-2", on="2025-09-01")
    assert ENGINE.cells(world.rows, YEAR) == [{"victims": 2, "persons": 1, "incidents": 2, "undecided": 0}]
    once = Options(YEAR.since, YEAR.until, repeat_victims="persons")
    assert by_category(world, once) == {"C": 1}
    assert [row["reason"] for row in ENGINE.decisions(world.rows, once)] == [
        "same-person-already-counted",
        "counted-c",
    ]


def test_a_linked_killing_by_somebody_unknown_is_undecided_unless_the_office_chooses_otherwise() -> None:
    world = World()
    world.act("unlawful-killing", by=("not-available",))
    assert only(world) == ("undecided", "actor-unknown")
    assert only(world, Options(YEAR.since, YEAR.until, unknown_actor="counted-if-either-way")) == (
        "counted",
        "counted-a",
    )


def test_the_other_categories_never_take_an_unknown_perpetrator() -> None:
    chosen = Options(YEAR.since, YEAR.until, unknown_actor="counted-if-either-way")
    for kind in ("enforced-disappearance", "torture", "arbitrary-detention", "kidnapping", "threat"):
        world = World()
        world.act(kind, by=())
        assert only(world, chosen) == ("undecided", "actor-unknown")


def test_merged_events_are_one_incident() -> None:
    world = World()
    world.act("unlawful-killing", event="event-1")
    world.act("unlawful-killing", event="event-2")
    assert ENGINE.cells(world.rows, YEAR)[0]["victims"] == 2
    world.merge("event", drop="event-2", keep="event-1")
    assert ENGINE.cells(world.rows, YEAR) == [{"victims": 1, "persons": 1, "incidents": 1, "undecided": 0}]


@pytest.mark.parametrize("state", ["rejected", "withdrawn"])
def test_rejected_and_withdrawn_entries_are_no_candidates(state: str) -> None:
    world = World()
    world.act("unlawful-killing", "person-1", state=state)
    world.event("event-2", state=state)
    world.act("unlawful-killing", "person-2", "event-2")
    stays = world.act("unlawful-killing", "person-3", "event-3", state="draft")
    assert set(verdicts(world)) == {stays}


def test_an_event_merged_into_a_rejected_one_is_rejected_with_it() -> None:
    world = World()
    world.event("event-2", state="rejected")
    world.act("unlawful-killing", event="event-1")
    world.merge("event", drop="event-1", keep="event-2")
    assert verdicts(world) == {}


def test_a_source_that_lists_only_linked_cases_gives_the_motive_that_nobody_recorded() -> None:
    asserting = {"asserts": "role:journalist motive:linked"}
    world = World()
    act = world.act("unlawful-killing", motive="not-stated")
    world.reported_by(act, "source-1", "act", "date", **asserting)
    assert only(world) == ("undecided", "motive-unknown")
    report = world.reported_by(act, "source-1", "motive")
    assert only(world) == ("counted", "counted-a")
    world.add("report_withdrawal", report_id=report, vintage_id="vintage-1", log_from=9)
    assert only(world) == ("undecided", "motive-unknown")


@pytest.mark.parametrize("motive", ["disputed", "undetermined", "not-linked"])
def test_a_source_never_overrules_what_the_register_says_of_the_motive(motive: str) -> None:
    world = World()
    act = world.act("unlawful-killing", motive=motive)
    world.reported_by(act, "source-1", "motive", asserts="motive:linked")
    assert only(world)[0] != "counted"


def test_a_source_that_asserts_something_else_gives_no_motive() -> None:
    world = World()
    act = world.act("unlawful-killing", motive="not-stated")
    world.reported_by(act, "source-1", "motive", asserts="motive:linked-to-anything place:BO")
    assert only(world) == ("undecided", "motive-unknown")


def test_a_person_who_refused_to_be_counted_is_left_out_until_they_agree() -> None:
    world = World()
    world.act("unlawful-killing")
    world.add("consent", person_id="person-1", use="publish-statistic", decision="refused", decided_on=DAY, log_from=3)
    world.add("consent", person_id="person-1", use="publish-named", decision="given", decided_on=DAY, log_from=4)
    assert only(world) == ("not-counted", "consent-refused")
    world.add("consent", person_id="person-1", use="publish-statistic", decision="given", decided_on=DAY, log_from=5)
    assert only(world) == ("counted", "counted-a")


def test_the_words_of_a_merged_person_count_for_the_one_who_stands_for_them() -> None:
    world = World()
    world.act("unlawful-killing", "person-1")
    world.person("person-2")
    world.merge("person", drop="person-2", keep="person-1")
    world.add(
        "consent", person_id="person-2", use="publish-statistic", decision="withdrawn", decided_on=DAY, log_from=3
    )
    assert only(world) == ("not-counted", "consent-refused")


def test_what_was_not_established_is_not_even_reported() -> None:
    world = World()
    act = world.act("unlawful-killing")
    world.decide(act, "not-established")
    assert only(world) == ("not-counted", "not-established")


def test_corroborated_is_a_status_of_its_own() -> None:
    world = World()
    world.decide(world.act("unlawful-killing", "person-1"))
    world.decide(world.act("unlawful-killing", "person-2"), word="corroborated")
    world.act("unlawful-killing", "person-3")
    words = {
        status: by_category(world, Options(YEAR.since, YEAR.until, status=status))  # type: ignore[arg-type]
        for status in ("reported", "verified", "corroborated")
    }
    assert words == {"reported": {"A": 3}, "verified": {"A": 1}, "corroborated": {"A": 1}}


def test_an_unverified_act_does_not_outrank_a_verified_one_in_the_verified_figure() -> None:
    world = World()
    world.decide(world.act("arbitrary-detention"))
    world.act("unlawful-killing")
    assert by_category(world) == {"A": 1}
    assert by_category(world, Options(YEAR.since, YEAR.until, status="verified")) == {"D": 1}


def test_columns_for_breaking_down() -> None:
    world = World()
    world.person("person-1", sex="female", gender="woman")
    world.act("unlawful-killing", on="2025-05", age_low=18, age_high=24, place="BO-L")
    act = world.act("unlawful-killing", "person-2", on="2024/2025-02-01", age_low=17, age_high=18, place="m49-005")
    world.act("unlawful-killing", "person-3", age_low=70, age_high=70, place="not-stated")
    world.act("unlawful-killing", "person-4", age_unknown="not-stated", place="BO")
    world.reported_by(act, "source-1", is_public=True)
    rows = ENGINE.decisions(world.rows, YEAR)
    asked = ("sex", "gender", "age_group", "area", "country", "year", "public")
    assert [tuple(row[name] for name in asked) for row in rows] == [
        ("female", "woman", "18-24", "BO-L", "BO", 2025, False),
        ("not-asked", "not-asked", "not-available", "m49-005", "not-available", None, True),
        ("not-asked", "not-asked", "65-plus", "not-stated", "not-stated", 2025, False),
        ("not-asked", "not-asked", "not-stated", "BO", "BO", 2025, False),
    ]
    assert [row["incident_id"] for row in rows][:2] == ["event-1/person-1", "event-1/person-2"]


def test_a_public_report_that_was_withdrawn_makes_nothing_public() -> None:
    world = World()
    act = world.act("unlawful-killing")
    report = world.reported_by(act, "source-1", is_public=True)
    assert ENGINE.decisions(world.rows, YEAR)[0]["public"]
    world.add("report_withdrawal", report_id=report, vintage_id="vintage-1", log_from=9)
    assert not ENGINE.decisions(world.rows, YEAR)[0]["public"]


def test_an_unknown_dimension_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no dimension colour"):
        counts(World().tables(), YEAR, ("colour",))
