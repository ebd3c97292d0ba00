"""Pages of the sources: who says something, and which lists were imported from them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from sijill.collect.actions import add_source, change_source
from sijill.collect.forms import ASSERTED_MOTIVE, SourceForm, code_for
from sijill.collect.models import Source
from sijill.office.models import User
from sijill.office.pages import refusals, staff
from sijill.office.roles import CASE_ROLES, Role


@staff(*CASE_ROLES)
def sources(request: HttpRequest, user: User) -> HttpResponse:
    """Every source, with how many reports each made."""
    found = Source.objects.annotate(said=Count("reports")).order_by("name")
    return render(request, "collect/sources.html", {"sources": found, "may_write": user.may(Role.RECORDER)})


@staff(Role.RECORDER)
def new_source(request: HttpRequest, user: User) -> HttpResponse:
    """Register a source."""
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.values()
        with refusals(form):
            made = add_source(actor=user, code=code_for(given["name"], given["kind"]), **given)
            messages.success(request, _("The source was added."))
            return redirect("source", made.id)
    return render(request, "collect/source_form.html", {"form": form})


@staff(*CASE_ROLES)
def source(request: HttpRequest, user: User, source_id: str) -> HttpResponse:
    """One source, its reports by number, its imported lists."""
    held = get_object_or_404(Source, pk=source_id)
    given = {
        "source": held,
        "said": held.reports.count(),
        "vintages": held.vintages.order_by("-log_from"),
        "group": Source.objects.filter(independence_group=held.independence_group).exclude(pk=held.pk),
        "may_write": user.may(Role.RECORDER),
    }
    return render(request, "collect/source.html", given)


@staff(Role.RECORDER)
def correct_source(request: HttpRequest, user: User, source_id: str) -> HttpResponse:
    """Correct what is recorded about a source; its reports stay as they are."""
    held = get_object_or_404(Source, pk=source_id)
    names = [name for name in SourceForm.base_fields if name != "asserts_motive"]
    initial = {name: getattr(held, name) for name in names}
    form = SourceForm(request.POST or None, initial={**initial, "asserts_motive": ASSERTED_MOTIVE in held.asserts})
    if request.method == "POST" and form.is_valid():
        given = form.values()
        given["independence_group"] = given["independence_group"] or held.code
        with refusals(form):
            change_source(actor=user, source=held, **given)
            messages.success(request, _("The source was corrected; the log keeps what it was."))
            return redirect("source", held.id)
    return render(request, "collect/source_form.html", {"form": form, "source": held})
