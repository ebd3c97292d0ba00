"""The office's list of laws: spellings that mean one law, and files that are refused with what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from sijill.publish.reports.laws import NOT_LISTED, LawsError, load_laws

LIST = """
[[law]]
code = "press-law-2019"
label_en = "Press Law, 2019"
label_ar = "قانون الصحافة"
spellings = ["Loi sur la presse n° 7"]

[[law]]
code = "order-law"
label_en = "Public Order Law"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "laws.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_spelling_is_known_whatever_its_case_accents_and_spaces(tmp_path: Path) -> None:
    laws = load_laws(written(tmp_path, LIST))
    for text in ("PRESS LAW 2019", "press  law,2019", "loi sur la Presse n 7", "قانونُ الصّحافة", "قانون الصـحافة"):
        assert laws.code(text) == "press-law-2019", text
    for text in ("Press Law 2020", "", "the press law 2019 and its author Zz"):
        assert laws.code(text) == NOT_LISTED, text
    assert laws.labels(["order-law", "not-listed"]) == (("order-law", (("en", "Public Order Law"),)),)
    assert len(laws.sha256) == 64


WRONG = {
    "no file": (None, "cannot read"),
    "no TOML": ("[[law", "not TOML"),
    "another table": ("[[laws]]\n", "nothing else"),
    "another key": ('[[law]]\ncode = "a"\nlabel = "A"\n', "label_en"),
    "a code with a space": ('[[law]]\ncode = "a b"\nlabel_en = "A"\n', "press-law-2019"),
    "a code that means unknown": ('[[law]]\ncode = "not-listed"\nlabel_en = "A"\n', "press-law-2019"),
    "no English": ('[[law]]\ncode = "a"\nlabel_ar = "ا"\n', "label_en"),
    "spellings as a text": ('[[law]]\ncode = "a"\nlabel_en = "A"\nspellings = "A"\n', "list of texts"),
    "a spelling of nothing": ('[[law]]\ncode = "a"\nlabel_en = "A"\nspellings = ["-"]\n', "no letter"),
    "a code twice": ('[[law]]\ncode = "a"\nlabel_en = "A"\n[[law]]\ncode = "a"\nlabel_en = "B"\n', "twice"),
    "a spelling twice": ('[[law]]\ncode = "a"\nlabel_en = "A"\n[[law]]\ncode = "b"\nlabel_en = "a."\n', "share"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_list_that_cannot_be_used_says_why(tmp_path: Path, name: str) -> None:
    text, told = WRONG[name]
    path = tmp_path / "laws.toml" if text is None else written(tmp_path, text)
    with pytest.raises(LawsError, match=told):
        load_laws(path)
