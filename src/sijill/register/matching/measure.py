"""How well records are matched, where the truth is known: precision, recall, what blocking lets through, cost. Pure."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sijill.register.matching.blocking import ceiling
from sijill.register.matching.linking import Linking, Scored
from sijill.register.matching.records import COLUMNS, Row

THRESHOLDS = (0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999)
SAME_FROM = 0.5

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Point:
    """What is found at one threshold of the match probability."""

    threshold: float
    pairs: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What `evaluate` found. Seconds by the clock, memory the most that the process held, in megabytes."""

    rows: tuple[int, ...]
    columns: tuple[str, ...]
    true_pairs: int
    candidates: int
    at: Point
    curve: tuple[Point, ...]
    blocking: Mapping[str, float]
    seconds: float
    peak_memory_mb: float | None
    seed: int
    expected_pairs: float
    trained: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The keys of `sijill match evaluate --json`."""
        return {
            "rows": list(self.rows),
            "columns": list(self.columns),
            "true_pairs": self.true_pairs,
            "candidate_pairs": self.candidates,
            "threshold": self.at.threshold,
            "pairs": self.at.pairs,
            "precision": self.at.precision,
            "recall": self.at.recall,
            "f1": self.at.f1,
            "expected_true_pairs": self.expected_pairs,
            "blocking_ceiling": self.blocking.get("any"),
            "blocking_rules": {name: share for name, share in self.blocking.items() if name != "any"},
            "curve": [
                {"threshold": p.threshold, "pairs": p.pairs, "precision": p.precision, "recall": p.recall, "f1": p.f1}
                for p in self.curve
            ],
            "seconds": self.seconds,
            "peak_memory_mb": self.peak_memory_mb,
            "seed": self.seed,
            "weights": self.trained,
        }


def evaluate(
    lists: Sequence[Sequence[Row]],
    truth: str,
    *,
    threshold: float = SAME_FROM,
    once: bool = True,
    sample: int | None = None,
    seed: int = 1,
) -> Measured:
    """Match lists with one another, or one with itself, and compare with the truth.

    `truth`: a column; rows with one value in it are one person. It is never compared, whatever its name. `sample`:
    only the rows of that many persons, drawn after the seed.
    """
    kept = drawn(lists, truth, sample, seed) if sample else [list(rows) for rows in lists]
    began = time.perf_counter()
    seen = [name for name in COLUMNS if name != truth]
    shown = [({name: row.get(name) for name in seen} for row in rows) for rows in kept]
    linking = Linking(shown, within=len(kept) == 1, once=once, seed=seed)
    scored = linking.scored()
    seconds = time.perf_counter() - began
    true = true_pairs(kept, truth)
    curve = tuple(_point(found_pairs(scored, at, once=linking.once), true, at) for at in THRESHOLDS)
    return Measured(
        rows=tuple(len(rows) for rows in kept),
        columns=tuple(name for name in seen if any(row.get(name) not in (None, "") for rows in kept for row in rows)),
        true_pairs=len(true),
        candidates=linking.candidates,
        at=_point(found_pairs(scored, threshold, once=linking.once), true, threshold),
        curve=curve,
        blocking=ceiling(linking.connection, sorted(true)),
        seconds=round(seconds, 3),
        peak_memory_mb=peak_memory(),
        seed=seed,
        expected_pairs=round(float(scored.probability.sum()), 1),
        trained=shown_weights(scored),
    )


def found_pairs(scored: Scored, threshold: float, *, once: bool) -> list[Pair]:
    """The pairs of at least this probability; `once`: of a record and another list one, the most probable."""
    many = int(np.searchsorted(-scored.probability, -threshold, side="right"))
    pairs = list(zip(scored.left[:many].tolist(), scored.right[:many].tolist(), strict=True))
    if not once:
        return pairs
    lists = scored.lists
    taken: set[Pair] = set()
    found = []
    for left, right in pairs:
        places = {(left, int(lists[right])), (right, int(lists[left]))}
        if not places & taken:
            taken |= places
            found.append((left, right))
    return found


def true_pairs(lists: Sequence[Sequence[Row]], truth: str) -> set[Pair]:
    """Rows, counted over the lists in order, with one value of `truth`; of several lists only pairs between them."""
    by_value: dict[str, list[Pair]] = defaultdict(list)
    number = 0
    for at, rows in enumerate(lists):
        for row in rows:
            value = _value(row, truth)
            if value:
                by_value[value].append((number, at))
            number += 1
    one = len(lists) == 1
    return {
        (left, right)
        for rows in by_value.values()
        for left, list_of_left in rows
        for right, list_of_right in rows
        if left < right and (one or list_of_left != list_of_right)
    }


def drawn(lists: Sequence[Sequence[Row]], truth: str, sample: int, seed: int) -> list[list[Row]]:
    """The rows of `sample` persons, drawn after the seed from all that the lists hold."""
    persons = sorted({_value(row, truth) for rows in lists for row in rows} - {""})
    chosen = set(np.random.default_rng(seed).permutation(np.array(persons, dtype=object))[:sample].tolist())
    return [[row for row in rows if _value(row, truth) in chosen] for rows in lists]


def _value(row: Row, truth: str) -> str:
    """Who a row is about, by the column of the truth; empty where it does not say. In JSON, 0 is somebody."""
    value = row.get(truth)
    return "" if value is None else str(value).strip()


def shown_weights(scored: Scored) -> dict[str, Any]:
    """By comparison and level: m, u and the weight in bits."""
    trained = scored.trained
    return {
        part.code: {
            level.code: {"m": _short(m), "u": _short(u), "weight": round(float(np.log2(m / u)), 2)}
            for level, m, u in zip(part.levels, trained.m[j], trained.u[j], strict=True)
        }
        for j, part in enumerate(scored.comparisons)
    }


def peak_memory() -> float | None:
    """The most memory this process has held, in megabytes; None where the system does not say."""
    if sys.platform == "win32":
        return None
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1e6 if sys.platform == "darwin" else 1e3), 1)


def _point(found: Sequence[Pair], true: set[Pair], threshold: float) -> Point:
    right = sum(pair in true for pair in found)
    precision = right / len(found) if found else 0.0
    recall = right / len(true) if true else 0.0
    f1 = 2 * right / (len(found) + len(true)) if found or true else 0.0
    return Point(threshold, len(found), round(precision, 5), round(recall, 5), round(f1, 5))


def _short(value: float) -> float:
    return float(f"{float(value):.3g}")
