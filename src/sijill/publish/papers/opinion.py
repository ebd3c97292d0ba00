"""An opinion on a law (duties N2, S2): its text, findings, uses against people, standards, open questions. Pure.

An opinion has no number for the law as a whole: verdicts stand limb by limb, for the law and for each
article, and the legitimate aim is a line of its own. How often a provision was used against people is
exact for the staff only; a document that may be sent out holds the figures of a release and no others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sijill.assess.rules.ground.binding import INSTRUMENTS, WORDS, parties, status
from sijill.assess.rules.ground.check import LIMBS, UNKNOWN
from sijill.assess.rules.ground.checks import BINDING_WORDS, FINDING_WORDS, OPINION, reason_text
from sijill.assess.rules.ground.findings import Finding
from sijill.assess.rules.ground.limbs import by_limb
from sijill.assess.rules.ground.reasons import CONTRADICTION
from sijill.publish.papers.paper import (
    Block,
    Facts,
    Items,
    Moment,
    Office,
    Paper,
    Part,
    Quoted,
    Rows,
    Sentence,
    Span,
    about,
    day_in_words,
    facts,
    known,
    number,
    when,
    word,
)
from sijill.publish.text import Language

FEATURES = ("monitoring_duty", "encryption_clause", "fake_news_clause", "consulted", "accessible")
OF_ARTICLE = ("precise", "discretion_limited", "delegates_adjudication", "intermediary_penalty", "hatred_incitement")


@dataclass(frozen=True, slots=True)
class Provision:
    """One article; `answers` holds the codes of `tri` by the names of `OF_ARTICLE`."""

    id: str
    article: str
    offence: str
    penalty: str
    penalty_months: Span
    removal_hours: Span
    answers: Mapping[str, str]
    definition: str
    text: str


@dataclass(frozen=True, slots=True)
class Law:
    """A law as the register has it; `enforcer` is a body's name and empty where it must not be told."""

    id: str
    title: str
    jurisdiction: str
    kind: str
    language: str
    gazette: str
    in_force: Moment
    repealed: Moment
    state: str
    enforcer: str
    enforcer_kind: str
    oversight: str
    answers: Mapping[str, str]
    text: str
    provisions: tuple[Provision, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, and the words of the person who answered; empty where they must not be told."""

    finding: Finding
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """A release's figures on this law, protected: heads of the columns, rows of a label and its cells."""

    release: str
    title: str
    since: date
    until: date
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Uses:
    """Acts in which a provision was used, by the provision's id: those that the reader may open. For the staff only."""

    by_provision: Mapping[str, int]
    acts: int


@dataclass(frozen=True, slots=True)
class OpinionFacts:
    """Everything that an opinion tells. `findings` by the id of the law and of each of its provisions."""

    law: Law
    findings: Mapping[str, Sequence[Judged]]
    published: Published | None
    office: Office
    on: date
    uses: Uses | None = field(default=None)


def opinion(given: OpinionFacts, lang: Language) -> Paper:
    """The opinion in one language."""
    law = given.law
    subtitle = " · ".join(part for part in (known("places", law.jurisdiction, lang), given.office.name) if part)
    return Paper(
        title=lang.say("opinion.title"),
        subtitle=subtitle,
        institution=given.office.name,
        lang=lang,
        on=given.on,
        entry_id=law.id,
        remarks=(*about(given.office, lang, law.state), OPINION[lang.code]),
        parts=tuple(_parts(given, lang)),
    )


def _parts(given: OpinionFacts, lang: Language) -> Iterator[Part]:
    yield Part(lang.say("opinion.law"), (_identity(given.law, lang), _features(given.law, lang)))
    yield from _texts(given.law, lang)
    yield from _by_rule(given, lang)
    yield Part(lang.say("opinion.uses"), tuple(_uses(given, lang)))
    yield Part(lang.say("opinion.standards"), tuple(_standards(given, lang)))
    yield Part(lang.say("opinion.questions"), tuple(_questions(given, lang)))
    signed = Facts(
        (
            (lang.say("meta.institution"), given.office.name),
            (lang.say("paper.on"), day_in_words(given.on, lang)),
            (lang.say("paper.entry"), given.law.id),
        )
    )
    yield Part(lang.say("paper.about"), (Sentence(lang.say("opinion.about")), signed))


def _identity(law: Law, lang: Language) -> Facts:
    enforcer = law.enforcer or known("organisation_kinds", law.enforcer_kind, lang)
    return Facts(
        (
            (lang.say("opinion.name"), law.title or word("unknowns", "not-stated", lang)),
            (lang.say("opinion.jurisdiction"), word("places", law.jurisdiction, lang)),
            (lang.say("opinion.kind"), word("law_kinds", law.kind, lang)),
            (lang.say("opinion.gazette"), law.gazette or word("unknowns", "not-stated", lang)),
            (lang.say("opinion.in_force"), when(law.in_force, lang)),
            (lang.say("opinion.repealed"), when(law.repealed, lang)),
            (lang.say("opinion.enforcer"), enforcer or word("unknowns", "not-stated", lang)),
            (lang.say("opinion.oversight"), word("oversight_kinds", law.oversight, lang)),
        )
    )


def _features(law: Law, lang: Language) -> Facts:
    names = {
        "monitoring_duty": lang.say("opinion.monitoring_duty"),
        "encryption_clause": lang.say("opinion.encryption_clause"),
        "fake_news_clause": lang.say("opinion.fake_news_clause"),
        "consulted": lang.say("opinion.consulted"),
        "accessible": lang.say("opinion.accessible"),
    }
    return Facts(tuple((names[one], word("tri", law.answers[one], lang)) for one in FEATURES))


def _texts(law: Law, lang: Language) -> Iterator[Part]:
    lead: tuple[Block, ...] = (Sentence(lang.say("opinion.text_lead")),)
    if not law.provisions:
        lead = (*lead, Sentence(lang.say("opinion.no_provisions")))
    if law.text:
        lead = (*lead, Quoted(law.text))
    yield Part(lang.say("opinion.text"), lead)
    for one in law.provisions:
        yield Part(_called(one, lang), tuple(_article(one, lang)), level=2)


def _article(one: Provision, lang: Language) -> Iterator[Block]:
    if one.text:
        yield Quoted(one.text)
    else:
        yield Sentence(lang.say("opinion.no_text"))
    if one.definition:
        yield Sentence(lang.say("opinion.definition"))
        yield Quoted(one.definition)
    names = {
        "precise": lang.say("opinion.precise"),
        "discretion_limited": lang.say("opinion.discretion_limited"),
        "delegates_adjudication": lang.say("opinion.delegates_adjudication"),
        "intermediary_penalty": lang.say("opinion.intermediary_penalty"),
        "hatred_incitement": lang.say("opinion.hatred_incitement"),
    }
    yield facts(
        [
            (lang.say("opinion.offence"), word("offences", one.offence, lang)),
            (lang.say("opinion.penalty"), word("penalty_kinds", one.penalty, lang)),
            (lang.say("opinion.penalty_months"), number(one.penalty_months, lang)),
            (lang.say("opinion.removal_hours"), number(one.removal_hours, lang)),
            *((names[name], word("tri", one.answers[name], lang)) for name in OF_ARTICLE),
        ]
    )


def _called(one: Provision | None, lang: Language) -> str:
    if one is None or not one.article:
        return lang.say("opinion.whole")
    return lang.say("opinion.article", number=one.article)


def _subjects(given: OpinionFacts) -> Iterator[tuple[Provision | None, Sequence[Judged]]]:
    """The law, then its provisions, each with its findings; those of which nothing is asked are left out."""
    for one in (None, *given.law.provisions):
        found = given.findings.get(one.id if one else given.law.id, ())
        if found:
            yield one, found


def _by_rule(given: OpinionFacts, lang: Language) -> Iterator[Part]:
    subjects = list(_subjects(given))
    if not subjects:
        yield Part(lang.say("opinion.findings"), (Sentence(lang.say("opinion.not_asked")),))
        return
    yield Part(lang.say("opinion.findings"), (Sentence(lang.say("opinion.findings_lead")),))
    for limb in LIMBS:
        rows = [
            (_called(one, lang), *_finding(judged, lang))
            for one, found in subjects
            for judged in found
            if judged.finding.limb == limb
        ]
        if rows:
            heads = ("opinion.about_what", "opinion.question", "opinion.verdict", "opinion.reason", "opinion.source")
            table = Rows(tuple(lang.say(head) for head in heads), tuple(rows))
            yield Part(word("limbs", limb, lang), (Items(tuple(_verdicts(subjects, limb, lang))), table), level=2)


def _verdicts(
    subjects: Sequence[tuple[Provision | None, Sequence[Judged]]], limb: str, lang: Language
) -> Iterator[str]:
    for one, found in subjects:
        said = by_limb((judged.finding.limb, judged.finding.verdict) for judged in found)
        if limb in said:
            yield f"{_called(one, lang)}{lang.say('site.colon')} {word('verdicts', said[limb], lang)}"


def _finding(judged: Judged, lang: Language) -> tuple[str, str, str, str]:
    one = judged.finding
    reason = reason_text(one.reason, lang.code)
    if one.reason == CONTRADICTION:
        words = FINDING_WORDS[lang.code]
        sides = (("record", one.record_verdict), ("person", one.answer_verdict))
        told = [f"{words[side]}{lang.say('site.colon')} {word('verdicts', said, lang)}" for side, said in sides]
        reason = f"{reason} {lang.say('list.comma').join(told)}."
    if judged.reasons:
        reason = f"{reason} {lang.say('paper.quoted', text=judged.reasons)}"
    binds = f"{_sources(one, lang)}. {_sentence(BINDING_WORDS[lang.code][one.binding])}"
    return one.rule.question(lang.code), word("verdicts", one.verdict, lang), reason, binds


def _sources(one: Finding, lang: Language) -> str:
    return "; ".join(_source(source.standard, source.paragraph, source.verified, lang) for source in one.rule.sources)


def _source(standard: str, paragraph: str, verified: bool, lang: Language) -> str:
    mark = "" if verified else f" ({FINDING_WORDS[lang.code]['unverified']})"
    return f"{standard}, {paragraph}{mark}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _uses(given: OpinionFacts, lang: Language) -> Iterator[Block]:
    if given.uses is not None:
        yield Sentence(lang.say("opinion.uses_staff", acts=lang.number(given.uses.acts)), strong=True)
        counted = given.uses.by_provision
        rows = [(_called(one, lang), lang.number(counted.get(one.id, 0))) for one in given.law.provisions]
        if rows:
            yield Rows((lang.say("opinion.about_what"), lang.say("opinion.acts")), tuple(rows))
    if given.published is None:
        yield Sentence(lang.say("opinion.not_published"))
        return
    found = given.published
    period = lang.period(found.since, found.until)
    yield Sentence(lang.say("opinion.published", title=found.title, period=period, release=found.release))
    yield Rows(found.heads, found.rows)
    yield Sentence(lang.say("opinion.uses_not_unlawful"))


def _standards(given: OpinionFacts, lang: Language) -> Iterator[Block]:
    """Every paragraph that a check cites, what it asks, and what was found of the law and of each article."""
    subjects = list(_subjects(given))
    cited: dict[tuple[str, str], dict[str, list[tuple[Provision | None, Finding]]]] = {}
    marks: dict[tuple[str, str], bool] = {}
    for one, found in subjects:
        for judged in found:
            for source in judged.finding.rule.sources:
                key = (source.standard, source.paragraph)
                marks[key] = source.verified
                by_check = cited.setdefault(key, {})
                by_check.setdefault(judged.finding.check, []).append((one, judged.finding))
    if not cited:
        yield Sentence(lang.say("opinion.not_asked"))
        return
    yield Sentence(lang.say("opinion.standards_lead"))
    rows = [
        (
            *_cited(key, marks[key], lang),
            found[0][1].rule.question(lang.code),
            _told(found, lang),
            _law(found[0][1], given, lang),
        )
        for key, by_check in sorted(cited.items())
        for found in by_check.values()
    ]
    heads = ("opinion.standard", "opinion.paragraph", "opinion.asks", "opinion.finding", "opinion.norm")
    yield Rows(tuple(lang.say(head) for head in heads), tuple(rows))


def _cited(key: tuple[str, str], verified: bool, lang: Language) -> tuple[str, str]:
    standard, paragraph = key
    return standard, paragraph if verified else f"{paragraph} ({FINDING_WORDS[lang.code]['unverified']})"


def _told(found: Sequence[tuple[Provision | None, Finding]], lang: Language) -> str:
    colon = lang.say("site.colon")
    return "; ".join(f"{_called(one, lang)}{colon} {word('verdicts', said.verdict, lang)}" for one, said in found)


def _law(found: Finding, given: OpinionFacts, lang: Language) -> str:
    """Each article of law behind a check and whether it binds here; a standard that is no law says so."""
    words, country = BINDING_WORDS[lang.code], given.law.jurisdiction
    if not found.rule.norms:
        return _sentence(words[found.binding])
    day = given.law.repealed.lo or given.on
    unread = {one.instrument for one in parties() if one.country == country and not one.verified}
    return "; ".join(
        f"{INSTRUMENTS[one.instrument]}, {one.article}{lang.say('site.colon')} "
        + words[WORDS[status(one.instrument, country, day)]]
        + (f" ({FINDING_WORDS[lang.code]['unverified']})" if one.instrument in unread else "")
        for one in found.rule.norms
    )


def _questions(given: OpinionFacts, lang: Language) -> Iterator[Block]:
    open_ = [
        lang.say("opinion.open", about=_called(one, lang), question=judged.finding.rule.question(lang.code))
        for one, found in _subjects(given)
        for judged in found
        if judged.finding.verdict == UNKNOWN
    ]
    if not open_:
        yield Sentence(lang.say("opinion.none_open"))
        return
    yield Sentence(lang.say("opinion.questions_lead"))
    yield Items(tuple(open_))
