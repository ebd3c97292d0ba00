"""A row that names who documented the case: each of them is a source and a report, and takes back its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from sijill.collect.actions import content_hash
from sijill.collect.draft import Refused, Row, SourceInfo
from sijill.collect.importers.formats import FORMATS, read
from sijill.collect.models import Report, ReportWithdrawal, Source, Vintage
from sijill.office.actions import operator
from sijill.office.ledger import action
from sijill.office.verify import verify
from sijill.register.actions import accept_proposal, import_file
from sijill.register.actions.imports import file_hash
from sijill.register.actions.verify import statements_of
from sijill.register.models import Act, Proposal, Support
from tests.people import Cast
from tests.register.test_imports import INFO, row, run

pytestmark = pytest.mark.django_db

ONE, TWO, THREE = (
    SourceInfo(code=f"invented-{name}", name=f"Invented {name}", kind="ngo", independence_group=f"invented-{name}")
    for name in ("one", "two", "three")
)


def named(number: int, *sources: SourceInfo, words: str = "", repeats: bool = True) -> Row:
    return replace(row(number, words), also_said_by=sources, repeats=repeats)


def speaking(act: Act) -> dict[str, set[str]]:
    """Whose reports support the act, and what of it."""
    groups: dict[str, set[str]] = {}
    for statement in statements_of(act):
        groups.setdefault(statement.group, set()).add(statement.element)
    return groups


def standing(code: str) -> set[str]:
    found = Report.objects.filter(source__code=code, revisions__isnull=True, withdrawals__isnull=True)
    return set(found.values_list("key", flat=True))


def test_each_organization_is_a_source_and_a_report_with_the_same_words(cast: Cast) -> None:
    run("first", [named(1, ONE, TWO), named(2, TWO)])
    assert set(Source.objects.values_list("code", flat=True)) == {INFO.code, ONE.code, TWO.code}
    assert Report.objects.filter(source__code=TWO.code).count() == 2
    reports = Report.objects.filter(content='{"n": 1}')
    assert {report.source.code: report.key for report in reports} == {
        INFO.code: "k1", ONE.code: "invented-list/k1", TWO.code: "invented-list/k1",
    }  # fmt: skip
    assert {report.sha256 for report in reports} == {content_hash('{"n": 1}')}
    assert Act.objects.count() == 2, "three reports of one case draft it once"
    assert list(verify()) == []


def test_they_support_what_the_row_states_each_in_its_own_group_and_the_list_only_passes_it_on(cast: Cast) -> None:
    run("first", [named(1, ONE, TWO), named(2, ONE, repeats=False)])
    one, two = (Act.objects.get(victim__names__text=f"Zz {n}") for n in (1, 2))
    assert speaking(one) == {"invented-one": {"act", "date"}, "invented-two": {"act", "date"}}
    assert speaking(two) == {"invented": {"act", "date"}, "invented-one": {"act", "date"}}
    assert Support.objects.filter(entity_id=one.id).count() == 3, "the list's own report is linked all the same"


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    rows: list[Row | Refused] = [named(1, ONE, TWO), named(2, TWO)]
    run("first", rows)
    before = Report.objects.count(), Support.objects.count()
    run("first", rows)
    assert run("a copy of it", rows).unchanged == 2
    assert (Report.objects.count(), Support.objects.count()) == before
    assert not ReportWithdrawal.objects.exists()


def test_an_organization_that_no_longer_lists_the_person_has_its_report_withdrawn(cast: Cast) -> None:
    run("first", [named(1, ONE, TWO), named(2, TWO)])
    found = run("second", [named(1, ONE, words="changed"), named(2, TWO)], complete=False)
    assert (found.revised, found.withdrawn) == (1, 0)
    assert standing(TWO.code) == {"invented-list/k2"}
    assert standing(ONE.code) == {"invented-list/k1"}
    assert Report.objects.get(source__code=ONE.code, revises__isnull=False).content == "changed"
    assert speaking(Act.objects.get(victim__names__text="Zz 1")) == {"invented-one": {"act", "date"}}
    assert list(verify()) == []


def test_what_was_reworded_and_then_withdrawn_no_longer_speaks(cast: Cast) -> None:
    run("first", [named(1, ONE, TWO, repeats=False)])
    run("second", [named(1, ONE, TWO, words="changed", repeats=False)])
    run("third", [named(1, TWO, words="again", repeats=False)])
    act = Act.objects.get()
    assert set(speaking(act)) == {"invented", "invented-two"}
    run("fourth", [row(7)])
    assert speaking(act) == {}, "neither the list nor whom it named says it any more"


def test_a_row_that_left_a_whole_list_takes_the_reports_of_the_others_with_it(cast: Cast) -> None:
    run("first", [named(1, ONE), named(2, ONE), named(3, ONE)])
    refused = Refused("2", "?", "act", "unknown-code", "Record 2: unknown", keys=("k2",))
    assert run("second", [named(1, ONE), refused]).withdrawn == 1
    assert standing(ONE.code) == {"invented-list/k1", "invented-list/k2"}
    assert run("third", [named(1, ONE), named(2, ONE), named(3, ONE)]).new == 1
    assert standing(ONE.code) == {"invented-list/k1", "invented-list/k2", "invented-list/k3"}


def test_a_source_named_later_is_linked_and_supports_nothing_until_a_person_says_so(cast: Cast) -> None:
    run("first", [named(1, ONE)])
    run("second", [named(1, ONE, THREE, words="changed", repeats=True)])
    act = Act.objects.get()
    assert speaking(act) == {"invented-one": {"act", "date"}}
    assert Support.objects.get(report__source__code=THREE.code).elements == []


def test_a_source_that_the_office_keeps_already_is_taken_as_it_is(cast: Cast) -> None:
    own = Source(code=ONE.code, name="As the office calls it", kind="ngo", independence_group="of the office")
    with action("source.add", actor=cast.alice) as entry:
        entry.add(own)
    run("first", [named(1, ONE)])
    assert Source.objects.get(code=ONE.code).name == "As the office calls it"
    assert set(speaking(Act.objects.get())) == {"of the office"}


def contents() -> dict[str, list[dict[str, Any]]]:
    """Every row that an import writes, without what differs from run to run."""
    fields = {
        Source: ("id", "code"),
        Report: ("id", "source_id", "vintage_id", "key", "sha256", "revises_id"),
        Support: ("id", "report_id", "entity_id", "elements"),
        ReportWithdrawal: ("id", "report_id", "vintage_id"),
    }
    return {model.__name__: list(model.objects.order_by("id").values(*names)) for model, names in fields.items()}


def test_a_run_that_was_cut_off_ends_with_the_same_rows(cast: Cast) -> None:
    first: list[Row | Refused] = [named(n, ONE, TWO) for n in range(11)]
    second: list[Row | Refused] = [named(n, *([ONE] if n % 2 else [ONE, THREE]), words=f"new {n}") for n in range(9)]

    def cut(rows: list[Row | Refused]) -> Iterator[Row | Refused]:
        yield from rows[:6]
        raise KeyboardInterrupt

    with transaction.atomic():
        run("first", first)
        run("second", second)
        whole = contents()
        transaction.set_rollback(True)
    assert not Report.objects.exists()
    for name, rows in (("first", first), ("second", second)):
        with pytest.raises(KeyboardInterrupt):
            run(name, cut(rows))  # type: ignore[arg-type]
        assert Vintage.objects.get(label=name).rows_read == 4
        run(name, rows)
    assert all(whole.values())
    assert contents() == whole
    assert list(verify()) == []


def test_the_invented_colombian_list_gives_each_organization_its_reports(cast: Cast) -> None:
    info = FORMATS["colombia-leaders"].source
    file = Path(__file__).parents[1] / "collect" / "data" / "colombia-leaders" / "in.json"
    found = import_file(
        actor=operator(),
        info=info,
        format_name="colombia-leaders",
        complete=True,
        rows=read("colombia-leaders", file),
        sha256=file_hash(file),
        file_name=file.name,
        label="invented",
        retrieved_on=None,
    )
    assert (found.rows, found.new, found.refused) == (7, 4, 3)
    counted = {one.code: one.reports.count() for one in Source.objects.all()}
    assert counted == {
        info.code: 4, "co-prensa": 2, "co-indepaz": 1, "co-onu": 1, "co-somos-defensores": 1, "co-defensoria": 1,
    }  # fmt: skip
    groups = {act.victim.names.get().text: set(speaking(act)) for act in Act.objects.all()}
    assert groups == {
        "Zz Ejemplo 1": {"co-prensa", "co-indepaz"},
        "Zz Ejemplo 2": {"co-prensa", "co-onu"},
        "Zz Ejemplo 4": {info.code},
        "Zz Ejemplo 6": {"co-somos-defensores", "co-defensoria"},
    }


def test_accepting_what_a_newer_copy_says_makes_a_list_that_only_repeats_no_source(cast: Cast) -> None:
    run("first", [named(1, ONE)])
    newer = replace(row(1, "changed", occurred="2024-06", place="BO"), also_said_by=(ONE,), repeats=True)
    run("second", [newer])
    proposal = Proposal.objects.get()
    accept_proposal(actor=cast.alice, proposal=proposal, fields=["occurred"], on=date(2026, 1, 2))
    act = Act.objects.get()
    assert act.occurred == "2024-06"
    assert set(speaking(act)) == {"invented-one"}


def test_a_copy_that_lacks_a_column_proposes_nothing_about_it(cast: Cast) -> None:
    run("first", [row(1, motive="linked")])
    run("second", [row(1, "without the column")])
    assert not Proposal.objects.exists()
    run("third", [row(1, "with it again", motive="not-linked")])
    assert Proposal.objects.get().changes == {"motive": {"was": "linked", "now": "not-linked"}}
