"""Programmes of every shape that protection has to hold for: SYNTHETIC, each made from its seed alone.

One to three dimensions, codes of up to three levels, tables that share margins or show one level each, one to three
releases, and a policy of one of several kinds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

from sijill.stats.attack import Breach, attack
from sijill.stats.disclosure import Protected
from sijill.stats.policy import Exact, KindPolicy, Policy
from sijill.stats.table import Programme
from tests.stats.registers import MANY, MEASURES, Breakdown, Register, invent

PUBLIC = Exact(frozenset({"year", "area", "sex", "role", "category"}), (("category", frozenset({"c0", "c1"})),))
POLICIES = (
    KindPolicy(),
    KindPolicy(threshold=3),
    KindPolicy(threshold=10),
    KindPolicy(hide_zeros=True),
    KindPolicy(hide_revisions=False),
    KindPolicy(exact=PUBLIC),
)


@dataclass(frozen=True)
class Hierarchy:
    """What one seed gives: a programme for each release, oldest first, and the policy they are protected under."""

    seed: int
    programmes: tuple[Programme, ...]
    policy: Policy

    @property
    def cells(self) -> int:
        return sum(len(table.cells) for table in self.programmes[-1].tables)


def hierarchy(seed: int, secret: bytes = b"", row: KindPolicy | None = None) -> Hierarchy:
    """The hierarchy of a seed. With a secret its counts bring keys. `row`: of the policy, in place of one by chance."""
    random = Random(seed)
    count = random.choice((1, 2, 2, 2, 3, 3))
    names = random.sample(("area", "category", "sex", "role"), count)
    widths = {
        "area": random.randint(5, 24 if count < 3 else 8), "category": random.randint(3, 9 if count < 3 else 4),
        "sex": random.randint(2, 4), "role": random.randint(2, 5),
    }  # fmt: skip
    releases, years = random.choice((1, 1, 2, 3)), random.choice((1, 1, 2))
    register = invent(random, random.choice((15, 60, 150, 400, 1200)), widths, years=years, releases=releases)
    register.secret = secret
    for name in ("area", "category"):
        if random.random() < 0.7:
            register.parents[name] = tree(random, register.codes[name])
    asked = shapes(random, register, names, years)
    row = row or random.choice(POLICIES)
    return Hierarchy(
        seed,
        tuple(register.programme(asked, release) for release in range(releases)),
        Policy("invented", KindPolicy(), {"default": row}),
    )


def tree(random: Random, codes: tuple[str, ...]) -> dict[str, str]:
    """Codes gathered under wider ones, these perhaps under one more; some lie under none."""
    parents: dict[str, str] = {}
    for code in codes:
        if random.random() < 0.85:
            parents[code] = f"{code[0]}-wide{random.randrange(max(2, len(codes) // 3))}"
    if random.random() < 0.3:
        parents |= {wide: f"{wide[0]}-widest" for wide in sorted(set(parents.values()))[:2]}
    return parents


def shapes(random: Random, register: Register, names: list[str], years: int) -> list[Breakdown]:
    """One table of all the dimensions, or several of fewer that share their margins."""
    tables = [tuple(names)]
    if len(names) > 1 and random.random() < 0.6:
        tables = list(combinations(names, len(names) - 1)) + ([tuple(names)] if random.random() < 0.3 else [])
    if any(set(MANY) & set(one) for one in tables):
        tables = [one for one in tables if len(one) < 3] or [one[:2] for one in tables]
    if years > 1 and random.random() < 0.5:
        tables.append(("year", *tables[0][:1]))
    since = register.table(Breakdown("x", ())).since.replace(year=2025 - years)
    measures = random.choice((("reported",), MEASURES, MEASURES))
    found = []
    for place, by in enumerate(dict.fromkeys(tables)):
        level = random.choice(("both", "both", "narrow", "wide"))
        loose = frozenset(by) if level != "both" and len(tables) > 1 else frozenset()
        found.append(
            Breakdown(
                f"table{place}", by, since=since, role_total=random.random() < 0.5, measures=measures,
                narrow=loose if level == "narrow" else frozenset(), wide=loose if level == "wide" else frozenset(),
            )
        )  # fmt: skip
    return found


def breaches_of(made: Sequence[Protected], policy: Policy) -> dict[int, list[Breach]]:
    """What each release, with all before it, gives away; only those that give away anything."""
    told = [release.tables for release in made]
    found = {last: attack(told[:last], made[last - 1].nested, policy) for last in range(1, len(made) + 1)}
    return {last: breaches for last, breaches in found.items() if breaches}
