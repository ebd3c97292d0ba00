"""An invented law and an invented shutdown as facts, and documents as plain text to compare with golden files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sijill.assess.rules.disruption_page import evidence_of
from sijill.assess.rules.sdg16 import Options
from sijill.publish.papers import bulletin as shutdowns
from sijill.publish.papers.opinion import FEATURES, OF_ARTICLE, Judged, Law, OpinionFacts, Provision, Published, Uses
from sijill.publish.papers.paper import Block, Facts, Items, Moment, Office, Paper, Quoted, Rows, Sentence, Span
from sijill.publish.papers.shutdown_figures import figures_of
from sijill.publish.papers.shutdowns import ShutdownFacts
from sijill.publish.reports import EVER, Context
from sijill.stats.policy import Policy, load_policy
from sijill.tables.dates import parse
from sijill.tables.engines import Tables
from tests.assess.ground.world import Measures
from tests.publish.reports.golden import fixed_world

OFFICE = Office("Institution of Invented", invented=True)
ON = date(2026, 11, 28)
NAME = "Zz Nobodyson"


def moment(text: str) -> Moment:
    """A date of the register."""
    found = parse(text, 9999)
    return Moment(text, found.lo, found.hi, "")


def opinion_facts(**more: Any) -> OpinionFacts:
    """A law with two articles: prison for insult, and one of which nothing is recorded."""
    world = Measures()
    law = world.law(accessible="yes", oversight="executive", consulted="no")
    first = world.add(
        "provision", law_id=law, article="8", offence="insult", penalty="prison", precise="no", discretion_limited="yes"
    )
    second = world.add("provision", law_id=law, article="9")
    world.answer(second, "legitimate-aim/aim-listed", "met", kind="provision")
    found = {
        key: tuple(
            Judged(one, f"Reasons by {NAME}" if one.answer_id else "") for one in world.findings(key, kind).values()
        )
        for key, kind in ((law, "law"), (first, "provision"), (second, "provision"))
    }
    given = OpinionFacts(_law(law, first, second), found, None, OFFICE, ON)
    return replace(given, **more)


def _law(law: str, first: str, second: str) -> Law:
    nothing = dict.fromkeys(OF_ARTICLE, "not-asked")
    return Law(
        id=law,
        title="Invented Press Act",
        jurisdiction="TR",
        kind="statute",
        language="ar",
        gazette="Gazette 12",
        in_force=moment("2009-06"),
        repealed=Moment(unknown="not-available"),
        state="confirmed",
        enforcer="",
        enforcer_kind="security-unit",
        oversight="executive",
        answers={**dict.fromkeys(FEATURES, "not-asked"), "accessible": "yes", "consulted": "no"},
        text="",
        provisions=(
            Provision(
                first, "8", "insult", "prison", Span(6, 24, ""), Span(), {**nothing, "precise": "no"}, "", "نص المادة"
            ),
            Provision(second, "9", "not-asked", "not-asked", Span(), Span(), nothing, "", ""),
        ),
    )


PUBLISHED = Published(
    "release-zz", "Invented figures", date(2025, 1, 1), date(2025, 12, 31), ("Counted", "Status", "Figure"),
    (("Victims", "Reported", "<5"),),
)  # fmt: skip
USES = Uses({"provision-001": 3}, 3)


def bulletin_facts(*claims: shutdowns.Claim, cause: str = "", **more: Any) -> shutdowns.BulletinFacts:
    """A shutdown of which a report, a measurement and an operator speak, and one update withdraws what was said."""
    claims = claims or CLAIMS
    rows = [
        {"id": one.id, "disruption_id": "disruption-001", "lineage": str(one.lineage_number or ""), "kind": one.kind,
         "says": one.says, "cause": one.cause}
        for one in claims
    ]  # fmt: skip
    found = evidence_of({"id": "disruption-001", "state": "confirmed"}, rows)
    evidence = shutdowns.Evidence(
        found["evidence"], found["disputed"], cause or found["cause"], found["cause_claim"] or "", found["lineages"]
    )
    row = shutdowns.Disruption(
        id="disruption-001",
        country="TG",
        places=("TG",),
        scope="national",
        kind="shutdown",
        extent="service-based",
        networks="mobile",
        services=(("whatsapp", "yes"), ("sms", "no")),
        began=moment("2017-09-05/2017-09-07"),
        began_type="estimated",
        ended=Moment(unknown="not-stated"),
        ending="not-stated",
        ordered_by="executive",
        trigger="protests",
        justification="national-security",
        authority_acknowledged="not-stated",
        legal_basis_cited="no",
        operator_acknowledged="not-asked",
        users_notified="no",
        gag="yes",
        state="confirmed",
        claims=claims,
        updates=UPDATES,
        signals=((("web", "disrupted"), 3), (("bgp", "not-covered"), 1)),
    )
    return shutdowns.BulletinFacts(replace(row, **more), evidence, OFFICE, ON)


def claim(identifier: str, kind: str, says: str = "happened", lineage: int = 1, **more: Any) -> shutdowns.Claim:
    """A claim that says little."""
    given: dict[str, Any] = {"cause": "not-stated", "began": moment("2017-09-05"), "ended": Moment(), **more}
    return shutdowns.Claim(identifier, kind, says, lineage_number=lineage, **given)


CLAIMS = (
    claim("claim-1", "report"),
    claim("claim-2", "measurement", lineage=2),
    claim("claim-3", "measurement", says="no-measurements", lineage=3),
)
UPDATES = (
    shutdowns.Update(moment("2017-09-06"), "affected", "operator", "whatsapp"),
    shutdowns.Update(moment("2017-09-10"), "restored", "operator", "whatsapp"),
    shutdowns.Update(moment("2017-09-12"), "disclosure-withdrawn", "authority", "not-stated"),
)


def shutdown_facts(country: str = "BO", year: int | None = None, policy: Policy | None = None) -> ShutdownFacts:
    """The disruptions of the invented register behind the golden tables: of a country, of a year, or all."""
    period = (date(year, 1, 1), date(year, 12, 31)) if year else EVER
    context = Context(Options(*period), subject="speech")
    figures = figures_of(_world(), context, policy or load_policy(), country)
    return ShutdownFacts(country, year, figures, OFFICE, ON)


@cache
def _world() -> Tables:
    return fixed_world()


def plain(paper: Paper) -> str:
    """A document as text: every word of it in its order."""
    lines = [paper.title, paper.subtitle, *paper.remarks]
    for part in paper.parts:
        lines += ["", f"{'#' * part.level} {part.title}"]
        for block in part.blocks:
            lines += _lines(block)
    return "\n".join(lines) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Sentence(text, strong):
            yield f"*{text}*" if strong else text
        case Quoted(text):
            yield f"> {text}"
        case Items(texts):
            yield from (f"- {text}" for text in texts)
        case Facts(pairs):
            yield from (f"{name} = {value}" for name, value in pairs)
        case Rows(heads, rows):
            yield from (" | ".join(row) for row in (heads, *rows))


def part(paper: Paper, title: str) -> str:
    """The text under one heading of the first level, with what stands below it."""
    return plain(paper).split(f"\n# {title}\n", 1)[1].split("\n# ", 1)[0]
