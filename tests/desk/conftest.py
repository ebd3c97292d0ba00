"""An office for the tests of pages: a home of its own, three people at their browsers, a case of theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from sijill.home import Home
from sijill.office.actions import add_user, operator
from sijill.office.models import User
from sijill.office.roles import Role
from sijill.register.actions import correct_event, set_members
from tests.people import Cast
from tests.world import Case, a_case, a_source, supported

At = Callable[[User], Client]


@dataclass(frozen=True)
class Office:
    """Alice owns a restricted case, Bob is on its team, Rita reads other cases, Charlie has no role."""

    cast: Cast
    rita: User
    closed: Case
    open: Case


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Home:
    """A home of the test's own."""
    made = Home(tmp_path / "home")
    made.make()
    settings.HOME = made
    return made


@pytest.fixture
def office(cast: Cast, home: Home) -> Office:
    """Two cases with the same three sources."""
    rita = add_user(actor=operator(), username="rita", password=None, roles=[Role.READER])
    sources = [a_source(cast.alice, code) for code in ("one", "two", "three")]
    closed, open_ = a_case(cast.alice, title="A closed case"), a_case(cast.alice, title="An open case")
    for case in (closed, open_):
        supported(cast.alice, case.act, sources)
    correct_event(
        actor=cast.alice, event=closed.event, title="A closed case", context="none", description="", restricted=True
    )
    set_members(actor=cast.alice, event=closed.event, users=[cast.bob])
    return Office(cast, rita, closed, open_)


@pytest.fixture
def at() -> At:
    """A browser in which somebody is signed in."""

    def arrive(user: User) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="en")
        client.force_login(user)
        return client

    return arrive
