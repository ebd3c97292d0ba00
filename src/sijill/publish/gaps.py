"""What the tables of report `disparities` say of gaps between groups, in words. Pure.

Worked out from the counts that are shown and from nothing else, so that whoever reads the table could have done the
same: a group of which one count is hidden is left out of every comparison, and named as left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor

from sijill.publish.labels import code_label, dimension_label
from sijill.publish.reports.disparities import ASKED, COUNTS, DERIVED, RATES, audit_of
from sijill.publish.text import LANGUAGES, Language
from sijill.stats.disparity import Audit, CannotTell, Gap, NotFound, Question, Rate
from sijill.stats.table import TOTAL, PublicTable

Text = Mapping[str, str]


def gaps(table: PublicTable) -> tuple[Text, ...]:
    """A paragraph for each question, and one for what is left out; nothing for a table of another report."""
    if table.derived != DERIVED or len(table.dimensions) != 1:
        return ()
    said = [list(_paragraphs(table, lang)) for lang in LANGUAGES]
    return tuple(
        {lang.code: text for lang, text in zip(LANGUAGES, texts, strict=True)} for texts in zip(*said, strict=True)
    )


def _paragraphs(table: PublicTable, lang: Language) -> Iterator[str]:
    (dimension,) = table.dimensions
    by = dimension_label(dimension, lang)
    for question, pair in RATES.items():
        asked = lang.say(f"gaps.{question}")
        shown, hidden = _groups(table, (*pair, ASKED[question]))
        groups = [code for code in shown if table.cells[pair[1], (code,)].value]  # somebody's answer is known
        if len(groups) < 2:
            if hidden:
                yield lang.say("gaps.none", by=by, question=asked)
            continue
        if hidden:
            names = lang.listed([code_label(dimension, code, lang) for code in hidden])
            yield lang.say("gaps.hidden", by=by, question=asked, groups=names)
        names_of = {code: code_label(dimension, code, lang) for code in groups}
        said = _said(audit_of(groups, _counts(table, groups), question), names_of, lang)
        yield lang.say("gaps.lead", by=by, question=asked, said=lang.say("gaps.then").join(said))
    groups, _ = _groups(table, ("reversed", "appeal_decided", "acted"))
    rates = [
        one for one in audit_of(groups, _counts(table, groups), Question.WRONG).rates if one.yes + one.no + one.unknown
    ]
    if rates:
        bounds = [_bounds(one, code_label(dimension, one.group, lang), lang) for one in rates]
        yield lang.say("gaps.wrong", by=by, said=lang.say("gaps.then").join(bounds))


def _groups(table: PublicTable, measures: Sequence[str]) -> tuple[list[str], list[str]]:
    """The groups of which all these counts are shown, and the others."""
    codes = [code for code in table.dimensions[0].codes if code != TOTAL]
    shown = [code for code in codes if all(table.cells[one, (code,)].value is not None for one in measures)]
    return shown, [code for code in codes if code not in shown]


def _counts(table: PublicTable, groups: Sequence[str]) -> list[dict[str, int]]:
    """The counts of groups; one that is hidden is 0 here, and no question is asked that needs it."""
    return [{one: table.cells[one, (code,)].value or 0 for one in COUNTS} for code in groups]


def _said(audit: Audit, names: Mapping[str, str], lang: Language) -> list[str]:
    rates = {one.group: one for one in audit.rates}
    silent = [names[gap.group] for gap in audit.gaps if isinstance(gap.finding, CannotTell)]
    said = [
        _gap(gap, rates[gap.group], names[gap.group], lang)
        for gap in audit.gaps
        if not isinstance(gap.finding, CannotTell)
    ]
    return [*said, lang.say("gaps.cannot", groups=lang.listed(silent))] if silent else said


def _gap(gap: Gap, rate: Rate, name: str, lang: Language) -> str:
    own = rate.value or 0.0
    values = {"group": name, "rate": round(100 * own), "others": round(100 * (own - (gap.value or 0.0)))}
    if not isinstance(gap.finding, NotFound):
        ends = {"low": _signed(floor(100 * gap.low)), "high": _signed(ceil(100 * gap.high))}
        return lang.say("gaps.found", **values, **ends)
    sides = {"more": gap.finding.rise, "less": gap.finding.fall}
    smallest = {
        side: lang.say(f"gaps.{side}", points=ceil(100 * one)) for side, one in sides.items() if one is not None
    }
    either = lang.say("gaps.either", **smallest) if len(smallest) == 2 else next(iter(smallest.values()))
    return lang.say("gaps.not_found", **values, smallest=either)


def _signed(points: int) -> str:
    return f"+{points}" if points > 0 else str(points).replace("-", "−")


def _bounds(rate: Rate, name: str, lang: Language) -> str:
    return lang.say("gaps.bounds", group=name, low=floor(100 * rate.floor), high=ceil(100 * rate.ceiling))
