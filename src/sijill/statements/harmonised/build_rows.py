"""Parts 7 to 11: appeals, automated means, people, recipients, texts. Their rows are the template's, spelled out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from sijill.statements.harmonised.duties import applies
from sijill.statements.harmonised.facts import (
    BASES,
    FULLY,
    NOT_AUTOMATED,
    NOT_RECORDED,
    SUSPENSIONS,
    Complaint,
    Dispute,
    Facts,
    Measure,
    Notice,
    Period,
    Service,
)
from sijill.statements.harmonised.lines import is_hole, scope_word
from sijill.statements.harmonised.parts import LANGUAGES, STATES, TOTAL, folded, part

_FIRST, _LAST = {"bg", "AT"}, {"sv", "SE"}


def indicator_rows(number: int, service: Service, period: Period, facts: Facts) -> list[tuple[str, ...]]:
    """The rows of part 7, 8, 9, 10 or 11."""
    rows: list[tuple[str, ...]] = []
    for index, row in enumerate(_spelled_out(number)):
        value = _value(number, index, row, service, facts) if applies(row[0], service.kind) else ""
        cells = {"service": service.name, "period": str(period), "value": value}
        if number == 7 and not value and scope_word(row[5]) == "median" and applies(row[0], service.kind):
            cells["context"] = NOT_RECORDED if any(_cases(folded(row[4]), facts)) else ""
        rows.append(
            tuple(
                cells.get(column.name, "" if column.holds == "context" else cell)
                for column, cell in zip(part(number).columns, row, strict=True)
            )
        )
    return rows


def _spelled_out(number: int) -> Iterator[tuple[str, ...]]:
    """The template's rows with bg, [...], sv and AT, [...], SE written out; accuracy language by language."""
    rows, place = part(number).rows, 5
    if number in (7, 11):
        yield from rows
        return
    codes = STATES if number == 10 else LANGUAGES
    accuracy: list[tuple[str, ...]] = []
    for row in rows:
        broken_down = row[place] in _FIRST | _LAST or is_hole(row[place])
        if not broken_down:
            yield row
        elif row[4].startswith("Accuracy"):
            accuracy.append(row)
        elif row[place] in _FIRST:
            yield from ((*row[:place], code, *row[place + 1 :]) for code in codes)
    alike = {row[4]: row for row in accuracy}
    yield from ((*row[:place], code, *row[place + 1 :]) for code in codes for row in alike.values())


def _value(number: int, index: int, row: tuple[str, ...], service: Service, facts: Facts) -> str:
    if number == 11:
        return service.texts.get(index + 1, "")
    indicator, scope = folded(row[4]), scope_word(row[5])
    if number == 7:
        return _appeal(indicator, scope, facts)
    if number == 8:
        return _means(indicator, row[5].strip(), scope, service, facts)
    if number == 9:
        return _people(indicator, row[5], service)
    return _known(service.recipients.get(row[5]))


def _known(value: int | None) -> str:
    return "" if value is None else str(value)


def _appeal(indicator: str, scope: str, facts: Facts) -> str:
    if indicator.startswith("number of restrictions newly imposed"):
        return str(sum(one.anew for one in facts.complaints))
    if indicator.startswith("number of suspensions"):
        reason = next(one for one in SUSPENSIONS if indicator.endswith(one))
        return str(sum(one.reason == reason for one in facts.suspensions))
    if indicator.startswith("number of disputes"):
        return _outcome(facts.disputes, scope)
    return _outcome([one for one in facts.complaints if _about(indicator, one)], scope)


def _cases(indicator: str, facts: Facts) -> list[Complaint] | list[Dispute]:
    """The complaints or disputes of an indicator that a decision was reached on."""
    if indicator.startswith("number of disputes"):
        return [one for one in facts.disputes if one.outcome != "omitted"]
    return [one for one in facts.complaints if _about(indicator, one) and one.outcome != "omitted"]


def _about(indicator: str, complaint: Complaint) -> bool:
    """Is a complaint counted under an indicator? Those on Trusted Flaggers' notices stand in a row of their own."""
    if indicator.startswith("number of complaints"):
        return True
    named = {
        "visibility": "restrict visibility",
        "provision": "provision of the service",
        "account": "an account",
        "monetary": "monetise",
        "flagger-notice": "trusted flagger",
        "notice": "a notice submitted in accordance",
    }
    return named[complaint.basis] in indicator


def _outcome(cases: Sequence[Complaint] | Sequence[Dispute], scope: str) -> str:
    if scope == "total":
        return str(len(cases))
    if scope == "median":
        timed = [one.hours for one in cases if one.hours is not None and one.outcome != "omitted"]
        return _number(median(timed)) if timed else ""
    if scope == "implemented":
        reversed_ = [one for one in cases if one.outcome in ("reversed", "partly")]
        done = sum(isinstance(one, Dispute) and one.implemented for one in reversed_)
        return _number(done / len(reversed_), 4) if reversed_ else ""
    return str(sum(one.outcome == scope for one in cases))


def _number(value: float, digits: int = 2) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


def _means(indicator: str, text: str, scope: str, service: Service, facts: Facts) -> str:
    if indicator.startswith("accuracy"):
        known = {(folded(a), folded(b)): value for (a, b), value in service.accuracy.items()}
        value = known.get((indicator.rpartition(" - ")[2], folded(text)))
        return "" if value is None else _number(value, 4)
    if not service.automation and "not" not in indicator.split():
        return ""
    wanted = NOT_AUTOMATED if " not " in indicator else FULLY
    if indicator.startswith("number of notices"):
        return str(sum(one.processed == wanted for one in _notices_of(scope, facts.notices)))
    return str(sum(one.decided == wanted for one in _measures_of(scope, facts.measures)))


def _notices_of(scope: str, notices: Sequence[Notice]) -> list[Notice]:
    return [one for one in notices if one.trusted or scope != "nam-flagger"]


def _measures_of(scope: str, measures: Sequence[Measure]) -> list[Measure]:
    if scope == "own-initiative":
        return [one for one in measures if one.own]
    return [one for one in measures if scope == "total" or one.language.casefold() == scope]


def _people(indicator: str, scope: str, service: Service) -> str:
    if "internal" in indicator:
        return _known(service.internal)
    if "external" in indicator:
        return _known(service.external)
    return _known(service.experts.get(TOTAL if scope_word(scope) == "total" else scope))


__all__ = ["BASES", "indicator_rows"]
