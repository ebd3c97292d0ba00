"""What a person may do in an installation. Code branches on these, so they are an enum."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """One account may hold several; verifying what one entered oneself is refused whatever the roles."""

    READER = "reader"  # reads cases that are not restricted
    RECORDER = "recorder"  # enters and corrects cases, imports lists
    REVIEWER = "reviewer"  # decides whether a case is established
    PUBLISHER = "publisher"  # makes and approves releases
    ADMINISTRATOR = "administrator"  # accounts and the profile; sees no case by this role alone


CASE_ROLES = frozenset({Role.READER, Role.RECORDER, Role.REVIEWER})
