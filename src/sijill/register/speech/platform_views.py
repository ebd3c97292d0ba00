"""Pages of the administrator: which platforms may file statements of reasons here, and with which tokens."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sijill.office.fields import PageForm, isolated
from sijill.office.models import User
from sijill.office.pages import refusals, staff
from sijill.office.roles import Role
from sijill.register.speech.actions import add_platform, issue_token, revoke_token
from sijill.register.speech.models import Platform, Token


class PlatformForm(PageForm):
    """A platform to let in."""

    name = forms.CharField(
        label=gettext_lazy("Name of the platform"),
        max_length=200,
        help_text=gettext_lazy("As its statements carry it: the service, not the company behind it."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class TokenForm(PageForm):
    """A token to issue."""

    label = forms.CharField(
        label=gettext_lazy("Who holds it"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


@staff(Role.ADMINISTRATOR)
def platforms(request: HttpRequest, user: User) -> HttpResponse:
    """The platforms that may file, and a form for one more."""
    form = PlatformForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = add_platform(actor=user, name=form.cleaned_data["name"])
            messages.success(request, _("%(name)s may file once it has a token.") % {"name": isolated(made.name)})
            return redirect("platform", made.pk)
    rows = Platform.objects.select_related("account").prefetch_related("tokens").order_by("name")
    return render(request, "register/speech/platforms.html", {"form": form, "platforms": rows})


@staff(Role.ADMINISTRATOR)
def platform(request: HttpRequest, user: User, platform_id: str) -> HttpResponse:
    """One platform: its tokens, and a form for one more. A new token is shown in the answer, this once."""
    held = get_object_or_404(Platform.objects.select_related("account"), pk=platform_id)
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            _token, secret = issue_token(actor=user, platform=held, label=form.cleaned_data["label"])
            form = TokenForm()
    given = {"platform": held, "tokens": held.tokens.order_by("log_from", "id"), "form": form, "secret": secret}
    return render(request, "register/speech/platform.html", given)


@require_POST
@staff(Role.ADMINISTRATOR)
def revoke(request: HttpRequest, user: User, platform_id: str, token_id: str) -> HttpResponse:
    """Take a token back."""
    held = get_object_or_404(Token, pk=token_id, platform=platform_id)
    revoke_token(actor=user, token=held)
    messages.success(request, _("The token was taken back: it opens nothing any more."))
    return redirect("platform", platform_id)
