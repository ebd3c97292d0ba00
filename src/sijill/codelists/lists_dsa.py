"""The codes of the EU's Digital Services Act: the database of statements of reasons and the harmonised reports.

They are another body's codes and keep its spelling: upper case, and longer than ours. `since` and `retired` are
the days of the schemas of 25 September 2023 and 1 July 2025.
"""

from __future__ import annotations

from sijill.codelists.spec import Extra, ListSpec, yes_no

LONGEST = 80  # characters of the longest code of another body; the longest today has 69


def _dsa(name: str, title_en: str, title_ar: str, doc: str, shape: str, *extra: Extra) -> ListSpec:
    return ListSpec(name, title_en, title_ar, doc, shape=shape, longest=LONGEST, extra=extra)


DSA_LISTS: tuple[ListSpec, ...] = (
    _dsa(
        "dsa_categories",
        "Categories of the DSA",
        "فئات قانون الخدمات الرقمية",
        "What is said to be wrong with content, in the EU's closed list.",
        "STATEMENT_CATEGORY_[A-Z_]+",
        Extra("annex", "Number in Annex I, part 2; empty: not in it.", shape=r"\d{1,2}", empty=True),
        Extra("parts", "Parts of a harmonised report it may stand in.", shape="[3-6]( [3-6])*", empty=True),
        yes_no("statements", "The EU's database accepts it in a new statement of reasons."),
    ),
    _dsa(
        "dsa_keywords",
        "Sub-categories of the DSA",
        "الفئات الفرعية لقانون الخدمات الرقمية",
        "What is said to be wrong, more closely; the EU's database does not force a match with the category.",
        "KEYWORD_[A-Z_]+",
        Extra("category", "Its category in Annex I, part 2.", codes_of="dsa_categories", empty=True),
        Extra("annex", "Label in Annex I, part 2; empty: not in it.", shape=r"\d{1,2}[a-z]", empty=True),
    ),
    _dsa(
        "dsa_visibility",
        "Restrictions of visibility",
        "تقييد الظهور",
        "What was done to the visibility of content (field decision_visibility).",
        "DECISION_VISIBILITY_[A-Z_]+",
    ),
    _dsa(
        "dsa_monetary",
        "Restrictions of payments",
        "تقييد المدفوعات",
        "What was done to payments (field decision_monetary).",
        "DECISION_MONETARY_[A-Z_]+",
    ),
    _dsa(
        "dsa_provision",
        "Restrictions of the service",
        "تقييد الخدمة",
        "What was done to the provision of the service (field decision_provision).",
        "DECISION_PROVISION_[A-Z_]+",
    ),
    _dsa(
        "dsa_account",
        "Restrictions of accounts",
        "تقييد الحساب",
        "What was done to the account (field decision_account).",
        "DECISION_ACCOUNT_[A-Z_]+",
    ),
    _dsa(
        "dsa_account_types",
        "Types of account",
        "أنواع الحسابات",
        "Whose account it is (field account_type).",
        "ACCOUNT_TYPE_[A-Z_]+",
    ),
    _dsa(
        "dsa_grounds",
        "Grounds of a decision",
        "أسس القرار",
        "Whether the law or the platform's own terms are named (field decision_ground).",
        "DECISION_GROUND_[A-Z_]+",
    ),
    _dsa(
        "dsa_content_types",
        "Types of content",
        "أنواع المحتوى",
        "What the content is (field content_type).",
        "CONTENT_TYPE_[A-Z_]+",
    ),
    _dsa(
        "dsa_sources",
        "What led to a decision",
        "منشأ القرار",
        "Who brought the content to the platform's knowledge (field source_type).",
        "SOURCE_[A-Z0-9_]+",
    ),
    _dsa(
        "dsa_decisions",
        "Automated decision",
        "آلية القرار",
        "Whether a machine took the decision (field automated_decision).",
        "AUTOMATED_DECISION_[A-Z_]+",
    ),
    _dsa(
        "dsa_yes_no",
        "Yes or no",
        "نعم أو لا",
        "Fields automated_detection and incompatible_content_illegal.",
        "Yes|No",
    ),
)
