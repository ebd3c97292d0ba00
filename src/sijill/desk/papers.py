"""What the pages of documents about one entry share: rows as facts, the form, the answer that is a DOCX."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from sijill.desk.actions import make_paper
from sijill.office.errors import Refusal
from sijill.office.fields import PageForm, language
from sijill.office.models import Profile, User
from sijill.office.records import Record
from sijill.office.roles import Role
from sijill.publish.papers.paper import Moment, Office, Paper, Span
from sijill.publish.text import Language
from sijill.tables.catalog import CATALOG

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _languages() -> list[tuple[str, str]]:
    """The languages of documents, by what the language of the page calls them."""
    return [(code, str(get_language_info(code)["name_translated"])) for code, _name in settings.LANGUAGES]


class PaperForm(PageForm):
    """In which language, and which words of the register may stand in what leaves the house: none unless ticked."""

    language = forms.ChoiceField(label=_("Language of the document"), choices=_languages)

    def __init__(self, ticks: Mapping[str, Any], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name, label in ticks.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)
        self._ticks = tuple(ticks)

    def told(self) -> frozenset[str]:
        """Which of the ticks are set."""
        return frozenset(name for name in self._ticks if self.cleaned_data[name])


def spoken() -> Language:
    """The language of the page."""
    return Language(language())


def may_make(user: User) -> bool:
    """May this person make documents."""
    return bool(user.role_codes & {Role.RECORDER, Role.REVIEWER, Role.PUBLISHER})


def office(lang: Language) -> Office:
    """Whose installation this is, by the name it has in a language."""
    profile = Profile.objects.first()
    if profile is None:
        return Office("", invented=False)
    own = profile.name_ar if lang.code == "ar" and profile.name_ar else profile.name
    return Office(own, profile.invented)


def moment(row: Any, stem: str) -> Moment:
    """A date of a row."""
    lo, hi, unknown = (getattr(row, f"{stem}_{end}") for end in ("lo", "hi", "unknown"))
    return Moment(getattr(row, stem), lo, hi, unknown)


def span(row: Any, stem: str) -> Span:
    """A number of a row."""
    return Span(*(getattr(row, f"{stem}_{end}") for end in ("low", "high", "unknown")))


def catalog_row(row: Record, **named: str) -> dict[str, Any]:
    """A row as the catalog has it; `named` gives the attribute of a column that the model calls otherwise."""
    names = [name for name in CATALOG[row._meta.db_table].names if name != "log_to"]
    return {name: getattr(row, named.get(name, name)) for name in names}


def answered(request: HttpRequest, user: User, row: Any, paper: Paper, told: frozenset[str], name: str) -> HttpResponse:
    """The document to save; back to the entry's page with the reason where none is made."""
    try:
        content = make_paper(actor=user, row=row, paper=paper, told=told)
    except Refusal as error:
        messages.error(request, str(error))
        return redirect("speech-entry", row._meta.db_table, row.pk)
    return saved(content, f"{name}-{row.pk}-{paper.lang.code}")


def saved(content: bytes, name: str) -> HttpResponse:
    """A DOCX to save under a name without its ending."""
    response = HttpResponse(content, content_type=KIND)
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response
