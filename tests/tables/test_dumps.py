"""Which dumps are read, so that no statement counts twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sijill.tables.dumps import Dump, dumps, one_of_each
from sijill.tables.statements import folder_of

ONE, TWO = date(2025, 7, 1), date(2025, 7, 2)


def laid(root: Path, *given: tuple[date, str]) -> list[Dump]:
    """Dumps with an empty file each."""
    for day, source in given:
        folder = folder_of(root, day, source)
        folder.mkdir(parents=True)
        (folder / "part-00000-00000.parquet").touch()
    return dumps(root)


def names(found: list[Dump]) -> list[tuple[date, str]]:
    return [(one.day, one.source) for one in found]


def test_of_a_day_all_platforms_go_before_one_and_full_before_light(tmp_path: Path) -> None:
    found = laid(tmp_path, (ONE, "global-light"), (ONE, "global-full"), (ONE, "talk-full"), (TWO, "video-light"))
    read, left_out = one_of_each(found)
    assert names(read) == [(ONE, "global-full"), (TWO, "video-light")]
    assert names(left_out) == [(ONE, "global-light"), (ONE, "talk-full")]


def test_platforms_of_which_there_is_no_whole_stand_side_by_side(tmp_path: Path) -> None:
    found = laid(tmp_path, (ONE, "a-b-light"), (ONE, "a-b-full"), (ONE, "talk-light"), (TWO, "global-light"))
    read, left_out = one_of_each(found)
    assert names(read) == [(ONE, "a-b-full"), (ONE, "talk-light"), (TWO, "global-light")]
    assert names(left_out) == [(ONE, "a-b-light")]
    assert [(one.of, one.variant) for one in read] == [("a-b", "full"), ("talk", "light"), ("global", "light")]


def test_a_span_of_days_takes_both_its_ends(tmp_path: Path) -> None:
    laid(tmp_path, (ONE, "global-full"), (TWO, "global-full"))
    assert names(dumps(tmp_path, since=ONE, until=ONE)) == [(ONE, "global-full")]
    assert names(dumps(tmp_path, since=TWO)) == [(TWO, "global-full")]
    assert len(dumps(tmp_path)) == 2
    assert dumps(tmp_path / "nothing") == []
