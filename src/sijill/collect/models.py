"""What each source said: sources, their files, their words, what could not be read, stored files."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sijill.office.records import Record, bound, coded, dated, edtf, kept, unknown


@kept
class Source(Record):
    """Who says something. `independence_group` decides what counts as a second source."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = coded("source_kinds")
    independence_group = models.CharField(max_length=80)
    mandate = coded("mandates", default="none")
    reliability = coded("reliability")
    is_public = models.BooleanField(default=False)
    rows_shown = models.BooleanField(default=False)
    licence = models.CharField(max_length=120, blank=True, default="")
    url = models.CharField(max_length=300, blank=True, default="")
    asserts = models.JSONField(default=list, blank=True)

    class Meta:
        db_table = "source"


@kept
class Vintage(Record):
    """One copy of a source's file: the run that imported it and how far it came."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="vintages")
    format = models.CharField(max_length=40)
    label = models.CharField(max_length=80)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    retrieved_on = models.DateField(null=True)
    complete = models.BooleanField(default=False)
    finished = models.BooleanField(default=False)
    rows_read = models.IntegerField(default=0)
    rows_new = models.IntegerField(default=0)
    rows_unchanged = models.IntegerField(default=0)
    rows_revised = models.IntegerField(default=0)
    rows_withdrawn = models.IntegerField(default=0)
    rows_refused = models.IntegerField(default=0)

    class Meta:
        db_table = "vintage"
        constraints = [models.UniqueConstraint(fields=["source", "sha256"], name="vintage_file_once")]


ERASED = "erased"  # in place of the hash of words or of a file that were lawfully erased


@kept
class Report(Record):
    """What a source said, word for word. Never changed: another wording is another report."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="reports")
    vintage = models.ForeignKey(Vintage, on_delete=models.PROTECT, null=True, related_name="reports")
    position = models.CharField(max_length=60, blank=True, default="")
    key = models.CharField(max_length=200, blank=True, default="")
    content = models.TextField()
    language = models.CharField(max_length=12, blank=True, default="")
    sha256 = models.CharField(max_length=64)
    revises = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="revisions")
    said = edtf()
    said_lo = bound()
    said_hi = bound()
    said_unknown = unknown("not-stated")

    class Meta:
        db_table = "report"
        indexes = [models.Index(fields=["source", "key"], name="report_by_key")]
        constraints = [dated("report", "said")]


@kept
class ReportWithdrawal(Record):
    """A report that its source no longer carries."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="withdrawals")
    vintage = models.ForeignKey(Vintage, on_delete=models.PROTECT, related_name="withdrawals")

    class Meta:
        db_table = "report_withdrawal"


@kept
class Refusal(Record):
    """A row that could not be read, with its place and the reason (house rule 7)."""

    vintage = models.ForeignKey(Vintage, on_delete=models.PROTECT, related_name="refusals")
    position = models.CharField(max_length=60)
    field = models.CharField(max_length=80, blank=True, default="")
    problem = models.CharField(max_length=40)
    message = models.TextField()
    content = models.TextField()

    class Meta:
        db_table = "refusal"


@kept
class Evidence(Record):
    """A stored file, its hash, and who holds it. The bytes lie in the home's evidence folder."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="evidence")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100, blank=True, default="")
    received_on = models.DateField(null=True)
    custodian = models.CharField(max_length=48, blank=True, default="")

    class Meta:
        db_table = "evidence"
        constraints = [models.CheckConstraint(name="evidence_hashed", condition=~Q(sha256=""))]
