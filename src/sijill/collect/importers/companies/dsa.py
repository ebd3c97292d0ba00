"""Decisions by month and platform, from the EU's database of statements of reasons (Art. 24(5) of Regulation (EU) 2022/2065).

Two tables, made from the daily dumps: statements by month and platform (*total*), and the same by the value of one field
(*breakdown*). They are decisions that platforms say they took, no demands of authorities; one statement is counted as
one item. Values of fields for which a restriction has no column (category, type of account, whether content against the
terms was also unlawful) and statements without a value stay words: the row is kept and drafts nothing.

The database began on 25 September 2023, so the first month is a part of one.
"""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sijill.collect.draft import DraftBody, DraftFact, Refused, Row, SourceInfo
from sijill.collect.importers.companies.making import Cells, Table, fact, key_of, rows_of
from sijill.collect.importers.problems import Problem
from sijill.collect.importers.ranges import count
from sijill.collect.importers.words import did_you_mean, near, squeezed

SOURCE = SourceInfo(
    "eu-dsa-database", "EU database of statements of reasons", "public-authority", "eu-dsa-database",
    rows_shown=True, licence="CC BY 4.0", url="https://doi.org/10.2906/134353607485211",
)  # fmt: skip
_MONTH = re.compile(r"20\d{2}-(?:0[1-9]|1[0-2])")
_FIRST, _FIRST_PART = "2023-09", "2023-09-25/2023-09-30"
_EMPTY = ""
# field -> (our column, value -> code); a field without a table has no column of ours.
_FIELDS: dict[str, tuple[str, dict[str, str]]] = {
    "automated_decision": (
        "automated_decision",
        {
            "AUTOMATED_DECISION_FULLY": "fully",
            "AUTOMATED_DECISION_PARTIALLY": "partly",
            "AUTOMATED_DECISION_NOT_AUTOMATED": "not-automated",
        },
    ),
    "automated_detection": ("automated_detection", {"Yes": "yes", "No": "no"}),
    "content_type": (
        "object",
        {
            "CONTENT_TYPE_APP": "app",
            "CONTENT_TYPE_AUDIO": "audio",
            "CONTENT_TYPE_IMAGE": "image",
            "CONTENT_TYPE_PRODUCT": "product",
            "CONTENT_TYPE_SYNTHETIC_MEDIA": "synthetic-media",
            "CONTENT_TYPE_TEXT": "text",
            "CONTENT_TYPE_VIDEO": "video",
            "CONTENT_TYPE_OTHER": "other-content",
        },
    ),
    "decision_account": (
        "measure",
        {"DECISION_ACCOUNT_SUSPENDED": "account-suspended", "DECISION_ACCOUNT_TERMINATED": "account-ended"},
    ),
    "decision_ground": (
        "ground",
        {"DECISION_GROUND_ILLEGAL_CONTENT": "law", "DECISION_GROUND_INCOMPATIBLE_CONTENT": "terms"},
    ),
    "decision_monetary": (
        "measure",
        {
            "DECISION_MONETARY_SUSPENSION": "monetary-suspended",
            "DECISION_MONETARY_TERMINATION": "monetary-ended",
            "DECISION_MONETARY_OTHER": "monetary",
        },
    ),
    "decision_provision": (
        "measure",
        {
            f"DECISION_PROVISION_{how}_{what}": "service-limited"
            for how in ("PARTIAL", "TOTAL")
            for what in ("SUSPENSION", "TERMINATION")
        },
    ),
    "decision_visibility": (
        "measure",
        {
            "DECISION_VISIBILITY_CONTENT_REMOVED": "removed",
            "DECISION_VISIBILITY_CONTENT_DISABLED": "disabled",
            "DECISION_VISIBILITY_CONTENT_DEMOTED": "demoted",
            "DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED": "age-restricted",
            "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED": "interaction-restricted",
            "DECISION_VISIBILITY_CONTENT_LABELLED": "labelled",
            "DECISION_VISIBILITY_OTHER": "visibility",
        },
    ),
    "source_type": (
        "detected_by",
        {
            "SOURCE_ARTICLE_16": "user-notice",
            "SOURCE_TRUSTED_FLAGGER": "trusted-flagger",
            "SOURCE_TYPE_OTHER_NOTIFICATION": "other-notice",
            "SOURCE_VOLUNTARY": "own-initiative",
        },
    ),
}
_WORDS_ONLY = frozenset({"account_type", "category", "incompatible_content_illegal"})


def read(path: Path) -> Iterator[Row | Refused]:
    """The rows of one of the two tables, told by its header."""
    return rows_of(path, _TABLES)


def _month(cells: Cells) -> str:
    month = cells["month"].strip()
    if not _MONTH.fullmatch(month):
        message = (
            "Column 'month' holds no month such as 2024-05. A spreadsheet may have written it anew; fetch the file."
        )
        raise Problem("month", "impossible-date", message)
    return _FIRST_PART if month == _FIRST else month


def _total_key(cells: Cells) -> str:
    return key_of("dsa-monthly", cells["month"], _platform(cells))


def _platform(cells: Cells) -> str:
    name = squeezed(cells["platform"])
    if not name:
        raise Problem("platform", "missing-key", "Column 'platform' is empty: whose decisions are these?")
    return name


def _total(cells: Cells, key: str) -> Iterator[DraftFact]:
    yield _restrictions(cells, key, "total")


def _value_key(cells: Cells) -> str:
    return key_of("dsa-monthly", cells["month"], _platform(cells), cells["field"], cells["variant"] or "none")


def _by_value(cells: Cells, key: str) -> Iterator[DraftFact]:
    field, value = cells["field"].strip(), cells["variant"].strip()
    _month(cells)
    count(cells, "statements")
    if field in _WORDS_ONLY or (field in _FIELDS and value == _EMPTY):
        return
    if field not in _FIELDS:
        message = f"Column 'field' names none of the database's fields.{did_you_mean(near(field, _FIELDS))}"
        raise Problem("field", "unknown-code", message)
    column, codes = _FIELDS[field]
    if value not in codes:
        message = f"Column 'variant' holds no value of the field {field}.{did_you_mean(near(value, codes))}"
        raise Problem("variant", "unknown-code", message)
    yield _restrictions(cells, key, "breakdown", **{column: codes[value]})


def _restrictions(cells: Cells, key: str, level: str, **values: str) -> DraftFact:
    platform = DraftBody(_platform(cells), "platform")
    return fact(
        "restriction", key, {"company": platform}, {"items": count(cells, "statements")}, (),
        level=level, series="dsa-monthly", applied=_month(cells), decider="company", **values,
    )  # fmt: skip


_TABLES = (
    Table(
        "monthly_by_platform_field",
        frozenset({"month", "platform", "field", "variant", "statements"}),
        _value_key,
        _by_value,
    ),
    Table("monthly_by_platform", frozenset({"month", "platform", "statements"}), _total_key, _total),
)
