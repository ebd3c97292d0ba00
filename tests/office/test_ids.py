import re
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.office.ids import derived_id, is_id, new_id, noun_of

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
nouns = st.sampled_from(["act", "person", "legal-order", "release"])
parts = st.lists(st.text(max_size=5) | st.binary(max_size=5), min_size=1, max_size=4).map(tuple)


def bits(id: str) -> bytes:
    """The 16 bytes that an id spells, read five bits a character."""
    value = 0
    for character in id[-26:]:
        value = value << 5 | ALPHABET.index(character)
    assert value & 3 == 0
    return (value >> 2).to_bytes(16, "big")


@given(nouns)
def test_a_new_id_is_its_noun_and_26_characters(noun: str) -> None:
    id = new_id(noun)
    assert re.fullmatch(f"{noun}-[{ALPHABET}]{{26}}", id)
    assert noun_of(id) == noun
    assert is_id(id)
    assert is_id(id, noun)
    assert not is_id(id, "answer")


def test_new_ids_are_random_in_every_bit() -> None:
    drawn = [int.from_bytes(bits(new_id("act")), "big") for _ in range(400)]
    assert len(set(drawn)) == 400
    for bit in range(128):
        # 200 expected, standard deviation 10: a fair bit leaves these limits once in 10 to the 18.
        assert 110 < sum(value >> bit & 1 for value in drawn) < 290


def test_a_derived_id_is_pinned() -> None:
    # Ids in a register live for ever: whatever changes here makes every import new again.
    assert derived_id("act", "bolivia", b"row 1") == "act-d1n24te53m548p5pstje430jr0"
    told = b"sijill derived id 1\n" + b"".join(
        kind + len(part).to_bytes(8, "big") + part
        for kind, part in [(b"s", b"act"), (b"s", b"bolivia"), (b"b", b"row 1")]
    )
    assert bits(derived_id("act", "bolivia", b"row 1")) == sha256(told).digest()[:16]


@given(nouns, parts, nouns, parts)
def test_derived_ids_are_equal_when_all_parts_are(
    noun: str, one: tuple[str | bytes, ...], other_noun: str, other: tuple[str | bytes, ...]
) -> None:
    same = (noun, one) == (other_noun, other)
    assert (derived_id(noun, *one) == derived_id(other_noun, *other)) == same
    assert (bits(derived_id(noun, *one)) == bits(derived_id(other_noun, *other))) == same


def test_where_parts_begin_and_what_they_are_counts() -> None:
    made = [("ab", "c"), ("a", "bc"), ("abc",), (b"ab", "c"), ("ab", "c", ""), ("", "ab", "c")]
    assert len({derived_id("act", *each) for each in made}) == len(made)


def test_an_id_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to make this 'act' of"):
        derived_id("act")


@pytest.mark.parametrize("noun", ["", "Act", "act-", "-act", "act_row", "act 1", "act2", "acté"])
def test_a_noun_is_lower_case_words(noun: str) -> None:
    with pytest.raises(ValueError, match="cannot be the noun"):
        new_id(noun)
    with pytest.raises(ValueError, match="cannot be the noun"):
        derived_id(noun, "part")


GOOD = "act-" + "0" * 25 + "w"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "act",
        GOOD[:-1],
        GOOD + "0",
        GOOD.upper(),
        GOOD + "\n",
        " " + GOOD,
        GOOD[4:],
        "-" + GOOD[4:],
        GOOD.replace("-0", "-i"),
        GOOD[:-1] + "x",
        "12",
    ],
)
def test_what_is_not_an_id(text: str) -> None:
    assert is_id(GOOD)
    assert not is_id(text)
    with pytest.raises(ValueError, match=f"a text of {len(text)} characters is no id") as refusal:
        noun_of(text)
    assert not text.strip() or text not in str(refusal.value) or text in ("12", "act")


@given(st.binary(min_size=16, max_size=16), st.integers(1, 3))
def test_one_value_has_one_spelling(value: bytes, spare: int) -> None:
    number = int.from_bytes(value, "big") << 2
    spelt = ["".join(ALPHABET[(number | low) >> 5 * n & 31] for n in range(25, -1, -1)) for low in (0, spare)]
    assert is_id(f"act-{spelt[0]}")
    assert not is_id(f"act-{spelt[1]}")
