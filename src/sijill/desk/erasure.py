"""The page on which a reviewer erases what identifies somebody who no longer agrees to be in the register."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from sijill.assess.actions import answers_about, erase_reasons
from sijill.office.fields import PageForm
from sijill.office.models import User
from sijill.office.pages import refusals, staff
from sijill.office.roles import Role
from sijill.publish.run import take_snapshot
from sijill.register.actions import erase_person, planned_erasure
from sijill.register.views.found import the_person
from sijill.tables.snapshot import prune


class EraseForm(PageForm):
    """The one tick without which nothing is erased."""

    sure = forms.BooleanField(label=_lazy("I have looked through the list above. This cannot be undone."))


@staff(Role.REVIEWER)
def erase(request: HttpRequest, user: User, person_id: str) -> HttpResponse:
    """What would go, what stays, and the tick; then it is gone from the database, the files and the columns."""
    person = the_person(user, person_id)
    form = EraseForm(request.POST or None)
    plan = planned_erasure(person)
    answers = answers_about([one.id for one in plan.restrictions], [one.id for one in plan.reports])
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            told = list(answers)  # once the reports are empty, nothing leads from them to the answers any more
            done = erase_person(actor=user, person=person, folder=settings.HOME.evidence)
            erase_reasons(actor=user, subject=done.people[0].id, answers=told)
            messages.success(request, _("What identified this person was erased. The log keeps that it was done."))
            _forget_columns()
            return redirect("person", done.people[0].id)
    given = {"form": form, "person": person, "plan": plan, "answers": answers.count()}
    return render(request, "desk/erase.html", given)


def _forget_columns() -> None:
    """Older snapshots still show the withdrawn acts as they stood; only the newest is kept."""
    take_snapshot(settings.HOME)
    prune(settings.HOME.columns)
