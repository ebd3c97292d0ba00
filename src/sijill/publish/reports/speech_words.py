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
    "decider": words_of("Who decided", "جهة القرار", "Qui a décidé", "Quién decidió"),
    "asked_by": words_of("Who asked", "الجهة الطالبة", "Qui a demandé", "Quién lo pidió"),
    "measure": words_of("What was done", "ما فُعل", "Ce qui fut fait", "Qué se hizo"),
    "automated_detection": words_of(
        "Found by a machine", "رصدته آلة", "Repéré par une machine", "Detectado por una máquina"
    ),
    "appealed": words_of("Remedy used", "استُعمل سبيل الانتصاف", "Recours exercé", "Recurso usado"),
    "redressed": words_of("Restored or compensated", "رُدّ أو عُوّض", "Rétabli ou indemnisé", "Restituido o compensado"),
    "explained": words_of("Reason explained", "شُرح السبب", "Motif expliqué", "Motivo explicado"),
    "notified": words_of("Persons were told", "أُبلغ الأشخاص", "Personnes prévenues", "Se avisó a las personas"),
    "indefinite": words_of("Without an end", "بلا نهاية", "Sans terme", "Sin término"),
    "territorial_limit": words_of(
        "Limited to a territory", "مقصور على إقليم", "Limité à un territoire", "Limitado a un territorio"
    ),
    "reversal": words_of("Reversal", "رجوع عن قرار", "Annulation", "Revocación"),
    "standing": words_of("Alleged or established", "مزعوم أم ثابت", "Allégué ou établi", "Alegado o establecido"),
    "recipient": words_of(
        "Who is said to have received it", "مَن يُقال إنه تسلّمها", "Qui les aurait reçues", "Quién los habría recibido"
    ),
    "monitoring_duty": words_of(
        "Duty to monitor or filter",
        "واجب المراقبة أو الترشيح",
        "Devoir de surveiller ou filtrer",
        "Deber de vigilar o filtrar",
    ),
    "encryption_clause": words_of(
        "Forbids or weakens encryption",
        "يمنع التشفير أو يضعفه",
        "Interdit ou affaiblit le chiffrement",
        "Prohíbe o debilita el cifrado",
    ),
    "fake_news_clause": words_of(
        "Punishes false information as such",
        "يعاقب على الأخبار الكاذبة بذاتها",
        "Punit l’information fausse en soi",
        "Castiga la información falsa como tal",
    ),
    "consulted": words_of(
        "Made after a consultation", "سبقته مشاورات", "Précédée d’une consultation", "Precedida de consulta"
    ),
    "accessible": words_of(
        "Anyone can find its text", "نصه متاح للجميع", "Texte accessible à tous", "Texto accesible a todos"
    ),
    "delegates_adjudication": words_of(
        "Leaves judging to companies or agencies",
        "يترك الحكم للشركات أو الأجهزة",
        "Laisse juger entreprises ou agences",
        "Deja juzgar a empresas u organismos",
    ),
    "intermediary_penalty": words_of(
        "Punishes companies for leaving content up",
        "يعاقب الشركات على إبقاء المحتوى",
        "Punit les entreprises qui laissent en ligne",
        "Castiga a empresas por no retirar",
    ),
    "precise": words_of(
        "Defined so that a person can tell",
        "تعريف واضح للمخاطَب",
        "Défini de façon reconnaissable",
        "Definido de modo reconocible",
    ),
    "discretion_limited": words_of(
        "Limits what the authority may decide",
        "يقيّد سلطة التقدير",
        "Limite le pouvoir d’appréciation",
        "Limita la discrecionalidad",
    ),
    "hatred_incitement": words_of(
        "Prohibits what ICCPR 20(2) describes",
        "يحظر ما تصفه المادة 20(2) من العهد",
        "Interdit ce que décrit le PIDCP 20(2)",
        "Prohíbe lo que describe el PIDCP 20(2)",
    ),
    "commitment": words_of("Commitment", "الالتزام", "Engagement", "Compromiso"),
    "counted": words_of("What is counted", "ما يُعدّ", "Ce qui est compté", "Qué se cuenta"),
    "number": words_of("Number", "الرقم", "Nombre", "Número"),
    "coverage": words_of("Coverage", "التغطية", "Couverture", "Cobertura"),
}


def _percents(name: str, en: str, ar: str, fr: str, es: str) -> Mapping[str, Mapping[str, str]]:
    """A rate in percent and the two ends of its interval."""
    ends = {
        "": words_of("%", "٪", "%", "%"),
        "_low": words_of("%, lower end", "٪، الحد الأدنى", "%, borne basse", "%, límite inferior"),
        "_high": words_of("%, upper end", "٪، الحد الأعلى", "%, borne haute", "%, límite superior"),
    }
    said = words_of(en, ar, fr, es)
    return {
        f"{name}_percent{end}": {lang: f"{said[lang]}, {word[lang]}" for lang in said} for end, word in ends.items()
    }


MEASURES: Mapping[str, Mapping[str, str]] = {
    "decisions": words_of("Decisions", "القرارات", "Décisions", "Decisiones"),
    "action_known": words_of("Known what was done", "عُلم ما فُعل", "On sait ce qui fut fait", "Se sabe qué se hizo"),
    "acted": words_of("Acted upon", "اتُّخذ إجراء", "Suivies d’une mesure", "Con medida"),
    "appeal_known": words_of(
        "Known whether appealed", "عُلم هل حصل تظلم", "On sait s’il y eut recours", "Se sabe si hubo recurso"
    ),
    "appealed": words_of("Appealed", "حصل تظلم", "Avec recours", "Con recurso"),
    "appeal_decided": words_of("Appeal decided", "بُتّ في التظلم", "Recours tranché", "Recurso resuelto"),
    "reversed": words_of("Reversed", "رُجع عن القرار", "Annulées", "Revocadas"),
    **_percents("acted", "Acted upon", "اتُّخذ إجراء", "Suivies d’une mesure", "Con medida"),
    **_percents("appealed", "Appealed", "حصل تظلم", "Avec recours", "Con recurso"),
    **_percents("reversed", "Reversed", "رُجع عن القرار", "Annulées", "Revocadas"),
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
        "Répondu, «\u202finconnu\u202f» compris",
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
    "disclosed": words_of("Said on a known day", "قيل في يوم معروف", "Dit un jour connu", "Dicho en un día conocido"),
    "disclosed_undated": words_of(
        "Said on an unknown day", "قيل في يوم غير معروف", "Dit un jour inconnu", "Dicho en un día desconocido"
    ),
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
        "Demandes\u202f: chiffres muets",
        "Solicitudes: cifras que no lo dicen",
    ),
    "items_low": words_of("Items, lowest", "المواد، الحد الأدنى", "Contenus, minimum", "Contenidos, mínimo"),
    "items_high": words_of("Items, highest", "المواد، الحد الأعلى", "Contenus, maximum", "Contenidos, máximo"),
    "items_not_stated": words_of(
        "Items: figures that do not say",
        "المواد: أرقام لا تذكرها",
        "Contenus\u202f: chiffres muets",
        "Contenidos: cifras que no lo dicen",
    ),
    "accounts_low": words_of("Accounts, lowest", "الحسابات، الحد الأدنى", "Comptes, minimum", "Cuentas, mínimo"),
    "accounts_high": words_of("Accounts, highest", "الحسابات، الحد الأعلى", "Comptes, maximum", "Cuentas, máximo"),
    "accounts_not_stated": words_of(
        "Accounts: figures that do not say",
        "الحسابات: أرقام لا تذكرها",
        "Comptes\u202f: chiffres muets",
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
        "Demandes satisfaites\u202f: chiffres muets",
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
        "Écartés\u202f: en partie hors période, ou sans date",
        "Fuera: solo en parte en el período, o sin fecha",
    ),
    "kept": words_of("As the commitment asks", "وفق الالتزام", "Conformes", "Conformes"),
    "out_of": words_of("Out of those that say", "من أصل ما يبيّن", "Sur celles qui le disent", "De las que lo dicen"),
    "open": words_of("Those that do not say", "ما لا يبيّن", "Celles qui ne le disent pas", "Las que no lo dicen"),
    "number_low": words_of("Number, lowest", "العدد، الحد الأدنى", "Nombre, minimum", "Número, mínimo"),
    "number_high": words_of("Number, highest", "العدد، الحد الأعلى", "Nombre, maximum", "Número, máximo"),
    "restrictions": words_of("Restrictions", "القيود", "Restrictions", "Restricciones"),
    "judicial": words_of("Decided by a court", "قررتها محكمة", "Décidées par un tribunal", "Decididas por un tribunal"),
    "not_judicial": words_of(
        "Decided by another body", "قررتها جهة أخرى", "Décidées par une autre instance", "Decididas por otro órgano"
    ),
    "exposures": words_of("Exposures", "حالات انكشاف البيانات", "Fuites", "Exposiciones"),
    "persons_low": words_of(
        "Persons affected, lowest",
        "المتأثرون، الحد الأدنى",
        "Personnes touchées, minimum",
        "Personas afectadas, mínimo",
    ),
    "persons_high": words_of(
        "Persons affected, highest",
        "المتأثرون، الحد الأعلى",
        "Personnes touchées, maximum",
        "Personas afectadas, máximo",
    ),
    "persons_not_stated": words_of(
        "Exposures that do not say", "حالات لا تذكر العدد", "Fuites sans nombre", "Exposiciones sin número"
    ),
    "provisions": words_of("Provisions", "الأحكام القانونية", "Dispositions", "Disposiciones"),
    "uses": words_of("Acts that name them", "أفعال ذُكرت فيها", "Actes qui les citent", "Actos que las citan"),
    "counted_low": words_of("Counted, lowest", "المحتسب، الحد الأدنى", "Compté, minimum", "Contado, mínimo"),
    "counted_high": words_of("Counted, highest", "المحتسب، الحد الأعلى", "Compté, maximum", "Contado, máximo"),
    "out_of_low": words_of("Out of, lowest", "من أصل، الحد الأدنى", "Sur, minimum", "De un total de, mínimo"),
    "out_of_high": words_of("Out of, highest", "من أصل، الحد الأعلى", "Sur, maximum", "De un total de, máximo"),
    "recorded": words_of("Figures that say it", "أرقام تذكره", "Chiffres qui le disent", "Cifras que lo dicen"),
    "not_recorded": words_of(
        "Figures that do not", "أرقام لا تذكره", "Chiffres qui ne le disent pas", "Cifras que no lo dicen"
    ),
    "series_counted": words_of("Published series", "السلاسل المنشورة", "Séries publiées", "Series publicadas"),
}

UNITS: Mapping[str, Mapping[str, str]] = {
    "disruptions": words_of("disruptions", "حالات التعطيل", "coupures", "interrupciones"),
    "figures": words_of(
        "demands, as companies and others published them",
        "الطلبات كما نشرتها الشركات وغيرها",
        "demandes, telles que publiées par les entreprises et d’autres",
        "solicitudes, tal como las publicaron las empresas y otros",
    ),
    "entries": words_of("entries of the register", "قيود السجل", "entrées du registre", "entradas del registro"),
    "named-items": words_of(
        "items, accounts or requests that demands named",
        "مواد أو حسابات أو طلبات سمّتها السلطات",
        "contenus, comptes ou demandes désignés",
        "contenidos, cuentas o solicitudes señalados",
    ),
    "restrictions": words_of(
        "restrictions that the institution learned of",
        "قيود علمت بها المؤسسة",
        "restrictions dont l’institution a eu connaissance",
        "restricciones que conoció la institución",
    ),
    "exposures": words_of("exposures of data", "حالات انكشاف بيانات", "fuites de données", "exposiciones de datos"),
    "provisions": words_of("provisions of laws", "أحكام قانونية", "dispositions de lois", "disposiciones de leyes"),
    "series": words_of("published series", "سلاسل منشورة", "séries publiées", "series publicadas"),
    "published-figures": words_of(
        "units as each series counts them",
        "وحدات بحسب عدّ كل سلسلة",
        "unités telles que chaque série les compte",
        "unidades según cuenta cada serie",
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
    "coverage": {
        "available": words_of("Available", "متاح", "Disponible", "Disponible"),
        "not-recorded": words_of("Not recorded", "غير مسجَّل", "Non enregistré", "No registrado"),
        "not-applicable": words_of("Not applicable", "لا ينطبق", "Sans objet", "No aplicable"),
    },
}
