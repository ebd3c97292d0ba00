"""What the office's own pages ask: the first run, the profile, accounts, passwords."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sijill.codelists.load import UNKNOWN_CODES
from sijill.office.fields import CodeField, PageForm, Part, boxes
from sijill.office.models import User
from sijill.office.roles import ROLE_DUTIES, ROLE_NAMES, Role

NOT_AN_OFFICE = ("un-mechanism", "court", *UNKNOWN_CODES)
ROLE_CHOICES = [
    (role.value, format_lazy(_("{name}: {duty}"), name=ROLE_NAMES[role], duty=ROLE_DUTIES[role])) for role in Role
]

_sign_in_name = RegexValidator(
    r"^[\w.@+-]+\Z", _("Write letters, digits and . @ + - _ only, without spaces."), "sign-in-name"
)


def _roles(*, leave_out: tuple[Role, ...] = (), **given: Any) -> forms.MultipleChoiceField:
    field = boxes(
        [choice for choice in ROLE_CHOICES if choice[0] not in leave_out],
        label=_("What this account may do"),
        required=False,
    )
    for name, value in given.items():
        setattr(field, name, value)
    return field


class ProfileForm(PageForm):
    """Whose installation this is. What it says decides who may say *verified*."""

    name = forms.CharField(label=_("Name of the office"), max_length=200)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=200, required=False)
    kind = CodeField("profiles", drop=UNKNOWN_CODES, ask=True, label=_("What kind of body it is"))
    status = CodeField(
        "mandates",
        drop=NOT_AN_OFFICE,
        initial="none",
        label=_("Accreditation"),
        help_text=_("Only a national institution under the Paris Principles has status A or B."),
    )
    mandate_law = forms.CharField(
        label=_("Law that gives the mandate"),
        max_length=300,
        required=False,
        help_text=_("Its name, number and date. A national institution must give it."),
    )
    country = CodeField("places", ask=True, label=_("Country"))

    parts = [
        Part(
            _("Whose register this is"),
            ["name", "name_ar", "kind", "status", "mandate_law", "country"],
            hint=_("A release prints these lines, so that the public can check them."),
        ),
    ]


class PasswordForm(PageForm):
    """A new password, twice."""

    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
        strip=False,
        help_text=_("At least 12 characters: several words that do not belong together are good."),
    )
    again = forms.CharField(
        label=_("The same password again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
        strip=False,
    )

    def clean_password(self) -> str:
        """Refuse what is too short or too common."""
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        """Both must be equal."""
        given = super().clean() or self.cleaned_data
        if "password" in given and given["password"] != given.get("again"):
            self.add_error("again", _("The two passwords differ. Write the same one twice."))
        return given


class AccountForm(PasswordForm):
    """A new account."""

    username = forms.CharField(
        label=_("Name to sign in with"),
        max_length=80,
        validators=[_sign_in_name],
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "autocapitalize": "none"}),
    )
    display_name = forms.CharField(
        label=_("Name that colleagues see"),
        max_length=120,
        required=False,
        help_text=_("Shown in the history of a case; may be a function such as “Intake desk”."),
    )
    roles = _roles()
    field_order = ["username", "display_name", "password", "again", "roles"]


class RolesForm(PageForm):
    """What an account may do."""

    roles = _roles()


class FirstRunForm(ProfileForm, AccountForm):
    """All that an office must decide before its first case."""

    language = forms.ChoiceField(label=_("Language of the pages"), choices=settings.LANGUAGES, initial="en")
    gate_independent = forms.IntegerField(
        label=_("Independent sources that each fact needs"), min_value=1, max_value=9, initial=2
    )
    gate_total = forms.IntegerField(label=_("Sources in all that each fact needs"), min_value=1, max_value=9, initial=3)
    roles = _roles(
        leave_out=(Role.ADMINISTRATOR,),
        label=_("What this person may do besides looking after accounts"),
    )

    parts = [
        *ProfileForm.parts,
        Part(
            _("How a case is verified"),
            ["gate_independent", "gate_total"],
            hint=_(
                "The gate: a reviewer who did not enter the case may call it established when each fact "
                "rests on so many sources. Copies of one story count once."
            ),
        ),
        Part(_("Language"), ["language"], hint=_("Everybody can switch at any time.")),
        Part(
            _("The first account"),
            ["username", "display_name", "password", "again", "roles"],
            hint=_("The administrator makes the other accounts, and sees no case by that role alone."),
        ),
    ]

    def clean(self) -> dict[str, Any]:
        """The gate must make sense."""
        given = super().clean()
        if (given.get("gate_total") or 0) < (given.get("gate_independent") or 0):
            self.add_error("gate_total", _("This cannot be fewer than the independent sources."))
        return given


def roles_of(form: forms.Form) -> list[Role]:
    """The roles that were ticked."""
    return [Role(code) for code in form.cleaned_data["roles"]]


def account_name(user: User) -> str:
    """How colleagues know an account."""
    return str(user.display_name or user.username)
