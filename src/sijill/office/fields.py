"""Form fields that every room's pages use: a word of a codelist, a date as a source gives it, a day."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sijill.codelists.load import UNKNOWN_CODES, Codelist, codelist
from sijill.tables.dates import DateError, parse, parse_end

Choices = list[tuple[Any, Any]]

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

DATE_HELP = _("Year, month or day: 2024, 2024-05 or 2024-05-12. From one day to another: 2024-05-03/2024-05-07.")
DATE_WRONG = _(
    "This cannot be read as a date. Write 2024, 2024-05 or 2024-05-12; from one day to another "
    "2024-05-03/2024-05-07; add ~ if it is about then, ? if the source is not sure, % if both."
)


def language() -> str:
    """The language of the page, as the codelists name it."""
    return (get_language() or "en").split("-")[0]


def isolated(name: str) -> str:
    """A name within a sentence: it neither turns the sentence round nor is turned round by it (UAX 9, 2.4)."""
    return f"\u2068{name}\u2069"


def label_of(listed: str, code: str) -> str:
    """A code's label in the language of the page."""
    return codelist(listed).label(code, language())


def code_choices(listed: str, drop: Container[str] = (), ask: bool = False) -> Choices:
    """What a select offers: words below a broader one stand with it; the reasons for not knowing come last."""
    words, lang = codelist(listed), language()
    live = [code for code in words.live() if code not in drop]
    choices: Choices = [("", gettext("Choose ..."))] if ask else []
    choices += _nested(words, [code for code in live if code not in UNKNOWN_CODES], lang)
    unknown = [(code, words.label(code, lang)) for code in live if code in UNKNOWN_CODES]
    return [*choices, (gettext("Not known"), unknown)] if unknown else choices


def _nested(words: Codelist, codes: list[str], lang: str) -> Choices:
    here = set(codes)
    below: dict[str, list[str]] = {}
    for code in codes:
        above = [one for one in words.ancestors(code) if one in here]
        below.setdefault(above[-1] if above else code, []).append(code)
    flat = [(top, words.label(top, lang)) for top, all_ in below.items() if len(all_) == 1]
    groups = [
        (words.label(top, lang), [(one, words.label(one, lang)) for one in all_])
        for top, all_ in below.items()
        if len(all_) > 1
    ]
    return [*flat, *groups]


def flat_choices(listed: str, drop: Container[str] = ()) -> Choices:
    """What a list of boxes to tick offers."""
    return [choice for choice in codelist(listed).choices(language()) if choice[0] not in drop]


class CodeField(forms.ChoiceField):
    """One word of a codelist, in the language of the page; `ask` makes the person choose."""

    def __init__(self, listed: str, *, drop: Container[str] = (), ask: bool = False, **given: Any) -> None:
        super().__init__(choices=partial(code_choices, listed, drop, ask), **given)


class CodesField(forms.MultipleChoiceField):
    """Several words of a codelist, as boxes to tick."""

    def __init__(self, listed: str, *, drop: Container[str] = (), **given: Any) -> None:
        given.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=partial(flat_choices, listed, drop), **given)


class EdtfField(forms.CharField):
    """A date as a source gives it: a year, a month, a day, an interval, sure or not."""

    def __init__(self, *, end: bool = False, **given: Any) -> None:
        self._parse = parse_end if end else parse
        given.setdefault("help_text", DATE_HELP)
        given.setdefault("required", False)
        super().__init__(max_length=64, **given)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Digits read from the left in every language."""
        return {**super().widget_attrs(widget), "dir": "ltr", "autocomplete": "off", "class": "date"}

    def clean(self, value: Any) -> str:
        """The text in the form that is stored."""
        text = str(super().clean(value)).translate(_DIGITS).strip()
        if not text:
            return ""
        try:
            return self._parse(text).text
        except DateError as error:
            raise ValidationError(DATE_WRONG) from error


class DayField(forms.DateField):
    """One day of the calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **given: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **given)


def boxes(choices: Iterable[tuple[str, Any]], **given: Any) -> forms.MultipleChoiceField:
    """Boxes to tick that are no codelist."""
    return forms.MultipleChoiceField(choices=list(choices), widget=forms.CheckboxSelectMultiple, **given)


@dataclass(frozen=True, slots=True)
class Part:
    """A fieldset of a form; a folded one opens on a click, or by itself when something in it was said."""

    legend: Any
    fields: Sequence[str]
    hint: Any = ""
    folded: bool = False


class PageForm(forms.Form):
    """A form of a staff page, in parts; fields that no part names come first."""

    error_css_class = "wrong"
    required_css_class = "required"
    use_required_attribute = False  # the server says what is missing, in the language of the page
    parts: Sequence[Part] = ()
    picks = False  # names another entry: then Enter saves, and is no search
    chose_file = False  # of a form that comes back before it is saved: a file was chosen, and has to be again

    def __init__(self, *args: Any, **given: Any) -> None:
        given.setdefault("label_suffix", "")
        super().__init__(*args, **given)

    def groups(self) -> Iterator[dict[str, Any]]:
        """Every part with its bound fields, for the template."""
        named = {name for part in self.parts for name in part.fields}
        rest = Part("", [name for name in self.fields if name not in named])
        for part in (rest, *self.parts):
            bound = [self[name] for name in part.fields if name in self.fields]
            if bound:
                yield {"part": part, "fields": bound, "open": any(map(self._was_said, bound))}

    def _was_said(self, bound: forms.BoundField) -> bool:
        return bool(bound.errors) or bound.value() != self.fields[bound.name].initial
