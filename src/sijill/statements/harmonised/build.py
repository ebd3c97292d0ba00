"""Count facts into the eleven parts, and write them as the templates are: same header, same rows, same bytes.

Blank is what cannot apply to the service, 0 what could have happened and did not (Annex II, I.1). Medians are in hours,
blank where there was no case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import median

from sijill.codelists.load import codelist
from sijill.statements.harmonised.build_rows import indicator_rows
from sijill.statements.harmonised.duties import applies
from sijill.statements.harmonised.facts import (
    COLUMN_OF,
    FLAGGER,
    ILLEGAL,
    NOT_RECORDED,
    TERMS,
    Facts,
    Measure,
    Notice,
    Order,
    Period,
    Place,
    Service,
)
from sijill.statements.harmonised.lines import keywords_of
from sijill.statements.harmonised.parts import (
    OTHER,
    RESTRICTIONS,
    SHEETS,
    STATES,
    TOTAL,
    Part,
    as_csv,
    folded,
    part,
)

Figures = Mapping[str, object]
Counter_ = Callable[[Sequence[object]], Figures]


def build(service: Service, period: Period, facts: Facts) -> dict[str, bytes]:
    """The eleven files by name, `1_report_identification.csv` and so on, over the facts of the period."""
    mine = facts.within(period)
    tables: dict[int, list[tuple[str, ...]]] = {
        1: _identification(service, period),
        2: list(part(2).rows),
        3: _orders(service, period, mine.orders),
        4: _notices(service, period, mine.notices),
        5: _measures(5, service, period, [one for one in mine.measures if one.own and one.ground == ILLEGAL]),
        6: _measures(6, service, period, [one for one in mine.measures if one.own and one.ground == TERMS]),
        **{number: indicator_rows(number, service, period, mine) for number in range(7, 12)},
    }
    return {f"{SHEETS[number - 1]}.csv": as_csv(part(number).header, rows) for number, rows in tables.items()}


def _identification(service: Service, period: Period) -> list[tuple[str, ...]]:
    values = (service.provider, service.published or "", service.previous or "", period.start, period.end)
    rows = zip(part(1).rows, values, strict=True)
    return [(row[0], service.name, row[2], str(value)) for row, value in rows]


def hours(values: Iterable[float | None]) -> str:
    """A median in hours with at most two decimals; empty if nothing was timed."""
    timed = [value for value in values if value is not None]
    return f"{median(timed):.2f}".rstrip("0").rstrip(".") if timed else ""


def timed(name: str, values: Sequence[float | None]) -> dict[str, object]:
    """A column of hours; where there are cases and no times, the contextual information says so (Annex II, I.1)."""
    found = hours(values)
    return {name: found} if found or not values else {name: "", f"context_{name}": NOT_RECORDED}


def _rows_of(
    number: int, service: Service, period: Period, scope: str, facts: Sequence[object], count: Counter_
) -> Iterator[tuple[str, ...]]:
    """The rows of one scope of a category part, in the template's order, KEYWORD_OTHER once for each description.

    A Member State has the rows of TOTAL: the template's own block for States leaves one sub-category out (9c), and
    without it category 9 would not be the sum of its sub-categories.
    """
    each = part(number)
    at = [row for row in each.rows if number != 3 or row[5] == TOTAL]
    wide = _twice_described(facts)
    above = ""
    for row in at:
        code = row[3]
        if code == TOTAL:
            chosen: list[tuple[str, Sequence[object]]] = [("", facts)]
        elif code.startswith("STATEMENT_"):
            above = code
            chosen = [("", [one for one in facts if _place(one).category == above])]
        else:
            chosen = _below(code, [one for one in facts if _place(one).category == above], wide)
        for text, some in chosen:
            yield _row(each, row, service, period, scope, text, count(some))


def _place(fact: object) -> Place:
    place = fact.place  # type: ignore[attr-defined]
    assert isinstance(place, Place)  # noqa: S101 - measures, notices and orders have one
    return place


def _twice_described(facts: Iterable[object]) -> frozenset[str]:
    """Descriptions of one's own that stand under two categories: no two rows may be described alike."""
    pairs = {(_place(one).category, folded(_place(one).row[1])) for one in facts if _place(one).row[1]}
    seen = Counter(text for _, text in pairs)
    return frozenset(text for text, times in seen.items() if times > 1)


def _below(code: str, mine: Sequence[object], wide: frozenset[str]) -> list[tuple[str, Sequence[object]]]:
    if code != OTHER:
        return [("", [one for one in mine if _place(one).row[0] == code])]
    by_text: dict[str, tuple[str, list[object]]] = {}
    for one in mine:
        if _place(one).row[0] == OTHER:
            text = _place(one).row[1].strip()
            by_text.setdefault(folded(text), (text, []))[1].append(one)
    found: list[tuple[str, Sequence[object]]] = []
    for key, (text, some) in sorted(by_text.items()):
        label = codelist("dsa_categories").label(_place(some[0]).category)
        found.append((f"{text} ({label})" if key in wide else text, some))
    return found or [("", [])]


def _row(
    each: Part, row: tuple[str, ...], service: Service, period: Period, scope: str, text: str, figures: Figures
) -> tuple[str, ...]:
    cells = {
        "applicability": row[0],
        "service": service.name,
        "period": str(period),
        "category": row[3],
        "other": text,
        "scope": scope,
    }
    told = figures if applies(row[0], service.kind) else {}
    return tuple(str(cells.get(column.name, told.get(column.name, ""))) for column in each.columns)


def _orders(service: Service, period: Period, orders: Sequence[Order]) -> list[tuple[str, ...]]:
    """TOTAL, then every Member State that sent an order (Annex II, II.1.2, column F)."""
    rows = list(_rows_of(3, service, period, TOTAL, orders, _count_orders))
    for state in STATES:
        mine = [one for one in orders if one.state == state]
        if mine:
            rows += _rows_of(3, service, period, state, mine, _count_orders)
    return rows


def _count_orders(facts: Sequence[object]) -> Figures:
    orders = [one for one in facts if isinstance(one, Order)]
    act, info = [one for one in orders if not one.inform], [one for one in orders if one.inform]
    return {
        "orders_to_act": len(act),
        "items": sum(one.items for one in act),
        "orders_to_provide_info": len(info),
        **timed("hours_to_inform_act", [one.hours_to_inform for one in act]),
        **timed("hours_to_effect_act", [one.hours_to_effect for one in act]),
        **timed("hours_to_inform_info", [one.hours_to_inform for one in info]),
        **timed("hours_to_effect_info", [one.hours_to_effect for one in info]),
    }


def _notices(service: Service, period: Period, notices: Sequence[Notice]) -> list[tuple[str, ...]]:
    flaggers = service.kind in ("platform", "vlop")  # Trusted Flaggers are an institution of platforms (DSA Art. 22)

    def count(facts: Sequence[object]) -> Figures:
        mine = [one for one in facts if isinstance(one, Notice)]
        figures: dict[str, object] = {}
        for suffix, some in (("", mine), ("_flagger", [one for one in mine if one.trusted])):
            figures |= {f"{name}{suffix}": value for name, value in _count_notices(some).items()}
        return {name: value for name, value in figures.items() if flaggers or not name.endswith("_flagger")}

    return list(_rows_of(4, service, period, TOTAL, notices, count))


def _count_notices(notices: Sequence[Notice]) -> Figures:
    return {
        "notices": len(notices),
        "items": sum(one.items for one in notices),
        **timed("hours", [one.hours for one in notices if one.action]),
        "law": sum(one.action == ILLEGAL for one in notices),
        "terms": sum(one.action == TERMS for one in notices),
    }


def _measures(number: int, service: Service, period: Period, measures: Sequence[Measure]) -> list[tuple[str, ...]]:
    def count(facts: Sequence[object]) -> Figures:
        mine = [one for one in facts if isinstance(one, Measure)]
        figures: dict[str, object] = {"measures": len(mine)}
        if service.automation:
            figures["automated"] = sum(one.detected for one in mine)
        columns = Counter(column for one in mine for column in one.restrictions)
        return figures | {name: columns[name] for name in RESTRICTIONS if name in service.imposes}

    return list(_rows_of(number, service, period, TOTAL, measures, count))


def unplaced(facts: Facts) -> int:
    """How many measures, notices and orders were recorded without a sub-category of their category."""
    return sum(
        _place(one).row[0] == OTHER and not _place(one).other
        for one in (*facts.measures, *facts.notices, *facts.orders)
    )


def restrictions(codes: Iterable[str]) -> frozenset[str]:
    """The columns of parts 5 and 6 that codes of restrictions of the EU's database stand for."""
    return frozenset(COLUMN_OF[code] for code in codes if code)


__all__ = ["FLAGGER", "build", "hours", "keywords_of", "restrictions", "unplaced"]
