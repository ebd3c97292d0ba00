"""The words that templates put for dates, rows and codes."""

from __future__ import annotations

import pytest
from django.utils import translation

from sijill.collect.models import Report, Vintage
from sijill.desk.templatetags.words import row_of, spoken
from sijill.tables.dates import parse_end


@pytest.mark.parametrize(
    ("text", "english", "arabic"),
    [
        ("2024", "2024", "2024"),
        ("2024-05", "May 2024", "مايو 2024"),
        ("2024-05-04", "4 May 2024", "4 مايو 2024"),
        ("2024~", "about 2024", "نحو 2024"),
        ("2024-05?", "May 2024 (uncertain)", "مايو 2024 (غير مؤكد)"),
        ("2024-05-04%", "about 4 May 2024 (uncertain)", "نحو 4 مايو 2024 (غير مؤكد)"),
        ("2024-05-03/2024-05-07", "between 3 May 2024 and 7 May 2024", "بين 3 مايو 2024 و7 مايو 2024"),
        ("2024-05-03/..", "from 3 May 2024 on", "من 3 مايو 2024 فصاعدًا"),
        ("../2024-05", "until 31 May 2024", "حتى 31 مايو 2024"),
        ("..", "not ended", "لم ينته"),
    ],
)
def test_dates_are_said_as_people_say_them(text: str, english: str, arabic: str) -> None:
    with translation.override("en"):
        assert spoken(parse_end(text)) == english
    with translation.override("ar"):
        assert spoken(parse_end(text)) == arabic


def test_a_row_of_a_list_is_shown_cell_by_cell_and_words_as_they_are() -> None:
    listed = Report(vintage=Vintage(id="vintage-1"), content='{"name": "Zz", "age": 0, "note": "", "more": null}')
    assert row_of(listed) == [("name", "Zz"), ("age", "0")]
    assert row_of(Report(vintage=Vintage(id="vintage-1"), content="Zz, 30")) == []
    assert row_of(Report(vintage=Vintage(id="vintage-1"), content="[1, 2]")) == []
    assert row_of(Report(content='{"said": "by somebody"}')) == []
