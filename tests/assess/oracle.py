"""The whole decision again, in plain Python over plain rows, written from the description and not from the query."""

from __future__ import annotations

from datetime import date
from typing import Any

from sijill.assess.rules.sdg16 import Options
from sijill.codelists.load import UNKNOWN_CODES, codelist
from tests.assess.world import Row, Rows

FAR = date(9999, 12, 31)
PASSING = ("linked", "engaged", "associated")
ARBITRARY = ("no-legal-basis", "procedure-breached", "unjust-or-unreasonable", "for-exercising-rights")
CONCEALED = ("denied", "concealed", "acknowledged-no-location")
STATE_LINKS = ("state-agent", "state-authorised", "state-supported", "state-acquiescence")
SDG_RANK = {"A": 1, "C": 2, "B": 3, "D": 4, "E": 5, "F": 6}


def decide(rows: Rows, options: Options) -> list[Row]:
    """`act_id, event_id, person_id, category, outcome, reason, status_word, state_side, public`, by act_id."""
    found = [_judge(act, rows, options) for act in rows.get("act", ()) if _is_candidate(act, rows)]
    _keep_one(found, ("event_id", "person_id"), "more-serious-act-in-incident", "same-act-already-counted")
    if options.repeat_victims == "persons":
        _keep_one(found, ("person_id",), "same-person-already-counted", "same-person-already-counted")
    shown = (
        "act_id", "event_id", "person_id", "category", "outcome", "reason", "status_word", "state_side", "public",
    )  # fmt: skip
    return [{name: one[name] for name in shown} for one in sorted(found, key=lambda one: one["act_id"])]


def word_of(act: str, rows: Rows) -> tuple[str, str]:
    """The word of an act and why it is no more than reported."""
    decisions = [one for one in rows.get("verification", ()) if one["act_id"] == act]
    if not decisions:
        return "reported", ""
    last = max(decisions, key=lambda one: (one["log_from"], one["id"]))
    if last["decision"] == "more-needed":
        return "reported", "more-needed"
    if last["decision"] == "not-established":
        return "not-established", ""
    changed = _first_change(act, rows, last["log_from"])
    return ("reported", changed) if changed else (last["word"], "")


def _first_change(act: str, rows: Rows, since: int) -> str:
    def newer(table: str, key: str) -> bool:
        return any(one[key] == act and one.get("log_from", 0) > since for one in rows.get(table, ()))

    for table, key, word in (
        ("act", "id", "act-changed"),
        ("act_role", "act_id", "role-changed"),
        ("involvement", "act_id", "involvement-changed"),
    ):
        if newer(table, key):
            return word
    about = {act} | {one["id"] for one in rows.get("involvement", ()) if one["act_id"] == act}
    lost = {one["report_id"] for one in rows.get("report_withdrawal", ()) if one.get("log_from", 0) > since}
    supports = rows.get("support", ())
    if any(one["entity_id"] in about and one["report_id"] in lost for one in supports):
        return "report-withdrawn"
    return ""


def _is_candidate(act: Row, rows: Rows) -> bool:
    event = _row(rows, "event", _root(rows, "event", act["event_id"]))
    return not {act["state"], event["state"]} & {"rejected", "withdrawn"}


def _judge(act: Row, rows: Rows, options: Options) -> Row:
    category = codelist("acts")[act["kind"]].extra["sdg"]
    person = _root(rows, "person", act["victim_id"])
    side, word = _side(act, rows), word_of(act["id"], rows)[0]
    failed: list[str] = []
    left_open: list[str] = []
    if not category:
        failed.append("outside-indicator")
    if _row(rows, "person", person)["kind"] == "group":
        failed.append("group-victim")
    _date(act, options, failed, left_open)
    _role(act, rows, failed, left_open)
    if category == "A":
        _killing(act, rows, side, options, failed, left_open)
    elif category:
        _other(act, rows, side, category, failed, left_open)
    if _refused(rows, person):
        failed.append("consent-refused")
    if options.status == "reported" and word == "not-established":
        failed.append("not-established")
    if options.status not in ("reported", word):
        failed.append("not-verified")
    outcome = "not-counted" if failed else "undecided" if left_open else "counted"
    return {
        "act_id": act["id"],
        "event_id": _root(rows, "event", act["event_id"]),
        "person_id": person,
        "category": category,
        "rank": SDG_RANK.get(category, 99),
        "lo": act.get("occurred_lo") or FAR,
        "outcome": outcome,
        "reason": (failed or left_open or [f"counted-{category.lower()}"])[0],
        "status_word": word,
        "state_side": side,
        "public": any(_row(rows, "source", one["source_id"]).get("is_public") for one in _reports(act, rows)),
    }


def _date(act: Row, options: Options, failed: list[str], left_open: list[str]) -> None:
    lo, hi = act.get("occurred_lo"), act.get("occurred_hi")
    if lo is None or hi is None:
        left_open.append("date-unknown")
    elif hi < options.since or lo > options.until:
        failed.append("outside-period")
    elif lo < options.since or hi > options.until:
        left_open.append("date-straddles")


def _role(act: Row, rows: Rows, failed: list[str], left_open: list[str]) -> None:
    roles = {one["role"] for one in rows.get("act_role", ()) if one["act_id"] == act["id"]}
    sdg = codelist("roles").column("sdg")
    if any(sdg[role] for role in roles):
        return
    if roles - set(UNKNOWN_CODES):
        failed.append("no-qualifying-role")
    else:
        left_open.append("role-unknown")


def _killing(act: Row, rows: Rows, side: str, options: Options, failed: list[str], left_open: list[str]) -> None:
    motive, failure = _motive(act, rows), act["diligence_failure"]
    linked, unlinked = motive in PASSING, motive == "not-linked"
    if side == "non-state":
        if linked or failure == "yes":
            return
        if not unlinked:
            left_open.append("motive-unknown")
        elif failure == "no":
            failed.append("non-state-no-motive-no-failure")
        else:
            left_open.append("diligence-unknown")
        return
    if side == "state":
        if unlinked:
            failed.append("motive-not-linked")
        elif not linked:
            left_open.append("motive-unknown")
        return
    if unlinked and failure == "no":
        failed.append("motive-not-linked")
    if not (linked and options.unknown_actor == "counted-if-either-way"):
        left_open.append("actor-unknown")


def _other(act: Row, rows: Rows, side: str, category: str, failed: list[str], left_open: list[str]) -> None:
    wanted = "non-state" if category == "E" else "state"
    if side not in ("state", "non-state"):
        left_open.append("actor-unknown")
    elif side != wanted:
        failed.append("state-link-excludes" if category == "E" else "not-state")
    motive = _motive(act, rows)
    _test(motive in PASSING, motive == "not-linked", "motive-not-linked", "motive-unknown", failed, left_open)
    for value, passing, failing, why_not, why_open in _tests(act, category):
        _test(value in passing, value in failing, why_not, why_open, failed, left_open)


def _tests(act: Row, category: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str, str]]:
    yes, no = ("yes",), ("no",)
    if category == "B":
        told = ("acknowledged-located", "none")
        return [(act["acknowledgement"], CONCEALED, told, "not-concealed", "concealment-unknown")]
    if category == "C":
        return [
            (act["severe"], yes, no, "not-severe", "severity-unknown"),
            (act["purpose"], yes, no, "no-purpose", "purpose-unknown"),
        ]
    if category == "D":
        lawful = ("lawful", "none")
        return [(act["detention_basis"], ARBITRARY, lawful, "lawful-detention", "legal-basis-unknown")]
    if category == "E":
        return [(act["diligence_failure"], yes, no, "no-diligence-failure", "diligence-unknown")]
    return []


def _test(met: bool, fails: bool, why_not: str, why_open: str, failed: list[str], left_open: list[str]) -> None:
    if fails:
        failed.append(why_not)
    elif not met:
        left_open.append(why_open)


def _motive(act: Row, rows: Rows) -> str:
    if act["motive"] in UNKNOWN_CODES:
        for report in _reports(act, rows, "motive"):
            if "motive:linked" in _row(rows, "source", report["source_id"]).get("asserts", "").split():
                return "linked"
    return str(act["motive"])


def _side(act: Row, rows: Rows) -> str:
    about = [one for one in rows.get("involvement", ()) if one["act_id"] == act["id"]]
    firm = [one["state_link"] for one in about if one["attribution"] != "disputed"]
    if set(firm) & set(STATE_LINKS):
        return "state"
    unknown = [link for link in firm if link in UNKNOWN_CODES]
    unknown += ["not-available"] * (len(about) - len(firm))
    if unknown or not about:
        return max(unknown, key=UNKNOWN_CODES.index, default="not-available")
    return "non-state"


def _reports(act: Row, rows: Rows, element: str = "") -> list[Row]:
    gone = {one["report_id"] for one in rows.get("report_withdrawal", ())}
    mine = [one for one in rows.get("support", ()) if (one["entity_kind"], one["entity_id"]) == ("act", act["id"])]
    wanted = {one["report_id"] for one in mine if not element or one["element"] == element}
    return [one for one in rows.get("report", ()) if one["id"] in wanted - gone]


def _refused(rows: Rows, person: str) -> bool:
    said = [
        one
        for one in rows.get("consent", ())
        if one["use"] == "publish-statistic" and _root(rows, "person", one["person_id"]) == person
    ]
    return bool(said) and max(said, key=lambda one: (one["log_from"], one["id"]))["decision"] != "given"


def _keep_one(found: list[Row], unit: tuple[str, ...], outranked: str, tied: str) -> None:
    units: dict[Any, list[Row]] = {}
    for one in found:
        units.setdefault(tuple(one[name] for name in unit), []).append(one)
    for rows in units.values():
        rows.sort(key=lambda one: (one["rank"], one["lo"], one["act_id"]))
        counted = [one for one in rows if one["outcome"] == "counted"]
        best = counted[0]["rank"] if counted else None
        undecided = [one for one in rows if one["outcome"] == "undecided"]
        kept = [one for one in undecided if best is None or one["rank"] < best][:1]
        for one in (*counted[1:], *[one for one in undecided if one not in kept]):
            one["outcome"] = "not-counted"
            one["reason"] = tied if one["rank"] == best else outranked


def _root(rows: Rows, table: str, entry: str) -> str:
    return str(_row(rows, table, entry).get("merged_into_id") or entry)


def _row(rows: Rows, table: str, entry: str) -> Row:
    return next(one for one in rows[table] if one["id"] == entry)
