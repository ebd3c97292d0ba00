"""What pages and files call a key, a measure, a unit or a code that no codelist holds, by language."""

from __future__ import annotations

from collections.abc import Mapping

from sijill.codelists.load import codelist
from sijill.stats.table import TOTAL, Dimension


def _words(en: str, ar: str, fr: str, es: str) -> Mapping[str, str]:
    return {"en": en, "ar": ar, "fr": fr, "es": es}


KEYS: Mapping[str, Mapping[str, str]] = {
    "category": _words("Category", "الفئة", "Catégorie", "Categoría"),
    "sex": _words("Sex", "الجنس", "Sexe", "Sexo"),
    "gender": _words("Gender", "النوع الاجتماعي", "Genre", "Género"),
    "age": _words("Age", "العمر", "Âge", "Edad"),
    "role": _words("Role", "الدور", "Rôle", "Rol"),
    "state": _words("State or non-State", "الدولة أو غيرها", "Caractère étatique ou non", "Carácter estatal o no"),
    "area": _words("Area", "المنطقة", "Territoire", "Territorio"),
    "country": _words("Country", "البلد", "Pays", "País"),
    "kind": _words("Kind of act", "نوع الفعل", "Nature de l’acte", "Tipo de acto"),
    "year": _words("Year", "السنة", "Année", "Año"),
    "dated": _words("Year of the act", "سنة الفعل", "Année de l’acte", "Año del acto"),
    "month": _words("Month", "الشهر", "Mois", "Mes"),
    "outcome": _words("Outcome", "النتيجة", "Résultat", "Resultado"),
    "reason": _words("Reason", "السبب", "Raison", "Razón"),
    "rule": _words("Rule", "القاعدة", "Règle", "Regla"),
    "law": _words("Law", "القانون", "Loi", "Ley"),
    "perpetrator": _words("Kind of perpetrator", "نوع الجهة الفاعلة", "Type d’auteur", "Tipo de autor"),
    "source": _words("Source", "المصدر", "Source", "Fuente"),
    "field": _words("Fact", "المعلومة", "Information", "Dato"),
    "answer": _words("Answer", "الجواب", "Réponse", "Respuesta"),
    "entry": _words("State of the entry", "حالة القيد", "État de l’entrée", "Estado del asiento"),
    "vintage": _words("Vintage of the list", "نسخة القائمة", "Édition de la liste", "Edición de la lista"),
    "precision": _words("Precision of the date", "دقة التاريخ", "Précision de la date", "Precisión de la fecha"),
    "problem": _words("Problem", "المشكلة", "Problème", "Problema"),
    "change": _words("Why", "السبب", "Raison", "Razón"),
    "entered": _words(
        "Time until the first entry",
        "المدة حتى أول قيد",
        "Délai jusqu’à la première saisie",
        "Tiempo hasta el primer registro",
    ),
    "heard": _words(
        "Time until the first report",
        "المدة حتى أول تقرير",
        "Délai jusqu’au premier signalement",
        "Tiempo hasta el primer informe",
    ),
    "statute": _words("Law named", "القانون المذكور", "Loi citée", "Ley citada"),
    "provision": _words("Law of the charge", "قانون التهمة", "Loi de l’inculpation", "Ley del cargo"),
    "charge": _words("What the charge came to", "مآل التهمة", "Issue de l’inculpation", "Resultado del cargo"),
    "inquiry": _words(
        "Investigation of the attack",
        "التحقيق في الاعتداء",
        "Enquête sur l’attaque",
        "Investigación del ataque",
    ),
}

MEASURES: Mapping[str, Mapping[str, str]] = {
    "reported": _words("Reported", "المبلَّغ عنه", "Signalé", "Notificado"),
    "verified": _words("Verified", "المُتحقَّق منه", "Vérifié", "Verificado"),
    "corroborated": _words("Corroborated", "المؤيَّد بمصادر مستقلة", "Corroboré", "Corroborado"),
    "victims": _words("Victim-incidents", "الضحايا بحسب الوقائع", "Victimes par incident", "Víctimas por incidente"),
    "persons": _words("Distinct persons", "الأشخاص المختلفون", "Personnes distinctes", "Personas distintas"),
    "incidents": _words("Incidents", "الوقائع", "Incidents", "Incidentes"),
    "undecided": _words("Undecided", "غير المحسوم", "Non tranché", "Sin decidir"),
    "persons-reported": _words(
        "Distinct persons, reported",
        "الأشخاص المختلفون، مبلَّغ عنهم",
        "Personnes distinctes, cas signalés",
        "Personas distintas, casos notificados",
    ),
    "persons-verified": _words(
        "Distinct persons, verified",
        "الأشخاص المختلفون، مُتحقَّق منهم",
        "Personnes distinctes, cas vérifiés",
        "Personas distintas, casos verificados",
    ),
    "persons-corroborated": _words(
        "Distinct persons, corroborated",
        "الأشخاص المختلفون، مؤيَّدون بمصادر مستقلة",
        "Personnes distinctes, cas corroborés",
        "Personas distintas, casos corroborados",
    ),
    "incidents-reported": _words(
        "Incidents, reported", "الوقائع، مبلَّغ عنها", "Incidents signalés", "Incidentes notificados"
    ),
    "incidents-verified": _words(
        "Incidents, verified", "الوقائع، مُتحقَّق منها", "Incidents vérifiés", "Incidentes verificados"
    ),
    "incidents-corroborated": _words(
        "Incidents, corroborated", "الوقائع، مؤيَّدة بمصادر مستقلة", "Incidents corroborés", "Incidentes corroborados"
    ),
    "events-reported": _words(
        "Incidents, reported", "الوقائع، مبلَّغ عنها", "Incidents signalés", "Incidentes notificados"
    ),
    "events-verified": _words(
        "Incidents, verified", "الوقائع، مُتحقَّق منها", "Incidents vérifiés", "Incidentes verificados"
    ),
    "events-corroborated": _words(
        "Incidents, corroborated", "الوقائع، مؤيَّدة بمصادر مستقلة", "Incidents corroborés", "Incidentes corroborados"
    ),
    "charges-reported": _words("Charges, reported", "التهم، مبلَّغ عنها", "Inculpations signalées", "Cargos notificados"),
    "charges-verified": _words(
        "Charges, verified", "التهم، مُتحقَّق منها", "Inculpations vérifiées", "Cargos verificados"
    ),
    "charges-corroborated": _words(
        "Charges, corroborated", "التهم، مؤيَّدة بمصادر مستقلة", "Inculpations corroborées", "Cargos corroborados"
    ),
    "charges": _words("Charges", "التهم", "Inculpations", "Cargos"),
    "acts": _words("Acts", "الأفعال", "Actes", "Actos"),
    "deaths": _words("Deaths", "الوفيات", "Décès", "Muertes"),
    "reports": _words("Reports", "البلاغات", "Signalements", "Informes"),
    "rows_read": _words("Rows read", "الصفوف المقروءة", "Lignes lues", "Filas leídas"),
    "rows_refused": _words("Rows refused", "الصفوف المرفوضة", "Lignes refusées", "Filas rechazadas"),
    "size": _words("On the list", "في القائمة", "Sur la liste", "En la lista"),
    "added": _words("Added", "المضافة", "Ajoutées", "Añadidas"),
    "withdrawn": _words("Withdrawn", "المسحوبة", "Retirées", "Retiradas"),
    "revised": _words("Revised", "المنقَّحة", "Révisées", "Revisadas"),
    "refused": _words("Refused", "المرفوضة", "Refusées", "Rechazadas"),
    "before-reported": _words(
        "Reported, as published before",
        "المبلَّغ عنه كما نُشر من قبل",
        "Signalés, publiés avant",
        "Denunciados, publicado antes",
    ),
    "before-verified": _words(
        "Verified, as published before",
        "المُتحقَّق منه كما نُشر من قبل",
        "Vérifiés, publiés avant",
        "Verificados, publicado antes",
    ),
    "before-corroborated": _words(
        "Corroborated, as published before",
        "المؤيَّد بمصادر كما نُشر من قبل",
        "Corroborés, publiés avant",
        "Corroborados, publicado antes",
    ),
    "joined": _words("Now counted", "يُحتسب الآن", "Désormais comptés", "Ahora contados"),
    "left": _words("No longer counted", "لم يعد محتسباً", "Ne sont plus comptés", "Ya no contados"),
    "joined-reported": _words(
        "Now counted, reported", "يُحتسب الآن، مبلَّغ عنه", "Désormais comptés, signalés", "Ahora contados, denunciados"
    ),
    "joined-verified": _words(
        "Now counted, verified", "يُحتسب الآن، مُتحقَّق منه", "Désormais comptés, vérifiés", "Ahora contados, verificados"
    ),
    "joined-corroborated": _words(
        "Now counted, corroborated",
        "يُحتسب الآن، مؤيَّد بمصادر",
        "Désormais comptés, corroborés",
        "Ahora contados, corroborados",
    ),
    "left-reported": _words(
        "No longer counted, reported",
        "لم يعد محتسباً، مبلَّغ عنه",
        "Plus comptés, signalés",
        "Ya no contados, denunciados",
    ),
    "left-verified": _words(
        "No longer counted, verified",
        "لم يعد محتسباً، مُتحقَّق منه",
        "Plus comptés, vérifiés",
        "Ya no contados, verificados",
    ),
    "left-corroborated": _words(
        "No longer counted, corroborated",
        "لم يعد محتسباً، مؤيَّد بمصادر",
        "Plus comptés, corroborés",
        "Ya no contados, corroborados",
    ),
    "unchanged": _words("Unchanged", "غير المتغيّرة", "Inchangées", "Sin cambios"),
}

UNITS: Mapping[str, Mapping[str, str]] = {
    "victim-incidents": _words(
        "victims, once for each incident",
        "الضحايا، مرة واحدة عن كل واقعة",
        "victimes, une fois pour chaque incident",
        "víctimas, una vez por cada incidente",
    ),
    "acts": _words(
        "acts, each against one victim",
        "الأفعال، كل منها ضد ضحية واحدة",
        "actes, chacun contre une victime",
        "actos, cada uno contra una víctima",
    ),
    "charges": _words(
        "charges and lawsuits, each against one victim",
        "التهم والدعاوى، كل منها ضد ضحية واحدة",
        "inculpations et poursuites, chacune contre une victime",
        "cargos y demandas, cada uno contra una víctima",
    ),
    "deaths": _words("persons who died", "الأشخاص الذين توفوا", "personnes décédées", "personas fallecidas"),
    "persons": _words("persons", "الأشخاص", "personnes", "personas"),
    "incidents": _words("incidents", "الوقائع", "incidents", "incidentes"),
    "reports": _words("reports", "البلاغات", "signalements", "informes"),
    "entries": _words("entries of a list", "قيود القائمة", "entrées d’une liste", "entradas de una lista"),
    "rows": _words("rows of a file", "صفوف الملف", "lignes d’un fichier", "filas de un archivo"),
}

_LAWS = {
    "not-listed": _words(
        "A law that the office does not list",
        "قانون غير مدرج في قائمة المؤسسة",
        "Une loi que l’institution ne liste pas",
        "Una ley que la institución no tiene en su lista",
    ),
    "none-named": _words("No law named", "لم يُذكر أي قانون", "Aucune loi citée", "Ninguna ley citada"),
}
_NONE_RECORDED = _words(
    "No step recorded: unknown",
    "لم تُسجَّل أي خطوة: غير معروف",
    "Aucune étape enregistrée : inconnu",
    "Ningún paso registrado: se desconoce",
)

_CHANGES = {
    "added": _words("Newly entered", "قيد جديد", "Nouvelle saisie", "Registro nuevo"),
    "reinstated": _words(
        "Taken up again after it was rejected", "أُعيد بعد رفضه", "Repris après un rejet", "Recuperado tras un rechazo"
    ),
    "withdrawn": _words("Rejected or withdrawn", "رُفض أو سُحب", "Rejeté ou retiré", "Rechazado o retirado"),
    "merged": _words(
        "Found to be one with another entry",
        "تبيّن أنه قيد مكرر",
        "Reconnu identique à une autre saisie",
        "Resultó ser el mismo que otro registro",
    ),
    "parted": _words(
        "Found to be apart from another entry",
        "تبيّن أنه منفصل عن قيد آخر",
        "Reconnu distinct d’une autre saisie",
        "Resultó ser distinto de otro registro",
    ),
    "re-dated": _words("Date corrected", "صُحِّح التاريخ", "Date corrigée", "Fecha corregida"),
    "re-verified": _words("Reviewed again", "رُوجع من جديد", "Réexaminé", "Revisado de nuevo"),
    "recoded": _words("Other facts corrected", "صُحِّحت وقائع أخرى", "Autres faits corrigés", "Otros hechos corregidos"),
    "place-in-incident": _words(
        "Another act of the same incident counts in its place",
        "يُحتسب مكانه فعل آخر من الحادثة نفسها",
        "Un autre acte du même incident compte à sa place",
        "Cuenta en su lugar otro acto del mismo incidente",
    ),
}
_DELAYS = {
    "before": _words(
        "Before the date of the act",
        "قبل تاريخ الفعل",
        "Avant la date de l’acte",
        "Antes de la fecha del acto",
    ),
    "0-1": _words("Under 1 month", "أقل من شهر", "Moins d’un mois", "Menos de 1 mes"),
    "1-3": _words(
        "1 month to under 3", "من شهر إلى أقل من 3 أشهر", "De 1 à moins de 3 mois", "De 1 a menos de 3 meses"
    ),
    "3-6": _words("3 months to under 6", "من 3 إلى أقل من 6 أشهر", "De 3 à moins de 6 mois", "De 3 a menos de 6 meses"),
    "6-12": _words(
        "6 months to under 12", "من 6 إلى أقل من 12 شهراً", "De 6 à moins de 12 mois", "De 6 a menos de 12 meses"
    ),
    "12-24": _words(
        "12 months to under 24", "من 12 إلى أقل من 24 شهراً", "De 12 à moins de 24 mois", "De 12 a menos de 24 meses"
    ),
    "24-plus": _words("24 months or more", "24 شهراً أو أكثر", "24 mois ou plus", "24 meses o más"),
}

# Codes that no codelist holds, by key.
CODES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "state": {
        "state": _words(
            "State, or with its acquiescence",
            "الدولة أو بموافقتها",
            "État, ou avec son acquiescement",
            "Estado, o con su aquiescencia",
        ),
        "non-state": _words("Non-State", "جهة غير تابعة للدولة", "Non étatique", "No estatal"),
    },
    "answer": {
        "known": _words("Known", "معروف", "Connu", "Conocido"),
        "undetermined": _words(
            "Looked into, not settled", "بُحث ولم يُحسم", "Examiné, non tranché", "Examinado, sin decidir"
        ),
    },
    "precision": {
        "day": _words("To the day", "اليوم", "Au jour près", "Al día"),
        "month": _words("To the month", "الشهر", "Au mois près", "Al mes"),
        "year": _words("To the year", "السنة", "À l’année près", "Al año"),
        "longer": _words("Less precisely", "أقل دقة", "Moins précise", "Menos precisa"),
    },
    "statute": _LAWS,
    "provision": _LAWS,
    "charge": {"none-recorded": _NONE_RECORDED},
    "change": _CHANGES,
    "entered": _DELAYS,
    "heard": _DELAYS,
    "inquiry": {"none-recorded": _NONE_RECORDED},
    "field": {
        "state-link": _words("Link to a State", "الصلة بالدولة", "Lien avec un État", "Vínculo con un Estado"),
    },
    "source": {
        "undisclosed": _words(
            "Sources that are not public", "مصادر غير علنية", "Sources non publiques", "Fuentes no públicas"
        ),
        "none": _words(
            "No source linked yet", "لم يُربط بمصدر بعد", "Aucune source encore liée", "Ninguna fuente vinculada aún"
        ),
    },
}

_TOTAL = _words("All", "المجموع", "Total", "Total")


_JOINED = {"en": ("by", "and"), "fr": ("par", "et"), "es": ("por", "y")}


def label(dimension: Dimension, code: str, language: str = "en") -> str:
    """What to show for a code of a dimension: the total, a codelist's label, a word of ours, or the code."""
    if code == TOTAL:
        return said(_TOTAL, language)
    given = dict(dimension.labels).get(code)
    if given is not None:
        return said(dict(given), language)
    own = CODES.get(dimension.name, {}).get(code)
    if own is not None:
        return said(own, language)
    for listed in (dimension.codelist, "unknowns"):
        if listed and code in codelist(listed):
            return codelist(listed).label(code, language)
    return code


def title(report_title: Mapping[str, str], by: tuple[str, ...], language: str = "en") -> str:
    """The title of a table: the report's, and what it is broken down by."""
    whole = said(report_title, language)
    if not by:
        return whole
    names = [said(KEYS[name], language) for name in by]
    if language == "ar":
        return f"{whole}، بحسب {' و'.join(names)}"
    with_, and_ = _JOINED[language]
    return f"{whole}, {with_} {f' {and_} '.join(name[0].lower() + name[1:] for name in names)}"


def said(words: Mapping[str, str], language: str) -> str:
    """A wording in a language; in English where there is none."""
    return words.get(language) or words["en"]
