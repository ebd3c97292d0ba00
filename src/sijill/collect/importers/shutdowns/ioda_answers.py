"""Answers of IODA's interface (version 2), saved as JSON: alerts, events, and raw series.

An envelope holds `type`, `error`, `data`. An alert that opens a disruption carries the signal from there to the alert
that ends it; an event is a signal of its own. A raw series is kept and not judged here, but for one thing: a series
without a single value is silence, which is a signal too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sijill.collect.draft import NOT_STATED, DraftFact, Refused, Row
from sijill.collect.importers.countries import place_of
from sijill.collect.importers.files import canonical
from sijill.collect.importers.problems import FileError, Problem
from sijill.collect.importers.words import shown

METRICS = {
    "bgp": "bgp",
    "ping-slash24": "active-probing",
    "ping-slash24-loss": "active-probing",
    "ping-slash24-latency": "latency",
    "upstream-delay-penult-asns": "latency",
    "upstream-delay-penult-e2e-latency": "latency",
    "merit-nt": "telescope",
    "ucsd-nt": "telescope",
    "gtr": "traffic",
    "gtr-norm": "traffic",
    "gtr-sarima": "traffic",
    "mozilla": "traffic",
}
_OPEN = ("warning", "critical")
_MOST = 256 << 20  # bytes; an answer is held in memory whole
Values = dict[str, str | int | bool | tuple[int, int]]
Item = Mapping[str, Any]


def read(path: Path) -> Iterator[Row | Refused]:
    """One row for each record of the answer. `FileError` where it is no answer, an error, or holds no record."""
    found = _data(path)
    if all("time" in one and "level" in one for one in found):
        return _alerts(found)
    if all("start" in one and "duration" in one for one in found):
        return _each(found, _event)
    if all("values" in one and "step" in one for one in found):
        return _each(found, _series)
    raise FileError(
        f"{path.name} holds records that are neither alerts nor events (format=codf) nor raw series of IODA. "
        "Ask for /outages/alerts or /outages/events and save the answer as it comes."
    )


def _data(path: Path) -> list[Item]:
    if path.stat().st_size > _MOST:
        raise FileError(f"{path.name} is larger than {_MOST} bytes. Ask for a shorter time.")
    try:
        whole = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FileError(f"{path.name} is not JSON in UTF-8, or cut off. Fetch it again.") from error
    if not isinstance(whole, dict) or "data" not in whole:
        raise FileError(f"{path.name} is no answer of IODA's interface: it has no 'data' at its top.")
    if whole.get("error"):
        raise FileError(
            f"{path.name} is an error that IODA answered with, and no data. Correct the question, ask again."
        )
    data = whole["data"] if isinstance(whole["data"], list) else [whole["data"]]
    flat = [one for part in data for one in (part if isinstance(part, list) else [part]) if one]
    if not flat:
        raise FileError(
            f"{path.name} is an answer without any record. IODA does not say whether nothing happened, nothing was "
            "measured or the place is not covered: record which of these it was, if you know."
        )
    if not all(isinstance(one, dict) for one in flat):
        raise FileError(f"{path.name} holds records that are no objects with fields. Fetch it again.")
    return flat


def _alerts(found: Sequence[Item]) -> Iterator[Row | Refused]:
    """Alerts of one source and place in order of time: the first that is not normal opens, the next normal closes."""
    closing = _closings(found)
    for number, alert in enumerate(found):
        place = f"data[{number}]"
        try:
            key = _alert_key(alert)
            facts: tuple[DraftFact, ...] = ()
            if number in closing:
                end = closing[number]
                values = _signal(alert["datasource"], _entity(alert), alert["time"], end)
                values["rule"] = f"ioda-alert-{alert.get('method') or 'median'}"
                facts = (DraftFact("signal", key, values),)
            yield Row(place, key, canonical(alert), facts=facts)
        except Problem as problem:
            yield Refused(place, canonical(alert), problem.field, problem.code, problem.message)


def _closings(found: Sequence[Item]) -> dict[int, int | None]:
    """Which alerts open a disruption, and the second in which it closes; None while it was not seen to."""
    opened: dict[tuple[str, str], int] = {}
    closing: dict[int, int | None] = {}
    ordered = sorted(range(len(found)), key=lambda number: _seconds(found[number].get("time")) or 0)
    for number in ordered:
        alert = found[number]
        what = (str(alert.get("datasource")), canonical(_raw_entity(alert)))
        if alert.get("level") in _OPEN and what not in opened:
            opened[what] = number
            closing[number] = None
        elif alert.get("level") == "normal" and what in opened:
            closing[opened.pop(what)] = _seconds(alert.get("time"))
    return closing


def _raw_entity(item: Item) -> Any:
    entity = item.get("entity")
    return {name: entity.get(name) for name in ("type", "code")} if isinstance(entity, dict) else None


def _alert_key(alert: Item) -> str:
    kind, code, _ = _entity(alert)
    if alert.get("level") not in ("normal", *_OPEN):
        raise Problem("level", "unknown-code", "An alert is normal, warning or critical; this one is none of them.")
    return f"alert:{alert['datasource']}:{kind}:{code}:{_known_seconds('time', alert.get('time'))}"


def _entity(item: Item) -> tuple[str, str, str]:
    """(type, code, country): of an alert's entity."""
    entity = item.get("entity")
    if not isinstance(entity, dict) or not entity.get("type") or not entity.get("code"):
        raise Problem("entity", "missing-key", "This record does not say of which country, region or network it is.")
    attrs = entity.get("attrs") if isinstance(entity.get("attrs"), dict) else {}
    kind, code = str(entity["type"]), str(entity["code"])
    return kind, code, code if kind == "country" else str((attrs or {}).get("country_code") or "")


def _each(found: Sequence[Item], one: Any) -> Iterator[Row | Refused]:
    for number, item in enumerate(found):
        place = f"data[{number}]"
        try:
            key, facts = one(item)
            yield Row(place, key, canonical(item), facts=facts)
        except Problem as problem:
            yield Refused(place, canonical(item), problem.field, problem.code, problem.message)


def _event(event: Item) -> tuple[str, tuple[DraftFact, ...]]:
    kind, _, code = str(event.get("location") or "").partition("/")
    if not kind or not code:
        raise Problem("location", "missing-key", "This event names no location such as country/XX.")
    began = _known_seconds("start", event.get("start"))
    lasted = _known_seconds("duration", event.get("duration"))
    beyond = bool(event.get("overlaps_window"))  # it may go on after what was asked for
    place = (kind, code, code if kind == "country" else "")
    values = _signal(event.get("datasource"), place, began, None if beyond else began + lasted)
    values |= {"rule": f"ioda-event-{event.get('method') or 'median'}"}
    key = f"event:{event.get('datasource')}:{kind}:{code}:{began}"
    return key, (DraftFact("signal", key, values),)


def _series(series: Item) -> tuple[str, tuple[DraftFact, ...]]:
    entity = (str(series.get("entityType") or ""), str(series.get("entityCode") or ""))
    began, until = _known_seconds("from", series.get("from")), _known_seconds("until", series.get("until"))
    key = f"series:{series.get('datasource')}:{entity[0]}:{entity[1]}:{began}:{until}"
    if _has_value(series["values"]):
        return key, ()
    values = _signal(series.get("datasource"), (*entity, entity[1] if entity[0] == "country" else ""), began, until)
    values |= {"outcome": "no-measurements", "rule": "ioda-series-without-values/1", "closed": False}
    values |= {"measurements": (0, 0)}
    values.pop("measurements_unknown")
    return key, (DraftFact("signal", key, values),)


def _has_value(value: object) -> bool:
    """Whether a number stands anywhere in the values, which are numbers, null, or nested aggregates."""
    if isinstance(value, list):
        return any(_has_value(one) for one in value)
    if isinstance(value, dict):
        return any(_has_value(one) for one in value.get("agg_values", {}).values())
    return value is not None


def _signal(datasource: object, entity: tuple[str, str, str], began: object, ended: int | None) -> Values:
    if datasource not in METRICS:
        what = shown(str(datasource), [])
        raise Problem("datasource", "unknown-code", f"The data source is {what}; known are {', '.join(METRICS)}.")
    kind, code, country = entity
    values: Values = {
        "metric": METRICS[str(datasource)],
        "country": place_of(country) or NOT_STATED,
        "network": f"AS{code}" if kind == "asn" else "",
        "domain": "",
        "began": _day(_known_seconds("time", began)),
        "outcome": "disrupted",
        "closed": ended is not None,
        "measurements_unknown": NOT_STATED,
    }
    return values | ({"ended": _day(ended)} if ended is not None else {"ended_unknown": NOT_STATED})


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _seconds(value: object) -> int | None:
    return (
        int(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1 << 34 else None
    )


def _known_seconds(field: str, value: object) -> int:
    found = _seconds(value)
    if found is None:
        raise Problem(field, "impossible-date", f"'{field}' takes seconds since 1970 began, and holds none.")
    return found
