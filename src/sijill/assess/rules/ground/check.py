"""A check of the ground rules as a record: what it asks, of what, on which source, and where its norm binds.

Checks differ from counting rules: a counting rule says whether a record is in a figure, a check asks
one question of one measure, law or company and has a verdict. What comes out is the institution's
opinion with its reasons; it is never an order to remove or to restore anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MET, PARTLY, NOT_MET, UNKNOWN, NOT_APPLICABLE = "met", "partly", "not-met", "unknown", "not-applicable"
VERDICTS = (MET, PARTLY, NOT_MET, UNKNOWN, NOT_APPLICABLE)

LIMBS = ("legality", "legitimate-aim", "necessity", "public-accountability", "remedy", "transparency")

# What a check can be asked of, and the table of the catalog where it stands.
TABLE_OF: Mapping[str, str] = {
    "restriction": "restriction",
    "demand": "demand",
    "disruption": "disruption",
    "law": "law",
    "provision": "provision",
    "policy": "policy",
    "clause": "clause",
    "company": "organization",
}
KINDS = tuple(TABLE_OF)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a question comes from. `verified` is False where the wording is recalled and was not read again."""

    standard: str
    paragraph: str
    verified: bool

    def __str__(self) -> str:
        mark = "" if self.verified else " (unverified)"
        return f"{self.standard}, {self.paragraph}{mark}"


@dataclass(frozen=True, slots=True)
class Norm:
    """A rule of law behind a check: an instrument of `binding.csv` and its article."""

    instrument: str
    article: str


@dataclass(frozen=True, slots=True)
class Check:
    """One question. `id` is `limb/slug` and stays for ever; another reading of it is a new `version`.

    `number` is its place in the list, from 1, for the engine's own use. `norms` is empty where the
    sources are standards and no law: then it binds nowhere. `factor_of` names the check whose
    answer this one is a part of: the six factors of Rabat.
    """

    id: str
    version: int
    number: int
    applies: tuple[str, ...]
    sources: tuple[Source, ...]
    norms: tuple[Norm, ...]
    questions: Mapping[str, str]
    same_as: str = ""
    factor_of: str = ""

    @property
    def limb(self) -> str:
        """The ground rule, or the legitimate aim, or the family that it belongs to."""
        return self.id.split("/", 1)[0]

    @property
    def slug(self) -> str:
        """Its name within the limb."""
        return self.id.split("/", 1)[1]

    @property
    def source(self) -> str:
        """All its sources in one line."""
        return "; ".join(str(one) for one in self.sources)

    def question(self, language: str) -> str:
        """What it asks, in a language; in English where there is no wording in it."""
        return self.questions.get(language) or self.questions["en"]
