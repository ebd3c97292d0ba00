"""What a harmonised report is counted from: decisions, notices, orders, complaints, and what the service itself is.

Codes are the EU's (codelists `dsa_*`); hours are numbers, None where the log does not say; a day decides the period.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from sijill.codelists.load import codelist
from sijill.statements.harmonised.duties import KINDS
from sijill.statements.harmonised.lines import category_of
from sijill.statements.harmonised.parts import OTHER, RESTRICTIONS, STATES

FULLY, NOT_AUTOMATED = "AUTOMATED_DECISION_FULLY", "AUTOMATED_DECISION_NOT_AUTOMATED"
ILLEGAL, TERMS = "DECISION_GROUND_ILLEGAL_CONTENT", "DECISION_GROUND_INCOMPATIBLE_CONTENT"
ARTICLE_16, FLAGGER = "SOURCE_ARTICLE_16", "SOURCE_TRUSTED_FLAGGER"
NOT_SPECIFIED_ORDER, NOT_SPECIFIED_NOTICE = (
    "STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER",
    "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE",
)
TERMS_ONLY = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"

# The EU database's codes of restrictions -> the columns of parts 5 and 6; partial and total provision are one column.
COLUMN_OF: Mapping[str, str] = MappingProxyType(
    {
        "DECISION_VISIBILITY_CONTENT_REMOVED": "vis_removal",
        "DECISION_VISIBILITY_CONTENT_DISABLED": "vis_disable",
        "DECISION_VISIBILITY_CONTENT_DEMOTED": "vis_demoted",
        "DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED": "vis_age_restricted",
        "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED": "vis_interaction_restricted",
        "DECISION_VISIBILITY_CONTENT_LABELLED": "vis_labelled",
        "DECISION_VISIBILITY_OTHER": "vis_other",
        "DECISION_MONETARY_SUSPENSION": "monetary_suspension",
        "DECISION_MONETARY_TERMINATION": "monetary_termination",
        "DECISION_MONETARY_OTHER": "monetary_other",
        "DECISION_PROVISION_PARTIAL_SUSPENSION": "service_suspension",
        "DECISION_PROVISION_TOTAL_SUSPENSION": "service_suspension",
        "DECISION_PROVISION_PARTIAL_TERMINATION": "service_termination",
        "DECISION_PROVISION_TOTAL_TERMINATION": "service_termination",
        "DECISION_ACCOUNT_SUSPENDED": "account_suspension",
        "DECISION_ACCOUNT_TERMINATED": "account_termination",
    }
)
NOT_RECORDED = "The time was not recorded."  # contextual information of a median that is blank though there are cases
BASES = ("visibility", "provision", "account", "monetary", "notice", "flagger-notice")
OUTCOMES = ("upheld", "partly", "reversed", "omitted")
SUSPENSIONS = ("content", "notices", "complaints")


class Unusable(ValueError):
    """A fact or a setting cannot be used; the text says which, why, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is counted: category, sub-category, and the description of a sub-category of one's own."""

    category: str
    keyword: str = ""
    other: str = ""

    def __post_init__(self) -> None:
        if self.category not in codelist("dsa_categories").live():
            raise Unusable(f"{self.category!r} is not a category of codelists/dsa_categories.csv.")
        if self.keyword and self.keyword not in codelist("dsa_keywords").live():
            raise Unusable(f"{self.keyword!r} is not a sub-category of codelists/dsa_keywords.csv.")

    @property
    def row(self) -> tuple[str, str]:
        """(sub-category, description) of the row it is counted in; every category but 16 and 17 is split wholly.

        A sub-category of another category cannot stand under this one, and one that was not recorded has no row: both
        go to a row KEYWORD_OTHER that says so.
        """
        if self.category in (NOT_SPECIFIED_ORDER, NOT_SPECIFIED_NOTICE):
            return "", ""
        if category_of().get(self.keyword) == self.category:
            return self.keyword, ""
        label = codelist("dsa_categories").label(self.category)
        if self.other:
            return OTHER, self.other
        if self.keyword and self.keyword != OTHER:
            return OTHER, f"{codelist('dsa_keywords').label(self.keyword)}, under: {label}"
        return OTHER, f"No sub-category was recorded, under: {label}"


@dataclass(frozen=True, slots=True)
class Measure:
    """One decision to restrict. `source` is a code of dsa_sources; `ordered`: it followed an order of an authority."""

    day: date
    place: Place
    ground: str
    source: str
    restrictions: frozenset[str]
    detected: bool
    decided: str
    language: str = ""
    ordered: bool = False

    @property
    def own(self) -> bool:
        """Own initiative: preceded by neither an order nor an Article 16 notice (Annex II, II.1.4, columns F and G)."""
        return not self.ordered and self.source not in (ARTICLE_16, FLAGGER)


@dataclass(frozen=True, slots=True)
class Notice:
    """One Article 16 notice. `action` is a ground (dsa_grounds), empty if nothing was done; `hours` until it was."""

    day: date
    place: Place
    trusted: bool
    items: int
    action: str
    hours: float | None
    processed: str


@dataclass(frozen=True, slots=True)
class Order:
    """One order of a Member State's authority: to act, or (`inform`) to provide information."""

    day: date
    place: Place
    state: str
    inform: bool
    items: int
    hours_to_inform: float | None
    hours_to_effect: float | None

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise Unusable(f"{self.state!r} is not a Member State as Eurostat writes it (Greece is EL).")


@dataclass(frozen=True, slots=True)
class Complaint:
    """One internal complaint. `basis` is one of BASES, `outcome` of OUTCOMES; `anew`: it led to a new restriction."""

    day: date
    basis: str
    outcome: str
    hours: float | None
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Dispute:
    """One out-of-court dispute. `implemented` says whether a (partial) reversal was carried out."""

    day: date
    outcome: str
    hours: float | None
    implemented: bool = False


@dataclass(frozen=True, slots=True)
class Suspension:
    """One suspension under Article 23, for one of SUSPENSIONS."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that happened, of any period: the report takes what falls into its own."""

    measures: tuple[Measure, ...] = ()
    notices: tuple[Notice, ...] = ()
    orders: tuple[Order, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    suspensions: tuple[Suspension, ...] = ()

    def within(self, period: Period) -> Facts:
        """The facts of a period."""

        def of(facts: Iterable[object]) -> tuple[object, ...]:
            return tuple(one for one in facts if period.start <= one.day <= period.end)  # type: ignore[attr-defined]

        return Facts(*(of(getattr(self, name)) for name in self.__slots__))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period, both days included."""

    start: date
    end: date

    def __str__(self) -> str:
        return f"{self.start}/{self.end}"

    @classmethod
    def read(cls, text: str) -> Period:
        """`2026`, `2025H2` or `2025-07-01/2025-12-31`; Unusable says what is allowed."""
        if found := re.fullmatch(r"(\d{4})(?:-?[Hh]([12]))?", text.strip()):
            year, half = int(found[1]), found[2]
            first, last = {"1": (1, 6), "2": (7, 12), None: (1, 12)}[half]
            return cls(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))
        try:
            start, end = (date.fromisoformat(one) for one in text.split("/"))
        except ValueError as error:
            raise Unusable(f"{text!r} is not a period: write 2026, 2025H2 or 2025-07-01/2025-12-31.") from error
        return cls(start, end)


@dataclass(frozen=True, slots=True)
class Service:
    """The service a report is of. What it never could do is blank in the report and not 0.

    `imposes`: columns of parts 5 and 6 that it could impose. `automation`: it uses automated means. `texts`: the
    qualitative texts by the template's number of the row, 1 to 11. `accuracy`: (indicator, scope) -> 0 to 1, with the
    words of part 8. `recipients` and `experts`: by Member State and language, and `TOTAL`.
    """

    name: str
    provider: str
    kind: str
    published: date | None = None
    previous: date | None = None
    imposes: frozenset[str] = frozenset(RESTRICTIONS)
    automation: bool = True
    texts: Mapping[int, str] = field(default_factory=dict)
    accuracy: Mapping[tuple[str, str], float] = field(default_factory=dict)
    internal: int | None = None
    external: int | None = None
    experts: Mapping[str, int] = field(default_factory=dict)
    recipients: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise Unusable(f"{self.kind!r} is not a kind of service: {', '.join(KINDS)}.")
        if strange := self.imposes - set(RESTRICTIONS):
            raise Unusable(f"{sorted(strange)} are no restrictions of parts 5 and 6: {', '.join(RESTRICTIONS)}.")
