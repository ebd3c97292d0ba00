"""Making and approving releases: nothing leaves without count, protection, attack, and somebody's approval."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from sijill.home import Home
from sijill.office.errors import Refusal
from sijill.office.ledger import body_of
from sijill.office.models import LogEntry
from sijill.publish.actions import (
    approve_release,
    audit_release,
    explain_cell,
    find_release,
    make_release,
    print_release,
    report_rows,
)
from sijill.publish.guard import earlier_tables
from sijill.publish.manifest import Text, digest, public_tables, read
from sijill.publish.models import Release, ReleaseState
from sijill.register.actions import change_entry, verify_act
from sijill.register.gate import Gate
from sijill.register.models import Act
from sijill.stats.table import TOTAL
from tests.people import Cast
from tests.world import TODAY, a_case, a_source, supported

pytestmark = pytest.mark.django_db

SINCE, UNTIL = date(2024, 1, 1), date(2024, 12, 31)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path / "home")
    found.make()
    return found


@pytest.fixture
def office(db: None) -> Cast:
    """A mandated institution with eight reported detentions, two of them verified."""
    cast = Cast.arrive("paris-institution")
    sources = [a_source(cast.alice, code) for code in ("one", "two", "three")]
    for number in range(8):
        case = a_case(cast.alice, title=f"Invented {number}")
        if number < 2:
            supported(cast.alice, case.act, sources)
            verify(cast, case.act)
    return cast


def verify(cast: Cast, act: Act) -> None:
    verify_act(actor=cast.bob, act=act, decision="reasonable-grounds", reasons="Three sources", on=TODAY, gate=Gate())


def made(office: Cast, home: Home, *, replaces: str = "", correction: str | Text = "") -> Release:
    return make_release(
        actor=office.dana,
        home=home,
        subject="people",
        since=SINCE,
        until=UNTIL,
        title="An invented release",
        replaces=replaces,
        correction=correction,
    )


def rows(
    office: Cast, home: Home, *, status: str = "reported", as_of: date | None = None, unprotected: bool = True
) -> list[dict[str, object]]:
    return report_rows(
        actor=office.dana,
        home=home,
        report="sdg16",
        by=["category"],
        since=SINCE,
        until=UNTIL,
        status=status,
        as_of=as_of,
        unprotected=unprotected,
    )


def test_reported_includes_verified_and_they_are_never_added(office: Cast, home: Home) -> None:
    (reported,) = rows(office, home)
    (verified,) = rows(office, home, status="verified")
    assert (reported["category"], reported["victims"], verified["victims"]) == ("D", 8, 2)


def test_a_correction_after_verification_needs_a_fresh_look(office: Cast, home: Home) -> None:
    act = Act.objects.filter(verifications__isnull=False).first()
    assert act is not None
    change_entry(actor=office.alice, row=act, event=act.event, motive="engaged")
    (verified,) = rows(office, home, status="verified")
    assert verified["victims"] == 1


def test_a_draft_is_not_public_until_it_is_approved(office: Cast, home: Home) -> None:
    draft = made(office, home)
    assert (home.drafts / draft.id).is_dir()
    assert not list(home.releases.iterdir())
    with pytest.raises(PermissionDenied):
        approve_release(actor=office.bob, home=home, release=draft)
    approve_release(actor=office.dana, home=home, release=draft)
    assert (home.releases / draft.id).is_dir()
    assert not (home.drafts / draft.id).exists()
    assert read(home.releases / draft.id).sha256 == Release.objects.get().manifest_sha256
    again = approve_release(actor=office.dana, home=home, release=Release.objects.get())
    assert again.state == ReleaseState.PUBLISHED


def test_the_audit_says_what_was_hidden_and_stays_with_the_staff(office: Cast, home: Home) -> None:
    draft = made(office, home)
    found = audit_release(actor=office.dana, home=home, release=draft)
    tables = {table.slug: table for table in public_tables(home.drafts / draft.id)}
    for one in found.costs:
        cells = [cell for (measure, _), cell in tables[one.table].cells.items() if measure == one.measure]
        assert one.hidden == sum(bool(cell.flag) and not cell.flag.is_nothing for cell in cells)
        assert 0 <= one.units_hidden <= one.units
    (cost,) = (one for one in found.costs if (one.table, one.measure) == ("sdg16", "verified"))
    assert (cost.units, cost.units_hidden) == (2, 2)
    assert cost.reasons["small"] >= 1
    assert {one["reason"] for one in found.hidden} >= {"small"}
    assert len(found.hidden) == sum(one.hidden for one in found.costs)
    assert LogEntry.objects.filter(verb="figures.read").exists()
    with pytest.raises(PermissionDenied):
        audit_release(actor=office.charlie, home=home, release=draft)
    assert not [path for path in home.drafts.rglob("*") if "audit" in path.name]
    (home.audits / f"{draft.id}.json").write_text("{", encoding="utf-8")
    with pytest.raises(Refusal, match="not as it was written"):
        audit_release(actor=office.dana, home=home, release=draft)
    (home.audits / f"{draft.id}.json").unlink()
    with pytest.raises(Refusal, match="No audit"):
        audit_release(actor=office.dana, home=home, release=draft)


def test_a_table_that_the_policy_forbids_is_refused_in_words(office: Cast, home: Home) -> None:
    with pytest.raises(Refusal, match="broken down by area, gender together"):
        report_rows(
            actor=office.dana, home=home, report="sdg16", by=["gender", "area"], since=SINCE, until=UNTIL
        )  # fmt: skip
    alone = report_rows(actor=office.dana, home=home, report="sdg16", by=["gender"], since=SINCE, until=UNTIL)
    assert alone
    home.settings_file.write_text('policy = "broken.toml"\n')
    (home.folder / "broken.toml").write_text("[default]\nthreshold = 1\n")
    with pytest.raises(Refusal, match="from 3 to 10"):
        made(office, home)


def test_only_a_publisher_makes_one(office: Cast, home: Home) -> None:
    for other in (office.alice, office.bob, office.charlie, office.eve):
        with pytest.raises(PermissionDenied):
            make_release(actor=other, home=home, subject="people", since=SINCE, until=UNTIL)


def test_small_counts_do_not_leave(office: Cast, home: Home) -> None:
    draft = made(office, home)
    (table,) = [one for one in public_tables(home.drafts / draft.id) if one.slug == "sdg16"]
    assert table.cells["reported", ("D",)].value in (8, None)
    hidden = table.cells["verified", ("D",)]
    assert hidden.value is None, "two verified victims are a small count"


def test_nothing_of_a_person_leaves(office: Cast, home: Home) -> None:
    draft = made(office, home)
    for path in (home.drafts / draft.id).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"Zz Invented" not in content, path.name
            assert b"act-" not in content, path.name


def test_a_changed_draft_is_not_published(office: Cast, home: Home) -> None:
    draft = made(office, home)
    file = home.drafts / draft.id / "manifest.json"
    said = json.loads(file.read_bytes())
    said["about"]["title"]["en"] = "Another title"
    file.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(ValueError, match="manifest"):
        approve_release(actor=office.dana, home=home, release=draft)
    assert not list(home.releases.iterdir())


def test_the_same_records_make_the_same_release_once(office: Cast, home: Home) -> None:
    made(office, home)
    rows(office, home)
    with pytest.raises(Refusal, match="made before"):
        made(office, home)


def test_a_correction_replaces_and_stays_protected(office: Cast, home: Home) -> None:
    first = approve_release(actor=office.dana, home=home, release=made(office, home))
    for number in range(4):
        a_case(office.alice, title=f"Late {number}")
    second = made(office, home, replaces=first.id, correction={"en": "Four cases came late", "ar": "أربع حالات متأخرة"})
    approve_release(actor=office.dana, home=home, release=second)
    assert find_release(first.id).state == ReleaseState.REPLACED
    assert len(earlier_tables(home)) == 2
    assert "Four cases came late" in (home.releases / second.id / "en" / "index.html").read_text(encoding="utf-8")


def test_the_counted_rows_of_explain_sum_to_the_cell(office: Cast, home: Home) -> None:
    draft = made(office, home)
    a_case(office.alice, title="After the release")
    found = explain_cell(actor=office.bob, home=home, release_id=draft.id, cell="sdg16:reported:category=D")
    assert sum(row["outcome"] == "counted" for row in found) == 8, "as the register stood when it was made"
    with pytest.raises(PermissionDenied):
        explain_cell(actor=office.charlie, home=home, release_id=draft.id, cell="sdg16:reported:category=D")
    for wrong in ("sdg16", "sdg16:reported", "nothing:reported:", "sdg16:reported:colour=red"):
        with pytest.raises(Refusal):
            explain_cell(actor=office.bob, home=home, release_id=draft.id, cell=wrong)


def test_no_official_series_while_a_candidate_waits(office: Cast, home: Home) -> None:
    draft = made(office, home)
    assert not read(home.drafts / draft.id).about.official


def test_figures_as_of_a_day_before_anything_are_refused(office: Cast, home: Home) -> None:
    with pytest.raises(Refusal, match="Nothing was recorded"):
        rows(office, home, as_of=date(2001, 1, 1))


def test_protected_rows_hide_what_a_release_would(office: Cast, home: Home) -> None:
    found = rows(office, home, unprotected=False)
    total = next(row for row in found if row["category"] in ("D", TOTAL))
    assert total["verified"] is None


def test_documents_are_made_of_a_release_and_logged(office: Cast, home: Home) -> None:
    release = made(office, home)
    with pytest.raises(PermissionDenied):
        print_release(actor=office.charlie, home=home, release=release, kinds=["docx"])
    files = print_release(actor=office.dana, home=home, release=release, kinds=["docx"], languages=["en"])
    assert files == [home.drafts / release.id / "prints" / files[0].name]
    entry = LogEntry.objects.latest("position")
    assert entry.verb == "release.print"
    assert digest(files[0].read_bytes()) in str(body_of(entry))
    approve_release(actor=office.dana, home=home, release=release)
    assert (home.releases / release.id / "prints" / files[0].name).exists(), "they go public with their release"


def test_a_damaged_release_gets_no_documents(office: Cast, home: Home) -> None:
    release = made(office, home)
    (home.drafts / release.id / "index.html").write_bytes(b"changed")
    with pytest.raises(Refusal, match=r"index\.html"):
        print_release(actor=office.dana, home=home, release=release, kinds=["docx"])
