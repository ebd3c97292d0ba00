"""What a report on statements of reasons is: a question, the one function that counts, what it is broken down by.

Its rows are for anybody: the EU publishes the statements, and no person is in them. They are no part of a release's
programme, which is made from the register.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sijill.publish.statements.counting import Read, Told
from sijill.publish.statements.keys import asked

Words = Mapping[str, str]  # language code to text


@dataclass(frozen=True, slots=True)
class StatementReport:
    """One report. `by` is what it is broken down by unless somebody asks for other keys.

    `notes` say what its figures cannot tell. Each figure stands twice, the second time without the platform that
    dominates (`_without_dominating`).
    """

    slug: str
    title: Words
    question: Words
    notes: Mapping[str, Words]
    by: tuple[str, ...]
    rows: Callable[[Read, Sequence[str]], Told]

    def told(self, read: Read, by: Sequence[str] | None = None) -> Told:
        """The report by the keys asked for; `ReportError` for a key that there is not."""
        return self.rows(read, asked(self.by if by is None else by))
