"""A release about restrictions of speech: the whole way from columns to pages in four languages, on invented rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sijill.codelists.load import codelist
from sijill.home import Home
from sijill.office.errors import Refusal
from sijill.publish import run
from sijill.publish.actions import approve_release, make_release, report_rows
from sijill.publish.labels import area_names
from sijill.publish.manifest import public_tables, read
from sijill.publish.reports import PROGRAMMES, REPORTS
from sijill.publish.text import Language
from sijill.stats.policy import DEFAULT
from sijill.stats.table import Flag
from sijill.tables.catalog import CATALOG
from sijill.tables.engines import filled
from tests.people import Cast
from tests.publish.reports import golden, worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path / "home")
    found.make()
    return found


@pytest.fixture
def office(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """An institution whose columns are those of the invented register behind the golden files."""
    given = worlds.rows(golden.SEED, golden.ACTS)
    whole = {name: [filled(CATALOG[name], {**row, "log_from": 0}) for row in rows] for name, rows in given.items()}
    for room in (run.collect_columns, run.speech_columns, run.assess_columns):
        monkeypatch.setattr(room, "tables", dict)
    monkeypatch.setattr(run.register_columns, "tables", lambda: whole)
    return Cast.arrive("paris-institution")


def table(office: Cast, home: Home, report: str, by: str, **asked: Any) -> list[dict[str, Any]]:
    return report_rows(actor=office.dana, home=home, report=report, by=by.split(","), **asked)


@pytest.mark.slow
def test_a_release_about_speech_is_made_protected_and_published(office: Cast, home: Home) -> None:
    release = make_release(
        actor=office.dana, home=home, subject="speech", since=worlds.SINCE, until=worlds.UNTIL, title="INVENTED"
    )
    folder = home.drafts / release.id
    tables = {one.slug: one for one in public_tables(folder)}
    assert set(tables) == {shape.slug for slug, _ in PROGRAMMES["speech"] for shape in REPORTS[slug].shapes}
    flags = {slug: {cell.flag for cell in one.cells.values()} for slug, one in tables.items()}
    assert Flag.SMALL in flags["restrictions-decider"]
    assert flags["demands-country"] <= {Flag.SHOWN, Flag.NOT_KNOWN}
    assert Flag.NOT_KNOWN in flags["santa-clara"]
    hidden = [cell.value for cell in tables["restrictions-speaker"].cells.values() if not cell.public]
    assert all(value is None or value == 0 or value >= 5 for value in hidden)
    files = {one.path for one in read(folder).files}
    for language in ("en", "ar", "fr", "es"):
        assert f"{language}/santa-clara.html" in files
    page = (folder / "en" / "disruption-durations.html").read_text(encoding="utf-8")
    assert "Kaplan" in page
    assert "not known" in page
    approve_release(actor=office.dana, home=home, release=release)
    assert (home.releases / release.id).is_dir()


@pytest.mark.slow
def test_an_office_may_protect_what_others_published_and_its_medians(office: Cast, home: Home) -> None:
    strict = DEFAULT.read_text(encoding="utf-8").partition("[kind.published]")[0] + "[kind.published]\nthreshold = 5\n"
    (home.folder / "strict.toml").write_text(strict, encoding="utf-8")
    home.write_settings(replace(home.settings(), policy="strict.toml"))
    release = make_release(
        actor=office.dana, home=home, subject="speech", since=worlds.SINCE, until=worlds.UNTIL, title="INVENTED"
    )
    tables = {one.slug: one for one in public_tables(home.drafts / release.id)}
    durations = tables["disruption-durations-country"]
    hidden = [key for key in durations.keys() if durations.cells["ended", key].flag is Flag.SMALL]
    assert hidden
    assert {durations.cells["median_days", key].flag for key in hidden} == {Flag.WITHHELD}
    assert tables["disruption-durations"].cells["median_days", ()].value is not None
    for name in ("requests_low", "requests_high"):
        assert Flag.SMALL in {cell.flag for (one, _), cell in tables["demands-country"].cells.items() if one == name}


def test_a_release_of_an_office_without_a_country_says_that_its_entries_have_no_one_area() -> None:
    assert area_names("BO")["en"] == "Bolivia (Plurinational State of)"
    for lang, said in area_names("not-stated").items():
        assert said == Language(lang).say("meta.no_area") != codelist("places").label("not-stated", lang)


def test_disruptions_and_demands_are_asked_for_without_a_period(office: Cast, home: Home) -> None:
    exact = table(office, home, "disruptions", "count_year", unprotected=True)
    years = [row["disruptions"] for row in exact]
    assert sum(years) == sum(one["state"] != "rejected" for one in worlds.rows(golden.SEED, golden.ACTS)["disruption"])
    shown = table(office, home, "disruptions", "count_year")
    assert shown[0]["disruptions"] == sum(years)
    demands = table(office, home, "demands", "country,period,kind", unprotected=True)
    assert demands[0].keys() >= {
        "country",
        "period",
        "kind",
        "requests_low",
        "requests_high",
        "items_low",
        "items_high",
    }


def test_other_reports_ask_for_their_period(office: Cast, home: Home) -> None:
    for days in ({}, {"since": date(2025, 1, 1)}):
        with pytest.raises(Refusal, match="first and its last day"):
            table(office, home, "sdg16", "category", **days)
