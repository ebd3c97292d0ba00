"""Laws and companies' rules, version by version, article by article (duties S2, S3, C3, C10, C11)."""

from __future__ import annotations

from django.db import models

from sijill.office.records import ID_LENGTH, Record, bound, coded, counted, dated, edtf, kept, number, unknown
from sijill.register.models import Act, Organization


@kept
class Law(Record):
    """A law, decree or order of general application, one row per version. Its words stay in the database."""

    jurisdiction = coded("places")
    kind = coded("law_kinds")
    title = models.CharField(max_length=500, blank=True, default="")
    language = models.CharField(max_length=35, blank=True, default="")
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="amended_by")
    in_force = edtf()
    in_force_lo = bound()
    in_force_hi = bound()
    in_force_unknown = unknown()
    repealed = edtf()
    repealed_lo = bound()
    repealed_hi = bound()
    repealed_unknown = unknown()
    gazette = models.CharField(max_length=300, blank=True, default="")
    accessible = coded("tri")
    enforcer = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    oversight = coded("oversight_kinds")
    consulted = coded("tri")
    monitoring_duty = coded("tri")
    encryption_clause = coded("tri")
    fake_news_clause = coded("tri")
    state = coded("entry_states", default="draft")
    text = models.TextField(blank=True, default="")
    entered_by = models.CharField(max_length=ID_LENGTH, blank=True, default="")

    searched = ("title", "gazette")

    class Meta:
        db_table = "law"
        constraints = [dated("law", "in_force"), dated("law", "repealed")]


@kept
class Provision(Record):
    """One article of a law: offence, definition, penalty. Its words stay in the database."""

    law = models.ForeignKey(Law, on_delete=models.PROTECT, related_name="provisions")
    article = models.CharField(max_length=120, blank=True, default="")
    offence = coded("offences")
    precise = coded("tri")
    discretion_limited = coded("tri")
    penalty = coded("penalty_kinds")
    penalty_months_low = number()
    penalty_months_high = number()
    penalty_months_unknown = unknown()
    delegates_adjudication = coded("tri")
    removal_hours_low = number()
    removal_hours_high = number()
    removal_hours_unknown = unknown()
    intermediary_penalty = coded("tri")
    hatred_incitement = coded("tri")
    definition = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")

    searched = ("article",)

    class Meta:
        db_table = "provision"
        constraints = [counted("provision", "penalty_months"), counted("provision", "removal_hours")]


@kept
class Policy(Record):
    """A company's rules or ranking criteria, one row per version."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="policies")
    service = models.CharField(max_length=200, blank=True, default="")
    kind = coded("policy_kinds")
    title = models.CharField(max_length=500, blank=True, default="")
    language = models.CharField(max_length=35, blank=True, default="")
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="amended_by")
    in_force = edtf()
    in_force_lo = bound()
    in_force_hi = bound()
    in_force_unknown = unknown()
    ended = edtf()
    ended_lo = bound()
    ended_hi = bound()
    ended_unknown = unknown()
    published = coded("tri")
    consulted = coded("tri")
    protected_category = coded("tri")
    protected_since = edtf()
    protected_since_lo = bound()
    protected_since_hi = bound()
    protected_since_unknown = unknown()
    protected_where = coded("places")
    ranking_choice = coded("tri")
    state = coded("entry_states", default="draft")
    text = models.TextField(blank=True, default="")
    entered_by = models.CharField(max_length=ID_LENGTH, blank=True, default="")

    searched = ("title", "service")

    class Meta:
        db_table = "policy"
        constraints = [
            dated("policy", "in_force"),
            dated("policy", "ended"),
            dated("policy", "protected_since"),
        ]


@kept
class Clause(Record):
    """One clause of a policy. Its words stay in the database."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="clauses")
    number = models.CharField(max_length=120, blank=True, default="")
    subject = coded("clause_subjects")
    precise = coded("tri")
    text = models.TextField(blank=True, default="")

    searched = ("number",)

    class Meta:
        db_table = "clause"


@kept
class ActProvision(Record):
    """A provision that was used against a person."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="provisions")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="acts")
    standing = coded("attributions", default="alleged")

    class Meta:
        db_table = "act_provision"
        constraints = [models.UniqueConstraint(fields=["act", "provision"], name="act_provision_once")]
