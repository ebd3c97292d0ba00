"""The rules as records: what each one says, where it comes from, and in which release notes it is printed."""

from __future__ import annotations

from collections.abc import Mapping

from sijill.assess.rules.rule import SDG_16_10_1, Rule

MARRAKECH = "Marrakech Declaration, GANHRI, 12 October 2018"
OWN = "Sijill"


def _sdg(
    slug: str, paragraph: str, en: str, ar: str, *, standard: str = SDG_16_10_1, own_reading: bool = False
) -> Rule:
    return Rule(f"sdg16/{slug}", 1, standard, paragraph, en, ar, own_reading)


SDG16: tuple[Rule, ...] = (
    _sdg(
        "scope",
        "Definition and concepts: the six categories and their ICCS codes",
        "An act can count only if its kind belongs to one of the six categories of the indicator. An "
        "attempted killing belongs to killing. Defamation belongs to none; a beating reaches other harmful "
        "acts through ICCS 0219 only.",
        "لا يُحتسب الفعل إلا إذا كان نوعه داخلًا في إحدى فئات المؤشر الست. وتدخل محاولة القتل في فئة القتل. "
        "ولا يدخل التشهير في أي فئة، أما الضرب فلا يدخل إلا في الأفعال الضارة الأخرى عن طريق الرمز 0219 في "
        "التصنيف الدولي للجريمة.",
    ),
    _sdg(
        "victims",
        "Computation: total count of victims of reported incidents",
        "The unit is the victim of an incident: one person in one event. Entries found to be the same "
        "person or the same event count as one. A group that is not entered person by person is not counted.",
        "وحدة العدّ هي الضحية في الواقعة: شخص واحد في حدث واحد. والقيود التي ثبت أنها للشخص نفسه أو للحدث "
        "نفسه تُحتسب قيدًا واحدًا. ولا تُحتسب جماعة لم يُسجَّل أفرادها واحدًا واحدًا.",
    ),
    _sdg(
        "period",
        "Computation: incidents occurring within the preceding 12 months",
        "The date of occurrence decides, not the date on which the case was reported or verified. What "
        "began before the period and still goes on is not in it. A date that may lie inside or outside the "
        "period leaves the case undecided.",
        "المعتبر هو تاريخ وقوع الفعل لا تاريخ الإبلاغ عنه أو التحقق منه. وما بدأ قبل الفترة وما زال مستمرًا "
        "لا يدخل فيها. وإذا كان التاريخ قد يقع داخل الفترة أو خارجها بقيت الحالة دون حسم.",
    ),
    _sdg(
        "role",
        "Definition and concepts: journalist, trade unionist, human rights defender",
        "The victim had, at the time, a role that the indicator covers: journalist or media worker, trade "
        "unionist, human rights defender. Several roles at once count once. Lawyers, students and academics "
        "count when the facts show one of the three.",
        "كان للضحية وقت الفعل دور يشمله المؤشر: صحفي أو عامل في وسائط الإعلام، أو نقابي، أو مدافع عن حقوق "
        "الإنسان. ومن اجتمعت له أدوار عدة يُحتسب مرة واحدة. ويُحتسب المحامون والطلبة والأكاديميون متى دلّت "
        "الوقائع على أحد الأدوار الثلاثة.",
    ),
    _sdg(
        "motive",
        "Definition and concepts: acts motivated by the role, or while engaged in it",
        "The act was motivated by what the victim, or somebody associated with the victim, did in that "
        "role, or happened while the victim was acting in it. A motive that nobody recorded is taken as "
        "given where a source that supports the act lists only cases with that motive; a disputed motive "
        "never is.",
        "كان الدافع إلى الفعل ما قام به الضحية أو شخص مرتبط به بحكم ذلك الدور، أو وقع الفعل أثناء ممارسته. "
        "وإذا لم يُسجَّل الدافع عُدَّ قائمًا متى أيّد الفعلَ مصدرٌ لا يُدرج إلا الحالات التي يقوم فيها هذا "
        "الدافع، ولا ينطبق ذلك على الدافع المتنازع فيه.",
    ),
    _sdg(
        "killing",
        "Category A: killing (ICCS 0101, 0102, 110139)",
        "Killing counts when a State agent did it, or somebody with State authorization, support or "
        "acquiescence, because of the role. A killing by others counts because of the role, or where the "
        "State failed in due diligence for such a reason.",
        "يُحتسب القتل إذا ارتكبه أحد موظفي الدولة أو من يتصرف بإذنها أو دعمها أو قبولها بسبب الدور. ويُحتسب "
        "القتل الذي يرتكبه غيرهم إذا كان بسبب الدور أو إذا قصّرت الدولة في العناية الواجبة لهذا السبب.",
    ),
    _sdg(
        "enforced-disappearance",
        "Category B: enforced disappearance (ICCS 020222)",
        "A deprivation of liberty linked to the State, followed by a refusal to acknowledge it or by "
        "concealment of the fate or whereabouts of the person.",
        "حرمان من الحرية مرتبط بالدولة، يعقبه رفض الاعتراف به أو إخفاء مصير الشخص أو مكان وجوده.",
    ),
    _sdg(
        "torture",
        "Category C: torture (ICCS 11011)",
        "Severe pain or suffering, inflicted for a purpose or on discrimination, by a public official or "
        "with official consent or acquiescence.",
        "ألم أو معاناة شديدان يُلحقهما عمدًا لغرض ما أو على أساس التمييز موظف عمومي أو من يتصرف بموافقته أو سكوته.",
    ),
    _sdg(
        "arbitrary-detention",
        "Category D: arbitrary detention (ICCS 020222)",
        "An arrest or detention linked to the State without a legal basis, in breach of procedure, or "
        "otherwise inappropriate, unjust, unreasonable or unnecessary. The outcome of the legal-basis test "
        "is recorded with its reason.",
        "اعتقال أو احتجاز مرتبط بالدولة بلا سند قانوني أو بالمخالفة للإجراءات، أو غير ملائم أو جائر أو غير "
        "معقول أو غير ضروري. وتُسجَّل نتيجة فحص السند القانوني مع سببها.",
    ),
    _sdg(
        "kidnapping",
        "Category E: kidnapping (ICCS 020221)",
        "A taking by persons who do not act with State support, where the State failed in due diligence. A "
        "link to the State excludes this category.",
        "أخذ شخص على يد من لا يتصرفون بدعم من الدولة، مع تقصير الدولة في العناية الواجبة. والصلة بالدولة "
        "تستبعد هذه الفئة.",
    ),
    _sdg(
        "other-harmful-acts",
        "Category F: other harmful acts (ICCS 0301, 0219, 110133, 02012, 0205, 0208, 0210, 0211)",
        "Other harm because of the role, by a State agent or with State authorization, support or acquiescence.",
        "أذى آخر بسبب الدور يُلحقه أحد موظفي الدولة أو من يتصرف بإذنها أو دعمها أو قبولها.",
    ),
    _sdg(
        "most-serious",
        "Computation: an incident with elements of several categories is coded to the higher one",
        "One victim in one incident counts once, for the most serious act: killing, then torture, enforced "
        "disappearance, arbitrary detention, kidnapping, other harmful acts. Among equals the earliest act "
        "stands. An undecided act is listed only if it would take the place of the one that is counted.",
        "تُحتسب الضحية الواحدة في الواقعة الواحدة مرة واحدة عن أشد الأفعال خطورة، بالترتيب: القتل، "
        "فالتعذيب، فالاختفاء القسري، فالاحتجاز التعسفي، فالاختطاف، فالأفعال الضارة الأخرى. وعند التساوي "
        "يُعتدّ بأسبق الأفعال. ولا يُدرج فعل لم يُحسم إلا إذا كان سيحل محل الفعل المحتسب.",
    ),
    _sdg(
        "consent",
        "Duty X6: consent per person and per use",
        "A case is left out when the latest word of the person concerned, or of those who speak for them, "
        "on being counted in published figures was no.",
        "تُستبعد الحالة إذا كان آخر ما صدر عن الشخص المعني، أو عمّن يتكلم باسمه، هو رفض احتسابها في الأرقام المنشورة.",
        standard=OWN,
        own_reading=True,
    ),
    _sdg(
        "status",
        "Definition and concepts: verified cases",
        'Reported figures hold every case that was not found "not established", verified ones included. '
        "Verified figures hold only cases for which a mandated body found reasonable grounds to believe "
        "that they happened as described; a later change of the record takes the word away until a new "
        "review.",
        "تضم الأرقام المبلَّغ عنها كل حالة لم يتقرر أنها «لم تثبت»، بما فيها الحالات المتحقق منها. وتضم "
        "الأرقام المتحقق منها الحالات التي وجدت فيها هيئة ذات ولاية أسبابًا معقولة للاعتقاد بوقوعها كما "
        "وُصفت دون غيرها، ويسقط عنها هذا الوصف إذا تغيّر القيد بعد ذلك إلى أن تُراجع من جديد.",
    ),
)


def _national(slug: str, paragraph: str, en: str, ar: str, *, standard: str = OWN) -> Rule:
    return Rule(f"national/{slug}", 1, standard, paragraph, en, ar, own_reading=True)


NATIONAL: tuple[Rule, ...] = (
    _national(
        "scope",
        "Undertakings of national institutions: fabricated charges, misuse of laws, other attacks",
        "Shown beside the indicator and never added to it: charges, misuse of laws, surveillance, threats "
        "and other attacks, by kind. A charge is called fabricated only as reported, until an acquittal, a "
        "dismissal or a determination.",
        "يُعرض إلى جانب المؤشر ولا يُضاف إليه أبدًا: التهم وإساءة استخدام القوانين والمراقبة والتهديدات "
        "وسائر الاعتداءات بحسب نوعها. ولا توصف التهمة بأنها ملفقة إلا بحسب ما أُبلغ عنه، إلى حين صدور "
        "البراءة أو رد الدعوى أو قرار بذلك.",
        standard=MARRAKECH,
    ),
    _national(
        "period",
        "as sdg16/period",
        "The date of occurrence decides; a date that may lie inside or outside the period leaves the case undecided.",
        "المعتبر هو تاريخ وقوع الفعل، وإذا كان قد يقع داخل الفترة أو خارجها بقيت الحالة دون حسم.",
    ),
    _national(
        "role",
        "Groups named: defenders, journalists, trade unionists, lawyers, students, academics",
        "The victim had a role that the Marrakech Declaration names.",
        "كان للضحية دور من الأدوار التي يسميها إعلان مراكش.",
        standard=MARRAKECH,
    ),
    _national(
        "one-per-kind",
        "Count of victims in incidents",
        "One victim in one event counts once for each kind of act, so rows of several kinds are not added "
        "up. An act against a group counts as an incident and never as a person.",
        "تُحتسب الضحية الواحدة في الحدث الواحد مرة واحدة عن كل نوع من الأفعال، فلا تُجمع صفوف الأنواع "
        "المختلفة. والفعل الواقع على جماعة يُحتسب واقعة ولا يُحتسب شخصًا.",
    ),
    _national("consent", "as sdg16/consent", SDG16[-2].statement_en, SDG16[-2].statement_ar),
    _national("status", "as sdg16/status", SDG16[-1].statement_en, SDG16[-1].statement_ar),
)


def _stocks(slug: str, paragraph: str, en: str, ar: str) -> Rule:
    return Rule(f"stocks/{slug}", 1, OWN, paragraph, en, ar, own_reading=True)


STOCKS: tuple[Rule, ...] = (
    _stocks(
        "scope",
        "What is counted",
        "Detentions, enforced disappearances and kidnappings of the kinds that the indicator knows, "
        "whatever their legal basis. Somebody who is only missing is not in it.",
        "حالات الاحتجاز والاختفاء القسري والاختطاف من الأنواع التي يعرفها المؤشر، أيًا كان سندها القانوني. "
        "ولا يدخل فيها من هو مفقود فحسب.",
    ),
    _stocks(
        "persons",
        "Unit",
        "The unit is the person: whoever is held under several acts at once counts once. Groups are not counted.",
        "وحدة العدّ هي الشخص: من كان محتجزًا بموجب أفعال عدة في الوقت نفسه يُحتسب مرة واحدة. ولا تُحتسب الجماعات.",
    ),
    _stocks(
        "begun",
        "Begun by the end of the day",
        "The act had begun by the end of the day; a date that leaves this open leaves the case undecided.",
        "كان الفعل قد بدأ بحلول نهاية اليوم، وإذا ترك التاريخ ذلك مفتوحًا بقيت الحالة دون حسم.",
    ),
    _stocks(
        "held",
        "Not ended by the end of the day",
        "The act had not ended by the end of the day. An end that nobody recorded leaves the case "
        "undecided: unknown is not still held.",
        "لم يكن الفعل قد انتهى بحلول نهاية اليوم. وإذا لم تُسجَّل نهايته بقيت الحالة دون حسم، فالمجهول لا "
        "يعني أن الاحتجاز ما زال مستمرًا.",
    ),
    _stocks("role", "as national/role", NATIONAL[2].statement_en, NATIONAL[2].statement_ar),
    _stocks("consent", "as sdg16/consent", SDG16[-2].statement_en, SDG16[-2].statement_ar),
    _stocks("status", "as sdg16/status", SDG16[-1].statement_en, SDG16[-1].statement_ar),
)


def _charges(slug: str, paragraph: str, en: str, ar: str) -> Rule:
    return Rule(f"charges/{slug}", 1, MARRAKECH, paragraph, en, ar, own_reading=True)


CHARGES: tuple[Rule, ...] = (
    _charges(
        "scope",
        "Undertakings of national institutions: fabricated charges, misuse of laws",
        "Charges and lawsuits brought against the victim: every act of which a step of a charge is recorded, or whose "
        "kind is a charge or a suit. Each charge is followed by itself to its last step by the end of the period, in "
        "the order of dates and, within a day, of entry.",
        "التهم والدعاوى الموجهة إلى الضحية: كل فعل سُجِّلت له خطوة من خطوات تهمة، أو كان نوعه تهمة أو دعوى. وتُتابع كل "
        "تهمة على حدة حتى آخر خطوة لها بحلول نهاية الفترة، بترتيب التواريخ، وبترتيب القيد في اليوم الواحد.",
    ),
    _charges("period", "as national/period", NATIONAL[1].statement_en, NATIONAL[1].statement_ar),
    _charges("role", "as national/role", NATIONAL[2].statement_en, NATIONAL[2].statement_ar),
    _charges("consent", "as sdg16/consent", SDG16[-2].statement_en, SDG16[-2].statement_ar),
    _charges("status", "as sdg16/status", SDG16[-1].statement_en, SDG16[-1].statement_ar),
)

RULES: Mapping[str, Rule] = {one.id: one for one in (*SDG16, *NATIONAL, *STOCKS, *CHARGES)}

PERIOD: Mapping[str, str] = {
    "en": "Period: acts that occurred from {since} to {until}, both days included.",
    "ar": "الفترة: الأفعال التي وقعت من {since} إلى {until}، واليومان داخلان فيها.",
}
OPTION_LINES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "reported": "Status: reported cases, verified ones included, without those found not established.",
        "verified": "Status: cases verified by a mandated body only.",
        "corroborated": "Status: only cases that independent sources corroborate, not verified.",
        "victim-incidents": "One victim in two separate incidents counts twice; persons are shown beside it.",
        "persons": "One victim in two separate incidents counts once, for the most serious act.",
        "undecided": "A killing whose perpetrator is unknown is undecided, even if it is linked to the role.",
        "counted-if-either-way": "A killing linked to the role counts even if its perpetrator is unknown.",
        "list": "Cases that the sources leave undecided are listed with their reason, and not counted.",
        "never": "A group whose members are not entered one by one is never in a count of victims.",
    },
    "ar": {
        "reported": "الحالة: الحالات المبلَّغ عنها، بما فيها المتحقق منها، دون ما تقرر أنه لم يثبت.",
        "verified": "الحالة: ما تحققت منه هيئة ذات ولاية فقط.",
        "corroborated": "الحالة: ما عززته مصادر مستقلة فقط، ولم تتحقق منه هيئة ذات ولاية.",
        "victim-incidents": "تُحتسب الضحية مرتين إذا تعرضت لواقعتين منفصلتين، ويُعرض إلى جانب ذلك عدد الأشخاص.",
        "persons": "تُحتسب الضحية مرة واحدة إذا تعرضت لواقعتين منفصلتين، عن أشد الأفعال خطورة.",
        "undecided": "القتل الذي لم تُعرف الجهة التي ارتكبته لا يُحسم أمره ولو كان مرتبطًا بالدور.",
        "counted-if-either-way": "يُحتسب القتل المرتبط بالدور ولو لم تُعرف الجهة التي ارتكبته.",
        "list": "الحالات التي تتركها المصادر دون حسم تُدرج مع سببها ولا تُحتسب.",
        "never": "الجماعة التي لم يُسجَّل أفرادها واحدًا واحدًا لا تدخل أبدًا في عدد الضحايا.",
    },
}
