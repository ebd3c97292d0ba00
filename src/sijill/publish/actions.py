"""Writes of room `publish`: making a release, approving it; and the figures that only the staff may see.

make: snapshot -> count -> protect -> attack -> freeze. A draft folder is what the public would see;
approving it moves the folder to where the public site looks, if the attack still finds nothing
beside all that is public by then.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sijill import __version__
from sijill.assess.rules.sdg16 import Options
from sijill.assess.rules.texts import RULES
from sijill.codelists.load import LANGUAGES
from sijill.collect.models import Source
from sijill.home import Home
from sijill.office.actions import require
from sijill.office.errors import Refusal
from sijill.office.ids import derived_id
from sijill.office.ledger import action
from sijill.office.models import LogEntry, Profile, User
from sijill.office.roles import Role
from sijill.publish import reports
from sijill.publish.audits import Kept, keep_audit, kept_audit
from sijill.publish.chosen import atlas_of, laws_of, policy_of, record_secret_of
from sijill.publish.formats.atlas import Atlas
from sijill.publish.former import compared_with, former_of, opened, tells_too_much
from sijill.publish.guard import declared, protect_beside, refuse_breaches
from sijill.publish.labels import area_names
from sijill.publish.manifest import About, Attribution, Banner, ManifestError, Text, public_tables
from sijill.publish.manifest import read as read_manifest
from sijill.publish.models import Release, ReleaseState
from sijill.publish.notes import note_of
from sijill.publish.official import may_be_official, review_of
from sijill.publish.prints import KINDS
from sijill.publish.release import write
from sijill.publish.reports import changes
from sijill.publish.reports.cells import nesting
from sijill.publish.reports.units import hold
from sijill.publish.run import as_of_position, take_snapshot
from sijill.publish.text import LANGUAGES as SPOKEN
from sijill.publish.text import Language, given
from sijill.stats.cellkey import key_id
from sijill.stats.disclosure import Protected
from sijill.stats.table import Programme
from sijill.tables.engines import Tables, connect

UNTITLED = {one.code: one.say("given.untitled") for one in SPOKEN}
CHANGES = {one.code: one.say("given.changes") for one in SPOKEN}

CHANGES_TABLES = tuple(shape.slug for shape in changes.SHAPES)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a release is asked to be."""

    subject: str
    since: date
    until: date
    title: Text
    replaces: str = ""
    correction: Text = field(default_factory=dict)


def make_release(
    *,
    actor: User,
    home: Home,
    subject: str,
    since: date,
    until: date,
    title: str | Text = "",
    replaces: str = "",
    correction: str | Text = "",
    as_of: date | None = None,
) -> Release:
    """Freeze a draft. Refusal if the attack test could work out a hidden count, with how many and where.

    `title` and `correction` are by language, or one text in the language of the office.
    """
    require(actor, Role.PUBLISHER)
    asked = Asked(subject, since, until, _given(home, title), replaces, _given(home, correction))
    profile, atlas = _profile(), atlas_of(home)
    snapshot = take_snapshot(home)
    position = as_of_position(snapshot, as_of)
    t = hold(connect(snapshot, as_of=position))
    policy = policy_of(home)
    context = context_of(t, home, since, until, subject=subject)
    former = former_of(home, snapshot, policy, subject=subject, since=since, until=until, position=position)
    context = replace(context, former=former)
    protected = protect_beside(home, _programme(t, context), policy)
    if former is not None and tells_too_much(protected.tables):
        context = replace(context, former=replace(former, reasons=False))
        protected = protect_beside(home, _programme(t, context), policy)
    refuse_breaches(home, protected.tables, protected.nested, policy)
    about = _about(asked, home, profile, t, context, protected, position, snapshot.hash, atlas)
    folder = home.drafts / about.id
    if Release.objects.filter(pk=about.id).exists():
        raise Refusal(_("This release was made before from the same records and the same policy. Approve that one."))
    if folder.exists():  # left by a run that was cut off before its row was written
        shutil.rmtree(folder)
    keep_audit(home, about.id, protected)
    manifest = write(folder, protected, about, atlas)
    row = Release(
        id=about.id,
        title=in_own_language(home, about.title),
        title_ar=about.title.get("ar", ""),
        subject=subject,
        since=since,
        until=until,
        position=position,
        manifest_sha256=manifest.sha256,
        replaces=find_release(replaces) if replaces else None,
        correction=in_own_language(home, about.correction),
        nested=[list(pair) for pair in protected.nested],
        made_by=actor,
    )
    with action("release.make", actor=actor, subject=row.id) as entry:
        entry.add(row)
    return row


def approve_release(*, actor: User, home: Home, release: Release) -> Release:
    """Publish a draft. Refusal if its folder was changed, or if beside what is public it says too much."""
    require(actor, Role.PUBLISHER)
    draft, public = home.drafts / release.id, home.releases / release.id
    if release.state != ReleaseState.DRAFT:
        if draft.exists() and not public.exists():
            draft.rename(public)  # approved before, and cut off before the folder was moved
        return release
    manifest = read_manifest(draft)
    if manifest.sha256 != release.manifest_sha256:
        raise Refusal(
            _("The draft's folder is not the one that was made: its manifest differs. Make the release again.")
        )
    if not _is_as_when_made(home, release, manifest.about):
        nested = tuple((narrow, wide) for narrow, wide in release.nested)
        refuse_breaches(home, public_tables(draft), nested, policy_of(home))
    with action("release.approve", actor=actor, subject=release.id) as entry:
        entry.change(
            release,
            state=ReleaseState.PUBLISHED,
            approved_by_id=actor.id,
            approved_on=datetime.now(UTC).date(),
        )
        if release.replaces is not None:
            entry.change(release.replaces, state=ReleaseState.REPLACED)
    draft.rename(public)
    return release


def print_release(
    *, actor: User, home: Home, release: Release, kinds: Sequence[str] = KINDS, languages: Sequence[str] = LANGUAGES
) -> list[Path]:
    """Make documents of a release, from its frozen folder alone, and put them beside its files; it is logged.

    Refusal where the folder is not as it was made, or the system lacks what a PDF needs.
    """
    from sijill.publish.formats.pdf import NoPango
    from sijill.publish.press import press

    require(actor, Role.PUBLISHER)
    folder = folder_of(home, release)
    try:
        prints = press(folder, kinds, [Language(code) for code in languages])
    except ManifestError as error:
        raise Refusal(str(error)) from error
    except NoPango as error:
        raise Refusal(
            _(
                "A PDF cannot be made: this machine has no Pango, which sets its text. On Debian and Ubuntu: apt-get "
                "install libpangoft2-1.0-0 libharfbuzz-subset0. Everything but PDF works without it."
            )
        ) from error
    with action("release.print", actor=actor, subject=release.id) as entry:
        entry.note |= {one.file.path: one.file.sha256 for one in prints}
    return [folder / one.file.path for one in prints]


def folder_of(home: Home, release: Release) -> Path:
    """Where a release lies: among the drafts, or where the public site looks."""
    return (home.drafts if release.state == ReleaseState.DRAFT else home.releases) / release.id


def audit_release(*, actor: User, home: Home, release: Release) -> Kept:
    """What protection hid in a release, why, and what it cost. It can tell exact figures, so reading it is logged."""
    require(actor, Role.PUBLISHER, Role.REVIEWER)
    found = kept_audit(home, release.id)
    with action("figures.read", actor=actor, subject=release.id) as entry:
        entry.note["report"] = "audit of protection"
    return found


def find_release(identifier: str) -> Release:
    """The release of that id, or of the only id that begins so. Refusal if there is none, or several."""
    found = list(Release.objects.filter(id__startswith=identifier)[:2]) if identifier else []
    if len(found) != 1:
        what = "no release" if not found else "more than one release"
        raise Refusal(f"There is {what} whose id begins with {identifier!r}. `sijill release list` shows them.")
    return found[0]


def context_of(
    t: Tables, home: Home, since: date, until: date, *, status: str = "reported", subject: str = "people"
) -> reports.Context:
    """The options of this installation for a period, and whether anybody with a mandate reviewed it."""
    settings = home.settings()
    gate = f"at least {settings.gate_independent} independent sources, {settings.gate_total} in all"
    options = Options(since=since, until=until, status=status, gate=gate)  # type: ignore[arg-type]
    assessed = subject != "speech" and review_of(t, options).assessed
    secret = record_secret_of(home)
    return reports.Context(options, assessed=assessed, subject=subject, laws=laws_of(home), record_secret=secret)


def _programme(t: Tables, context: reports.Context) -> Programme:
    """The tables of a release before protection. Refusal where a sum in one of them would count things twice."""
    try:
        return reports.programme(t, context)
    except reports.ReportError as error:
        raise Refusal(str(error)) from error


def report_rows(
    *,
    actor: User,
    home: Home,
    report: str,
    since: date | None = None,
    until: date | None = None,
    by: Sequence[str] = (),
    status: str = "reported",
    as_of: date | None = None,
    unprotected: bool = False,
    engine: str = "duckdb",
) -> list[dict[str, Any]]:
    """The rows of a report: exact for those who may see cases (logged), else protected as in a release."""
    require(actor, Role.PUBLISHER, Role.REVIEWER, Role.RECORDER, Role.READER)
    try:
        since, until = reports.period_of(report, since, until)
        snapshot = take_snapshot(home)
        position = as_of_position(snapshot, as_of)
        t = connect(snapshot, as_of=position, engine=engine)
        context = context_of(t, home, since, until, status=status)
        if report == changes.REPORT.slug:
            former = former_of(
                home, snapshot, policy_of(home),
                subject=context.subject, since=since, until=until, position=position,
            )  # fmt: skip
            context = replace(context, former=former)
        if unprotected:
            rows = reports.rows(t, context, report, by)
            note_reading(actor, report, since, until, by=",".join(by))
            return rows
        table = reports.table_by(t, context, report, by)
    except (reports.ReportError, ValueError) as error:
        raise Refusal(str(error)) from error
    programme = Programme((table,), nesting((table,), declared(table.measures)), key_id(context.record_secret))
    return protect_beside(home, programme, policy_of(home)).tables[0].rows()


def note_reading(actor: User, report: str, since: date, until: date, *, by: str = "", cell: str = "") -> None:
    """Log that somebody read exact figures, or the records behind one: by command or on a page."""
    said = {"report": report, "period": f"{since}/{until}", "by": by, "cell": cell}
    with action("cell.explain" if cell else "figures.read", actor=actor) as entry:
        entry.note |= {name: value for name, value in said.items() if value}


def explain_cell(*, actor: User, home: Home, release_id: str, cell: str) -> list[dict[str, Any]]:
    """The decisions behind a cell of a release, as the register stood when it was made. It is logged."""
    require(actor, Role.PUBLISHER, Role.REVIEWER, Role.RECORDER)
    release = find_release(release_id)
    table, measure, codes = cell_of(cell)
    snapshot = take_snapshot(home)
    t = connect(snapshot, as_of=release.position)
    context = context_of(t, home, release.since, release.until, subject=release.subject)
    earlier = compared_with(home, release) if table in CHANGES_TABLES else ""
    if earlier:
        context = replace(context, former=opened(home, snapshot, policy_of(home), find_release(earlier)))
    try:
        rows = reports.explain_cell(t, context, table, measure, codes)
    except (reports.ReportError, ValueError) as error:
        raise Refusal(str(error)) from error
    with action("cell.explain", actor=actor, subject=release.id) as entry:
        entry.note["cell"] = cell
    return rows


def cell_of(text: str) -> tuple[str, str, dict[str, str]]:
    """`TABLE:MEASURE:dimension=code,...` taken apart; Refusal if it is not so."""
    parts = text.split(":")
    pairs = [one.partition("=") for one in parts[2].split(",") if one] if len(parts) == 3 else []
    if len(parts) != 3 or any(not equals for _, equals, _ in pairs):
        raise Refusal(f"{text!r} is not TABLE:MEASURE:dimension=code,... such as sdg16-sex:reported:sex=female.")
    return parts[0], parts[1], {name: code for name, _, code in pairs}


def _profile() -> Profile:
    profile = Profile.objects.first()
    if profile is None:
        raise Refusal(_("This installation has not said whose it is. An administrator sets the profile first."))
    return profile


def _is_as_when_made(home: Home, release: Release, about: About) -> bool:
    """Nothing became public since the draft passed the attack, under this policy and by this version of it."""
    since = Release.objects.exclude(state=ReleaseState.DRAFT).filter(log_from__gt=release.log_from)
    same = about.policy == policy_of(home).hash and about.code_version == __version__
    return same and not since.exists()


def _about(
    asked: Asked,
    home: Home,
    profile: Profile,
    t: Tables,
    context: reports.Context,
    protected: Protected,
    position: int,
    snapshot: str,
    atlas: Atlas | None,
) -> About:
    as_of = LogEntry.objects.get(position=position).at.date()
    demo = home.settings().demo or profile.invented
    attribution = _attribution(home, asked.subject)
    settings = home.settings()
    said = (*sorted(asked.title.items()), asked.subject, asked.replaces, *sorted(asked.correction.items()))
    former = context.former.release if context.former else ""
    own = {"laws": context.laws.sha256, "map": atlas.sha256 if atlas else "", "former": former}
    also = [f"{name}={sha256}" for name, sha256 in own.items() if sha256]
    identifier = derived_id(
        "release", snapshot, str(position), protected.policy, __version__,
        asked.since.isoformat(), asked.until.isoformat(), *[f"={one}" for one in said], *also,
    )  # fmt: skip
    return About(
        id=identifier,
        title=asked.title or UNTITLED,
        subject=asked.subject,
        area=profile.country,
        area_name=area_names(profile.country),
        since=asked.since,
        until=asked.until,
        as_of=as_of,
        institution=_given(home, profile.name) | ({"ar": profile.name_ar} if profile.name_ar else {}),
        profile=profile.kind,
        banner=_banner(profile, attribution),
        code_version=__version__,
        snapshot=snapshot,
        policy=protected.policy,
        gate={
            one.code: one.say("given.gate", independent=settings.gate_independent, total=settings.gate_total)
            for one in SPOKEN
        },
        official=not demo and attribution is None and may_be_official(profile.kind, review_of(t, context.options)),
        unofficial_demo=demo,
        attribution=attribution,
        replaces=asked.replaces,
        correction=asked.correction,
        notes=_notes(t, context, protected),
    )


def _given(home: Home, text: str | Text) -> dict[str, str]:
    """What the office said, by language, without those that it left empty."""
    by_language = {home.settings().language: text} if isinstance(text, str) else text
    return {lang: said for lang, said in by_language.items() if said}


def in_own_language(home: Home, text: Text) -> str:
    """A text as the office's own pages show it: in its language, else in another that it was given in."""
    return given(text, Language(home.settings().language)).text


def _banner(profile: Profile, attribution: Attribution | None) -> Banner:
    if profile.invented:
        return Banner.INVENTED
    return Banner.REAL_LIST if attribution else Banner.OFFICIAL


def _attribution(home: Home, subject: str) -> Attribution | None:
    """A release about one list names whose list it is."""
    if subject not in ("deaths", "list"):
        return None
    lists = list(Source.objects.filter(vintages__complete=True).distinct()[:2])
    if len(lists) != 1:
        raise Refusal(f"A release about a list needs one list in the register; there are {len(lists) or 'none'}.")
    source = lists[0]
    return Attribution(source=_given(home, source.name), licence=source.licence, licence_url="", changes=CHANGES)


def _notes(t: Tables, context: reports.Context, protected: Protected) -> tuple[dict[str, Any], ...]:
    """What the method page is written from: per report its tables, options, rules and warnings."""
    owner = {table.slug: reports.find_table(table.slug)[0].slug for table in protected.tables}
    return tuple(
        note_of(
            reports.REPORTS[note.report],
            [slug for slug, report in owner.items() if report == note.report],
            options=note.options,
            rules=[RULES[one] for one in note.rules],
            warnings=note.warnings,
        )
        for note in reports.notes(t, context)
        if note.report in owner.values()  # a report may have no table to show for this period
    )
