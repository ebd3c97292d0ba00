"""The page of one check about one record: what it asks, what was answered and by whom, and the form to answer it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sijill.assess.actions import answer_check
from sijill.assess.models import Answer
from sijill.assess.rules.ground.check import Check
from sijill.assess.rules.ground.checks import BY_ID, FACTORS, RABAT
from sijill.collect.models import Report
from sijill.desk.findings import ASKED, answers_on, assessed, given_to
from sijill.desk.profiles import open_body
from sijill.office.fields import Choices, CodeField, PageForm, language
from sijill.office.models import User
from sijill.office.pages import refusals, staff, today
from sijill.office.roles import CASE_ROLES, Role
from sijill.register.models import Support
from sijill.register.speech.access import open_entries
from sijill.register.speech.models import Demand, Policy

MANY = 50  # reports that the form offers
BEGINNING = 60  # characters of a report by which people know it


class AnswerForm(PageForm):
    """What a person answers to a check."""

    verdict = CodeField("verdicts", ask=True, label=gettext_lazy("Your answer"))
    report = forms.ChoiceField(
        label=gettext_lazy("Report that shows it"),
        required=False,
        help_text=gettext_lazy("Without a report “met” is kept and counts as unknown."),
    )
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"), widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}), max_length=5000
    )

    def __init__(self, *args: Any, reports: Choices, **given: Any) -> None:
        super().__init__(*args, **given)
        held: Any = self.fields["report"]
        held.choices = [("", _("No report")), *reports]


def the_record(user: User, kind: str, entry_id: str) -> Any:
    """A record that checks are asked of and that the user may see; not found for any other."""
    if kind not in ASKED:
        raise Http404(_("There is no such kind of entry."))
    row = open_body(user, "company", entry_id) if kind == "company" else None
    found = row if kind == "company" else open_entries(user, kind).filter(pk=entry_id).first()
    if found is None:
        raise Http404(_("There is nothing here that you may open."))
    return found


def address_of(kind: str, entry_id: str) -> str:
    """Where the page of a record is."""
    if kind == "company":
        return reverse("speech-profile", args=["company", entry_id])
    return reverse("speech-entry", args=[kind, entry_id])


@staff(*CASE_ROLES)
def check(request: HttpRequest, user: User, kind: str, entry_id: str, limb: str, slug: str) -> HttpResponse:
    """One check about one record. Who reviews answers it; the others read the answers."""
    row, asked = the_record(user, kind, entry_id), _the_check(kind, f"{limb}/{slug}")
    reports = reports_beside(kind, row)
    form = AnswerForm(request.POST or None, reports=[(one.pk, _known_by(one)) for one in reports])
    if request.method == "POST":
        if not user.may(Role.REVIEWER):
            raise PermissionDenied(_("Only who reviews answers a check."))
        if asked.id != RABAT and form.is_valid() and _keep(user, form, asked, kind, row, reports):
            messages.success(request, _("The answer was kept."))
            return redirect(f"{address_of(kind, row.pk)}#findings")
    lang = language()
    shown = assessed(kind, row)
    parent = asked.factor_of or asked.id
    every = [one for limb_ in shown.limbs for part in (limb_.decided, limb_.open, limb_.not_asked) for one in part]
    answers = answers_on(kind, [row.pk]).get(row.pk, {})
    given = {
        "kind": kind,
        "row": row,
        "back": f"{address_of(kind, row.pk)}#findings",
        "check": asked,
        "question": asked.question(lang),
        "of": BY_ID[asked.factor_of].question(lang) if asked.factor_of else "",
        "of_id": asked.factor_of,
        "one": next((one for one in every if one.check.id == parent), None),
        "assessed": shown,
        "factors": _factors(asked, answers, lang),
        "answers": given_to(asked.id, answers),
        "form": form if user.may(Role.REVIEWER) and asked.id != RABAT else None,
    }
    return render(request, "desk/check.html", given)


def _keep(user: User, form: AnswerForm, asked: Check, kind: str, row: Any, reports: list[Report]) -> bool:
    with refusals(form):
        given = form.cleaned_data
        shows = next((one for one in reports if one.pk == given["report"]), None)
        answer_check(
            actor=user, check=asked.id, entity_kind=kind, entity_id=row.pk, verdict=given["verdict"],
            reasons=given["reasons"], on=today(), report=shows,
        )  # fmt: skip
        return True
    return False


def _the_check(kind: str, name: str) -> Check:
    found = BY_ID.get(name)
    if found is None or kind not in found.applies:
        raise Http404(_("This check is not asked of such an entry."))
    return found


def _factors(asked: Check, answers: dict[str, list[Answer]], lang: str) -> list[dict[str, Any]]:
    """The six factors of Rabat, each with the answer that stands."""
    if asked.id != RABAT:
        return []
    return [
        {"check": one, "question": one.question(lang), "answer": next(iter(answers.get(one.id, ())), None)}
        for one in FACTORS
    ]


def reports_beside(kind: str, row: Any) -> list[Report]:
    """Reports that may show an answer: those that support the record, its parts, or what it cites; newest first."""
    ids = [row.pk]
    for link in ("demand", "provision", "clause", "law", "policy"):
        linked = getattr(row, f"{link}_id", None)
        ids += [linked] if linked else []
    provision = getattr(row, "provision", None)
    ids += [provision.law_id] if provision else []
    supports = Support.objects.filter(entity_id__in=ids)
    if kind == "company":
        supports = Support.objects.filter(entity_id__in=[*ids, *_texts_of(row)])
    found = Report.objects.filter(pk__in=supports.values("report")).select_related("source")
    return list(found.order_by("-log_from", "id")[:MANY])


def _texts_of(company: Any) -> list[str]:
    """A company's rules, and the newest demands on it."""
    rules = list(Policy.objects.filter(organization=company).values_list("id", flat=True)[:MANY])
    return rules + list(
        Demand.objects.filter(company=company).order_by("-log_from").values_list("id", flat=True)[:MANY]
    )


def _known_by(report: Report) -> str:
    words = report.content[:BEGINNING] + ("…" if len(report.content) > BEGINNING else "")
    return " · ".join(one for one in (report.source.name, report.said, words) if one)
