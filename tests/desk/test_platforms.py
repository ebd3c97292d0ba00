"""Platforms and tokens, for the administrator alone; a token is shown once."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from sijill.office.actions import switch_account
from sijill.register.speech.actions.platforms import token_of
from sijill.register.speech.models import Platform, Token
from tests.desk.conftest import At, Office

pytestmark = pytest.mark.django_db


def test_a_token_is_shown_once_and_can_be_taken_back(office: Office, at: At) -> None:
    eve = at(office.cast.eve)
    assert eve.post(reverse("platforms"), {"name": "Invented  Square"}).status_code == 302
    held = Platform.objects.get(name="Invented Square")
    again = eve.post(reverse("platforms"), {"name": "Invented Square"}).content.decode()
    assert "already" in again
    address = reverse("platform", args=[held.pk])
    page = eve.post(address, {"label": "Zz desk"}).content.decode()
    (secret,) = re.findall(r"sijill_[A-Za-z0-9_-]{43}", page)
    found = token_of(secret)
    assert found is not None and found.platform == held
    page = eve.get(address).content.decode()
    assert "Zz desk" in page
    assert secret not in page
    assert eve.post(reverse("revoke-token", args=[held.pk, found.pk])).status_code == 302
    assert token_of(secret) is None
    assert not Token.objects.exists()


def test_a_platform_whose_account_is_switched_off_files_nothing(office: Office, at: At) -> None:
    eve = at(office.cast.eve)
    eve.post(reverse("platforms"), {"name": "Invented Square"})
    held = Platform.objects.get()
    page = eve.post(reverse("platform", args=[held.pk]), {"label": "desk"}).content.decode()
    (secret,) = re.findall(r"sijill_[A-Za-z0-9_-]{43}", page)
    switch_account(actor=office.cast.eve, user=held.account, on=False)
    assert token_of(secret) is None
    assert held.account.role_codes == frozenset()
    assert not held.account.has_usable_password()


def test_nobody_else_lets_platforms_in(office: Office, at: At) -> None:
    at(office.cast.eve).post(reverse("platforms"), {"name": "Invented Square"})
    held = Platform.objects.get()
    for user in (office.cast.alice, office.cast.bob, office.cast.charlie, office.rita, held.account):
        browser = at(user)
        assert browser.post(reverse("platforms"), {"name": "Another"}).status_code == 403
        assert browser.get(reverse("platform", args=[held.pk])).status_code == 403
        assert browser.post(reverse("platform", args=[held.pk]), {"label": "desk"}).status_code == 403
    assert Platform.objects.count() == 1
    assert not Token.objects.exists()
