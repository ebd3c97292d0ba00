"""What the pages of figures and releases ask."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sijill.codelists.load import LANGUAGES
from sijill.office.fields import DayField, PageForm, language
from sijill.office.pages import today
from sijill.publish.reports.words import KEYS, said
from sijill.publish.text import Language

KEYS_OFFERED = ("category", "sex", "age", "role", "state", "area", "year")


def key_label(key: str) -> str:
    """What pages call a key of a table."""
    return said(KEYS[key], language())


def _keys() -> list[tuple[str, str]]:
    return [(key, key_label(key)) for key in KEYS_OFFERED]


def year_begins() -> date:
    """The first day of the twelve months that end with the last full month."""
    day = today().replace(day=1)
    return day.replace(year=day.year - 1)


class PeriodForm(PageForm):
    """A period, both days included."""

    since = DayField(label=_("From"))
    until = DayField(label=_("To, this day included"))

    def clean(self) -> dict[str, Any]:
        """The period must not end before it begins."""
        given = super().clean() or self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", _("The period ends before it begins. Exchange the two days."))
        return given


class FiguresForm(PeriodForm):
    """Which figures: the period and what to break them down by."""

    by = forms.MultipleChoiceField(
        label=_("Broken down by"), choices=_keys, required=False, widget=forms.CheckboxSelectMultiple
    )

    def keys(self) -> tuple[str, ...]:
        """The keys ticked, in the order of the list."""
        return tuple(self.cleaned_data["by"])


class ReleaseForm(PeriodForm):
    """A new release: a draft that is counted, protected and attacked before anybody can approve it."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    title_ar = forms.CharField(label=_("Title in Arabic"), max_length=200, required=False)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=200, required=False)
    field_order = ["title_en", "title_ar", "title_fr", "title_es", "since", "until"]

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for lang in LANGUAGES:
            attributes = {"dir": Language(lang).direction, "lang": lang}
            self.fields[f"title_{lang}"].widget.attrs.update(attributes)
        own = f"title_{settings.LANGUAGE_CODE}"
        self.fields[own].required = True
        self.order_fields([own, *self.field_order])

    def titles(self) -> dict[str, str]:
        """The title by language."""
        return {lang: self.cleaned_data[f"title_{lang}"] for lang in LANGUAGES}
