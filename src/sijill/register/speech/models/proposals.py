"""What newer copies of lists say otherwise than entries of the second ledger hold; it waits for a person."""

from __future__ import annotations

from django.db import models

from sijill.collect.models import Report
from sijill.office.models import User
from sijill.office.records import ID_LENGTH, Record, kept
from sijill.register.models import EntityKind, ProposalState


@kept
class FactProposal(Record):
    """What a newer copy of a list says otherwise of one entry, or of a part of one.

    `changes` holds, by column, what the source said before and what it says now; a part that only the newer copy has
    waits with all its columns and nothing before, one that it no longer has waits with nothing now. `taken` says
    which of it went into the entry. An aggregate never waits: it is what the company says, and follows it.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="fact_proposals")
    entity_kind = models.CharField(max_length=20, choices=EntityKind)
    entity_id = models.CharField(max_length=ID_LENGTH)
    changes = models.JSONField(default=dict)
    elements = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=ProposalState, default=ProposalState.WAITING)
    taken = models.JSONField(default=list)
    reasons = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)

    class Meta:
        db_table = "fact_proposal"
        indexes = [models.Index(fields=["entity_id"], name="fact_proposal_by_entity")]
        constraints = [
            models.UniqueConstraint(fields=["report", "entity_kind", "entity_id"], name="fact_proposal_once"),
        ]
