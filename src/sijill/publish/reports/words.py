"""What pages and files call a key, a measure, a unit or a code that no codelist holds, by language."""

from __future__ import annotations

from collections.abc import Mapping

from sijill.codelists.load import codelist
from sijill.publish.reports import speech_words
from sijill.publish.reports.commitments import COMMITMENTS
from sijill.publish.reports.santa_clara_numbers import NUMBERS
from sijill.publish.reports.speech_words import words_of
from sijill.stats.table import TOTAL, Dimension

KEYS: Mapping[str, Mapping[str, str]] = {
    "lists": words_of("Lists", "القوائم", "Listes", "Listas"),
    "method": words_of("Method", "الطريقة", "Méthode", "Método"),
    "verdict": words_of("What was said", "الحكم", "Ce qui fut dit", "Qué se dijo"),
    "entry_kind": words_of("Kind of entry", "نوع القيد", "Nature de la fiche", "Tipo de registro"),
    "category": words_of("Category", "الفئة", "Catégorie", "Categoría"),
    "sex": words_of("Sex", "الجنس", "Sexe", "Sexo"),
    "gender": words_of("Gender", "النوع الاجتماعي", "Genre", "Género"),
    "age": words_of("Age", "العمر", "Âge", "Edad"),
    "role": words_of("Role", "الدور", "Rôle", "Rol"),
    "state": words_of("State or non-State", "الدولة أو غيرها", "Caractère étatique ou non", "Carácter estatal o no"),
    "area": words_of("Area", "المنطقة", "Territoire", "Territorio"),
    "country": words_of("Country", "البلد", "Pays", "País"),
    "kind": words_of("Kind of act", "نوع الفعل", "Nature de l’acte", "Tipo de acto"),
    "year": words_of("Year", "السنة", "Année", "Año"),
    "dated": words_of("Year of the act", "سنة الفعل", "Année de l’acte", "Año del acto"),
    "month": words_of("Month", "الشهر", "Mois", "Mes"),
    "outcome": words_of("Outcome", "النتيجة", "Résultat", "Resultado"),
    "reason": words_of("Reason", "السبب", "Raison", "Razón"),
    "rule": words_of("Rule", "القاعدة", "Règle", "Regla"),
    "law": words_of("Law", "القانون", "Loi", "Ley"),
    "perpetrator": words_of("Kind of perpetrator", "نوع الجهة الفاعلة", "Type d’auteur", "Tipo de autor"),
    "source": words_of("Source", "المصدر", "Source", "Fuente"),
    "field": words_of("Fact", "المعلومة", "Information", "Dato"),
    "answer": words_of("Answer", "الجواب", "Réponse", "Respuesta"),
    "entry": words_of("State of the entry", "حالة القيد", "État de l’entrée", "Estado del asiento"),
    "vintage": words_of("Vintage of the list", "نسخة القائمة", "Édition de la liste", "Edición de la lista"),
    "precision": words_of("Precision of the date", "دقة التاريخ", "Précision de la date", "Precisión de la fecha"),
    "problem": words_of("Problem", "المشكلة", "Problème", "Problema"),
    "change": words_of("Why", "السبب", "Raison", "Razón"),
    "entered": words_of(
        "Time until the first entry",
        "المدة حتى أول قيد",
        "Délai jusqu’à la première saisie",
        "Tiempo hasta el primer registro",
    ),
    "heard": words_of(
        "Time until the first report",
        "المدة حتى أول تقرير",
        "Délai jusqu’au premier signalement",
        "Tiempo hasta el primer informe",
    ),
    "statute": words_of("Law named", "القانون المذكور", "Loi citée", "Ley citada"),
    "provision": words_of("Law of the charge", "قانون التهمة", "Loi de l’inculpation", "Ley del cargo"),
    "charge": words_of("What the charge came to", "مآل التهمة", "Issue de l’inculpation", "Resultado del cargo"),
    "inquiry": words_of(
        "Investigation of the attack",
        "التحقيق في الاعتداء",
        "Enquête sur l’attaque",
        "Investigación del ataque",
    ),
    **speech_words.KEYS,
}

# Names that the second ledger uses for other lists: there the title of the list is the word.
OWN_LIST: Mapping[str, str] = {"kind": "acts", "reason": "reasons", "outcome": "outcomes"}

MEASURES: Mapping[str, Mapping[str, str]] = {
    "pairs": words_of("Pairs compared", "الأزواج المقارَنة", "Paires comparées", "Pares comparados"),
    "total_low": words_of(
        "Estimated total, lowest", "المجموع المقدَّر، الأدنى", "Total estimé, au moins", "Total estimado, mínimo"
    ),
    "total": words_of("Estimated total", "المجموع المقدَّر", "Total estimé", "Total estimado"),
    "total_high": words_of(
        "Estimated total, highest", "المجموع المقدَّر، الأعلى", "Total estimé, au plus", "Total estimado, máximo"
    ),
    "reported": words_of("Reported", "المبلَّغ عنه", "Signalé", "Notificado"),
    "verified": words_of("Verified", "المُتحقَّق منه", "Vérifié", "Verificado"),
    "corroborated": words_of("Corroborated", "المؤيَّد بمصادر مستقلة", "Corroboré", "Corroborado"),
    "probability_more": words_of(
        "Probability of more people than before, in percent",
        "احتمال أن يكون العدد أكبر مما سبق، بالنسبة المئوية",
        "Probabilité d’un nombre supérieur au précédent, en pour cent",
        "Probabilidad de más personas que antes, en tanto por ciento",
    ),
    "persons_before": words_of(
        "Distinct persons, period before",
        "الأشخاص المختلفون، الفترة السابقة",
        "Personnes distinctes, période précédente",
        "Personas distintas, período anterior",
    ),
    "victims": words_of("Victim-incidents", "الضحايا بحسب الوقائع", "Victimes par incident", "Víctimas por incidente"),
    "persons": words_of("Distinct persons", "الأشخاص المختلفون", "Personnes distinctes", "Personas distintas"),
    "incidents": words_of("Incidents", "الوقائع", "Incidents", "Incidentes"),
    "undecided": words_of("Undecided", "غير المحسوم", "Non tranché", "Sin decidir"),
    "persons-reported": words_of(
        "Distinct persons, reported",
        "الأشخاص المختلفون، مبلَّغ عنهم",
        "Personnes distinctes, cas signalés",
        "Personas distintas, casos notificados",
    ),
    "persons-verified": words_of(
        "Distinct persons, verified",
        "الأشخاص المختلفون، مُتحقَّق منهم",
        "Personnes distinctes, cas vérifiés",
        "Personas distintas, casos verificados",
    ),
    "persons-corroborated": words_of(
        "Distinct persons, corroborated",
        "الأشخاص المختلفون، مؤيَّدون بمصادر مستقلة",
        "Personnes distinctes, cas corroborés",
        "Personas distintas, casos corroborados",
    ),
    "incidents-reported": words_of(
        "Incidents, reported", "الوقائع، مبلَّغ عنها", "Incidents signalés", "Incidentes notificados"
    ),
    "incidents-verified": words_of(
        "Incidents, verified", "الوقائع، مُتحقَّق منها", "Incidents vérifiés", "Incidentes verificados"
    ),
    "incidents-corroborated": words_of(
        "Incidents, corroborated", "الوقائع، مؤيَّدة بمصادر مستقلة", "Incidents corroborés", "Incidentes corroborados"
    ),
    "events-reported": words_of(
        "Incidents, reported", "الوقائع، مبلَّغ عنها", "Incidents signalés", "Incidentes notificados"
    ),
    "events-verified": words_of(
        "Incidents, verified", "الوقائع، مُتحقَّق منها", "Incidents vérifiés", "Incidentes verificados"
    ),
    "events-corroborated": words_of(
        "Incidents, corroborated", "الوقائع، مؤيَّدة بمصادر مستقلة", "Incidents corroborés", "Incidentes corroborados"
    ),
    "charges-reported": words_of(
        "Charges, reported", "التهم، مبلَّغ عنها", "Inculpations signalées", "Cargos notificados"
    ),
    "charges-verified": words_of(
        "Charges, verified", "التهم، مُتحقَّق منها", "Inculpations vérifiées", "Cargos verificados"
    ),
    "charges-corroborated": words_of(
        "Charges, corroborated", "التهم، مؤيَّدة بمصادر مستقلة", "Inculpations corroborées", "Cargos corroborados"
    ),
    "charges": words_of("Charges", "التهم", "Inculpations", "Cargos"),
    "acts": words_of("Acts", "الأفعال", "Actes", "Actos"),
    "deaths": words_of("Deaths", "الوفيات", "Décès", "Muertes"),
    "reports": words_of("Reports", "البلاغات", "Signalements", "Informes"),
    "rows_read": words_of("Rows read", "الصفوف المقروءة", "Lignes lues", "Filas leídas"),
    "rows_refused": words_of("Rows refused", "الصفوف المرفوضة", "Lignes refusées", "Filas rechazadas"),
    "size": words_of("On the list", "في القائمة", "Sur la liste", "En la lista"),
    "added": words_of("Added", "المضافة", "Ajoutées", "Añadidas"),
    "withdrawn": words_of("Withdrawn", "المسحوبة", "Retirées", "Retiradas"),
    "revised": words_of("Revised", "المنقَّحة", "Révisées", "Revisadas"),
    "refused": words_of("Refused", "المرفوضة", "Refusées", "Rechazadas"),
    "before-reported": words_of(
        "Reported, as published before",
        "المبلَّغ عنه كما نُشر من قبل",
        "Signalés, publiés avant",
        "Denunciados, publicado antes",
    ),
    "before-verified": words_of(
        "Verified, as published before",
        "المُتحقَّق منه كما نُشر من قبل",
        "Vérifiés, publiés avant",
        "Verificados, publicado antes",
    ),
    "before-corroborated": words_of(
        "Corroborated, as published before",
        "المؤيَّد بمصادر كما نُشر من قبل",
        "Corroborés, publiés avant",
        "Corroborados, publicado antes",
    ),
    "joined": words_of("Now counted", "يُحتسب الآن", "Désormais comptés", "Ahora contados"),
    "left": words_of("No longer counted", "لم يعد محتسباً", "Ne sont plus comptés", "Ya no contados"),
    "joined-reported": words_of(
        "Now counted, reported", "يُحتسب الآن، مبلَّغ عنه", "Désormais comptés, signalés", "Ahora contados, denunciados"
    ),
    "joined-verified": words_of(
        "Now counted, verified", "يُحتسب الآن، مُتحقَّق منه", "Désormais comptés, vérifiés", "Ahora contados, verificados"
    ),
    "joined-corroborated": words_of(
        "Now counted, corroborated",
        "يُحتسب الآن، مؤيَّد بمصادر",
        "Désormais comptés, corroborés",
        "Ahora contados, corroborados",
    ),
    "left-reported": words_of(
        "No longer counted, reported",
        "لم يعد محتسباً، مبلَّغ عنه",
        "Plus comptés, signalés",
        "Ya no contados, denunciados",
    ),
    "left-verified": words_of(
        "No longer counted, verified",
        "لم يعد محتسباً، مُتحقَّق منه",
        "Plus comptés, vérifiés",
        "Ya no contados, verificados",
    ),
    "left-corroborated": words_of(
        "No longer counted, corroborated",
        "لم يعد محتسباً، مؤيَّد بمصادر",
        "Plus comptés, corroborés",
        "Ya no contados, corroborados",
    ),
    "unchanged": words_of("Unchanged", "غير المتغيّرة", "Inchangées", "Sin cambios"),
    **speech_words.MEASURES,
}

UNITS: Mapping[str, Mapping[str, str]] = {
    "pairs": words_of("pairs of entries", "أزواج القيود", "paires de fiches", "pares de registros"),
    "victim-incidents": words_of(
        "victims, once for each incident",
        "الضحايا، مرة واحدة عن كل واقعة",
        "victimes, une fois pour chaque incident",
        "víctimas, una vez por cada incidente",
    ),
    "acts": words_of(
        "acts, each against one victim",
        "الأفعال، كل منها ضد ضحية واحدة",
        "actes, chacun contre une victime",
        "actos, cada uno contra una víctima",
    ),
    "charges": words_of(
        "charges and lawsuits, each against one victim",
        "التهم والدعاوى، كل منها ضد ضحية واحدة",
        "inculpations et poursuites, chacune contre une victime",
        "cargos y demandas, cada uno contra una víctima",
    ),
    "deaths": words_of("persons who died", "الأشخاص الذين توفوا", "personnes décédées", "personas fallecidas"),
    "percent": words_of("in percent", "بالنسبة المئوية", "en pour cent", "en tanto por ciento"),
    "persons": words_of("persons", "الأشخاص", "personnes", "personas"),
    "incidents": words_of("incidents", "الوقائع", "incidents", "incidentes"),
    "reports": words_of("reports", "البلاغات", "signalements", "informes"),
    "entries": words_of("entries of a list", "قيود القائمة", "entrées d’une liste", "entradas de una lista"),
    "rows": words_of("rows of a file", "صفوف الملف", "lignes d’un fichier", "filas de un archivo"),
    **speech_words.UNITS,
}

_LAWS = {
    "not-listed": words_of(
        "A law that the office does not list",
        "قانون غير مدرج في قائمة المؤسسة",
        "Une loi que l’institution ne liste pas",
        "Una ley que la institución no tiene en su lista",
    ),
    "none-named": words_of("No law named", "لم يُذكر أي قانون", "Aucune loi citée", "Ninguna ley citada"),
}
_NONE_RECORDED = words_of(
    "No step recorded: unknown",
    "لم تُسجَّل أي خطوة: غير معروف",
    "Aucune étape enregistrée : inconnu",
    "Ningún paso registrado: se desconoce",
)

_CHANGES = {
    "added": words_of("Newly entered", "قيد جديد", "Nouvelle saisie", "Registro nuevo"),
    "reinstated": words_of(
        "Taken up again after it was rejected", "أُعيد بعد رفضه", "Repris après un rejet", "Recuperado tras un rechazo"
    ),
    "withdrawn": words_of("Rejected or withdrawn", "رُفض أو سُحب", "Rejeté ou retiré", "Rechazado o retirado"),
    "merged": words_of(
        "Found to be one with another entry",
        "تبيّن أنه قيد مكرر",
        "Reconnu identique à une autre saisie",
        "Resultó ser el mismo que otro registro",
    ),
    "parted": words_of(
        "Found to be apart from another entry",
        "تبيّن أنه منفصل عن قيد آخر",
        "Reconnu distinct d’une autre saisie",
        "Resultó ser distinto de otro registro",
    ),
    "re-dated": words_of("Date corrected", "صُحِّح التاريخ", "Date corrigée", "Fecha corregida"),
    "re-verified": words_of("Reviewed again", "رُوجع من جديد", "Réexaminé", "Revisado de nuevo"),
    "recoded": words_of("Other facts corrected", "صُحِّحت وقائع أخرى", "Autres faits corrigés", "Otros hechos corregidos"),
    "place-in-incident": words_of(
        "Another act of the same incident counts in its place",
        "يُحتسب مكانه فعل آخر من الحادثة نفسها",
        "Un autre acte du même incident compte à sa place",
        "Cuenta en su lugar otro acto del mismo incidente",
    ),
}
_DELAYS = {
    "before": words_of(
        "Before the date of the act",
        "قبل تاريخ الفعل",
        "Avant la date de l’acte",
        "Antes de la fecha del acto",
    ),
    "0-1": words_of("Under 1 month", "أقل من شهر", "Moins d’un mois", "Menos de 1 mes"),
    "1-3": words_of(
        "1 month to under 3", "من شهر إلى أقل من 3 أشهر", "De 1 à moins de 3 mois", "De 1 a menos de 3 meses"
    ),
    "3-6": words_of(
        "3 months to under 6", "من 3 إلى أقل من 6 أشهر", "De 3 à moins de 6 mois", "De 3 a menos de 6 meses"
    ),
    "6-12": words_of(
        "6 months to under 12", "من 6 إلى أقل من 12 شهراً", "De 6 à moins de 12 mois", "De 6 a menos de 12 meses"
    ),
    "12-24": words_of(
        "12 months to under 24", "من 12 إلى أقل من 24 شهراً", "De 12 à moins de 24 mois", "De 12 a menos de 24 meses"
    ),
    "24-plus": words_of("24 months or more", "24 شهراً أو أكثر", "24 mois ou plus", "24 meses o más"),
}


def _numbered(code: str, label: Mapping[str, str]) -> Mapping[str, str]:
    return {lang: f"{code} {text}" for lang, text in label.items()}


# Codes that no codelist holds, by key.
CODES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "entry_kind": {
        "person": words_of("Persons", "أشخاص", "Personnes", "Personas"),
        "event": words_of("Events", "أحداث", "Événements", "Sucesos"),
    },
    "state": {
        "state": words_of(
            "State, or with its acquiescence",
            "الدولة أو بموافقتها",
            "État, ou avec son acquiescement",
            "Estado, o con su aquiescencia",
        ),
        "non-state": words_of("Non-State", "جهة غير تابعة للدولة", "Non étatique", "No estatal"),
    },
    "answer": {
        "known": words_of("Known", "معروف", "Connu", "Conocido"),
        "undetermined": words_of(
            "Looked into, not settled", "بُحث ولم يُحسم", "Examiné, non tranché", "Examinado, sin decidir"
        ),
    },
    "precision": {
        "day": words_of("To the day", "اليوم", "Au jour près", "Al día"),
        "month": words_of("To the month", "الشهر", "Au mois près", "Al mes"),
        "year": words_of("To the year", "السنة", "À l’année près", "Al año"),
        "longer": words_of("Less precisely", "أقل دقة", "Moins précise", "Menos precisa"),
    },
    "statute": _LAWS,
    "provision": _LAWS,
    "charge": {"none-recorded": _NONE_RECORDED},
    "change": _CHANGES,
    "entered": _DELAYS,
    "heard": _DELAYS,
    "inquiry": {"none-recorded": _NONE_RECORDED},
    "field": {
        "state-link": words_of("Link to a State", "الصلة بالدولة", "Lien avec un État", "Vínculo con un Estado"),
    },
    "source": {
        "undisclosed": words_of(
            "Sources that are not public", "مصادر غير علنية", "Sources non publiques", "Fuentes no públicas"
        ),
        "none": words_of(
            "No source linked yet", "لم يُربط بمصدر بعد", "Aucune source encore liée", "Ninguna fuente vinculada aún"
        ),
    },
    **speech_words.CODES,
    "number": {one.code: _numbered(one.code, one.label) for one in NUMBERS},
    "commitment": {one.id: _numbered(one.id, one.text) for one in COMMITMENTS},
}

_TOTAL = words_of("All", "المجموع", "Total", "Total")


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
