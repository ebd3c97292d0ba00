"""What every staff page shows: whose installation this is."""

from __future__ import annotations

from django.http import HttpRequest

from sijill.office.models import Profile


def installation(request: HttpRequest) -> dict[str, object]:
    """The profile, for the head of every page; None before the first run."""
    return {"profile": Profile.objects.first()}
