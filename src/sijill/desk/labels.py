"""What pages call the verbs of the log, the tables and their fields."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

VERBS = {
    "act.change": _("Act corrected"),
    "act.confirmed": _("Act confirmed"),
    "act.draft": _("Act made a draft again"),
    "act.record": _("Act recorded"),
    "act.rejected": _("Act rejected"),
    "act.verify": _("Act reviewed"),
    "act.withdrawn": _("Act withdrawn"),
    "answer.add": _("Check answered"),
    "answer.erase": _("Reasons of answers erased"),
    "cell.explain": _("Records behind a published figure read"),
    "complaint.move": _("Complaint moved on"),
    "complaint.open": _("Complaint received"),
    "consent.record": _("Consent recorded"),
    "event.change": _("Case corrected"),
    "event.confirmed": _("Case confirmed"),
    "event.draft": _("Case made a draft again"),
    "event.members": _("Team changed"),
    "event.merge": _("Cases merged"),
    "event.record": _("Case opened"),
    "event.rejected": _("Case rejected"),
    "event.unmerge": _("Cases separated again"),
    "event.withdrawn": _("Case withdrawn"),
    "evidence.keep": _("File kept"),
    "figures.read": _("Exact figures read"),
    "import.batch": _("Part of a list imported"),
    "import.begin": _("Import of a list begun"),
    "import.end": _("Import of a list finished"),
    "involvement.add": _("Involvement recorded"),
    "involvement.end": _("Involvement taken back"),
    "judgement.add": _("Judgement on two entries"),
    "judgement.end": _("Judgement taken back"),
    "membership.erase": _("Role erased"),
    "name.add": _("Name added"),
    "name.end": _("Name taken back"),
    "organization.record": _("Body recorded"),
    "paper.make": _("Document about an entry made"),
    "people.share": _("People named to others, as they agreed"),
    "person.change": _("Person corrected"),
    "person.erase": _("Erased at the wish of the person"),
    "person.merge": _("Two entries merged"),
    "person.record": _("Person recorded"),
    "person.split": _("Entry split in two"),
    "person.unmerge": _("Merge undone"),
    "profile.set": _("Profile set"),
    "proposal.accept": _("Change by a source accepted"),
    "proposal.keep": _("Entry kept as it was"),
    "release.approve": _("Release approved"),
    "release.make": _("Draft release made"),
    "release.print": _("Documents of a release made"),
    "report.file": _("Report filed"),
    "source.add": _("Source added"),
    "source.change": _("Source corrected"),
    "status.add": _("Step recorded"),
    "support.add": _("Support recorded"),
    "support.end": _("Support taken back"),
    "user.add": _("Account made"),
    "user.off": _("Account switched off"),
    "user.on": _("Account switched on"),
    "user.password": _("Password changed"),
    "user.roles": _("Roles changed"),
}

# What was done, of the kinds of entry that have no wording of their own above.
DONE = {
    "change": _("%(what)s: corrected"),
    "confirmed": _("%(what)s: confirmed"),
    "draft": _("%(what)s: made a draft again"),
    "end": _("%(what)s: taken back"),
    "place": _("%(what)s: placed"),
    "record": _("%(what)s: recorded"),
    "rejected": _("%(what)s: rejected"),
    "withdrawn": _("%(what)s: withdrawn"),
}

TABLES = {
    "act": _("Act"),
    "act_role": _("Role of the victim"),
    "act_status": _("Step"),
    "act_provision": _("Provision used in an act"),
    "clause": _("Clause"),
    "complaint": _("Complaint"),
    "consent": _("Consent"),
    "demand": _("Demand"),
    "demand_act": _("Demand that led to an act"),
    "demand_count": _("Number of a demand"),
    "disruption": _("Disruption"),
    "disruption_area": _("Area of a disruption"),
    "disruption_claim": _("Claim"),
    "disruption_event": _("Disruption around a case"),
    "disruption_service": _("Service of a disruption"),
    "disruption_update": _("Update"),
    "event": _("Case"),
    "event_member": _("Member of the team"),
    "exposure": _("Exposed data"),
    "exposure_act": _("Exposed data that led to an act"),
    "involvement": _("Who is said to have done it"),
    "law": _("Law"),
    "person": _("Person"),
    "person_name": _("Name"),
    "policy": _("Company's rules"),
    "provision": _("Article of a law"),
    "restriction": _("Restriction"),
    "restriction_place": _("Territory of a restriction"),
    "signal": _("Measurement"),
    "support": _("Support by a source"),
    "verification": _("Decision"),
}

FIELDS = {
    "event_id": _("Case"),
    "person_id": _("Person"),
    "act_id": _("Act"),
    "acknowledgement": _("Acknowledged"),
    "age_high": _("Highest age"),
    "age_low": _("Age, or lowest age"),
    "age_unknown": _("Why there is no age"),
    "answered_on": _("Answered on"),
    "article": _("Article"),
    "attribution": _("How far this is known"),
    "basis": _("On what it rests"),
    "basis_reason": _("Reason given"),
    "body": _("Who determined it"),
    "born": _("Born"),
    "born_unknown": _("Why there is no date of birth"),
    "channel": _("How it came"),
    "citizenship": _("Citizenship"),
    "contact": _("How the person may be reached safely"),
    "context": _("Context"),
    "decided_on": _("Decided on"),
    "decision": _("Decision"),
    "degree": _("What part it had"),
    "description": _("What happened"),
    "detention_basis": _("Legal basis of the detention"),
    "detention_type": _("Kind of detention"),
    "diligence_failure": _("State failed to prevent or to investigate"),
    "due_on": _("Answer due on"),
    "elements": _("Facts supported"),
    "ended": _("When it ended"),
    "ended_unknown": _("Why there is no end"),
    "gender": _("Gender"),
    "gender_stated_by": _("Who stated the gender"),
    "given_by": _("By whom"),
    "identified": _("How the victim is known"),
    "kind": _("Kind"),
    "law": _("Law"),
    "locality": _("Place in words"),
    "merged_into_id": _("Merged into"),
    "motive": _("Motive"),
    "occurred": _("When"),
    "occurred_unknown": _("Why there is no date"),
    "organization_id": _("Unit or body"),
    "perpetrator": _("Kind of perpetrator"),
    "place": _("Country or area"),
    "place_precision": _("How finely the place is known"),
    "process": _("Process"),
    "purpose": _("For a purpose"),
    "reasons": _("Reasons"),
    "received_on": _("Received on"),
    "report_id": _("Source"),
    "restricted": _("Restricted"),
    "reviewer_id": _("Reviewer"),
    "role": _("Role"),
    "script": _("Script"),
    "severe": _("Severe pain or suffering"),
    "sex": _("Sex"),
    "sex_stated_by": _("Who stated the sex"),
    "share_with": _("With whom it may be shared"),
    "size_high": _("Highest number"),
    "size_low": _("People in the group"),
    "size_unknown": _("Why there is no number"),
    "stage": _("Step"),
    "standing": _("Standing of who decides"),
    "state": _("State of the entry"),
    "state_link": _("Link to a State"),
    "text": _("Name"),
    "thread": _("Which one"),
    "title": _("Short title"),
    "use": _("For what"),
    "user_id": _("Colleague"),
    "victim_id": _("Victim"),
    "word": _("What it may be called"),
}


def verb_label(value: str) -> str:
    """What an entry of the log did."""
    table, _dot, done = value.partition(".")
    if value not in VERBS and table in TABLES and done in DONE:
        return str(DONE[done]) % {"what": TABLES[table]}
    return str(VERBS.get(value, value))


@cache
def codelist_of(table: str, field: str) -> str:
    """The codelist that a column's codes come from; empty if it holds no codes."""
    for model in apps.get_models():
        if model._meta.db_table == table:
            found: models.Field[Any, Any] = next(f for f in model._meta.concrete_fields if f.attname == field)
            maker = getattr(found.choices, "func", None)
            arguments = getattr(maker, "args", ())
            return str(arguments[0]) if arguments else ""
    return ""
