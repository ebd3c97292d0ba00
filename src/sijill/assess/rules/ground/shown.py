"""Findings as people and machines are shown them: limb by limb, with question, reason, source and where it binds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sijill.assess.rules.ground.binding import INSTRUMENTS
from sijill.assess.rules.ground.check import Check
from sijill.assess.rules.ground.checks import BINDING_WORDS, OPINION, reason_text
from sijill.assess.rules.ground.findings import Finding
from sijill.assess.rules.ground.limbs import by_limb


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


def lines(record: dict[str, Any], words: dict[str, str]) -> Iterable[str]:
    """The same as text, one check a line under its limb. `words` names verdicts and limbs in the language."""
    yield f"{record['record']}: {record['opinion']}"
    limb = None
    for one in record["findings"]:
        if one["limb"] != limb:
            limb = one["limb"]
            verdict = record["limbs"].get(limb)
            yield ""
            yield words.get(limb, limb) + (f": {words[verdict]}" if verdict else "")
        sources = "; ".join(
            f"{source['standard']}, {source['paragraph']}{'' if source['verified'] else ' (unverified)'}"
            for source in one["sources"]
        )
        yield f"  {words[one['verdict']]}\t{one['check']}\t{one['question']}"
        yield f"    {one['reason_text']} [{sources}; {one['binding_text']}]"
