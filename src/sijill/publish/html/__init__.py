"""The templates of pages and their one style sheet; what releases and the public site render with. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from sijill.publish.text import Language, given

FOLDER = Path(__file__).parent
STYLE = "style.css"


def rendered(template: str, values: Mapping[str, Any]) -> bytes:
    """A page, as UTF-8."""
    return (_environment().get_template(template).render(values).rstrip() + "\n").encode()


def own(text: Mapping[str, str], lang: Language) -> Markup:
    """A text that the office gave, isolated from what stands around it, with its language if another."""
    found = given(text, lang)
    if found.lang == lang:
        return Markup("<bdi>{}</bdi>").format(found.text)
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(found.lang.code, found.lang.direction, found.text)


def told(lang: Language, key: str, **values: object) -> Markup:
    """The wording of a key with its places filled: markup stays markup, everything else is escaped."""
    return Markup(escape(lang.say(key))).format(**values)  # noqa: S704


def address(identifier: str) -> Markup:
    """An id or a path as it stands within a sentence of either direction."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(identifier)


@cache
def _environment() -> jinja2.Environment:
    """Everything that is not marked as safe is escaped; a name that is missing is an error."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"own": own, "told": told, "address": address}
    return made
