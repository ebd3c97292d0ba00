"""The form of a link between the two ledgers: what is linked, on what ground, and which source says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from sijill.codelists.load import UNKNOWN_CODES
from sijill.collect.forms import ReportForm
from sijill.collect.models import Report
from sijill.office.fields import CodeField, PageForm, Part
from sijill.office.models import User
from sijill.register.speech.links import Link
from sijill.register.speech.picking import PickField

SHOWN = 120  # characters of a report by which it is chosen
MOST = 20  # reports that are offered
OTHER = "other"  # field: the entry at the other end
OTHERS = "others"  # in place of a report: words that are not here yet


class SourcedForm(ReportForm):
    """Words that are here already, or other words of a source, kept as they are."""

    elements = None  # type: ignore[assignment]  # what it supports is the link

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["content"].required = "report" not in self.fields

    def clean(self) -> dict[str, Any]:
        """One of the two: nothing is linked without a source that says so."""
        given = PageForm.clean(self) or self.cleaned_data
        if given.get("report", OTHERS) != OTHERS:
            return given
        if not given.get("content"):
            self.add_error("content", _("Choose words that are here already, or write down what a source said."))
            return given
        return super().clean()


def link_form(user: User, link: Link | None, side: str, reports: Iterable[Report]) -> type[SourcedForm]:
    """The form of a new link of an entry of table `side`; without a link, of one more source of a link that stands."""
    fields: dict[str, Any] = {}
    parts = []
    if link is not None:
        other = link.other(side)
        asked = link.led if side == link.ours else link.came
        fields[OTHER] = PickField(user, other, label=asked)
        if link.has_standing:
            fields["standing"] = CodeField(
                "attributions", ask=True, drop=UNKNOWN_CODES, label=_("On what ground we say so")
            )
        parts.append(Part(_("What is linked"), list(fields)))
    here = [(one.pk, _said(one)) for one in list(reports)[:MOST]]
    if here:
        choices = [*here, (OTHERS, _("None of these: other words, below"))]
        fields["report"] = forms.ChoiceField(
            widget=forms.RadioSelect, choices=choices, initial=OTHERS, label=_("Words that are here already")
        )
        parts.append(Part(_("Which source says so"), ["report"]))
    legend = _("Other words of a source") if here else _("Which source says so")
    parts.append(Part(legend, ["source", "content", "said", "file"], folded=bool(here)))
    parts.append(Part(ReportForm.parts[1].legend, ReportForm.parts[1].fields, ReportForm.parts[1].hint, folded=True))
    return type("LinkForm", (SourcedForm,), {**fields, "parts": parts, "picks": link is not None})


def _said(report: Report) -> str:
    words = Truncator(" ".join(report.content.split())).chars(SHOWN)
    return format_html("<span><bdi>{}</bdi> · <bdi>{}</bdi></span>", report.source.name, words)
