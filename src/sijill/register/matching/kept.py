"""The last proposals, in one file of the home: identifiers, levels, weights. No names; for its owner alone. Pure."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from sijill.register.matching.explain import Reason

PROPOSED = "proposed-matches.json"
PERSON, EVENT = "person", "event"


@dataclass(frozen=True, slots=True)
class ProposedMatch:
    """Two entries, or an entry and a row of a list (its number, from 1), that may be one, and why.

    `weight` in bits, of all reasons and of how many pairs match at all; `kind`: people or events. `cases`: restricted
    cases whose facts are among the reasons, so that only who may open these as well may read them.
    """

    left: str
    right: str
    probability: float
    weight: float
    reasons: tuple[Reason, ...]
    kind: str = PERSON
    cases: tuple[str, ...] = ()

    @property
    def pair(self) -> frozenset[str]:
        """The two, in no order."""
        return frozenset((self.left, self.right))


def keep(folder: Path, found: Sequence[ProposedMatch]) -> None:
    """Put these in the place of what was proposed before, at once: nobody reads half a file."""
    path = folder / f"{PROPOSED}.new"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump([asdict(one) for one in found], out)
    path.replace(folder / PROPOSED)


def kept(folder: Path) -> tuple[ProposedMatch, ...] | None:
    """What was proposed last, in the order in which it was kept; None if nothing was ever proposed."""
    path = folder / PROPOSED
    if not path.exists():
        return None
    seen = path.stat()
    return _read(path, seen.st_mtime_ns, seen.st_ino)


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int, _file: int) -> tuple[ProposedMatch, ...]:
    return tuple(
        ProposedMatch(
            **{
                **one,
                "reasons": tuple(Reason(**reason) for reason in one["reasons"]),
                "cases": tuple(one.get("cases", ())),  # earlier versions proposed nothing of restricted cases
            }
        )
        for one in json.loads(path.read_text(encoding="utf-8"))
    )
