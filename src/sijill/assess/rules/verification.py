"""What each act may be called: reported, corroborated, verified, not established.

SDG 16.10.1 counts cases that a mandated body reviewed and for which it found reasonable grounds to
believe that they happened as described (metadata of 8 June 2018, concept *verified case*). The word
is not stored: it follows from the latest decision and from what was written after it.
"""

from __future__ import annotations

from typing import Any

import ibis

from sijill.tables.engines import Tables

REPORTED = "reported"
VERIFIED = "verified"
CORROBORATED = "corroborated"
NOT_ESTABLISHED = "not-established"
WORDS = (REPORTED, CORROBORATED, VERIFIED, NOT_ESTABLISHED)

# Why an act that somebody found well grounded is only reported again; the first of several speaks.
CHANGES = ("act-changed", "role-changed", "involvement-changed", "report-withdrawn")
MORE_NEEDED = "more-needed"


def act_words(t: Tables) -> ibis.Table:
    """One row per act: `act_id, word, reason, decided_on`.

    The latest decision speaks. "Reasonable grounds" gives the word that the deciding body may use,
    unless the act, a role or an involvement of it was written after the decision, or a report that
    supports the act or an involvement of it was withdrawn after it: then the act is `reported`
    again, until somebody reviews it afresh, and `reason` says which (`CHANGES`). "Not established"
    stands until a new decision; "more needed" leaves the act `reported`. `reason` is empty where
    nothing needs saying, `decided_on` is null where nobody decided.
    """
    decided = decided_words(t)
    acts = t["act"].select(act_id="id")
    joined = acts.left_join(decided, [("act_id", "decided_act")])
    return joined.select(
        "act_id", "decided_on", word=joined.word.fill_null(REPORTED), reason=joined.reason.fill_null("")
    )


def decided_words(t: Tables) -> ibis.Table:
    """As `act_words`, for the acts on which somebody decided: `decided_act, word, reason, decided_on`."""
    latest = _latest(t["verification"])
    stale = _stale(t, latest)
    joined = latest.left_join(stale, [("decided_act", "stale_act")])
    reason = ibis.cases(
        (joined.decision == "more-needed", MORE_NEEDED),
        *[(joined.change == number, name) for number, name in enumerate(CHANGES)],
        else_="",
    )
    word = ibis.cases((reason != "", REPORTED), else_=joined.decided_word)
    return joined.select("decided_act", "decided_on", word=word, reason=reason)


def refuted(t: Tables) -> ibis.Table:
    """As `decided_words`, for the acts that were found not established: all that a reported figure asks about."""
    latest = _latest(t["verification"])
    return latest.filter(latest.decision == "not-established").select("decided_act", word="decided_word")


def _latest(rows: ibis.Table) -> ibis.Table:
    """The newest decision on each act, in the order of the log."""
    newest = ibis.row_number().over(group_by=rows.act_id, order_by=[rows.log_from.desc(), rows.id.desc()])
    ranked = rows.mutate(place_in_line=newest)
    return ranked.filter(ranked.place_in_line == 0).select(
        "decision", "decided_on", decided_act="act_id", decided_at="log_from", decided_word="word"
    )


def _stale(t: Tables, latest: ibis.Table) -> ibis.Table:
    """`stale_act, change`: acts that were found well grounded and changed since; the change as a number."""
    grounds = latest.filter(latest.decision == "reasonable-grounds")
    changes = _changes(t)
    since = changes.join(grounds, [("changed_act", "decided_act")])
    since = since.filter(since.changed_at > since.decided_at)
    return since.group_by(stale_act="changed_act").agg(change=since.change.min())


def _changes(t: Tables) -> ibis.Table:
    """`changed_act, changed_at, change` of everything written about an act, the decisions apart."""
    act, role, involvement = t["act"], t["act_role"], t["involvement"]
    gone = t["report_withdrawal"].select(gone_report="report_id", changed_at="log_from")
    lost = t["support"].join(gone, [("report_id", "gone_report")])
    of_involvements = lost.filter(lost.entity_kind == "involvement").select("entity_id", "changed_at")
    acts_of = involvement.select(involvement_id="id", changed_act="act_id")
    of_involvements = of_involvements.join(acts_of, [("entity_id", "involvement_id")])
    parts = (
        act.select(changed_act="id", changed_at="log_from", change=_number(0)),
        role.select(changed_act="act_id", changed_at="log_from", change=_number(1)),
        involvement.select(changed_act="act_id", changed_at="log_from", change=_number(2)),
        lost.filter(lost.entity_kind == "act").select("changed_at", changed_act="entity_id", change=_number(3)),
        of_involvements.select("changed_act", "changed_at", change=_number(3)),
    )
    return ibis.union(*[part.select("changed_act", "changed_at", "change") for part in parts], distinct=False)


def _number(change: int) -> Any:
    return ibis.literal(change, type="int64")
