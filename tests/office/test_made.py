"""Rows made without Django's constructor are the rows that it would have made."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sijill.office.records import Record, kept_models, made


@pytest.mark.parametrize("model", kept_models(), ids=lambda model: model.__name__)
def test_a_row_of_every_table_is_what_its_constructor_gives(model: type[Record]) -> None:
    one: Any = made(model, {"id": "x-1"})
    other: Any = model(id="x-1")
    held, wanted = dict(one.__dict__), dict(other.__dict__)
    state, expected = held.pop("_state"), wanted.pop("_state")
    assert held == wanted
    assert (state.adding, state.db, state.fields_cache) == (expected.adding, expected.db, expected.fields_cache)


def test_two_rows_share_no_list() -> None:
    lists = [(m, f.attname) for m in kept_models() for f in m._meta.concrete_fields if f.default is list]
    assert lists
    for model, name in lists:
        assert getattr(made(model, {}), name) is not getattr(made(model, {}), name)


def test_a_name_that_is_no_column_is_refused() -> None:
    model = kept_models()[0]
    with pytest.raises(TypeError, match="nothing_of_the_kind"):
        made(model, {"nothing_of_the_kind": date(2026, 1, 1)})
