"""Words for the pages of lists: what a field is called, what its cells became."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sijill.collect.importers.preview import Field
from sijill.office.fields import label_of
from sijill.register.forms.lists import READ
from sijill.register.speech.columns import TABLES
from sijill.register.speech.pages import fact_title
from sijill.register.speech.shapes import shape

register = template.Library()


@register.simple_tag
def field_title(name: str) -> str:
    """What a field of a preview is called; nothing for those that a page does not show."""
    table, _dot, fact = name.partition(".")
    return fact_title(table, fact) if table in TABLES else str(READ.get(name, ""))


@register.simple_tag
def understood(one: Field) -> SafeString | str:
    """What the cells became: words of the codelist in the language of the page, or why there is nothing."""
    table, _dot, fact = one.name.partition(".")
    listed = one.listed or (shape(table).codes.get(fact, "") if table in TABLES else "")
    if one.became:
        shown = [label_of(listed, value) if listed else value for value in one.became]
        return format_html_join(" · ", "<bdi>{}</bdi>", ((value,) for value in shown))
    return label_of("unknowns", one.unknown) if one.unknown else _("nothing")
