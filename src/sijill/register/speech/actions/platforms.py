"""Who may file statements of reasons here: platforms, and the tokens that file for one platform each."""

from __future__ import annotations

import hashlib
import re
import secrets

from django.conf import settings
from django.utils.translation import gettext as _

from sijill.collect.models import Source
from sijill.office.actions import require
from sijill.office.errors import Refusal
from sijill.office.ids import derived_id
from sijill.office.ledger import action, turn
from sijill.office.models import User
from sijill.office.roles import Role
from sijill.register.models import Organization
from sijill.register.speech.models import Platform, Token

PREFIX = "sijill_"  # so that a token that was left somewhere is known for one
_SECRET = 32  # bytes: nobody guesses it, so a plain hash of it is enough


@turn()
def add_platform(*, actor: User, name: str) -> Platform:
    """Let statements of a platform be taken. It gets an account that cannot sign in: what it files, it wrote."""
    require(actor, Role.ADMINISTRATOR)
    name = " ".join(name.split())
    if not name:
        raise Refusal(_("A platform needs a name. Give the one that its statements carry."))
    if Platform.objects.filter(name=name).exists():
        raise Refusal(_("There is a platform of that name already."))
    key = _key(name)
    username = f"{key}.platform"
    if User.objects.filter(username=username).exists():
        raise Refusal(_("There is an account of that name already. Choose another name to sign in with."))
    # The body that published tables mean by that name, so that what it files and what it publishes meet.
    body = derived_id("organization", settings.SECRET_KEY, "body", name, "platform", "not-stated")
    organization = Organization.objects.filter(pk=body).first()
    with action("platform.add", actor=actor) as entry:
        account = User(username=username, display_name=name)
        account.set_unusable_password()
        account.save(force_insert=True)
        entry.note["user"] = account.id
        if organization is None:
            organization = Organization(id=body, name=name, kind="platform", place="not-stated")
            entry.add(organization)
        source = Source(
            code=f"filed-{key}"[:60], name=name, kind="company", independence_group=f"filed-{key}"[:60],
        )  # fmt: skip
        entry.add(source)
        platform = Platform(name=name, organization=organization, source=source, account=account)
        entry.add(platform)
    return platform


def issue_token(*, actor: User, platform: Platform, label: str) -> tuple[Token, str]:
    """A new token for one platform: (its row, the token). The token is told this once and never kept."""
    require(actor, Role.ADMINISTRATOR)
    if not label.strip():
        raise Refusal(_("A token needs a label that says who holds it, so that it can be taken back."))
    secret = PREFIX + secrets.token_urlsafe(_SECRET)
    token = Token(platform=platform, label=label.strip()[:120], sha256=hash_of(secret))
    with action("token.issue", actor=actor, subject=platform.id) as entry:
        entry.add(token)
    return token, secret


def revoke_token(*, actor: User, token: Token) -> None:
    """Take a token back: from now on it opens nothing. That it was there stays in the history."""
    require(actor, Role.ADMINISTRATOR)
    with action("token.revoke", actor=actor, subject=token.platform_id) as entry:
        entry.end(token)


def token_of(secret: str) -> Token | None:
    """The token that was issued as this text; None where there is none, or its platform's account is switched off."""
    known = Token.objects.filter(sha256=hash_of(secret), platform__account__is_active=True)
    return known.select_related("platform__account", "platform__source", "platform__organization").first()


def hash_of(secret: str) -> str:
    """SHA-256 of a token, hexadecimal: all of it that is kept."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _key(name: str) -> str:
    """A short name for codes and accounts; two names that come to the same letters are told apart by a hash."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
    return f"{plain or 'platform'}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
