"""The keys that reports break down by: the column behind each, codes always shown, whether parts add up."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sijill.assess.rules.counting import DIMENSIONS
from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.publish.reports.laws import NONE_NAMED
from sijill.publish.reports.report import Context
from sijill.stats.table import TOTAL, Dimension

NOT_AVAILABLE = "not-available"
UNDISCLOSED = "undisclosed"  # all sources that are not public, together
SHORT = 24  # months; a longer period is shown by years only
OF_LAWS = ("statute", "provision")
# Shown even when there are none: what a charge can come to, how far an investigation of the attack came.
FATES = (
    "charged",
    "charges-pending",
    "charges-dropped",
    "dismissed",
    "acquitted",
    "convicted",
    "determined-fabricated",
)
DELAYS = ("0-1", "1-3", "3-6", "6-12", "12-24", "24-plus")  # months
CHANGES = (
    "added", "reinstated", "withdrawn", "merged", "parted", "re-dated", "re-verified", "recoded", "place-in-incident",
)  # fmt: skip
INQUIRIES = ("opened", "perpetrator-charged", "perpetrator-convicted", "none-recorded")


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `column`: where a unit holds its code. `codelist`: whose labels it has, empty if none.

    `fixed`: codes that are shown even when nobody has them. `adds_up`: a unit has one code only.
    `nothing`: the code of a unit that has none, for a key that does not add up. `order`: of the
    codes, where no codelist gives one.
    """

    name: str
    column: str
    codelist: str = ""
    fixed: tuple[str, ...] = ()
    adds_up: bool = True
    nothing: str = NOT_AVAILABLE
    order: tuple[str, ...] = ()


def _known(name: str) -> tuple[str, ...]:
    return tuple(code for code in codelist(name).live() if code not in UNKNOWN_CODES)


_KEYS = (
    Key("category", DIMENSIONS["category"], "sdg_categories", _known("sdg_categories")),
    Key("sex", DIMENSIONS["sex"], "sex", ("female", "male")),
    Key("gender", DIMENSIONS["gender"], "gender"),
    Key("age", DIMENSIONS["age"], "age_groups", _known("age_groups")),
    Key(
        "role",
        DIMENSIONS["role"],
        "roles",
        ("journalist", "human-rights-defender", "trade-unionist"),
        adds_up=False,
    ),
    Key("state", DIMENSIONS["state"], "", ("state", "non-state")),
    Key("area", DIMENSIONS["area"], "places"),
    Key("country", DIMENSIONS["country"], "places"),
    Key("kind", DIMENSIONS["kind"], "acts"),
    Key("year", DIMENSIONS["year"]),
    Key("month", "month"),
    Key("dated", DIMENSIONS["year"]),  # a year is a period to protection; of acts with open dates it is not one
    Key("outcome", "outcome", "outcomes", ("counted", "not-counted", "undecided")),
    Key("reason", "reason", "reasons"),
    Key("rule", "rule"),
    Key("law", "law"),
    Key("statute", "statute", adds_up=False, nothing=NONE_NAMED),
    Key("provision", "provision"),
    Key("charge", "charge", "status_stages", FATES),
    Key("inquiry", "inquiry", "status_stages", INQUIRIES),
    Key("perpetrator", "perpetrator", "perpetrators", adds_up=False),
    Key("source", "source", adds_up=False, nothing="none"),
    Key("change", "change", "", order=CHANGES),
    Key("entered", "entered", "", DELAYS, order=("before", *DELAYS)),
    Key("heard", "heard", "", DELAYS, order=("before", *DELAYS)),
    Key("vintage", "vintage", adds_up=False),
    Key("field", "field", "elements", adds_up=False),
    Key("answer", "answer"),
    Key("problem", "problem"),
    Key("entry", "entry", "entry_states", ("draft", "confirmed")),
    Key("precision", "precision", "", ("day", "month", "year", "longer")),
)
KEYS: Mapping[str, Key] = MappingProxyType({one.name: one for one in _KEYS})


def dimension(
    name: str,
    context: Context,
    observed: Collection[str],
    *,
    fixed: tuple[str, ...] | None = None,
    apart: bool = False,
    keys: Mapping[str, Key] | None = None,
) -> Dimension:
    """The dimension of a table: its total, the codes always shown, then what else was observed.

    Codes stand in the order of their codelist (else sorted), the unknowns last. `fixed` replaces
    the codes that the key always shows. `apart`: the codes are not to be added up, and there is no total.
    `keys`: a report's own keys, where they are not those of the people's ledger.
    """
    key = (keys or KEYS)[name]
    shown = set(always(key, context) if fixed is None else fixed) | set(observed)
    codes = in_order(key.codelist, shown, key.order)
    labels = context.laws.labels(codes) if name in OF_LAWS else ()
    if apart:
        return Dimension(name, codes, key.codelist, adds_up=False, covers=False, labels=labels)
    return Dimension(name, (TOTAL, *codes), key.codelist, adds_up=key.adds_up, labels=labels)


def always(key: Key, context: Context) -> tuple[str, ...]:
    """The codes of a key that a table shows even at 0: for years and months, those of the period."""
    if key.name in ("year", "dated"):
        return tuple(f"{year:04d}" for year in range(context.options.since.year, context.options.until.year + 1))
    if key.name == "month":
        return months(context.options.since, context.options.until)
    return key.fixed


def months(since: date, until: date) -> tuple[str, ...]:
    """The months that a period touches, as `2025-03`."""
    first, last = (day.year * 12 + day.month - 1 for day in (since, until))
    return tuple(f"{one // 12:04d}-{one % 12 + 1:02d}" for one in range(first, last + 1))


def in_order(listed: str, codes: Collection[str], given: Sequence[str] = ()) -> tuple[str, ...]:
    """Codes in the order of a codelist, or as given; those it lacks sorted behind, the unknowns last of all."""
    order = {code: place for place, code in enumerate(codelist(listed).codes if listed else given)}
    unknown = {code: place for place, code in enumerate(UNKNOWN_CODES)}
    return tuple(sorted(codes, key=lambda code: (unknown.get(code, -1), order.get(code, len(order)), code)))
