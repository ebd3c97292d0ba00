"""Naming another entry in a form: search, and choose among what was found. Works without a script and by keyboard.

Every form that names an entry does it with this one field. What was typed in the rest of the form stays while
somebody searches, and nothing of it stands in an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from sijill.office.fields import PageForm
from sijill.office.models import User
from sijill.register.speech.finding import Found, find, may_name, shown

FIND = "find"  # the button by which a form asks for a search; its value is the field's name
F = TypeVar("F", bound=PageForm)


@dataclass(frozen=True, slots=True)
class Picked:
    """What stands in the field: the id that is chosen, the words typed, the words of which the results are shown."""

    chosen: str = ""
    words: str = ""
    results: str | None = None

    @property
    def is_open(self) -> bool:
        """Words were typed of which no results were shown yet: nobody can have chosen among them."""
        return bool(self.words) and self.words != self.results

    def __str__(self) -> str:
        return self.chosen


class PickWidget(forms.Widget):
    """A search field with its button, and what was found as radio buttons."""

    use_fieldset = True

    def __init__(self, user: User, table: str) -> None:
        self._user, self._table = user, table
        super().__init__()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Picked:
        """The choice and the search, as they were sent."""
        words, results = data.get(f"{name}-words", ""), data.get(f"{name}-results")
        if data.get(FIND) == name:
            results = None if words.strip() != results else results
        return Picked(str(data.get(name, "")).strip(), str(words).strip(), results)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """A radio button that is not chosen is not sent, so this cannot be told."""
        return False

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The group as a whole."""
        return id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field as it stands in a page."""
        picked = value if isinstance(value, Picked) else Picked(str(value or ""))
        found, searched = Found([], more=False), picked.results is not None
        if searched:
            found = find(self._user, self._table, picked.words)
        chosen = shown(may_name(self._user, self._table).filter(pk=picked.chosen), self._table).first()
        rows = [row for row in found.rows if chosen is None or row.pk != chosen.pk]
        given = {
            "name": name, "id": (attrs or {}).get("id", f"id_{name}"), "table": self._table, "picked": picked,
            "chosen": chosen, "rows": rows, "searched": searched, "more": found.more,
            "must": self.is_required, "first": rows[0].pk if searched and rows else "",
        }  # fmt: skip
        return SafeString(render_to_string("parts/pick.html", given))


class PickField(forms.Field):
    """Another entry, one that the user may open."""

    def __init__(self, user: User, table: str, **given: Any) -> None:
        self._user, self._table = user, table
        super().__init__(widget=PickWidget(user, table), initial=Picked(), **given)

    def prepare_value(self, value: Any) -> Picked:
        """What a form begins with may be the id alone."""
        return value if isinstance(value, Picked) else Picked(str(value or ""))

    def clean(self, value: Any) -> Any:
        """The entry, or None."""
        picked = self.prepare_value(value)
        if picked.is_open:
            raise ValidationError(gettext("Choose one of what was found, or empty the search field."))
        if not picked.chosen:
            if self.required:
                raise ValidationError(gettext("Search for it, then choose it."), code="required")
            return None
        found = may_name(self._user, self._table).filter(pk=picked.chosen).first()
        if found is None:
            raise ValidationError(gettext("There is no such entry that you may open. Search for it and choose it."))
        return found


def opened(request: HttpRequest, made: type[F], **given: Any) -> F:
    """The form of a page: empty, or as it was sent.

    While somebody searches for an entry it comes back as it was typed, with the results in it, and nothing is said to
    be wrong or missing yet. A file has to be chosen again: browsers do not send one back.
    """
    if request.method != "POST":
        return made(**given)
    typed = {
        name: field.widget.value_from_datadict(request.POST, request.FILES, name)
        for name, field in made.base_fields.items()
    }
    picks = {name: value for name, value in typed.items() if isinstance(value, Picked)}
    asked = request.POST.get(FIND)
    if asked not in picks and not any(value.is_open for value in picks.values()):
        return made(request.POST, request.FILES or None, **given)
    for name, value in picks.items():
        if name == asked or value.is_open:
            typed[name] = Picked(value.chosen, value.words, value.words)
    # What was left empty is as the form has it, so that a part in which nothing was said stays folded.
    form = made(initial={name: value for name, value in typed.items() if value not in ("", None, False, [])})
    form.chose_file = bool(request.FILES)
    return form
