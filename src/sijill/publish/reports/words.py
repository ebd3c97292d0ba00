"""What pages and files call a key, a measure, a unit or a code that no codelist holds; English and Arabic."""

from __future__ import annotations

from collections.abc import Mapping

from sijill.codelists.load import codelist
from sijill.stats.table import TOTAL, Dimension


def _words(en: str, ar: str) -> Mapping[str, str]:
    return {"en": en, "ar": ar}


KEYS: Mapping[str, Mapping[str, str]] = {
    "category": _words("Category", "الفئة"),
    "sex": _words("Sex", "الجنس"),
    "gender": _words("Gender", "النوع الاجتماعي"),
    "age": _words("Age", "العمر"),
    "role": _words("Role", "الدور"),
    "state": _words("State or non-State", "الدولة أو غيرها"),
    "area": _words("Area", "المنطقة"),
    "country": _words("Country", "البلد"),
    "kind": _words("Kind of act", "نوع الفعل"),
    "year": _words("Year", "السنة"),
    "dated": _words("Year of the act", "سنة الفعل"),
    "month": _words("Month", "الشهر"),
    "outcome": _words("Outcome", "النتيجة"),
    "reason": _words("Reason", "السبب"),
    "rule": _words("Rule", "القاعدة"),
    "law": _words("Law", "القانون"),
    "perpetrator": _words("Kind of perpetrator", "نوع الجهة الفاعلة"),
    "source": _words("Source", "المصدر"),
    "field": _words("Fact", "المعلومة"),
    "answer": _words("Answer", "الجواب"),
    "entry": _words("State of the entry", "حالة القيد"),
    "vintage": _words("Vintage of the list", "نسخة القائمة"),
    "precision": _words("Precision of the date", "دقة التاريخ"),
    "problem": _words("Problem", "المشكلة"),
}

MEASURES: Mapping[str, Mapping[str, str]] = {
    "reported": _words("Reported", "المبلَّغ عنه"),
    "verified": _words("Verified", "المُتحقَّق منه"),
    "corroborated": _words("Corroborated", "المؤيَّد بمصادر"),
    "victims": _words("Victim-incidents", "الضحايا بحسب الحوادث"),
    "persons": _words("Distinct persons", "الأشخاص المختلفون"),
    "incidents": _words("Incidents", "الحوادث"),
    "undecided": _words("Undecided", "غير المحسوم"),
    "persons-reported": _words("Distinct persons, reported", "الأشخاص المختلفون، مبلَّغ عنهم"),
    "persons-verified": _words("Distinct persons, verified", "الأشخاص المختلفون، مُتحقَّق منهم"),
    "persons-corroborated": _words("Distinct persons, corroborated", "الأشخاص المختلفون، مؤيَّدون بمصادر"),
    "incidents-reported": _words("Incidents, reported", "الحوادث، مبلَّغ عنها"),
    "incidents-verified": _words("Incidents, verified", "الحوادث، مُتحقَّق منها"),
    "incidents-corroborated": _words("Incidents, corroborated", "الحوادث، مؤيَّدة بمصادر"),
    "events-reported": _words("Incidents, reported", "الحوادث، مبلَّغ عنها"),
    "events-verified": _words("Incidents, verified", "الحوادث، مُتحقَّق منها"),
    "events-corroborated": _words("Incidents, corroborated", "الحوادث، مؤيَّدة بمصادر"),
    "acts": _words("Acts", "الأفعال"),
    "deaths": _words("Deaths", "الوفيات"),
    "reports": _words("Reports", "التقارير"),
    "rows_read": _words("Rows read", "الصفوف المقروءة"),
    "rows_refused": _words("Rows refused", "الصفوف المرفوضة"),
    "size": _words("On the list", "في القائمة"),
    "added": _words("Added", "المضافة"),
    "withdrawn": _words("Withdrawn", "المسحوبة"),
    "revised": _words("Revised", "المنقَّحة"),
    "refused": _words("Refused", "المرفوضة"),
}

UNITS: Mapping[str, Mapping[str, str]] = {
    "victim-incidents": _words("victims, once for each incident", "الضحايا، مرة واحدة عن كل حادثة"),
    "acts": _words("acts, each against one victim", "الأفعال، كل منها ضد ضحية واحدة"),
    "deaths": _words("persons who died", "الأشخاص الذين توفوا"),
    "persons": _words("persons", "الأشخاص"),
    "incidents": _words("incidents", "الحوادث"),
    "reports": _words("reports", "التقارير"),
    "entries": _words("entries of a list", "قيود القائمة"),
    "rows": _words("rows of a file", "صفوف الملف"),
}

# Codes that no codelist holds, by key.
CODES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "state": {
        "state": _words("State, or with its acquiescence", "الدولة أو بموافقتها"),
        "non-state": _words("Non-State", "جهة غير تابعة للدولة"),
    },
    "answer": {
        "known": _words("Known", "معروف"),
        "undetermined": _words("Looked into, not settled", "بُحث ولم يُحسم"),
    },
    "precision": {
        "day": _words("To the day", "اليوم"),
        "month": _words("To the month", "الشهر"),
        "year": _words("To the year", "السنة"),
        "longer": _words("Less precisely", "أقل دقة"),
    },
    "field": {
        "state-link": _words("Link to a State", "الصلة بالدولة"),
    },
    "source": {
        "undisclosed": _words("Sources that are not public", "مصادر غير علنية"),
        "none": _words("No source linked yet", "لم يُربط بمصدر بعد"),
    },
}

_TOTAL = _words("All", "المجموع")


def label(dimension: Dimension, code: str, language: str = "en") -> str:
    """What to show for a code of a dimension: the total, a codelist's label, a word of ours, or the code."""
    if code == TOTAL:
        return _said(_TOTAL, language)
    own = CODES.get(dimension.name, {}).get(code)
    if own is not None:
        return _said(own, language)
    for listed in (dimension.codelist, "unknowns"):
        if listed and code in codelist(listed):
            return codelist(listed).label(code, language)
    return code


def title(report_title: Mapping[str, str], by: tuple[str, ...], language: str = "en") -> str:
    """The title of a table: the report's, and what it is broken down by."""
    if not by:
        return _said(report_title, language)
    names = [_said(KEYS[name], language) for name in by]
    if language == "ar":
        return f"{_said(report_title, language)}، بحسب {' و'.join(names)}"
    return f"{_said(report_title, language)}, by {' and '.join(name[0].lower() + name[1:] for name in names)}"


def _said(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or words["en"]
