"""Who owes what explanation of a disruption, and what was given so far (duty C5). Pure.

What an update or a claim shows was given; what the record answers with "no" was not; everything else is
"not stated", which is neither. An authority owes an order and its legal basis where somebody says that it
was ordered; where the cause is another one, it does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sijill.assess.rules.ground.checks import BY_ID, FINDING_WORDS
from sijill.codelists.load import codelist
from sijill.publish.papers.paper import Moment, when, word
from sijill.publish.text import Language

OPERATOR, AUTHORITY = ("operator", "platform"), ("authority", "court")
SERVICES, STEPS = ("affected", "restored"), ("step", "challenge")
PUBLISHED, CITED, REASONED = (
    "public-accountability/measure-published",
    "legality/provision-cited",
    "necessity/threat-specific",
)


@dataclass(frozen=True, slots=True)
class Given:
    """What is on record: (kind, by whom, when) of updates, (kind, what it says, when) of claims, answers as codes."""

    updates: tuple[tuple[str, str, Moment], ...]
    claims: tuple[tuple[str, str, Moment], ...]
    answers: Mapping[str, str]
    ending: str
    cause: str
    provision: str


def owed(given: Given, lang: Language) -> tuple[tuple[str, str, str, str], ...]:
    """Who, what, on which basis, and what was given so far: one row per thing owed."""
    operator, authority = word("update_sources", "operator", lang), word("update_sources", "authority", lang)
    return tuple(
        [(operator, what, lang.say("owed.basis"), said) for what, said in _of_operator(given, lang)]
        + [(authority, what, _basis(check, lang), said) for what, check, said in _of_authority(given, lang)]
    )


def _of_operator(given: Given, lang: Language) -> Iterator[tuple[str, str]]:
    told = (*_by(given, ("notice",), OPERATOR), *_claimed(given, "operator-notice"))
    yield lang.say("owed.notice"), _told(told, given, lang, "users_notified")
    told = (*_by(given, ("acknowledgement",), OPERATOR), *_claimed(given, "operator-acknowledgement"))
    yield lang.say("owed.acknowledgement"), _told(told, given, lang, "operator_acknowledged")
    yield lang.say("owed.updates"), _told(_by(given, (*SERVICES, *STEPS), OPERATOR), given, lang)
    yield lang.say("owed.explanation"), _afterwards(given, OPERATOR, lang)


def _of_authority(given: Given, lang: Language) -> Iterator[tuple[str, str, str]]:
    told = (*_by(given, ("acknowledgement",), AUTHORITY), *_claimed(given, "acknowledgement"))
    yield lang.say("owed.acknowledgement"), PUBLISHED, _told(told, given, lang, "authority_acknowledged")
    other = _not_ordered(given, lang)
    published = _by(given, ("order-published",), None)
    yield lang.say("owed.order"), PUBLISHED, other or _told(published, given, lang)
    yield lang.say("owed.legal_basis"), CITED, other or _legal(given, lang)
    yield lang.say("owed.reasons"), REASONED, other or _afterwards(given, AUTHORITY, lang)


def _by(given: Given, kinds: tuple[str, ...], sources: tuple[str, ...] | None) -> tuple[Moment, ...]:
    return tuple(at for kind, by, at in given.updates if kind in kinds and (sources is None or by in sources))


def _claimed(given: Given, kind: str) -> tuple[Moment, ...]:
    return tuple(at for one, says, at in given.claims if one == kind and says == "happened")


def _told(found: tuple[Moment, ...], given: Given, lang: Language, answer: str = "") -> str:
    """Given, with its dates; else what the record answers; else that nothing is on record."""
    if found:
        dated = [when(one, lang) for one in found if one.is_known]
        return lang.say("owed.given_on", when=lang.listed(dated)) if dated else lang.say("owed.given")
    said = given.answers.get(answer, "not-stated")
    if said == "yes":
        return lang.say("owed.given")
    if said == "no":
        return lang.say("owed.refused")
    if said == "disputed":
        return word("tri", said, lang)
    return word("unknowns", said if said in codelist("unknowns").codes else "not-available", lang)


def _afterwards(given: Given, sources: tuple[str, ...], lang: Language) -> str:
    found = _by(given, ("explanation",), sources)
    if not found and given.ending == "ongoing":
        return lang.say("owed.not_yet")
    return _told(found, given, lang)


def _legal(given: Given, lang: Language) -> str:
    told = _told((), given, lang, "legal_basis_cited")
    return f"{told}{lang.say('site.colon')} {given.provision}" if given.provision else told


def _not_ordered(given: Given, lang: Language) -> str:
    other = codelist("disruption_causes").column("deliberate").get(given.cause) == "no"
    return lang.say("owed.no_order") if other else ""


def _basis(check: str, lang: Language) -> str:
    mark = FINDING_WORDS[lang.code]["unverified"]
    sources = BY_ID[check].sources
    return "; ".join(f"{one.standard}, {one.paragraph}{'' if one.verified else f' ({mark})'}" for one in sources)
