"""The search for cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.desk.search import Wanted
from sijill.office.fields import Choices, DayField, PageForm, code_choices, language
from sijill.register.forms.cases import act_choices


def _any(choices: Choices) -> Choices:
    return [("", gettext("Any")), *[choice for choice in choices if choice[0]]]


def _kinds() -> Choices:
    return _any(act_choices())


def _places() -> Choices:
    return _any(code_choices("places"))


def _states() -> Choices:
    return _any(code_choices("entry_states", UNKNOWN_CODES))


def _words() -> Choices:
    words, lang = codelist("verification_states"), language()
    return _any([(code, words.label(code, lang)) for code in words.live() if code != "estimated"])


class SearchForm(PageForm):
    """What to look for; everything may stay empty."""

    words = forms.CharField(
        label=_("Words: title, place, a victim's name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto", "autocomplete": "off"}),
    )
    word = forms.ChoiceField(label=_("What it may be called"), choices=_words, required=False)
    state = forms.ChoiceField(label=_("State of the entry"), choices=_states, required=False)
    kind = forms.ChoiceField(label=_("Kind of act"), choices=_kinds, required=False)
    place = forms.ChoiceField(label=_("Country or area"), choices=_places, required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        """The period must not end before it begins."""
        given = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", _("The period ends before it begins. Exchange the two days."))
        return given

    def wanted(self) -> Wanted:
        """The search as the session keeps it."""
        given = self.cleaned_data
        days = {name: given[name].isoformat() if given[name] else "" for name in ("since", "until")}
        return Wanted(**{**{name: given[name] for name in ("words", "word", "state", "kind", "place")}, **days})
