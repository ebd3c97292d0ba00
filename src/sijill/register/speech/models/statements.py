"""Statements of reasons that platforms file here: who may file, and what a restriction has no place for.

Each statement is one restriction, with the four questions, and beside it one row here that holds every field of the EU
database's schema as it was taken; the report that both rest on keeps the words as they were filed.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from sijill.collect.models import Report, Source
from sijill.office.models import User
from sijill.office.records import Record, kept
from sijill.register.models import Organization
from sijill.register.speech.models.measures import Restriction

LONGEST_CODE = 80


def theirs() -> models.CharField[str, str]:
    """A code of the EU's lists, empty where the platform left it empty; `statements.rules` has checked it."""
    return models.CharField(max_length=LONGEST_CODE, blank=True, default="")


def short() -> models.CharField[str, str]:
    """A text of up to 500 characters; empty where none was given."""
    return models.CharField(max_length=500, blank=True, default="")


def several() -> models.JSONField[Any, Any]:
    """Codes, sorted, each once."""
    return models.JSONField(default=list, blank=True)


def until() -> models.DateField[Any, Any]:
    """The last day; none where it has no end."""
    return models.DateField(null=True, blank=True)


@kept
class Platform(Record):
    """A service whose statements are taken: the body that runs it, the source that its words are, its account."""

    name = models.CharField(max_length=200, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "platform"


@kept
class Token(Record):
    """A key that files for one platform. Only its hash is kept; a key that is taken back leaves this table."""

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "token"


@kept
class Statement(Record):
    """Every field of one statement of reasons, in the EU's names and codes."""

    # Found by platform and puid together; an index of its own would cost every statement a page.
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="statements", db_index=False)
    restriction = models.OneToOneField(Restriction, on_delete=models.PROTECT, related_name="statement")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", db_index=False)
    uuid = models.CharField(max_length=36, unique=True)
    method = models.CharField(max_length=10)
    created_at = models.DateTimeField(db_index=True)
    decision_visibility = several()
    decision_visibility_other = short()
    end_date_visibility_restriction = until()
    decision_monetary = theirs()
    decision_monetary_other = short()
    end_date_monetary_restriction = until()
    decision_provision = theirs()
    end_date_service_restriction = until()
    decision_account = theirs()
    end_date_account_restriction = until()
    account_type = theirs()
    decision_ground = theirs()
    decision_ground_reference_url = short()
    illegal_content_legal_ground = short()
    illegal_content_explanation = models.TextField(blank=True, default="")
    incompatible_content_ground = short()
    incompatible_content_explanation = models.TextField(blank=True, default="")
    incompatible_content_illegal = theirs()
    category = theirs()
    category_addition = several()
    category_specification = several()
    category_specification_other = short()
    content_type = several()
    content_type_other = short()
    content_language = theirs()
    content_date = models.DateField()
    content_id_ean = models.CharField(max_length=13, blank=True, default="")
    territorial_scope = several()
    application_date = models.DateField()
    decision_facts = models.TextField(blank=True, default="")
    source_type = theirs()
    source_identity = short()
    automated_detection = theirs()
    automated_decision = theirs()
    puid = models.CharField(max_length=500)

    class Meta:
        db_table = "statement"
        constraints = [models.UniqueConstraint(fields=["platform", "puid"], name="statement_puid_once")]
