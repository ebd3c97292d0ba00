"""Forms of the second ledger: made from the shape of each table, so that a new column is a new field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sijill.codelists.load import UNKNOWN_CODES
from sijill.collect.forms import ReportForm
from sijill.office.fields import CodeField, EdtfField, PageForm, Part, code_choices
from sijill.office.models import User
from sijill.register.models import Organization
from sijill.register.speech.pages import Kind, Section, fact_title
from sijill.register.speech.picking import PickField
from sijill.register.speech.shapes import Shape, shape

LONG = ("text", "definition", "description", "explanation", "subject_words", "legal_basis")
_MUST = {("demand", "company"), ("exposure", "company"), ("policy", "organization"), ("law", "title")}
_MUST |= {("disruption_claim", "lineage")}
Initial = Mapping[str, Any]


def fact_form(
    user: User, table: str, sections: Sequence[Section], *, with_source: bool, initial: Initial | None = None
) -> type[PageForm]:
    """The form of an entry, of a part of one, or of some facts of it; with the words of a source where asked."""
    form = shape(table)
    fields: dict[str, Any] = {}
    parts: list[Part] = []
    dated = False
    for number, section in enumerate(sections):
        names: list[str] = []
        for name in section.facts:
            made = _fields(user, form, name)
            if name in form.dates:
                made[name].help_text = "" if dated else made[name].help_text  # how to write a date is said once
                dated = True
            fields |= made
            names += made
        if names:
            parts.append(Part(section.title, names, folded=number > 1 and not with_source and initial is None))
    picks = any(isinstance(field, PickField) for field in fields.values())
    if with_source:
        parts += [part for part in ReportForm.parts if "elements" not in part.fields]
        # What it supports is what the form says, so nobody ticks it.
        return type("FactForm", (ReportForm,), {**fields, "elements": None, "parts": parts, "picks": picks})
    return type("FactForm", (PageForm,), {**fields, "parts": parts, "picks": picks})


def _fields(user: User, form: Shape, name: str) -> dict[str, forms.Field]:
    label, must = fact_title(form.table, name), (form.table, name) in _MUST
    if name in form.codes:
        return {name: _code(form.codes[name], label)}
    if name in form.dates:
        return {name: EdtfField(label=label, end=name in ("ended", "repealed", "gag_ends"))}
    if name in form.counts:
        low, high = _("%(fact)s: the number, or the lowest"), _("%(fact)s: the highest, if it is a range")
        return {
            f"{name}_low": forms.IntegerField(label=low % {"fact": label}, min_value=0, required=False),
            f"{name}_high": forms.IntegerField(label=high % {"fact": label}, min_value=0, required=False),
        }
    if name in form.links:
        return {name: _link(user, form.links[name], label, must)}
    if name in form.numbers:
        return {name: forms.IntegerField(label=label, required=False)}
    stored: Any = form.model._meta.get_field(name)
    longest = stored.max_length
    widget: Any = forms.Textarea(attrs={"rows": 4, "dir": "auto"}) if name in LONG else forms.TextInput({"dir": "auto"})
    return {name: forms.CharField(label=label, max_length=longest, required=must, widget=widget)}


def _code(listed: str, label: str) -> CodeField:
    """Lists that take no unknowns begin with their first word, all others with `not asked`."""
    codes = {code for group in code_choices(listed) for code, _label in _flat(group)}
    first = code_choices(listed)[0][0]
    return CodeField(listed, label=label, initial=UNKNOWN_CODES[0] if UNKNOWN_CODES[0] in codes else first)


def _flat(choice: Any) -> list[tuple[str, Any]]:
    return list(choice[1]) if isinstance(choice[1], list | tuple) else [choice]


def _link(user: User, target: str, label: str, must: bool) -> forms.Field:
    if target == "organization":
        return forms.CharField(label=label, max_length=200, required=must, widget=forms.TextInput({"dir": "auto"}))
    return PickField(user, target, label=label, required=False)


def initial_of(row: Any, names: Sequence[str]) -> dict[str, Any]:
    """What a form of a row begins with."""
    form = shape(row._meta.db_table)
    found: dict[str, Any] = {}
    for name in names:
        if name in form.counts:
            low, high = getattr(row, f"{name}_low"), getattr(row, f"{name}_high")
            found |= {f"{name}_low": low, f"{name}_high": None if high == low else high}
        elif name in form.links:
            found[name] = _initial_link(row, form.links[name], name)
        else:
            found[name] = getattr(row, name)
    return found


def _initial_link(row: Any, target: str, name: str) -> str:
    linked = getattr(row, name)
    if linked is None:
        return ""
    return str(linked.name) if target == "organization" else str(linked.pk)


def facts_of(table: str, names: Sequence[str], given: Initial, row: Any = None) -> dict[str, Any]:
    """What the actions take, of a valid form: facts by their names, links as rows, bodies still by their names.

    With `row` only what differs from it. A date or number that was taken out is not stated any more.
    """
    form = shape(table)
    found: dict[str, Any] = {}
    for name in names:
        if name in form.counts:
            low, high = given[f"{name}_low"], given[f"{name}_high"]
            found[name] = (low if low is not None else high, high if high is not None else low)
        else:
            found[name] = given[name]
    was = initial_of(row, names) if row is not None else {}
    out: dict[str, Any] = {}
    for name, value in found.items():
        held = _held(row, form, name, was) if row is not None else _UNSAID
        empty = value in ("", None, (None, None))
        if value == held or (empty and held in ("", None, (None, None), _UNSAID)):
            continue
        if empty and name in (*form.dates, *form.counts):
            out[f"{name}_unknown"] = "not-stated"
        else:
            out[name] = value
    return out


_UNSAID = object()


def _held(row: Any, form: Shape, name: str, was: Initial) -> Any:
    if name in form.counts:
        return (getattr(row, f"{name}_low"), getattr(row, f"{name}_high"))
    if name in form.links and form.links[name] != "organization":
        return getattr(row, name)
    return was[name]


class FilterForm(PageForm):
    """What a list is narrowed down to; made for each kind."""

    all_free = True


def filter_form(kind: Kind) -> type[FilterForm]:
    """The filters of a list: words of codelists, the state, a span of years. What is about one body, its page lists."""
    form = shape(kind.table)
    fields: dict[str, Any] = {
        name: forms.ChoiceField(label=fact_title(kind.table, name), choices=_any(form.codes[name]), required=False)
        for name in kind.filters
    }
    fields["state"] = forms.ChoiceField(label=_("State of the entry"), choices=_any("entry_states"), required=False)
    years = {"min_value": 1700, "max_value": 2200, "required": False}
    fields["since"] = forms.IntegerField(label=_("From the year"), **years)  # type: ignore[arg-type]
    fields["until"] = forms.IntegerField(label=_("To the year"), **years)  # type: ignore[arg-type]
    return type("KindFilterForm", (FilterForm,), fields)


def _any(listed: str) -> Any:
    return lambda: [("", gettext("Any")), *code_choices(listed)]


def body_of(name: str) -> Organization | None:
    """The body of that name, if it is registered."""
    return Organization.objects.filter(name=name).order_by("id").first()
