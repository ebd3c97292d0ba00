"""The client against a service that answers as the EU's does, and misbehaves when told to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sijill.statements import Client, Decision, Denied, Done, Puids, Unreachable, build, check, errors_of
from tests.filing import full, statement
from tests.filing_service import Service, service

__all__ = ["service"]


def client(address: str, folder: Path, pauses: list[float] | None = None) -> Client:
    pause = (pauses if pauses is not None else []).append
    return Client(address, "invented-token", Puids(folder / "puids.sqlite3"), tries=3, pause=pause)


def submitted(made: Client, statements: list[Any], **asked: Any) -> Done:
    try:
        return made.submit(statements, **asked)
    finally:
        made.close()


def test_a_decision_becomes_a_statement_that_keeps_to_the_rules() -> None:
    made = build(
        Decision(
            puid="case-17", visibility=("content-removed",), ground="incompatible-content", cited="Rule 7",
            explanation="Invented.", category="scams-and-fraud", content_types=("text",), posted=date(2026, 3, 1),
            applied=date(2026, 3, 2), facts="Invented.", source="other-notification", found_by_machine=True,
            decided="partially", also_illegal=False, ean="0000000000000", language="ar", keywords=("KEYWORD_OTHER",),
        )
    )  # fmt: skip
    assert errors_of(made) == {}
    assert made["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_REMOVED"]
    assert made["source_type"] == "SOURCE_TYPE_OTHER_NOTIFICATION"
    assert made["incompatible_content_illegal"] == "No"
    assert (made["content_date"], made["content_language"]) == ("2026-03-01", "AR")
    assert "illegal_content_explanation" not in made


def test_statements_go_in_batches_and_once(service: tuple[Service, str], tmp_path: Path) -> None:
    held, address = service
    given = [statement(f"p{number}") for number in range(250)]
    done = submitted(client(address, tmp_path), given)
    assert (held.calls, len(held.kept)) == ([100, 100, 50], 250)
    assert done.filed["p7"] == "uuid-p7"
    again = submitted(client(address, tmp_path), given)
    assert (len(again.already), again.filed, held.calls) == (250, {}, [100, 100, 50])


def test_what_breaks_the_rules_is_never_sent(service: tuple[Service, str], tmp_path: Path) -> None:
    held, address = service
    wrong = statement("wrong", content_date="2026-02-30", category="x")
    given = [statement("a"), wrong, statement("a"), {**full("b"), "beside": {"remedy": "x"}}, "no statement"]
    done = submitted(client(address, tmp_path), given)
    assert list(held.kept) == ["a"]
    assert done.invalid["wrong"] == check(wrong).errors
    assert sorted(done.invalid) == ["a", "b", "number 5", "wrong"]


def test_a_dry_run_sends_and_remembers_nothing(service: tuple[Service, str], tmp_path: Path) -> None:
    held, address = service
    submitted(client(address, tmp_path), [statement("a")], dry_run=True)
    assert held.calls == []
    assert submitted(client(address, tmp_path), [statement("a")]).filed == {"a": "uuid-a"}


def test_a_refused_batch_is_halved_to_the_one_at_fault(service: tuple[Service, str], tmp_path: Path) -> None:
    held, address = service
    wrong = {"errors": {"statement_0": {"puid": ["We do not like it."]}}}
    held.behave = lambda service, batch: (422, wrong) if any(one["puid"] == "p41" for one in batch) else None
    done = submitted(client(address, tmp_path), [statement(f"p{number}") for number in range(100)])
    assert done.refused == {"p41": {"puid": ["We do not like it."]}}
    assert sorted(held.kept) == sorted(f"p{number}" for number in range(100) if number != 41)
    assert held.calls[:3] == [100, 50, 25]
    held.behave = lambda service, batch: None
    assert submitted(client(address, tmp_path), [statement("p41", decision_facts="Mended.")]).filed


def test_who_had_the_puid_first(service: tuple[Service, str], tmp_path: Path) -> None:
    held, address = service
    held.kept["theirs"] = {}
    done = submitted(client(address, tmp_path), [statement("a"), statement("theirs")])
    assert (done.taken, done.filed) == (["theirs"], {"a": "uuid-a"})
    changed = submitted(client(address, tmp_path), [statement("a", decision_facts="Other words.")])
    assert list(changed.invalid) == ["a"]


def test_an_answer_that_got_lost_is_no_second_statement(service: tuple[Service, str], tmp_path: Path) -> None:
    held, address = service

    def hang_up_once(service: Service, batch: list[dict[str, Any]]) -> tuple[int, Any] | None:
        if len(service.calls) == 1:
            service.keep(batch)
            raise ConnectionResetError
        return None

    held.behave = hang_up_once
    done = submitted(client(address, tmp_path), [statement("a"), statement("b")])
    assert (sorted(done.filed), done.taken, held.calls) == (["a", "b"], [], [2, 2])


def test_a_run_that_was_cut_off_goes_on(service: tuple[Service, str], tmp_path: Path) -> None:
    held, address = service

    def hang_up(service: Service, batch: list[dict[str, Any]]) -> tuple[int, Any] | None:
        service.keep(batch)
        raise ConnectionResetError

    held.behave = hang_up
    with pytest.raises(Unreachable):
        submitted(client(address, tmp_path), [statement("a")])
    held.behave = lambda service, batch: None
    done = submitted(client(address, tmp_path), [statement("a"), statement("b")])
    assert (sorted(done.filed), done.taken) == (["a", "b"], [])


def test_it_waits_as_long_as_it_is_told(service: tuple[Service, str], tmp_path: Path) -> None:
    held, address = service
    held.headers["Retry-After"] = "7"
    held.behave = lambda service, batch: (429, {"message": "Too Many Attempts."}) if len(service.calls) == 1 else None
    pauses: list[float] = []
    assert submitted(client(address, tmp_path, pauses), [statement("a")]).filed
    assert pauses == [7.0]


def test_a_service_that_fails_over_one_statement(service: tuple[Service, str], tmp_path: Path) -> None:
    held, address = service
    held.behave = lambda service, batch: (500, {}) if any(one["puid"] == "p1" for one in batch) else None
    done = submitted(client(address, tmp_path), [statement(f"p{number}") for number in range(4)])
    assert (done.failed, sorted(done.filed)) == (["p1"], ["p0", "p2", "p3"])


def test_a_token_that_opens_nothing(service: tuple[Service, str], tmp_path: Path) -> None:
    held, address = service
    held.behave = lambda service, batch: (401, {"message": "Unauthenticated."})
    with pytest.raises(Denied):
        submitted(client(address, tmp_path), [statement("a")])


def test_a_redirection_is_an_answer(service: tuple[Service, str], tmp_path: Path) -> None:
    held, address = service
    held.kept["a"] = {}
    made = client(address, tmp_path)
    assert (made.exists("a"), made.exists("b")) == (True, False)
    made.close()
