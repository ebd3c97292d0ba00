"""`sijill estimate`: how many were never recorded, from lists that overlap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.base import Stop, say_json, with_home
from sijill.codelists.load import LANGUAGES
from sijill.home import Home

if TYPE_CHECKING:
    from sijill.stats.capture.overlaps import Overlaps
    from sijill.stats.capture.panel import Panel
    from sijill.stats.capture.result import Result
    from sijill.stats.capture.strata import Strata

METHODS = ("loglinear", "dga", "lcm", "mth", "chao", "panel")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed."""

    tables: tuple[Path, ...]
    method: str
    seed: int | None
    strata: str
    given: tuple[str, ...]
    impute: int | None
    apart: Pairs
    merge: Pairs
    choose: str
    reason: str
    more_than: float | None
    checks: bool

    @property
    def table(self) -> Path:
        """The first table, where there is one."""
        return self.tables[0]


@click.command()
@click.argument(
    "tables",
    metavar="TABLE.csv...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--method",
    type=click.Choice(METHODS),
    help="How to estimate; panel: all of them. Default: panel, and loglinear where many tables are pooled.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), help="Seed of what is drawn by chance; the same seed gives the same answer."
)
@click.option("--strata", default="", metavar="COLUMN", help="Estimate by the values of this column, and their sum.")
@click.option("--impute", type=click.IntRange(min=2), metavar="M", help="Draw strata that are empty M times; best 20.")
@click.option("--given", multiple=True, metavar="COLUMN", help="With --impute: a column that tells about the stratum.")
@click.option("--apart", nargs=2, multiple=True, metavar="LIST LIST", help="Two lists that cannot hold the same case.")
@click.option("--merge", nargs=2, multiple=True, metavar="LIST LIST", help="Take two lists as one, named LIST+LIST.")
@click.option("--choose", type=click.Choice(METHODS[:-1]), help="With panel: take this method, although they disagree.")
@click.option("--reason", default="", help="Why that method; printed with the number.")
@click.option("--more-than", type=float, metavar="X", help="Print the probability that more than X are in no list.")
@click.option("--quick", is_flag=True, help="Leave out the checks with a known answer and with each list dropped.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the text; default: the office's.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_home
def estimate(
    home: Home,
    tables: tuple[Path, ...],
    method: str | None,
    seed: int | None,
    strata: str,
    impute: int | None,
    given: tuple[str, ...],
    apart: Pairs,
    merge: Pairs,
    choose: str | None,
    reason: str,
    more_than: float | None,
    quick: bool,
    language: str | None,
    as_json: bool,
) -> None:
    """How many there are in all, those in no list included, from lists that overlap.

    TABLE.csv has a column of 0 and 1 for each list and the number of cases in the last column, one line for each
    combination of lists. It holds no names, and the command needs no installation. Several tables are several ways in
    which records may belong together (`sijill match linkages`): each is estimated, the results are pooled. An answer
    that no number can be given, with the reason, is an answer: the exit code is 0.
    """
    many = len(tables) > 1 or impute is not None
    method = method or ("loglinear" if many else "panel")
    asked = Asked(tables, method, seed, strata, given, impute, apart, merge, choose or "", reason, more_than, not quick)
    _agreeing(asked)
    spoken = language or (home.settings().language if home.exists else "en")
    answer = _answer(asked)
    if as_json:
        say_json(_plain(answer.json(asked)))
        return
    for line in answer.lines(asked, spoken):
        click.echo(line)


def _agreeing(asked: Asked) -> None:
    """End the command where options do not go together."""
    if asked.choose and (asked.method != "panel" or asked.strata or len(asked.tables) > 1):
        raise Stop("--choose picks among the methods of a panel: use it with one table, --method panel, no --strata.")
    if asked.strata and len(asked.tables) > 1:
        raise Stop("--strata was given with several tables. Estimate one table by strata, or pool several without.")
    if asked.impute and not asked.strata:
        raise Stop("--impute draws the values that are missing in the column of --strata. Name that column.")
    if asked.more_than is not None and not isfinite(asked.more_than):
        raise Stop("--more-than takes a number of cases, such as 100.")
    if asked.given and not asked.impute:
        raise Stop("--given names columns that --impute draws by. Give both, or neither.")


# --- Computing -------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False, slots=True)
class Answer:
    """What came out: exactly one of `result`, `panel`, `strata`, the first of all tables where there are several."""

    tables: tuple[Overlaps, ...]
    result: Result | None = None
    panel: Panel | None = None
    strata: Strata | None = None

    @property
    def overlaps(self) -> Overlaps:
        """The table, where there is one."""
        return self.tables[0]

    @property
    def _hash(self) -> str:
        from sijill.stats.capture.pooling import fingerprint

        return self.overlaps.hash if len(self.tables) == 1 else fingerprint([one.hash for one in self.tables])

    @property
    def _seed(self) -> int | None:
        if self.panel is not None:
            return self.panel.seed
        return self.strata.seed if self.strata is not None else getattr(self.result, "seed", None)

    def json(self, asked: Asked) -> dict[str, Any]:
        """The answer for programs."""
        about = {"table": self._hash, "lists": self.overlaps.sizes, "seed": self._seed, "code": _version()}
        if self.panel is not None:
            return {**_json(self.panel.headline, asked), **_panel_json(self.panel, asked), **about}
        if self.strata is not None:
            parts = {name: _json(one, asked) for name, one in self.strata.results.items()}
            whole: dict[str, Any] = {
                "strata": parts,
                "pooled": _json(self.strata.pooled, asked),
                "skipped": [*self.strata.skipped],
            }
            if self.strata.imputed:
                whole |= {"imputed": self.strata.imputed, "sets": self.strata.sets}
            return {**_json(self.strata.total, asked), **whole, **about}
        assert self.result is not None  # noqa: S101
        if len(self.tables) > 1:
            pooled = {"tables": len(self.tables), "documented": [one.n for one in self.tables]}
            return {**_json(self.result, asked), **pooled, **about, "lists": [*self.overlaps.lists]}
        return {**_json(self.result, asked), **_checks_json(*_checks(self.overlaps, asked)), **about}

    def lines(self, asked: Asked, language: str) -> list[str]:
        """The answer for people."""
        from sijill.publish import estimates
        from sijill.publish.text import Language

        lang = Language(language)
        if self.panel is not None:
            return estimates.panel_paragraphs(self.panel, lang, asked.more_than)
        if self.strata is not None:
            return [
                estimates.documented(self.overlaps, lang),
                *estimates.strata_paragraphs(self.strata, lang),
                *estimates.method(self.strata.pooled, lang)[:1],
                estimates.made(self._seed, self._hash, lang),
            ]
        assert self.result is not None  # noqa: S101
        if len(self.tables) > 1:
            return estimates.pooled_paragraphs(self.result, self.tables, self._hash, lang, asked.more_than)
        *first, last = estimates.paragraphs(self.result, self.overlaps, lang, asked.more_than)
        return [*first, *estimates.checks(*_checks(self.overlaps, asked), lang), last]


def _answer(asked: Asked) -> Answer:
    from sijill.stats.capture import pooling, strata
    from sijill.stats.capture.overlaps import OverlapsError, from_csv
    from sijill.stats.capture.panel import NotChosen, panel

    try:
        texts = [_text(path) for path in asked.tables]
        if asked.impute:
            return _imputed(texts[0], asked)
        if asked.strata:
            parts = {k: _merged(v, asked) for k, v in strata.split(texts[0], asked.strata, asked.table.name).items()}
            done = strata.estimate(_asking(asked), parts, seed=asked.seed)
            return Answer((strata.pooled(parts),), strata=done)
        read = zip(texts, asked.tables, strict=True)
        tables = tuple(_merged(from_csv(text, path.name), asked) for text, path in read)
        if len(tables) > 1:
            return Answer(tables, result=pooling.over(_asking(asked), tables, seed=asked.seed))
        if asked.method == "panel":
            one = panel(
                tables[0],
                seed=asked.seed,
                apart=asked.apart,
                choose=asked.choose,
                reason=asked.reason,
                checks=asked.checks,
            )
            return Answer(tables, panel=one)
        return Answer(tables, result=_asking(asked)(tables[0], seed=asked.seed))
    except (OverlapsError, NotChosen, ValueError) as error:
        raise Stop(f"{error}.") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Stop(f"{path.name} is not a text in UTF-8 (byte {error.start}). Save it as CSV UTF-8.") from error


def _imputed(text: str, asked: Asked) -> Answer:
    from sijill.stats.capture import imputation

    if asked.merge:
        raise Stop("--merge was given with --impute. Merge the lists in the table first.")
    data = imputation.read(text, asked.strata, asked.given, asked.table.name)
    done = imputation.over_strata(_asking(asked), data, sets=asked.impute or imputation.SETS, seed=asked.seed)
    return Answer((data.whole,), strata=done)


def _merged(overlaps: Overlaps, asked: Asked) -> Overlaps:
    from sijill.stats.capture.checks import merged

    for first, second in asked.merge:
        for name in (first, second):
            if name not in overlaps.lists:
                raise Stop(f"--merge: there is no list {name!r}; lists are: {', '.join(overlaps.lists)}.")
        overlaps = merged(overlaps, first, second)
    return overlaps


def _asking(asked: Asked) -> Any:
    """The chosen method as a function that a process of its own can be sent."""
    from functools import partial

    from sijill.stats.capture.methods import ask, methods
    from sijill.stats.capture.panel import headline

    if asked.method == "panel":
        return partial(headline, apart=asked.apart)
    known = methods()
    if asked.method not in known:
        raise Stop(f"The method {asked.method} is not part of this installation; there are: {', '.join(known)}.")
    return partial(ask, asked.method, apart=asked.apart)


def _checks(overlaps: Overlaps, asked: Asked) -> tuple[Any, Any]:
    from sijill.stats.capture.consistency import left_in, without

    if not asked.checks:
        return (), ()
    return left_in(overlaps, seed=asked.seed), without(overlaps, seed=asked.seed)


# --- JSON ------------------------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    """The same with null for a number that has no end: JSON knows no infinity."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def _version() -> str:
    from sijill import __version__

    return __version__


def _json(result: Result, asked: Asked) -> dict[str, Any]:
    from sijill.publish import estimates
    from sijill.publish.text import Language
    from sijill.stats.capture.result import NotEstimable

    if isinstance(result, NotEstimable):
        return {
            "method": result.method,
            "n": result.n,
            "not_estimable": {
                "reason": result.reason,
                "text": estimates.reason(result, Language("en")),
                "facts": dict(result.facts),
            },
            "warnings": [],
            "diagnostics": dict(result.diagnostics),
        }
    x = estimates.threshold(result.n) if asked.more_than is None else asked.more_than
    share = result.undocumented_more_than(x) if result.draws.size else None
    return {
        "method": result.method,
        "n": result.n,
        "total": result.total,
        "low": result.low,
        "high": result.high,
        "low80": result.low80,
        "high80": result.high80,
        "rounded": estimates.figures(result),
        "more_than": {"x": x, "probability": share},
        "warnings": [*result.warnings],
        "diagnostics": dict(result.diagnostics),
        "sources": estimates.SOURCES.get(result.method, ""),
    }


def _panel_json(panel: Panel, asked: Asked) -> dict[str, Any]:
    return {
        "methods": {name: _json(one, asked) for name, one in panel.results.items()},
        "disagreement": panel.disagreement,
        "against": [*panel.against],
        "chosen": {"method": panel.chosen, "reason": panel.reason} if panel.chosen else None,
        **_checks_json(panel.left_in, panel.without),
    }


def _checks_json(left_in: Any, without: Any) -> dict[str, Any]:
    return {
        "left_in": [
            {"list": one.name, "known": one.known, "found": {k: _short(v) for k, v in one.results.items()}}
            for one in left_in
        ],
        "without": [{"list": one.name, "found": {k: _short(v) for k, v in one.results.items()}} for one in without],
    }


def _short(result: Result) -> Mapping[str, Any]:
    from sijill.stats.capture.result import NotEstimable

    if isinstance(result, NotEstimable):
        return {"not_estimable": result.reason}
    return {"total": result.total, "low": result.low, "high": result.high}
