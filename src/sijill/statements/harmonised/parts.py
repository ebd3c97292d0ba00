"""The eleven parts of a harmonised report: their official columns and rows, and what each column holds.

Source: Annex I of Implementing Regulation (EU) 2024/2835 (CSV files in `templates/`); Annex II says how to fill them.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

SHEETS = (
    "1_report_identification", "2_categories_names", "3_member_states_orders", "4_notices", "5_own_initiative_illegal",
    "6_own_initiative_TC", "7_appeals_and_recidivism", "8_automated_means", "9_human_resources", "10_AMAR",
    "11_qualitative",
)  # fmt: skip

# What a column holds. Counts are whole numbers, hours and fractions are numbers with a point (Annex II, part I, 4).
KEY, COUNT, HOURS, FRACTION, CONTEXT, TEXT, VALUE = "key", "count", "hours", "fraction", "context", "text", "value"

_ROW = ("applicability", "service", "period")
_CATEGORY = (*_ROW, "category", "other")
ORDERS = (
    "orders_to_act", "items", "hours_to_inform_act", "hours_to_effect_act",
    "orders_to_provide_info", "hours_to_inform_info", "hours_to_effect_info",
)  # fmt: skip
NOTICES = (
    "notices", "notices_flagger", "items", "items_flagger", "hours", "hours_flagger",
    "law", "law_flagger", "terms", "terms_flagger",
)  # fmt: skip
VISIBILITY = (
    "vis_removal", "vis_disable", "vis_demoted", "vis_age_restricted", "vis_interaction_restricted", "vis_labelled",
    "vis_other",
)  # fmt: skip
RESTRICTIONS = (
    *VISIBILITY, "monetary_suspension", "monetary_termination", "monetary_other", "service_suspension",
    "service_termination", "account_suspension", "account_termination",
)  # fmt: skip
MEASURES = ("measures", "automated", *RESTRICTIONS)
_INDICATOR = (*_ROW, "section", "indicator", "scope", "value")

_NAMES: dict[int, tuple[str, ...]] = {
    1: ("applicability", "service", "indicator", "value"),
    2: ("label", "words", "category", "context"),
    3: (*_CATEGORY, "scope", *ORDERS),
    4: (*_CATEGORY, *NOTICES),
    5: (*_CATEGORY, *MEASURES),
    6: (*_CATEGORY, *MEASURES),
    7: (*_INDICATOR, "context"),
    8: (*_INDICATOR, "context"),
    9: (*_INDICATOR, "context"),
    10: _INDICATOR,
    11: (*_ROW, "indicator", "value"),
}
CATEGORY_PARTS = (3, 4, 5, 6)
INDICATOR_PARTS = (7, 8, 9, 10)

# Official languages in the order of the treaties (bg to sv), Member States in that of their English names (AT to SE),
# both with Eurostat's codes: Greece is EL.
LANGUAGES = (
    "bg", "es", "cs", "da", "de", "et", "el", "en", "fr", "ga", "hr", "it", "lv", "lt", "hu", "mt", "nl", "pl", "pt",
    "ro", "sk", "sl", "fi", "sv",
)  # fmt: skip
STATES = (
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "EL", "HU", "IE", "IT", "LV", "LT", "LU", "MT",
    "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
)  # fmt: skip
TOTAL, OTHER = "TOTAL", "KEYWORD_OTHER"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: our short `name`, the official header, what it holds."""

    name: str
    header: str
    holds: str


@dataclass(frozen=True, slots=True)
class Part:
    """One of the eleven files. `rows` are the template's, as they stand, without the header."""

    number: int
    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The official header, trailing blanks included."""
        return tuple(column.header for column in self.columns)

    @property
    def counts(self) -> tuple[str, ...]:
        """Short names of the columns that add up."""
        return tuple(column.name for column in self.columns if column.holds == COUNT)

    @property
    def numbers(self) -> tuple[Column, ...]:
        """The columns of figures: counts and hours."""
        return tuple(column for column in self.columns if column.holds in (COUNT, HOURS))

    def column(self, name: str) -> Column:
        """The column of that short name."""
        return next(column for column in self.columns if column.name == name)


def holds(name: str) -> str:
    """What a column of that short name holds."""
    if name in ORDERS or name in NOTICES or name in MEASURES:
        return HOURS if name.startswith("hours") else COUNT
    if name.startswith("context"):
        return CONTEXT
    return VALUE if name == "value" else KEY


def value_holds(indicator: str, scope: str) -> str:
    """What the column Value holds in a row of parts 7 to 10, by the official English words of the row."""
    if "median" in scope.casefold():
        return HOURS
    if "percentage" in scope.casefold() or "accuracy of the automated" in indicator.casefold():
        return FRACTION
    return COUNT


@cache
def part(number: int) -> Part:
    """The part of that number, 1 to 11."""
    sheet = SHEETS[number - 1]
    text = (files(__package__) / "templates" / f"{sheet}.csv").read_bytes().decode("utf-8")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    names = list(_NAMES[number])
    names += [f"context_{name}" for name in names if holds(name) in (COUNT, HOURS)][: len(header) - len(names)]
    if len(names) != len(header):
        raise ValueError(f"Part {number} has {len(header)} columns and {len(names)} names for them.")
    kinds = [TEXT if number == 11 and name == "value" else holds(name) for name in names]
    columns = tuple(Column(*one) for one in zip(names, header, kinds, strict=True))
    return Part(number, sheet, columns, tuple(tuple(row) for row in rows))


def parts() -> tuple[Part, ...]:
    """All eleven, in order."""
    return tuple(part(number) for number in range(1, 12))


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """A text for comparison: no case, plain apostrophes, no blanks at its ends or twice."""
    text = text.replace("’", "'").replace("‘", "'").replace("\ufeff", "").replace("“", '"').replace("”", '"')
    return re.sub(r"\s+", " ", text).strip().casefold()


def as_csv(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> bytes:
    """The bytes of a file as the Commission writes its own: UTF-8, no mark, comma, LF, quotes only where needed."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue().encode("utf-8")
