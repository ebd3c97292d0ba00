"""Reports that are no plain counts: how long decisions took, and how many statements share their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import ibis

from sijill.assess.rules.statements.fields import COMMON
from sijill.publish.statements.counting import (
    PLATFORM,
    STATEMENTS,
    WITHOUT,
    Read,
    Row,
    Told,
    annotated,
    column,
    grouped,
    told,
)
from sijill.publish.statements.keys import DELAY, key

QUANTILES: Mapping[str, float] = {"median_days": 0.5, "ninth_decile_days": 0.9}
Words = Callable[[ibis.Table], Any]


def delays(read: Read, by: Sequence[str]) -> Told:
    """Whole days from content to decision. The whole distribution is counted, so that quantiles are exact.

    Statements without one of the two dates, and those decided before their content, are in no quantile; the latter are
    counted. A quantile is the least number of days within which that share was decided; empty where there are none.
    """
    s = read.table
    dated = s.mutate(**{DELAY: s.application_date.delta(s.content_date, unit="day")})
    dated = dated.filter(dated[DELAY].notnull())
    counted = {"before_content": dated[DELAY] < 0, "same_day": dated[DELAY] == 0}
    groups = grouped(dated, (*by, DELAY), counted)
    spread: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in told(groups, (*by, DELAY), read, bare=True).rows:
        if row[DELAY] >= 0:
            spread[tuple(row[name] for name in by)].append(row)
    whole = told(groups.drop_columns([column(DELAY)]), by, read, bare=True)
    for row in whole.rows:
        days = spread[tuple(row[name] for name in by)]
        for name, share in QUANTILES.items():
            row[name] = quantile(((one[DELAY], one[STATEMENTS]) for one in days), share)
            row[f"{name}{WITHOUT}"] = quantile(((one[DELAY], one[f"{STATEMENTS}{WITHOUT}"]) for one in days), share)
    return annotated(whole, by, read, lambda _row: ("content_date", "application_date"))


def quantile(counts: Iterable[tuple[int, int]], share: float) -> int | None:
    """The least value at or below which lies at least that share of what is counted; (value, count) in rising order."""
    held = [(value, count) for value, count in counts if count]
    total, seen = sum(count for _, count in held), 0
    for value, count in held:
        seen += count
        if seen >= share * total:
            return value
    return None


def sharing(words: Words, fields: Sequence[str], at_least: int = COMMON) -> Callable[[Read, Sequence[str]], Told]:
    """Statements that have a text, how many different ones, and how many statements share theirs, platform by platform.

    `words` gives 64 bits that are equal where the texts are. The same words of two platforms are two texts. By a key
    of several values, and by any key, texts are compared within what the key puts together.
    """

    def rows(read: Read, by: Sequence[str]) -> Told:
        s = read.table
        marked = s.select(
            **{PLATFORM: s.platform_name}, **{column(name): key(name).raw(s) for name in by}, words=words(s)
        )
        keys = [PLATFORM, *(column(name) for name in by)]
        texts = marked.group_by(*keys, "words").agg(times=marked.count())
        there = texts.words.notnull()
        found = texts.group_by(*keys).agg(
            **{STATEMENTS: texts.times.sum()},
            with_text=texts.times.sum(where=there).fill_null(0),
            texts=there.sum(),
            alone=(there & (texts.times == 1)).sum(),
            common=texts.times.sum(where=there & (texts.times >= at_least)).fill_null(0),
            most_used=texts.times.max(where=there).fill_null(0),
        )
        return told(found.to_pyarrow(), by, read, fields=fields, most=("most_used",))

    return rows
