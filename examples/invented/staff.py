"""Whose office it is and who works in it. All accounts have one password, which everybody may know."""

from __future__ import annotations

from dataclasses import dataclass

from invented.names import COUNTRY
from sijill.office.actions import Refusal, add_user, install
from sijill.office.models import Profile, User
from sijill.office.roles import Role

# Obvious on purpose, and refused below in any installation that is not marked invented.
PRACTICE_PASSWORD = "practice-only-zz"  # noqa: S105

NAME = "INVENTED Institution for Human Rights of Zz"
NAME_AR = "مؤسسة حقوق الإنسان في بلد مختلق"
MANDATE_LAW = "Act 1 of the Invented Country"

# Name to sign in with, name shown, roles.
ACCOUNTS: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("zz-recorder", "Zzari Zzrecorder (invented)", (Role.RECORDER,)),
    ("zz-recorder-2", "Zzelo Zzrecorder (invented)", (Role.RECORDER,)),
    ("zz-reviewer", "Zzimu Zzreviewer (invented)", (Role.REVIEWER,)),
    ("zz-reviewer-2", "Zzoka Zzreviewer (invented)", (Role.REVIEWER,)),
    ("zz-publisher", "Zzuti Zzpublisher (invented)", (Role.PUBLISHER, Role.READER)),
    ("zz-administrator", "Zzyno Zzadministrator (invented)", (Role.ADMINISTRATOR,)),
    ("zz-visitor", "Zzaba Zzvisitor (invented, may see nothing)", ()),
)


@dataclass(frozen=True, slots=True)
class Staff:
    """Who does what below. Two record and two review, because nobody reviews what they recorded."""

    operator: User
    recorder: User
    second_recorder: User
    reviewer: User
    second_reviewer: User
    publisher: User


def arrive() -> Staff:
    """Open the office. Refusal in an installation that is somebody's real one."""
    profile = Profile.objects.first()
    if profile is not None:
        raise Refusal(
            "This installation has an office already, and invented cases must never stand beside its own. "
            "Choose an empty folder: sijill demo --home DIR."
        )
    operator = install(
        name=NAME,
        name_ar=NAME_AR,
        kind="paris-institution",
        status="paris-a",
        mandate_law=MANDATE_LAW,
        country=COUNTRY,
        invented=True,
    )
    for username, display_name, roles in ACCOUNTS:
        add_user(
            actor=operator,
            username=username,
            password=PRACTICE_PASSWORD,
            roles=roles,
            display_name=display_name,
        )
    return present()


def present() -> Staff:
    """The staff of an invented office that is open. Refusal where the office is not an invented one."""
    if not Profile.objects.filter(invented=True).exists():
        raise Refusal("This installation is not marked invented, so the practice staff do not work here.")
    known = {user.username: user for user in User.objects.prefetch_related("memberships")}  # asked thousands of times
    return Staff(
        known["command-line"],
        known["zz-recorder"],
        known["zz-recorder-2"],
        known["zz-reviewer"],
        known["zz-reviewer-2"],
        known["zz-publisher"],
    )
