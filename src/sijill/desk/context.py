"""What every staff page shows: whose installation this is, and where this person may go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sijill.office.models import Profile, User
from sijill.office.roles import CASE_ROLES, Role

_PLACES = (
    ("home", _("Today"), frozenset(Role)),
    ("cases", _("Cases"), CASE_ROLES),
    ("speech", _("Restrictions of speech"), CASE_ROLES),
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
    profile = Profile.objects.first()
    return {"profile": profile, "office": _office(profile), "places": _ways(request)}


def _office(profile: Profile | None) -> dict[str, str]:
    """The name of the office, the language that it is in, and the office's own: not always that of the page."""
    if profile is None:
        return {}
    own, page = settings.LANGUAGE_CODE, (get_language() or "en").split("-")[0]
    if profile.name_ar and page == "ar":
        return {"name": profile.name_ar, "lang": "ar", "own": own}
    return {"name": profile.name, "lang": own, "own": own}


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
