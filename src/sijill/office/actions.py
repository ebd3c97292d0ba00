"""Writes of room `office`: accounts, roles, the profile."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from sijill.office.ledger import action
from sijill.office.models import Membership, Profile, User
from sijill.office.roles import Role

OPERATOR = "command-line"


class Refusal(ValueError):
    """An action that the rules do not allow; the text says which rule and what to do."""


def require(actor: User | None, *roles: Role) -> None:
    """PermissionDenied unless the actor holds one of the roles."""
    if actor is None or not (actor.role_codes & set(roles)):
        wanted = " or ".join(roles)
        raise PermissionDenied(f"This needs the role {wanted}. An administrator can give it to you.")


def operator() -> User:
    """The account that the command line acts as; it cannot sign in."""
    user = User.objects.filter(username=OPERATOR).first()
    if user is None:
        raise Refusal("This installation has no command-line account. Run `sijill init` first.")
    return user


@transaction.atomic
def add_user(
    *, actor: User | None, username: str, password: str | None, roles: Iterable[Role], display_name: str = ""
) -> User:
    """Make an account. Only the first accounts of a new installation have no actor."""
    if actor is not None:
        require(actor, Role.ADMINISTRATOR)
    elif User.objects.exclude(username=OPERATOR).exists():
        raise PermissionDenied("Accounts exist already, so an administrator has to make the next one.")
    return _make_user(actor, username, password, roles, display_name)


def _make_user(
    actor: User | None, username: str, password: str | None, roles: Iterable[Role], display_name: str
) -> User:
    user = User(username=username, display_name=display_name)
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save(force_insert=True)
    with action("user.add", actor=actor, subject=user.id) as entry:
        entry.note["user"] = user.id
        entry.add(*[Membership(user=user, role=Role(role).value) for role in sorted(set(roles))])
    return user


def set_profile(
    *,
    actor: User | None,
    name: str,
    kind: str,
    status: str = "none",
    name_ar: str = "",
    mandate_law: str = "",
    country: str = "not-stated",
    invented: bool = False,
) -> Profile:
    """Say what kind of body runs this installation. Refusal if the claim does not hold together."""
    if actor is not None:
        require(actor, Role.ADMINISTRATOR)
    if kind == "paris-institution" and (status not in ("paris-a", "paris-b") or not mandate_law.strip()):
        raise Refusal(
            "A Paris Principles institution needs its accreditation status (A or B) and its mandate law: "
            "the word 'verified' rests on both. Give them, or choose another kind."
        )
    if kind != "paris-institution" and status in ("paris-a", "paris-b"):
        raise Refusal(
            "Only a Paris Principles institution holds an A or B status. Choose that kind, or status 'none'."
        )
    values = {
        "name": name,
        "name_ar": name_ar,
        "kind": kind,
        "status": status,
        "mandate_law": mandate_law,
        "country": country,
        "invented": invented,
    }
    profile = Profile.objects.first()
    with action("profile.set", actor=actor, subject=profile.id if profile else "") as entry:
        if profile is None:
            profile = Profile(**values)
            entry.add(profile)
        else:
            entry.change(profile, **values)
    return profile


def install(*, name: str, kind: str, **profile: str | bool) -> User:
    """First run: the command-line account and the profile."""
    with transaction.atomic():
        user = User.objects.filter(username=OPERATOR).first() or _make_user(
            None,
            OPERATOR,
            None,
            [Role.RECORDER, Role.REVIEWER, Role.PUBLISHER, Role.ADMINISTRATOR],
            "Command line",
        )
        set_profile(actor=None, name=name, kind=kind, **profile)  # type: ignore[arg-type]
    return user
