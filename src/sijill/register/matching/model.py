"""What is compared, in which levels, and what each level is worth before any pair was seen. Splink 5 on DuckDB.

After Fellegi & Sunter (1969): the weight of a level is log2(m / u), m the share of it among pairs that are the same
person, u its share among pairs that are not; weights add up. On names that agree, u is the chance that another record
has all the parts of the shorter name, so that a common name says little. A missing value has weight 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from splink import SettingsCreator
from splink.comparison_level_library import CustomLevel
from splink.comparison_library import CustomComparison

from sijill.register.matching.records import VARIANTS

RARITY = "rarity"  # of a name; column `tf_rarity` holds the chance
PLACE = "place"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of agreement, the strongest first. `m` before training; `by_rarity`: how far rarity replaces u."""

    code: str
    sql: str
    m: float
    by_rarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing compared. The last level is everything else; where `missing` holds there is no evidence."""

    code: str
    missing: str
    levels: tuple[Level, ...]


# Functions that the conditions call: Splink reads the conditions with a parser that does not know lambdas.
MACROS = (
    # Has each part of the shorter name a part of the longer one that differs by a slip? Short parts must be equal.
    # ذ, ظ and ث are written d, z, t, dh or th.
    """create or replace macro slipped(x, y) as translate(x, 'dz', 'tt') = translate(y, 'dz', 'tt')
        or damerau_levenshtein(x, y) <= case
        when least(length(x), length(y)) < 4 then 0 when least(length(x), length(y)) < 7 then 1 else 2 end""",
    """create or replace macro parts_near(a, b) as 1 = list_min(list_transform(
        if(len(a) <= len(b), a, b), lambda x: list_max(list_transform(
        if(len(a) <= len(b), b, a), lambda y: slipped(x, y)::int))))""",
    "create or replace macro within_other(a, b) as list_has_all(a, b) or list_has_all(b, a)",
    """create or replace macro in_common(a, b) as len(list_intersect(a, b))""",
    # Two known given names are different names where four letters in ten differ.
    """create or replace macro other_name(a, b) as coalesce(
        levenshtein(a, b) >= 0.4 * greatest(length(a), length(b)), false)""",
    """create or replace macro given_apart(g, h) as
        other_name(g, h)""",
    """create or replace macro days_apart(from_a, to_a, from_b, to_b) as
        greatest(from_a - to_b, from_b - to_a)""",
    """create or replace macro years_apart(born_a, age_a, born_b, age_b) as
        coalesce(abs(born_a - born_b), abs(age_a - age_b))""",
    """create or replace macro slip(a, b) as
        (year(a) = year(b) and day(a) = month(b) and month(a) = day(b))
        or (abs(year(a) - year(b)) = 1 and day(a) = day(b) and month(a) = month(b))""",
)  # fmt: skip


def comparisons(columns: Sequence[str], *, two_names: bool) -> tuple[Comparison, ...]:
    """The comparisons for which `columns` hold anything; `two_names`: some records have a name in two forms."""
    known = [_names(two_names), _days(), _places(), _years(), _sex(), _body("organization"), _body("role")]
    needs = {"names": "text1", "days": "day_from", "places": "place", "years": "age", "sex": "sex"}
    present = set(columns) | ({"place"} if "country" in columns else set())
    present |= {"age"} if "born" in columns else set()
    return tuple(one for one in known if needs.get(one.code, one.code) in present)


def _names(two_names: bool) -> Comparison:
    variants = VARIANTS if two_names else VARIANTS[:1]

    def any_form(condition: str) -> str:
        ways = [condition.replace("@l", f"{a}_l").replace("@r", f"{b}_r") for a, b in product(variants, variants)]
        return " or ".join(f"({way})" for way in ways)

    turned = "list_contains(keys@r, first@l) and list_contains(keys@l, first@r) and first@l <> first@r"
    apart = f"(given_apart(given@l, given@r) and not ({turned}))"
    two = "len(keys@l) > 1 and len(keys@r) > 1"
    first = "(list_contains(keys@l, first@r) or list_contains(keys@r, first@l))"
    # Of long names all but one part must be equal for a likeness of the whole to count: cousins share most parts.
    alike = "jaro_winkler_similarity(joined@l, joined@r) >= "
    all_but_one = "bit_count(bits@l & bits@r) >= least(len(keys@l), len(keys@r)) - 1"
    half = "bit_count(bits@l & bits@r) >= least(len(keys@l), len(keys@r)) // 2"
    may = f"(len(keys@l) <> len(keys@r) or {alike} 0.8)"
    near = f"({alike} 0.95 or ({all_but_one} and {alike} 0.92) or ({half} and {may} and parts_near(keys@l, keys@r)))"
    given = "(jaro_winkler_similarity(first@l, first@r) >= 0.78 or " + first + ")"
    # The cheap test stands before the dear one: most pairs end there.
    may_hold = "(bits@l & bits@r = bits@l or bits@l & bits@r = bits@r)"
    within = f"{may_hold} and within_other(keys@l, keys@r)"
    several = "bit_count(bits@l & bits@r) > 1 and in_common(keys@l, keys@r) > 1"
    levels = (
        Level("same-spelling", any_form("text@l = text@r"), 0.25, 1.0),
        Level("same-names", any_form("symbols@l = symbols@r"), 0.12, 1.0),
        Level(
            "names-within",
            any_form(
                "(signs@l & signs@r = signs@l or signs@l & signs@r = signs@r) and within_other(symbols@l, symbols@r)"
            ),
            0.18,
            1.0,
        ),
        Level("same-consonants", any_form(f"keys@l = keys@r and not {apart}"), 0.15, 1.0),
        Level("consonants-within", any_form(f"{within} and not {apart}"), 0.1, 1.0),
        Level("near", any_form(f"{two} and {given} and {near} and not {apart}"), 0.08, 0.6),
        Level(
            "likely",
            any_form(f"{two} and {alike} 0.85 and {given} and not {apart}"),
            0.03,
            0.3,
        ),
        Level("given-and-another", any_form(f"{several} and {first} and not {apart}"), 0.03, 0.3),
        Level("two-parts", any_form(f"{several} and not {apart}"), 0.01),
        Level("vowels-apart", any_form(within), 0.02, 0.5),
        Level("given-apart", any_form(f"{alike} 0.85 and {apart}"), 0.01),
        Level("one-part", any_form("bits@l & bits@r <> 0 and list_has_any(keys@l, keys@r)"), 0.02),
        Level("else", "ELSE", 0.02),
    )
    return Comparison("names", "text1_l is null or text1_r is null", levels)


def _days() -> Comparison:
    gap = "days_apart(day_from_l, day_to_l, day_from_r, day_to_r)"
    both_days = "day_from_l = day_to_l and day_from_r = day_to_r"
    levels = (
        Level("same-day", f"{both_days} and day_from_l = day_from_r", 0.7),
        Level("one-day", f"{both_days} and {gap} <= 1", 0.08),
        Level("overlap", f"{gap} <= 0 and least(day_to_l - day_from_l, day_to_r - day_from_r) <= 62 "
              "and greatest(day_to_l - day_from_l, day_to_r - day_from_r) <= 62", 0.08),
        Level("overlap-wide", f"{gap} <= 0", 0.05),
        Level("week", f"{gap} <= 7", 0.05),
        Level("slip", f"{both_days} and slip(day_from_l, day_from_r)", 0.01),
        Level("month", f"{gap} <= 31", 0.02),
        Level("else", "ELSE", 0.01),
    )  # fmt: skip
    missing = "day_from_l is null or day_to_l is null or day_from_r is null or day_to_r is null"
    return Comparison("days", missing, levels)


def _places() -> Comparison:
    levels = (
        Level("same-place", "place_l = place_r", 0.6, 1.0),
        Level(
            "near-place",
            "list_has_any(place_parts_l, place_parts_r) or jaro_winkler_similarity(place_l, place_r) >= 0.9",
            0.2,
        ),
        Level("same-country", "country_l = country_r and (place_l is null or place_r is null)", 0.05),
        Level("other-place", "country_l = country_r", 0.1),
        Level("else", "ELSE", 0.05),
    )
    missing = "(place_l is null or place_r is null) and (country_l is null or country_r is null)"
    return Comparison("places", missing, levels)


def _years() -> Comparison:
    gap = "years_apart(born_l, age_l, born_r, age_r)"
    levels = (
        Level("same-age", f"{gap} <= 0.55", 0.6),
        Level("one-year", f"{gap} <= 1.1", 0.25),
        Level("two-years", f"{gap} <= 2.1", 0.07),
        Level("five-years", f"{gap} <= 5.5", 0.05),
        Level("else", "ELSE", 0.03),
    )
    missing = "(born_l is null or born_r is null) and (age_l is null or age_r is null)"
    return Comparison("years", missing, levels)


def _sex() -> Comparison:
    levels = (Level("same-sex", "sex_l = sex_r", 0.985), Level("else", "ELSE", 0.015))
    return Comparison("sex", "sex_l is null or sex_r is null", levels)


def _body(column: str) -> Comparison:
    left, right = f"{column}_l", f"{column}_r"
    levels = (
        Level(f"same-{column}", f"{left} = {right}", 0.5),
        Level(f"{column}-within", f"within_other({left}, {right})", 0.2),
        Level(f"{column}-word", f"list_has_any({left}, {right})", 0.1),
        Level("else", "ELSE", 0.2),
    )
    return Comparison(column, f"{left} is null or {right} is null", levels)


Weights = Mapping[str, Sequence[tuple[float, float]]]  # by comparison, (m, u) of each level, the strongest first


def settings(parts: Sequence[Comparison], weights: Weights, match_share: float) -> SettingsCreator:
    """The Splink model of these comparisons with these m and u; `match_share`: of all pairs, how many match."""
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(part, weights[part.code]) for part in parts],
        blocking_rules_to_generate_predictions=[],
        probability_two_random_records_match=match_share,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )


def _comparison(part: Comparison, weights: Sequence[tuple[float, float]]) -> Any:
    missing = CustomLevel(part.missing, "missing").configure(is_null_level=True)
    levels = [_level(level, m, u, part) for level, (m, u) in zip(part.levels, weights, strict=True)]
    return CustomComparison([missing, *levels], output_column_name=part.code)


def _level(level: Level, m: float, u: float, part: Comparison) -> Any:
    made = CustomLevel(level.sql, level.code).configure(m_probability=m, u_probability=u)
    if not level.by_rarity:
        return made
    column = RARITY if part.code == "names" else PLACE
    return made.configure(
        tf_adjustment_column=column,
        tf_adjustment_weight=level.by_rarity,
        disable_tf_exact_match_detection=True,
    )
