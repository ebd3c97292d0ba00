"""Dates as sources give them: a year, a month, a day, an interval, with or without doubt.

The text is the subset of EDTF that we store (ISO 8601-2:2019; Library of Congress, EDTF Specification of
4 February 2019, levels 0 and 1):

    2020     2020-05   2020-05-12      a year, a month, a day
    2020~    2020-05?  2020-05-12%     approximate, uncertain, both
    2020-05/2020-07                    some time in, or throughout, an interval; both ends belong to it
    2020-05/..         ../2020-05      no end, no beginning is set
    2020-05/           /2020-05        the end, the beginning is not known
    ..                                 an end that has not come: only where an end is read, see `parse_end`

Every text has two bounds, `lo` and `hi`, the first and the last day it can mean. Engines count with these.

* `~`, `?` and `%` do not widen the bounds. The standard gives no width for "approximately", and one of our
  making would be invented inside a count. A rule that needs a firm date asks `approximate` or `uncertain`.
* An open and an unknown end have the same bound, `OPEN_LO` or `OPEN_HI`: they exclude nothing. Only the text
  tells them apart.
* A date of which nothing is known is no date but NULL with its `_unknown` code: `../..` and `/` are refused.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

OPEN_LO = date(1, 1, 1)
OPEN_HI = date(9999, 12, 31)
EARLIEST_YEAR = 1800

Precision = Literal["day", "month", "year", "interval"]

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[~?%]?")
_SHOWABLE = re.compile(r"[0-9XTZ~?%/.: -]{1,25}")
_LEAVE_EMPTY = "leave the date empty and say why it is unknown"
_FORMS = (
    "write 2020, 2020-05 or 2020-05-12, ending in ~ if approximate, ? if uncertain, % if both; "
    "or an interval such as 2020-05/2020-07, 2020-05/.. (no end), 2020-05/ (end unknown)"
)


class DateError(ValueError):
    """A date that cannot be taken as it stands. The message says what is wrong and what to write instead.

    It repeats the text only where that holds nothing but digits and signs: free text may hold a name.
    """


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A date as text, with the first (`lo`) and last (`hi`) day it can mean, both included."""

    text: str
    lo: date
    hi: date

    @property
    def precision(self) -> Precision:
        """What the text names: a day, a month, a year, or an interval (an end that has not come included)."""
        if "/" in self.text or "." in self.text:
            return "interval"
        hyphens = self.text.count("-")
        return "day" if hyphens == 2 else "month" if hyphens else "year"

    @property
    def approximate(self) -> bool:
        """Whether any part is marked `~` or `%`: close to this, not exactly this."""
        return "~" in self.text or "%" in self.text

    @property
    def uncertain(self) -> bool:
        """Whether any part is marked `?` or `%`: the source is not sure of it."""
        return "?" in self.text or "%" in self.text


NOT_ENDED = FuzzyDate("..", OPEN_HI, OPEN_HI)


def parse(text: str, latest: int | None = None) -> FuzzyDate:
    """Read one date. `latest` is the last year accepted: next year, unless the caller expects a later one.

    Raises `DateError` for anything outside the subset, an impossible day, a year before `EARLIEST_YEAR` or
    after `latest`, an interval that certainly ends before it begins, and one with neither end known.
    """
    last_year = datetime.now(UTC).year + 1 if latest is None else latest
    if "/" in text:
        return _parse_interval(text, last_year)
    lo, hi = _bounds(text, last_year, text)
    return FuzzyDate(text, lo, hi)


def parse_end(text: str, latest: int | None = None) -> FuzzyDate:
    """Read the end of something that lasts: as `parse`, and `..` for an end that has not come.

    Both bounds of `..` are `OPEN_HI`: the end lies after every day that can be asked about.
    """
    return NOT_ENDED if text == ".." else parse(text, latest)


def from_parts(
    year: int | None, month: int | None = None, day: int | None = None, latest: int | None = None
) -> FuzzyDate:
    """Make a date of numbers of which the later ones may be missing. Raises `DateError` as `parse` does."""
    if year is None:
        raise DateError(f"there is no year: a date starts with its year; {_LEAVE_EMPTY}")
    if month is None:
        if day is not None:
            raise DateError(f"there is a day but no month: write the year alone, {year:04d}")
        return parse(f"{year:04d}", latest)
    if day is None:
        return parse(f"{year:04d}-{month:02d}", latest)
    return parse(f"{year:04d}-{month:02d}-{day:02d}", latest)


def span(a: FuzzyDate, b: FuzzyDate) -> FuzzyDate:
    """The interval from `a` to `b`, both included; `a` itself where they are equal; `b` may be `NOT_ENDED`.

    Raises `DateError` where either is an interval already, or `b` is certainly before `a`.
    """
    if a.precision == "interval" or (b.precision == "interval" and b != NOT_ENDED):
        raise DateError("an interval runs between two dates, and one of these is an interval: choose its end")
    if a == b:
        return a
    _refuse_reversed(a.lo, b.hi, f"{a.text}/{b.text}")
    return FuzzyDate(f"{a.text}/{b.text}", a.lo, b.hi)


def overlaps(d: FuzzyDate, since: date, until: date) -> bool:
    """Whether `d` can be a day of the period `since` to `until`, both included."""
    _check_period(since, until)
    return d.lo <= until and d.hi >= since


def within(d: FuzzyDate, since: date, until: date) -> bool:
    """Whether `d` is certainly in the period `since` to `until`, both included."""
    _check_period(since, until)
    return since <= d.lo and d.hi <= until


def _check_period(since: date, until: date) -> None:
    if since > until:
        raise DateError(f"the period ends on {until}, before it begins on {since}: exchange the two")


def _parse_interval(text: str, latest: int) -> FuzzyDate:
    start, _, end = text.partition("/")
    if start in ("", "..") and end in ("", ".."):
        raise DateError(f"{_shown(text)} has no known end, so it says nothing: {_LEAVE_EMPTY}")
    lo = OPEN_LO if start in ("", "..") else _bounds(start, latest, text)[0]
    hi = OPEN_HI if end in ("", "..") else _bounds(end, latest, text)[1]
    _refuse_reversed(lo, hi, text)
    return FuzzyDate(text, lo, hi)


def _refuse_reversed(lo: date, hi: date, text: str) -> None:
    # Only what no reading can make true: 2020-05/2020 may end in December, 2020-05/2020-03 cannot.
    if lo > hi:
        start, _, end = text.partition("/")
        raise DateError(f"{text} ends before it begins: write {end}/{start} if the two were exchanged")


def _bounds(part: str, latest: int, whole: str) -> tuple[date, date]:
    match = _DATE.fullmatch(part)
    if match is None:
        raise DateError(f"{_shown(whole)} {_advice(whole)}")
    y, m, d = match.groups()
    year = int(y)
    if not EARLIEST_YEAR <= year <= latest:
        raise DateError(_wrong_year(year, latest, _shown(whole)))
    if m is None:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(m)
    if not 1 <= month <= 12:
        raise DateError(_wrong_month(y, m, _shown(whole)))
    if d is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    try:
        day = date(year, month, int(d))
    except ValueError:
        raise DateError(_wrong_day(year, month, d, _shown(whole))) from None
    return day, day


def _wrong_year(year: int, latest: int, shown: str) -> str:
    if year == 0:
        return f"{shown}: there is no year 0000; {_LEAVE_EMPTY}"
    if year < EARLIEST_YEAR:
        return (
            f"{shown}: the year {year:04d} is before {EARLIEST_YEAR}, the first this register holds; "
            f"look for a wrong digit and write the year the source means, or {_LEAVE_EMPTY}"
        )
    return (
        f"{shown}: the year {year} is later than {latest}, the last accepted here; "
        f"look for a wrong digit and write the year the source means, or {_LEAVE_EMPTY}"
    )


def _wrong_month(year: str, month: str, shown: str) -> str:
    if month == "00":
        return f"{shown}: there is no month 00; if the month is not known, write {year}"
    if "21" <= month <= "41":
        return f"{shown}: seasons and quarters are not used; write their months, such as {year}-06/{year}-08"
    return f"{shown}: there is no month {month}; months run from 01 to 12, after the year and before the day"


def _wrong_day(year: int, month: int, day: str, shown: str) -> str:
    in_month = f"{year:04d}-{month:02d}"
    if day == "00":
        return f"{shown}: there is no day 00; if the day is not known, write {in_month}"
    days = monthrange(year, month)[1]
    return f"{shown}: there is no day {day} in {in_month}, which has {days}; write another, or {in_month}"


def _shown(text: str) -> str:
    if text == "":
        return "an empty text"
    if _SHOWABLE.fullmatch(text):
        return f"'{text}'"
    return f"a text of {len(text)} characters (not repeated here)"


def _padded(match: re.Match[str]) -> str:
    return f"has numbers of one digit: write {'-'.join(part.zfill(2) for part in match[0].split('-'))}"


_Hint = Callable[[re.Match[str]], str]
_HINTS: tuple[tuple[re.Pattern[str], _Hint], ...] = (
    (re.compile(""), lambda m: f"is no date: {_LEAVE_EMPTY}"),
    (re.compile(r"\s+.*|.*\s+", re.S), lambda m: "begins or ends with a space: remove it"),
    (re.compile(r"\.\."), lambda m: f"says that an end has not come: for an end only; {_FORMS}"),
    (re.compile(r"(\d{4})(\d\d)(\d\d)", re.A), lambda m: f"has no hyphens: write {m[1]}-{m[2]}-{m[3]}"),
    (re.compile(r"(\d{4})[/.](0[1-9]|1[0-2])", re.A), lambda m: f"has no hyphen: write {m[1]}-{m[2]}"),
    (
        re.compile(r"(\d{4})[/.](\d\d?)[/.](\d\d?)", re.A),
        lambda m: f"has no hyphens: write {m[1]}-{m[2]:0>2}-{m[3]:0>2}",
    ),
    (
        re.compile(r"\d\d?[-/.]\d\d?[-/.](\d{4})", re.A),
        lambda m: f"does not say which number is the day: write year, month, day, as in {m[1]}-MM-DD",
    ),
    (re.compile(r"\d{4}-(\d-\d\d?|\d\d-\d|\d)", re.A), _padded),
    (
        re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d.*", re.A | re.S),
        lambda m: f"has a time of day: write the day alone, {m[1]}",
    ),
    (re.compile(r"([\d-]*\d)(~\?|\?~)", re.A), lambda m: f"is approximate and uncertain: write {m[1]}%"),
    (re.compile(r"([~?%])([\d-]+)", re.A), lambda m: f"begins with its sign: write {m[2]}{m[1]}"),
    (
        re.compile(r"[\dX-]*X[\dX-]*", re.A),
        lambda m: "has X for digits: write the year or month alone, or an interval such as 2010/2019",
    ),
    (
        re.compile(r"(?=.*(?![0-9])\d)[\d/.~?%-]+"),
        lambda m: "has digits of another script: write the digits 0 to 9",
    ),
)


def _advice(text: str) -> str:
    for pattern, hint in _HINTS:
        match = pattern.fullmatch(text)
        if match is not None:
            return hint(match)
    return "is not a date we can read: " + _FORMS


@dataclass(frozen=True, slots=True)
class _Words:
    """How one language writes a date. Keys of `day` and `month`: d, m, y; of the intervals: a, b."""

    months: tuple[str, ...]
    day: str
    month: str
    first: str  # how the first of a month is written
    to_day: str  # an interval whose end is a day
    to_other: str  # an interval whose end is a month or a year
    onwards: str
    until_day: str
    until_other: str
    end_unknown: str
    start_unknown: str
    not_ended: str
    approximate: str
    uncertain: str
    comma: str


_WORDS = {
    "en": _Words(
        months=(
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        ),
        day="{d} {m} {y}", month="{m} {y}", first="1",
        to_day="{a} to {b}", to_other="{a} to {b}",
        onwards="{a} onwards", until_day="until {b}", until_other="until {b}",
        end_unknown="end not known", start_unknown="beginning not known", not_ended="has not ended",
        approximate="approximate", uncertain="uncertain", comma=", ",
    ),
    "ar": _Words(
        months=(
            "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
            "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
        ),
        day="{d} {m} {y}", month="{m} {y}", first="1",
        to_day="من {a} إلى {b}", to_other="من {a} إلى {b}",
        onwards="من {a} فصاعدًا", until_day="حتى {b}", until_other="حتى {b}",
        end_unknown="النهاية غير معروفة", start_unknown="البداية غير معروفة", not_ended="لم ينتهِ",
        approximate="تقريبي", uncertain="غير مؤكد", comma="، ",
    ),
    "fr": _Words(
        months=(
            "janvier", "février", "mars", "avril", "mai", "juin",
            "juillet", "août", "septembre", "octobre", "novembre", "décembre",
        ),
        day="{d} {m} {y}", month="{m} {y}", first="1er",
        to_day="{a} au {b}", to_other="{a} à {b}",
        onwards="{a} et après", until_day="jusqu’au {b}", until_other="jusqu’à {b}",
        end_unknown="fin non connue", start_unknown="début non connu", not_ended="pas encore de fin",
        approximate="approximatif", uncertain="incertain", comma=", ",
    ),
    "es": _Words(
        months=(
            "enero", "febrero", "marzo", "abril", "mayo", "junio",
            "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
        ),
        day="{d} de {m} de {y}", month="{m} de {y}", first="1",
        to_day="{a} al {b}", to_other="{a} a {b}",
        onwards="{a} en adelante", until_day="hasta el {b}", until_other="hasta {b}",
        end_unknown="fin no conocido", start_unknown="inicio no conocido", not_ended="no ha terminado",
        approximate="aproximado", uncertain="incierto", comma=", ",
    ),
}  # fmt: skip


def describe(d: FuzzyDate, lang: str) -> str:
    """The date in words, for a page in `lang` (en, ar, fr, es; a region as in `fr-ML` is ignored).

    Arabic takes the month names of Egypt and the Gulf, and Western digits. Raises `ValueError` for a language
    without a table.
    """
    words = _WORDS.get(lang.partition("-")[0])
    if words is None:
        raise ValueError(f"no words for dates in the language '{lang}': there are {', '.join(_WORDS)}")
    if d.text == "..":
        return words.not_ended
    if "/" in d.text:
        return _describe_interval(d.text, words)
    return _describe_one(d.text, words)


def _describe_interval(text: str, words: _Words) -> str:
    start, _, end = text.partition("/")
    if end == "..":
        return words.onwards.format(a=_describe_one(start, words))
    if end == "":
        return f"{_describe_one(start, words)}{words.comma}{words.end_unknown}"
    b = _describe_one(end, words)
    end_is_day = end.count("-") == 2
    if start in ("", ".."):
        until = (words.until_day if end_is_day else words.until_other).format(b=b)
        return until if start else f"{until}{words.comma}{words.start_unknown}"
    return (words.to_day if end_is_day else words.to_other).format(a=_describe_one(start, words), b=b)


def _describe_one(text: str, words: _Words) -> str:
    year, month, day = [*text.rstrip("~?%").split("-"), "", ""][:3]
    said = year
    if month:
        name = words.months[int(month) - 1]
        d = words.first if day == "01" else day.lstrip("0")
        said = words.day.format(d=d, m=name, y=year) if day else words.month.format(m=name, y=year)
    doubts = [word for sign, word in (("~%", words.approximate), ("?%", words.uncertain)) if text[-1] in sign]
    return f"{said} ({words.comma.join(doubts)})" if doubts else said
