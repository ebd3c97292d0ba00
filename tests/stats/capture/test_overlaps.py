"""Tables as others write them: read, or refused with the line and what is wrong, never with what a cell holds."""

from __future__ import annotations

import pytest

from sijill.stats.capture import dga, latent, strata
from sijill.stats.capture.checks import contained, refusal
from sijill.stats.capture.methods import ask, methods
from sijill.stats.capture.overlaps import MOST, OverlapsError, from_csv
from sijill.stats.capture.result import Estimate, NotEstimable

PLAIN = "A,B,C,count\n1,0,0,60\n0,1,0,50\n0,0,1,55\n1,1,0,20\n1,0,1,15\n0,1,1,12\n1,1,1,5\n"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace("\n", "\n\n").rstrip("\n"),
        PLAIN.replace("1,0,0,60", "١,٠,٠,٦٠"),
        PLAIN + "0,0,0,0\n",
        PLAIN.replace("1,0,0,60", "1,0,0,30\n1,0,0,30"),
    ],
    ids=["bom and crlf", "cr", "blank lines", "arabic digits", "nobody in no list", "a pattern twice"],
)
def test_one_table_written_in_other_ways_is_the_same_table(text: str) -> None:
    assert from_csv(text).hash == from_csv(PLAIN).hash


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("count,A,B\n60,1,0\n", "line 2: a column of a list holds 0 or 1 and nothing else, but 'count' does not"),
        ("A,B,C\n1,0,1\n0,0,1\n", "line 3: units that no list holds .* only the last column is a count"),
        (",B,count\n1,0,60\n", "column 1 has no name in the header"),
        ("1,0,0,60\n0,1,0,50\n", "name each list once, not 1, 0, 0; is there a header"),
        ("A,B,count\n1,0," + "9" * 200_000 + "\n", "line 2: this is no CSV"),
        ("A,B,count\n1,0," + "9" * 40 + "\n", "line 2: the count, in the last column, is not a whole number"),
        (f"A,B,count\n1,0,{MOST}\n0,1,1\n", "1000000001 units in all"),
        ("A;B;count\n1;0;60\n", "parted by commas"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_line(text: str, said: str) -> None:
    with pytest.raises(OverlapsError, match=said):
        from_csv(text)


@pytest.mark.parametrize("row", ["Somebody Invented,0,0,60", "1,0,0,Somebody Invented"])
def test_no_cell_is_in_an_error(row: str) -> None:
    with pytest.raises(OverlapsError, match="line 2") as raised:
        from_csv(f"A,B,C,count\n{row}\n")
    assert "Somebody" not in str(raised.value)


def test_a_line_of_a_stratum_is_counted_in_the_file() -> None:
    text = "A,B,C,year,count\n1,0,0,2023,60\n\n0,1,0,2023,50\n0,2,1,2024,50\n"
    with pytest.raises(OverlapsError, match=r"line 5: .* 'B' does not"):
        strata.split(text, "year")


def test_a_table_in_which_nobody_is_counted_has_too_few_lists() -> None:
    nobody = from_csv("A,B,C,count\n1,0,0,0\n0,1,0,0\n")
    for method in methods():
        refused = ask(method, nobody)
        assert isinstance(refused, NotEstimable)
        assert (refused.reason, refused.n, refused.facts["empty"]) == ("few-lists", 0, ["A", "B", "C"])
    head, *rows = PLAIN.splitlines()
    text = "\n".join(["year," + head, *(f"2023,{row}" for row in rows), "2024,1,0,0,0"])
    done = strata.estimate(dga.estimate, strata.split(text, "year"), jobs=1)
    assert done.skipped == ("2024",)
    assert isinstance(done.total, Estimate)


def test_lists_that_are_all_the_same_are_copies() -> None:
    same = from_csv("A,B,C,count\n1,1,1,500\n")
    assert len(contained(same)) == 6
    refused = refusal(same, "lcm")
    assert refused is not None
    assert (refused.reason, refused.facts["merged"]) == ("copies", None)


def test_hundreds_of_millions_do_not_break_the_graphs() -> None:
    done = dga.estimate(from_csv(PLAIN.replace(",60\n", ",600000000\n")))
    assert isinstance(done, Estimate)
    assert done.n < done.low <= done.total <= done.high


def test_latent_classes_say_what_is_said_of_the_lists() -> None:
    head, *rows = PLAIN.splitlines()
    done = latent.estimate(from_csv("\n".join(["D," + head, *(f"0,{row}" for row in rows)])), compare=False)
    assert isinstance(done, Estimate)
    assert {"empty-lists", "three-lists"} <= set(done.warnings)
    assert done.diagnostics["lists"]["empty-lists"] == ["D"]
