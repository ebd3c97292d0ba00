"""What every staff page shows: whose installation this is, and where this person may go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sijill.office.models import Profile, User
from sijill.office.roles import CASE_ROLES, Role

_PLACES = (
    ("home", _("Today"), frozenset(Role)),
    ("cases", _("Cases"), CASE_ROLES),
    ("complaints", _("Complaints"), CASE_ROLES),
    ("sources", _("Sources"), CASE_ROLES),
    ("figures", _("Figures"), CASE_ROLES | {Role.PUBLISHER}),
    ("releases", _("Releases"), CASE_ROLES | {Role.PUBLISHER}),
    ("accounts", _("Accounts"), frozenset({Role.ADMINISTRATOR})),
    ("profile", _("Profile"), frozenset({Role.ADMINISTRATOR})),
    ("log", _("Log"), frozenset({Role.ADMINISTRATOR, Role.REVIEWER})),
)


def installation(request: HttpRequest) -> dict[str, Any]:
    """The profile, for the head of every page (None before the first run), and the ways on."""
    return {"profile": Profile.objects.first(), "places": _ways(request)}


def _ways(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return []
    held = user.role_codes
    ways = []
    for name, title, roles in _PLACES:
        if held & roles:
            address = reverse(name)
            here = request.path == address or (address != "/" and request.path.startswith(address))
            ways.append({"address": address, "title": title, "here": here})
    return ways
