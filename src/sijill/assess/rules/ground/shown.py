"""Findings as people and machines are shown them: limb by limb, with question, reason, source and where it binds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sijill.assess.rules.ground.binding import INSTRUMENTS
from sijill.assess.rules.ground.check import Check
from sijill.assess.rules.ground.checks import BINDING_WORDS, FINDING_WORDS, OPINION, reason_text
from sijill.assess.rules.ground.findings import Finding
from sijill.assess.rules.ground.limbs import by_limb
from sijill.assess.rules.ground.reasons import CONTRADICTION


def shown(kind: str, entity_id: str, found: Sequence[Finding], language: str) -> dict[str, Any]:
    """One record's findings, ready for JSON: `limbs` has the cumulative verdicts, and no overall one."""
    return {
        "record": entity_id,
        "kind": kind,
        "opinion": OPINION[language],
        "limbs": by_limb((one.limb, one.verdict) for one in found),
        "findings": [_finding(one, language) for one in found],
    }


def norms(check: Check) -> list[str]:
    """The law behind a check, by instrument and article; empty for a standard."""
    return [f"{INSTRUMENTS[one.instrument]}, {one.article}" for one in check.norms]


def _finding(one: Finding, language: str) -> dict[str, Any]:
    return {
        "check": one.check,
        "version": one.version,
        "limb": one.limb,
        "question": one.rule.question(language),
        "verdict": one.verdict,
        "reason": one.reason,
        "reason_text": reason_text(one.reason, language),
        "record_says": {"verdict": one.record_verdict, "reason": one.record_reason},
        "person_says": {"verdict": one.answer_verdict, "answer": one.answer_id} if one.answer_id else None,
        "evidence": one.evidence_id or None,
        "binding": one.binding,
        "binding_text": BINDING_WORDS[language][one.binding],
        "norms": norms(one.rule),
        "sources": [
            {"standard": source.standard, "paragraph": source.paragraph, "verified": source.verified}
            for source in one.rule.sources
        ],
    }


def lines(record: Mapping[str, Any], language: str, labels: Mapping[str, str]) -> Iterator[str]:
    """The same as text, each check under its limb. `labels` names verdicts and limbs in the language.

    Where record and person contradict one another, both are on the line.
    """
    words = FINDING_WORDS[language]
    yield f"{record['record']}: {record['opinion']}"
    limb = None
    for one in record["findings"]:
        if one["limb"] != limb:
            limb = one["limb"]
            verdict = record["limbs"].get(limb)
            yield ""
            yield labels.get(limb, limb) + (f": {labels[verdict]}" if verdict else "")
        yield f"  {labels[one['verdict']]}\t{one['check']}\t{one['question']}"
        said = one["reason_text"]
        if one["reason"] == CONTRADICTION:
            sides = (("record", one["record_says"]["verdict"]), ("person", one["person_says"]["verdict"]))
            said += " " + ", ".join(f"{words[side]}: {labels[verdict]}" for side, verdict in sides)
        yield f"    {said} [{_sources(one['sources'], words['unverified'])}; {one['binding_text']}]"


def _sources(sources: Iterable[Mapping[str, Any]], unverified: str) -> str:
    return "; ".join(
        f"{one['standard']}, {one['paragraph']}{'' if one['verified'] else f' ({unverified})'}" for one in sources
    )
