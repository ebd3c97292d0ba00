"""Forms of a case: complaint, event, act, who did it, what came of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.collect.forms import source_choices
from sijill.office.actions import OPERATOR
from sijill.office.fields import Choices, CodeField, CodesField, DayField, EdtfField, PageForm, Part, language
from sijill.office.forms import account_name
from sijill.office.models import User
from sijill.office.pages import today
from sijill.office.roles import CASE_ROLES

FAMILIES = {
    "killing": _("Killing"),
    "death": _("Death"),
    "disappearance": _("Disappearance"),
    "torture": _("Torture and ill-treatment"),
    "detention": _("Detention"),
    "kidnapping": _("Kidnapping"),
    "other-harm": _("Other harm"),
    "judicial": _("Courts and charges"),
    "expression": _("Expression"),
    "association": _("Association and assembly"),
    "movement": _("Movement"),
    "digital": _("Online and devices"),
}


def act_choices() -> Choices:
    """Kinds of act by family."""
    words, lang = codelist("acts"), language()
    family = words.column("family")
    groups: dict[str, Choices] = {name: [] for name in FAMILIES}
    for code in words.live():
        if code not in UNKNOWN_CODES:
            groups[family[code]].append((code, words.label(code, lang)))
    offered: Choices = [("", gettext("Choose ..."))]
    offered += [(str(FAMILIES[name]), held) for name, held in groups.items() if held]
    return offered


def stage_choices() -> Choices:
    """Steps by process: the step says which process it belongs to."""
    words, lang = codelist("status_stages"), language()
    process = words.column("process")
    groups: dict[str, Choices] = {}
    for code in words.live():
        if code not in UNKNOWN_CODES:
            groups.setdefault(process[code], []).append((code, words.label(code, lang)))
    offered: Choices = [("", gettext("Choose ..."))]
    offered += [(codelist("processes").label(name, lang), held) for name, held in groups.items()]
    return offered


class ComplaintForm(PageForm):
    """A complaint as it is received."""

    received_on = DayField(label=_("Received on"), initial=today)
    channel = CodeField("complaint_channels", ask=True, drop=UNKNOWN_CODES, label=_("How it came"))
    complainant = CodeField(
        "source_kinds",
        drop=UNKNOWN_CODES,
        ask=True,
        required=False,
        label=_("Who complains"),
        help_text=_("What the person is, not the name: names belong into the case, where its team alone sees them."),
    )
    source = forms.ChoiceField(label=_("Or a source that is in the register"), choices=source_choices, required=False)
    words = forms.CharField(
        label=_("The complaint, word for word"),
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        help_text=_("In the language in which it was said. It is kept as it is and never changed."),
    )
    answer_days = forms.IntegerField(label=_("Days until an answer is due"), min_value=1, max_value=730, initial=30)

    parts = [
        Part(_("How it came"), ["received_on", "channel", "answer_days"]),
        Part(_("Who complains"), ["complainant", "source"]),
        Part(_("What is said"), ["words"]),
    ]

    def clean(self) -> dict[str, Any]:
        """Who complains: a kind of person, or a source of the register."""
        given = super().clean() or self.cleaned_data
        if not given.get("complainant") and not given.get("source"):
            self.add_error("complainant", _("Say who complains, or choose a source of the register."))
        return given


class AnswerForm(PageForm):
    """Where a complaint stands now."""

    state = CodeField("complaint_states", drop=UNKNOWN_CODES, label=_("Where the complaint stands"))
    on = DayField(label=_("On which day"), initial=today)


class EventForm(PageForm):
    """A case as a whole."""

    title = forms.CharField(
        label=_("Short title"),
        max_length=300,
        help_text=_("What happened and where, without anybody's name: lists show it."),
    )
    context = CodeField("contexts", initial="not-asked", label=_("Context"))
    description = forms.CharField(
        label=_("What happened"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("For the office only. It never leaves this register."),
    )
    restricted = forms.BooleanField(label=_("Restricted: only the team of this case may open it"), required=False)


class ActForm(PageForm):
    """One thing done to one victim, with what the counting rules ask of it."""

    kind = forms.ChoiceField(label=_("What was done"), choices=act_choices)
    occurred = EdtfField(label=_("When it happened"))
    occurred_unknown = CodeField("unknowns", initial="not-stated", label=_("If there is no date, why"), required=False)
    place = CodeField("places", ask=True, label=_("Country or area"))
    place_precision = CodeField("place_precision", initial="country", label=_("How finely the place is known"))
    locality = forms.CharField(
        label=_("Place in words"),
        max_length=300,
        required=False,
        help_text=_("Street, town, building. For the office only; figures use the country and area."),
    )
    roles = CodesField(
        "roles",
        label=_("What the victim was at that time"),
        help_text=_("Several are possible. Tick what a source says, not what you suppose."),
    )
    age_low = forms.IntegerField(label=_("Age, or lowest age"), min_value=0, max_value=130, required=False)
    age_high = forms.IntegerField(label=_("Highest age"), min_value=0, max_value=130, required=False)
    age_unknown = CodeField("unknowns", initial="not-stated", label=_("If there is no age, why"), required=False)
    motive = CodeField("motives", initial="not-stated", label=_("Was it because of that role?"))
    perpetrator = CodeField("perpetrators", ask=True, label=_("Kind of perpetrator"))
    state_link = CodeField("state_links", ask=True, label=_("Link to a State"))
    degree = CodeField("involvement", initial="carried-out", label=_("What part it had"))
    attribution = CodeField("attributions", initial="alleged", label=_("How far this is known"))
    body = forms.CharField(
        label=_("Unit or body, by name"),
        max_length=200,
        required=False,
        help_text=_("Never the name of a person. For the office only; no release names a perpetrator."),
    )
    detention_basis = CodeField("detention_basis", initial="not-asked", label=_("Legal basis of the detention"))
    detention_type = CodeField("detention_types", initial="not-asked", label=_("Kind of detention"))
    acknowledgement = CodeField(
        "acknowledgement", initial="not-asked", label=_("Was the deprivation of liberty acknowledged?")
    )
    ended = EdtfField(
        end=True, label=_("When it ended"), help_text=_("A date as above, or two dots (..) while it goes on.")
    )
    ended_unknown = CodeField("unknowns", initial="not-asked", label=_("If there is no end, why"), required=False)
    severe = CodeField("tri", initial="not-asked", label=_("Severe pain or suffering?"))
    purpose = CodeField(
        "tri", initial="not-asked", label=_("For a purpose such as a confession, punishment, discrimination?")
    )
    diligence_failure = CodeField(
        "tri", initial="not-asked", label=_("Did the State fail to prevent or to investigate?")
    )
    law = forms.CharField(label=_("Law and article used"), max_length=300, required=False)

    parts = [
        Part(_("What and when"), ["kind", "occurred", "occurred_unknown"]),
        Part(_("Where"), ["place", "place_precision", "locality"]),
        Part(_("The victim at that time"), ["roles", "age_low", "age_high", "age_unknown", "motive"]),
        Part(_("Who did it"), ["perpetrator", "state_link", "degree", "attribution", "body"]),
        Part(
            _("If somebody was deprived of liberty"),
            ["detention_basis", "detention_type", "acknowledgement", "ended", "ended_unknown"],
            hint=_("Detention, disappearance, kidnapping: the figures ask for these."),
            folded=True,
        ),
        Part(
            _("If it was torture, a killing or a kidnapping"),
            ["severe", "purpose", "diligence_failure"],
            hint=_("Torture counts with the first two; a killing or kidnapping by others with the third."),
            folded=True,
        ),
        Part(_("If a law was used"), ["law"], folded=True),
    ]

    def clean(self) -> dict[str, Any]:
        """A highest age below the lowest is no range."""
        given = super().clean() or self.cleaned_data
        low, high = given.get("age_low"), given.get("age_high")
        if low is not None and high is not None and high < low:
            self.add_error("age_high", _("The highest age is below the lowest. Exchange the two."))
        return given


class CorrectActForm(ActForm):
    """An act as it is recorded, without who did it: that is added and taken back by itself."""

    perpetrator = state_link = degree = attribution = body = None  # type: ignore[assignment]


class InvolvementForm(PageForm):
    """One more who is said to have taken part."""

    perpetrator = CodeField("perpetrators", ask=True, label=_("Kind of perpetrator"))
    state_link = CodeField("state_links", ask=True, label=_("Link to a State"))
    degree = CodeField("involvement", initial="carried-out", label=_("What part it had"))
    attribution = CodeField("attributions", initial="alleged", label=_("How far this is known"))
    body = forms.CharField(
        label=_("Unit or body, by name"),
        max_length=200,
        required=False,
        help_text=_("Never the name of a person. For the office only; no release names a perpetrator."),
    )


class StatusForm(PageForm):
    """A step of a charge, an order, a detention or an investigation."""

    stage = forms.ChoiceField(label=_("Step"), choices=stage_choices)
    occurred = EdtfField(label=_("When"))
    occurred_unknown = CodeField("unknowns", initial="not-stated", label=_("If there is no date, why"), required=False)
    law = forms.CharField(label=_("Law"), max_length=300, required=False)
    article = forms.CharField(label=_("Article"), max_length=80, required=False)
    thread = forms.IntegerField(
        label=_("Which one, if there are several charges or orders"), min_value=1, max_value=99, initial=1
    )


def colleagues() -> Choices:
    """Everybody who may open cases."""
    people = User.objects.filter(is_active=True, memberships__role__in=CASE_ROLES).exclude(username=OPERATOR)
    people = people.distinct().order_by("username")
    return [(user.id, account_name(user)) for user in people]


class TeamForm(PageForm):
    """Who may open a restricted case."""

    users = forms.MultipleChoiceField(
        label=_("Team"),
        choices=colleagues,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "You stay on the team. While the case is not restricted, every colleague with a casework role may open it."
        ),
    )
