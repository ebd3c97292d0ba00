"""Releases: what was said in public, who made it, who approved it."""

from __future__ import annotations

from django.db import models

from sijill.office.models import User
from sijill.office.records import Record, kept


class ReleaseState(models.TextChoices):
    """Where a release stands. Code branches on these."""

    DRAFT = "draft"
    PUBLISHED = "published"
    REPLACED = "replaced"


@kept
class Release(Record):
    """One frozen release. Its id derives from its input, so the same input gives the same release."""

    title = models.CharField(max_length=200)
    title_ar = models.CharField(max_length=200, blank=True, default="")
    subject = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField()
    position = models.BigIntegerField()
    manifest_sha256 = models.CharField(max_length=64)
    nested = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=ReleaseState, default=ReleaseState.DRAFT)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    correction = models.TextField(blank=True, default="")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField(null=True)

    class Meta:
        db_table = "release"
        indexes = [models.Index(fields=["state", "until"], name="release_by_state")]
