"""Which codelists there are: name, titles, what each says, its unknowns, its extra columns.

One list is one CSV file with the name written here. To add a list: the file, and one entry below.
"""

from __future__ import annotations

from sijill.codelists.lists_dsa import DSA_LISTS
from sijill.codelists.lists_speech import SPEECH_LISTS
from sijill.codelists.spec import PLACE, Extra, ListSpec, whole, yes_no

_FAMILIES = (
    "killing", "death", "disappearance", "torture", "detention", "kidnapping", "other-harm",
    "judicial", "expression", "association", "movement", "digital",
)  # fmt: skip

_ACT = (
    Extra(
        "sdg",
        "Category of SDG 16.10.1 that the act may count in once its conditions are met; empty: outside it.",
        codes_of="sdg_categories",
        empty=True,
    ),
    Extra("family", "The group of acts it is shown with.", values=_FAMILIES),
    yes_no("lethal", "The victim died."),
    yes_no("national", "Shown in the national extension, whether or not it also meets category F."),
)
_CATEGORY = (
    whole("rank", "Place in the hierarchy of the most-serious rule; 1 goes before all others."),
    Extra(
        "official_series",
        "The official SDMX series code; empty: none exists.",
        shape=r"VC_[A-Z_]+",
        empty=True,
    ),
    Extra("national_series", "Our own series code.", shape=r"SIJILL_[A-Z_]+"),
)
_ROLE = (
    Extra(
        "sdg",
        "Group of SDG 16.10.1 that the role belongs to by itself; empty: only the facts can show one.",
        values=("journalist", "trade-unionist", "hrd"),
        empty=True,
    ),
    yes_no("marrakech", "A group that the Marrakech Declaration names (duty N1)."),
)
_AGE = (
    whole("low", "Youngest age, in completed years."),
    whole("high", "Oldest age, in completed years; empty: no upper end.", empty=True),
    yes_no("minor", "Under 18 (Convention on the Rights of the Child, article 1)."),
)
_PERPETRATOR = (
    Extra(
        "state_link",
        "What the kind alone says of the link to a State.",
        values=("state", "non-state", "unknown"),
    ),
)
_SIDE = (Extra("side", "Column of the State or non-State table.", values=("state", "non-state")),)
_MEETS = (Extra("meets", "Does it meet the motive test of SDG 16.10.1.", values=("yes", "no", "open")),)
_CONCEALED = (Extra("concealment", "Does it meet the denial or concealment test.", values=("yes", "no", "open")),)
_ARBITRARY = (Extra("arbitrary", "Does it make the detention arbitrary.", values=("yes", "no", "open")),)
_STAGE = (
    Extra("process", "The process whose step it is.", codes_of="processes"),
    yes_no("ends", "After this step the thread is over."),
)
_PROFILE = (
    yes_no("says_verified", "May call a case verified; otherwise corroborated."),
    yes_no("official_series", "May write the official SDG series."),
    yes_no("decides_appeals", "May decide an appeal."),
)
_GATE = (
    Extra(
        "gate",
        "When the verification gate asks for sources for this element.",
        values=("always", "if-rule-asks", "never"),
    ),
)
_OUTCOME = (Extra("outcome", "The outcome it explains.", codes_of="outcomes"),)
_STRENGTH = (whole("rank", "Strength; the larger the stronger."),)
_FINENESS = (whole("rank", "Fineness; the larger the finer, 0 when not known."),)
_LEVEL = (Extra("level", "What kind of area it is.", values=("world", "region", "country", "area")),)
_OPEN = (yes_no("open", "The clock still runs."),)

LISTS: tuple[ListSpec, ...] = (
    ListSpec("unknowns", "Unknowns", "أسباب غياب المعلومة", "Why there is no answer; `none` and 0 are answers."),
    ListSpec(
        "acts",
        "Kinds of act",
        "أنواع الأفعال",
        "What was done to one victim in one event.",
        takes_unknowns=True,
        extra=_ACT,
    ),
    ListSpec(
        "sdg_categories",
        "Categories of SDG 16.10.1",
        "فئات المؤشر 16-10-1 من أهداف التنمية المستدامة",
        "The six categories of the indicator and their order in the most-serious rule.",
        extra=_CATEGORY,
        shape="[A-F]",
    ),
    ListSpec(
        "roles",
        "Roles",
        "أدوار الضحايا",
        "What the victim was at the time of the act; several at once.",
        takes_unknowns=True,
        extra=_ROLE,
    ),
    ListSpec("sex", "Sex", "الجنس", "Sex as stated by the person or for the person.", takes_unknowns=True),
    ListSpec(
        "gender",
        "Gender",
        "النوع الاجتماعي",
        "Gender as the person declares it; optional.",
        takes_unknowns=True,
    ),
    ListSpec("stated_by", "Stated by", "مصدر التصريح", "Who stated a personal trait.", takes_unknowns=True),
    ListSpec(
        "age_groups",
        "Age groups",
        "الفئات العمرية",
        "Age at the time of the act, grouped.",
        takes_unknowns=True,
        extra=_AGE,
    ),
    ListSpec(
        "perpetrators",
        "Kinds of perpetrator",
        "أنواع الجهات الفاعلة",
        "What kind of body or person is said to have done the act, after HURIDOCS MT24.",
        takes_unknowns=True,
        extra=_PERPETRATOR,
    ),
    ListSpec(
        "state_links",
        "Link to a State",
        "الصلة بالدولة",
        "How the perpetrator is linked to a State.",
        takes_unknowns=True,
        extra=_SIDE,
    ),
    ListSpec(
        "attributions",
        "Attribution",
        "أساس نسبة الفعل",
        "On what ground the act is attributed to the perpetrator.",
        takes_unknowns=True,
        extra=_STRENGTH,
    ),
    ListSpec(
        "involvement",
        "Involvement",
        "درجة الضلوع",
        "Degree of involvement, after HURIDOCS MT18.",
        takes_unknowns=True,
    ),
    ListSpec(
        "motives",
        "Motive",
        "الدافع",
        "Link between the act and the victim's role.",
        takes_unknowns=True,
        extra=_MEETS,
    ),
    ListSpec(
        "tri",
        "Yes, no, or not settled",
        "نعم أو لا أو لم يُحسم",
        "Answer to a question of fact.",
        takes_unknowns=True,
    ),
    ListSpec(
        "acknowledgement",
        "Acknowledgement",
        "الاعتراف بسلب الحرية",
        "Whether the holder admits to holding the person, after HURIDOCS MT30.",
        takes_unknowns=True,
        extra=_CONCEALED,
    ),
    ListSpec(
        "detention_basis",
        "Legal basis of a detention",
        "السند القانوني للاحتجاز",
        "Outcome of the legal-basis test.",
        takes_unknowns=True,
        extra=_ARBITRARY,
    ),
    ListSpec(
        "detention_types",
        "Kinds of detention",
        "أنواع الاحتجاز",
        "Under what the person is held, after MT29.",
        takes_unknowns=True,
    ),
    ListSpec("processes", "Processes", "المسارات", "What a dated status row is about."),
    ListSpec(
        "status_stages",
        "Stages",
        "مراحل المسار",
        "A dated step of a process.",
        takes_unknowns=True,
        extra=_STAGE,
    ),
    ListSpec(
        "place_precision",
        "Precision of a place",
        "دقة تحديد المكان",
        "How finely the source fixes the place.",
        takes_unknowns=True,
        extra=_FINENESS,
    ),
    ListSpec(
        "places",
        "Places",
        "الأماكن",
        "Countries (ISO 3166-1), regions (UN M49) and first-level areas (ISO 3166-2).",
        takes_unknowns=True,
        extra=_LEVEL,
        shape=PLACE,
    ),
    ListSpec(
        "source_kinds",
        "Kinds of source",
        "أنواع المصادر",
        "What kind of body or person a source is.",
        takes_unknowns=True,
    ),
    ListSpec(
        "reliability",
        "Reliability",
        "موثوقية المصدر",
        "Reliability of a source, MT42.",
        takes_unknowns=True,
        extra=_STRENGTH,
    ),
    ListSpec(
        "materials",
        "Kinds of material",
        "أنواع المواد",
        "What form the information has, after MT16.",
        takes_unknowns=True,
    ),
    ListSpec(
        "independence",
        "Independence of a reviewer",
        "استقلال جهة المراجعة",
        "What makes the reviewer of a decision independent of it.",
        takes_unknowns=True,
    ),
    ListSpec("mandates", "Mandates", "ولاية الجهة في التحقق", "Standing of a body for SDG 16.10.1."),
    ListSpec(
        "profiles",
        "Kinds of installation",
        "أنواع الجهات المشغِّلة",
        "Who runs an installation.",
        extra=_PROFILE,
    ),
    ListSpec(
        "verification_states",
        "Verification states",
        "حالات التحقق",
        "How well a case is established; figures of two states are never added up.",
    ),
    ListSpec("verification_bases", "Basis of verification", "أساس التحقق", "On what a decision on a case rests."),
    ListSpec(
        "determination_bodies",
        "Bodies that determine",
        "الجهات صاحبة القرار",
        "Whose determination a decision rests on.",
    ),
    ListSpec("decisions", "Decisions", "قرارات المراجعة", "What the reviewer of a case decided."),
    ListSpec("elements", "Elements of a case", "عناصر الحالة", "Facts of a case that sources support.", extra=_GATE),
    ListSpec("entry_states", "States of an entry", "حالات القيد", "Where an entry of the register stands."),
    ListSpec("contexts", "Contexts", "السياق", "In what situation an event took place.", takes_unknowns=True),
    ListSpec("person_kinds", "Person or group", "فرد أو جماعة", "Whether an entry is one person or a group."),
    ListSpec(
        "organisation_kinds",
        "Kinds of organisation",
        "أنواع المنظمات",
        "What kind of body it is.",
        takes_unknowns=True,
    ),
    ListSpec("identified", "Identification", "تحديد الهوية", "How far a person is identified."),
    ListSpec("name_kinds", "Kinds of name", "أنواع الأسماء", "What kind of name it is."),
    ListSpec("scripts", "Scripts", "أنظمة الكتابة", "The script a name is written in.", shape="[A-Z][a-z]{3}"),
    ListSpec("consent_uses", "Uses of information", "أوجه استخدام المعلومات", "For what consent is asked."),
    ListSpec("consent_decisions", "Consent", "قرار الموافقة", "What was answered when consent was asked."),
    ListSpec("consent_by", "Consent given by", "صاحب الموافقة", "Who gave, refused or withdrew consent."),
    ListSpec(
        "judgements",
        "Judgements",
        "الحكم على التطابق",
        "A person's word on whether two entries are the same.",
    ),
    ListSpec("complaint_channels", "Channels", "قنوات تلقي الشكاوى", "How a complaint came.", takes_unknowns=True),
    ListSpec("complaint_states", "States of a complaint", "حالات الشكوى", "Where a complaint stands.", extra=_OPEN),
    ListSpec("outcomes", "Outcomes of counting", "نتيجة الاحتساب", "What a counting rule made of a candidate."),
    ListSpec(
        "reasons",
        "Reasons of counting",
        "أسباب الاحتساب أو عدمه",
        "Why a candidate is counted, not counted or undecided.",
        extra=_OUTCOME,
    ),
    *SPEECH_LISTS,
    *DSA_LISTS,
)

__all__ = ["LISTS", "Extra", "ListSpec"]
