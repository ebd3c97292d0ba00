"""The words of the second ledger: keys, measures, units and codes that no codelist holds, by language."""

from __future__ import annotations

from collections.abc import Mapping


def words_of(en: str, ar: str, fr: str, es: str) -> Mapping[str, str]:
    """One wording in the four languages."""
    return {"en": en, "ar": ar, "fr": fr, "es": es}


KEYS: Mapping[str, Mapping[str, str]] = {
    "count_year": words_of("Year of count", "سنة الإحصاء", "Année de décompte", "Año de recuento"),
    "country_words": words_of(
        "Country in the source’s words", "البلد بلفظ المصدر", "Pays selon la source", "País según la fuente"
    ),
    "ordered_by": words_of("Ordered by", "صاحب الأمر", "Sur ordre de", "Por orden de"),
    "authority_kind": words_of("Who asked", "الجهة الطالبة", "Qui a demandé", "Quién lo pidió"),
    "election": words_of("During an election", "أثناء انتخابات", "Pendant une élection", "Durante elecciones"),
    "violence": words_of("During violence", "أثناء أعمال عنف", "Pendant des violences", "Durante actos de violencia"),
    "disputed": words_of("Disputed", "موضع خلاف", "Contesté", "Discutido"),
    "fact": words_of("Question", "السؤال", "Question", "Pregunta"),
    "series": words_of("Published series", "السلسلة المنشورة", "Série publiée", "Serie publicada"),
    "period": words_of("Period of the figure", "فترة الرقم", "Période du chiffre", "Período de la cifra"),
    "company": words_of(
        "Company that published it", "الشركة الناشرة", "Entreprise qui l’a publié", "Empresa que lo publicó"
    ),
    "product": words_of("Product or service", "المنتج أو الخدمة", "Produit ou service", "Producto o servicio"),
    "official": words_of(
        "Through an official channel", "عبر قناة رسمية", "Par une voie officielle", "Por un canal oficial"
    ),
    "challenged": words_of("Challenged", "اعترضت عليه الشركة", "Contestée", "Impugnada"),
    "narrowed": words_of("Narrowed", "ضُيّق نطاقه", "Réduite", "Reducida"),
    "gag": words_of("With a duty of silence", "مع واجب الكتمان", "Avec obligation de silence", "Con deber de silencio"),
}

MEASURES: Mapping[str, Mapping[str, str]] = {
    "disruptions": words_of("Disruptions", "حالات التعطيل", "Coupures", "Interrupciones"),
    "with_end": words_of("With a known end", "معلومة النهاية", "Dont la fin est connue", "Con final conocido"),
    "without_end": words_of(
        "Without a known end", "غير معلومة النهاية", "Dont la fin est inconnue", "Sin final conocido"
    ),
    "ongoing": words_of(
        "Of these, said to go on", "منها ما قيل إنه مستمر", "Dont dites en cours", "De ellas, en curso según la fuente"
    ),
    "yes": words_of("Yes", "نعم", "Oui", "Sí"),
    "no": words_of("No", "لا", "Non", "No"),
    "yes_or_no": words_of("Yes or no", "نعم أو لا", "Oui ou non", "Sí o no"),
    "answered": words_of(
        "Answered, “unknown” included",
        "أُجيب عنه، و«غير معروف» ضمناً",
        "Répondu, «\\u202finconnu\\u202f» compris",
        "Respondido, «se desconoce» incluido",
    ),
    "ended": words_of("With a known end", "معلومة النهاية", "Dont la fin est connue", "Con final conocido"),
    "median_days": words_of("Median, days", "الوسيط بالأيام", "Médiane, jours", "Mediana, días"),
    "median_days_low": words_of(
        "Median, lower end", "الوسيط، الحد الأدنى", "Médiane, borne basse", "Mediana, límite inferior"
    ),
    "median_days_high": words_of(
        "Median, upper end", "الوسيط، الحد الأعلى", "Médiane, borne haute", "Mediana, límite superior"
    ),
    "disclosed": words_of("Something was said", "قيل شيء", "Quelque chose fut dit", "Se dijo algo"),
    "disclosure_days": words_of(
        "Median days until then", "وسيط الأيام حتى ذلك", "Médiane des jours jusque-là", "Mediana de días hasta entonces"
    ),
    "disclosure_days_low": words_of(
        "The same, lower end", "الحد الأدنى لذلك", "De même, borne basse", "Lo mismo, límite inferior"
    ),
    "disclosure_days_high": words_of(
        "The same, upper end", "الحد الأعلى لذلك", "De même, borne haute", "Lo mismo, límite superior"
    ),
    "requests_low": words_of("Requests, lowest", "الطلبات، الحد الأدنى", "Demandes, minimum", "Solicitudes, mínimo"),
    "requests_high": words_of("Requests, highest", "الطلبات، الحد الأعلى", "Demandes, maximum", "Solicitudes, máximo"),
    "requests_not_stated": words_of(
        "Requests: figures that do not say",
        "الطلبات: أرقام لا تذكرها",
        "Demandes\\u202f: chiffres muets",
        "Solicitudes: cifras que no lo dicen",
    ),
    "items_low": words_of("Items, lowest", "المواد، الحد الأدنى", "Contenus, minimum", "Contenidos, mínimo"),
    "items_high": words_of("Items, highest", "المواد، الحد الأعلى", "Contenus, maximum", "Contenidos, máximo"),
    "items_not_stated": words_of(
        "Items: figures that do not say",
        "المواد: أرقام لا تذكرها",
        "Contenus\\u202f: chiffres muets",
        "Contenidos: cifras que no lo dicen",
    ),
    "accounts_low": words_of("Accounts, lowest", "الحسابات، الحد الأدنى", "Comptes, minimum", "Cuentas, mínimo"),
    "accounts_high": words_of("Accounts, highest", "الحسابات، الحد الأعلى", "Comptes, maximum", "Cuentas, máximo"),
    "accounts_not_stated": words_of(
        "Accounts: figures that do not say",
        "الحسابات: أرقام لا تذكرها",
        "Comptes\\u202f: chiffres muets",
        "Cuentas: cifras que no lo dicen",
    ),
    "complied_low": words_of(
        "Requests met, lowest",
        "الطلبات المستجاب لها، الحد الأدنى",
        "Demandes satisfaites, minimum",
        "Solicitudes atendidas, mínimo",
    ),
    "complied_high": words_of(
        "Requests met, highest",
        "الطلبات المستجاب لها، الحد الأعلى",
        "Demandes satisfaites, maximum",
        "Solicitudes atendidas, máximo",
    ),
    "complied_not_stated": words_of(
        "Requests met: figures that do not say",
        "الطلبات المستجاب لها: أرقام لا تذكرها",
        "Demandes satisfaites\\u202f: chiffres muets",
        "Solicitudes atendidas: cifras que no lo dicen",
    ),
    "figures": words_of(
        "Figures and single demands",
        "الأرقام والطلبات المفردة",
        "Chiffres et demandes isolées",
        "Cifras y solicitudes sueltas",
    ),
    "left_out": words_of(
        "Left out: only partly in the period, or undated",
        "مستبعد: جزء منه فقط في الفترة أو بلا تاريخ",
        "Écartés\\u202f: en partie hors période, ou sans date",
        "Fuera: solo en parte en el período, o sin fecha",
    ),
}

UNITS: Mapping[str, Mapping[str, str]] = {
    "disruptions": words_of("disruptions", "حالات التعطيل", "coupures", "interrupciones"),
    "figures": words_of(
        "demands, as companies and others published them",
        "الطلبات كما نشرتها الشركات وغيرها",
        "demandes, telles que publiées par les entreprises et d’autres",
        "solicitudes, tal como las publicaron las empresas y otros",
    ),
}

_ONE_BY_ONE = words_of("Entered one by one", "مُدخلة واحداً واحداً", "Saisies une à une", "Registradas una a una")

CODES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "series": {"none": _ONE_BY_ONE},
    "fact": {
        "users_notified": words_of("Users were told", "أُبلغ المستخدمون", "Usagers prévenus", "Se avisó a los usuarios"),
        "operator_acknowledged": words_of(
            "An operator acknowledged it", "أقرّ به مشغّل", "Reconnue par un opérateur", "La reconoció un operador"
        ),
        "authority_acknowledged": words_of(
            "The authority acknowledged it", "أقرّت به السلطة", "Reconnue par l’autorité", "La reconoció la autoridad"
        ),
        "operator_named": words_of(
            "An operator is named", "ذُكر اسم مشغّل", "Un opérateur est nommé", "Se nombra un operador"
        ),
        "legal_basis_cited": words_of(
            "A legal basis was cited", "ذُكر سند قانوني", "Fondement légal cité", "Se citó un fundamento legal"
        ),
        "court_order": words_of(
            "A court ordered it", "أمرت به محكمة", "Ordonnée par un tribunal", "La ordenó un tribunal"
        ),
    },
}
