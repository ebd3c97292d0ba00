"""What the pages about sources and reports ask."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sijill.codelists.load import UNKNOWN_CODES
from sijill.collect.models import Source
from sijill.office.fields import Choices, CodeField, CodesField, EdtfField, PageForm, Part

ASSERTED_MOTIVE = "motive:linked"
# Kinds of source that are people: their names never become a code, since codes leave the database.
PEOPLE = (
    "victim",
    "family",
    "colleague",
    "witness",
    "perpetrator",
    "lawyer",
    "medical",
    "social-media",
    "other",
)


def group_choices() -> Choices:
    """Existing groups, each by the sources in it."""
    names: dict[str, list[str]] = {}
    for group, name in Source.objects.order_by("name").values_list("independence_group", "name"):
        names.setdefault(group, []).append(name)
    return [("", gettext("It stands alone")), *[(group, " · ".join(held)) for group, held in names.items()]]


def source_choices() -> Choices:
    """Every source by name."""
    return [("", gettext("Choose ...")), *Source.objects.order_by("name").values_list("id", "name")]


def code_for(name: str, kind: str) -> str:
    """A short name that is free, made of the name only where that is no person's."""
    stem = (slugify(name)[:40] if kind not in PEOPLE else "") or kind
    return stem if not Source.objects.filter(code=stem).exists() else f"{stem}-{secrets.token_hex(3)}"


class SourceForm(PageForm):
    """Who says something."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("For a person, what he or she is: “witness 3”, not the name."),
    )
    kind = CodeField("source_kinds", ask=True, drop=UNKNOWN_CODES, label=_("What kind of source"))
    independence_group = forms.ChoiceField(
        label=_("Does it repeat another source?"),
        choices=group_choices,
        required=False,
        help_text=_(
            "Sources that repeat one another count once. A newspaper that prints an agency's story repeats it."
        ),
    )
    reliability = CodeField("reliability", initial="not-stated", label=_("Reliability"))
    mandate = CodeField("mandates", drop=UNKNOWN_CODES, initial="none", label=_("Mandate for SDG 16.10.1"))
    url = forms.URLField(label=_("Web address"), required=False, assume_scheme="https", max_length=300)
    licence = forms.CharField(label=_("Licence"), required=False, max_length=120)
    is_public = forms.BooleanField(label=_("What it says is public and can be cited"), required=False)
    rows_shown = forms.BooleanField(label=_("Its licence lets its rows be shown"), required=False)
    asserts_motive = forms.BooleanField(
        label=_("It lists a case only if the attack was because of the victim's role"),
        required=False,
        help_text=_("Then its word supports the motive of every case that it lists."),
    )

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        given = dict(self.cleaned_data)
        given["asserts"] = [ASSERTED_MOTIVE] if given.pop("asserts_motive") else []
        return given


class ReportForm(PageForm):
    """What a source said, word for word, and which facts of the entry it supports."""

    source = forms.ChoiceField(label=_("Source"), choices=source_choices, required=False)
    new_name = forms.CharField(
        label=_("Name of the new source"),
        max_length=200,
        required=False,
        help_text=_("For a person, what he or she is: “witness 3”, not the name."),
    )
    new_kind = CodeField("source_kinds", ask=True, drop=UNKNOWN_CODES, required=False, label=_("What kind of source"))
    new_group = forms.ChoiceField(label=_("Does it repeat another source?"), choices=group_choices, required=False)
    new_is_public = forms.BooleanField(label=_("What it says is public and can be cited"), required=False)
    content = forms.CharField(
        label=_("What it said, word for word"),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_("In the language in which it was said. It is kept as it is and never changed."),
    )
    said = EdtfField(label=_("When it was said"))
    file = forms.FileField(
        label=_("File: a copy of the page, a photograph, a document"),
        required=False,
        help_text=_("Kept unchanged, with its fingerprint (SHA-256), for those who may open this case."),
    )
    elements = CodesField(
        "elements",
        label=_("Which facts it supports"),
        help_text=_("Tick only what this source says itself."),
    )

    parts = [
        Part(_("Who says it"), ["source"]),
        Part(
            _("A source that is not in the list"),
            ["new_name", "new_kind", "new_group", "new_is_public"],
            hint=_("It is added to the register of sources."),
            folded=True,
        ),
        Part(_("What was said"), ["content", "said", "file"]),
        Part(_("What it supports"), ["elements"]),
    ]

    def clean(self) -> dict[str, Any]:
        """A source from the list, or a new one with its name and kind."""
        given = super().clean() or self.cleaned_data
        if given.get("source") or "source" in self.errors:
            return given
        if not given.get("new_name"):
            self.add_error("source", _("Choose a source, or describe a new one below."))
        elif not given.get("new_kind"):
            self.add_error("new_kind", _("Say what kind of source it is."))
        return given


class ElementsForm(PageForm):
    """Which facts of an entry a report supports that is here already."""

    elements = CodesField(
        "elements", label=_("Which facts it supports"), help_text=_("Tick only what this source says itself.")
    )
