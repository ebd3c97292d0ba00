"""OONI (Open Observatory of Network Interference): measurements of blocking, one row for each series of them.

Four forms: the table of analyses (`dns_blocked`, `tcp_blocked`, `tls_blocked`), a list of measurements, and answers to
an aggregation, each as CSV or JSON. Thousands of measurements of one domain on one network are one series, and a row;
its words are the medians by hour (or the counts by day) that the rule read, its facts the signals that the rule made of
them. Silence is a signal of its own and never `normal`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from sijill.collect.draft import NOT_STATED, DraftFact, Refused, Row, SourceInfo
from sijill.collect.importers.countries import place_of
from sijill.collect.importers.files import KINDS, Layout, Record, canonical, records
from sijill.collect.importers.ledger import Ledger
from sijill.collect.importers.nested import listed
from sijill.collect.importers.problems import FileError, Problem
from sijill.collect.importers.words import digest, squeezed
from sijill.stats.signals import RULE, ChangeRule, Stretch, hourly, silences, stretches

SOURCE = SourceInfo(
    code="ooni",
    name="OONI, Open Observatory of Network Interference",
    kind="ngo",
    independence_group="ooni",
    licence="CC-BY-NC-SA-4.0",
    url="https://ooni.org/",
)
SILENCE_RULE = "silence/1"
DAILY_RULE = "change-point-by-day/1"
# One value a day: three days of blocking are enough, and sums keep for a week.
DAILY = ChangeRule(delay=3, gap_hours=24.0 * 7, fade_hours=24.0 * 14)
_NULL = ("", "\\N", "None", "null")
_MOST = 256 << 20  # bytes; an answer in JSON is held in memory whole
_ERROR_SHOWN = 120

Cells = Mapping[str, str]
Values = dict[str, str | int | bool | tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Shape:
    """One form of file: where its records stand, the columns that tell it from the others, and what reads a record."""

    name: str
    items: str
    columns: frozenset[str]
    optional: frozenset[str]


_COMMON = frozenset(("probe_cc", "probe_asn", "input", "domain", "test_name"))
ANALYSIS = Shape(
    "analysis",
    "",
    frozenset(("measurement_start_time", "dns_blocked", "tcp_blocked", "tls_blocked")),
    _COMMON | {"resolver_asn"},
)
LISTED = Shape(
    "measurements",
    "results",
    frozenset(("measurement_start_time", "anomaly", "confirmed")),
    _COMMON | {"failure", "msm_failure"},
)
COUNTED = Shape(
    "aggregation",
    "result",
    frozenset(("anomaly_count", "confirmed_count", "failure_count", "ok_count", "measurement_count")),
    _COMMON | {"measurement_start_day"},
)
SHAPES = (ANALYSIS, COUNTED, LISTED)


@dataclass(slots=True)
class Series:
    """What was measured of one domain on one network: by metric the moments and values, by day how many measurements.

    A measurement that failed, or of which nothing is said, counts as made and has no value.
    """

    country: str
    network: str
    domain: str
    test: str
    values: dict[str, list[tuple[datetime, float]]] = field(default_factory=dict)
    counts: dict[date, int] = field(default_factory=dict)

    def add(self, metric: str, at: datetime, value: float) -> None:
        self.values.setdefault(metric, []).append((at, value))


def read(path: Path) -> Iterator[Row | Refused]:
    """First the records that cannot be read, then a row for each series. `FileError` for an error of the interface."""
    shape = _shape(path)
    layout = Layout(items=shape.items if _is_json(path) else "", optional=shape.optional)
    if _is_json(path) and shape.items and isinstance(json.loads(path.read_text(encoding="utf-8-sig")), list):
        layout = Layout(optional=shape.optional)
    found: dict[tuple[str, str, str, str], Series] = {}
    for record in records(path, layout, shape.columns | shape.optional):
        refused = record if isinstance(record, Refused) else _take(record, shape, found)
        if refused is not None:
            yield refused
    measured = (series for series in found.values() if series.counts)
    for number, series in enumerate(measured, 1):
        yield _row(number, series, shape)


def _is_json(path: Path) -> bool:
    return KINDS.get(path.suffix.lower()) == "json"


def _shape(path: Path) -> Shape:
    names = _names_of(path)
    for shape in SHAPES:
        if shape.columns <= names:
            return shape
    if "test_keys" in names:
        raise FileError(
            f"{path.name} is one raw measurement. What it shows by itself is for a person to say: keep it as a file of "
            "the case, and import the list of measurements or the aggregation that it is part of."
        )
    raise FileError(
        f"{path.name} is none of the forms of OONI that are read here: the table of analyses, a list of measurements "
        "(/api/v1/measurements), an aggregation (/api/v1/aggregation), each as CSV or JSON."
    )


def _names_of(path: Path) -> frozenset[str]:
    """The names of the columns of a CSV, or the fields of the first record of an answer."""
    if not path.is_file() or not path.stat().st_size:
        raise FileError(f"There is nothing in {path.name}. Check the name, and whether it was saved to its end.")
    if not _is_json(path):
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                return frozenset(squeezed(cell) for cell in file.readline(1 << 20).split(","))
        except UnicodeDecodeError as error:
            raise FileError(f"{path.name} is not UTF-8. Save it again as CSV in UTF-8.") from error
    if path.stat().st_size > _MOST:
        raise FileError(f"{path.name} is larger than {_MOST} bytes. Ask for CSV, or for a shorter time.")
    try:
        whole = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FileError(f"{path.name} is not JSON in UTF-8, or cut off. Fetch it again.") from error
    return _names_in(path, whole)


def _names_in(path: Path, whole: object) -> frozenset[str]:
    if isinstance(whole, dict) and "msg" in whole and not ({"result", "results"} & whole.keys()):
        said = squeezed(str(whole["msg"]))[:_ERROR_SHOWN]
        raise FileError(
            f"{path.name} is no data: OONI's interface answered with an error, though it called the answer a success "
            f"(200): “{said}”. Correct the question, ask again, and save that answer."
        )
    for items in ("result", "results", ""):
        found = listed(whole, items)
        if found is None and isinstance(whole, dict) and isinstance(whole.get(items), dict):
            found = [(items, whole[items])]  # an aggregation without an axis is one object
        if found == []:
            raise FileError(
                f"{path.name} is an answer without any record: nothing was measured, or OONI does not cover the place. "
                "Neither says that nothing was blocked: record which of the two it was, if you know."
            )
        if found:
            first = found[0][1]
            return frozenset(first) if isinstance(first, dict) else frozenset()
    return frozenset(whole) if isinstance(whole, dict) else frozenset()


def _take(record: Record, shape: Shape, found: dict[tuple[str, str, str, str], Series]) -> Refused | None:
    cells = {name: cell.strip() for name, cell in record.cells.items()}
    try:
        series = _series_of(cells, found)
        {"analysis": _analysis, "measurements": _measurement, "aggregation": _counts}[shape.name](cells, series)
    except Problem as problem:
        return Refused(record.position, record.content, problem.field, problem.code, problem.message)
    return None


def _series_of(cells: Cells, found: dict[tuple[str, str, str, str], Series]) -> Series:
    asn = _given(cells, "probe_asn").removeprefix("AS")
    domain = _given(cells, "domain") or _host(_given(cells, "input"))
    what = (_given(cells, "probe_cc"), f"AS{asn}" if asn else "", domain[:253], _given(cells, "test_name"))
    return found.setdefault(what, Series(*what))


def _given(cells: Cells, name: str) -> str:
    cell = cells.get(name, "")
    return "" if cell in _NULL else cell


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "") if "//" in address else address
    except ValueError:
        return ""


def _moment(cells: Cells, name: str) -> datetime:
    try:
        return datetime.fromisoformat(_given(cells, name).removesuffix("Z").removesuffix(" UTC"))
    except ValueError:
        message = f"Column '{name}' holds no moment as 2026-01-13 09:00:00. Correct the record, or fetch it again."
        raise Problem(name, "impossible-date", message) from None


def _number(cells: Cells, name: str) -> float | None:
    cell = _given(cells, name)
    try:
        return float(cell) if cell else None
    except ValueError:
        raise Problem(name, "not-a-number", f"Column '{name}' holds no number. Fetch the file again.") from None


def _analysis(cells: Cells, series: Series) -> None:
    at = _moment(cells, "measurement_start_time")
    own = _given(cells, "resolver_asn").removeprefix("AS") == _given(cells, "probe_asn").removeprefix("AS")
    read_here = (("dns_blocked", "dns-isp" if own else "dns-other"), ("tcp_blocked", "tcp"), ("tls_blocked", "tls"))
    found = [(metric, _number(cells, column)) for column, metric in read_here]
    for metric, value in found:
        if value is not None:
            series.add(metric, at, value)
    series.counts[at.date()] = series.counts.get(at.date(), 0) + 1


_TRUTH = {"t": 1.0, "true": 1.0, "1": 1.0, "f": 0.0, "false": 0.0, "0": 0.0}


def _measurement(cells: Cells, series: Series) -> None:
    """Blocked where an anomaly was seen or confirmed; neither where the measurement failed or nothing is said."""
    at = _moment(cells, "measurement_start_time")
    series.counts[at.date()] = series.counts.get(at.date(), 0) + 1
    failed = _TRUTH.get((_given(cells, "failure") or _given(cells, "msm_failure")).casefold(), 0.0)
    seen = [_TRUTH.get(_given(cells, name).casefold()) for name in ("anomaly", "confirmed")]
    known = [one for one in seen if one is not None]
    if known and not failed:
        series.add("web", at, max(known))


def _counts(cells: Cells, series: Series) -> None:
    """The share of a day's measurements that saw an anomaly, confirmed or not; failures have no part in it.

    The counts exclude one another: an anomaly that is confirmed is counted as confirmed only.
    """
    day = _given(cells, "measurement_start_day")
    anomalies, confirmed, fine = (_whole(cells, name) for name in ("anomaly_count", "confirmed_count", "ok_count"))
    every = _whole(cells, "measurement_count")
    if not day:
        message = "This record has no day: nothing can be said of when. Ask with axis_x=measurement_start_day."
        raise Problem("measurement_start_day", "missing-key", message)
    at = _moment(cells, "measurement_start_day")
    if at.date() in series.counts:
        message = "Two records of one series on one day: the answer has an axis that is not read. Ask without it."
        raise Problem("measurement_start_day", "duplicate-key", message)
    series.counts[at.date()] = every
    if anomalies + confirmed + fine:
        series.add("web", at, (anomalies + confirmed) / (anomalies + confirmed + fine))


def _whole(cells: Cells, name: str) -> int:
    found = _number(cells, name)
    if found is None or found < 0 or found != int(found):
        raise Problem(name, "not-a-number", f"Column '{name}' holds no count. Fetch the file again.")
    return int(found)


def _row(number: int, series: Series, shape: Shape) -> Row:
    key = digest((shape.name, series.country, series.network, series.domain, series.test))
    by_day = shape is COUNTED
    read_values = {
        metric: sorted(found) if by_day else hourly(found) for metric, found in sorted(series.values.items())
    }
    content = {
        "form": shape.name,
        "probe_cc": series.country,
        "probe_asn": series.network,
        "domain": series.domain,
        "test_name": series.test,
        "measurements": {day.isoformat(): count for day, count in sorted(series.counts.items())},
        "values": {
            metric: [[at.isoformat(" "), value] for at, value in found] for metric, found in read_values.items()
        },
    }
    facts = (*_signals(key, series, read_values, by_day), *_silent(key, series))
    return Row(f"series {number}", key, canonical(content), facts=facts)


def _signals(
    key: str, series: Series, read_values: Mapping[str, list[tuple[datetime, float]]], by_day: bool
) -> Iterator[DraftFact]:
    for metric, found in read_values.items():
        for stretch in stretches(found, DAILY if by_day else None):
            values = _values(series, metric, stretch.outcome, DAILY_RULE if by_day else RULE)
            within = [
                count for day, count in series.counts.items() if stretch.began[1] <= day <= stretch.last
            ]  # of any metric: a measurement tries all of them
            values |= {"measurements": (sum(within), sum(within)), "closed": stretch.ended is not None}
            values |= _span(stretch)
            yield DraftFact("signal", f"{key}:{metric}:{stretch.began[1].isoformat()}", values)


def _span(stretch: Stretch) -> Values:
    """Between which days it began and ended. Of the first stretch nothing says when it began but that it was there."""
    after, by = stretch.began
    began = f"../{by.isoformat()}" if after is None else f"{after.isoformat()}/{by.isoformat()}"
    if stretch.ended is None:
        return {"began": began, "ended_unknown": NOT_STATED}
    last, next_ = stretch.ended
    return {"began": began, "ended": next_.isoformat() if last is None else f"{last.isoformat()}/{next_.isoformat()}"}


def _silent(key: str, series: Series) -> Iterator[DraftFact]:
    """Days without any measurement: neither normal nor disrupted, and no sign of a blackout by themselves."""
    for silence in silences(series.counts):
        values = _values(series, "volume", "no-measurements", SILENCE_RULE)
        values |= {"began": silence.first.isoformat(), "ended": silence.last.isoformat(), "closed": True}
        values |= {"measurements": (0, 0)}
        yield DraftFact("signal", f"{key}:volume:{silence.first.isoformat()}", values)


def _values(series: Series, metric: str, outcome: str, rule: str) -> Values:
    return {
        "metric": metric,
        "country": place_of(series.country) or NOT_STATED,
        "network": series.network[:40],
        "domain": series.domain,
        "outcome": outcome,
        "rule": rule,
    }


LEDGER = Ledger(SOURCE, read)
