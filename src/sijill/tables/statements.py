"""Statements of reasons in bulk: their columns, and where they lie on disk.

    <home>/statements/day=2026-01-10/source=global-full/part-00000-00000.parquet
                                                        _manifest.json

`day` is the day of the dump; `source` is the rest of its name, so that a day may hold `global-full` or
`tiktok-light`. A folder `source=...` is written under another name and renamed to its place whole: what is there
is complete. Its rows carry `day` and `source` as columns too. What begins with an underscore is no table: Spark,
Hive and Arrow pass over it. The database never holds any of it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sijill.tables.schema import Column, Kind, Table, day, ident, moment, number, text

PARTS = "part-*.parquet"
MANIFEST = "_manifest.json"
JOINED = "_joined"


def _codes(name: str, codelist: str, doc: str) -> Column:
    return Column(name, Kind.CODES, doc, codelist=codelist, nullable=True)


def _code(name: str, codelist: str, doc: str) -> Column:
    return Column(name, Kind.CODE, doc, codelist=codelist, nullable=True)


def _joined(name: str) -> Column:
    return text(
        f"{name}{JOINED}", f"The codes of `{name}` as one text, blanks between: what is counted by.", nullable=True
    )


def _text(name: str, doc: str) -> Column:
    return text(name, doc, nullable=True)


STATEMENT = Table(
    "statement",
    "collect",
    "A statement of reasons in the EU database's own fields and codes; empty is what the platform left empty. Dumps "
    "lie as Parquet by day and source, never in the database.",
    (
        ident("uuid", "Identifier in the EU database."),
        _codes("decision_visibility", "dsa_visibility", "What was done to visibility."),
        _text("decision_visibility_other", "The same in words, for `other`."),
        day("end_date_visibility_restriction", "Until when; empty means indefinite.", nullable=True),
        _code("decision_monetary", "dsa_monetary", "What was done to money."),
        _text("decision_monetary_other", "The same in words, for `other`."),
        day("end_date_monetary_restriction", "Until when; empty means indefinite.", nullable=True),
        _code("decision_provision", "dsa_provision", "What was done to the service."),
        day("end_date_service_restriction", "Until when; empty means indefinite.", nullable=True),
        _code("decision_account", "dsa_account", "What was done to the account."),
        day("end_date_account_restriction", "Until when; empty means indefinite.", nullable=True),
        _code("account_type", "dsa_account_types", "Business or private."),
        _code("decision_ground", "dsa_grounds", "Illegal, or against the terms."),
        _text("decision_ground_reference_url", "Where the law or the terms can be read."),
        _text("illegal_content_legal_ground", "Law cited."),
        _text("illegal_content_explanation", "Why the content is held to be illegal; not in light dumps."),
        _text("incompatible_content_ground", "Clause of the terms cited."),
        _text("incompatible_content_explanation", "Why the content is held to be against it; not in light dumps."),
        _code("incompatible_content_illegal", "dsa_yes_no", "Against the terms and illegal as well; empty is not No."),
        _code("category", "dsa_categories", "Main category, in the words of schema 2."),
        _codes("category_addition", "dsa_categories", "Further categories, in the words of schema 2."),
        _codes("category_specification", "dsa_keywords", "Keywords, in the words of schema 2."),
        _text("category_specification_other", "A keyword in words."),
        _codes("content_type", "dsa_content_types", "Kind of content."),
        _text("content_type_other", "The same in words, for `other`."),
        _text("content_language", "Two capital letters of ISO 639-1, as the EU database lists them."),
        day("content_date", "When the content was posted.", nullable=True),
        _text("content_id_ean", "EAN-13 of a product; schema 2 only."),
        _codes("territorial_scope", "places", "Countries of the EEA in which it applies; not in light dumps."),
        day("application_date", "From when the decision applies.", nullable=True),
        _text("decision_facts", "Facts and circumstances relied on; not in light dumps."),
        _code("source_type", "dsa_sources", "Notice, trusted flagger, own initiative."),
        _text("source_identity", "Who gave notice."),
        _code("automated_detection", "dsa_yes_no", "Found by a machine."),
        _code("automated_decision", "dsa_decisions", "Decided by a machine."),
        text("platform_name", "Service that decided."),
        _text("puid", "The platform's own identifier, unique per platform; `platform_uid` in the dumps."),
        moment("created_at", "When the statement was filed, as the dump writes it; taken as UTC."),
        number("schema_version", "1 (37 columns) or 2 (38 columns), told by the header of the file."),
        text("variant", "`full` or `light`."),
        _code("category_as_filed", "dsa_categories", "The category as it was, where schema 2 has another word."),
        _codes("category_addition_as_filed", "dsa_categories", "The same of the further categories."),
        _codes("category_specification_as_filed", "dsa_keywords", "The same of the keywords."),
        _joined("decision_visibility"),
        _joined("category_addition"),
        _joined("category_specification"),
        _joined("content_type"),
        _joined("territorial_scope"),
        number("illegal_content_explanation_hash", "64 bits that are equal where the texts are.", nullable=True),
        number("incompatible_content_explanation_hash", "64 bits that are equal where the texts are.", nullable=True),
        number("decision_facts_hash", "64 bits that are equal where the texts are.", nullable=True),
        text(
            "left_out",
            "Columns that are empty here because the import left them out or the dump has none, each between blanks; "
            "` ` if there are none. The `_hash` of a text is named only where it is empty for the same reason.",
        ),
        day("day", "Day of the dump."),
        text("source", "The dump's name without its day: `global-full`, `tiktok-light`."),
    ),
    kept=False,
    built=False,
    apart=True,
)


def folder_of(root: Path, on: date, source: str) -> Path:
    """Where the statements of one dump lie; `root` is the home's folder `statements`."""
    return root / f"day={on.isoformat()}" / f"source={source}"


def parts(root: Path) -> list[Path]:
    """Every Parquet file of every complete dump, in the order of days, sources and parts."""
    return sorted(root.glob(f"day=*/source=*/{PARTS}"))
