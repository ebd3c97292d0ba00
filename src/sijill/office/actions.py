"""Writes of room `office`: accounts, roles, the profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from sijill.office.errors import Refusal as Refusal
from sijill.office.ledger import Unchanged, action, turn
from sijill.office.models import Membership, Profile, User
from sijill.office.roles import ROLE_NAMES, Role

OPERATOR = "command-line"
PLATFORM = "platform"  # the one kind of body whose installation holds no cases


def require(actor: User | None, *roles: Role) -> None:
    """PermissionDenied unless the actor holds one of the roles."""
    if actor is None or not (actor.role_codes & set(roles)):
        wanted = _(" or ").join(str(ROLE_NAMES[one]) for one in roles)
        raise PermissionDenied(
            _("This needs the role %(role)s. An administrator can give it to you.") % {"role": wanted}
        )


def operator() -> User:
    """The account that the command line acts as; it cannot sign in."""
    user = User.objects.filter(username=OPERATOR).first()
    if user is None:
        raise Refusal(_("This installation has no command-line account. Run `sijill init` first."))
    return user


@turn()
def add_user(
    *, actor: User | None, username: str, password: str | None, roles: Iterable[Role], display_name: str = ""
) -> User:
    """Make an account. Only the first accounts of a new installation have no actor."""
    if actor is not None:
        require(actor, Role.ADMINISTRATOR)
    elif User.objects.exclude(username=OPERATOR).exists():
        raise PermissionDenied(_("Accounts exist already, so an administrator has to make the next one."))
    if User.objects.filter(username=username).exists():
        raise Refusal(_("There is an account of that name already. Choose another name to sign in with."))
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


def set_roles(*, actor: User, user: User, roles: Iterable[Role]) -> None:
    """Give and take roles. The last administrator keeps that role."""
    require(actor, Role.ADMINISTRATOR)
    wanted = {Role(role).value for role in roles}
    if Role.ADMINISTRATOR not in wanted:
        _another_administrator(user)
    with action("user.roles", actor=actor, subject=user.id) as entry:
        for membership in user.memberships.all():
            if membership.role not in wanted:
                entry.end(membership)
            wanted.discard(membership.role)
        entry.add(*[Membership(user=user, role=role) for role in sorted(wanted)])


@turn()
def switch_account(*, actor: User, user: User, on: bool) -> None:
    """Switch an account off, or on again; it is never deleted, its past stays."""
    require(actor, Role.ADMINISTRATOR)
    if not on:
        _another_administrator(user)
    if user.is_active == on:
        raise Unchanged("the account is as asked")
    user.is_active = on
    user.save(update_fields=["is_active"])
    with action("user.on" if on else "user.off", actor=actor, subject=user.id) as entry:
        entry.note["user"] = user.id


@turn()
def change_password(*, actor: User, user: User, password: str) -> None:
    """Set a password: one's own, or as an administrator somebody else's."""
    if actor.pk != user.pk:
        require(actor, Role.ADMINISTRATOR)
    user.set_password(password)
    user.save(update_fields=["password"])
    with action("user.password", actor=actor, subject=user.id) as entry:
        entry.note["user"] = user.id


def _another_administrator(user: User) -> None:
    others = Membership.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).exclude(user=user)
    if user.may(Role.ADMINISTRATOR) and not others.exclude(user__username=OPERATOR).exists():
        raise Refusal(_("This is the last administrator. Make another account administrator first."))


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
            _(
                "A Paris Principles institution needs its accreditation status (A or B) and its mandate law: "
                "the word 'verified' rests on both. Give them, or choose another kind."
            )
        )
    if kind != "paris-institution" and status in ("paris-a", "paris-b"):
        raise Refusal(_("Only a Paris Principles institution holds an A or B status. Choose that kind, or no status."))
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
    if profile is not None and (profile.kind == PLATFORM) != (kind == PLATFORM):
        raise Refusal(
            _(
                "A platform's installation and one that holds cases are never the same: who restricts what people say "
                "must not hold the files of those who complain of it. Set up another with `sijill init`."
            )
        )
    with action("profile.set", actor=actor, subject=profile.id if profile else "") as entry:
        if profile is None:
            profile = Profile(**values)
            entry.add(profile)
        else:
            entry.change(profile, **values)
    return profile


def runs_a_platform() -> bool:
    """Is this the installation of a platform?"""
    return Profile.objects.filter(kind=PLATFORM).exists()


def refuse_cases() -> None:
    """Refusal in a platform's installation: what is about to be written belongs to people's cases."""
    if runs_a_platform():
        raise Refusal(
            _(
                "This installation is a platform's, and holds no people's cases: a platform's installation and one "
                "that holds cases are never the same. Set up another with `sijill init`."
            )
        )


def open_office(
    *,
    username: str,
    password: str,
    display_name: str,
    roles: Iterable[Role],
    profile: Mapping[str, str | bool],
) -> User:
    """First run from a page: the profile, and the first person who signs in, always an administrator."""
    with turn():
        made = add_user(
            actor=None,
            username=username,
            password=password,
            roles={Role.ADMINISTRATOR, *roles},
            display_name=display_name,
        )
        with suppress(Unchanged):
            install(**profile)  # type: ignore[arg-type]
    return made


def is_new_office() -> bool:
    """Nobody has said whose office this is, and nobody can sign in: the first-run page is open."""
    return not Profile.objects.exists() and not User.objects.exclude(username=OPERATOR).exists()


def install(*, name: str, kind: str, **profile: str | bool) -> User:
    """First run: the command-line account and the profile."""
    with turn():
        user = User.objects.filter(username=OPERATOR).first() or _make_user(
            None,
            OPERATOR,
            None,
            [Role.RECORDER, Role.REVIEWER, Role.PUBLISHER, Role.ADMINISTRATOR],
            "Command line",
        )
        set_profile(actor=None, name=name, kind=kind, **profile)  # type: ignore[arg-type]
    return user
