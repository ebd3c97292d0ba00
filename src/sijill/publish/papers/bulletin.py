"""A bulletin on one shutdown (duty C5): what is known, since when, how sure, who owes what explanation. Pure.

How sure it is and whether it was deliberate come from `assess.rules.disruptions`; nothing is judged here.
"Not stated" is never told as "no", and that nothing was measured is never told as "it did not happen".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sijill.assess.rules.disruptions import CONFIRMED, CORROBORATED, OBSERVED, REPORTED, SILENT, UNSAID
from sijill.publish.papers.owed import Given, owed
from sijill.publish.papers.paper import (
    Block,
    Facts,
    Items,
    Moment,
    Office,
    Paper,
    Part,
    Rows,
    Sentence,
    about,
    bound,
    day_in_words,
    facts,
    known,
    when,
    word,
)
from sijill.publish.text import Language


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says; `source` and `lineage` are empty where they must not be told."""

    id: str
    kind: str
    says: str
    cause: str
    began: Moment
    ended: Moment
    lineage_number: int
    source: str = ""
    lineage: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """What was said, restored or withdrawn; `by` and `text` are empty where they must not be told."""

    occurred: Moment
    kind: str
    by_kind: str
    service: str
    by: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rule says of the claims, as `disruption_evidence` gives it; `level` is empty where none says it."""

    level: str
    disputed: bool
    cause: str
    cause_claim: str
    lineages: int


@dataclass(frozen=True, slots=True)
class Disruption:
    """A disruption as the register has it: codes of the catalog, and no words unless they may be told.

    `area`, `country_words`, `authority` and `provision` are free text and empty where they must not be told.
    `signals` counts measurements by (metric, outcome).
    """

    id: str
    country: str
    places: tuple[str, ...]
    scope: str
    kind: str
    extent: str
    networks: str
    services: tuple[tuple[str, str], ...]
    began: Moment
    began_type: str
    ended: Moment
    ending: str
    ordered_by: str
    trigger: str
    justification: str
    authority_acknowledged: str
    legal_basis_cited: str
    operator_acknowledged: str
    users_notified: str
    gag: str
    state: str
    claims: tuple[Claim, ...] = ()
    updates: tuple[Update, ...] = ()
    signals: tuple[tuple[tuple[str, str], int], ...] = ()
    area: str = ""
    country_words: str = ""
    authority: str = ""
    provision: str = ""


@dataclass(frozen=True, slots=True)
class BulletinFacts:
    """Everything that a bulletin tells."""

    disruption: Disruption
    evidence: Evidence
    office: Office
    on: date


def bulletin(given: BulletinFacts, lang: Language) -> Paper:
    """The bulletin in one language."""
    row = given.disruption
    where = row.country_words or word("places", row.country, lang)
    return Paper(
        title=lang.say("bulletin.title"),
        subtitle=" · ".join((where, when(row.began, lang), given.office.name)),
        institution=given.office.name,
        lang=lang,
        on=given.on,
        entry_id=row.id,
        remarks=(*about(given.office, lang, row.state), lang.say("bulletin.as_of", day=day_in_words(given.on, lang))),
        parts=tuple(_parts(given, lang)),
    )


def _parts(given: BulletinFacts, lang: Language) -> Iterator[Part]:
    row = given.disruption
    yield Part(lang.say("bulletin.what"), tuple(_what(row, lang)))
    yield Part(lang.say("bulletin.since"), tuple(_since(row, lang)))
    yield Part(lang.say("bulletin.how_sure"), tuple(_how_sure(given.evidence, lang)))
    yield Part(lang.say("bulletin.claims"), tuple(_claims(row, lang)))
    yield Part(lang.say("bulletin.cause"), tuple(_cause(given, lang)))
    yield Part(lang.say("bulletin.over_time"), tuple(_over_time(row, lang)))
    yield Part(lang.say("bulletin.owed"), tuple(_owed(given, lang)))
    yield Part(lang.say("bulletin.silence"), tuple(_silence(row, lang)))
    signed = Facts(
        (
            (lang.say("meta.institution"), given.office.name),
            (lang.say("paper.on"), day_in_words(given.on, lang)),
            (lang.say("paper.entry"), row.id),
        )
    )
    yield Part(lang.say("paper.about"), (Sentence(lang.say("bulletin.about")), signed))


def _what(row: Disruption, lang: Language) -> Iterator[Block]:
    areas = lang.listed([word("places", one, lang) for one in row.places])
    affected = [word("services", code, lang) for code, said in row.services if said == "yes"]
    spared = [word("services", code, lang) for code, said in row.services if said == "no"]
    yield Facts(
        (
            (lang.say("bulletin.where"), row.country_words or word("places", row.country, lang)),
            *(((lang.say("bulletin.areas"), areas),) if areas else ()),
            *(((lang.say("bulletin.area_words"), row.area),) if row.area else ()),
            (lang.say("bulletin.scope"), word("disruption_scopes", row.scope, lang)),
            (lang.say("bulletin.kind"), word("disruption_kinds", row.kind, lang)),
            (lang.say("bulletin.extent"), word("disruption_extents", row.extent, lang)),
            (lang.say("bulletin.networks"), word("network_kinds", row.networks, lang)),
            (lang.say("bulletin.affected"), lang.listed(affected) or word("unknowns", "not-stated", lang)),
            *(((lang.say("bulletin.spared"), lang.listed(spared)),) if spared else ()),
            (lang.say("bulletin.trigger"), word("shutdown_triggers", row.trigger, lang)),
        )
    )


def _since(row: Disruption, lang: Language) -> Iterator[Block]:
    earliest, latest = lang.say("bulletin.earliest"), lang.say("bulletin.latest")
    rows = [(lang.say("bulletin.began"), bound(row.began.lo, row.began, lang), bound(row.began.hi, row.began, lang))]
    rows.append(
        (lang.say("bulletin.ended"), bound(row.ended.lo, row.ended, lang), bound(row.ended.hi, row.ended, lang))
    )
    yield Rows(("", earliest, latest), tuple(rows))
    yield facts(
        [
            (lang.say("bulletin.ending"), word("disruption_endings", row.ending, lang)),
            (lang.say("bulletin.began_type"), known("date_types", row.began_type, lang)),
        ]
    )
    if not row.ended.is_known and row.ending != "ongoing":
        yield Sentence(lang.say("bulletin.no_end"))


def _how_sure(found: Evidence, lang: Language) -> Iterator[Block]:
    meanings = {
        REPORTED: lang.say("bulletin.reported"),
        OBSERVED: lang.say("bulletin.observed"),
        CORROBORATED: lang.say("bulletin.corroborated"),
        CONFIRMED: lang.say("bulletin.confirmed"),
    }
    if found.level:
        said = word("disruption_evidence", found.level, lang)
        yield Sentence(f"{said}. {meanings[found.level]}", strong=True)
    else:
        yield Sentence(lang.say("bulletin.nobody"), strong=True)
    yield Sentence(lang.say("bulletin.lineages", number=lang.number(found.lineages)))
    yield Sentence(lang.say("bulletin.disputed") if found.disputed else lang.say("bulletin.not_disputed"))


def _claims(row: Disruption, lang: Language) -> Iterator[Block]:
    if not row.claims:
        yield Sentence(lang.say("bulletin.no_claims"))
        return
    heads = ("bulletin.claim", "bulletin.says", "bulletin.claim_cause", "bulletin.began", "bulletin.ended")
    yield Rows(
        (*(lang.say(head) for head in heads), lang.say("bulletin.lineage")),
        tuple(_claim(one, lang) for one in row.claims),
    )
    yield Sentence(lang.say("bulletin.lineage_means"))


def _claim(one: Claim, lang: Language) -> tuple[str, ...]:
    kind = word("claim_kinds", one.kind, lang)
    lineage = lang.number(one.lineage_number) if one.lineage_number else lang.say("bulletin.lineage_unknown")
    return (
        f"{kind} ({one.source})" if one.source else kind,
        word("claim_says", one.says, lang),
        word("disruption_causes", one.cause, lang),
        when(one.began, lang),
        when(one.ended, lang),
        f"{lineage} ({one.lineage})" if one.lineage else lineage,
    )


def _cause(given: BulletinFacts, lang: Language) -> Iterator[Block]:
    found = given.evidence
    source = next((one for one in given.disruption.claims if one.id == found.cause_claim), None)
    if found.cause == UNSAID:
        yield Sentence(lang.say("bulletin.cause_unsaid"), strong=True)
    elif source is None:
        yield Sentence(lang.say("bulletin.cause_unsettled"), strong=True)
    else:
        yield Sentence(f"{word('disruption_causes', found.cause, lang)}.", strong=True)
        named = word("claim_kinds", source.kind, lang)
        told = f"{named} ({source.source})" if source.source else named
        yield Facts(((lang.say("bulletin.cause_source"), f"{told}, {when(source.began, lang)}"),))
    yield Sentence(lang.say("bulletin.cause_rule"))
    row = given.disruption
    yield facts(
        [
            (lang.say("bulletin.ordered_by"), row.authority or known("authority_kinds", row.ordered_by, lang)),
            (lang.say("bulletin.justification"), known("shutdown_justifications", row.justification, lang)),
        ]
    )


def _over_time(row: Disruption, lang: Language) -> Iterator[Block]:
    if not row.updates:
        yield Sentence(lang.say("bulletin.no_updates"))
        return
    heads = [lang.say(head) for head in ("bulletin.when", "bulletin.update", "bulletin.by", "bulletin.service")]
    with_words = any(one.text for one in row.updates)
    if with_words:
        heads.append(lang.say("bulletin.words"))
    rows = []
    for one in row.updates:
        by = word("update_sources", one.by_kind, lang)
        cells = [when(one.occurred, lang), word("disruption_updates", one.kind, lang)]
        cells += [f"{by} ({one.by})" if one.by else by, known("services", one.service, lang) or "–"]
        rows.append((*cells, one.text) if with_words else tuple(cells))
    yield Rows(tuple(heads), tuple(rows))


def _owed(given: BulletinFacts, lang: Language) -> Iterator[Block]:
    yield Sentence(lang.say("bulletin.owed_lead"))
    row = given.disruption
    entries = owed(
        Given(
            updates=tuple((one.kind, one.by_kind, one.occurred) for one in row.updates),
            claims=tuple((one.kind, one.says, one.began) for one in row.claims),
            answers={
                "users_notified": row.users_notified,
                "operator_acknowledged": row.operator_acknowledged,
                "authority_acknowledged": row.authority_acknowledged,
                "legal_basis_cited": row.legal_basis_cited,
            },
            ending=row.ending,
            cause=given.evidence.cause,
            provision=row.provision,
        ),
        lang,
    )
    heads = ("bulletin.who", "bulletin.what_owed", "bulletin.basis", "bulletin.given_so_far")
    yield Rows(tuple(lang.say(head) for head in heads), entries)
    if row.gag == "yes":
        yield Sentence(lang.say("bulletin.gag"))
    withdrawn = [when(one.occurred, lang) for one in row.updates if one.kind == "disclosure-withdrawn"]
    if withdrawn:
        yield Sentence(lang.say("bulletin.withdrawn", when=lang.listed(withdrawn)))
    yield Sentence(lang.say("bulletin.not_stated"))


def _silence(row: Disruption, lang: Language) -> Iterator[Block]:
    yield Sentence(lang.say("bulletin.silence_text"))
    items = [*_silent_claims(row.claims, lang)]
    for (metric, outcome), count in row.signals:
        said = f"{word('signal_metrics', metric, lang)} – {word('signal_outcomes', outcome, lang)}"
        items.append(f"{said}{lang.say('site.colon')} {lang.number(count)}")
    if items:
        yield Sentence(lang.say("bulletin.instruments"))
        yield Items(tuple(items))
    else:
        yield Sentence(lang.say("bulletin.no_instruments"))


def _silent_claims(claims: Sequence[Claim], lang: Language) -> Iterator[str]:
    for code in SILENT:
        count = sum(one.says == code for one in claims)
        if count:
            yield f"{word('claim_says', code, lang)}{lang.say('site.colon')} {lang.number(count)}"
