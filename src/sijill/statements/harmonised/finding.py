"""What the linter says: one finding, and the catalogue of rules it may name."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a report differs from a rule. `row` counts as a spreadsheet does: 1 the header, 0 the file."""

    file: str
    row: int
    rule: str
    message: str
    expected: str = ""
    found: str = ""
    column: str = ""

    def as_json(self) -> dict[str, object]:
        """The keys of `sijill dsa lint --json`."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.file}:{self.row}: {self.rule}: {self.message}"
