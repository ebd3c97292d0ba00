import hmac
import json
from base64 import urlsafe_b64decode
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.office.canonical import canonical, row_mac

SALT = bytes(range(16))

text = st.text(st.characters(codec="utf-8"), max_size=12)
plain = st.none() | st.booleans() | st.integers() | text
json_values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4), max_leaves=12
)
fields = (
    plain
    | st.dates()
    | st.binary(max_size=8)
    | st.decimals(allow_nan=False, allow_infinity=False, min_value=-1000, max_value=1000)
)
rows = st.dictionaries(text, fields, max_size=6)


class Verdict(StrEnum):
    NARROW = "narrow"


class Step(IntEnum):
    SECOND = 2


@pytest.mark.parametrize(
    ("value", "spelt"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-12, "-12"),
        (10**30, "1" + "0" * 30),
        ("", '""'),
        ('say "no"\\\n\t\x00\x1f', r'"say \"no\"\\\n\t\u0000\u001f"'),
        ("سجل é e\u0301 \u2028 😀", '"سجل é e\u0301 \u2028 😀"'),
        (b"\x00\xff\xfe", '"AP/+"'),
        (b"a", '"YQ=="'),
        (memoryview(b"a"), '"YQ=="'),
        (date(2020, 5, 1), '"2020-05-01"'),
        (date(1, 1, 1), '"0001-01-01"'),
        (datetime(2020, 5, 1, 10, tzinfo=UTC), '"2020-05-01T10:00:00Z"'),
        (datetime(2020, 5, 1, 10, 0, 0, 7, tzinfo=UTC), '"2020-05-01T10:00:00.000007Z"'),
        (datetime(2020, 5, 1, 1, tzinfo=timezone(timedelta(hours=3))), '"2020-04-30T22:00:00Z"'),
        (datetime(2020, 5, 1, 1, tzinfo=timezone(timedelta(0))), '"2020-05-01T01:00:00Z"'),
        (Decimal("1.50"), '"1.5"'),
        (Decimal("-0.00"), '"0"'),
        (Decimal("1E+3"), '"1000"'),
        (Decimal("1000"), '"1000"'),
        (Decimal("-66.100000"), '"-66.1"'),
        (Decimal("1E-7"), '"0.0000001"'),
        ([], "[]"),
        ((1, "a"), '[1,"a"]'),
        ({}, "{}"),
        ({"b": 1, "a": [None], "é": 2, "Z": {"y": 1, "x": 2}}, '{"Z":{"x":2,"y":1},"a":[null],"b":1,"é":2}'),
        (OrderedDict(b=1, a=2), '{"a":2,"b":1}'),
        (MappingProxyType({"b": 1, "a": 2}), '{"a":2,"b":1}'),
        ({Verdict.NARROW: Verdict.NARROW}, '{"narrow":"narrow"}'),
        (Step.SECOND, "2"),
    ],
)
def test_each_type_has_its_spelling(value: object, spelt: str) -> None:
    assert canonical(value).decode() == spelt


class Ratio(float):
    pass


@pytest.mark.parametrize("value", [0.5, 1.0, float("nan"), Ratio(2), [0.5], {"a": {"b": [1, 0.5]}}])
def test_a_float_is_refused_wherever_it_is(value: object) -> None:
    with pytest.raises(TypeError, match="float has no one spelling"):
        canonical(value)


@pytest.mark.parametrize("value", [{1: "a"}, {None: "a"}, {True: 1, "a": 2}, [{"a": {b"k": 1}}]])
def test_a_key_that_is_not_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="key that is not text"):
        canonical(value)


@pytest.mark.parametrize("value", [{1, 2}, UUID(int=1), object(), timedelta(1), [iter([])], {"a": 1}.items(), 1j])
def test_a_type_without_a_spelling_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no canonical spelling"):
        canonical(value)


def test_values_that_mean_nothing_certain_are_refused() -> None:
    with pytest.raises(TypeError, match="without a time zone"):
        canonical(datetime(2020, 5, 1))  # noqa: DTZ001
    for value in ("NaN", "Infinity", "-Infinity", "sNaN"):
        with pytest.raises(ValueError, match="no number"):
            canonical(Decimal(value))
    with pytest.raises(ValueError, match="surrogates not allowed"):
        canonical("\ud800")


@given(json_values)
def test_it_is_json_with_sorted_keys_and_no_spaces(value: Any) -> None:
    spelt = canonical(value)
    assert json.loads(spelt) == value
    assert spelt == json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


@given(rows, st.randoms())
def test_the_order_of_fields_does_not_matter(row: dict[str, object], random: Any) -> None:
    shuffled = list(row.items())
    random.shuffle(shuffled)
    assert canonical(dict(shuffled)) == canonical(row)
    assert row_mac(SALT, "act", dict(shuffled)) == row_mac(SALT, "act", row)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_equal_decimals_are_spelt_alike_and_read_back(value: Decimal) -> None:
    spelt = json.loads(canonical(value))
    assert Decimal(spelt) == value
    assert canonical(value.normalize()) == canonical(value) == canonical(Decimal(spelt))


def test_a_row_mac_is_hmac_sha256_of_table_and_row() -> None:
    row = {"kind": "office-raid", "count": 2, "on": date(2020, 5, 1), "note": None}
    mac = row_mac(SALT, "act", row)
    told = b'["act",{"count":2,"kind":"office-raid","note":null,"on":"2020-05-01"}]'
    assert urlsafe_b64decode(mac + "=") == hmac.new(SALT, told, "sha256").digest()
    assert len(mac) == 43
    assert mac == "JdeNQuqzXHYQv4XjnSHFCFavOs2ZDh_IgdlY_ihFLq8"


@given(rows, st.data())
def test_any_change_changes_the_mac(row: dict[str, object], data: st.DataObject) -> None:
    mac = row_mac(SALT, "act", row)
    assert row_mac(SALT, "acts", row) != mac
    assert row_mac(SALT[::-1], "act", row) != mac
    changed: Mapping[str, object] = row | {data.draw(text): data.draw(plain)}
    assert (row_mac(SALT, "act", changed) == mac) == (canonical(changed) == canonical(row))


@pytest.mark.parametrize("size", [0, 8, 15])
def test_a_short_salt_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match=f"a row of act has {size} bytes, and 16"):
        row_mac(bytes(size), "act", {})
