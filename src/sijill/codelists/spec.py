"""What the declaration of a codelist says: its name, titles, shape and extra columns."""

from __future__ import annotations

from dataclasses import dataclass

from sijill.codelists.titles import TITLES

LONGEST_CODE = 40  # what a coded column of the database holds
KEBAB = r"[a-z0-9]+(-[a-z0-9]+)*"
PLACE = r"m49-\d{3}|[A-Z]{2}|[A-Z]{2}-[A-Z0-9]{1,3}"


@dataclass(frozen=True, slots=True)
class Extra:
    """An extra column: what it says and what it may hold.

    Either `values` lists what it may hold, or `codes_of` names the list whose codes it holds, or
    `shape` is the regular expression it matches; `empty` says that it may also hold nothing.
    """

    name: str
    doc: str
    values: tuple[str, ...] = ()
    codes_of: str = ""
    shape: str = ""
    empty: bool = False


@dataclass(frozen=True, slots=True)
class ListSpec:
    """The declaration of one list; `shape` is what its codes look like, `longest` their most characters.

    A coded column of the database holds `LONGEST_CODE`; only codes of another body may be longer.
    """

    name: str
    title_en: str
    title_ar: str
    doc: str
    takes_unknowns: bool = False
    extra: tuple[Extra, ...] = ()
    shape: str = KEBAB
    longest: int = LONGEST_CODE

    @property
    def file(self) -> str:
        """The file's name, beside this module."""
        return f"{self.name}.csv"

    def title(self, lang: str) -> str:
        """The title in a language; in English where there is none."""
        said = {"en": self.title_en, "ar": self.title_ar}.get(lang) or TITLES.get(lang, {}).get(self.name)
        return said or self.title_en


def yes_no(name: str, doc: str) -> Extra:
    return Extra(name, doc, values=("yes", "no"))


def whole(name: str, doc: str, *, empty: bool = False) -> Extra:
    return Extra(name, doc, shape=r"\d+", empty=empty)
