"""The release to compare with: the last one of the same subject and period that the public could read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sijill.home import Home
from sijill.publish.manifest import public_tables
from sijill.publish.manifest import read as read_manifest
from sijill.publish.models import Release, ReleaseState
from sijill.publish.reports import changes
from sijill.publish.reports.report import Former
from sijill.publish.reports.sdg16 import SHAPES, SUBJECT
from sijill.publish.reports.units import hold
from sijill.stats.policy import Policy
from sijill.stats.table import TOTAL, PublicTable
from sijill.tables.engines import connect
from sijill.tables.snapshot import Snapshot

CATEGORIES = SHAPES[0].slug
COMPARED_WITH = "compared_with"


def former_of(
    home: Home, snapshot: Snapshot, policy: Policy, *, subject: str, since: date, until: date, position: int
) -> Former | None:
    """What a release as of a log position is compared with; None where no earlier one was published."""
    published = Release.objects.exclude(state=ReleaseState.DRAFT)
    earlier = published.filter(subject=subject, since=since, until=until, position__lt=position)
    last = earlier.order_by("-position", "-log_from").first()
    return opened(home, snapshot, policy, last) if last is not None else None


def opened(home: Home, snapshot: Snapshot, policy: Policy, release: Release) -> Former:
    """A published release as something to compare with."""
    tables = public_tables(home.releases / release.id)
    shown = frozenset(
        (measure, key[0])
        for table in tables
        if table.slug == CATEGORIES
        for (measure, key), cell in table.cells.items()
        if cell.value is not None
    )
    held = hold(connect(snapshot, as_of=release.position))
    return Former(release.id, held, shown, policy.of(changes.REPORT.kind).threshold)


def compared_with(home: Home, release: Release) -> str:
    """Id of the release that this one was compared with when it was made, from its notes; empty if with none."""
    folders = (home.releases / release.id, home.drafts / release.id)
    about = read_manifest(next(folder for folder in folders if folder.exists())).about
    said = {name: value for note in about.notes for name, value in note["options"]}
    found = said.get(COMPARED_WITH, "none")
    return "" if found == "none" else found


def tells_too_much(tables: Sequence[PublicTable]) -> bool:
    """Reasons stand beside a total that had to be hidden: together with the earlier total they would show it."""
    by_slug = {table.slug: table for table in tables}
    reasons = by_slug.get(changes.OF_REASONS.slug)
    if reasons is None:
        return False
    told = {measure.partition("-")[2] for measure in reasons.measures}
    totals = [table for table in tables if table.subject == SUBJECT and table.slug == CATEGORIES]
    return any(table.cells[measure, (TOTAL,)].value is None for table in totals for measure in told)
