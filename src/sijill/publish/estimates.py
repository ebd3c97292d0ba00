"""Estimates in words for those who are no statisticians: how many, how sure that is, or why there is none. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import floor, isfinite, log10
from typing import Any

from sijill import __version__
from sijill.publish.text import Language
from sijill.stats.capture.consistency import LeftIn, Without
from sijill.stats.capture.overlaps import Overlaps
from sijill.stats.capture.panel import Panel
from sijill.stats.capture.result import Estimate, NotEstimable, Result
from sijill.stats.capture.strata import Strata

SOURCES: Mapping[str, str] = {
    "loglinear": "Fienberg 1972; Bishop, Fienberg & Holland 1975; Fienberg & Rinaldo 2012; "
    "Chan, Silverman & Vincent 2021; Silverman, Chan & Vincent 2024",
    "dga": "Madigan & York 1997; Dawid & Lauritzen 1993",
    "lcm": "Manrique-Vallier 2016; Vehtari et al. 2021",
    "mth": "Darroch, Fienberg, Glonek & Junker 1993",
    "chao": "Chao 1987; Rivest & Baillargeon 2007",
    "panel": "Draper 1995; Hoeting et al. 1999; Bird & King 2018; Binette & Steorts 2022; Aleshin-Guendel, Sadinle & "
    "Wakefield 2024",
}
WIDE = 0.5  # an interval wider than this share of the total leaves two figures that mean anything; else three


def rounded(value: float, digits: int, least: int = 0) -> int | None:
    """A number to so many significant figures, never below `least`; None if it has no end."""
    if not isfinite(value):
        return None
    if value < 1:
        return max(round(value), least)
    step: int = 10 ** max(0, floor(log10(value)) - digits + 1)
    return max(round(value / step) * step, least)


def figures(result: Estimate) -> dict[str, int | None]:
    """Total, the ends of both intervals, and the same for the undocumented, rounded to 2 or 3 figures."""
    digits = 2 if result.high - result.low > WIDE * result.total else 3
    ends = {name: getattr(result, name) for name in ("total", "low", "high", "low80", "high80")}
    out = {name: rounded(value, digits, result.n) for name, value in ends.items()}
    for name in ("total", "low", "high"):
        out[f"undocumented_{name}"] = rounded(ends[name] - result.n, digits)
    return out


def reason(refused: NotEstimable, lang: Language) -> str:
    """Why there is no number, with the facts filled in; the code itself where it has no words."""
    key = f"estimate.reason.{refused.reason}"
    if not lang.knows(key):
        return refused.reason
    against = [lang.say(f"estimate.against.{code}") for code in refused.facts.get("against", ())]
    said = lang.say(key, **{name: _fact(value, lang) for name, value in refused.facts.items()})
    return " ".join([said, *against])


def caution(code: str, lang: Language) -> str:
    """A warning in words; the code itself where it has none."""
    key = f"estimate.warning.{code}"
    return lang.say("estimate.caution", text=lang.say(key) if lang.knows(key) else code)


def paragraphs(result: Result, overlaps: Overlaps, lang: Language, more_than: float | None = None) -> list[str]:
    """What a reader must know of one result, a sentence or two in each line."""
    return [
        documented(overlaps, lang),
        *outcome(result, lang, more_than),
        *(caution(code, lang) for code in _warnings(result)),
        *method(result, lang),
        made(getattr(result, "seed", None), overlaps.hash, lang),
    ]


def pooled_paragraphs(
    result: Result, tables: Sequence[Overlaps], table: str, lang: Language, more_than: float | None = None
) -> list[str]:
    """One answer from many tables, for instance of linkages drawn by chance. `table`: the hash of all of them."""
    numbers = [one.n for one in tables]
    values = {"low": lang.number(min(numbers)), "high": lang.number(max(numbers)), "tables": len(tables)}
    return [
        lang.say("estimate.between", **values),
        *outcome(result, lang, more_than),
        *(caution(code, lang) for code in _warnings(result)),
        *method(result, lang),
        made(getattr(result, "seed", None), table, lang),
    ]


def documented(overlaps: Overlaps, lang: Language) -> str:
    """The documented number and the lists behind it."""
    sizes = [f"{name} ({lang.number(size)})" for name, size in overlaps.sizes.items()]
    return lang.say(
        "estimate.documented", n=lang.number(overlaps.n), lists=len(overlaps.lists), sizes=lang.listed(sizes)
    )


def outcome(result: Result, lang: Language, more_than: float | None = None) -> list[str]:
    """The number and its intervals, or the reason why there is none."""
    if isinstance(result, NotEstimable):
        return [lang.say("estimate.refused", why=reason(result, lang))]
    shown = {name: _number(value, lang) for name, value in figures(result).items()}
    hidden = {name: shown[f"undocumented_{name}"] for name in ("total", "low", "high")}
    key = "estimate.total" if result.draws.size else "estimate.bound"
    ends = {name: shown[name] for name in ("total", "low", "high", "low80", "high80")}
    lines = [lang.say(key, **ends), lang.say("estimate.hidden", **hidden)]
    if result.draws.size:
        x = threshold(result.n) if more_than is None else more_than
        share = round(100 * result.undocumented_more_than(x))
        lines.append(lang.say("estimate.more_than", x=lang.number(round(x)), share=share))
    return lines


def threshold(n: int) -> int:
    """The x of "more than x are in no list" where nobody gave one: half the documented number, to one figure."""
    return rounded(n / 2, 1) or 1


def method(result: Result, lang: Language) -> list[str]:
    """How it was estimated, with sources, and the model where there is one."""
    about, model = f"estimate.about.{result.method}", result.diagnostics.get("model")
    sources = SOURCES.get(result.method, "")
    lines = [lang.say("estimate.how", text=lang.say(about), sources=sources)] if lang.knows(about) else []
    return [*lines, *([lang.say("estimate.model", model=model)] if model else [])]


def made(seed: int | None, table: str, lang: Language) -> str:
    """What makes the same answer again; `table`: a hash. No seed: nothing was drawn by chance."""
    told = lang.say("estimate.no_seed") if seed is None else seed
    return lang.say("estimate.made", table=table, version=__version__, seed=told)


def checks(left_in: Sequence[LeftIn], without: Sequence[Without], lang: Language) -> list[str]:
    """Leave-one-list-in and drop-one-list, a line for each list and method that gives something."""
    lines = []
    for row in left_in:
        for name, result in row.results.items():
            if isinstance(result, Estimate):
                verdict = lang.say("estimate.held") if row.inside(name) else lang.say("estimate.missed")
                ends = {"low": _number(round(result.low), lang), "high": _number(_whole(result.high), lang)}
                known = lang.number(row.known)
                values = {"name": row.name, "known": known, "method": named(name, lang), "verdict": verdict}
                lines.append(lang.say("estimate.known", **values, **ends))
    for one in without:
        for name, result in one.results.items():
            if isinstance(result, Estimate):
                total = _number(figures(result)["total"], lang)
                lines.append(lang.say("estimate.without", name=one.name, total=total, method=named(name, lang)))
    return lines


def panel_paragraphs(panel: Panel, lang: Language, more_than: float | None = None) -> list[str]:
    """All methods, how far they disagree, and the headline or why there is none."""
    lines = [documented(panel.overlaps, lang)]
    for name, result in panel.results.items():
        lines.append(f"{named(name, lang)}{lang.say('site.colon')} {outcome(result, lang)[0]}")
    if panel.disagreement is not None:
        lines.append(lang.say("estimate.index", index=f"{panel.disagreement:.2f}"))
    if panel.chosen:
        lines.append(lang.say("estimate.chosen", method=named(panel.chosen, lang), reason=panel.reason))
    lines += outcome(panel.headline, lang, more_than)
    lines += [caution(code, lang) for code in _warnings(panel.headline)]
    lines += checks(panel.left_in, panel.without, lang)
    for name in (*panel.results, panel.headline.method):
        about = lang.say("estimate.how", text=lang.say(f"estimate.about.{name}"), sources=SOURCES[name])
        if name != panel.headline.method or isinstance(panel.headline, Estimate):
            lines.append(f"{named(name, lang)}{lang.say('site.colon')} {about}")
    return [*dict.fromkeys(lines), made(panel.seed, panel.overlaps.hash, lang)]


def strata_paragraphs(strata: Strata, lang: Language) -> list[str]:
    """Each stratum, all pooled, and the sum."""
    rows = [
        *strata.results.items(),
        (lang.say("estimate.pooled"), strata.pooled),
        (lang.say("estimate.sum"), strata.total),
    ]
    lines = []
    if strata.imputed:
        values = {"missing": lang.number(strata.imputed), "n": lang.number(strata.pooled.n), "sets": strata.sets}
        lines.append(lang.say("estimate.imputed", **values))
    for name, result in rows:
        lines.append(f"{name} ({lang.number(result.n)}){lang.say('site.colon')} {outcome(result, lang)[0]}")
        lines += [f"    {caution(code, lang)}" for code in _warnings(result)]
    return lines


def named(method: str, lang: Language) -> str:
    """A method's name; its code where it has no words."""
    key = f"estimate.name.{method}"
    return lang.say(key) if lang.knows(key) else method


def _warnings(result: Result) -> Iterable[str]:
    return result.warnings if isinstance(result, Estimate) else ()


def _fact(value: Any, lang: Language) -> str:
    if value is None or value == []:
        return lang.say("estimate.nothing")
    if isinstance(value, float):
        return _number(rounded(value, 3), lang)
    if isinstance(value, int):
        return lang.number(value)
    if isinstance(value, str | dict):
        return str(value)
    return lang.listed([_fact(one, lang) for one in value])


def _whole(value: float) -> int | None:
    return round(value) if isfinite(value) else None


def _number(value: int | None, lang: Language) -> str:
    return "∞" if value is None else lang.number(value)
