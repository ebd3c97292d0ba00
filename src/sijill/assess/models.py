"""What a person answered to a check of the ground rules: a fact. Findings are computed and kept nowhere."""

from __future__ import annotations

from django.db import models

from sijill.collect.models import Report
from sijill.office.models import User
from sijill.office.records import ID_LENGTH, Record, coded, kept


class EntityKind(models.TextChoices):
    """What a check can be asked of. Code branches on these."""

    RESTRICTION = "restriction"
    DEMAND = "demand"
    DISRUPTION = "disruption"
    LAW = "law"
    PROVISION = "provision"
    POLICY = "policy"
    CLAUSE = "clause"
    COMPANY = "company"


@kept
class Answer(Record):
    """One answer, with its reasons and the report it rests on. Answers are added: the latest stands.

    `asked` is the check's id; Django keeps the name `check` for itself. `entity_id` points to a table that
    `entity_kind` names, as support does (decision 6).
    """

    asked = models.CharField(max_length=120)
    version = models.IntegerField(default=1)
    entity_kind = models.CharField(max_length=20, choices=EntityKind)
    entity_id = models.CharField(max_length=ID_LENGTH)
    verdict = coded("verdicts", default="unknown")
    reasons = models.TextField()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="answers")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField()

    class Meta:
        db_table = "answer"
        indexes = [models.Index(fields=["entity_id", "asked"], name="answer_by_entity")]
