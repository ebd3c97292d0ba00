"""A release beside the one before it; the office's list of laws and its map, from the settings to the pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sijill.home import Home, Settings
from sijill.office.errors import Refusal
from sijill.publish.actions import approve_release, explain_cell, make_release, report_rows
from sijill.publish.former import compared_with, tells_too_much
from sijill.publish.manifest import public_tables
from sijill.publish.models import Release
from sijill.register.actions import set_state
from sijill.register.models import Act
from sijill.stats.table import TOTAL, Flag, PublicCell, PublicTable
from tests.people import Cast
from tests.world import a_case

pytestmark = pytest.mark.django_db

SINCE, UNTIL = date(2024, 1, 1), date(2024, 12, 31)
TYPED = "Zz typed this about Zz Somebody"
LAWS = '[[law]]\ncode = "order-law"\nlabel_en = "Law of an invented order"\nspellings = ["Order Law 9"]\n'
MAP = (
    '{"type": "FeatureCollection", "features": [{"properties": {"code": "BO-L"}, "geometry": {"type": "Polygon", '
    '"coordinates": [[[-69, -11], [-67, -12], [-67, -17], [-69, -11]]]}}, {"properties": {"code": "BO-C"}, '
    '"geometry": {"type": "Polygon", "coordinates": [[[-67, -15], [-64, -16], [-65, -18], [-67, -15]]]}}]}'
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path / "home")
    found.make()
    return found


@pytest.fixture
def office(db: None) -> Cast:
    """A mandated institution with eight reported detentions in two areas, which name laws."""
    cast = Cast.arrive("paris-institution")
    for number in range(8):
        law = "ORDER law 9" if number < 6 else TYPED
        a_case(cast.alice, title=f"Invented {number}", law=law, place="BO-L" if number < 6 else "BO-C")
    return cast


def made(office: Cast, home: Home) -> Release:
    return make_release(actor=office.dana, home=home, subject="people", since=SINCE, until=UNTIL, title="Invented")


def published(office: Cast, home: Home) -> Release:
    return approve_release(actor=office.dana, home=home, release=made(office, home))


def table(home: Home, release: Release, slug: str) -> PublicTable | None:
    found = {one.slug: one for one in public_tables(home.drafts / release.id)}
    return found.get(slug)


def test_a_release_says_what_changed_since_the_one_before(office: Cast, home: Home) -> None:
    first = made(office, home)
    assert table(home, first, "changes") is None
    assert not (home.drafts / first.id / "en" / "changes.html").exists()
    approve_release(actor=office.dana, home=home, release=first)
    for number in range(5):
        a_case(office.alice, title=f"Late {number}")
    second = made(office, home)
    assert compared_with(home, second) == first.id
    figures, reasons = table(home, second, "changes"), table(home, second, "changes-reasons")
    assert figures is not None
    assert reasons is not None
    assert figures.cells["before-reported", (TOTAL,)].value == 8
    assert figures.cells["reported", (TOTAL,)].value == 13
    assert reasons.cells["joined-reported", ("added",)].value == 5
    assert (home.drafts / second.id / "ar" / "changes.html").exists()
    cell = "changes-reasons:joined-reported:change=added"
    assert len(explain_cell(actor=office.bob, home=home, release_id=second.id, cell=cell)) == 5
    before = "changes:before-reported:category=D"
    assert len(explain_cell(actor=office.bob, home=home, release_id=second.id, cell=before)) == 8


def test_a_small_change_is_told_to_the_staff_and_to_nobody_else(office: Cast, home: Home) -> None:
    published(office, home)
    act = Act.objects.order_by("id").first()
    assert act is not None
    set_state(actor=office.alice, row=act, state="rejected")
    second = made(office, home)
    assert table(home, second, "changes-reasons") is None
    figures = table(home, second, "changes")
    assert figures is not None
    assert figures.cells["reported", (TOTAL,)].value is None, "7 beside an earlier 8 is one person"
    asked = {"actor": office.dana, "home": home, "report": "changes", "since": SINCE, "until": UNTIL}
    rows = report_rows(**asked, by=["change"], unprotected=True)  # type: ignore[arg-type]
    assert [(row["change"], row["joined"], row["left"]) for row in rows] == [("withdrawn", 0, 1)]


def test_with_nothing_to_compare_the_staff_is_told_so(office: Cast, home: Home) -> None:
    with pytest.raises(Refusal, match="was published before"):
        report_rows(actor=office.dana, home=home, report="changes", since=SINCE, until=UNTIL, unprotected=True)


def test_reasons_beside_a_hidden_total_tell_too_much(office: Cast, home: Home) -> None:
    published(office, home)
    for number in range(5):
        a_case(office.alice, title=f"Late {number}")
    second = made(office, home)
    tables = public_tables(home.drafts / second.id)
    assert not tells_too_much(tables)
    hidden = {
        (measure, key): PublicCell(None, Flag.COMPLEMENT) if (measure, key) == ("reported", (TOTAL,)) else cell
        for one in tables
        if one.slug == "sdg16"
        for (measure, key), cell in one.cells.items()
    }
    assert tells_too_much([replace(one, cells=hidden) if one.slug == "sdg16" else one for one in tables])


def test_only_listed_laws_leave_and_another_list_is_another_release(office: Cast, home: Home) -> None:
    bare = made(office, home)
    by_law = table(home, bare, "by-law-sdg16")
    assert by_law is not None
    assert by_law.dimensions[0].codes == (TOTAL, "not-listed")
    (home.folder / "laws.toml").write_text(LAWS, encoding="utf-8")
    home.write_settings(Settings(laws="laws.toml"))
    listed = made(office, home)
    assert listed.id != bare.id
    by_law = table(home, listed, "by-law-sdg16")
    assert by_law is not None
    assert by_law.dimensions[0].codes == (TOTAL, "not-listed", "order-law")
    assert by_law.dimensions[0].labels == (("order-law", (("en", "Law of an invented order"),)),)
    page = (home.drafts / listed.id / "en" / "by-law.html").read_text(encoding="utf-8")
    assert "Law of an invented order" in page
    for path in (home.drafts / listed.id).rglob("*"):
        if path.is_file():
            assert b"Zz typed" not in path.read_bytes(), path.name
            assert b"ORDER law 9" not in path.read_bytes(), path.name


def test_the_offices_map_is_drawn_and_hides_what_is_hidden(office: Cast, home: Home) -> None:
    (home.folder / "areas.geojson").write_text(MAP, encoding="utf-8")
    home.write_settings(Settings(map="areas.geojson"))
    release = made(office, home)
    svg = (home.drafts / release.id / "charts" / "by-place-en.svg").read_text(encoding="utf-8")
    assert svg.count('fill="url(#hatch-by-place-en)"') >= 2, "two in one area are few, and give the six away"
    assert "hidden" in svg


@pytest.mark.parametrize(("setting", "told"), [("laws", "list of laws"), ("map", "the map")])
def test_a_file_that_is_not_there_refuses_the_release(office: Cast, home: Home, setting: str, told: str) -> None:
    home.write_settings(replace(Settings(), **{setting: "nothing"}))
    with pytest.raises(Refusal, match=told):
        made(office, home)
    assert not list(home.drafts.iterdir())
