"""Forms of a person: names, what is held of them, consent, whether two entries are one person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sijill.codelists.load import UNKNOWN_CODES
from sijill.office.fields import CodeField, CodesField, DayField, EdtfField, PageForm, Part
from sijill.office.pages import today


class FactsForm(PageForm):
    """What is held of a person or a group."""

    identified = CodeField("identified", drop=UNKNOWN_CODES, initial="named", label=_("How the victim is known"))
    kind = CodeField("person_kinds", drop=UNKNOWN_CODES, initial="individual", label=_("One person or a group"))
    size_low = forms.IntegerField(label=_("People in the group, or the lowest number"), min_value=1, required=False)
    size_high = forms.IntegerField(label=_("Highest number"), min_value=1, required=False)
    sex = CodeField("sex", initial="not-asked", label=_("Sex"))
    sex_stated_by = CodeField("stated_by", initial="not-asked", label=_("Who stated the sex"))
    gender = CodeField("gender", initial="not-asked", label=_("Gender"))
    gender_stated_by = CodeField("stated_by", initial="not-asked", label=_("Who stated the gender"))
    born = EdtfField(label=_("Born"))
    citizenship = CodeField("places", initial="not-asked", label=_("Citizenship"))

    parts = [
        Part(_("Who it is"), ["identified", "kind"]),
        Part(
            _("Sex and gender"),
            ["sex", "sex_stated_by", "gender", "gender_stated_by"],
            hint=_("As the person states them. Nobody guesses them from a name."),
        ),
        Part(_("Birth and citizenship"), ["born", "citizenship"], folded=True),
        Part(
            _("If it is a group that was counted and not named"),
            ["size_low", "size_high"],
            hint=_("The SDG indicator counts people one by one, so groups are never counted in it."),
            folded=True,
        ),
    ]

    def clean(self) -> dict[str, Any]:
        """A group has a number where one is known; the highest is not below the lowest."""
        given = super().clean() or self.cleaned_data
        low, high = given.get("size_low"), given.get("size_high")
        if low is not None and high is not None and high < low:
            self.add_error("size_high", _("The highest number is below the lowest. Exchange the two."))
        return given


class PersonForm(FactsForm):
    """A new entry for a person, with up to two names."""

    name = forms.CharField(
        label=_("Name"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("As it is written in the source. Seen only by those who may open the case."),
    )
    name_kind = CodeField("name_kinds", drop=UNKNOWN_CODES, initial="full", label=_("What kind of name"))
    other_name = forms.CharField(
        label=_("Second name, or the name in another script"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    other_kind = CodeField(
        "name_kinds", drop=UNKNOWN_CODES, initial="alias", label=_("What kind of name the second is")
    )

    parts = [
        Part(_("Who it is"), ["identified", "name", "name_kind", "other_name", "other_kind", "kind"]),
        *FactsForm.parts[1:],
    ]

    def clean(self) -> dict[str, Any]:
        """Whoever is known by name or alias needs one."""
        given = super().clean()
        if given.get("identified") != "unidentified" and not given.get("name"):
            self.add_error("name", _("Write the name or alias, or choose that the victim is not identified."))
        return given


class NameForm(PageForm):
    """One more name."""

    text = forms.CharField(
        label=_("Name"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )
    kind = CodeField("name_kinds", drop=UNKNOWN_CODES, initial="full", label=_("What kind of name"))


class FindPersonForm(PageForm):
    """Somebody who is in the register already."""

    word = forms.CharField(
        label=_("Name, or part of it"),
        max_length=100,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "type": "search"}),
    )


class ConsentForm(PageForm):
    """What a person agrees to, refuses or withdraws."""

    uses = CodesField("consent_uses", drop=UNKNOWN_CODES, label=_("For what"))
    decision = CodeField("consent_decisions", drop=UNKNOWN_CODES, ask=True, label=_("What was decided"))
    given_by = CodeField("consent_by", drop=UNKNOWN_CODES, initial="self", label=_("By whom"))
    on = DayField(label=_("On which day"), initial=today)
    contact = forms.CharField(label=_("How the person may be reached safely"), max_length=300, required=False)
    share_with = forms.CharField(label=_("With whom it may be shared"), max_length=300, required=False)


class SameForm(PageForm):
    """Are these two entries one person."""

    verdict = CodeField("judgements", drop=UNKNOWN_CODES, ask=True, label=_("Are they the same person?"))
    keep = forms.ChoiceField(
        label=_("If they are the same, which entry stands from now on?"),
        choices=[
            ("", _("None: record my judgement and change no figure")),
            ("left", _("The first")),
            ("right", _("The second")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))
    not_the_same = _("Two entries are merged only if they are the same.")

    def clean(self) -> dict[str, Any]:
        """Only what is the same can be merged."""
        given = super().clean() or self.cleaned_data
        if given.get("keep") and given.get("verdict") not in (None, "same"):
            self.add_error("keep", self.not_the_same)
        return given


class SameCaseForm(SameForm):
    """Are these two cases one event."""

    verdict = CodeField("judgements", drop=UNKNOWN_CODES, ask=True, label=_("Are they the same event?"))
    keep = forms.ChoiceField(
        # Words of their own: languages other than English give cases another gender than people and their entries.
        label=_("If they are one event, which case stands from now on?"),
        choices=[
            ("", _("Neither case: record my judgement and change no figure")),
            ("left", _("The first case")),
            ("right", _("The second case")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    not_the_same = _("Two cases are merged only if they are the same event.")


class ReasonsForm(PageForm):
    """Why something is done."""

    reasons = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))
