"""The words and the dress of the pages: all translated, nothing inline, one sheet for both directions."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import sijill

PACKAGE = Path(sijill.__file__).parent
ROOT = PACKAGE.parents[1]
PHYSICAL = re.compile(
    r"(?<=[{;])\s*((margin|padding|border|inset)-(left|right|top|bottom)[\w-]*|left|right|top|bottom|width|height"
    r"|(min|max)-(width|height)|text-align\s*:\s*(left|right)|float\s*:\s*(left|right))\s*[:;]"
)


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = spec_from_file_location("messages_script", ROOT / "scripts" / "messages.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    import sys

    sys.modules["messages_script"] = module
    spec.loader.exec_module(module)
    return module


def test_every_text_is_translated(messages: ModuleType) -> None:
    found = {path.parts[-3]: list(messages.problems(path)) for path in messages.files()}
    assert found == {"ar": [], "es": [], "fr": []}


def test_texts_are_found_in_code_and_templates(messages: ModuleType) -> None:
    code = 'x = _("one")\ny = gettext("two " "parts") % {}\nz = ngettext("a", "b", 2)\nw = other("not this")'
    assert {(text.one, text.several) for text in messages.python_texts(code)} == {
        ("one", ""), ("two parts", ""), ("a", "b"),
    }  # fmt: skip
    page = (
        '{% load i18n %}{% translate "It is" as x %}{% translate "Say (this)" %}{{ y|yesno:_("yes,no") }}'
        "{% blocktranslate with n=3 %}{{ n }} of {{ m }}{% endblocktranslate %}"
        "{% blocktranslate count k=3 %}{{ k }} case{% plural %}{{ k }} cases{% endblocktranslate %}"
    )
    assert {(text.one, text.several) for text in messages.template_texts(page)} == {
        ("It is", ""), ("Say (this)", ""), ("yes,no", ""), ("%(n)s of %(m)s", ""), ("%(k)s case", "%(k)s cases"),
    }  # fmt: skip


def test_a_lost_placeholder_and_a_missing_word_are_noticed(messages: ModuleType, tmp_path: Path) -> None:
    original = messages.files()[0]
    path = tmp_path / "ar" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    text = original.read_text(encoding="utf-8")
    assert 'msgid "log entry %(number)s"\nmsgstr "العملية رقم %(number)s"' in text
    text = text.replace('msgstr "العملية رقم %(number)s"', 'msgstr "العملية"')
    text = text.replace('msgid "Cases"', 'msgid "Cases of old"')
    path.write_text(text, encoding="utf-8")
    found = list(messages.problems(path))
    assert sorted(found) == [
        "gone from src/: 'Cases of old'",
        "missing: 'Cases'",
        "other placeholders: 'log entry %(number)s'",
    ]


def test_compiling_is_done_once_and_again_after_a_change(
    messages: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ar" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(messages.files()[0].read_bytes())
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    messages.compile_all()
    made = path.with_suffix(".mo")
    first = made.stat().st_mtime_ns
    messages.compile_all()
    assert made.stat().st_mtime_ns == first
    import os

    os.utime(path, ns=(first + 10**9, first + 10**9))
    messages.compile_all()
    assert made.stat().st_mtime_ns != first


def test_what_django_reads_is_what_is_written(messages: ModuleType) -> None:
    for path in messages.files():
        made = path.with_suffix(".mo")
        assert made.exists(), "run `python scripts/messages.py compile`, as `make setup` does"
        assert made.stat().st_mtime >= path.stat().st_mtime


def test_the_sheet_knows_no_left_and_no_right() -> None:
    sheet = (PACKAGE / "static" / "sijill.css").read_text(encoding="utf-8")
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    assert [match.group() for match in PHYSICAL.finditer(rules)] == []
    for wrong in ("margin-left: 1rem", "color: red; text-align: right;", "border-top-color: red", "width: 1px"):
        assert PHYSICAL.search(f"a {{ {wrong} }}"), wrong


def test_templates_hold_no_style_and_no_script() -> None:
    for path in (PACKAGE / "templates").rglob("*.html"):
        text = re.sub(r"{%.*?%}", " ", path.read_text(encoding="utf-8"))
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", text), path.name


def test_templates_hold_no_english_outside_translation() -> None:
    said = re.compile(r"{%\s*(translate|trans)\b.*?%}|{%\s*blocktrans.*?endblocktrans\w*\s*%}", re.DOTALL)
    for path in (PACKAGE / "templates").rglob("*.html"):
        if path.name == "500.html":
            continue
        text = said.sub(" ", path.read_text(encoding="utf-8"))
        text = re.sub(r"<!doctype html>|{%.*?%}|{{.*?}}|<[^>]*>|&\w+;", " ", text, flags=re.DOTALL)
        assert re.findall(r"[A-Za-z]{2,}", text.replace("SHA-256", "")) == [], path.name
