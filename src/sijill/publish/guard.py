"""Between the count and the public: protection and attack beside every release that is public already."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from sijill.home import Home
from sijill.office.errors import Refusal
from sijill.publish import reports
from sijill.publish.manifest import public_tables, read
from sijill.publish.models import Release, ReleaseState
from sijill.stats.attack import attack
from sijill.stats.disclosure import ForbiddenCrossing, NoiseConflict, Protected, protect
from sijill.stats.policy import Policy
from sijill.stats.table import Noise, Programme, PublicTable


def earlier_tables(home: Home) -> tuple[tuple[PublicTable, ...], ...]:
    """The public tables of every release of this installation so far, oldest first.

    By the register and not by the folder: the public site may also show what others published.
    """
    published = Release.objects.exclude(state=ReleaseState.DRAFT).order_by("log_from", "id")
    return tuple(public_tables(home.releases / one.id) for one in published)


def protect_beside(home: Home, programme: Programme, policy: Policy) -> Protected:
    """Protect beside all that is public. Refusal for a table that the policy forbids, and for noise that cannot be."""
    try:
        return protect(programme, earlier_tables(home), policy)
    except (ForbiddenCrossing, NoiseConflict) as error:
        raise Refusal(str(error)) from error


def refuse_breaches(
    home: Home, tables: Sequence[PublicTable], nested: tuple[tuple[str, str], ...], policy: Policy
) -> None:
    """Refusal, with how many and where, if these tables and all that is public let protected counts be worked out."""
    breaches = attack([*earlier_tables(home), tuple(tables)], nested, policy)
    if breaches:
        where = ", ".join(sorted({one.table for one in breaches}))
        raise Refusal(
            _(
                "Nothing was published: from these tables and those already public, %(number)s hidden counts could "
                "be worked out (in %(tables)s). Make the period longer or the areas coarser, and try again."
            )
            % {"number": len(breaches), "tables": where}
        )


def declared(measures: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The (narrow, wide) pairs that the reports declare, as far as a table holds both."""
    pairs = {pair for report in reports.REPORTS.values() for pair in report.nested}
    return tuple(sorted(pair for pair in pairs if set(measures) >= set(pair)))


def noise_of(folder: Path, slug: str) -> Noise | None:
    """What the numbers of a table carry in a release; None where they are true, or there is no such table."""
    return next((one.noise for one in read(folder).tables if one.slug == slug), None)
