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


def with_word(acts: QuerySet[Act]) -> QuerySet[WithAnnotations[Act, Word]]:
    """Each act with `word` (a code of `verification_states`), `decision` (the latest, or empty), `is_stale`."""
    latest = Verification.objects.filter(act=OuterRef("pk")).order_by("-log_from", "-id")
    found = acts.annotate(
        decision=Coalesce(Subquery(latest.values("decision")[:1]), Value("")),
        decided_word=Coalesce(Subquery(latest.values("word")[:1]), Value(REPORTED)),
        decided_at=Subquery(latest.values("log_from")[:1]),
    )
    later = {"act": OuterRef("pk"), "log_from__gt": OuterRef("decided_at")}
    changed = (
        Q(log_from__gt=F("decided_at"))
        | Exists(ActRole.objects.filter(**later))
        | Exists(Involvement.objects.filter(**later))
        | Exists(_lost())
    )
    found = found.annotate(is_stale=Case(When(Q(decision=GROUNDS) & changed, then=Value(True)), default=Value(False)))
    return found.annotate(
        word=Case(
            When(is_stale=True, then=Value(REPORTED)),
            default=F("decided_word"),
            output_field=CharField(),
        )
    )


def _lost() -> QuerySet[Support]:
    """Support of the act or of an involvement of it, by a report that its source took back later."""
    withdrawn = ReportWithdrawal.objects.filter(
        report=OuterRef("report"), log_from__gt=OuterRef(OuterRef("decided_at"))
    )
    own = Q(entity_kind=EntityKind.ACT, entity_id=OuterRef("pk"))
    by_involvement = Q(
        entity_kind=EntityKind.INVOLVEMENT,
        entity_id__in=Involvement.objects.filter(act=OuterRef(OuterRef("pk"))).values("id"),
    )
    return Support.objects.filter(own | by_involvement).filter(Exists(withdrawn))
