"""One person: names, consent, acts, and whether two entries are one."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sijill.office.folding import beginnings, fold, script_of
from sijill.office.models import User
from sijill.office.pages import refusals, staff
from sijill.office.records import unknown_first
from sijill.office.roles import CASE_ROLES, Role
from sijill.register.access import in_open_event, open_people
from sijill.register.actions import (
    add_name,
    correct_person,
    end_name,
    judge,
    merge_persons,
    record_consent,
    split_person,
    unmerge,
)
from sijill.register.forms.people import ConsentForm, FactsForm, NameForm, ReasonsForm, SameForm
from sijill.register.models import Act, Consent, Judgement, Person, PersonName
from sijill.register.named import named
from sijill.register.standing import with_word
from sijill.register.views.found import the_person
from sijill.register.views.pairs import reasons_for

ALIKE = 20


@staff(*CASE_ROLES)
def person(request: HttpRequest, user: User, person_id: str) -> HttpResponse:
    """One person, in the cases that the user may open."""
    held = the_person(user, person_id)
    given = {
        "person": held,
        "acts": with_word(_acts(user, held)).select_related("event").order_by(unknown_first("occurred_lo"), "id"),
        "consents": standing_consents(held),
        "may_erase": user.may(Role.REVIEWER) and _is_unwanted(held),
        "alike": _alike(user, held),
        "merged": held.merged.filter(pk__in=open_people(user)).prefetch_related("names"),
        "judgements": _judgements(user, held),
        "may_write": user.may(Role.RECORDER),
        "may_judge": bool(user.role_codes & {Role.RECORDER, Role.REVIEWER}),
    }
    return render(request, "register/person.html", given)


def _acts(user: User, held: Person) -> QuerySet[Act]:
    return Act.objects.filter(in_open_event(user), victim=held)


def standing_consents(held: Person) -> list[Consent]:
    """The latest word for each use."""
    latest: dict[str, Consent] = {}
    for row in sorted(held.consents.all(), key=lambda one: (one.log_from, one.id)):
        latest[row.use] = row
    return list(latest.values())


def _is_unwanted(held: Person) -> bool:
    """Does the person's latest word say no to being recorded."""
    return any(row.use == "record" and row.decision in ("withdrawn", "refused") for row in standing_consents(held))


def _alike(user: User, held: Person) -> list[Person]:
    """Other entries of which one name folds to the same text as one of this person's."""
    same: dict[str, None] = {}
    for name in {fold(name.text) for name in held.names.all()}:
        for block in named(sorted(beginnings(name)), whole=True):
            rows = PersonName.objects.filter(person__in=block).exclude(person=held).values_list("text", "person_id")
            same |= dict.fromkeys(who for text, who in rows if fold(text) == name)
    # Whose entry may be opened is asked of those that fit, not of everybody.
    seen = set(open_people(user).filter(pk__in=same).values_list("pk", flat=True))
    chosen = [who for who in same if who in seen][:ALIKE]
    return list(Person.objects.filter(pk__in=chosen, merged_into__isnull=True).prefetch_related("names"))


def _judgements(user: User, held: Person) -> list[Judgement]:
    """What was judged of this entry and another that the user may open, too: reasons tell of both."""
    about = Judgement.objects.filter(Q(left_id=held.id) | Q(right_id=held.id))
    open_ids = open_people(user).values("pk")
    return list(about.filter(left_id__in=open_ids, right_id__in=open_ids).select_related("by").order_by("-log_from"))


@staff(Role.RECORDER)
def correct(request: HttpRequest, user: User, person_id: str) -> HttpResponse:
    """Correct what is held of a person."""
    held = the_person(user, person_id)
    form = FactsForm(request.POST or None, initial={name: getattr(held, name) for name in FactsForm.base_fields})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            correct_person(actor=user, person=held, **form.cleaned_data)
            messages.success(request, _("The entry was corrected; its history keeps what it was."))
            return redirect("person", held.id)
    return render(request, "register/correct_person.html", {"form": form, "person": held})


@staff(Role.RECORDER)
def new_name(request: HttpRequest, user: User, person_id: str) -> HttpResponse:
    """One more name."""
    held = the_person(user, person_id)
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            add_name(actor=user, person=held, script=script_of(form.cleaned_data["text"]), **form.cleaned_data)
            return redirect("person", held.id)
    return render(request, "register/name.html", {"form": form, "person": held})


@require_POST
@staff(Role.RECORDER)
def take_back_name(request: HttpRequest, user: User, person_id: str, name_id: str) -> HttpResponse:
    """Take a name away that was entered in error."""
    held = the_person(user, person_id)
    end_name(actor=user, name=get_object_or_404(held.names, pk=name_id))
    messages.success(request, _("It was taken back; the history keeps it."))
    return redirect("person", held.id)


@staff(Role.RECORDER)
def consent(request: HttpRequest, user: User, person_id: str) -> HttpResponse:
    """Record consent, refusal or withdrawal, use by use."""
    held = the_person(user, person_id)
    withdrawn = request.GET.get("withdraw", "")
    initial = {"uses": [withdrawn], "decision": "withdrawn"} if withdrawn else {}
    form = ConsentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        with refusals(form):
            for use in given.pop("uses"):
                record_consent(actor=user, person=held, use=use, **given)
            messages.success(request, _("What the person decided was recorded."))
            return redirect("person", held.id)
    given_page = {"form": form, "person": held, "consents": standing_consents(held)}
    return render(request, "register/consent.html", given_page)


@staff(Role.RECORDER, Role.REVIEWER)
def compare(request: HttpRequest, user: User, left_id: str, right_id: str) -> HttpResponse:
    """Two entries side by side: the same person or not, and which entry stands."""
    left, right = the_person(user, left_id), the_person(user, right_id)
    form = SameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals(form):
            if given["keep"]:
                keep, drop = (left, right) if given["keep"] == "left" else (right, left)
                merge_persons(actor=user, keep=keep, drop=drop, reasons=given["reasons"])
                messages.success(request, _("From now on one entry stands for both. This can be undone."))
                return redirect("person", keep.id)
            judge(actor=user, left=left, right=right, verdict=given["verdict"], reasons=given["reasons"])
            messages.success(request, _("Your judgement was recorded. It changes no figure."))
            return redirect("compare", left.id, right.id)
    sides = [{"person": one, "acts": _acts(user, one).select_related("event")} for one in (left, right)]
    return render(request, "register/compare.html", {"form": form, "sides": sides, **reasons_for(user, left, right)})


@staff(Role.RECORDER, Role.REVIEWER)
def undo_merge(request: HttpRequest, user: User, person_id: str) -> HttpResponse:
    """The entry stands for itself again."""
    held = the_person(user, person_id)
    form = ReasonsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            unmerge(actor=user, entry_row=held, reasons=form.cleaned_data["reasons"])
            messages.success(request, _("The two entries are apart again."))
            return redirect("person", held.id)
    return render(request, "register/unmerge.html", {"form": form, "person": held})


@staff(Role.RECORDER, Role.REVIEWER)
def split(request: HttpRequest, user: User, person_id: str) -> HttpResponse:
    """Two people were entered as one: some acts and names go to a new entry."""
    held = the_person(user, person_id)
    form = ReasonsForm(request.POST or None)
    acts, names = _acts(user, held).select_related("event"), held.names.all()
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            made = split_person(
                actor=user,
                person=held,
                acts=acts.filter(pk__in=request.POST.getlist("acts")),
                names=names.filter(pk__in=request.POST.getlist("names")),
                reasons=form.cleaned_data["reasons"],
            )
            messages.success(request, _("A second entry was made. Correct what is held of each."))
            return redirect("person", made.id)
    given = {
        "form": form, "person": held, "acts": acts, "names": names,
        "ticked": request.POST.getlist("acts") + request.POST.getlist("names"),
    }  # fmt: skip
    return render(request, "register/split.html", given)
