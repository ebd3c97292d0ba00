"""What the institution holds to have happened: who did what to whom, on what evidence.

After the HURIDOCS Events Standard Formats: an act has one victim and lies in one event; an
incident is an event and a victim (decision 5). Merged entries stay and point to the entry that
now stands for them, so that a merge can be undone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sijill.collect.models import Evidence, Report
from sijill.office.models import User
from sijill.office.records import ID_LENGTH, Record, bound, coded, counted, dated, edtf, kept, number, unknown


@kept
class Organization(Record):
    """A body: employer of a victim, unit of a perpetrator, association attacked."""

    name = models.CharField(max_length=200)
    kind = coded("organisation_kinds", default="not-stated")
    place = coded("places", default="not-stated")

    searched = ("name",)

    class Meta:
        db_table = "organization"


@kept
class Person(Record):
    """One person, or a group that was counted and not named."""

    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    kind = coded("person_kinds", default="individual")
    size_low = number()
    size_high = number()
    size_unknown = unknown()
    identified = coded("identified", default="named")
    sex = coded("sex")
    sex_stated_by = coded("stated_by")
    gender = coded("gender")
    gender_stated_by = coded("stated_by")
    born = edtf()
    born_lo = bound()
    born_hi = bound()
    born_unknown = unknown()
    citizenship = coded("places")

    class Meta:
        db_table = "person"
        constraints = [dated("person", "born"), counted("person", "size")]


@kept
class PersonName(Record):
    """One name of a person, in one script. Never leaves the database but to those who may see it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    text = models.CharField(max_length=300)
    kind = coded("name_kinds", default="full")
    script = coded("scripts", default="Latn")

    searched = ("text",)

    class Meta:
        db_table = "person_name"


@kept
class Event(Record):
    """Something with a beginning and an end that holds at least one act: a case."""

    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    title = models.CharField(max_length=300, blank=True, default="")
    description = models.TextField(blank=True, default="")
    context = coded("contexts")
    state = coded("entry_states", default="draft")
    restricted = models.BooleanField(default=False)
    opened_by = models.CharField(max_length=ID_LENGTH, blank=True, default="")

    searched = ("title",)

    class Meta:
        db_table = "event"
        # The list of cases is counted and put in order from this alone.
        indexes = [models.Index(fields=["merged_into", "state", "id", "restricted"], name="event_listed")]


@kept
class EventMember(Record):
    """Who may open a restricted event."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "event_member"
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="event_member_once")]


@kept
class Act(Record):
    """One thing done to one victim in one event, with the facts that the counting rules ask for."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="acts")
    victim = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="acts")
    kind = coded("acts", default="not-stated")
    state = coded("entry_states", default="draft")
    occurred = edtf()
    occurred_lo = bound()
    occurred_hi = bound()
    occurred_unknown = unknown()
    ended = edtf()
    ended_lo = bound()
    ended_hi = bound()
    ended_unknown = unknown()
    place = coded("places", default="not-stated")
    place_precision = coded("place_precision", default="unknown")
    locality = models.CharField(max_length=300, blank=True, default="")
    age_low = number()
    age_high = number()
    age_unknown = unknown()
    motive = coded("motives")
    diligence_failure = coded("tri")
    severe = coded("tri")
    purpose = coded("tri")
    acknowledgement = coded("acknowledgement")
    detention_basis = coded("detention_basis")
    detention_type = coded("detention_types")
    basis_reason = models.TextField(blank=True, default="")
    law = models.CharField(max_length=300, blank=True, default="")
    entered_by = models.CharField(max_length=ID_LENGTH, blank=True, default="")

    searched = ("locality", "law")

    class Meta:
        db_table = "act"
        indexes = [
            models.Index(fields=["event", "occurred_lo"], name="act_first_day"),
            models.Index(fields=["kind", "place", "occurred_lo", "occurred_hi", "event"], name="act_searched"),
            models.Index(fields=["state", "log_from", "id"], name="act_waiting"),
        ]
        constraints = [dated("act", "occurred"), dated("act", "ended"), counted("act", "age")]


@kept
class ActRole(Record):
    """A role of the victim at the time of the act; several at once."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="roles")
    role = coded("roles", default="not-stated")
    is_primary = models.BooleanField(default=False)

    class Meta:
        db_table = "act_role"
        constraints = [models.UniqueConstraint(fields=["act", "role"], name="act_role_once")]


@kept
class ActStatus(Record):
    """A dated step of a charge, an order, a detention or an investigation; ordered within a day."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="statuses")
    process = coded("processes", default="charge")
    thread = models.IntegerField(default=1)
    sequence = models.IntegerField(default=1)
    occurred = edtf()
    occurred_lo = bound()
    occurred_hi = bound()
    occurred_unknown = unknown()
    stage = coded("status_stages", default="not-stated")
    law = models.CharField(max_length=300, blank=True, default="")
    article = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        db_table = "act_status"
        constraints = [
            dated("act_status", "occurred"),
            models.UniqueConstraint(fields=["act", "process", "thread", "sequence"], name="act_status_order"),
        ]


@kept
class Involvement(Record):
    """Who is said to have done the act. A person here is never named outside the casework pages."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="involvements")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="involvements")
    perpetrator = coded("perpetrators", default="not-stated")
    state_link = coded("state_links", default="not-stated")
    degree = coded("involvement", default="not-stated")
    attribution = coded("attributions", default="alleged")

    class Meta:
        db_table = "involvement"


class EntityKind(models.TextChoices):
    """What a report can support. Code branches on these."""

    ACT = "act"
    PERSON = "person"
    INVOLVEMENT = "involvement"
    ACT_STATUS = "act_status"
    EVENT = "event"
    LAW = "law"
    PROVISION = "provision"
    POLICY = "policy"
    CLAUSE = "clause"
    ACT_PROVISION = "act_provision"
    DEMAND = "demand"
    DEMAND_COUNT = "demand_count"
    RESTRICTION = "restriction"
    RESTRICTION_PLACE = "restriction_place"
    EXPOSURE = "exposure"
    DEMAND_ACT = "demand_act"
    EXPOSURE_ACT = "exposure_act"
    DISRUPTION = "disruption"
    DISRUPTION_SERVICE = "disruption_service"
    DISRUPTION_AREA = "disruption_area"
    DISRUPTION_CLAIM = "disruption_claim"
    DISRUPTION_UPDATE = "disruption_update"
    DISRUPTION_EVENT = "disruption_event"
    SIGNAL = "signal"


@kept
class Support(Record):
    """Which facts of an entry a report supports: the only link to any kind of entity (decision 6)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="supports")
    entity_kind = models.CharField(max_length=20, choices=EntityKind)
    entity_id = models.CharField(max_length=ID_LENGTH)
    elements = models.JSONField(default=list)

    class Meta:
        db_table = "support"
        indexes = [models.Index(fields=["entity_id"], name="support_by_entity")]
        constraints = [
            models.UniqueConstraint(fields=["report", "entity_kind", "entity_id"], name="support_once"),
        ]


@kept
class Verification(Record):
    """A reviewer's decision on one act. Decisions are added, never changed: the latest stands."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="verifications")
    basis = coded("verification_bases", default="sources")
    body = coded("determination_bodies", default="none")
    document = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    decision = coded("decisions", default="more-needed")
    standing = coded("mandates", default="none")
    word = coded("verification_states", default="reported")
    reasons = models.TextField()
    gate = models.JSONField(default=dict)
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField()

    class Meta:
        db_table = "verification"


@kept
class Consent(Record):
    """What a person agreed to, for one use; the latest row per person and use stands (duty X6)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    use = coded("consent_uses", default="record")
    decision = coded("consent_decisions", default="refused")
    given_by = coded("consent_by", default="self")
    contact = models.CharField(max_length=300, blank=True, default="")
    share_with = models.CharField(max_length=300, blank=True, default="")
    decided_on = models.DateField()

    class Meta:
        db_table = "consent"


@kept
class Judgement(Record):
    """A person's word on whether two entries are the same; added, never changed."""

    entity_kind = models.CharField(max_length=20, choices=EntityKind)
    left_id = models.CharField(max_length=ID_LENGTH)
    right_id = models.CharField(max_length=ID_LENGTH)
    verdict = coded("judgements", default="unsure")
    reasons = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "judgement"
        constraints = [
            models.CheckConstraint(name="judgement_two_entries", condition=~Q(left_id=models.F("right_id"))),
        ]


@kept
class Complaint(Record):
    """A complaint to the institution (duty N6): received, handled, answered, with a clock."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="complaints")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="complaints")
    channel = coded("complaint_channels", default="not-stated")
    state = coded("complaint_states", default="received")
    received_on = models.DateField()
    due_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    received_by = models.CharField(max_length=ID_LENGTH, blank=True, default="")

    class Meta:
        db_table = "complaint"


class ProposalState(models.TextChoices):
    """What became of a proposed change. Code branches on these."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    KEPT = "kept"
    OVERTAKEN = "overtaken"


@kept
class Proposal(Record):
    """What a newer copy of a list says otherwise than an entry was drafted from; it waits for a person.

    `changes` holds by field what the source said before and what it says now; `elements` what the newer report
    supports. Nothing of it is in the entry until somebody accepts it, and `taken` says what was.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="proposals")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="proposals")
    changes = models.JSONField(default=dict)
    elements = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=ProposalState, default=ProposalState.WAITING)
    taken = models.JSONField(default=list)
    reasons = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)

    class Meta:
        db_table = "proposal"
        constraints = [models.UniqueConstraint(fields=["report", "act"], name="proposal_once")]
