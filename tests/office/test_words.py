"""The words by which rows are found follow their rows: written with them, and gone with them."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sijill.office.folding import beginnings, holds, words_of
from sijill.office.ledger import action
from sijill.office.models import Word
from sijill.office.records import history_of, kept_models
from sijill.office.verify import verify
from sijill.office.words import fill, holding, some_holding
from sijill.register.actions import add_name, record_body, record_person
from sijill.register.models import Organization, PersonName
from sijill.tables.catalog import CATALOG
from tests.people import Cast
from tests.world import a_case

pytestmark = pytest.mark.django_db

# Letters that fold into each other, a script without spaces, signs that part words, the last sign there is.
SIGNS = st.sampled_from("aAbBáßxX9⁹ -'%_[]*\\اأإلوعبدمـ東京ก\U0010ffff\ud7ff")
TEXTS = st.text(SIGNS, max_size=14)


def of_row(identifier: str) -> set[str]:
    return set(Word.objects.filter(row=identifier).values_list("word", flat=True))


@pytest.mark.slow
def test_the_database_finds_what_reading_every_text_finds(cast: Cast) -> None:
    found = 0

    @settings(max_examples=60, deadline=None, phases=[Phase.generate])
    @given(texts=st.lists(TEXTS, min_size=1, max_size=12), asked=TEXTS, cut=st.integers(1, 4), rank=st.integers(0, 11))
    def holds_for(texts: list[str], asked: str, cut: int, rank: int) -> None:
        nonlocal found
        said = " ".join(one[:cut] for one in texts[rank % len(texts)].split())
        with transaction.atomic():
            rows = [Organization(name=text) for text in texts]
            with action("test", actor=cast.alice) as entry:
                entry.add(*rows)
            for words in (words_of(asked), words_of(said)):
                slow = {row.pk for row in rows if holds(row.name, words)}
                fast = list(holding(Organization, words))
                assert len(fast) == len(set(fast))
                assert set(fast) == slow, (words, texts)
                if len(words) == 1:
                    assert set(some_holding(Organization, words[0], 100)) == slow
                found += len(slow)
            transaction.set_rollback(True)

    holds_for()
    assert found > 60, "nothing was found that could have differed"


def test_words_follow_the_row_as_it_stands(cast: Cast) -> None:
    body = record_body(actor=cast.alice, name="Zz Müller union", kind="other")
    assert of_row(body.pk) == {"zz", "muller", "union"}
    with action("test", actor=cast.alice) as entry:
        entry.change(body, kind="platform")
    assert of_row(body.pk) == {"zz", "muller", "union"}
    with action("test", actor=cast.alice) as entry:
        entry.change(body, name="Zz Schmidt union")
    assert of_row(body.pk) == {"zz", "schmidt", "union"}
    assert history_of(Organization)._default_manager.filter(name="Zz Müller union").exists()
    with action("test", actor=cast.alice) as entry:
        entry.redact(Organization, body.pk, name="Nobody")
    assert of_row(body.pk) == {"nobody"}
    with action("test", actor=cast.alice) as entry:
        entry.end(body)
    assert of_row(body.pk) == set()


def test_what_is_erased_leaves_no_word(cast: Cast) -> None:
    person = record_person(actor=cast.alice, names=[("Zz Unrepeated", "full", "Latn")])
    other = add_name(actor=cast.alice, person=person, text="زز المنفرد", kind="full", script="Arab")
    assert {"منفرد", "المنفرد"} <= of_row(other.pk)
    for name in list(person.names.all()):
        with action("test", actor=cast.alice) as entry:
            entry.erase(PersonName, name.pk)
        assert of_row(name.pk) == set()
    assert not Word.objects.filter(word__in=["unrepeated", "منفرد"]).exists()


def test_the_log_does_not_answer_for_words_and_they_can_be_made_anew(cast: Cast) -> None:
    a_case(cast.alice)
    before = set(Word.objects.values_list("table", "row", "word"))
    assert before
    Word.objects.all().delete()
    assert list(verify()) == []
    fill()
    assert set(Word.objects.values_list("table", "row", "word")) == before
    assert "word" not in CATALOG and "word" not in {one._meta.db_table for one in kept_models()}


def test_a_row_says_what_it_is_found_by() -> None:
    for model in kept_models():
        for name in model.searched:
            assert model._meta.get_field(name).get_internal_type() in ("CharField", "TextField")
    assert {one._meta.db_table for one in kept_models() if "text" in one.searched} == {"person_name"}


@pytest.mark.django_db(transaction=True)
def test_rows_that_stood_before_get_their_words(cast: Cast) -> None:
    record_body(actor=cast.alice, name="Zz Old body", kind="other")
    a_case(cast.alice)
    before = set(Word.objects.values_list("table", "row", "word"))
    executor = MigrationExecutor(connection)
    try:
        executor.migrate([("office", "0001_initial")])
        assert "word" not in connection.introspection.table_names()
    finally:
        call_command("migrate", verbosity=0, interactive=False)
    assert set(Word.objects.values_list("table", "row", "word")) == before >= {
        ("organization", body.pk, word) for body in Organization.objects.filter(name="Zz Old body") for word in
        beginnings("Zz Old body")
    }  # fmt: skip
