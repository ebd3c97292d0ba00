"""The protection policy: which counts are too small to show, and which may be exact.

Read from TOML (`policy_default.toml` is shipped); docs/explanation/protection.md says what each
value means and why.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sijill.stats.cellkey import Living

DEFAULT = Path(__file__).with_name("policy_default.toml")
LOWEST, HIGHEST = 3, 10
MOST_NOISE = 2.0  # a count of 1 moves from 0 to 3, and no fair noise on that has more variance
YEARS = frozenset({"year", "dated"})  # what even a dimension that stands alone may be crossed with

Filters = tuple[tuple[str, str], ...]


class PolicyError(ValueError):
    """The policy file says something that cannot be done. The message names the file, the row and the value."""


@dataclass(frozen=True, slots=True)
class Exact:
    """When a count whose every unit rests on a public source is shown exactly.

    `dimensions`: the only dimensions such a cell may be broken down by.
    `only`: (dimension, codes) pairs; the cell must have one of the codes of each.
    """

    dimensions: frozenset[str]
    only: tuple[tuple[str, frozenset[str]], ...] = ()

    def allows(self, filters: Filters) -> bool:
        """Whether a cell with these (dimension, code) pairs may be exact."""
        said = dict(filters)
        return said.keys() <= self.dimensions and all(said.get(name) in codes for name, codes in self.only)


@dataclass(frozen=True, slots=True)
class KindPolicy:
    """One row of the policy: what holds for one kind of table. `threshold` 0: nothing is hidden.

    `noise`: the variance of the noise that numbers carry instead of being hidden; 0: none, as every number is true.
    `alone`: dimensions that are crossed with no other but a year; `never_together`: dimensions of which no table has all.
    """

    threshold: int = 5
    hide_zeros: bool = False
    hide_revisions: bool = True
    exact: Exact | None = None
    open_because: str = ""
    alone: frozenset[str] = frozenset()
    never_together: tuple[frozenset[str], ...] = ()
    noise: float = 0.0

    def forbidden(self, dimensions: Iterable[str]) -> tuple[str, ...]:
        """The dimensions of a table that must not stand together, sorted; empty where they may."""
        named = frozenset(dimensions) - YEARS
        if len(named) > 1 and named & self.alone:
            return tuple(sorted(named))
        for group in self.never_together:
            if group <= named:
                return tuple(sorted(group))
        return ()


@dataclass(frozen=True, slots=True)
class Policy:
    """A protection policy. `hash` is SHA-256 over what the file says; comments and layout do not count."""

    title: str
    default: KindPolicy
    kinds: Mapping[str, KindPolicy] = field(default_factory=dict)
    hash: str = ""

    def of(self, kind: str) -> KindPolicy:
        """The row for a kind of table; the default row where it has none."""
        return self.kinds.get(kind, self.default)

    @property
    def has_noise(self) -> bool:
        """Whether any kind of table carries noise, so that the counts need the keys of their cases."""
        return any(row.noise for row in self.kinds.values())


def load_policy(path: Path | None = None) -> Policy:
    """Read a policy file; without a path, the one that is shipped. Raises PolicyError."""
    file = path or DEFAULT
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{file.name} is not TOML: {error}") from error
    except OSError as error:
        raise PolicyError(f"cannot read the protection policy {file.name}: {error.strerror}") from error
    _only_known(file.name, "the file", said, {"title", "default", "kind"})
    default = _row(f"{file.name} [default]", said.get("default", {}), KindPolicy())
    kinds = {
        kind: _row(f"{file.name} [kind.{kind}]", row, replace(default, exact=None, open_because=""), kind)
        for kind, row in sorted(said.get("kind", {}).items())
    }
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return Policy(str(said.get("title", file.stem)), default, kinds, hashlib.sha256(canonical.encode()).hexdigest())


def _row(where: str, said: Any, base: KindPolicy, kind: str = "") -> KindPolicy:
    if not isinstance(said, dict):
        raise PolicyError(f"{where}: expected a table of values, found {said!r}")
    known = {
        "threshold", "hide_zeros", "hide_revisions", "exact_when_public", "exact_only", "open_because",
        "alone", "never_together", "noise",
    }  # fmt: skip
    _only_known(where, "this row", said, known)
    reason = str(said.get("open_because", "")).strip()
    if reason and said.keys() != {"open_because"}:
        raise PolicyError(f"{where}: open_because says that nothing is hidden, so the row can say nothing else")
    if "noise" in said:
        base = _with_noise(where, said, base, kind)
    return replace(
        base,
        threshold=0 if reason else _threshold(where, said.get("threshold", base.threshold)),
        hide_zeros=not reason and _yes_no(where, "hide_zeros", said.get("hide_zeros", base.hide_zeros)),
        hide_revisions=not reason and _yes_no(where, "hide_revisions", said.get("hide_revisions", base.hide_revisions)),
        exact=_exact(where, said) or base.exact,
        open_because=reason,
        alone=frozenset() if reason else _alone(where, said, base),
        never_together=() if reason else _never_together(where, said, base),
    )


def _alone(where: str, said: dict[str, Any], base: KindPolicy) -> frozenset[str]:
    if "alone" not in said:
        return base.alone
    if not _is_words(said["alone"]):
        raise PolicyError(f"{where}: alone is {said['alone']!r}; it must be a list of names of dimensions")
    return frozenset(said["alone"])


def _never_together(where: str, said: dict[str, Any], base: KindPolicy) -> tuple[frozenset[str], ...]:
    if "never_together" not in said:
        return base.never_together
    groups = said["never_together"]
    if not isinstance(groups, list) or not all(_is_words(group) and len(group) > 1 for group in groups):
        raise PolicyError(f"{where}: never_together is a list of lists of two or more names of dimensions")
    return tuple(sorted((frozenset(group) for group in groups), key=sorted))


def _with_noise(where: str, said: dict[str, Any], base: KindPolicy, kind: str) -> KindPolicy:
    """The row that `said` changes, with noise in place of all hiding. PolicyError for the dead and for what hides."""
    if kind not in set(Living):
        raise PolicyError(
            f"{where}: noise is for tables of those who live, which are {', '.join(Living)}. A wrong number of the dead "
            "would hurt their families and end the trust in every other number, so no other kind can have it."
        )
    if hiding := sorted({"hide_zeros", "hide_revisions", "exact_when_public", "exact_only"} & set(said)):
        raise PolicyError(
            f"{where}: noise stands in place of hiding, so the row cannot say {', '.join(hiding)} as well. Its "
            "threshold stays: a count below it is one that nobody may work out."
        )
    variance = said["noise"]
    if isinstance(variance, bool) or not isinstance(variance, int | float) or not 0 < variance < MOST_NOISE:
        raise PolicyError(
            f"{where}: noise is {variance!r}; it is a variance, more than 0 and less than {MOST_NOISE:g}, so that a "
            "count of 1 can carry it."
        )
    return replace(base, hide_zeros=False, hide_revisions=False, exact=None, noise=float(variance))


def _threshold(where: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not (LOWEST <= value <= HIGHEST):
        raise PolicyError(
            f"{where}: threshold is {value!r}; it must be a whole number from {LOWEST} to {HIGHEST}. "
            "For tables that need no protection, say why with open_because."
        )
    return value


def _yes_no(where: str, name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise PolicyError(f"{where}: {name} is {value!r}; it must be true or false")
    return value


def _exact(where: str, said: dict[str, Any]) -> Exact | None:
    only = said.get("exact_only", {})
    if "exact_when_public" not in said:
        if only:
            raise PolicyError(f"{where}: exact_only narrows exact_when_public, which this row does not have")
        return None
    dimensions = said["exact_when_public"]
    if not _is_words(dimensions) or not isinstance(only, dict) or not all(map(_is_words, only.values())):
        raise PolicyError(
            f"{where}: exact_when_public is a list of names of dimensions, exact_only a table of lists of codes"
        )
    if strange := sorted(set(only) - set(dimensions)):
        raise PolicyError(f"{where}: exact_only names {', '.join(strange)}, not in exact_when_public")
    return Exact(frozenset(dimensions), tuple((name, frozenset(codes)) for name, codes in sorted(only.items())))


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _only_known(where: str, what: str, said: Mapping[str, Any], known: set[str]) -> None:
    if strange := sorted(set(said) - known):
        raise PolicyError(f"{where}: {what} has {', '.join(strange)}; known are {', '.join(sorted(known))}")
