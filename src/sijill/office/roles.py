"""What a person may do in an installation. Code branches on these, so they are an enum."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """One account may hold several; verifying what one entered oneself is refused whatever the roles."""

    READER = "reader"  # reads cases that are not restricted
    RECORDER = "recorder"  # enters and corrects cases, imports lists
    REVIEWER = "reviewer"  # decides whether a case is established
    PUBLISHER = "publisher"  # makes and approves releases
    ADMINISTRATOR = "administrator"  # accounts and the profile; sees no case by this role alone


CASE_ROLES = frozenset({Role.READER, Role.RECORDER, Role.REVIEWER})

ROLE_NAMES = {
    Role.READER: _("reader"),
    Role.RECORDER: _("recorder"),
    Role.REVIEWER: _("reviewer"),
    Role.PUBLISHER: _("publisher"),
    Role.ADMINISTRATOR: _("administrator"),
}

ROLE_DUTIES = {
    Role.READER: _("reads cases that are not restricted"),
    Role.RECORDER: _("receives complaints, records and corrects cases, imports lists"),
    Role.REVIEWER: _("decides whether a case is established, never one that he or she recorded"),
    Role.PUBLISHER: _("makes and approves releases"),
    Role.ADMINISTRATOR: _("looks after accounts and the profile; sees no case by this role alone"),
}
