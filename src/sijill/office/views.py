"""Pages of the office itself: first run, sign in and out, language, accounts, profile, the log."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sijill.office.actions import (
    OPERATOR,
    add_user,
    change_password,
    is_new_office,
    open_office,
    set_profile,
    set_roles,
    switch_account,
)
from sijill.office.fields import isolated, language
from sijill.office.forms import (
    AccountForm,
    FirstRunForm,
    PasswordForm,
    ProfileForm,
    RolesForm,
    account_name,
    roles_of,
)
from sijill.office.models import LogEntry, Profile, TreeHead, User
from sijill.office.pages import refusals, staff
from sijill.office.roles import Role
from sijill.office.verify import Fault, verify

AnyResponse = TypeVar("AnyResponse", bound=HttpResponseBase)
PROFILE_FIELDS = ("name", "name_ar", "kind", "status", "mandate_law", "country")
LOG_PAGE = 50
FAULTS_SHOWN = 100
_sign_in = LoginView.as_view(template_name="office/sign_in.html", redirect_authenticated_user=True)


@never_cache
def first_run(request: HttpRequest) -> HttpResponse:
    """What an office must decide before its first case. Closed once somebody can sign in."""
    if not is_new_office():
        return redirect("home")
    form = FirstRunForm(request.POST or None, initial={"language": language(), **_profile_values()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals(form):
            user = open_office(
                username=given["username"],
                password=given["password"],
                display_name=given["display_name"],
                roles=roles_of(form),
                profile={name: given[name] for name in PROFILE_FIELDS},
            )
            _write_settings(given)
            login(request, user)
            return _speak(redirect("home"), given["language"])
    return render(request, "office/first_run.html", {"form": form})


def _write_settings(given: dict[str, Any]) -> None:
    home = settings.HOME
    home.make()
    home.write_settings(
        replace(
            home.settings(),
            language=given["language"],
            gate_independent=given["gate_independent"],
            gate_total=given["gate_total"],
        )
    )


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Name and password; while nobody has any, the first-run page. The language goes with the account."""
    if is_new_office():
        return redirect("first-run")
    response = _sign_in(request)
    if isinstance(request.user, User) and request.user.language:
        return _speak(response, request.user.language)
    return response


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Show the pages in another language, now and at the next sign-in."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    if chosen not in dict(settings.LANGUAGES):
        return redirect(back)
    if isinstance(request.user, User) and request.user.language != chosen:
        request.user.language = chosen
        request.user.save(update_fields=["language"])
    return _speak(HttpResponseRedirect(back), chosen)


def _speak(response: AnyResponse, language: str) -> AnyResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response


@staff()
def own_password(request: HttpRequest, user: User) -> HttpResponse:
    """Change one's own password."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            change_password(actor=user, user=user, password=form.cleaned_data["password"])
            update_session_auth_hash(request, user)
            messages.success(request, _("Your password was changed."))
            return redirect("home")
    return render(request, "office/password.html", {"form": form})


@staff(Role.ADMINISTRATOR)
def accounts(request: HttpRequest, user: User) -> HttpResponse:
    """Who works here and what each may do."""
    people = User.objects.exclude(username=OPERATOR).order_by("-is_active", "username")
    return render(request, "office/accounts.html", {"accounts": people.prefetch_related("memberships")})


@staff(Role.ADMINISTRATOR)
def add_account(request: HttpRequest, user: User) -> HttpResponse:
    """A new account, with a first password that its holder changes."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals(form):
            made = add_user(
                actor=user,
                username=given["username"],
                password=given["password"],
                roles=roles_of(form),
                display_name=given["display_name"],
            )
            messages.success(request, _("The account %(name)s was made.") % {"name": isolated(account_name(made))})
            return redirect("accounts")
    return render(request, "office/add_account.html", {"form": form})


@staff(Role.ADMINISTRATOR)
def account(request: HttpRequest, user: User, account_id: str) -> HttpResponse:
    """One account: its roles, a new password, off and on."""
    held = get_object_or_404(User.objects.exclude(username=OPERATOR), pk=account_id)
    step = request.POST.get("step", "")
    roles = RolesForm(request.POST if step == "roles" else None, initial={"roles": _roles_of(held)})
    password = PasswordForm(request.POST if step == "password" else None)
    switch = RolesForm(request.POST if step == "switch" else None)
    if step == "roles" and roles.is_valid():
        with refusals(roles):
            set_roles(actor=user, user=held, roles=roles_of(roles))
            messages.success(request, _("The roles were changed."))
            return redirect("accounts")
    if step == "password" and password.is_valid():
        with refusals(password):
            change_password(actor=user, user=held, password=password.cleaned_data["password"])
            messages.success(request, _("The password was changed. Give it to its holder in person."))
            return redirect("accounts")
    if step == "switch":
        with refusals(switch):
            switch_account(actor=user, user=held, on=not held.is_active)
            messages.success(request, _("The account was switched."))
            return redirect("accounts")
    given = {"held": held, "roles": roles, "password": password, "switch": switch}
    return render(request, "office/account.html", given)


@staff(Role.ADMINISTRATOR)
def profile(request: HttpRequest, user: User) -> HttpResponse:
    """Whose installation this is."""
    form = ProfileForm(request.POST or None, initial=_profile_values())
    if request.method == "POST" and form.is_valid():
        held = Profile.objects.first()
        with refusals(form):
            set_profile(actor=user, invented=bool(held and held.invented), **form.cleaned_data)
            messages.success(request, _("The profile was changed; the log keeps what it was."))
            return redirect("profile")
    return render(request, "office/profile.html", {"form": form})


def _profile_values() -> dict[str, Any]:
    held = Profile.objects.first()
    return {name: getattr(held, name) for name in PROFILE_FIELDS} if held else {}


@staff(Role.ADMINISTRATOR, Role.REVIEWER)
def log(request: HttpRequest, user: User) -> HttpResponse:
    """Every entry of the log, newest first, and the head that a copy elsewhere can be compared with."""
    pages = Paginator(LogEntry.objects.order_by("-position").defer("body"), LOG_PAGE)
    head = TreeHead.objects.order_by("-size").first()
    given: dict[str, Any] = {"page": pages.get_page(request.GET.get("page")), "head": head, "faults": None}
    if request.method == "POST":
        given["faults"] = _faults()
    return render(request, "office/log.html", given)


def _faults() -> list[Fault]:
    found = []
    for fault in verify():
        found.append(fault)
        if len(found) == FAULTS_SHOWN:
            break
    return found


def _roles_of(held: User) -> list[str]:
    return list(held.memberships.values_list("role", flat=True))
