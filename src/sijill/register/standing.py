"""What an act may be called on a page: the reading of `assess.rules.verification`, asked of the database.

The word follows from the latest decision and from what was written after it; it is not stored. A
test holds this reading and that of the rules together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from sijill.collect.models import ReportWithdrawal
from sijill.register.models import Act, ActRole, EntityKind, Involvement, Support, Verification

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

REPORTED = "reported"
GROUNDS = "reasonable-grounds"


class Word(TypedDict):
    """What `with_word` adds."""

    word: str
    decision: str
    is_stale: bool


class Stale(TypedDict):
    """What `standing_decisions` adds."""

    is_stale: bool


def with_word(acts: QuerySet[Act]) -> QuerySet[WithAnnotations[Act, Word]]:
    """Each act with `word` (a code of `verification_states`), `decision` (the latest, or empty), `is_stale`."""
    latest = Verification.objects.filter(act=OuterRef("pk")).order_by("-log_from", "-id")
    found = acts.annotate(
        decision=Coalesce(Subquery(latest.values("decision")[:1]), Value("")),
        decided_word=Coalesce(Subquery(latest.values("word")[:1]), Value(REPORTED)),
        decided_at=Subquery(latest.values("log_from")[:1]),
    )
    stale = Q(decision=GROUNDS) & (Q(log_from__gt=F("decided_at")) | _written_later("pk", "decided_at"))
    found = found.annotate(is_stale=Case(When(stale, then=Value(True)), default=Value(False)))
    return found.annotate(
        word=Case(
            When(is_stale=True, then=Value(REPORTED)),
            default=F("decided_word"),
            output_field=CharField(),
        )
    )


def called(acts: QuerySet[Act], word: str) -> QuerySet[Act]:
    """Those of the acts that `with_word` calls so, asked of the decisions: most acts have none."""
    said = standing_decisions().filter(is_stale=False)
    if word != REPORTED:
        return acts.filter(pk__in=said.filter(word=word).values("act"))
    return acts.exclude(pk__in=called_otherwise())


def called_otherwise() -> QuerySet[Verification, str]:
    """Ids of the acts that `with_word` calls something else than reported."""
    said = standing_decisions().filter(is_stale=False)
    return said.exclude(word=REPORTED).values_list("act_id", flat=True)


def undecided(acts: QuerySet[Act]) -> QuerySet[Act]:
    """Acts called reported on which nobody decided since they or their sources were last written."""
    newer = Support.objects.filter(entity_id=OuterRef("act"), log_from__gt=OuterRef("log_from"))
    again = standing_decisions().filter(Q(is_stale=True) | Q(Exists(newer), word=REPORTED))
    none = ~Exists(Verification.objects.filter(act=OuterRef("pk")))
    return acts.filter(Q(none) | Q(Exists(again.filter(act=OuterRef("pk")))))


def standing_decisions() -> QuerySet[WithAnnotations[Verification, Stale]]:
    """The latest decision on each act that has one, with `is_stale`."""
    same = Verification.objects.filter(act=OuterRef("act"))
    later = same.filter(Q(log_from__gt=OuterRef("log_from")) | Q(log_from=OuterRef("log_from"), id__gt=OuterRef("id")))
    changed = Q(act__log_from__gt=F("log_from")) | _written_later("act", "log_from")
    return Verification.objects.filter(~Exists(later)).annotate(
        is_stale=Case(When(Q(decision=GROUNDS) & changed, then=Value(True)), default=Value(False))
    )


def _written_later(act: str, decided: str) -> Q:
    """Was a role, an involvement or a source of the act written or taken back after the decision.

    The words name the columns that hold the act and the position of the decision in the row that is asked about.
    """
    later = {"act": OuterRef(act), "log_from__gt": OuterRef(decided)}
    return (
        Q(Exists(ActRole.objects.filter(**later)))
        | Q(Exists(Involvement.objects.filter(**later)))
        # The first is asked once, and most registers have none.
        | (Q(Exists(ReportWithdrawal.objects.all())) & Q(Exists(_lost(act, decided))))
    )


def _lost(act: str, decided: str) -> QuerySet[Support]:
    """Support of the act or of an involvement of it, by a report that its source took back later."""
    withdrawn = ReportWithdrawal.objects.filter(report=OuterRef("report"), log_from__gt=OuterRef(OuterRef(decided)))
    own = Q(entity_kind=EntityKind.ACT, entity_id=OuterRef(act))
    by_involvement = Q(
        entity_kind=EntityKind.INVOLVEMENT,
        entity_id__in=Involvement.objects.filter(act=OuterRef(OuterRef(act))).values("id"),
    )
    return Support.objects.filter(own | by_involvement).filter(Exists(withdrawn))
