"""The commitments of States, companies and institutions: who owes what, in our words, from which source. Data.

`commitments.csv` beside this module holds one row per commitment. Its id is never used for another one. `duty` is the
duty of the mission that it is part of (`duty:C5`); `measure` names what measures it in
`scorecard_measures.py`, and is empty where nothing that the register holds can tell.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sijill.codelists.load import LANGUAGES

STATE, COMPANY, INSTITUTION = ADDRESSEES = ("state", "company", "institution")


@dataclass(frozen=True, slots=True)
class Commitment:
    """One commitment. `verified`: the wording of its source was read, not recalled. `text` is by language."""

    id: str
    addressee: str
    duty: str
    measure: str
    standard: str
    paragraph: str
    verified: bool
    text: Mapping[str, str]


def _read() -> tuple[Commitment, ...]:
    with (Path(__file__).parent / "commitments.csv").open(encoding="utf-8", newline="") as content:
        return tuple(
            Commitment(
                id=row["id"],
                addressee=row["addressee"],
                duty=row["duty"],
                measure=row["measure"],
                standard=row["standard"],
                paragraph=row["paragraph"],
                verified=row["verified"] == "yes",
                text={lang: row[lang] for lang in LANGUAGES},
            )
            for row in csv.DictReader(content)
        )


COMMITMENTS = _read()
BY_ID: Mapping[str, Commitment] = {one.id: one for one in COMMITMENTS}
CODES = tuple(BY_ID)
