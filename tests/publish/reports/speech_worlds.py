"""Invented rows of the second ledger: demands, restrictions, disruptions and laws that nobody made or suffered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Protocol

from sijill.codelists.load import codelist

Rows = dict[str, list[dict[str, Any]]]
LANGUAGES = ("es", "es", "qu", "es", "zxx", "not-stated")
PLACES = ("BO", "CL", "PE", "not-available")
TRI = ("yes", "no", "not-available", "not-stated")


class Chance(Protocol):
    """Choices that stay the same for a seed."""

    def below(self, end: int) -> int: ...
    def one(self, things: Any) -> Any: ...
    def often(self, usual: Any, others: Any, share: float = 0.7) -> Any: ...
    def chance(self, share: float) -> bool: ...


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
    _published(found, dice)
    for number in range(60):
        _restriction(found, dice, number)
    for number in range(12):
        _exposure(found, dice, number)
    _laws(found, dice)


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
    _became(found, row)
    supported(found, "demand", row["id"], "firm")


def _became(found: Rows, row: dict[str, Any]) -> None:
    """What became of the items of a total: a third on the law, of two kinds of content; the rest was refused."""
    items = row.get("items_low")
    if row["level"] != "total" or row["kind"] != "restrict-content" or items is None:
        return
    for outcome, what, count in (
        ("complied-law", "post", items // 6),
        ("complied-law", "account", items // 6),
        ("refused", "not-asked", items - 2 * (items // 6)),
    ):
        part = {"id": f"{row['id']}/{outcome}-{what}", "demand_id": row["id"], "measure": "items", "outcome": outcome}
        part |= {"object": what, "basis": "law" if outcome == "complied-law" else "not-asked", **span("count", count)}
        found["demand_count"].append(part)


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


def _published(found: Rows, dice: Chance) -> None:
    """Published figures of restrictions by month, broken down by one field or another; and of appeals."""
    for month in range(1, 7):
        day = date(2025, month, 1)
        usual = {"level": "total", "series": "firm-monthly", "company_id": "organization-1", "decider": "company"}
        usual |= {"state": "draft", **days("applied", day, 27)}
        parts: tuple[dict[str, Any], ...] = (
            {},
            {"level": "breakdown", "automated_detection": "yes"},
            {"level": "breakdown", "automated_detection": "no"},
            {"level": "breakdown", "automated_decision": "fully"},
            {"level": "breakdown", "detected_by": "user-notice"},
            {"series": "firm-appeals", "appealed": "yes", "appeal_outcome": "reversed"},
            {"series": "firm-appeals", "appealed": "yes", "appeal_outcome": "upheld"},
            {"series": "firm-appeals", "measure": "restored", "appealed": dice.one(("no", "not-stated"))},
        )
        for number, part in enumerate(parts):
            row = {"id": f"restriction-month-{month}-{number}", **usual, **part, **span("items", dice.below(900))}
            found["restriction"].append(row)


def _restriction(found: Rows, dice: Chance, number: int) -> None:
    """One restriction; some of them of a person, some known from a hotline only, some the reversal of another."""
    name = f"restriction-one-{number:02d}"
    row: dict[str, Any] = {
        "id": name,
        "level": "single",
        "person_id": f"person-{number}" if dice.chance(0.4) else None,
        "reverses_id": f"restriction-one-{number - 1:02d}" if number and dice.chance(0.1) else None,
        "country": dice.one(PLACES),
        "state": dice.often("confirmed", ("draft", "rejected")),
        **days("applied", date(2024, 6, 1) + timedelta(days=dice.below(500)), dice.often(0, (40,))),
    }
    for column, listed in (
        ("decider", "decider_kinds"),
        ("asked_by", "authority_kinds"),
        ("measure", "measures"),
        ("object", "content_kinds"),
        ("scope", "restriction_scopes"),
        ("detected_by", "detection_sources"),
        ("automated_decision", "automation"),
        ("remedy", "remedies"),
        ("ground", "grounds"),
        ("speaker", "speaker_kinds"),
    ):
        row[column] = code(dice, listed)
    for column in ("automated_detection", "explained", "notified", "appealed", "indefinite", "redressed"):
        row[column] = dice.one(TRI)
    row["language"] = LANGUAGES[number % len(LANGUAGES)]
    row["appeal_outcome"] = code(dice, "appeal_outcomes") if row["appealed"] == "yes" else "not-asked"
    found["restriction"].append(row)
    supported(found, "restriction", name, dice.often("wire", ("hotline",)))


def _exposure(found: Rows, dice: Chance, number: int) -> None:
    name, persons = f"exposure-{number:02d}", dice.often(dice.below(5000), (None,))
    row = {
        "id": name,
        "company_id": "organization-1",
        "country": dice.one(PLACES),
        "kind": code(dice, "exposure_kinds"),
        "data": code(dice, "data_kinds"),
        "standing": dice.often("alleged", ("determined", "admitted")),
        "recipient": code(dice, "authority_kinds"),
        "notified": dice.one(TRI),
        "state": dice.often("confirmed", ("withdrawn",)),
        **span("persons", persons, dice.often(0, (100,))),
        **days("occurred", date(2024, 6, 1) + timedelta(days=dice.below(500)), dice.often(0, (60,))),
    }
    found["exposure"].append(row)
    supported(found, "exposure", name, dice.often("wire", ("hotline",)))
    if dice.chance(0.2):
        link = {"id": f"{name}/act", "exposure_id": name, "act_id": "act-002", "standing": "alleged"}
        found["exposure_act"].append(link)


def _laws(found: Rows, dice: Chance) -> None:
    """Laws with two articles each; the second version of one, and one repealed."""
    for number in range(8):
        law = f"law-{number}"
        row: dict[str, Any] = {
            "id": law,
            "jurisdiction": dice.one(PLACES[:3]),
            "kind": code(dice, "law_kinds"),
            "oversight": code(dice, "oversight_kinds"),
            "amends_id": "law-0" if number == 1 else None,
            "state": "confirmed",
            **days("in_force", date(2001 + number, 1, 1)),
        }
        row |= days("repealed", date(2020, 1, 1)) if number == 2 else {"repealed_unknown": "not-available"}
        for column in ("monitoring_duty", "encryption_clause", "fake_news_clause", "consulted", "accessible"):
            row[column] = dice.one(TRI)
        found["law"].append(row)
        for article in (1, 2):
            provision: dict[str, Any] = {"id": f"{law}/{article}", "law_id": law, "article": str(article)}
            provision |= {"offence": code(dice, "offences"), "penalty": code(dice, "penalty_kinds")}
            for column in ("delegates_adjudication", "precise", "discretion_limited"):
                provision[column] = dice.one(TRI)
            found["provision"].append(provision)
            if dice.chance(0.5):
                used = {"id": f"{law}/{article}/used", "act_id": "act-003", "provision_id": provision["id"]}
                found["act_provision"].append({**used, "standing": "documented"})
