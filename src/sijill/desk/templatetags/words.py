"""Words for templates: codes, dates, accounts, fields of a form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.template import Context
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.collect.models import Report, Source
from sijill.desk.history import ACCOUNTS, TOLD, Change, Written, names_of_accounts
from sijill.desk.labels import FIELDS, TABLES, codelist_of, verb_label
from sijill.office.fields import isolated, label_of, language
from sijill.office.forms import account_name
from sijill.office.models import User
from sijill.office.roles import ROLE_NAMES, Role
from sijill.register.speech.pages import fact_title
from sijill.register.speech.picking import PickWidget
from sijill.register.speech.shapes import TABLE_OF
from sijill.register.views.found import names_beside
from sijill.tables.dates import OPEN_HI, OPEN_LO, FuzzyDate, describe, parse_end

register = template.Library()

DATES = ("occurred", "ended", "born")
FEW = 5  # names of a group that fit beside a source
SHORT = 300  # characters of a text that a history repeats


@register.filter
def code(value: str, listed: str) -> str:
    """A code's label in the language of the page."""
    return label_of(listed, str(value)) if value else ""


@register.filter
def role_name(value: str) -> str:
    """What a role is called."""
    return str(ROLE_NAMES[Role(value)])


@register.filter
def verb(value: str) -> str:
    """What an entry of the log did."""
    return verb_label(value)


@register.filter
def table(written: Written) -> str:
    """What kind of row was written."""
    return str(TABLES[written.model._meta.db_table])


@register.filter
def field_name(change: Change, written: Written) -> str:
    """What pages call a field."""
    if written.model in TABLE_OF:
        return fact_title(TABLE_OF[written.model], change.field)
    return str(FIELDS.get(change.field, change.field))


@register.simple_tag
def was(written: Written, change: Change) -> str:
    """The value before."""
    return _shown(written, change.field, change.before)


@register.simple_tag
def became(written: Written, change: Change) -> str:
    """The value after."""
    return _shown(written, change.field, change.after)


def _shown(written: Written, name: str, value: Any) -> str:
    if value is None or value == "":
        return _("(nothing)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return day(value)
    if name.endswith("_id"):
        return _linked(written.names, name, str(value))
    if name in DATES:
        return spoken(parse_end(value))
    if isinstance(value, list):
        return "، ".join(_labels(name, value)) if language() == "ar" else ", ".join(_labels(name, value))
    listed = codelist_of(written.model._meta.db_table, name)
    text = label_of(listed, str(value)) if listed else str(value)
    return text if len(text) <= SHORT else f"{text[:SHORT]} ..."


def _labels(listed: str, codes: list[str]) -> list[str]:
    known = codelist(listed).codes
    return [label_of(listed, one) if one in known else fact_title("", one) for one in codes]


def _linked(names: Mapping[str, str], name: str, identifier: str) -> str:
    """What a link points to, in words; of most only that it is another entry."""
    if name in ACCOUNTS:
        return account(identifier, names)
    return names.get(identifier, "") if name in TOLD else _("another entry")


@register.simple_tag
def account(asked: str | User, known: Mapping[str, str] | None = None) -> str:
    """How colleagues know an account: given itself, or by its id among those known, else looked up."""
    if isinstance(asked, User):
        return account_name(asked)
    if not asked:
        return _("the program")
    held = names_of_accounts([asked]) if known is None else known
    return held.get(asked) or _("an account that is gone")


@register.simple_tag
def when(row: Any, stem: str = "occurred") -> str:
    """A date in words, or why there is none."""
    text = getattr(row, stem)
    if not text:
        return label_of("unknowns", getattr(row, f"{stem}_unknown"))
    return spoken(parse_end(text))


def spoken(found: FuzzyDate) -> str:
    """A date as people say it."""
    said = _span(found) if found.precision == "interval" else _one(found.lo, found.precision)
    if found.approximate:
        said = _("about %(date)s") % {"date": said}
    return _("%(date)s (uncertain)") % {"date": said} if found.uncertain else said


@register.filter
def day(value: date | None) -> str:
    """A day as a sentence holds it: 1er janvier 2025, 1 de enero de 2025."""
    return _one(value, "day") if value else ""


@register.filter
def moment(value: datetime) -> str:
    """A moment: its day and its time, in the time zone of the office."""
    here = localtime(value)
    return f"{_one(here.date(), 'day')} {here:%H:%M}"


def _one(on: date, precision: str) -> str:
    text = on.isoformat()[: {"day": 10, "month": 7}.get(precision, 4)]
    return describe(FuzzyDate(text, on, on), language())


def _span(found: FuzzyDate) -> str:
    if found.lo == OPEN_HI:
        return _("not ended")
    if found.hi == OPEN_HI:
        return _("from %(date)s on") % {"date": _one(found.lo, "day")}
    if found.lo == OPEN_LO:
        return _("until %(date)s") % {"date": _one(found.hi, "day")}
    return _("between %(first)s and %(last)s") % {
        "first": _one(found.lo, "day"),
        "last": _one(found.hi, "day"),
    }


@register.simple_tag
def group_of(source: Source, beside: Mapping[str, list[str]] | str = "") -> str:
    """With which other sources this one counts once, or that it stands alone; `beside` from a page of many sources."""
    others = beside[source.id] if isinstance(beside, Mapping) else names_beside([source])[source.id]
    names = " · ".join(isolated(name) for name in others[:FEW])
    return _("counts once with %(names)s") % {"names": names} if names else _("stands alone")


@register.simple_tag
def colon() -> str:
    """A colon as the language sets it: French keeps a space before it, one that does not break."""
    return "\u00a0:" if language() == "fr" else ":"


@register.filter
def isolated_account(asked: User) -> str:
    """How colleagues know an account, inside a sentence."""
    return isolated(account_name(asked))


@register.filter
def known(value: str) -> bool:
    """Is this code a real answer and no reason for having none."""
    return value not in UNKNOWN_CODES


@register.simple_tag
def row_of(report: Report) -> list[tuple[str, str]]:
    """The cells of a report that is a row of a list, the empty ones left out; nothing for words as spoken."""
    if not report.vintage_id:
        return []
    try:
        row = json.loads(report.content)
    except ValueError:
        return []
    cells = row.items() if isinstance(row, dict) else ()
    return [(str(name), str(value)) for name, value in cells if value not in ("", None, [], {})]


@register.filter
def age(act: Any) -> str:
    """An age in words, or why there is none."""
    if act.age_low is None:
        return label_of("unknowns", act.age_unknown)
    if act.age_low == act.age_high:
        return str(act.age_low)
    return _("%(low)s to %(high)s") % {"low": act.age_low, "high": act.age_high}


@register.inclusion_tag("parts/field.html")
def field(bound: forms.BoundField) -> dict[str, Any]:
    """One field of a form: label, help, errors, widget. A form of nothing but free choices marks none as optional."""
    widget = bound.field.widget
    free = getattr(bound.form, "all_free", False)
    return {
        "field": bound,
        "tick": isinstance(widget, forms.CheckboxInput),
        "many": isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect | PickWidget),
        "long": isinstance(widget, forms.Textarea),
        "optional": not (free or bound.field.required or isinstance(widget, forms.CheckboxInput)),
    }


@register.inclusion_tag("parts/pages.html", takes_context=True)
def pages(context: Context, page: Any, query: str = "") -> dict[str, Any]:
    """The way to the pages before and after."""
    return {"page": page, "query": query}
