"""From tables to SDMX observations: the keys of the UN's SDG structure, official and national series. Pure.

Keys and defaults: data structure SDG of IAEG-SDGs (15 dimensions and the time). Only two official
series exist for indicator 16.10.1; everything else goes out under national codes
(codelists/sdg_categories.csv, column `national_series`), never under an invented official one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pycountry

from sijill.codelists.load import codelist
from sijill.publish.labels import code_label, dimension_label, measure_label
from sijill.publish.manifest import About
from sijill.publish.text import LANGUAGES, Language
from sijill.stats.table import TOTAL, Dimension, Flag, Key, PublicCell, PublicTable

DIMENSIONS = (
    "FREQ", "REPORTING_TYPE", "SERIES", "REF_AREA", "SEX", "AGE", "URBANISATION", "INCOME_WEALTH_QUANTILE",
    "EDUCATION_LEV", "OCCUPATION", "CUST_BREAKDOWN", "COMPOSITE_BREAKDOWN", "DISABILITY_STATUS", "ACTIVITY",
    "PRODUCT",
)  # fmt: skip
TIME = "TIME_PERIOD"
VALUE = "OBS_VALUE"
ATTRIBUTES = ("OBS_STATUS", "UNIT_MULT", "NATURE", "CONF_STATUS", "COMMENT_OBS", "UNIT_MEASURE")
# The UN's structure has no CONF_STATUS; in the official series COMMENT_OBS says it.
UN_ATTRIBUTES = tuple(name for name in ATTRIBUTES if name != "CONF_STATUS")

SUBJECT = "sdg16"  # of the tables that count the indicator
CATEGORIES = "sdg_categories"
VERIFIED = "verified"

# SDMX code lists CL_OBS_STATUS (A normal, O missing, Q missing because suppressed) and CL_CONF_STATUS
# (F free, C confidential, D secondary confidentiality set by the sender). Only the first has a number.
STATUS: Mapping[Flag, tuple[str, str]] = {
    Flag.SHOWN: ("A", "F"),
    Flag.SMALL: ("Q", "C"),
    Flag.WITHHELD: ("Q", "C"),
    Flag.COMPLEMENT: ("Q", "D"),
    Flag.NOT_ASSESSED: ("O", "F"),
    Flag.NOT_KNOWN: ("O", "F"),
    Flag.NOT_MEASURABLE: ("O", "F"),
}
# CL_SEX; codes of ours that it lacks keep their own name in the national structure.
SEX = {TOTAL: TOTAL, "female": "F", "male": "M", "other": "_O", "not-stated": "_U"}
OFFICIAL_SEX = ("female", "male", TOTAL)


class SeriesError(ValueError):
    """An official series cannot be written from these tables; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One observation: its codes by column, and the cell behind it."""

    codes: Mapping[str, str]
    cell: PublicCell

    @property
    def key(self) -> tuple[str, ...]:
        """The codes of the 15 dimensions and the time."""
        return tuple(self.codes[name] for name in (*DIMENSIONS, TIME))

    def row(self, comment: str = "") -> dict[str, str]:
        """The observation as SDMX writes it; a hidden number is empty."""
        observed, confidential = STATUS[self.cell.flag]
        value = "" if self.cell.value is None else str(self.cell.value)
        said = comment or ("" if confidential == "F" else f"CONF_STATUS {confidential}")
        # NATURE C: from the country's own data (CL_NATURE of the SDG structure).
        rest = {"OBS_STATUS": observed, "UNIT_MULT": "0", "NATURE": "C", "CONF_STATUS": confidential}
        return {**self.codes, VALUE: value, **rest, "COMMENT_OBS": said, "UNIT_MEASURE": "NUMBER"}


def national(about: About, tables: tuple[PublicTable, ...]) -> tuple[Observation, ...]:
    """Every cell of a category of 16.10.1 under our national series, one per key, in order of the keys.

    The measure and every breakdown that the SDG structure has no dimension for stand in CUST_BREAKDOWN.
    """
    found: dict[tuple[str, ...], Observation] = {}
    for table in tables:
        for observation in _of_table(about, table):
            before = found.setdefault(observation.key, observation)
            if before.cell != observation.cell:
                raise SeriesError(f"Two tables give different figures for {'.'.join(observation.key)}.")
    return tuple(found[key] for key in sorted(found))


def official(about: About, tables: tuple[PublicTable, ...]) -> tuple[Observation, ...]:
    """The official series, all ages, by sex where a table has it: verified figures.

    Empty unless `about.official`, the period is 12 months, as the indicator asks, and a table counts
    the indicator. Raises SeriesError where such a table does not hold what the series need.
    """
    counting = [table for table in tables if category_of(table) is not None]
    if not about.official or _months(about.since, about.until) != 12 or not counting:
        return ()
    found: dict[tuple[str, ...], Observation] = {}
    for table in counting:
        for code, sex, cell in _official_cells(table):
            codes = {
                **_defaults(about),
                "SERIES": series_codes("official_series")[code],
                "REF_AREA": ref_area(about.area),
                "SEX": SEX[sex],
                TIME: time_period(about.since, about.until),
            }
            one = Observation(codes, cell)
            found.setdefault(one.key, one)
    missing = sorted(set(series_codes("official_series").values()) - {one.codes["SERIES"] for one in found.values()})
    if missing:
        raise SeriesError(f"No table holds assessed verified figures for {', '.join(missing)}.")
    return tuple(found[key] for key in sorted(found))


def series_codes(column: str) -> dict[str, str]:
    """Series code by category, of `official_series` or `national_series`; only where there is one."""
    return {code: series for code, series in codelist(CATEGORIES).column(column).items() if series}


def breakdowns(tables: tuple[PublicTable, ...]) -> dict[str, str]:
    """Name of every CUST_BREAKDOWN code of these tables, in every language."""
    found: dict[str, str] = {}
    for table in tables:
        if category_of(table) is None:
            continue
        for measure in table.measures:
            for key in tuple(table.keys()):
                parts = _custom(table, key)
                names = [_breakdown(measure, parts, lang) for lang in LANGUAGES]
                found.setdefault(_custom_code(measure, parts), " / ".join(dict.fromkeys(names)))
    return dict(sorted(found.items()))


def ref_area(code: str) -> str:
    """The UN M49 number of a place, without leading zeros; the code itself for a place that has none."""
    if code.startswith("m49-"):
        return str(int(code[4:]))
    country = pycountry.countries.get(alpha_2=code)
    return str(int(country.numeric)) if country else code


def time_period(since: date, until: date) -> str:
    """A period as SDMX writes it: a calendar year, a calendar month, else its first day and its length."""
    months = _months(since, until)
    if months == 12 and since.month == 1:
        return f"{since.year:04d}"
    if months == 1:
        return f"{since.year:04d}-{since.month:02d}"
    if months and months % 12 == 0:
        return f"{since.isoformat()}/P{months // 12}Y"
    return f"{since.isoformat()}/" + (f"P{months}M" if months else f"P{(until - since).days + 1}D")


def frequency(since: date, until: date) -> str:
    """FREQ of a period: A for 12 months, M for one, _O for any other."""
    return {12: "A", 1: "M"}.get(_months(since, until), "_O")


def _months(since: date, until: date) -> int:
    """How many whole months a period is; 0 if it is not whole ones."""
    after = until + timedelta(days=1)
    if since.day != 1 or after.day != 1:
        return 0
    return (after.year - since.year) * 12 + after.month - since.month


def _defaults(about: About) -> dict[str, str]:
    return dict.fromkeys(DIMENSIONS, TOTAL) | {"FREQ": "A", "REPORTING_TYPE": "N"}


def category_of(table: PublicTable) -> Dimension | None:
    """The dimension that holds the categories of the indicator; None where a table counts something else."""
    if table.subject != SUBJECT:
        return None
    if table.noise is not None:
        raise SeriesError(f"Table {table.slug!r} carries noise: no series of the indicator is made of such numbers.")
    return next((one for one in table.dimensions if one.codelist == CATEGORIES), None)


def _of_table(about: About, table: PublicTable) -> Iterator[Observation]:
    category = category_of(table)
    if category is None:
        return
    series = series_codes("national_series")
    for measure in table.measures:
        for key in tuple(table.keys()):
            at = dict(zip((one.name for one in table.dimensions), key, strict=True))
            if at[category.name] in series and not is_whole_period(table, key):
                codes = {"SERIES": series[at[category.name]], **_placed(about, table, measure, key)}
                yield Observation({**_defaults(about), **codes}, table.cells[measure, key])


def is_whole_period(table: PublicTable, key: Key) -> bool:
    """Is it a year or a month that is all of the period, so that the total over time says the same?"""
    return any(
        is_time(one, code) and clipped(table, code) == (table.since, table.until)
        for one, code in zip(table.dimensions, key, strict=True)
    )


def _placed(about: About, table: PublicTable, measure: str, key: Key) -> dict[str, str]:
    """What a cell has in the dimensions that the SDG structure knows, and the rest in CUST_BREAKDOWN."""
    found = {
        "REF_AREA": ref_area(about.area),
        TIME: time_period(table.since, table.until),
        "FREQ": frequency(table.since, table.until),
        "CUST_BREAKDOWN": _custom_code(measure, _custom(table, key)),
    }
    for dimension, code in zip(table.dimensions, key, strict=True):
        if dimension.codelist == "sex":
            found["SEX"] = SEX.get(code, _own_code(code))
        elif dimension.codelist == "age_groups":
            found["AGE"] = _age(code)
        elif dimension.name == "country" and code != TOTAL:
            found["REF_AREA"] = ref_area(code)
        elif is_time(dimension, code):
            since, until = clipped(table, code)
            found |= {TIME: time_period(since, until), "FREQ": frequency(since, until)}
    return found


def clipped(table: PublicTable, code: str) -> tuple[date, date]:
    """First and last day of a year or a month, as far as it lies in the period of the table."""
    year, month = int(code[:4]), int(code[5:] or 0)
    first = date(year, month or 1, 1)
    after = date(year + 1, 1, 1) if month in (0, 12) else date(year, month + 1, 1)
    return max(first, table.since), min(after - timedelta(days=1), table.until)


def _custom(table: PublicTable, key: Key) -> list[tuple[Dimension, str]]:
    """The (dimension, code) pairs of a cell that only CUST_BREAKDOWN can hold."""
    known = ("sex", "age_groups", CATEGORIES)
    return [
        (one, code)
        for one, code in zip(table.dimensions, key, strict=True)
        if code != TOTAL and one.codelist not in known and one.name != "country" and not is_time(one, code)
    ]


def _custom_code(measure: str, parts: list[tuple[Dimension, str]]) -> str:
    return "__".join((_own_code(measure), *(f"{_own_code(one.name)}_{_own_code(code)}" for one, code in parts)))


def is_time(dimension: Dimension, code: str) -> bool:
    """Is it a year or a month? One that is not known stays a breakdown."""
    return dimension.name in ("year", "month") and code[:4].isdigit()


def _own_code(code: str) -> str:
    """A code of ours as SDMX takes codes: capitals, digits, _ ."""
    return "".join(letter if letter.isalnum() or letter == "_" else "_" for letter in code).upper()


def _age(code: str) -> str:
    """A code of CL_AGE: Y18T24, Y_GE65; our own code for what is not known."""
    ages = codelist("age_groups")
    low = ages.column("low").get(code, "") if code in ages else ""
    if not low:
        return {TOTAL: TOTAL, "not-stated": "_U"}.get(code, _own_code(code))
    high = ages.column("high")[code]
    return f"Y{low}T{high}" if high else f"Y_GE{low}"


def _official_cells(table: PublicTable) -> Iterator[tuple[str, str, PublicCell]]:
    """(category, sex, cell) of every assessed verified cell that nothing else breaks down."""
    category = category_of(table)
    if category is None or VERIFIED not in table.measures:
        return
    for key in tuple(table.keys()):
        at = dict(zip((one.name for one in table.dimensions), key, strict=True))
        code, sex = at.pop(category.name), at.pop("sex", TOTAL)
        cell = table.cells[VERIFIED, key]
        plain = all(other == TOTAL for other in at.values()) and sex in OFFICIAL_SEX
        if plain and code in series_codes("official_series") and not cell.flag.is_nothing:
            yield code, sex, cell


def _breakdown(measure: str, parts: list[tuple[Dimension, str]], lang: Language) -> str:
    said = [f"{dimension_label(one, lang)}: {code_label(one, code, lang)}" for one, code in parts]
    return "; ".join([measure_label(measure, lang), *said])
