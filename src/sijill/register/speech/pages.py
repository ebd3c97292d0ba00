"""What pages call the facts of the second ledger, and in which order they ask and show them.

Restrictions, demands and disruptions answer the four questions first: who decided and who asked; what exactly, where
and for how long; was it a machine; what remedy was there and was it used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sijill.codelists.load import UNKNOWN_CODES
from sijill.office.fields import label_of
from sijill.register.speech.shapes import shape
from sijill.register.speech.titles import BY_TABLE, FACTS

WHO, WHAT = _("Who decided, and who asked"), _("What exactly, where, for how long")
MACHINE, REMEDY = _("Was it a machine"), _("What remedy was there, and was it used")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page or form: its title and its facts. A question that no fact answers says why."""

    title: Any
    facts: tuple[str, ...]
    why: Any = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry: its table, what it is called, its sections, what lists show and filter by, its parts."""

    table: str
    one: Any
    many: Any
    record: Any
    sections: tuple[Section, ...]
    shown: tuple[str, ...]
    filters: tuple[str, ...]
    when: str
    parts: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    kind.table: kind
    for kind in (
        Kind(
            "restriction", _("Restriction"), _("Restrictions"), _("Record a restriction"),
            (
                Section(WHO, ("decider", "decided_by", "asked_by", "demand", "company", "service")),
                Section(
                    WHAT,
                    ("measure", "object", "scope", "items", "country", "country_words", "territorial_limit", "applied",
                     "ended", "indefinite", "content_posted", "ground", "legal_basis", "provision", "clause", "speaker",
                     "language", "person", "description", "url", "level", "series", "reverses"),
                ),
                Section(MACHINE, ("detected_by", "automated_detection", "automated_decision")),
                Section(
                    REMEDY,
                    ("notified", "notice_given", "explained", "explanation", "published", "remedy", "appealed",
                     "appeal_outcome", "redressed"),
                ),
            ),
            ("measure", "country", "decider", "service", "applied"), ("country", "measure", "decider", "level"),
            "applied", ("restriction_place",),
        ),
        Kind(
            "demand", _("Demand"), _("Demands"), _("Record a demand"),
            (
                Section(WHO, ("authority_kind", "authority", "authority_words", "company", "service", "country",
                              "country_words")),
                Section(
                    WHAT,
                    ("kind", "reason", "subject_words", "process", "official", "made", "basis", "legal_basis",
                     "provision", "requests", "items", "accounts", "written", "signed", "gag", "gag_ends",
                     "deadline_hours", "threat", "reference", "level", "series"),
                ),
                Section(MACHINE, (), _("Not asked of a demand: how it was carried out stands with each restriction.")),
                Section(_("What the company did, and was it challenged"),
                        ("outcome", "complied", "answered", "challenged", "narrowed", "archived")),
            ),
            ("kind", "country", "company", "made", "requests", "outcome"),
            ("country", "kind", "authority_kind", "outcome", "level"), "made", ("demand_count",),
        ),
        Kind(
            "disruption", _("Disruption"), _("Disruptions"), _("Record a disruption"),
            (
                Section(WHO, ("ordered_by", "authority", "demand", "legal_basis_cited", "provision", "operator_named")),
                Section(
                    WHAT,
                    ("kind", "extent", "networks", "country", "country_words", "scope", "area", "began", "began_type",
                     "ended", "ending", "trigger", "justification", "election", "violence", "users_targeted",
                     "title", "description", "count_year"),
                ),
                Section(MACHINE, (), _("Not asked of a disruption: it strikes everybody in reach, whoever they are.")),
                Section(_("What was said and done about it"),
                        ("authority_acknowledged", "operator_acknowledged", "users_notified", "abuse_reported")),
            ),
            ("kind", "country", "area", "began", "ended", "ordered_by"), ("country", "kind", "ordered_by", "ending"),
            "began",
            ("disruption_service", "disruption_area", "disruption_claim", "disruption_update", "signal"),
        ),
        Kind(
            "law", _("Law"), _("Laws"), _("Record a law"),
            (
                Section(_("What it is"), ("title", "jurisdiction", "kind", "language", "gazette", "amends")),
                Section(_("Since when"), ("in_force", "repealed")),
                Section(_("Who enforces and oversees it"), ("enforcer", "oversight", "consulted", "accessible")),
                Section(_("What it orders"), ("monitoring_duty", "encryption_clause", "fake_news_clause")),
                Section(_("Its words"), ("text",)),
            ),
            ("title", "jurisdiction", "kind", "in_force", "repealed"),
            ("jurisdiction", "kind", "monitoring_duty", "encryption_clause", "fake_news_clause"), "in_force",
            ("provision",),
        ),
        Kind(
            "policy", _("Company's rules"), _("Companies' rules"), _("Record a company's rules"),
            (
                Section(_("What it is"), ("organization", "service", "kind", "title", "language", "amends")),
                Section(_("Since when"), ("in_force", "ended", "published", "consulted")),
                Section(_("Journalists and defenders"), ("protected_category", "protected_since", "protected_where")),
                Section(_("Choices of users"), ("ranking_choice",)),
                Section(_("Its words"), ("text",)),
            ),
            ("organization", "title", "kind", "in_force", "protected_category"), ("kind", "protected_category"),
            "in_force", ("clause",),
        ),
        Kind(
            "exposure", _("Exposed data"), _("Exposed data"), _("Record exposed data"),
            (
                Section(_("Whose users, and who received the data"), ("company", "service", "country", "recipient")),
                Section(_("What got out, how, when"),
                        ("kind", "data", "persons", "occurred", "disclosed", "standing", "description")),
                Section(_("What the company did"), ("notified",)),
            ),
            ("company", "kind", "data", "occurred", "persons", "standing"), ("country", "kind", "data", "standing"),
            "occurred",
        ),
    )
}  # fmt: skip

PARTS: Mapping[str, tuple[str, ...]] = {
    "provision": ("article", "offence", "definition", "text", "penalty", "penalty_months", "removal_hours", "precise",
                  "discretion_limited", "delegates_adjudication", "intermediary_penalty", "hatred_incitement"),
    "clause": ("number", "subject", "precise", "text"),
    "demand_count": ("measure", "outcome", "basis", "object", "count"),
    "restriction_place": ("place",),
    "disruption_service": ("service", "affected"),
    "disruption_area": ("place",),
    "disruption_claim": ("lineage", "kind", "says", "cause", "began", "ended"),
    "disruption_update": ("occurred", "kind", "by_kind", "by", "service", "text"),
    "signal": ("metric", "outcome", "country", "network", "domain", "began", "ended", "measurements", "rule"),
}  # fmt: skip
# Parts that are what somebody said, and so need the words of who said it.
SAID = ("provision", "clause", "demand_count", "disruption_claim", "disruption_update")
# What only a rule or an import makes: no form.
MADE = ("signal",)


def fact_title(table: str, name: str) -> str:
    """What pages call a fact, or a column of one."""
    for ending, wording in (
        ("_unknown", _("%(fact)s: why it is not known")),
        ("_low", _("%(fact)s: lowest")),
        ("_high", _("%(fact)s: highest")),
    ):
        stem = name.removesuffix(ending)
        if stem != name and (stem in FACTS or (table, stem) in BY_TABLE):
            return str(wording) % {"fact": fact_title(table, stem)}
    name = name.removesuffix("_id")
    return str(BY_TABLE.get((table, name)) or FACTS.get(name) or name)


def number_shown(row: Any, stem: str) -> str:
    """A number as far as it is known."""
    low, high = getattr(row, f"{stem}_low"), getattr(row, f"{stem}_high")
    if low is None:
        return label_of("unknowns", getattr(row, f"{stem}_unknown"))
    if low == high:
        return f"{low:,}".replace(",", "\u202f")
    shown = {"low": f"{low:,}".replace(",", "\u202f"), "high": f"{high:,}".replace(",", "\u202f")}
    return _now("%(low)s to %(high)s") % shown


def is_known(row: Any, name: str) -> bool:
    """Does the row answer this fact at all."""
    form = shape(row._meta.db_table)
    if name in form.dates:
        return bool(getattr(row, name))
    if name in form.counts:
        return getattr(row, f"{name}_low") is not None
    if name in form.links:
        return bool(getattr(row, f"{name}_id"))
    return getattr(row, name) not in ("", None, *UNKNOWN_CODES)
