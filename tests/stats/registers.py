"""Invented registers of victims, counted into tables of every shape that a release can have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from random import Random

from sijill.stats.cellkey import TWO_64, key_id, record_keys
from sijill.stats.table import TOTAL, Count, Dimension, Programme, Table

MEASURES = ("reported", "verified")
MANY = ("role",)  # dimensions of which one victim can have several codes


@dataclass(frozen=True)
class Victim:
    """One victim: the day, one set of codes per dimension, whether verified, whether a public source has it."""

    day: date
    codes: dict[str, tuple[str, ...]]
    verified: bool
    public: bool
    known: int = 0  # the release that first knew


@dataclass(frozen=True)
class Breakdown:
    """What a table is asked for."""

    slug: str
    by: tuple[str, ...]
    since: date = date(2024, 1, 1)
    until: date = date(2024, 12, 31)
    kind: str = "default"
    role_total: bool = False
    measures: tuple[str, ...] = MEASURES
    narrow: frozenset[str] = frozenset()  # dimensions whose wider codes are left out
    wide: frozenset[str] = frozenset()  # dimensions of which only the widest codes are shown


@dataclass
class Register:
    """Victims and the codes that each dimension has; `parents`: by dimension, each code and the wider one.

    `secret`: what the keys of counts are made with; empty, and no count has a key.
    """

    codes: dict[str, tuple[str, ...]]
    victims: list[Victim] = field(default_factory=list)
    parents: dict[str, dict[str, str]] = field(default_factory=dict)
    secret: bytes = b""

    def table(self, asked: Breakdown, release: int = 0, victims: Iterable[Victim] | None = None) -> Table:
        """Count what is known at a release."""
        dimensions = tuple(self._dimension(name, asked) for name in asked.by)
        counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
        closed: Counter[tuple[str, tuple[str, ...]]] = Counter()
        keys: Counter[tuple[str, tuple[str, ...]]] = Counter()
        counted = self.victims if victims is None else list(victims)
        names = [f"victim-{number}" for number in range(len(counted))]
        records = record_keys(self.secret, names) if self.secret else [0] * len(counted)
        for victim, record in zip(counted, records, strict=True):
            if victim.known > release or not asked.since <= victim.day <= asked.until:
                continue
            for key in product(*(self._codes(victim, name) for name in asked.by)):
                for measure in MEASURES[: 1 + victim.verified]:
                    counts[measure, key] += 1
                    closed[measure, key] += not victim.public
                    keys[measure, key] += record
        cells = {
            (measure, key): Count(
                counts[measure, key],
                closed[measure, key] == 0,
                key=keys[measure, key] % TWO_64 if self.secret else None,
            )
            for measure in asked.measures
            for key in product(*(one.codes for one in dimensions))
        }
        return Table(
            asked.slug, "attacks", asked.kind, "victims", asked.since, asked.until, dimensions, asked.measures, cells
        )

    def programme(self, asked: Sequence[Breakdown], release: int = 0) -> Programme:
        """All tables of one release."""
        return Programme(tuple(self.table(one, release) for one in asked), key_id=key_id(self.secret))

    def _dimension(self, name: str, asked: Breakdown) -> Dimension:
        if name == "year":
            years = tuple(str(year) for year in range(asked.since.year, asked.until.year + 1))
            return Dimension(name, (TOTAL, *years), "year")
        many = name in MANY
        parents = self.parents.get(name, {})
        shown = tuple(self.codes[name])
        if name in asked.wide:
            shown, parents = tuple(dict.fromkeys(self._above(name, code)[-1] for code in shown)), {}
        elif name in asked.narrow:
            parents = {}
        elif parents:
            shown = tuple(dict.fromkeys(one for code in shown for one in reversed(self._above(name, code))))
        codes = shown if many and not asked.role_total else (TOTAL, *shown)
        return Dimension(name, codes, name, adds_up=not many, parents=tuple(parents.items()))

    def _codes(self, victim: Victim, name: str) -> tuple[str, ...]:
        own = (str(victim.day.year),) if name == "year" else victim.codes[name]
        return (TOTAL, *dict.fromkeys(one for code in own for one in self._above(name, code)))

    def _above(self, name: str, code: str) -> list[str]:
        """A code and the wider codes that it is part of."""
        found, parents = [code], self.parents.get(name, {})
        while found[-1] in parents:
            found.append(parents[found[-1]])
        return found


def invent(random: Random, size: int, widths: dict[str, int], years: int = 1, releases: int = 1) -> Register:
    """A register with skewed codes: a few common ones and many rare, as in real lists."""
    codes = {name: tuple(f"{name[0]}{n}" for n in range(width)) for name, width in widths.items()}
    weights = {name: [random.random() ** 2 + 0.02 for _ in codes[name]] for name in codes}
    register = Register(codes)
    for _ in range(size):
        own = {}
        for name in codes:
            picked = random.choices(codes[name], weights[name], k=random.choice((1, 1, 2)) if name in MANY else 1)
            own[name] = tuple(sorted(set(picked)))
        day = date(2025 - years, 1, 1) + timedelta(days=random.randrange(365 * years))
        known = max(0, random.randrange(-8, releases)) if releases > 1 else 0
        register.victims.append(Victim(day, own, random.random() < 0.7, random.random() < 0.5, known))
    return register
