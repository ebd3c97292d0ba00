"""Demands by authorities, decisions on content, accounts and services, data exposed.

A reversal is a new row (decision 024); what a company publishes as a sum is a demand of the level `total`.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from sijill.office.records import ID_LENGTH, Record, bound, coded, counted, dated, edtf, kept, number, unknown
from sijill.register.models import Act, Organization, Person
from sijill.register.speech.models.laws import Clause, Provision


def large() -> models.BigIntegerField[Any, Any]:
    """A whole number as large companies publish them: decisions on items come in thousands of millions."""
    return models.BigIntegerField(null=True, blank=True)


@kept
class Demand(Record):
    """A demand by an authority to a company or operator; aggregates that companies publish are demands too."""

    level = coded("demand_levels", default="single")
    series = models.CharField(max_length=120, blank=True, default="")
    authority = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    authority_kind = coded("authority_kinds")
    company = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=200, blank=True, default="")
    country = coded("places")
    country_words = models.CharField(max_length=120, blank=True, default="")
    kind = coded("demand_kinds")
    process = coded("legal_processes")
    official = coded("tri")
    reason = coded("demand_reasons")
    made = edtf()
    made_lo = bound()
    made_hi = bound()
    made_unknown = unknown()
    basis = coded("demand_bases")
    legal_basis = models.TextField(blank=True, default="")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, null=True, related_name="demands")
    written = coded("tri")
    signed = coded("tri")
    gag = coded("tri")
    gag_ends = edtf()
    gag_ends_lo = bound()
    gag_ends_hi = bound()
    gag_ends_unknown = unknown()
    deadline_hours_low = number()
    deadline_hours_high = number()
    deadline_hours_unknown = unknown()
    threat = coded("threats")
    requests_low = large()
    requests_high = large()
    requests_unknown = unknown()
    items_low = large()
    items_high = large()
    items_unknown = unknown()
    accounts_low = large()
    accounts_high = large()
    accounts_unknown = unknown()
    challenged = coded("tri")
    narrowed = coded("tri")
    outcome = coded("demand_outcomes")
    complied_low = large()
    complied_high = large()
    complied_unknown = unknown()
    answered = edtf()
    answered_lo = bound()
    answered_hi = bound()
    answered_unknown = unknown()
    archived = coded("tri")
    state = coded("entry_states", default="draft")
    subject_words = models.TextField(blank=True, default="")
    authority_words = models.CharField(max_length=500, blank=True, default="")
    reference = models.CharField(max_length=300, blank=True, default="")
    entered_by = models.CharField(max_length=ID_LENGTH, blank=True, default="")

    searched = ("authority_words", "service", "country_words", "reference", "series", "subject_words", "legal_basis")

    class Meta:
        db_table = "demand"
        indexes = [
            models.Index(fields=["country", "made_lo"], name="demand_by_country"),
            models.Index(fields=["state", "log_from"], name="demand_by_state"),
        ]
        constraints = [
            dated("demand", "made"),
            dated("demand", "gag_ends"),
            counted("demand", "deadline_hours"),
            counted("demand", "requests"),
            counted("demand", "items"),
            counted("demand", "accounts"),
            counted("demand", "complied"),
            dated("demand", "answered"),
        ]


@kept
class DemandCount(Record):
    """One number of a demand that the columns above do not hold: so many of a kind with that outcome."""

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="counts")
    measure = coded("demand_measures", default="requests")
    outcome = coded("demand_outcomes")
    basis = coded("demand_bases")
    object = coded("content_kinds")
    count_low = large()
    count_high = large()
    count_unknown = unknown()

    class Meta:
        db_table = "demand_count"
        constraints = [counted("demand_count", "count")]


@kept
class Restriction(Record):
    """A decision on content, an account or a service; a reversal is a new row."""

    level = coded("demand_levels", default="single")
    series = models.CharField(max_length=120, blank=True, default="")
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, null=True, related_name="restrictions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="restrictions")
    company = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    service = models.CharField(max_length=200, blank=True, default="")
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="reversals")
    decided_by = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    decider = coded("decider_kinds")
    asked_by = coded("authority_kinds")
    measure = coded("measures")
    object = coded("content_kinds")
    scope = coded("restriction_scopes")
    items_low = large()
    items_high = large()
    items_unknown = unknown()
    country = coded("places")
    country_words = models.CharField(max_length=120, blank=True, default="")
    territorial_limit = coded("tri")
    content_posted = edtf()
    content_posted_lo = bound()
    content_posted_hi = bound()
    content_posted_unknown = unknown()
    applied = edtf()
    applied_lo = bound()
    applied_hi = bound()
    applied_unknown = unknown()
    ended = edtf()
    ended_lo = bound()
    ended_hi = bound()
    ended_unknown = unknown()
    indefinite = coded("tri")
    ground = coded("grounds")
    legal_basis = models.TextField(blank=True, default="")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, null=True, related_name="restrictions")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, related_name="restrictions")
    explained = coded("tri")
    speaker = coded("speaker_kinds")
    language = coded("languages")
    detected_by = coded("detection_sources")
    automated_detection = coded("tri")
    automated_decision = coded("automation")
    published = coded("tri")
    notified = coded("tri")
    notice_given = edtf()
    notice_given_lo = bound()
    notice_given_hi = bound()
    notice_given_unknown = unknown()
    remedy = coded("remedies")
    appealed = coded("tri")
    appeal_outcome = coded("appeal_outcomes")
    redressed = coded("tri")
    state = coded("entry_states", default="draft")
    description = models.TextField(blank=True, default="")
    url = models.CharField(max_length=2000, blank=True, default="")
    explanation = models.TextField(blank=True, default="")
    entered_by = models.CharField(max_length=ID_LENGTH, blank=True, default="")
    came_later = ("country_words", "language")

    searched = ("service", "url", "description", "legal_basis")

    class Meta:
        db_table = "restriction"
        indexes = [
            models.Index(fields=["country", "applied_lo"], name="restriction_by_country"),
            models.Index(fields=["state", "log_from"], name="restriction_by_state"),
        ]
        constraints = [
            counted("restriction", "items"),
            dated("restriction", "content_posted"),
            dated("restriction", "applied"),
            dated("restriction", "ended"),
            dated("restriction", "notice_given"),
        ]


@kept
class RestrictionPlace(Record):
    """A territory in which a restriction applies."""

    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="places")
    place = coded("places")

    class Meta:
        db_table = "restriction_place"
        constraints = [models.UniqueConstraint(fields=["restriction", "place"], name="restriction_place_once")]


@kept
class Exposure(Record):
    """Users' data leaked, taken by an insider, breached or sold (duty C8)."""

    company = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=200, blank=True, default="")
    country = coded("places")
    kind = coded("exposure_kinds")
    data = coded("data_kinds")
    standing = coded("attributions", default="alleged")
    recipient = coded("authority_kinds")
    occurred = edtf()
    occurred_lo = bound()
    occurred_hi = bound()
    occurred_unknown = unknown()
    disclosed = edtf()
    disclosed_lo = bound()
    disclosed_hi = bound()
    disclosed_unknown = unknown()
    persons_low = large()
    persons_high = large()
    persons_unknown = unknown()
    notified = coded("tri")
    state = coded("entry_states", default="draft")
    description = models.TextField(blank=True, default="")
    entered_by = models.CharField(max_length=ID_LENGTH, blank=True, default="")

    searched = ("service", "description")

    class Meta:
        db_table = "exposure"
        constraints = [
            dated("exposure", "occurred"),
            dated("exposure", "disclosed"),
            counted("exposure", "persons"),
        ]


@kept
class DemandAct(Record):
    """A demand that led to an act against a person."""

    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, related_name="acts")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="demands")
    standing = coded("attributions", default="alleged")

    class Meta:
        db_table = "demand_act"
        constraints = [models.UniqueConstraint(fields=["demand", "act"], name="demand_act_once")]


@kept
class ExposureAct(Record):
    """Data exposed that led to an act against a person."""

    exposure = models.ForeignKey(Exposure, on_delete=models.PROTECT, related_name="acts")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="exposures")
    standing = coded("attributions", default="alleged")

    class Meta:
        db_table = "exposure_act"
        constraints = [models.UniqueConstraint(fields=["exposure", "act"], name="exposure_act_once")]
