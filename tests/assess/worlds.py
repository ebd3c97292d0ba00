"""Random small worlds that reach every branch: any function that picks one of several things can draw one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from sijill.assess.rules.sdg16 import Options
from tests.assess.world import World

T = TypeVar("T")
Choose = Callable[[Sequence[Any]], Any]

SINCE, UNTIL = date(2025, 1, 1), date(2025, 12, 31)
DAY = date(2025, 5, 5)
OPTIONS = (
    Options(SINCE, UNTIL),
    Options(SINCE, UNTIL, status="verified"),
    Options(SINCE, UNTIL, repeat_victims="persons"),
    Options(date(2025, 3, 1), date(2025, 6, 30), unknown_actor="counted-if-either-way"),
    Options(SINCE, UNTIL, status="corroborated", repeat_victims="persons", unknown_actor="counted-if-either-way"),
)

KINDS = (
    "unlawful-killing", "unlawful-killing", "attempted-killing", "enforced-disappearance", "torture",
    "arbitrary-detention",
    "short-detention", "kidnapping", "threat", "spyware", "smear", "charge-fabricated",
)  # fmt: skip
DATES = (
    ("2025-05-05", "2025-05-05"), ("2025-05-05", "2025-05-09"), ("2025-01-01", "2025-12-31"),
    ("2024-12-31", "2024-12-31"), ("2024-12-30", "2025-01-01"), ("2025-12-31", "2026-01-01"),
    ("2025-03-01", "2025-03-01"), ("0001-01-01", "2025-02-02"), ("2026-02-02", "9999-12-31"), None,
)  # fmt: skip
UNKNOWN = ("not-asked", "not-stated", "not-available")
# What meets a test comes first and often: a world in which everything fails tests nothing further on.
OTHER_MOTIVES = ("engaged", "associated", "not-linked", "not-linked", "disputed", "undetermined", *UNKNOWN)
MOTIVES = ("linked",) * 9 + OTHER_MOTIVES
TRI = ("yes",) * 12 + ("no", "no", "no", "disputed", "undetermined", *UNKNOWN)
HELD = ("denied",) * 6 + ("concealed", "acknowledged-no-location", "acknowledged-located", "none", *UNKNOWN)
BASES = (
    ("no-legal-basis",) * 6
    + ("for-exercising-rights", "procedure-breached", "unjust-or-unreasonable", "lawful", "disputed")
    + ("undetermined", "none", *UNKNOWN)
)
ROLES = ("journalist",) * 9 + ("blogger", "trade-unionist", "lawyer", "teacher", "other", "none", *UNKNOWN)
LINKS = ("state-agent",) * 6 + ("state-acquiescence", "non-state", "non-state", "non-state", *UNKNOWN)
ATTRIBUTIONS = ("alleged",) * 6 + ("convicted", "disputed")
STATES = ("confirmed", "confirmed", "draft", "draft", "rejected", "withdrawn")
ASSERTS = ("", "motive:linked", "role:journalist motive:linked", "motive:linked-not")


def draw_world(choose: Choose, acts: int = 8, tag: str = "") -> World:
    """A world of at most `acts` acts; `tag` keeps the identifiers of several worlds apart."""
    world = World()
    persons = [f"person{tag}-{n}" for n in range(4)]
    events = [f"event{tag}-{n}" for n in range(3)]
    for person in persons:
        world.person(person, kind=choose(("individual",) * 11 + ("group",)), sex=choose(("female", "male")))
    for event in events:
        world.event(event, state=choose(STATES[:2] * 3 + STATES))
    if choose((False, False, True)):
        world.merge("person", drop=persons[0], keep=persons[1])
    if choose((False, False, True)):
        world.merge("event", drop=events[0], keep=events[1])
    sources = [f"source{tag}-{n}" for n in range(3)]
    for source in sources:
        world.add("source", id=source, is_public=choose((False, True)), asserts=choose(ASSERTS))
    for number in range(choose(range(1, acts + 1))):
        _draw_act(world, choose, f"act{tag}-{number:02d}", choose(persons), choose(events), sources)
    for number in range(choose((0, 0, 0, 1, 2))):
        world.add(
            "consent", id=f"consent{tag}-{number}", person_id=choose(persons), decided_on=DAY,
            use=choose(("publish-statistic", "publish-statistic", "record")),
            decision=choose(("given", "refused", "withdrawn")), log_from=choose((1, 2, 3)),
        )  # fmt: skip
    return world


def _draw_act(world: World, choose: Choose, act: str, victim: str, event: str, sources: Sequence[str]) -> None:
    when = choose(DATES[:2] * 8 + DATES)
    bounds = (
        {} if when is None else dict(zip(("occurred_lo", "occurred_hi"), map(date.fromisoformat, when), strict=True))
    )
    world.add(
        "act", id=act, event_id=event, victim_id=victim, kind=choose(KINDS), state=choose(STATES[:4] * 3 + STATES),
        motive=choose(MOTIVES), diligence_failure=choose(TRI), severe=choose(TRI), purpose=choose(TRI),
        acknowledgement=choose(HELD), detention_basis=choose(BASES), log_from=choose((1, 1, 1, 4, 6)), **bounds,
    )  # fmt: skip
    for role in sorted({choose(ROLES) for _ in range(choose((0, 1, 1, 1, 1, 1, 1, 2, 2)))}):
        world.add("act_role", id=f"{act}-{role}", act_id=act, role=role, log_from=choose((1, 1, 1, 6)))
    for number in range(choose((0, 1, 1, 1, 1, 1, 1, 2, 2))):
        world.add(
            "involvement", id=f"{act}-i{number}", act_id=act, state_link=choose(LINKS),
            attribution=choose(ATTRIBUTIONS), log_from=choose((1, 1, 1, 6)),
        )  # fmt: skip
    for number in range(choose((0, 0, 1, 2))):
        _draw_report(world, choose, f"{act}-r{number}", act, choose(sources))
    for number in range(choose((0, 0, 1, 1, 2))):
        decision = choose(("reasonable-grounds",) * 7 + ("not-established", "more-needed"))
        words = {"reasonable-grounds": choose(("verified", "verified", "corroborated"))}
        word = words.get(decision, "not-established" if decision == "not-established" else "reported")
        world.add(
            "verification", id=f"{act}-v{number}", act_id=act, decision=decision, word=word, decided_on=DAY,
            log_from=choose((3, 5)) + 2 * number,
        )  # fmt: skip


def _draw_report(world: World, choose: Choose, report: str, act: str, source: str) -> None:
    world.add("report", id=report, source_id=source)
    about = choose((("act", act), ("act", act), ("involvement", f"{act}-i0")))
    for element in sorted({choose(("act", "date", "motive", "motive")) for _ in range(2)}):
        world.add(
            "support",
            id=f"{report}.{element}",
            report_id=report,
            entity_kind=about[0],
            entity_id=about[1],
            element=element,
        )
    if choose((False, False, False, True)):
        world.add(
            "report_withdrawal", id=f"{report}-w", report_id=report, vintage_id="vintage-1", log_from=choose((2, 8))
        )


def beside(worlds: Sequence[World]) -> World:
    """One world that holds several, which share no identifier."""
    whole = World()
    for world in worlds:
        for table, rows in world.rows.items():
            whole.rows.setdefault(table, []).extend(rows)
    return whole
