import re
from datetime import UTC, date, datetime, timedelta

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import given
from hypothesis import strategies as st

from sijill.tables.dates import (
    NOT_ENDED,
    OPEN_HI,
    OPEN_LO,
    DateError,
    FuzzyDate,
    describe,
    from_parts,
    overlaps,
    parse,
    parse_end,
    span,
    within,
)

LATEST = 2027


def one_date(first: date = date(1800, 1, 1), last: date = date(2027, 12, 31)) -> st.SearchStrategy[str]:
    def write(day: date, length: int, sign: str) -> str:
        return day.isoformat()[:length] + sign

    return st.builds(write, st.dates(first, last), st.sampled_from([4, 7, 10]), st.sampled_from(["", "~", "?", "%"]))


@st.composite
def texts(draw: st.DrawFn, first: date = date(1800, 1, 1), last: date = date(2027, 12, 31)) -> str:
    """Any valid text: one date, or an interval of two, open or unknown at one end."""
    kind = draw(st.sampled_from(["one", "both", "no end", "no beginning"]))
    a = draw(one_date(first, last))
    if kind == "one":
        return a
    gap = draw(st.sampled_from(["", ".."]))
    if kind == "both":
        b = draw(one_date(first, last))
        return f"{a}/{b}" if parse(a, LATEST).lo <= parse(b, LATEST).hi else f"{b}/{a}"
    return f"{a}/{gap}" if kind == "no end" else f"{gap}/{a}"


@pytest.mark.parametrize(
    ("text", "lo", "hi", "precision"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31), "year"),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), "month"),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28), "month"),
        ("2020-12", date(2020, 12, 1), date(2020, 12, 31), "month"),
        ("2020-02-29", date(2020, 2, 29), date(2020, 2, 29), "day"),
        ("2020-05/2020-07-03", date(2020, 5, 1), date(2020, 7, 3), "interval"),
        ("2020-05/..", date(2020, 5, 1), OPEN_HI, "interval"),
        ("2020-05/", date(2020, 5, 1), OPEN_HI, "interval"),
        ("../2020-05", OPEN_LO, date(2020, 5, 31), "interval"),
        ("/2020-05", OPEN_LO, date(2020, 5, 31), "interval"),
        ("2020-05/2020", date(2020, 5, 1), date(2020, 12, 31), "interval"),
        ("2020-05-01/2020-05-01", date(2020, 5, 1), date(2020, 5, 1), "interval"),
    ],
)
def test_bounds_are_the_first_and_last_day_meant(text: str, lo: date, hi: date, precision: str) -> None:
    d = parse(text, LATEST)
    assert (d.text, d.lo, d.hi, d.precision) == (text, lo, hi, precision)


@pytest.mark.parametrize(
    ("sign", "approximate", "uncertain"),
    [("", False, False), ("~", True, False), ("?", False, True), ("%", True, True)],
)
@pytest.mark.parametrize("plain", ["2020", "2020-05", "2020-05-12", "2019/2020-05"])
def test_a_sign_says_doubt_and_leaves_the_bounds(plain: str, sign: str, approximate: bool, uncertain: bool) -> None:
    d = parse(plain + sign, LATEST)
    assert (d.approximate, d.uncertain) == (approximate, uncertain)
    assert (d.lo, d.hi, d.precision) == (parse(plain).lo, parse(plain).hi, parse(plain).precision)


@pytest.mark.parametrize(
    ("text", "wrong", "write_instead"),
    [
        ("2020-02-30", "no day 30 in 2020-02, which has 29", "2020-02"),
        ("2020-05-00", "no day 00", "2020-05"),
        ("2020-13", "no month 13", "01 to 12"),
        ("2020-00", "no month 00", "write 2020"),
        ("2020-21", "seasons", "2020-06/2020-08"),
        ("0000", "no year 0000", "leave the date empty"),
        ("1799-12-31", "1799 is before 1800", "the year the source means"),
        ("2918", "2918 is later than 2027", "the year the source means"),
        ("2020/2918", "2918 is later than 2027", "the year the source means"),
        ("2021/2020", "ends before it begins", "2020/2021"),
        ("2020-05/2020-04-30", "ends before it begins", "2020-04-30/2020-05"),
        ("../..", "no known end", "leave the date empty"),
        ("/", "no known end", "leave the date empty"),
        ("/..", "no known end", "leave the date empty"),
        ("", "empty", "leave the date empty"),
        ("..", "an end has not come", "for an end only"),
        ("12/05/2020", "which number is the day", "2020-MM-DD"),
        ("2020/05/12", "no hyphens", "write 2020-05-12"),
        ("2020/05", "no hyphen", "write 2020-05"),
        ("20200512", "no hyphens", "write 2020-05-12"),
        ("2020-5-1", "one digit", "write 2020-05-01"),
        ("2020-05-12T10:00", "time of day", "2020-05-12"),
        ("2020?~", "approximate and uncertain", "write 2020%"),
        ("~2020-05", "begins with its sign", "write 2020-05~"),
        ("201X", "X", "2010/2019"),
        (" 2020", "space", "remove it"),
        ("2020-05-12\n", "space", "remove it"),
        ("\u0662\u0660\u0662\u0660-\u0660\u0665", "another script", "the digits 0 to 9"),
        ("٢٠٢٠-05", "another script", "the digits 0 to 9"),
        ("2020-W01-1", "not a date we can read", "2020-05-12"),
        ("2020/2021/2022", "not a date we can read", "2020-05/2020-07"),
        ("early spring", "not a date we can read", "2020-05"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_write(text: str, wrong: str, write_instead: str) -> None:
    with pytest.raises(DateError) as refusal:
        parse(text, LATEST)
    assert wrong in str(refusal.value)
    assert write_instead in str(refusal.value)


@pytest.mark.parametrize(
    "text", ["the day Amal Nowhere left", "2918/Amal Nowhere", "Amal Nowhere/2020-13", "2020 Amal"]
)
def test_a_refusal_never_repeats_words(text: str) -> None:
    with pytest.raises(DateError) as refusal:
        parse(text, LATEST)
    assert "Amal" not in str(refusal.value)


@given(st.text(alphabet="0123456789-/.~?%X ", max_size=24) | st.text(max_size=30))
def test_any_text_is_a_date_or_a_refusal(text: str) -> None:
    try:
        d = parse(text, LATEST)
    except DateError:
        return
    assert d.lo <= d.hi
    assert d.text == text


def test_next_year_is_accepted_and_the_one_after_is_not() -> None:
    this_year = datetime.now(UTC).year
    assert parse(str(this_year + 1)).hi.year == this_year + 1
    with pytest.raises(DateError, match="later than"):
        parse(str(this_year + 2))
    assert parse("2055", latest=2060).lo == date(2055, 1, 1)


def test_an_end_that_has_not_come_is_after_every_day() -> None:
    end = parse_end("..")
    assert end == NOT_ENDED
    assert (end.lo, end.hi, end.precision) == (OPEN_HI, OPEN_HI, "interval")
    assert not overlaps(end, date(2020, 1, 1), date(2030, 12, 31))
    assert parse_end("2020-05", LATEST) == parse("2020-05", LATEST)


@pytest.mark.parametrize(
    ("parts", "text"),
    [((2020, None, None), "2020"), ((2020, 5, None), "2020-05"), ((2020, 5, 2), "2020-05-02")],
)
def test_parts_make_a_date(parts: tuple[int | None, int | None, int | None], text: str) -> None:
    assert from_parts(*parts, latest=LATEST) == parse(text, LATEST)


@pytest.mark.parametrize(
    ("parts", "wrong"),
    [
        ((None, 5, 2), "no year"),
        ((2020, None, 2), "no month"),
        ((2020, 2, 30), "no day 30"),
        ((2020, 13, None), "no month 13"),
        ((20, 1, 1), "before 1800"),
        ((2028, 1, 1), "later than 2027"),
    ],
)
def test_impossible_parts_are_refused(parts: tuple[int | None, int | None, int | None], wrong: str) -> None:
    with pytest.raises(DateError, match=wrong):
        from_parts(*parts, latest=LATEST)


def test_a_span_runs_from_the_first_day_to_the_last() -> None:
    a, b = parse("2020-05~", LATEST), parse("2021", LATEST)
    assert span(a, b) == parse("2020-05~/2021", LATEST)
    assert span(a, a) == a
    assert span(a, NOT_ENDED) == parse("2020-05~/..", LATEST)
    with pytest.raises(DateError, match="ends before it begins"):
        span(b, a)
    for one, other in [(span(a, b), b), (a, span(a, b)), (NOT_ENDED, a)]:
        with pytest.raises(DateError, match="is an interval"):
            span(one, other)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    for question in (overlaps, within):
        with pytest.raises(DateError, match="before it begins"):
            question(parse("2020"), date(2020, 2, 1), date(2020, 1, 31))


@given(texts())
def test_what_is_parsed_comes_back(text: str) -> None:
    d = parse(text, LATEST)
    assert d.lo <= d.hi
    assert d.text == text
    assert parse(d.text, LATEST) == d


@given(st.dates(date(1800, 1, 1), date(2027, 12, 31)))
def test_a_day_is_in_its_month_and_its_month_in_its_year(day: date) -> None:
    d = from_parts(day.year, day.month, day.day, LATEST)
    month, year = from_parts(day.year, day.month, latest=LATEST), from_parts(day.year, latest=LATEST)
    assert d.lo == d.hi == day
    assert within(d, month.lo, month.hi)
    assert within(month, year.lo, year.hi)
    assert (month.hi + timedelta(1)).day == 1


NEAR = (date(2020, 1, 20), date(2020, 3, 10))
near_days = st.dates(*NEAR)
near_periods = st.tuples(near_days, near_days).map(lambda ends: (min(ends), max(ends)))


@given(texts(*NEAR), near_periods)
def test_overlap_and_within_are_what_counting_days_says(text: str, period: tuple[date, date]) -> None:
    d = parse(text, LATEST)
    since, until = period
    days = {since + timedelta(n) for n in range((until - since).days + 1)}
    possible = {day for day in days if d.lo <= day <= d.hi}
    assert overlaps(d, since, until) == bool(possible)
    assert within(d, since, until) == (d.lo in days and d.hi in days)


@given(texts(*NEAR), texts(*NEAR))
def test_overlap_is_symmetric(one: str, other: str) -> None:
    a, b = parse(one, LATEST), parse(other, LATEST)
    assert overlaps(a, b.lo, b.hi) == overlaps(b, a.lo, a.hi)
    assert overlaps(a, a.lo, a.hi)
    assert within(a, a.lo, a.hi)


@given(texts(*NEAR), near_periods, near_periods)
def test_a_wider_period_never_loses_a_date(text: str, one: tuple[date, date], other: tuple[date, date]) -> None:
    d = parse(text, LATEST)
    wider = (min(one[0], other[0]), max(one[1], other[1]))
    for narrower in (one, other):
        assert not overlaps(d, *narrower) or overlaps(d, *wider)
        assert not within(d, *narrower) or within(d, *wider)
        assert not within(d, *narrower) or overlaps(d, *narrower)


# The `edtf` package is the oracle, by its strict bounds: only its fuzzy ones are wider for approximate dates.
# It has no day for an open end and takes ten years for an unknown one: the end that is given is compared.
ORACLE = [
    *("1800", "1987", "2020", "2020~", "2020?", "2020%"),
    *(f"2019-{month:02d}" for month in range(1, 13)),
    *("2020-02", "1900-02", "2000-02", "2020-05~", "2020-05?", "2020-05%"),
    *("2020-02-29", "1999-12-31", "2020-05-12~", "2020-05-12?", "2020-05-12%"),
    *("2019/2020", "2020-02/2020-04", "2020-05-12/2020-06-01", "2019/2020-02", "2020-05-12/2021"),
    *("2019~/2020-02?", "2020-05%/2020-06", "2020-01-01/2020-01-01"),
    *("2020-02/..", "../2020-02", "2020-02-29/", "/2020-02"),
]


@pytest.mark.parametrize("text", ORACLE)
def test_bounds_agree_with_the_edtf_package(text: str) -> None:
    theirs, ours = parse_edtf(text), parse(text, LATEST)
    start, _, end = text.partition("/")
    if start not in ("", ".."):
        assert date(*theirs.lower_strict()[:3]) == ours.lo
    if end not in ("", "..") or "/" not in text:
        assert date(*theirs.upper_strict()[:3]) == ours.hi


@pytest.mark.parametrize(
    "text", ["2020-02-30", "2020-13", "2020-00", "2020-5-1", "12/05/2020", "20200512", "2020-05-12~?"]
)
def test_the_edtf_package_refuses_these_too(text: str) -> None:
    with pytest.raises(EDTFParseException):
        parse_edtf(text)
    with pytest.raises(DateError):
        parse(text, LATEST)


@pytest.mark.parametrize(
    ("text", "en", "ar", "fr", "es"),
    [
        ("2020", "2020", "2020", "2020", "2020"),
        ("2020-08", "August 2020", "أغسطس 2020", "août 2020", "agosto de 2020"),
        ("2020-05-01", "1 May 2020", "1 مايو 2020", "1er mai 2020", "1 de mayo de 2020"),
        (
            "2020-05-12~",
            "12 May 2020 (approximate)",
            "12 مايو 2020 (تقريبي)",
            "12 mai 2020 (approximatif)",
            "12 de mayo de 2020 (aproximado)",
        ),
        (
            "2020%",
            "2020 (approximate, uncertain)",
            "2020 (تقريبي، غير مؤكد)",
            "2020 (approximatif, incertain)",
            "2020 (aproximado, incierto)",
        ),
        (
            "2020-05/2020-06-10?",
            "May 2020 to 10 June 2020 (uncertain)",
            "من مايو 2020 إلى 10 يونيو 2020 (غير مؤكد)",
            "mai 2020 au 10 juin 2020 (incertain)",
            "mayo de 2020 al 10 de junio de 2020 (incierto)",
        ),
        ("2019/2020", "2019 to 2020", "من 2019 إلى 2020", "2019 à 2020", "2019 a 2020"),
        (
            "2020-05/..",
            "May 2020 onwards",
            "من مايو 2020 فصاعدًا",
            "mai 2020 et après",
            "mayo de 2020 en adelante",
        ),
        (
            "../2020-05-12",
            "until 12 May 2020",
            "حتى 12 مايو 2020",
            "jusqu’au 12 mai 2020",
            "hasta el 12 de mayo de 2020",
        ),
        (
            "2020/",
            "2020, end not known",
            "2020، النهاية غير معروفة",
            "2020, fin non connue",
            "2020, fin no conocido",
        ),
        (
            "/2020",
            "until 2020, beginning not known",
            "حتى 2020، البداية غير معروفة",
            "jusqu’à 2020, début non connu",
            "hasta 2020, inicio no conocido",
        ),
        ("..", "has not ended", "لم ينتهِ", "pas encore de fin", "no ha terminado"),
    ],
)
def test_a_page_says_the_date_in_words(text: str, en: str, ar: str, fr: str, es: str) -> None:
    d = parse_end(text, LATEST)
    assert [describe(d, lang) for lang in ("en", "ar", "fr", "es")] == [en, ar, fr, es]
    assert describe(d, "fr-ML") == fr


@given(texts(), st.sampled_from(["en", "ar", "fr", "es"]))
def test_every_date_has_words_with_western_digits(text: str, lang: str) -> None:
    said = describe(parse(text, LATEST), lang)
    assert re.findall(r"[0-9]{4}", said) == re.findall(r"[0-9]{4}", text)
    assert all(c in "0123456789" for c in said if c.isdigit())


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'de'.*en, ar, fr, es"):
        describe(FuzzyDate("2020", date(2020, 1, 1), date(2020, 12, 31)), "de")
