"""Every rule of `sijill dsa lint`: its id, which never changes its meaning, what it asks, and where that stands.

`IR` is Implementing Regulation (EU) 2024/2835, `A2` its Annex II (part and section). A finding of the level `fault`
breaks one of their sentences; of the level `check` it is a figure that can hardly be right, and a person should look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FAULT, CHECK = "fault", "check"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: id, level, what it asks for, its source."""

    id: str
    level: str
    asks: str
    source: str


def _rules(level: str, source: str, **asks: str) -> list[Rule]:
    return [Rule(name.replace("__", "/").replace("_", "-"), level, text, source) for name, text in asks.items()]


_ALL = [
    *_rules(
        FAULT,
        "A2 I.4, RFC 4180",
        form__unreadable="A file is one of the eleven parts and can be read.",
        form__encoding="A file is UTF-8.",
        form__mark="A file begins with its header, without a byte-order mark.",
        form__delimiter="Cells are parted by commas.",
        form__header="The header is the template's, word by word; blanks at its ends do not matter.",
        form__columns="Every row has as many cells as the header.",
    ),
    *_rules(
        FAULT,
        "A2 I.1",
        form__placeholder="No text of the template stands where the provider's own belongs.",
        report__part_missing="A report has all eleven parts; looked for when part 1 or six parts are given.",
        row__missing="A part has every row of its template, for each Member State too.",
        row__unknown="A row of parts 7 to 9 is one of the template's.",
        states__missing="Orders are broken down by Member State.",
        blank__zero="A figure that could have been more than nothing is 0 and not blank.",
        blank__not_applicable="A row that does not apply to the kind of service is blank (with `--kind`).",
        service__missing="A row names its service.",
        service__several="A report is of one service.",
        text__missing="A qualitative indicator that applies to all has a text.",
    ),
    *_rules(
        FAULT,
        "A2 I.4",
        value__separator="Numbers are written without separators of thousands and with a point.",
        value__count="A count is a whole number, not negative.",
        value__hours="A median is a number of hours, not negative.",
        value__fraction="A percentage is a number from 0 to 1.",
    ),
    *_rules(
        FAULT,
        "A2 I.7",
        category__unknown="The list of high-level categories is closed.",
        category__placement="Category 15 stands only in part 6, 16 only in part 3, 17 only in part 4.",
        keyword__unknown="A sub-category is one of Annex I.",
        keyword__other_code="A sub-category of the provider's own is a row KEYWORD_OTHER with a description.",
        keyword__placement="A sub-category stands under its own category.",
        row__duplicate="Nothing is counted twice: one row for each category, description and scope.",
        other__missing="A row KEYWORD_OTHER with figures has a description.",
        other__duplicate="No two rows KEYWORD_OTHER have the same description.",
        other__catch_all="A row KEYWORD_OTHER is not a catch-all.",
        sum__sub_categories="Sub-categories add up to their category.",
        sum__total="Categories add up to TOTAL.",
    ),
    *_rules(
        FAULT,
        "A2 II.1",
        sum__member_states="Member States add up to the scope TOTAL.",
        sum__outcomes="Outcomes of complaints and disputes add up to their number.",
        sum__bases="Complaints by basis add up to all of them, with or without those on Trusted Flaggers' notices.",
        sum__part_of_whole="A part is not larger than its whole.",
        scope__unknown="The scope is TOTAL or one Member State; in parts 7 to 9 one of the template's.",
        scope__greece="Greece is EL, as Eurostat writes it.",
        scope__language="A language is two small letters, an official language of a Member State.",
    ),
    *_rules(
        FAULT,
        "IR Art. 2",
        period__form="A period is written YYYY-MM-DD/YYYY-MM-DD.",
        period__length="A period is a calendar year or, for a very large service and in 2025, a half-year.",
        period__differs="All parts of a report have the same period.",
        period__templates="The templates hold for periods from 1 July 2025.",
        period__early="A report is published after its period ended.",
        period__deadline="A report is published at the latest two months after its period ended.",
        period__previous="The latest previous report is older than this one.",
    ),
    *_rules(
        FAULT,
        "A2 II.1.1",
        identity__missing="Part 1 gives the provider's name, the day of publication and the period.",
        identity__date="Days in part 1 are written YYYY-MM-DD.",
    ),
    *_rules(FAULT, "A2 II.2", text__long="A qualitative text has at most 5000 characters."),
    *_rules(
        FAULT,
        "IR Art. 3, A2 I.5",
        version__unmarked="Of two versions of a part, the later is marked (v2, version or updated in its path).",
        version__unexplained="An updated version comes with a file of changes, their reasons and their day.",
    ),
    *_rules(
        CHECK,
        "ours, from A2 II.1",
        other__unexpected="Only rows KEYWORD_OTHER are described in that column.",
        value__hours_long="A median is not longer than the whole period; if it is, it may be in minutes.",
        blank__median="There is a median where there are cases, or contextual information says why not.",
        value__median_of_nothing="There is no median where there are no cases.",
        sum__restrictions="Every measure restricts something: restrictions are at least as many as measures.",
        sum__items="Items are at least as many as the orders or notices that named them.",
        sum__recipients="Recipients of the Member States add up to TOTAL, give or take rounding.",
        sum__staff="Moderators with linguistic expertise are not more than all moderators.",
        cross__own_initiative="Automated and other measures of part 8 are not more than the measures of parts 5 and 6.",
        cross__notices="Notices processed in part 8 are not more than the notices of part 4.",
    ),
]

RULES: Mapping[str, Rule] = {rule.id: rule for rule in _ALL}


def printed() -> str:
    """The table of docs/reference/dsa-rules.md."""
    lines = ["| rule | level | asks | source |", "|---|---|---|---|"]
    lines += [f"| `{one.id}` | {one.level} | {one.asks} | {one.source} |" for one in RULES.values()]
    return "\n".join(lines)
