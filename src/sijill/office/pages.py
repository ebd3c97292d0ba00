"""What every staff page shares: who may open it, and how a refusal comes back to the form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from sijill.office.actions import require
from sijill.office.errors import Refusal
from sijill.office.ledger import Unchanged, turn
from sijill.office.models import User
from sijill.office.roles import Role

READING = ("GET", "HEAD")
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, User, P], HttpResponseBase]


def staff(*roles: Role) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """A page for those who hold one of the roles (any role, if none is named); no browser keeps a copy.

    The view is given the request and the user who asks.
    """

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = request.user
            if isinstance(user, User) and request.method in READING:
                # A page asks for the roles a dozen times. What writes asks for them each time, as they are then.
                prefetch_related_objects([user], "memberships")
            if not isinstance(user, User) or not user.role_codes:
                raise PermissionDenied(gettext("Your account has no role yet. An administrator can give it one."))
            if roles:
                require(user, *roles)
            return view(request, user, *args, **kwargs)

        return never_cache(login_required(page))

    return decorate


@contextmanager
def refusals(form: forms.BaseForm) -> Iterator[None]:
    """One turn to write. Where an action refuses, nothing is written and the form says why; what was typed stays."""
    try:
        with turn():
            yield
    except Refusal as error:
        form.add_error(None, str(error))
    except Unchanged:
        form.add_error(None, gettext("This is what is recorded already, so nothing was written."))


def today() -> date:
    """The day it is in the office's time zone."""
    return timezone.localdate()
