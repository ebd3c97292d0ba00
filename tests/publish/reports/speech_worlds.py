"""Invented rows of the second ledger: demands, restrictions, disruptions and laws that nobody made or suffered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Protocol

import ibis

from sijill.codelists.load import codelist
from sijill.tables.engines import Tables

Rows = dict[str, list[dict[str, Any]]]
PLACES = ("BO", "CL", "PE", "not-available")
TRI = ("yes", "no", "not-available", "not-stated")


class Chance(Protocol):
    """Choices that stay the same for a seed."""

    def below(self, end: int) -> int: ...
    def one(self, things: Any) -> Any: ...
    def often(self, usual: Any, others: Any, share: float = 0.7) -> Any: ...
    def chance(self, share: float) -> bool: ...


def judge(t: Tables) -> ibis.Table:
    """A stand-in for the rule of assess: an order makes it confirmed and deliberate, else the lineages are counted."""
    claims = t["disruption_claim"]
    found = claims.group_by("disruption_id").agg(
        lineages=claims.lineage.nunique(where=claims.says == "happened"),
        orders=claims.count(where=claims.kind == "order"),
        denials=claims.count(where=claims.says == "did-not-happen"),
    )
    ordered = found.orders > 0
    return found.select(
        "disruption_id",
        "lineages",
        evidence=ibis.cases((ordered, "confirmed"), (found.lineages > 1, "corroborated"), else_="reported"),
        disputed=found.denials > 0,
        cause=ibis.ifelse(ordered, "deliberate", "not-available"),
    )


def add(found: Rows, dice: Chance) -> None:
    """Rows of every table of the second ledger that a report reads."""
    for name in ("demand", "demand_count", "demand_act", "restriction", "exposure", "exposure_act", "disruption"):
        found[name] = []
    for name in ("disruption_claim", "disruption_update", "law", "provision", "act_provision"):
        found[name] = []
    found["source"].append({"id": "source-firm", "code": "firm", "is_public": True, "kind": "company"})
    for number in range(40):
        _disruption(found, dice, number)
    _totals(found, dice)
    for number in range(24):
        _demand(found, dice, number)


def supported(found: Rows, entity: str, row: str, source: str) -> None:
    """A report of a source that says so."""
    report = f"{row}/report"
    found["report"].append({"id": report, "source_id": f"source-{source}", "sha256": "0" * 64})
    said = {"report_id": report, "entity_kind": entity, "entity_id": row, "element": "kind"}
    found["support"].append({"id": f"{row}/support", **said})


def code(dice: Chance, listed: str, share: float = 0.8) -> str:
    """A code of a list, or now and then an unknown."""
    codes = codelist(listed).codes
    return str(dice.often(dice.one(codes), ("not-stated", "not-available"), share))


def span(stem: str, low: int | None, more: int = 0) -> dict[str, Any]:
    """A number as far as it is known."""
    if low is None:
        return {f"{stem}_unknown": "not-stated"}
    return {f"{stem}_low": low, f"{stem}_high": low + more, f"{stem}_unknown": ""}


def days(stem: str, low: date, more: int = 0) -> dict[str, Any]:
    """A date as far as it is known."""
    return {f"{stem}_lo": low, f"{stem}_hi": low + timedelta(days=more), f"{stem}_unknown": ""}


def _disruption(found: Rows, dice: Chance, number: int) -> None:
    name = f"disruption-{number:03d}"
    began = date(2024, 5, 1) + timedelta(days=dice.below(640))
    row: dict[str, Any] = {
        "id": name,
        "country": dice.one(PLACES),
        "scope": code(dice, "disruption_scopes"),
        "kind": dice.often("shutdown", ("throttling", "not-stated")),
        "extent": code(dice, "disruption_extents"),
        "networks": code(dice, "network_kinds"),
        "ordered_by": code(dice, "authority_kinds"),
        "trigger": code(dice, "shutdown_triggers"),
        "ending": "not-stated",
        "count_year": dice.often(began.year, (None, began.year + 1), 0.9),
        "state": dice.often("draft", ("confirmed", "rejected"), 0.6),
    }
    row |= {
        name: dice.one(TRI)
        for name in ("users_notified", "operator_acknowledged", "authority_acknowledged", "operator_named")
    }
    row |= {"legal_basis_cited": dice.one(TRI), "election": dice.one(TRI), "violence": dice.one(TRI)}
    row |= {"country_words": "Invented Land (INVENTED)"} if row["country"] == "not-available" else {}
    if dice.chance(0.95):
        row |= days("began", began, dice.often(0, (0, 3, 30)))
    else:
        row |= {"began_unknown": "not-stated"}
    if "began_lo" in row and dice.chance(0.6):
        row |= days("ended", row["began_hi"] + timedelta(days=dice.one((0, 1, 2, 5, 9, 40))), dice.often(0, (2,)))
        row["ending"] = "ended"
    elif dice.chance(0.5):
        row["ending"] = "ongoing"
    found["disruption"].append(row)
    for lineage in range(dice.below(4)):
        found["disruption_claim"].append(
            {
                "id": f"{name}/claim-{lineage}",
                "disruption_id": name,
                "lineage": f"source-{lineage}",
                "kind": dice.often("report", ("order", "measurement")),
                "says": dice.often("happened", ("did-not-happen", "no-signal")),
            }
        )
    if "began_lo" in row and dice.chance(0.4):
        found["disruption_update"].append(
            {
                "id": f"{name}/update",
                "disruption_id": name,
                "kind": dice.one(("notice", "acknowledgement", "restored")),
                "by_kind": dice.one(("operator", "authority", "media")),
                **days("occurred", row["began_hi"] + timedelta(days=dice.below(20))),
            }
        )


HALVES = (
    (date(2024, 1, 1), date(2024, 6, 30)),
    (date(2024, 7, 1), date(2024, 12, 31)),
    (date(2025, 1, 1), date(2025, 6, 30)),
)


def _totals(found: Rows, dice: Chance) -> None:
    """Two series of one firm: totals by country and authority, and a breakdown by reason and product."""
    for half, (since, until) in enumerate(HALVES):
        made = {"made_lo": since, "made_hi": until, "made_unknown": ""}
        for place in PLACES:
            for who in ("court", "police"):
                asked, more = dice.below(50), dice.often(0, (8,))
                total = {"country": place, "authority_kind": who, "kind": "restrict-content", "series": "firm-removals"}
                _figure(found, f"total-{half}-{place}-{who}", "total", total | made, (asked, more), dice)
            for reason in ("defamation", "national-security"):
                for product in ("Maps", "Videos"):
                    part: dict[str, Any] = {"country": place, "kind": "restrict-content", "series": "firm-removals"}
                    part |= {"reason": reason, "service": product, **made}
                    _figure(
                        found, f"part-{half}-{place}-{reason}-{product}", "breakdown", part, (dice.below(20), 0), dice
                    )
            data: dict[str, Any] = {"country": place, "kind": "user-data", "series": "firm-userdata", **made}
            _figure(found, f"data-{half}-{place}", "total", data, (dice.below(200), 0), dice)
            form = dice.one(("court-order", "subpoena"))
            _figure(found, f"form-{half}-{place}", "breakdown", data | {"process": form}, (dice.below(9), 0), dice)


def _figure(
    found: Rows, name: str, level: str, values: dict[str, Any], requests: tuple[int, int], dice: Chance
) -> None:
    met = dice.often(requests[0] // 2, (None,))
    row = {"id": f"demand-{name}", "level": level, "company_id": "organization-1", "state": "draft", **values}
    row |= span("requests", *requests) | span("items", dice.often(dice.below(90), (None,))) | span("complied", met)
    found["demand"].append(row | span("accounts", None))
    supported(found, "demand", row["id"], "firm")


def _demand(found: Rows, dice: Chance, number: int) -> None:
    """One demand, some of them about a person's case, some known from a hotline only."""
    name = f"demand-one-{number:02d}"
    row: dict[str, Any] = {
        "id": name,
        "level": "single",
        "company_id": "organization-2",
        "country": dice.one(PLACES),
        "authority_kind": code(dice, "authority_kinds"),
        "kind": dice.often("restrict-content", ("user-data", "disrupt-network")),
        "process": code(dice, "legal_processes"),
        "reason": code(dice, "demand_reasons"),
        "basis": code(dice, "demand_bases"),
        "outcome": code(dice, "demand_outcomes"),
        "official": dice.one(TRI),
        "state": dice.often("confirmed", ("draft", "rejected")),
        **span("requests", 1),
        **span("items", dice.often(1 + dice.below(4), (None,))),
        **span("complied", dice.often(1, (0, None))),
        **days("made", date(2024, 6, 1) + timedelta(days=dice.below(600)), dice.often(0, (40,))),
    }
    found["demand"].append(row)
    supported(found, "demand", name, dice.often("wire", ("hotline",)))
    if dice.chance(0.2):
        found["demand_act"].append({"id": f"{name}/act", "demand_id": name, "act_id": "act-001", "standing": "alleged"})
