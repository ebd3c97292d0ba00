"""The figures of a shutdown report: tables of the three reports on disruptions, for a country, a year, or both. Pure.

Nothing is counted here: the disruptions of the country are handed to the reports, and what they make is protected as in
a release.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sijill.publish.papers.paper import Moment
from sijill.publish.reports import disruption_answers, disruption_durations, disruptions
from sijill.publish.reports.ledger import PUBLISHED
from sijill.publish.reports.report import Context, Note, Shape
from sijill.publish.reports.units import hold
from sijill.stats.disclosure import protect
from sijill.stats.policy import Policy
from sijill.stats.table import Programme, PublicTable
from sijill.tables.engines import Tables, fetched

KEYS = ("evidence", "cause", "ordered_by", "trigger", "scope")
MOST = 100  # disruptions that the document lists; all of them are counted
REPORTS = (disruptions.REPORT, disruption_durations.REPORT, disruption_answers.REPORT)
COLUMNS = (
    "country", "country_words", "scope", "kind", "extent", "ordered_by", "users_notified", "authority_acknowledged",
    "ending", "evidence", "disputed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """One disruption of the list: its dates, and codes by column (`COLUMNS`)."""

    began: Moment
    ended: Moment
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """The tables by their slugs, protected; the newest disruptions, how many there are; what a reader must know."""

    tables: Mapping[str, PublicTable]
    listed: tuple[Listed, ...]
    count: int
    notes: tuple[Note, ...]


def figures_of(t: Tables, context: Context, policy: Policy, country: str = "") -> Figures:
    """Everything that the report counts, of the disruptions that began in the period of `context`.

    `country`: those of one country, broken down by the year of count; without one all of them, by country. Medians
    are no counts, so that protection cannot speak of them: where the policy hides small figures there are none.
    """
    narrowed = dict(t)
    if country:
        narrowed["disruption"] = t["disruption"].filter(t["disruption"].country == country)
    held = hold(narrowed)
    over = "count_year" if country else "country"
    whole = Shape("shutdowns-durations")
    lasted = [whole, Shape("shutdowns-durations-over", (over,))] if policy.of(PUBLISHED).open_because else []
    made = (
        *disruptions.tables(held, context, [Shape(f"shutdowns-{name}", (name,)) for name in (*KEYS, over)]),
        *disruption_durations.tables(held, context, lasted),
        *disruption_answers.tables(held, context, [Shape("shutdowns-answers", ("fact",))]),
    )
    shown = protect(Programme(made, ()), (), policy)
    notes = [note for one in REPORTS for note in one.notes(held, context).warnings]
    listed, count = _listed(held, context)
    return Figures({_name(one.slug, over): one for one in shown.tables}, listed, count, tuple(notes))


def _name(slug: str, over: str) -> str:
    name = slug.removeprefix("shutdowns-")
    return "over" if name == over else name


def _listed(t: Tables, context: Context) -> tuple[tuple[Listed, ...], int]:
    """The newest of the disruptions that the tables count, those of unknown beginning last."""
    found = disruptions.units(t, context, ("evidence",))
    found = found.filter(found.inside == 1)
    count = int(fetched(found.aggregate(number=found.count()))[0]["number"])
    days = [f"{stem}_{end}" for stem in ("began", "ended") for end in ("lo", "hi", "unknown")]
    newest = found.select("id", *days, *COLUMNS).mutate(undated=found.began_lo.isnull())
    rows = fetched(newest.order_by(newest.undated, newest.began_lo.desc(), newest.id).limit(MOST))
    listed = [
        Listed(_moment(row, "began"), _moment(row, "ended"), {name: row[name] or "" for name in COLUMNS})
        for row in rows
    ]
    return tuple(listed), count


def _moment(row: Mapping[str, object], stem: str) -> Moment:
    low, high, unknown = (row[f"{stem}_{end}"] for end in ("lo", "hi", "unknown"))
    if low is None:
        return Moment(unknown=str(unknown or "not-asked"))
    text = f"{low}" if low == high else f"{low}/{high}"
    return Moment(text, low, high, "")  # type: ignore[arg-type]
