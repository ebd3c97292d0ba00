"""What is stored of the second ledger: laws and rules, demands and restrictions, disruptions (decision 024)."""

from sijill.register.speech.models.disruptions import (
    Disruption,
    DisruptionArea,
    DisruptionClaim,
    DisruptionEvent,
    DisruptionService,
    DisruptionUpdate,
    Signal,
)
from sijill.register.speech.models.laws import ActProvision, Clause, Law, Policy, Provision
from sijill.register.speech.models.measures import (
    Demand,
    DemandAct,
    DemandCount,
    Exposure,
    ExposureAct,
    Restriction,
    RestrictionPlace,
)
from sijill.register.speech.models.proposals import FactProposal
from sijill.register.speech.models.statements import Platform, Statement, Token

__all__ = [
    "ActProvision",
    "Clause",
    "Demand",
    "DemandAct",
    "DemandCount",
    "Disruption",
    "DisruptionArea",
    "DisruptionClaim",
    "DisruptionEvent",
    "DisruptionService",
    "DisruptionUpdate",
    "Exposure",
    "ExposureAct",
    "FactProposal",
    "Law",
    "Platform",
    "Policy",
    "Provision",
    "Restriction",
    "RestrictionPlace",
    "Signal",
    "Statement",
    "Token",
]
