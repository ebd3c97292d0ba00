"""An office that speaks one language, and a release made before a language came: every format copes with both."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from docx import Document as WordDocument

from sijill.codelists.load import LANGUAGES
from sijill.publish.formats.docx import docx
from sijill.publish.formats.draft import Draft
from sijill.publish.formats.pdf import html_of
from sijill.publish.manifest import About, Attribution
from sijill.publish.notes import sections
from sijill.publish.release import compose
from sijill.publish.text import Language
from tests.publish import sample
from tests.publish.formats.pages import Page

TITLE = "Ataques inventados"


def in_one_language(lang: str, text: str) -> About:
    """The invented release as an office gives it that wrote everything in one language only."""
    said = {lang: text}
    attribution = Attribution(source=said, licence="CC0", changes=said)
    return sample.list_about(
        title=said, institution=said, gate=said, area_name=said, correction=said, contact=said, attribution=attribution,
        replaces="release-older",
    )  # fmt: skip


def without(about: About, *languages: str) -> About:
    """The notes as they were frozen before these languages came."""

    def cut(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: cut(one) for name, one in value.items() if name not in languages}
        return [cut(one) for one in value] if isinstance(value, list) else value

    return replace(about, notes=tuple(cut(dict(one)) for one in about.notes))


def test_what_is_given_in_spanish_only_is_shown_and_marked_in_every_language() -> None:
    files, _ = compose(sample.protected(), in_one_language("es", TITLE))
    for lang in LANGUAGES:
        page = Page(files[f"{lang}/index.html"])
        (head,) = [one for one in page.all("bdi") if "h1" in one.above]
        assert head.said == TITLE
        assert head.attributes == ({} if lang == "es" else {"lang": "es", "dir": "ltr"})
    assert any(TITLE in content.decode() for path, content in files.items() if path.endswith("sdmx.xml"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_documents_hold_no_tags_and_fall_back_too(lang: str) -> None:
    about = without(in_one_language("es", TITLE), "fr", "es")
    draft = Draft(about, sections(about, sample.protected().tables))
    words = "\n".join(one.text for one in WordDocument(io.BytesIO(docx(draft, Language(lang)))).paragraphs)
    assert TITLE in words
    assert "<bdi" not in words
    page = html_of(draft, Language(lang)).decode()
    assert TITLE in page
    assert "&lt;bdi" not in page
    assert re.search(rf'<html lang="{lang}" dir="{Language(lang).direction}"', page)


def test_a_release_frozen_before_a_language_came_still_becomes_pages() -> None:
    files, _ = compose(sample.protected(), without(sample.about(), "fr", "es"))
    page = Page(files["fr/method.html"])
    statements = [one for one in page.all("bdi") if one.said.startswith("Invented statement")]
    assert statements
    assert all(one.attributes == {"lang": "en", "dir": "ltr"} for one in statements)
