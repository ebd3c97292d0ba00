"""The templates of pages and their one style sheet; what releases and the public site render with. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

FOLDER = Path(__file__).parent
STYLE = "style.css"


def rendered(template: str, values: Mapping[str, Any]) -> bytes:
    """A page, as UTF-8."""
    return (_environment().get_template(template).render(values).rstrip() + "\n").encode()


@cache
def _environment() -> jinja2.Environment:
    """Everything that is not marked as safe is escaped; a name that is missing is an error."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
