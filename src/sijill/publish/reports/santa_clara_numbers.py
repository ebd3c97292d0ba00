"""The numbers that the Santa Clara Principles 2.0 (2021) ask of companies, as conditions on published figures.

Each number has what counts, what it is out of (if it is a share of anything), and when a figure records it at all.
Sources: Operational Principle 1 (Numbers) with its special reporting on state actors, flags and automation. The
principles' own wording could not be retrieved; the short names are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import ibis

from sijill.codelists.load import UNKNOWN_CODES, codelist
from sijill.publish.reports.speech_words import words_of

Condition = Callable[[ibis.Table], Any]
RESTRICTIONS, DEMANDS = "restriction", "demand"
REVERSED = ("reversed", "partly-reversed")
NO_RESTRICTION = ("restored", "refused-notice")
NOTICES = ("user-notice", "trusted-flagger", "authority", "other-notice")
BY_MACHINE = ("fully", "partly")


@dataclass(frozen=True, slots=True)
class Number:
    """One number. `of`: which figures can hold it; `amount`: the span that it adds up.

    `about`: the figures that the number is about; `recorded`: of these, those that say it; `counts`: of these,
    those that count. `share`: what is recorded is what it is out of.
    """

    code: str
    label: Mapping[str, str]
    of: str
    amount: str
    about: Condition
    recorded: Condition
    counts: Condition
    share: bool = True


def _known(column: str) -> Condition:
    return lambda one: one[column].notin(UNKNOWN_CODES)


def _is(column: str, *codes: str) -> Condition:
    return lambda one: one[column].isin(codes)


def _all(_one: ibis.Table) -> Any:
    return ibis.literal(True)


def _never(_one: ibis.Table) -> Any:
    return ibis.literal(False)


def _both(one: Condition, other: Condition) -> Condition:
    return lambda row: one(row) & other(row)


def _decisions(one: ibis.Table) -> Any:
    """Figures of restrictions: neither of appeals nor of what was undone or not done."""
    return one.appeal_outcome.isin(UNKNOWN_CODES) & one.measure.notin(NO_RESTRICTION)


_courts = tuple(code for code, said in codelist("authority_kinds").column("judicial").items() if said == "yes")
_APPEALS = _is("appealed", "yes")


def _restriction(
    code: str, label: Mapping[str, str], about: Condition, recorded: Condition, counts: Condition, *,
    share: bool = True,
) -> Number:  # fmt: skip
    return Number(code, label, RESTRICTIONS, "items", about, recorded, counts, share)


def _demand(
    code: str, label: Mapping[str, str], recorded: Condition, counts: Condition, *, amount: str = "requests",
    share: bool = True,
) -> Number:  # fmt: skip
    return Number(code, label, DEMANDS, amount, _all, recorded, counts, share)


NUMBERS: tuple[Number, ...] = (
    _restriction(
        "N1",
        words_of(
            "Content actioned and accounts suspended",
            "محتوى اتُّخذ بشأنه إجراء وحسابات أُوقفت",
            "Contenus visés et comptes suspendus",
            "Contenidos sobre los que se actuó y cuentas suspendidas",
        ),
        _decisions, _all, _all, share=False,
    ),
    _restriction(
        "N2",
        words_of("Appeals", "التظلمات", "Recours", "Apelaciones"),
        _APPEALS, _all, _all, share=False,
    ),
    _restriction(
        "N3",
        words_of("Successful appeals", "تظلمات ناجحة", "Recours accueillis", "Apelaciones estimadas"),
        _APPEALS, _known("appeal_outcome"), _is("appeal_outcome", *REVERSED),
    ),
    _restriction(
        "N4",
        words_of(
            "Successful appeals against what a machine flagged",
            "تظلمات ناجحة ضد ما رصدته آلة",
            "Recours accueillis contre un signalement automatique",
            "Apelaciones estimadas contra lo que señaló una máquina",
        ),
        _APPEALS,
        _both(_known("appeal_outcome"), _is("automated_detection", "yes")),
        _is("appeal_outcome", *REVERSED),
    ),
    _restriction(
        "N5",
        words_of(
            "Reinstated without an appeal",
            "أُعيد من دون تظلم",
            "Rétablis sans recours",
            "Restituidos sin apelación",
        ),
        _is("measure", "restored"), _is("appealed", "yes", "no"), _is("appealed", "no"),
    ),
    _restriction(
        "N6",
        words_of(
            "Hate speech by group aimed at",
            "خطاب الكراهية بحسب الفئة المستهدفة",
            "Discours de haine par groupe visé",
            "Discurso de odio por grupo atacado",
        ),
        _decisions, _never, _never,
    ),
    _restriction(
        "N7",
        words_of(
            "Restrictions in times of crisis",
            "قيود في أوقات الأزمات",
            "Restrictions en période de crise",
            "Restricciones en tiempos de crisis",
        ),
        _decisions, _never, _never,
    ),
    _demand(
        "S1",
        words_of("Demands by authorities", "طلبات السلطات", "Demandes des autorités", "Solicitudes de las autoridades"),
        _all, _all, share=False,
    ),
    _demand(
        "S2",
        words_of(
            "Demands whose authority is told",
            "طلبات ذُكرت الجهة صاحبتها",
            "Demandes dont l’autorité est indiquée",
            "Solicitudes cuya autoridad se indica",
        ),
        _all, lambda one: one.authority_kind.notin((*UNKNOWN_CODES, "several-authorities")),
    ),
    _demand(
        "S3",
        words_of(
            "Demands by a court", "طلبات صادرة عن محكمة", "Demandes d’un tribunal", "Solicitudes de un tribunal"
        ),
        lambda one: one.authority_kind.notin((*UNKNOWN_CODES, "several-authorities")),
        _is("authority_kind", *_courts),
    ),
    _demand(
        "S4",
        words_of(
            "Demands met, in whole or in part",
            "طلبات استُجيب لها كلياً أو جزئياً",
            "Demandes satisfaites, en tout ou partie",
            "Solicitudes atendidas, en todo o en parte",
        ),
        lambda one: one.complied_low.notnull() & one.requests_low.notnull(), _all, amount="complied",
    ),
    _demand(
        "S5",
        words_of(
            "Demands based on law",
            "طلبات تستند إلى القانون",
            "Demandes fondées sur la loi",
            "Solicitudes basadas en la ley",
        ),
        _known("basis"), _is("basis", "law", "law-and-terms"),
    ),
    _demand(
        "S6",
        words_of("Informal demands", "طلبات غير رسمية", "Demandes informelles", "Solicitudes informales"),
        _is("official", "yes", "no"), _is("official", "no"),
    ),
    _restriction(
        "FL1",
        words_of(
            "Restrictions after a notice",
            "قيود بعد إخطار",
            "Restrictions après un signalement",
            "Restricciones tras un aviso",
        ),
        _decisions, _known("detected_by"), _is("detected_by", *NOTICES),
    ),
    _restriction(
        "AU1",
        words_of("Found by a machine", "رصدته آلة", "Repérés par une machine", "Detectados por una máquina"),
        _decisions, _is("automated_detection", "yes", "no"), _is("automated_detection", "yes"),
    ),
    _restriction(
        "AU2",
        words_of(
            "Decided by a machine, in whole or in part",
            "قررته آلة كلياً أو جزئياً",
            "Décidés par une machine, en tout ou partie",
            "Decididos por una máquina, en todo o en parte",
        ),
        _decisions, _known("automated_decision"), _is("automated_decision", *BY_MACHINE),
    ),
    _restriction(
        "AU3",
        words_of(
            "Accuracy of automated means",
            "دقة الوسائل الآلية",
            "Exactitude des moyens automatisés",
            "Exactitud de los medios automáticos",
        ),
        _decisions, _never, _never,
    ),
    _restriction(
        "AU4",
        words_of(
            "Human review of what a machine decided",
            "مراجعة بشرية لما قررته آلة",
            "Revue humaine de ce qu’une machine a décidé",
            "Revisión humana de lo decidido por una máquina",
        ),
        _decisions, _never, _never,
    ),
    _restriction(
        "AU5",
        words_of(
            "Use of shared hash databases",
            "استعمال قواعد بصمات مشتركة",
            "Usage de bases d’empreintes partagées",
            "Uso de bases de huellas compartidas",
        ),
        _decisions, _never, _never,
    ),
)  # fmt: skip
