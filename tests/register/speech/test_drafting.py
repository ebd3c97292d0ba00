"""Facts of importers become rows of the second ledger: checked, once, compared when they are told again."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest

from sijill.collect.draft import DraftBody, DraftFact, Refused, Row, SourceInfo
from sijill.collect.models import Refusal, Report, ReportWithdrawal
from sijill.office.actions import operator
from sijill.office.models import LogEntry
from sijill.office.records import history_of
from sijill.office.verify import verify
from sijill.register.actions import Run, import_file
from sijill.register.models import Organization, Support
from sijill.register.speech.models import (
    Demand,
    DemandCount,
    Disruption,
    DisruptionClaim,
    DisruptionService,
    DisruptionUpdate,
    FactProposal,
    Law,
    Provision,
    Restriction,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]

INFO = SourceInfo(code="invented-tracker", name="An invented tracker", kind="ngo", independence_group="invented")
MINISTRY = DraftBody("Invented Ministry", "public-body", "UG")
PLATFORM = DraftBody("Invented Platform", "platform")


def shutdown(number: int, services: tuple[str, ...] = ("whatsapp",), **values: Any) -> Row:
    parts = tuple(DraftFact("disruption_service", one, {"service": one, "affected": "yes"}) for one in services)
    claim = DraftFact(
        "disruption_claim", "own", {"kind": "curated", "says": "happened", "began": "2024-05-01"},
        texts={"lineage": "invented press"},
    )  # fmt: skip
    given = {"country": "UG", "kind": "shutdown", "began": "2024-05-01", "ended_unknown": "not-stated", **values}
    fact = DraftFact(
        "disruption", f"event-{number}", given, bodies={"authority": MINISTRY}, texts={"area": "Invented Valley"},
        parts=(*parts, claim), elements=("country", "began"),
    )  # fmt: skip
    return Row(str(number), f"k{number}", f'{{"n": {number}, "v": "{given} {services}"}}', facts=(fact,))


def figure(number: int, requests: tuple[int, int], level: str = "total", **counts: int) -> Row:
    parts = tuple(
        DraftFact("demand_count", name, {"measure": "items", "outcome": name.replace("_", "-"), "count": (n, n)})
        for name, n in counts.items()
    )
    values = {"level": level, "series": "removals", "made": "2020-01/2020-06", "requests": requests, "country": "UG"}
    fact = DraftFact("demand", f"sum-{number}", values, bodies={"company": PLATFORM}, parts=parts)
    return Row(str(number), f"s{number}", f'{{"n": {number}, "v": "{requests} {counts}"}}', facts=(fact,))


def run(name: str, rows: list[Row | Refused], *, info: SourceInfo = INFO, complete: bool = True, batch: int = 4) -> Run:
    return import_file(
        actor=operator(), info=info, format_name="invented", complete=complete, rows=rows,
        sha256=hashlib.sha256(name.encode()).hexdigest(), file_name=name, label=name, retrieved_on=None, batch=batch,
    )  # fmt: skip


def counts(run: Run) -> tuple[int, ...]:
    """rows, new, unchanged, revised, withdrawn, refused."""
    return tuple(asdict(run).values())


def refusals() -> list[str]:
    return list(Refusal.objects.order_by("position").values_list("message", flat=True))


def test_a_row_becomes_an_entry_with_its_parts_bodies_and_support() -> None:
    assert counts(run("first", [shutdown(n, ("whatsapp", "facebook")) for n in range(6)])) == (6, 6, 0, 0, 0, 0)
    assert Disruption.objects.count() == DisruptionClaim.objects.count() == 6
    assert DisruptionService.objects.count() == 12
    one = Disruption.objects.get(pk=DisruptionClaim.objects.order_by("id")[0].disruption_id)
    assert (one.state, one.country, one.area, one.began_lo) == ("draft", "UG", "Invented Valley", date(2024, 5, 1))
    assert (one.ended, one.ended_unknown, one.users_notified) == ("", "not-stated", "not-asked")
    assert one.authority == Organization.objects.get(), "one name, kind and place is one body"
    report = Report.objects.get(pk=one.claims.get().report_id)
    assert one.claims.get().lineage == "invented press"
    supports = Support.objects.filter(report=report)
    assert [(s.entity_kind, s.entity_id, s.elements) for s in supports] == [
        ("disruption", one.id, ["began", "country"])
    ]
    assert list(verify()) == []


def test_a_body_is_the_same_in_two_lists() -> None:
    run("first", [shutdown(1)])
    run("other", [shutdown(1)], info=replace(INFO, code="another-tracker"))
    assert Organization.objects.count() == 1
    assert Disruption.objects.count() == 2, "one key in two sources is two entries"


def test_the_same_file_and_an_equal_copy_change_nothing() -> None:
    rows: list[Row | Refused] = [shutdown(1), figure(2, (10, 10), complied=4)]
    run("first", rows)
    size = LogEntry.objects.count()
    assert counts(run("first", rows)) == (2, 0, 2, 0, 0, 0)
    assert LogEntry.objects.count() == size
    assert counts(run("a copy", rows)) == (2, 0, 2, 0, 0, 0)
    assert not history_of(Demand)._default_manager.exists()
    assert not FactProposal.objects.exists()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": "shut-down"}, "kind: 'shut-down' is not in codelists/disruption_kinds.csv. Did you mean 'shutdown'"),
        ({"began": "2024-02-30"}, "2024-02-30"),
        ({"ended": "2024-04-01", "ended_unknown": ""}, "ended (2024-04-01) lies before began (2024-05-01)"),
        ({"began_unknown": "unknown", "began": ""}, "began_unknown: 'unknown' is not in codelists/unknowns.csv"),
    ],
)
def test_what_is_wrong_is_refused_with_its_row(values: dict[str, Any], said: str) -> None:
    assert counts(run("first", [shutdown(1), shutdown(2, **values)])) == (2, 1, 0, 0, 0, 1)
    (message,) = refusals()
    assert message.startswith("Record 2: ")
    assert said in message
    assert Disruption.objects.count() == DisruptionService.objects.count() == 1


def test_a_range_turned_round_and_a_part_told_twice_are_refused() -> None:
    assert counts(run("first", [figure(1, (20, 10)), shutdown(2, ("facebook", "facebook"))])) == (2, 0, 0, 0, 0, 2)
    assert "requests: from 20 to 10 is not a range" in refusals()[0]
    assert "stands twice" in refusals()[1]
    assert not Organization.objects.exists(), "a refused row leaves nothing behind"


def test_a_fact_that_no_table_holds_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="disruption has no fact 'colour'"):
        run("first", [shutdown(1, colour="red")])
    with pytest.raises(TypeError, match="no facts"):
        fact = replace(shutdown(1).facts[0], elements=("colour",))
        run("first", [replace(shutdown(1), facts=(fact,))])


def law(key: str, *, cites: str = "law-1/7") -> Row:
    article = DraftFact("provision", "7", {"offence": "false-news", "penalty_months": (0, 36)}, texts={"article": "7"})
    act = DraftFact(
        "law", key, {"jurisdiction": "UG", "kind": "statute"}, texts={"title": "Invented"}, parts=(article,)
    )
    block = DraftFact("restriction", f"block-{key}", {"measure": "site-blocked"}, links={"provision": cites})
    return Row(key, key, f'{{"law": "{key}"}}', facts=(act, block))


def test_a_link_finds_what_came_before_in_the_row_the_batch_or_the_register() -> None:
    assert counts(run("first", [law("law-1"), law("law-2")], batch=1)) == (2, 2, 0, 0, 0, 0)
    article = Provision.objects.get(law__in=Law.objects.filter(provisions__restrictions__isnull=False))
    assert (article.penalty_months_low, article.penalty_months_high) == (0, 36)
    assert Restriction.objects.filter(provision=article).count() == 2
    assert counts(run("second", [law("law-3", cites="law-9/7")], complete=False)) == (1, 0, 0, 0, 0, 1)
    assert "provision: no provision of this source came before" in refusals()[0]


# Told again


def test_a_restated_figure_follows_its_company_and_keeps_what_it_was() -> None:
    run("2020", [figure(1, (10, 10), complied=4, refused=6), figure(2, (1, 9))])
    found = run("2021", [figure(1, (12, 12), complied=5, pending=7), figure(2, (1, 9))])
    assert counts(found) == (2, 0, 1, 1, 0, 0)
    demand = Demand.objects.get(requests_low=12)
    (before,) = history_of(Demand)._default_manager.filter(id=demand.id)
    assert (before.requests_low, demand.requests_high, demand.country) == (10, 12, "UG")
    assert {c.outcome: c.count_low for c in demand.counts.all()} == {"complied": 5, "pending": 7}
    assert Support.objects.filter(entity_id=demand.id).count() == 2, "each copy supports what it said"
    assert not FactProposal.objects.exists()
    assert list(verify()) == []


def test_a_figure_told_twice_in_one_file_is_refused_also_after_an_interruption() -> None:
    twice = [figure(1, (10, 10)), replace(figure(1, (11, 11)), key="another", position="2")]
    assert counts(run("first", twice, batch=1)) == (2, 1, 0, 0, 0, 1)
    assert "same published figure" in refusals()[0]
    assert Demand.objects.get().requests_low == 10


def test_what_a_newer_copy_says_otherwise_of_an_event_waits() -> None:
    run("2024", [shutdown(1, ("whatsapp", "facebook")), shutdown(2)])
    newer = shutdown(1, ("whatsapp", "telegram"), ended="2024-05-03", ended_unknown="", election="not-asked")
    assert counts(run("2025", [newer, shutdown(2)])) == (2, 0, 1, 1, 0, 0)
    one = Disruption.objects.get(services__service="facebook")
    assert one.ended == ""
    assert {s.service for s in one.services.all()} == {"whatsapp", "facebook"}
    found = {p.entity_kind + str(sorted(p.changes)): p.changes for p in FactProposal.objects.all()}
    assert found["disruption['ended']"] == {"ended": {"was": "not-stated", "now": "2024-05-03"}}
    assert found["disruption_service['there']"] == {"there": {"was": True, "now": False}}
    new = found["disruption_service['affected', 'disruption', 'service', 'there']"]
    assert (new["service"], new["disruption"]["now"]) == ({"was": None, "now": "telegram"}, one.id)
    assert len(found) == FactProposal.objects.count() == 3


def test_a_newer_copy_overtakes_what_waits() -> None:
    run("a", [shutdown(1)])
    run("b", [shutdown(1, ended="2024-05-03", ended_unknown="")])
    run("c", [shutdown(1, ended="2024-05-04", ended_unknown="")])
    assert [(p.state, p.changes["ended"]["now"]) for p in FactProposal.objects.order_by("log_from")] == [
        ("overtaken", "2024-05-03"),
        ("waiting", "2024-05-04"),
    ]


def test_an_entry_told_by_a_second_row_is_not_made_twice() -> None:
    again = replace(shutdown(1, election="yes"), key="another row", position="2")
    assert counts(run("first", [shutdown(1), again])) == (2, 2, 0, 0, 0, 0)
    assert Disruption.objects.count() == DisruptionService.objects.count() == 1
    (waiting,) = FactProposal.objects.all()
    assert waiting.changes == {"election": {"was": "not-asked", "now": "yes"}}


def test_what_its_source_takes_back_is_withdrawn_and_comes_back_as_the_same_entry() -> None:
    run("a", [shutdown(1), shutdown(2)])
    assert counts(run("b", [shutdown(2)])) == (1, 0, 1, 0, 1, 0)
    assert ReportWithdrawal.objects.count() == 1
    assert counts(run("c", [shutdown(1), shutdown(2)])) == (2, 1, 1, 0, 0, 0)
    assert Disruption.objects.count() == 2
    assert not FactProposal.objects.exists()
    assert Support.objects.filter(entity_kind="disruption").count() == 3


def test_other_sources_that_a_row_names_support_the_entry_too() -> None:
    press = SourceInfo(code="press", name="Invented Press", kind="media", independence_group="press")
    radio = SourceInfo(code="radio", name="Invented Radio", kind="media", independence_group="radio")
    run("a", [replace(shutdown(1), also_said_by=(press,), repeats=True)])
    one = Disruption.objects.get()
    said = Support.objects.filter(entity_id=one.id).order_by("report__source__code")
    assert [(s.report.source.code, s.elements) for s in said] == [
        ("invented-tracker", []),
        ("press", ["began", "country"]),
    ]
    newer = replace(shutdown(1), content='{"n": 1, "newer": true}', also_said_by=(press, radio), repeats=True)
    run("b", [newer])
    assert Support.objects.filter(entity_id=one.id, report__source__code="radio", elements=[]).count() == 1


def test_numbers_of_a_figure_that_a_copy_does_not_have_stay() -> None:
    run("a", [figure(1, (10, 10), complied=4)])
    run("b", [figure(1, (11, 11))])
    assert DemandCount.objects.get().count_low == 4


def test_a_cut_off_import_goes_on_to_the_same_tables() -> None:
    rows: list[Row | Refused] = [
        *(shutdown(n) for n in range(7)),
        *(figure(n, (n, n + 9), complied=n) for n in range(7)),
    ]

    def cut() -> Any:
        yield from rows[:9]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run("file", cut())  # type: ignore[arg-type]
    assert Disruption.objects.count() == 7
    assert counts(run("file", rows)) == (14, 14, 0, 0, 0, 0)
    ids = set(Demand.objects.values_list("id", flat=True)) | set(DisruptionClaim.objects.values_list("id", flat=True))
    assert len(ids) == 14
    assert DisruptionUpdate.objects.count() == 0
    assert list(verify()) == []
