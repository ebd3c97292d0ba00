"""Which pairs are looked at, out of all: records that share a key that few others have. DuckDB.

A key is two parts of the name, or one part with a month, a place or a year of birth, and so on. Keys that the fewest
records share are taken first, until the pairs would be more than can be compared; two parts that too many share
(Mohammed and Ahmed) count only with a third. What no key brings together cannot be matched: `ceiling` says how much
that is, where the truth is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

# Bit of a rule in the column `rules` of a pair.
RULES = ("two-parts", "three-parts", "rare-part", "part-and-month", "part-and-place", "part-and-year", "whole-and-day")
PAIRS_PER_RECORD = 16
FEWEST_PAIRS = 1_200_000
LARGEST_BLOCK = 2_000
_MOST_PARTS = 6

_PARTS = f"""create or replace temp table part as
    select distinct unique_id as id, part from (
        select unique_id, unnest(keys1[1:{_MOST_PARTS}]) as part from record
        union all select unique_id, unnest(keys2[1:{_MOST_PARTS}]) as part from record where keys2 is not null)"""  # noqa: S608

_TWO = """select a.id, 0::utinyint as rule, hash(a.part, b.part) as key from part a
    join part b on a.id = b.id and a.part < b.part"""
_THREE = """select a.id, 1::utinyint as rule, hash(a.part, b.part, c.part) as key from part a
    join part b on a.id = b.id and a.part < b.part join part c on a.id = c.id and b.part < c.part"""
_RARE = "select id, 2::utinyint as rule, hash(part) as key from part"
# A day near the turn of a month is in both months; a year, or more, is no month.
_MONTH = """select p.id, 3::utinyint as rule, hash(p.part, unnest(list_distinct([date_trunc('month', r.day_from - 7),
        date_trunc('month', r.day_from), date_trunc('month', r.day_to + 7)]))) as key
    from part p join record r on r.unique_id = p.id where r.day_to - r.day_from <= 62"""
_PLACE = """select p.id, 4::utinyint as rule, hash(p.part, unnest(r.place_parts)) as key
    from part p join record r on r.unique_id = p.id where r.place_parts is not null"""
_BORN = """select p.id, 5::utinyint as rule, hash(p.part, unnest([floor(r.{0}), floor(r.{0}) + 1])) as key
    from part p join record r on r.unique_id = p.id where r.{0} is not null"""
_DAY = """select unique_id as id, 6::utinyint as rule, hash(left(joined1, 1), day_from) as key from record
    where day_from = day_to and joined1 is not null"""


def candidates(connection: duckdb.DuckDBPyConnection, *, within: bool) -> int:
    """Fill table `pair` (join_key_l, join_key_r, rules) from table `record`; how many pairs there are.

    `within`: also pairs of two records of one list.
    """
    run = _runner(connection)
    run(_PARTS)
    years = "born" if _holds(connection, "born") else "age"
    rules = [_TWO, _THREE, _RARE, _MONTH, _PLACE, _BORN.format(years), _DAY]
    run("create or replace temp table key as " + " union all ".join(rules))
    # How many pairs a key makes: all of its records with one another, or only with those of other lists.
    pairs = "sum(n) * (sum(n) - 1) // 2" if within else "(sum(n) * sum(n) - sum(n * n)) // 2"
    run(f"""create or replace temp table block as
        select rule, key, row_number() over (order by made, rule, key) as place,
            sum(made) over (order by made, rule, key) as pairs
        from (select rule, key, {pairs} as made from (
                select k.rule, k.key, r.list, count(*) as n from key k join record r on r.unique_id = k.id
                group by k.rule, k.key, r.list) group by rule, key having sum(n) between 2 and {LARGEST_BLOCK})
        where made > 0""")  # noqa: S608
    records = _one(connection, "select count(*) from record")
    budget = max(FEWEST_PAIRS, PAIRS_PER_RECORD * records)
    run(f"""create or replace temp table member as
        select k.id, b.place, k.rule, r.list from key k join block b on b.rule = k.rule and b.key = k.key
        join record r on r.unique_id = k.id where b.pairs <= {budget}""")  # noqa: S608
    run("drop table key")
    run("drop table block")
    apart = "" if within else "and a.list <> b.list"
    run(f"""create or replace table pair as
        select a.id as join_key_l, b.id as join_key_r, bit_or((1 << a.rule)::utinyint) as rules
        from member a join member b on a.place = b.place and a.id < b.id {apart}
        group by a.id, b.id""")  # noqa: S608
    run("drop table member")
    if _holds(connection, "own"):
        run("""delete from pair using record a, record b
            where a.unique_id = join_key_l and b.unique_id = join_key_r and a.own = b.own""")
    return _one(connection, "select count(*) from pair")


def ceiling(connection: duckdb.DuckDBPyConnection, true_pairs: Sequence[tuple[int, int]]) -> Mapping[str, float]:
    """Of the true pairs, the share that any rule lets through (`any`), and each rule by its name."""
    if not true_pairs:
        return {}
    left, right = zip(*((min(pair), max(pair)) for pair in true_pairs), strict=True)
    connection.register("true_rows", pa.table({"l": pa.array(left, pa.int32()), "r": pa.array(right, pa.int32())}))
    counts = ", ".join(f"sum(((coalesce(p.rules, 0) >> {bit}) & 1)::int)" for bit in range(len(RULES)))
    found = connection.execute(
        f"select count(p.rules), {counts} from true_rows t "  # noqa: S608
        "left join pair p on p.join_key_l = t.l and p.join_key_r = t.r"
    ).fetchall()[0]
    connection.unregister("true_rows")
    return {name: int(n or 0) / len(true_pairs) for name, n in zip(("any", *RULES), found, strict=True)}


def _runner(connection: duckdb.DuckDBPyConnection) -> Any:
    return lambda sql: connection.execute(sql).fetchall()  # what is left unread blocks the next step


def _holds(connection: duckdb.DuckDBPyConnection, column: str) -> bool:
    return _one(connection, f"select count({column}) from record") > 0  # noqa: S608


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(connection.execute(sql).fetchall()[0][0])
