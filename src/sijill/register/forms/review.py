"""The form of a reviewer's decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sijill.codelists.load import UNKNOWN_CODES
from sijill.office.fields import CodeField, DayField, PageForm, Part
from sijill.office.pages import today


class VerifyForm(PageForm):
    """By sources or by a determination, with the reasons."""

    decision = CodeField("decisions", ask=True, drop=UNKNOWN_CODES, label=_("Decision"))
    reasons = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("Which facts rest on what, and why that is enough or not."),
    )
    on = DayField(label=_("On which day"), initial=today)
    basis = CodeField("verification_bases", drop=UNKNOWN_CODES, initial="sources", label=_("On what it rests"))
    body = CodeField("determination_bodies", drop=UNKNOWN_CODES, initial="none", label=_("Who determined it"))
    document = forms.FileField(label=_("The document"), required=False)

    parts = [
        Part(_("The decision"), ["decision", "basis", "reasons", "on"]),
        Part(
            _("By determination of a court, a UN mechanism or the institution's own investigation"),
            ["body", "document"],
            hint=_("It needs the document, not the number of sources."),
            folded=True,
        ),
    ]

    def clean(self) -> dict[str, Any]:
        """A determination needs its body and its document."""
        given = super().clean() or self.cleaned_data
        if given.get("basis") == "determination":
            if given.get("body") in (None, "none"):
                self.add_error("body", _("Say who determined it."))
            if not given.get("document"):
                self.add_error("document", _("Attach the document of the determination."))
        return given
