"""The fields of a statement of reasons in the dumps of the EU database: their order, kinds and older names.

Source: EU DSA Transparency Database, its daily dumps and `app/Models/Statement.php` as of 24 June 2026. Schema 1 stood
from 25 September 2023 to 30 June 2025, schema 2 stands since 1 July 2025. Which of the two a file has is told by its
header and never by its date.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

V2 = (
    "uuid", "decision_visibility", "decision_visibility_other", "end_date_visibility_restriction",
    "decision_monetary", "decision_monetary_other", "end_date_monetary_restriction", "decision_provision",
    "end_date_service_restriction", "decision_account", "end_date_account_restriction", "account_type",
    "decision_ground", "decision_ground_reference_url", "illegal_content_legal_ground",
    "illegal_content_explanation", "incompatible_content_ground", "incompatible_content_explanation",
    "incompatible_content_illegal", "category", "category_addition", "category_specification",
    "category_specification_other", "content_type", "content_type_other", "content_language", "content_date",
    "content_id_ean", "territorial_scope", "application_date", "decision_facts", "source_type", "source_identity",
    "automated_detection", "automated_decision", "platform_name", "platform_uid", "created_at",
)  # fmt: skip
NEW_IN_V2 = "content_id_ean"
V1 = tuple(name for name in V2 if name != NEW_IN_V2)
NOT_IN_LIGHT = frozenset(
    {"illegal_content_explanation", "incompatible_content_explanation", "territorial_scope", "decision_facts"}
)
OURS = MappingProxyType({"platform_uid": "puid"})  # the dumps' name -> the API's name, which the catalog uses

ARRAYS = ("decision_visibility", "category_addition", "category_specification", "content_type", "territorial_scope")
DATES = (
    "end_date_visibility_restriction", "end_date_monetary_restriction", "end_date_service_restriction",
    "end_date_account_restriction", "content_date", "application_date",
)  # fmt: skip
CODES = (
    "decision_monetary", "decision_provision", "decision_account", "account_type", "decision_ground",
    "incompatible_content_illegal", "category", "source_type", "automated_detection", "automated_decision",
)  # fmt: skip
LONG_TEXTS = ("illegal_content_explanation", "incompatible_content_explanation", "decision_facts")
# What a statement cannot be told apart or counted without: an import that chooses columns keeps these.
KEYS = ("uuid", "platform_name", "created_at")

CATEGORY_NOW: Mapping[str, str] = MappingProxyType(
    {
        "STATEMENT_CATEGORY_UNSAFE_AND_ILLEGAL_PRODUCTS": "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS",
        "STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE": "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
    }
)
"""Categories of schema 1 that schema 2 only renamed. Those it dropped stay as they are."""

KEYWORD_NOW: Mapping[str, str] = MappingProxyType(
    {
        "KEYWORD_ONLINE_BULLYING_INTIMIDATION": "KEYWORD_CYBER_BULLYING_INTIMIDATION",
        "KEYWORD_INSUFFICIENT_INFORMATION_TRADERS": "KEYWORD_INSUFFICIENT_INFORMATION_ON_TRADERS",
        "KEYWORD_DISINFORMATION": "KEYWORD_MISINFORMATION_DISINFORMATION",
        "KEYWORD_NON_CONSENSUAL_ITEMS_DEEPFAKE": "KEYWORD_NON_CONSENSUAL_MATERIAL_DEEPFAKE",
    }
)
"""Keywords of schema 1 that schema 2 only renamed. MISINFORMATION and FOREIGN_INFORMATION_MANIPULATION, which it
joined to a wider one, stay as they are: a narrower word cannot be had back from a wider one."""

RENAMED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"category": CATEGORY_NOW, "category_addition": CATEGORY_NOW, "category_specification": KEYWORD_NOW}
)
"""Field of the dumps -> its values of schema 1 that have another name in schema 2."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the header of a dump says: `schema` 1 or 2, `variant` full or light, the columns in their order."""

    schema: int
    variant: str
    columns: tuple[str, ...]


def _shapes() -> tuple[Shape, ...]:
    return tuple(
        Shape(schema, variant, tuple(name for name in columns if variant == "full" or name not in NOT_IN_LIGHT))
        for schema, columns in ((1, V1), (2, V2))
        for variant in ("full", "light")
    )


SHAPES = _shapes()
"""Full: 37 columns in schema 1, 38 in schema 2. Light: 33 and 34."""


def shape_of(header: Sequence[str]) -> Shape | None:
    """The shape with exactly these columns in this order; None if there is none."""
    return next((shape for shape in SHAPES if shape.columns == tuple(header)), None)


def ours(name: str) -> str:
    """The catalog's name of a column of the dumps."""
    return OURS.get(name, name)


def text_hash(text: str) -> int:
    """64 bits of a text, signed: the first eight bytes of its BLAKE2b. Equal where texts are."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
