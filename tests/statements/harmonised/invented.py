"""An invented service and its invented half-year, the same on every run; nothing in it happened."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sijill.codelists.load import codelist
from sijill.statements.harmonised.facts import (
    BASES,
    ILLEGAL,
    NOT_SPECIFIED_NOTICE,
    NOT_SPECIFIED_ORDER,
    OUTCOMES,
    SUSPENSIONS,
    TERMS,
    TERMS_ONLY,
    Complaint,
    Dispute,
    Facts,
    Measure,
    Notice,
    Order,
    Period,
    Place,
    Service,
    Suspension,
)
from sijill.statements.harmonised.lines import categories, keywords_of
from sijill.statements.harmonised.parts import LANGUAGES, OTHER, RESTRICTIONS, STATES, TOTAL

HALF = Period.read("2025H2")
DECISIONS = codelist("dsa_decisions").live()


def service(kind: str = "platform") -> Service:
    """A service that could impose every restriction, published in time."""
    large = kind in ("vlop", "vlose")
    return Service(
        name="Invented Forum",
        provider="Invented Provider Ltd",
        kind=kind,
        published=date(2026, 2, 20),
        previous=date(2025, 8, 20),
        texts={number: f"Invented text {number}." for number in range(1, 12)},
        accuracy={("Accuracy", "Total number"): 0.97, ("Precision", "Total number"): 0.9125},
        internal=40,
        external=20,
        experts={TOTAL: 50} | dict.fromkeys(LANGUAGES, 5) if large else {},
        recipients={TOTAL: 27_000_000} | dict.fromkeys(STATES, 1000000) if large else {},
    )


def facts(seed: int = 7, size: int = 400) -> Facts:
    """Decisions, notices, orders, appeals of July to December 2025."""
    chance = random.Random(seed)
    usual = [code for code, parts in categories().items() if parts == "3 4 5 6"]

    def day() -> date:
        return date(2025, 7, 1) + timedelta(days=chance.randrange(184))

    def place(*more: str) -> Place:
        category = chance.choice([*usual, *more])
        keywords = keywords_of(category)
        if not keywords:
            return Place(category)
        keyword = chance.choice([*keywords, OTHER])
        described = chance.choice(["Doxing of neighbours", "Quarrels about garden fences"])
        return Place(category, keyword, described if keyword == OTHER else "")

    def measure() -> Measure:
        ground = chance.choice([ILLEGAL, TERMS])
        where = place(*([TERMS_ONLY] if ground == TERMS else []))
        source = chance.choice(codelist("dsa_sources").live())
        kinds = frozenset(chance.sample(RESTRICTIONS, chance.choice([1, 1, 2])))
        return Measure(
            day(), where, ground, source, kinds, chance.random() < 0.6, chance.choice(DECISIONS),
            chance.choice(LANGUAGES),
        )  # fmt: skip

    def notice() -> Notice:
        action = chance.choice([ILLEGAL, TERMS, ""])
        where = place(NOT_SPECIFIED_NOTICE)
        hours = round(chance.random() * 90, 2) if action else None
        return Notice(
            day(), where, chance.random() < 0.2, chance.randrange(1, 5), action, hours, chance.choice(DECISIONS)
        )

    def order() -> Order:
        where = place(NOT_SPECIFIED_ORDER)
        inform, hours = chance.random() < 0.5, round(chance.random() * 300, 2)
        return Order(day(), where, chance.choice(["DE", "FR", "EL"]), inform, chance.randrange(1, 4), 0.5, hours)

    def complaint() -> Complaint:
        return Complaint(
            day(), chance.choice(BASES), chance.choice(OUTCOMES), chance.random() * 70, chance.random() < 0.1
        )

    return Facts(
        tuple(measure() for _ in range(size)),
        tuple(notice() for _ in range(size)),
        tuple(order() for _ in range(size // 4)),
        tuple(complaint() for _ in range(size // 2)),
        tuple(Dispute(day(), chance.choice(OUTCOMES), chance.random() * 900, chance.random() < 0.7) for _ in range(20)),
        tuple(Suspension(day(), chance.choice(SUSPENSIONS)) for _ in range(15)),
    )
