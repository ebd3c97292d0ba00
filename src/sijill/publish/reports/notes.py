"""The structured part of a method note: options, the rules that decided, warnings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from sijill.publish.reports.report import Context, Note, Notes
from sijill.publish.reports.units import decided
from sijill.tables.engines import Tables, fetched

ROLES_OVERLAP = Note(
    "roles-not-additive",
    {
        "en": "One person may have several roles, so the figures by role add up to more than the total.",
        "ar": "قد يكون للشخص الواحد أكثر من دور، ولذلك يزيد مجموع الأرقام بحسب الدور على المجموع الكلي.",
        "fr": "Une personne peut avoir plusieurs rôles\u202f; la somme des chiffres par rôle dépasse donc le total.",
        "es": "Una persona puede tener varios roles, por lo que la suma de las cifras por rol supera el total.",
    },
)
PERPETRATORS_OVERLAP = Note(
    "perpetrators-not-additive",
    {
        "en": "Several kinds of perpetrator may have taken part in one act, so the figures by "
        "kind add up to more "
        "than the total. Kinds of perpetrator are shown, never names.",
        "ar": "قد تشترك عدة جهات في فعل واحد، ولذلك يزيد مجموع الأرقام بحسب الجهة على المجموع "
        "الكلي. تُذكر أنواع "
        "الجهات ولا تُذكر الأسماء أبداً.",
        "fr": "Plusieurs types d’auteurs peuvent avoir pris part à un même acte\u202f; la somme des chiffres par "
        "type dépasse donc le total. On montre des types d’auteurs, jamais des noms.",
        "es": "Varios tipos de autores pueden haber participado en un mismo acto, por lo que la suma de las "
        "cifras por tipo supera el total. Se muestran tipos de autores, nunca nombres.",
    },
)
SOURCES_OVERLAP = Note(
    "sources-not-additive",
    {
        "en": "Several sources may report one act, so the figures by source add up to more than the total.",
        "ar": "قد تورد عدة مصادر الفعل نفسه، ولذلك يزيد مجموع الأرقام بحسب المصدر على المجموع الكلي.",
        "fr": "Plusieurs sources peuvent signaler un même acte\u202f; la somme des chiffres par source dépasse donc"
        " le total.",
        "es": "Varias fuentes pueden informar de un mismo acto, por lo que la suma de las cifras por fuente "
        "supera el total.",
    },
)
NOT_ASSESSED = Note(
    "verified-not-assessed",
    {
        "en": "Nobody with a mandate has reviewed the cases in scope. The verified figures are "
        "therefore not "
        "assessed; they are not 0.",
        "ar": "لم تراجع أي جهة ذات ولاية الحالات المشمولة، ولذلك لم تُقيَّم الأرقام المُتحقَّق منها، وهي ليست صفراً.",
        "fr": "Personne n’ayant mandat de le faire n’a examiné les cas entrant dans le champ. Les chiffres "
        "vérifiés ne sont donc pas évalués\u202f; ils ne sont pas 0.",
        "es": "Nadie con mandato para ello ha examinado los casos comprendidos. Por eso las cifras verificadas"
        " no están evaluadas; no son 0.",
    },
)
NEVER_ADDED = Note(
    "statuses-never-added",
    {
        "en": "Reported figures include the verified ones. Figures of different status are never added up.",
        "ar": "تشمل الأرقام المبلَّغ عنها الأرقام المُتحقَّق منها، ولا تُجمع أرقام مختلفة في درجة التحقق.",
        "fr": "Les chiffres signalés comprennent les chiffres vérifiés. Des chiffres de statut différent ne "
        "s’additionnent jamais.",
        "es": "Las cifras notificadas incluyen las verificadas. Las cifras de distinto estado nunca se suman.",
    },
)


def options_of(context: Context) -> tuple[tuple[str, str], ...]:
    """Every option of the counting rule but `status`, as (name, value), in the order of its declaration.

    A table holds every status side by side, so no one status is an option of it.
    """
    asked = context.options
    return tuple((one.name, str(getattr(asked, one.name))) for one in fields(asked) if one.name != "status")


def rules_that_decided(t: Tables, context: Context) -> tuple[str, ...]:
    """The ids of the rules that decided at least one candidate, sorted."""
    found = decided(t, context.options)
    return tuple(row["rule"] for row in fetched(found.select("rule").distinct().order_by("rule")))


def notes_of(report: str, t: Tables, context: Context, warnings: Sequence[Note]) -> Notes:
    """Notes of a report that counts victims under the SDG rule."""
    always = (NEVER_ADDED,) if context.assessed else (NEVER_ADDED, NOT_ASSESSED)
    return Notes(report, options_of(context), rules_that_decided(t, context), (*always, *warnings))
