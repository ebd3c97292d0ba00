"""Disruptions of networks and services, what is claimed of them and by whom, what was measured (duty C5).

How sure and whether on purpose are computed from the claims by rules, and stored nowhere (decision 024).
"""

from __future__ import annotations

from django.db import models

from sijill.collect.models import Report
from sijill.office.records import ID_LENGTH, Record, bound, coded, counted, dated, edtf, kept, number, unknown
from sijill.register.models import Event, Organization
from sijill.register.speech.models.laws import Provision
from sijill.register.speech.models.measures import Demand, large


@kept
class Disruption(Record):
    """A shutdown, throttling or blocking of a service in an area, as its sources describe it."""

    country = coded("places")
    country_words = models.CharField(max_length=120, blank=True, default="")
    scope = coded("disruption_scopes")
    kind = coded("disruption_kinds")
    extent = coded("disruption_extents")
    networks = coded("network_kinds")
    began = edtf()
    began_lo = bound()
    began_hi = bound()
    began_unknown = unknown()
    began_type = coded("date_types")
    ended = edtf()
    ended_lo = bound()
    ended_hi = bound()
    ended_unknown = unknown()
    ending = coded("disruption_endings")
    ordered_by = coded("authority_kinds")
    authority = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    trigger = coded("shutdown_triggers")
    justification = coded("shutdown_justifications")
    authority_acknowledged = coded("tri")
    legal_basis_cited = coded("tri")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, null=True, related_name="disruptions")
    demand = models.ForeignKey(Demand, on_delete=models.PROTECT, null=True, related_name="disruptions")
    operator_named = coded("tri")
    operator_acknowledged = coded("tri")
    users_notified = coded("tri")
    election = coded("tri")
    violence = coded("tri")
    abuse_reported = coded("tri")
    users_targeted = coded("user_groups")
    count_year = number()
    state = coded("entry_states", default="draft")
    area = models.CharField(max_length=1000, blank=True, default="")
    title = models.CharField(max_length=500, blank=True, default="")
    description = models.TextField(blank=True, default="")
    entered_by = models.CharField(max_length=ID_LENGTH, blank=True, default="")

    searched = ("title", "area", "country_words", "description")

    class Meta:
        db_table = "disruption"
        indexes = [
            models.Index(fields=["country", "began_lo"], name="disruption_by_country"),
            models.Index(fields=["state", "log_from"], name="disruption_by_state"),
        ]
        constraints = [dated("disruption", "began"), dated("disruption", "ended")]


@kept
class DisruptionService(Record):
    """A service that was or was not affected."""

    disruption = models.ForeignKey(Disruption, on_delete=models.PROTECT, related_name="services")
    service = coded("services")
    affected = coded("tri")

    class Meta:
        db_table = "disruption_service"
        constraints = [models.UniqueConstraint(fields=["disruption", "service"], name="disruption_service_once")]


@kept
class DisruptionArea(Record):
    """A first-level area or country that was affected."""

    disruption = models.ForeignKey(Disruption, on_delete=models.PROTECT, related_name="areas")
    place = coded("places")

    class Meta:
        db_table = "disruption_area"


@kept
class DisruptionClaim(Record):
    """What one source says of a disruption: evidence is counted from these, one vote per lineage."""

    disruption = models.ForeignKey(Disruption, on_delete=models.PROTECT, related_name="claims")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="+")
    lineage = models.CharField(max_length=120, blank=True, default="")
    kind = coded("claim_kinds")
    says = coded("claim_says", default="happened")
    cause = coded("disruption_causes")
    began = edtf()
    began_lo = bound()
    began_hi = bound()
    began_unknown = unknown()
    ended = edtf()
    ended_lo = bound()
    ended_hi = bound()
    ended_unknown = unknown()

    class Meta:
        db_table = "disruption_claim"
        constraints = [dated("disruption_claim", "began"), dated("disruption_claim", "ended")]


@kept
class DisruptionUpdate(Record):
    """What was said, restored or withdrawn at one moment. Its words stay in the database."""

    disruption = models.ForeignKey(Disruption, on_delete=models.PROTECT, related_name="updates")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="+")
    occurred = edtf()
    occurred_lo = bound()
    occurred_hi = bound()
    occurred_unknown = unknown()
    kind = coded("disruption_updates")
    by_kind = coded("update_sources")
    by = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    service = coded("services")
    text = models.TextField(blank=True, default="")

    class Meta:
        db_table = "disruption_update"
        constraints = [dated("disruption_update", "occurred")]


@kept
class DisruptionEvent(Record):
    """A disruption that surrounded an event."""

    disruption = models.ForeignKey(Disruption, on_delete=models.PROTECT, related_name="events")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="disruptions")

    class Meta:
        db_table = "disruption_event"
        constraints = [models.UniqueConstraint(fields=["disruption", "event"], name="disruption_event_once")]


@kept
class Signal(Record):
    """What a rule makes of measurements of one network, domain or area over one span of time."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    disruption = models.ForeignKey(Disruption, on_delete=models.PROTECT, null=True, related_name="signals")
    metric = coded("signal_metrics")
    country = coded("places")
    network = models.CharField(max_length=40, blank=True, default="")
    domain = models.CharField(max_length=253, blank=True, default="")
    began = edtf()
    began_lo = bound()
    began_hi = bound()
    began_unknown = unknown()
    ended = edtf()
    ended_lo = bound()
    ended_hi = bound()
    ended_unknown = unknown()
    outcome = coded("signal_outcomes")
    measurements_low = large()
    measurements_high = large()
    measurements_unknown = unknown()
    rule = models.CharField(max_length=120, blank=True, default="")
    closed = models.BooleanField(default=False)

    class Meta:
        db_table = "signal"
        constraints = [
            dated("signal", "began"),
            dated("signal", "ended"),
            counted("signal", "measurements"),
        ]
