"""Words for the pages of the second ledger: what a fact is called, what a row says of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sijill.assess.rules.ground.check import Check
from sijill.codelists.load import UNKNOWN_CODES
from sijill.collect.models import Report
from sijill.desk.history import Change, Written
from sijill.desk.templatetags.words import account, day, spoken, when
from sijill.office.fields import label_of, language
from sijill.register.models import Organization
from sijill.register.speech.pages import KINDS, PARTS, fact_title, number_shown
from sijill.register.speech.shapes import shape
from sijill.tables.dates import parse_end

register = template.Library()

PAGED = ("provision", "clause")  # parts with a page of their own
SHORT = 300  # characters of a text that a history repeats


@register.simple_tag
def fact(table: str, name: str) -> str:
    """What a fact is called."""
    return fact_title(table, name)


@register.simple_tag
def says(row: Any, name: str) -> SafeString | str:
    """What a row says of a fact: a word, a date, a number, a link; why there is none."""
    form = shape(row._meta.db_table)
    if name in form.codes:
        return _coded(form.codes[name], getattr(row, name))
    if name in form.dates:
        return when(row, name)
    if name in form.counts:
        return number_shown(row, name)
    if name in form.links:
        return _linked(row, name, form.links[name])
    if name == "language":
        return format_html("<bdi>{}</bdi>", getattr(row, name))
    value = getattr(row, name)
    return format_html("<bdi>{}</bdi>", value) if value not in ("", None) else "–"


@register.simple_tag
def said(row: Any, name: str) -> SafeString | str:
    """What a row says of a fact, without a link: for the text of another link."""
    form = shape(row._meta.db_table)
    if name in form.codes:
        return label_of(form.codes[name], getattr(row, name))
    if name in form.links and form.links[name] == "organization":
        body = getattr(row, name)
        return format_html("<bdi>{}</bdi>", body.name) if body else "–"
    return says(row, name)


def _coded(listed: str, code: str) -> SafeString | str:
    """A word; of a country or area, a link to what is known of it."""
    said = label_of(listed, code)
    if listed != "places" or code in UNKNOWN_CODES:
        return said
    return format_html('<a href="{}">{}</a>', reverse("speech-profile", args=["country", code]), said)


def _linked(row: Any, name: str, to: str) -> SafeString | str:
    identifier = getattr(row, f"{name}_id")
    if not identifier:
        return "–"
    if to == "organization":
        subject = "company" if name in ("company", "organization") else "authority"
        address = reverse("speech-profile", args=[subject, identifier])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, getattr(row, name).name)
    if to == "person":
        return format_html(
            '<a href="{}"><code dir="ltr">{}</code></a>', reverse("person", args=[identifier]), identifier
        )
    return linked_entry(getattr(row, name))


@register.simple_tag
def linked_entry(row: Any) -> SafeString:
    """A link to an entry, by what it is called; of a part without a page of its own, to its entry."""
    table, entry = row._meta.db_table, row
    if table in PAGED:
        return format_html('<a href="{}">{}</a>', reverse(table, args=[row.pk]), entry_title(row))
    for name, to in shape(table).links.items():
        if table in PARTS and to in KINDS and table in KINDS[to].parts:
            entry = getattr(row, name)
    address = reverse("speech-entry", args=[entry._meta.db_table, entry.pk])
    return format_html('<a href="{}">{}</a>', address, entry_title(row))


@register.simple_tag
def entry_title(row: Any) -> SafeString | str:
    """What to call an entry: its own title, or what it is, where and when. Names no person."""
    table = row._meta.db_table
    if table == "provision":
        return format_html(
            "<bdi>{}</bdi> · <bdi>{}</bdi>", entry_title(row.law), row.article or _("the law as a whole")
        )
    if table == "clause":
        return format_html("<bdi>{}</bdi> · <bdi>{}</bdi>", entry_title(row.policy), row.number)
    if getattr(row, "title", ""):
        return format_html("<bdi>{}</bdi>", row.title)
    kind, form = KINDS[table], shape(table)
    first = "measure" if table == "restriction" else "kind"
    where = "jurisdiction" if table == "law" else "country"
    words = [label_of(form.codes[first], getattr(row, first))]
    if where in form.codes and getattr(row, where) not in UNKNOWN_CODES:
        words.append(label_of("places", getattr(row, where)))
    if getattr(row, kind.when):
        words.append(when(row, kind.when))
    return format_html("<bdi>{}</bdi>", " · ".join(words))


@register.simple_tag
def element(kind: str, name: str) -> str:
    """A fact that a report supports."""
    return fact_title(kind, name)


@register.simple_tag
def field_of(written: Written, change: Change) -> str:
    """What pages call a column in a history."""
    table = written.model._meta.db_table
    if table == "support":
        return _("Facts supported") if change.field == "elements" else _("Source")
    return fact_title(table, change.field)


@register.simple_tag
def value_of(written: Written, change: Change, value: Any) -> str:
    """A value of a column in a history, in words."""
    table = written.model._meta.db_table
    if value in (None, ""):
        return _("(nothing)")
    if isinstance(value, list):
        return " · ".join(fact_title("", str(one)) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return day(value)
    if table == "support":
        return _("another entry") if change.field != "report_id" else _report(str(value))
    return _value(table, change.field, value)


def _value(table: str, name: str, value: Any) -> str:
    form = shape(table)
    if name in form.codes:
        return label_of(form.codes[name], str(value))
    if name == "state":
        return label_of("entry_states", str(value))
    if name in form.dates:
        return spoken(parse_end(value))
    if name.endswith("_unknown"):
        return label_of("unknowns", str(value))
    if name == "entered_by":
        return account(str(value))
    stem = name.removesuffix("_id")
    if stem in form.links:
        return _body(str(value)) if form.links[stem] == "organization" else _("another entry")
    text = str(value)
    return text if len(text) <= SHORT else f"{text[:SHORT]} ..."


def _body(identifier: str) -> str:
    return Organization.objects.filter(pk=identifier).values_list("name", flat=True).first() or _("another entry")


def _report(identifier: str) -> str:
    return Report.objects.filter(pk=identifier).values_list("source__name", flat=True).first() or ""


@register.simple_tag
def entry_bodies(row: Any) -> SafeString | str:
    """The company, the authority and the service of an entry, which tell it from another of its kind and day."""
    names = ("company", "organization", "authority", "decided_by")
    said = [getattr(row, name).name for name in names if getattr(row, f"{name}_id", None)]
    said += filter(None, (getattr(row, name, "") for name in ("service", "reference")))
    return format_html_join(" · ", "<bdi>{}</bdi>", ((one,) for one in said))


@register.simple_tag
def proposed(table: str, name: str, said: Any) -> str:
    """A value of a proposal in words: a code, a date, a range, a body."""
    form = shape(table)
    if said in (None, ""):
        return "–"
    if name in form.codes:
        return label_of(form.codes[name], str(said))
    if said in UNKNOWN_CODES:
        return label_of("unknowns", str(said))
    if name in form.dates:
        return spoken(parse_end(str(said)))
    if name in form.links:
        return _body(str(said)) if form.links[name] == "organization" else _("another entry")
    return str(said)


@register.simple_tag
def part_says(row: Any) -> SafeString | str:
    """A part in a few words, for a sentence about it."""
    if row is None:
        return ""
    table = row._meta.db_table
    return format_html("<bdi>{}</bdi>", " · ".join(str(says(row, name)) for name in PARTS[table][:3]))


ICONS = {"met": "✓", "partly": "◐", "not-met": "✕", "unknown": "?", "not-applicable": "–"}


@register.simple_tag
def verdict(code: str) -> SafeString:
    """A verdict as a sign and a word; colour only repeats what both say."""
    sign = "؟" if code == "unknown" and language() == "ar" else ICONS[code]
    return format_html(
        '<span class="verdict {}"><span class="sign" aria-hidden="true">{}</span> {}</span>',
        code, sign, label_of("verdicts", code),
    )  # fmt: skip


@register.simple_tag
def check_address(kind: str, identifier: str, check: Check) -> str:
    """Where one check about one record is answered."""
    return reverse("speech-check", args=[kind, identifier, check.limb, check.slug])


@register.filter
def kind_of(row: Any) -> str:
    """The table of an entry, as addresses name it."""
    return str(row._meta.db_table)
