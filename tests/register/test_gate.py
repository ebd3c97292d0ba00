"""The gate: two independent sources and three in all, for every element that the rule asks for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sijill.register.gate import ALWAYS, Gate, Statement, passes, standings

ALL = (*ALWAYS, "motive")


def said(source: str, group: str, elements: tuple[str, ...] = ALL) -> list[Statement]:
    return [Statement(element, source, group) for element in elements]


def test_two_independent_and_three_in_all_pass() -> None:
    assert passes(standings([*said("a", "a"), *said("b", "b"), *said("c", "b")], Gate()))


def test_three_copies_of_one_wire_story_do_not() -> None:
    found = standings([*said("a", "wire"), *said("b", "wire"), *said("c", "wire")], Gate())
    assert not passes(found)
    assert {(one.sources, one.independent) for one in found} == {(3, 1)}


def test_one_source_twice_is_one_source() -> None:
    assert not passes(standings([*said("a", "a"), *said("a", "a"), *said("b", "b")], Gate()))


def test_one_weak_element_is_enough_to_fail() -> None:
    known = [*said("a", "a"), *said("b", "b"), *said("c", "c")]
    weak = [one for one in known if not (one.element == "motive" and one.source == "c")]
    found = standings(weak, Gate())
    assert [one.element for one in found if not one.enough] == ["motive"]
    assert passes(standings(weak, Gate(), motive_asked=False))


def test_sex_and_age_never_block() -> None:
    assert {"sex", "age"}.isdisjoint(one.element for one in standings([], Gate()))


statements = st.lists(
    st.builds(Statement, st.sampled_from([*ALL, "sex"]), st.sampled_from("abcd"), st.sampled_from("wxyz")),
    max_size=60,
)


@given(statements, st.integers(1, 4), st.integers(1, 4))
def test_another_statement_never_weakens(known: list[Statement], independent: int, total: int) -> None:
    gate = Gate(min(independent, total), max(independent, total))
    for length in range(len(known)):
        fewer, more = standings(known[:length], gate), standings(known[: length + 1], gate)
        assert all(a.sources <= b.sources and (b.enough or not a.enough) for a, b in zip(fewer, more, strict=True))
