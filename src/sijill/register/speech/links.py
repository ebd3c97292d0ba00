"""The four tables in which the two ledgers meet: which entries each joins, and what pages call them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sijill.office.models import User
from sijill.register.speech.access import open_entries
from sijill.register.speech.shapes import shape


@dataclass(frozen=True, slots=True)
class Link:
    """One table: `ours` in this ledger, `theirs` in the register of attacks; what the page of each calls the others.

    `add` and `back` are the buttons on our page and on theirs.
    """

    table: str
    ours: str
    theirs: str
    led: Any
    came: Any
    add: Any
    back: Any

    @property
    def has_standing(self) -> bool:
        """Whether it says on what ground we say so."""
        return "standing" in shape(self.table).codes

    def other(self, side: str) -> str:
        """The table at the other end."""
        return self.theirs if side == self.ours else self.ours

    def of(self, user: User, side: str, identifiers: Any) -> QuerySet[Any]:
        """The links of these entries that the user may see, oldest first."""
        related = {"provision": ("provision__law",), "demand": ("demand__company", "demand__authority"),
                   "exposure": ("exposure__company",), "disruption": ("disruption",)}[self.ours]  # fmt: skip
        case = ("event",) if self.theirs == "event" else ("act__event", "act__victim")
        rows = open_entries(user, self.table).filter(**{f"{side}__in": identifiers})
        return rows.select_related(*related, *case).order_by("log_from", "id")


LINKS: Mapping[str, Link] = {
    one.table: one
    for one in (
        Link(
            "demand_act", "demand", "act", _("Acts against people that it led to"), _("Demand that led to it"),
            _("Link an act that it led to"), _("Link a demand that led to it"),
        ),
        Link(
            "exposure_act", "exposure", "act", _("Acts against people that it led to"),
            _("Exposed data that led to it"), _("Link an act that it led to"), _("Link exposed data that led to it"),
        ),
        Link(
            "act_provision", "provision", "act", _("Acts against people in which it was used"),
            _("Article of a law used"), _("Link an act in which it was used"), _("Link the article used"),
        ),
        Link(
            "disruption_event", "disruption", "event", _("Cases that it surrounded"),
            _("Disruption around the case"), _("Link a case that it surrounded"), _("Link a disruption around it"),
        ),
    )
}  # fmt: skip


def links_at(side: str) -> list[Link]:
    """The tables of links that an entry of that table can stand in."""
    return [one for one in LINKS.values() if side in (one.ours, one.theirs)]
