"""Invented statements of reasons, as rows and as the files that an import leaves behind."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from sijill.statements.fields import ARRAYS, LONG_TEXTS, NOT_IN_LIGHT
from sijill.tables.arrow import to_arrow
from sijill.tables.engines import filled
from sijill.tables.statements import JOINED, STATEMENT, folder_of

Row = dict[str, Any]
DAY = date(2025, 7, 1)
PLATFORMS = ("Invented Shopping", "Invented Shopping", "Invented Shopping", "Invented Talk", "Invented Video")
CIVIC = "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS"
CATEGORIES = (
    CIVIC,
    "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY",
    "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
    "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
    None,
)
VISIBILITY = ("DECISION_VISIBILITY_CONTENT_REMOVED", "DECISION_VISIBILITY_CONTENT_DEMOTED")
UNION = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
LIGHT = f" {' '.join([*sorted(NOT_IN_LIGHT), *(f'{name}_hash' for name in LONG_TEXTS)])} "


def statement(number: int, **given: Any) -> Row:
    """One statement with every column; what is not given is empty."""
    day = given.get("day", DAY)
    usual = {
        "uuid": f"invented-{number:06d}",
        "platform_name": PLATFORMS[0],
        "puid": f"puid-{number}",
        "created_at": datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
        "schema_version": 2,
        "variant": "full",
        "left_out": " ",
        "day": day,
        "source": "global-full",
    }
    return _joined(filled(STATEMENT, usual | given))


def _joined(row: Row) -> Row:
    return row | {f"{name}{JOINED}": " ".join(row[name] or []) or None for name in ARRAYS}


def drawn(count: int, seed: int = 20250701, days: int = 40, **given: Any) -> list[Row]:
    """Statements that differ in every way that reports ask about, drawn from one seed."""
    dice = random.Random(seed)
    return [_joined(_drawn(dice, number, days) | given) for number in range(count)]


def _drawn(dice: random.Random, number: int, days: int) -> Row:
    choice = dice.choice
    day = DAY + timedelta(days=dice.randrange(days))
    applied = day - timedelta(days=dice.randrange(-1, 4))
    content = choice([None, applied - timedelta(days=dice.randrange(-2, 400))])
    illegal = dice.random() < 0.3
    ground = choice(["DECISION_GROUND_ILLEGAL_CONTENT"]) if illegal else "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    words = choice([None, dice.randrange(3), dice.randrange(1000)])
    left_out = choice([" ", " ", LIGHT])
    if left_out != " ":
        words = None
    return statement(
        number,
        platform_name=choice(PLATFORMS),
        day=day,
        created_at=datetime(day.year, day.month, day.day, dice.randrange(24), tzinfo=UTC),
        application_date=choice([applied, applied, None]),
        content_date=content,
        category=choice(CATEGORIES),
        category_addition=choice([None, [], [CIVIC], [CIVIC, CATEGORIES[2]]]),
        category_specification=choice([None, [], ["KEYWORD_OTHER"], ["KEYWORD_PHISHING", "KEYWORD_OTHER"]]),
        content_language=choice([None, "EN", "MT", "AR"]),
        content_type=choice([["CONTENT_TYPE_TEXT"], ["CONTENT_TYPE_TEXT", "CONTENT_TYPE_TEXT", "CONTENT_TYPE_VIDEO"]]),
        territorial_scope=None if left_out != " " else choice([None, ["MT"], list(UNION), ["MT", "IT"]]),
        decision_visibility=choice([None, [], list(VISIBILITY), [VISIBILITY[0]]]),
        end_date_visibility_restriction=choice([None, None, DAY]),
        decision_monetary=choice([None, None, "DECISION_MONETARY_OTHER"]),
        account_type=choice([None, "ACCOUNT_TYPE_PRIVATE"]),
        decision_account=choice([None, None, "DECISION_ACCOUNT_SUSPENDED"]),
        end_date_account_restriction=choice([None, date(2039, 1, 1)]),
        decision_provision=choice([None, None, "DECISION_PROVISION_TOTAL_SUSPENSION"]),
        decision_ground=ground,
        illegal_content_legal_ground=choice(["An invented act, 3", None, ""]) if illegal else None,
        illegal_content_explanation_hash=words if illegal else None,
        incompatible_content_ground=None if illegal else choice(["Our rules, 7", None]),
        incompatible_content_explanation_hash=None if illegal else words,
        incompatible_content_illegal=None if illegal else choice(["Yes", "No", None]),
        decision_facts_hash=words,
        source_type=choice(["SOURCE_VOLUNTARY", "SOURCE_TRUSTED_FLAGGER", "SOURCE_ARTICLE_16", None]),
        source_identity=choice([None, "An invented office"]),
        automated_detection=choice(["Yes", "No"]),
        automated_decision=choice(
            ["AUTOMATED_DECISION_FULLY", "AUTOMATED_DECISION_PARTIALLY", "AUTOMATED_DECISION_NOT_AUTOMATED"]
        ),
        variant="full" if left_out == " " else "light",
        left_out=left_out,
    )


def write(root: Path, rows: Iterable[Mapping[str, Any]]) -> list[Path]:
    """The files of these statements under `root`, a folder `statements`: one per day and source."""
    dumps: dict[tuple[date, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        dumps.setdefault((row["day"], row["source"]), []).append(row)
    return [_file(root, day, source, held) for (day, source), held in dumps.items()]


def _file(root: Path, day: date, source: str, rows: Sequence[Mapping[str, Any]]) -> Path:
    folder = folder_of(root, day, source)
    folder.mkdir(parents=True)
    path = folder / "part-00000-00000.parquet"
    pq.write_table(to_arrow(STATEMENT, rows), path)
    return path
