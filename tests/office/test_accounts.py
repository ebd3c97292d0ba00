"""Accounts: who may make, change and switch them; the last administrator; the first run."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from sijill.office.actions import (
    add_user,
    change_password,
    is_new_office,
    open_office,
    set_roles,
    switch_account,
)
from sijill.office.errors import Refusal
from sijill.office.ledger import Unchanged
from sijill.office.models import LogEntry, Membership, Profile, User
from sijill.office.roles import Role
from sijill.office.verify import verify
from tests.people import PASSWORD, Cast

pytestmark = pytest.mark.django_db

PROFILE = {"name": "Invented Commission", "kind": "civil-society", "country": "XZ"}


def first(**given: object) -> User:
    asked = {"username": "eve", "password": PASSWORD, "display_name": "", "roles": [], "profile": PROFILE}
    return open_office(**{**asked, **given})  # type: ignore[arg-type]


def test_the_first_run_makes_the_office_and_its_administrator() -> None:
    assert is_new_office()
    user = first(roles=[Role.PUBLISHER])
    assert user.role_codes == {Role.ADMINISTRATOR, Role.PUBLISHER}
    assert user.check_password(PASSWORD)
    assert Profile.objects.get().name == "Invented Commission"
    assert not is_new_office()
    with pytest.raises(PermissionDenied):
        first(username="mallory")
    assert list(verify()) == []


def test_a_first_run_that_is_refused_leaves_nothing() -> None:
    with pytest.raises(Refusal):
        first(profile={**PROFILE, "kind": "paris-institution"})
    assert not User.objects.exists()
    assert is_new_office()


def test_roles_are_given_and_taken_by_an_administrator(cast: Cast) -> None:
    set_roles(actor=cast.eve, user=cast.charlie, roles=[Role.READER])
    assert cast.charlie.role_codes == {Role.READER}
    set_roles(actor=cast.eve, user=cast.charlie, roles=[Role.RECORDER, Role.REVIEWER])
    assert cast.charlie.role_codes == {Role.RECORDER, Role.REVIEWER}
    with pytest.raises(PermissionDenied):
        set_roles(actor=cast.charlie, user=cast.charlie, roles=[Role.ADMINISTRATOR])
    with pytest.raises(Unchanged):
        set_roles(actor=cast.eve, user=cast.charlie, roles=[Role.RECORDER, Role.REVIEWER])
    assert list(verify()) == []


def test_the_last_administrator_stays(cast: Cast) -> None:
    with pytest.raises(Refusal, match="last administrator"):
        set_roles(actor=cast.eve, user=cast.eve, roles=[])
    with pytest.raises(Refusal, match="last administrator"):
        switch_account(actor=cast.eve, user=cast.eve, on=False)
    set_roles(actor=cast.eve, user=cast.bob, roles=[Role.REVIEWER, Role.ADMINISTRATOR])
    switch_account(actor=cast.bob, user=cast.eve, on=False)
    assert cast.eve.role_codes == frozenset()
    assert Membership.objects.filter(user=cast.eve).exists()


def test_an_account_that_is_off_does_nothing_and_comes_back(cast: Cast) -> None:
    switch_account(actor=cast.eve, user=cast.alice, on=False)
    assert not User.objects.get(pk=cast.alice.pk).is_active
    with pytest.raises(Unchanged):
        switch_account(actor=cast.eve, user=cast.alice, on=False)
    switch_account(actor=cast.eve, user=cast.alice, on=True)
    assert cast.alice.role_codes == {Role.RECORDER}
    verbs = LogEntry.objects.filter(subject=cast.alice.id).values_list("verb", flat=True)
    assert list(verbs.order_by("position")) == ["user.add", "user.off", "user.on"]


def test_a_password_is_ones_own_or_an_administrators_to_change(cast: Cast) -> None:
    change_password(actor=cast.alice, user=cast.alice, password="another long passphrase")
    change_password(actor=cast.eve, user=cast.bob, password=PASSWORD)
    assert User.objects.get(pk=cast.bob.pk).check_password(PASSWORD)
    with pytest.raises(PermissionDenied):
        change_password(actor=cast.alice, user=cast.bob, password=PASSWORD)
    assert "passphrase" not in str([bytes(entry.body) for entry in LogEntry.objects.all()])


def test_two_accounts_do_not_share_a_name(cast: Cast) -> None:
    with pytest.raises(Refusal, match="already"):
        add_user(actor=cast.eve, username="alice", password=None, roles=[])
