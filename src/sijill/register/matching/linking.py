"""From lists to pairs with a weight and its parts: prepare, block, train, score. Splink 5 on DuckDB, in memory.

Same records, same judgements, same seed: same weights.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from splink import DuckDBAPI, Linker

from sijill.register.matching.blocking import candidates
from sijill.register.matching.explain import MISSING
from sijill.register.matching.model import MACROS, PLACE, RARITY, Comparison, comparisons, settings
from sijill.register.matching.records import SCHEMA, Row, forget, prepared
from sijill.register.matching.training import HEADROOM, Floats, Levels, Sample, Trained, shared_out, train

RANDOM_PAIRS = 120_000
TRAINING_PAIRS = 120_000
KEPT_FROM = 0.01  # pairs less probable than this are not kept
_MOST_WEIGHT = 60.0
RAREST = 1e-9  # a name is never taken to be rarer than this
_UNIFORM = 2**64
# Names stay in memory: without a folder to spill to, nothing of them reaches a disk. Freed memory goes back soon.
_SETTINGS = (
    "set preserve_insertion_order = false",
    "set temp_directory = ''",
    "set allocator_flush_threshold = '8MB'",
)

for _logger in ("splink", "splink.internals"):
    logging.getLogger(_logger).setLevel(logging.ERROR)


@dataclass(frozen=True, eq=False, slots=True)
class Scored:
    """Pairs that may be the same: `left`, `right` (n,) rows of `records`; `weight` log2 odds; `probability`.

    `levels` (n, comparisons) which level; `parts` (n, comparisons) the weight of each, rarity included.
    """

    comparisons: tuple[Comparison, ...]
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    weight: Floats
    probability: Floats
    levels: Levels
    parts: Floats
    trained: Trained
    lists: npt.NDArray[np.int64]
    """Of each record, which list it is in."""

    def __len__(self) -> int:
        return len(self.left)


class Linking:
    """Records of one or more lists, and the candidate pairs among them.

    `within`: look for the same person twice in one list, too; else only between lists. `once`: a list holds nobody
    twice, so that the candidates of a record in another list compete. `judged`: by (row, row), what a person said: True
    the same, False not.
    """

    def __init__(
        self,
        lists: Sequence[Iterable[Row]],
        *,
        within: bool,
        once: bool = True,
        seed: int = 1,
        judged: Mapping[tuple[int, int], bool] | None = None,
    ) -> None:
        self.within = within
        self.once = once and not within
        self.seed = seed
        self.judged = {(min(pair), max(pair)): said for pair, said in (judged or {}).items()}
        self.connection = duckdb.connect()
        for setting in (*MACROS, *_SETTINGS):
            self._run(setting)
        self._fill(lists)
        self._rarities()
        filled = [name for name in SCHEMA.names if self._run(f"select count({name}) from record")[0][0]]  # noqa: S608
        self.comparisons = comparisons(filled, two_names="text2" in filled)
        self.candidates = candidates(self.connection, within=within)

    @cached_property
    def possible(self) -> float:
        """How many pairs there are in all."""
        sizes = [int(n) for (n,) in self._run("select count(*) from record group by list")]
        total = sum(sizes)
        inner = 0 if self.within else sum(n * (n - 1) / 2 for n in sizes)
        return max(total * (total - 1) / 2 - inner, 1.0)

    @cached_property
    def trained(self) -> Trained:
        """The weights, learned from these records."""
        # All pairs of a record are in, or none: they compete.
        each = max(1.0, self.candidates / TRAINING_PAIRS)
        self._run(f"""create or replace table sample as select * from pair
            where hash(join_key_l, {self.seed}) <= {int((_UNIFORM - 1) / each)}""")  # noqa: S608
        self._add_judged()
        self._draw()
        found = self._levels("sample", each, self._said("sample"))
        chance = self._levels("random", 1.0, None)
        return train(self.comparisons, found, chance, self.possible, self._most())

    def _most(self) -> float:
        """The most pairs that can match, were each list free of duplicates; for one list, a pair per record."""
        sizes = sorted((int(n) for (n,) in self._run("select count(*) from record group by list")), reverse=True)
        between = sum(n * at for at, n in enumerate(sizes))
        return float(between + (sum(sizes) if self.within else 0)) or 1.0

    def scored(self, least: float = KEPT_FROM) -> Scored:
        """The candidate pairs of at least this probability, the most probable first."""
        return self._weighed("pair", least)

    def weigh(self, pairs: Sequence[tuple[int, int]]) -> Scored:
        """These pairs, whether blocking lets them through or not, the most probable first."""
        left, right = zip(*((min(pair), max(pair)) for pair in pairs), strict=True)
        rows = pa.table({"join_key_l": pa.array(left, pa.int32()), "join_key_r": pa.array(right, pa.int32())})
        self.connection.register("given_pairs", rows)
        self._run("create or replace table weighed as select distinct * from given_pairs")
        self.connection.unregister("given_pairs")
        return self._weighed("weighed", None)

    def _weighed(self, pairs: str, least: float | None) -> Scored:
        trained = self.trained
        ms = [self._given(part, m) for part, m in zip(self.comparisons, trained.m, strict=True)]
        weights = [list(zip(m.tolist(), u.tolist(), strict=True)) for m, u in zip(ms, trained.u, strict=True)]
        return self._read(self._predict(pairs, weights, trained.match_share, least), trained)

    @staticmethod
    def _given(part: Comparison, m: Floats) -> Floats:
        """m as Splink takes it, never above 1; `tf_rarity` is as much lower as m is here."""
        by_rarity = np.array([level.by_rarity for level in part.levels])
        return np.asarray(m / HEADROOM**by_rarity) if part.code == "names" else m

    def _read(self, table: pa.Table, trained: Trained) -> Scored:
        levels = np.empty((len(table), len(self.comparisons)), dtype=np.int8)
        parts = np.empty((len(table), len(self.comparisons)))
        for j, part in enumerate(self.comparisons):
            base = _column(table, f"mw_{part.code}")
            worth = np.log2(self._given(part, trained.m[j])) - np.log2(trained.u[j])
            levels[:, j] = np.where(base == 0.0, MISSING, np.abs(base[:, None] - worth[None, :]).argmin(axis=1))
            parts[:, j] = base + _rarity_part(table, part)
        weight = np.clip(_column(table, "match_weight"), -_MOST_WEIGHT, _MOST_WEIGHT)
        left, right = (_column(table, f"unique_id_{side}").astype(np.int64) for side in "lr")
        sides = self._sides(left, right)
        probability = shared_out(np.exp2(weight), sides if self.once else None)
        order = np.lexsort((right, left, -weight, -probability))
        return Scored(
            self.comparisons, left[order], right[order], weight[order], probability[order],
            levels[order], parts[order], trained, self.lists,
        )  # fmt: skip

    def _levels(self, pairs: str, each: float, judged: Floats | None) -> Sample:
        """Which level each pair of a table reaches; weights that number the levels are asked for and read back."""
        numbered = [
            [(2.0 ** -(len(part.levels) - at), 2.0 ** -(len(part.levels) + 1)) for at in range(len(part.levels))]
            for part in self.comparisons
        ]
        table = self._predict(pairs, numbered, 0.5, None)
        order = np.lexsort((_column(table, "unique_id_r"), _column(table, "unique_id_l")))
        levels = np.empty((len(table), len(self.comparisons)), dtype=np.int8)
        rarity = np.zeros((len(table), len(self.comparisons)))
        for j, part in enumerate(self.comparisons):
            base = np.rint(_column(table, f"mw_{part.code}")[order]).astype(np.int8)
            levels[:, j] = np.where(base == 0, MISSING, base - 1)
            column = {"names": RARITY, "places": PLACE}.get(part.code)
            if column:
                chance = np.fmax(_column(table, f"tf_{column}_l")[order], _column(table, f"tf_{column}_r")[order])
                rarity[:, j] = np.nan_to_num(np.log2(chance * (HEADROOM if column == RARITY else 1)))
        left, right = (_column(table, f"unique_id_{side}")[order].astype(np.int64) for side in "lr")
        return Sample(levels, rarity, each, self._sides(left, right) if pairs == "sample" else None, judged)

    def _sides(self, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], ...]:
        lists = self.lists
        many = int(lists.max()) + 1
        return left * many + lists[right], right * many + lists[left]

    def _predict(self, pairs: str, weights: Any, share: float, least: float | None) -> pa.Table:
        model = settings(
            self.comparisons, {part.code: w for part, w in zip(self.comparisons, weights, strict=True)}, share
        )
        self._run(f"create or replace view asked as select join_key_l, join_key_r, '0' as match_key from {pairs}")  # noqa: S608
        api = DuckDBAPI(self.connection)
        linker = Linker(api.register("record"), model)
        linker.table_management.register_blocked_pairs_for_predict(api.register("asked"))
        found = linker.inference.predict(threshold_match_probability=least, warning_mode="never")
        table = found.as_pyarrow_table()  # type: ignore[no-untyped-call]
        found.drop_table_from_database_and_remove_from_cache()
        return table

    def _fill(self, lists: Sequence[Iterable[Row]]) -> None:
        """Table `record`, and of each record the list it is in."""
        self.connection.register("given", SCHEMA.empty_table())
        self._run("create table read as select * from given")
        sizes: list[int] = []
        for number, rows in enumerate(lists):
            held = sum(sizes)
            for batch in prepared(rows, sum(sizes), number):
                self.connection.register("given", pa.Table.from_batches([batch]))
                self._run("insert into read select * from given")
                held += len(batch)
            sizes.append(held - sum(sizes))
        self.connection.unregister("given")
        forget()
        self.lists = np.repeat(np.arange(len(sizes)), sizes)

    def _rarities(self) -> None:
        """Add how often a place occurs, and the chance that another name has all parts of one, were they independent.

        Under the names that Splink looks for beside `place` and `rarity`.
        """
        self._run("""create temp table part as select unique_id as id, list, unnest(keys1) as part from read""")
        # A part that one list has once is rarer than one in that many: Good & Turing's estimate, from how many parts a
        # list has once, twice and so on. Lists are not added up: who is in two of them would count twice.
        self._run("""create temp table part_share as
            with size as (select list, count(*) as many from read where keys1 is not null group by list),
                held as (select part, list, count(distinct id) as n from part group by part, list),
                most as (select part, max(n) as n, arg_max(many, n * 1e9 + many) as many
                    from held join size using (list) group by part),
                seen as (select n, count(*) as parts from most group by n)
            select part, case when m.n > 5 then m.n else greatest(0.2 * m.n, least(m.n,
                (m.n + 1) * coalesce(above.parts, 0) / here.parts)) end / m.many as share
            from most m join seen here on here.n = m.n left join seen above on above.n = m.n + 1""")
        self._run(f"""create table record as
            with chance as (select id, exp(sum(ln(share))) as chance
                    from part join part_share using (part) group by id),
                place_share as (select place, count(*) / sum(count(*)) over () as share from read
                    where place is not null group by place)
            select r.*, joined1 as rarity, greatest({RAREST}, c.chance) / {HEADROOM} as tf_rarity, p.share as tf_place
            from read r left join chance c on c.id = r.unique_id left join place_share p on p.place = r.place
            order by unique_id""")  # noqa: S608
        for name in ("part", "part_share", "read"):
            self._run(f"drop table {name}")

    def _draw(self) -> None:
        """Table `random`: pairs drawn at random, after the seed; all of them where there are few."""
        apart = "a.list <> b.list" if not self.within else "true"
        if self.possible <= RANDOM_PAIRS:
            rows = f"from record a join record b on a.unique_id < b.unique_id and {apart}"
        else:
            total = len(self.lists)
            more = int(RANDOM_PAIRS * len(self.lists) ** 2 / (2 * self.possible)) + 1
            rows = f"""from (select distinct least(x, y) as x, greatest(x, y) as y from (
                    select (hash(i, {self.seed}, 1) % {total})::int as x, (hash(i, {self.seed}, 2) % {total})::int as y
                    from range({more}) t(i)) where x <> y) d
                join record a on a.unique_id = d.x join record b on b.unique_id = d.y and {apart}"""  # noqa: S608
        self._run(
            f"create or replace table random as select a.unique_id as join_key_l, b.unique_id as join_key_r {rows}"
        )

    def _add_judged(self) -> None:
        if not self.judged:
            return
        left, right = zip(*self.judged, strict=True)
        self.connection.register("said", pa.table({"l": pa.array(left, pa.int32()), "r": pa.array(right, pa.int32())}))
        self._run("""insert into sample select l, r, 0 from said
            where not exists (select 1 from sample s where s.join_key_l = l and s.join_key_r = r)""")
        self.connection.unregister("said")

    def _said(self, pairs: str) -> Floats | None:
        if not self.judged:
            return None
        rows = self._run(f"select join_key_l, join_key_r from {pairs} order by 1, 2")  # noqa: S608
        return np.array([float(self.judged[row]) if row in self.judged else np.nan for row in rows])

    def _run(self, sql: str) -> list[Any]:
        return self.connection.execute(sql).fetchall()  # what is left unread blocks Splink's next step


def _column(table: pa.Table, name: str) -> npt.NDArray[np.float64]:
    return np.asarray(table[name].to_numpy(zero_copy_only=False), dtype=np.float64)


def _rarity_part(table: pa.Table, part: Comparison) -> Floats:
    name = f"mw_tf_adj_{part.code}"
    return _column(table, name) if name in table.column_names else np.zeros(len(table))
