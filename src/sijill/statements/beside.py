"""What a statement may say beside the EU's fields, under `beside`: what the EU's database has no field for. Pure.

The EU's database passes over a field that it does not know, so a statement with `beside` can be filed with both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sijill.codelists.load import codelist
from sijill.statements.errors import Errors, Wrong, named
from sijill.statements.rules import PUID, SHORT, iso_day

NAME = "beside"
CODES = {"remedy": "remedies", "notified": "tri"}
FIELDS = ("order", "remedy", "notified", "notice_given")
"""order: the `puid` of an order of an authority, filed before. remedy: what was open (question 4). notified: was the
person told. notice_given: on which day."""


def check_beside(given: object) -> tuple[Mapping[str, Any], Errors]:
    """What is said beside a statement, and the errors by field, as `beside.remedy`; nothing without `beside`."""
    said = given.get(NAME) if isinstance(given, Mapping) else None
    if said is None:
        return {}, {}
    if not isinstance(said, Mapping):
        return {}, {NAME: [f"The {NAME} field must be an object."]}
    values: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for name in said:
        if name not in FIELDS:
            errors[NAME] = [f"The {NAME} field takes {', '.join(FIELDS)} and nothing else."]
    for name in FIELDS:
        if said.get(name) in (None, ""):
            continue
        try:
            values[name] = _value(name, said[name])
        except Wrong as wrong:
            errors[f"{NAME}.{name}"] = [str(wrong)]
    return values, errors


def _value(name: str, value: Any) -> Any:
    title = f"{NAME}.{named(name)}"
    if name in CODES:
        if not isinstance(value, str) or value not in codelist(CODES[name]).live():
            raise Wrong(f"The selected {title} is invalid.")
        return value
    if name == "notice_given":
        found = iso_day(value)
        if found is None:
            raise Wrong(f"The {title} field must match the format Y-m-d.")
        return found
    if not isinstance(value, str) or len(value) > SHORT or re.fullmatch(PUID, value) is None:
        raise Wrong(f"The {title} field format is invalid.")
    return value
