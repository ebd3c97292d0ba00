"""Every act that may be counted, with what the rules ask of it: one row per act, no conclusion yet.

| column | holds |
|---|---|
| act_id | the act |
| event_id, person_id | the entries that now stand for its event and its victim |
| incident_id | `event/person`: one victim in one event (decision 5) |
| kind, category, rank, family, national | the kind of act and what codelists/acts.csv says of it; category is empty outside the indicator |
| lo, hi, ended_lo, ended_hi | first and last possible day of the act, and of its end |
| motive, failure, severe, purpose, concealed, arbitrary | 1 the fact meets the test, 0 it fails it, null the sources leave it open |
| state_side | `state`, `non-state`, or the reason why that is not known |
| sdg_role, named_role, known_role | has the victim a role that the indicator names, that the Marrakech Declaration names, any known one |
| victim_kind, sex, gender, age_group, area, country, year | for breaking down; age and place as they were then |
| consent_refused | the victim's latest word on being counted in published figures was no |
| status_word | reported, corroborated, verified or not-established |
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis

from sijill.assess.rules.coded import (
    NON_STATE,
    NOT_AVAILABLE,
    STATE,
    TRUE,
    age_group,
    kinds,
    links,
    listed,
    one_of,
    roles,
    tested,
)
from sijill.assess.rules.verification import REPORTED, decided_words
from sijill.codelists.load import UNKNOWN_CODES
from sijill.tables.engines import Tables

GONE = ("rejected", "withdrawn")
ASSERTS_MOTIVE = "motive:linked"


def candidates(t: Tables, only: Callable[[ibis.Table], Any] | None = None) -> ibis.Table:
    """One row per act that nobody rejected or withdrew, in an event that nobody rejected or withdrew.

    `only` takes the acts and gives a condition: acts without it are left out before anything is joined
    to them. It may use `kind category rank family national lo hi ended_lo ended_hi`.
    """
    acts = _acts(t["act"])
    if only is not None:
        acts = acts.filter(only(acts))
    acts = acts.mutate(category=acts.category.fill_null(""), national=acts.national.fill_null(False))
    rows = _with_said(_with_roots(acts, t), _said(t, acts))
    gone, traits, refusals = _gone(t["event"]), _traits(t["person"]), _refusals(t)
    rows = (
        rows.anti_join(gone, [("event_id", "gone_event")])
        .left_join(traits, [("person_id", "trait_of")])
        .left_join(refusals, [("person_id", "refused_by")])
    )
    rows = rows.mutate(consent_refused=rows.refused_by.notnull())
    return rows.drop("trait_of", "refused_by", "motive_unknown")


def with_public(t: Tables, rows: ibis.Table) -> ibis.Table:
    """Add `public`: a report of a public source supports the act, and the source did not take it back."""
    open_sources = t["source"].filter(t["source"].is_public)
    public = _supported(t, open_sources, None).select(public_act="entity_id").distinct()
    joined = rows.left_join(public, [("act_id", "public_act")])
    return joined.mutate(public=joined.public_act.notnull()).select(*rows.columns, "public")


def _acts(act: ibis.Table) -> ibis.Table:
    words = kinds()
    act = act.filter(act.state.notin(GONE)).left_join(words, [("kind", "kind_code")])
    unknown_place = act.place.isin(UNKNOWN_CODES)
    region = act.place.startswith("m49-")
    first, last = act.occurred_lo.year(), act.occurred_hi.year()
    return act.select(
        "event_id", "kind", "category", "rank", "family", "national", "ended_lo", "ended_hi",
        act_id="id",
        person_id="victim_id",
        lo="occurred_lo",
        hi="occurred_hi",
        age_group=age_group(act),
        area="place",
        country=ibis.cases(
            (unknown_place, act.place), (region, NOT_AVAILABLE), else_=act.place.substr(0, 2)
        ),
        year=ibis.cases((first == last, first)).cast("int64"),
        motive_unknown=one_of(act.motive, UNKNOWN_CODES),
        motive=listed(act.motive, "motives", "meets"),
        failure=tested(act.diligence_failure, ("yes",), ("no",)),
        severe=tested(act.severe, ("yes",), ("no",)),
        purpose=tested(act.purpose, ("yes",), ("no",)),
        concealed=listed(act.acknowledgement, "acknowledgement", "concealment"),
        arbitrary=listed(act.detention_basis, "detention_basis", "arbitrary"),
    )  # fmt: skip


def _with_roots(acts: ibis.Table, t: Tables) -> ibis.Table:
    event, person = _roots(t["event"], "event"), _roots(t["person"], "person")
    joined = acts.left_join(event, [("event_id", "merged_event")])
    joined = joined.left_join(person, [("person_id", "merged_person")])
    event_id = joined.root_event.coalesce(joined.event_id)
    person_id = joined.root_person.coalesce(joined.person_id)
    incident = event_id + "/" + person_id
    rows = joined.mutate(event_id=event_id, person_id=person_id, incident_id=incident)
    return rows.select(*acts.columns, "incident_id")


def _roots(entries: ibis.Table, noun: str) -> ibis.Table:
    """`merged_<noun> root_<noun>`: merged entries and what stands for each, which is always a final entry."""
    merged = entries.filter(entries.merged_into_id.notnull())
    return merged.select(**{f"merged_{noun}": "id", f"root_{noun}": "merged_into_id"})


def _gone(event: ibis.Table) -> ibis.Table:
    return event.filter(event.state.isin(GONE)).select(gone_event="id")


def _traits(person: ibis.Table) -> ibis.Table:
    return person.select("sex", "gender", trait_of="id", victim_kind="kind")


def _with_said(acts: ibis.Table, said: ibis.Table) -> ibis.Table:
    joined = acts.left_join(said, [("act_id", "about")])
    # A declared motive fills only a motive that nobody asked for, stated or could find out.
    declared = ibis.cases((joined.motive_unknown, joined.declared))
    rows = joined.mutate(
        motive=joined.motive.coalesce(declared),
        state_side=_side(joined),
        status_word=joined.any_word.fill_null(REPORTED),
        **{name: joined[name].fill_null(0) == 1 for name in _ROLE_FLAGS},
    )
    return rows.select(*acts.columns, "state_side", "status_word", *_ROLE_FLAGS)


def _said(t: Tables, acts: ibis.Table) -> ibis.Table:
    """One row per act of `acts` about which anything is said elsewhere: roles, who did it, motive, word.

    `sdg_role`, `named_role`, `known_role`: 1 if any role is one that the indicator names, that the
    Marrakech Declaration names, that is known at all. `any_state`: 1 if anybody involved is linked to a
    State; `any_open`: the code of a link that is open, if one is. `declared`: 1 if a source asserts the
    motive. `any_word`: what a decision calls the act.
    """
    parts = (
        _said_of_roles(t["act_role"]),
        _said_of_links(t["involvement"]),
        _declared_motives(t),
        _said_words(t),
    )
    # Stacked and grouped once: one join of the acts instead of four.
    stacked = ibis.union(*[part.select(*_SAID, "about") for part in map(_widened, parts)], distinct=False)
    stacked = stacked.semi_join(acts.select(asked_act="act_id"), [("about", "asked_act")])
    return stacked.group_by("about").agg(**{name: stacked[name].max() for name in _SAID})


_ROLE_FLAGS = ("sdg_role", "named_role", "known_role")
_SAID = {
    "sdg_role": "int8", "named_role": "int8", "known_role": "int8", "any_state": "int8", "any_open": "string",
    "declared": "int8", "any_word": "string",
}  # fmt: skip


def _widened(part: ibis.Table) -> ibis.Table:
    return part.mutate(**{name: ibis.null(kind) for name, kind in _SAID.items() if name not in part.columns})


def _said_of_roles(act_role: ibis.Table) -> ibis.Table:
    held = act_role.select("role", about="act_id").join(roles(), [("role", "role_code")])
    return held.select("about", "sdg_role", "named_role", "known_role")


def _said_of_links(involvement: ibis.Table) -> ibis.Table:
    """A link that sources dispute is open."""
    rows = involvement.select("state_link", "attribution", about="act_id")
    rows = rows.left_join(links(), [("state_link", "link_code")])
    disputed = rows.attribution == "disputed"
    unknown = ibis.cases((disputed | rows.side.isnull(), NOT_AVAILABLE), (rows.side == "", rows.state_link))
    state = (rows.side == STATE) & ~disputed
    return rows.select("about", any_state=state.cast("int8"), any_open=unknown)


def _said_words(t: Tables) -> ibis.Table:
    return decided_words(t).select(about="decided_act", any_word="word")


def _side(joined: ibis.Table) -> Any:
    """`state` if anybody involved is linked to a State; `non-state` only if no link is open; else why not."""
    return ibis.cases(
        (joined.any_state.isnull(), NOT_AVAILABLE),
        (joined.any_state == 1, STATE),
        (joined.any_open.notnull(), joined.any_open),
        else_=NON_STATE,
    )


def _declared_motives(t: Tables) -> ibis.Table:
    """Acts for whose motive a report speaks whose source takes only acts with the motive."""
    asserting = (" " + t["source"].asserts + " ").contains(f" {ASSERTS_MOTIVE} ")
    return _supported(t, t["source"].filter(asserting), "motive").select(about="entity_id", declared=TRUE)


def _supported(t: Tables, sources: ibis.Table, element: str | None) -> ibis.Table:
    """Support rows of acts whose report comes from `sources` and was not withdrawn."""
    support = t["support"].filter(t["support"].entity_kind == "act")
    if element is not None:
        support = support.filter(support.element == element)
    withdrawn = t["report_withdrawal"].select(withdrawn_id="report_id")
    reports = t["report"].semi_join(sources, [("source_id", "id")])
    reports = reports.anti_join(withdrawn, [("id", "withdrawn_id")]).select(said_in="id")
    return support.semi_join(reports, [("report_id", "said_in")])


def _refusals(t: Tables) -> ibis.Table:
    """`refused_by`: persons whose latest word on being counted in published figures was no (duty X6)."""
    consent = t["consent"].filter(t["consent"].use == "publish-statistic")
    rows = consent.left_join(_roots(t["person"], "person"), [("person_id", "merged_person")])
    rows = rows.select("id", "decision", "log_from", asked_person=rows.root_person.coalesce(rows.person_id))
    line = ibis.window(group_by=rows.asked_person, order_by=[rows.log_from.desc(), rows.id.desc()])
    latest = rows.mutate(place_in_line=ibis.row_number().over(line))
    latest = latest.filter(latest.place_in_line == 0)
    return latest.filter(latest.decision.isin(("refused", "withdrawn"))).select(refused_by="asked_person")
