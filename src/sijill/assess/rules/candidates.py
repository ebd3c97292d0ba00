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

from collections.abc import Callable, Collection, Mapping
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
    numbered,
    one_of,
    roles,
    tested,
    worded,
)
from sijill.assess.rules.verification import REPORTED, WORDS, decided_words
from sijill.codelists.load import UNKNOWN_CODES
from sijill.tables.engines import Tables

GONE = ("rejected", "withdrawn")
ASSERTS_MOTIVE = "motive:linked"
CANDIDATES, PUBLIC_ACTS = "candidates", "public_acts"
# Columns that only some counts need.
OPTIONAL = frozenset(
    {
        "kind", "family", "national", "ended_lo", "ended_hi", "age_group", "area", "country", "year",
        "sex", "gender", "named_role", "incident_id",
    }
)  # fmt: skip


def candidates(
    t: Tables,
    only: Callable[[ibis.Table], Any] | None = None,
    *,
    wanted: Collection[str] = OPTIONAL,
    words: ibis.Table | None = None,
) -> ibis.Table:
    """One row per act that nobody rejected or withdrew, in an event that nobody rejected or withdrew.

    `only` takes the acts and gives a condition: acts without it are left out before anything is joined
    to them. It may use `kind category rank family national lo hi`. Of the columns `OPTIONAL` those in
    `wanted` are there; what nobody wants costs nothing. `words` are the decisions to go by, as
    `verification.decided_words`, which is the default. Where `t` holds them as `PREPARED`, with every
    column and by the default, they are taken from there.
    """
    if words is None and CANDIDATES in t:
        made = t[CANDIDATES]
        return made if only is None else made.filter(only(made))
    acts = _acts(t["act"], only, wanted)
    said = _said(t, acts, decided_words(t) if words is None else words)
    rows = _with_said(acts, said, t, wanted)
    gone, traits, refusals = _gone(t["event"]), _traits(t["person"], wanted), _refusals(t)
    joined = (
        rows.anti_join(gone, [("event_id", "gone_event")])
        .left_join(traits, [("person_id", "trait_of")])
        .left_join(refusals, [("person_id", "refused_by")])
    )
    told = [name for name in (*rows.columns, *traits.columns) if name != "trait_of"]
    incident = {"incident_id": joined.event_id + "/" + joined.person_id} if "incident_id" in wanted else {}
    return joined.select(*told, consent_refused=joined.refused_by.notnull(), **incident)


def public_acts(t: Tables) -> ibis.Table:
    """`public_act`: the acts that a report of a public source supports, unless the source took it back."""
    open_sources = t["source"].filter(t["source"].is_public)
    return _supported(t, open_sources, None).select(public_act="entity_id").distinct()


# What several rules ask for, by the name under which tables may hold it made already.
PREPARED: Mapping[str, Callable[[Tables], ibis.Table]] = {CANDIDATES: candidates, PUBLIC_ACTS: public_acts}


def with_public(t: Tables, rows: ibis.Table) -> ibis.Table:
    """Add `public`: a report of a public source supports the act, and the source did not take it back."""
    public = t[PUBLIC_ACTS] if PUBLIC_ACTS in t else public_acts(t)
    joined = rows.left_join(public, [("act_id", "public_act")])
    return joined.mutate(public=joined.public_act.notnull()).select(*rows.columns, "public")


def _acts(act: ibis.Table, only: Callable[[ibis.Table], Any] | None, wanted: Collection[str]) -> ibis.Table:
    act = act.filter(act.state.notin(GONE)).rename(lo="occurred_lo", hi="occurred_hi")
    act = act.left_join(kinds(), [("kind", "kind_code")])
    if only is not None:
        act = act.filter(only(act))
    return act.select(
        "event_id", "rank", "lo", "hi",
        act_id="id",
        person_id="victim_id",
        category=act.category.fill_null(""),
        motive_unknown=one_of(act.motive, UNKNOWN_CODES),
        motive=listed(act.motive, "motives", "meets"),
        failure=tested(act.diligence_failure, ("yes",), ("no",)),
        severe=tested(act.severe, ("yes",), ("no",)),
        purpose=tested(act.purpose, ("yes",), ("no",)),
        concealed=listed(act.acknowledgement, "acknowledgement", "concealment"),
        arbitrary=listed(act.detention_basis, "detention_basis", "arbitrary"),
        **{name: make(act) for name, make in _OF_ACTS.items() if name in wanted},
    )  # fmt: skip


def _country(act: ibis.Table) -> Any:
    unknown, region = act.place.isin(UNKNOWN_CODES), act.place.startswith("m49-")
    return ibis.cases((unknown, act.place), (region, NOT_AVAILABLE), else_=act.place.substr(0, 2))


def _year(act: ibis.Table) -> Any:
    first, last = act.lo.year(), act.hi.year()
    return ibis.cases((first == last, first)).cast("int64")


_OF_ACTS: Mapping[str, Callable[[ibis.Table], Any]] = {
    "kind": lambda act: act.kind,
    "family": lambda act: act.family,
    "national": lambda act: act.national.fill_null(False),
    "ended_lo": lambda act: act.ended_lo,
    "ended_hi": lambda act: act.ended_hi,
    "age_group": age_group,
    "area": lambda act: act.place,
    "country": _country,
    "year": _year,
}


def _roots(entries: ibis.Table, noun: str) -> ibis.Table:
    """`merged_<noun> root_<noun>`: merged entries and what stands for each, which is always a final entry."""
    merged = entries.filter(entries.merged_into_id.notnull())
    return merged.select(**{f"merged_{noun}": "id", f"root_{noun}": "merged_into_id"})


def _gone(event: ibis.Table) -> ibis.Table:
    return event.filter(event.state.isin(GONE)).select(gone_event="id")


def _traits(person: ibis.Table, wanted: Collection[str]) -> ibis.Table:
    told = [name for name in ("sex", "gender") if name in wanted]
    return person.select(*told, trait_of="id", victim_kind="kind")


def _with_said(acts: ibis.Table, said: ibis.Table, t: Tables, wanted: Collection[str]) -> ibis.Table:
    event, person = _roots(t["event"], "event"), _roots(t["person"], "person")
    joined = (
        acts.left_join(said, [("act_id", "about")])
        .left_join(event, [("event_id", "merged_event")])
        .left_join(person, [("person_id", "merged_person")])
    )
    # A declared motive fills only a motive that nobody asked for, stated or could find out.
    declared = ibis.cases((joined.motive_unknown, joined.declared))
    flags = [name for name in ("sdg_role", "named_role", "known_role") if name not in OPTIONAL or name in wanted]
    rows = joined.mutate(
        event_id=joined.root_event.coalesce(joined.event_id),
        person_id=joined.root_person.coalesce(joined.person_id),
        motive=joined.motive.coalesce(declared),
        state_side=_side(joined),
        status_word=worded(joined.any_word, WORDS, REPORTED),
        **{name: joined[name].fill_null(0) == 1 for name in flags},
    )
    kept = [name for name in acts.columns if name != "motive_unknown"]
    return rows.select(*kept, "state_side", "status_word", *flags)


def _said(t: Tables, acts: ibis.Table, words: ibis.Table) -> ibis.Table:
    """One row per act of `acts` about which anything is said elsewhere: roles, who did it, motive, word.

    `sdg_role`, `named_role`, `known_role`: 1 if any role is one that the indicator names, that the
    Marrakech Declaration names, that is known at all. `any_state`: 1 if anybody involved is linked to a
    State; `any_open`: which code a link has that is open, if one is, by its place in `UNKNOWN_CODES`.
    `declared`: 1 if a source asserts the motive. `any_word`: what a decision calls the act, by its place
    in `WORDS`.
    """
    parts = (
        _said_of_roles(t["act_role"]),
        _said_of_links(t["involvement"]),
        _declared_motives(t),
        words.select(about="decided_act", any_word=numbered(words.word, WORDS)),
    )
    # Stacked and grouped once, as small numbers: one join of the acts instead of four.
    stacked = ibis.union(*[part.select(*_SAID, "about") for part in map(_widened, parts)], distinct=False)
    stacked = stacked.semi_join(acts.select(asked_act="act_id"), [("about", "asked_act")])
    return stacked.group_by("about").agg(**{name: stacked[name].max() for name in _SAID})


_SAID = ("sdg_role", "named_role", "known_role", "any_state", "any_open", "declared", "any_word")


def _widened(part: ibis.Table) -> ibis.Table:
    return part.mutate(**{name: ibis.null("int8") for name in _SAID if name not in part.columns})


def _said_of_roles(act_role: ibis.Table) -> ibis.Table:
    held = act_role.select("role", about="act_id").join(roles(), [("role", "role_code")])
    return held.select("about", "sdg_role", "named_role", "known_role")


def _said_of_links(involvement: ibis.Table) -> ibis.Table:
    """A link that sources dispute is open."""
    rows = involvement.select("state_link", "attribution", about="act_id")
    rows = rows.left_join(links(), [("state_link", "link_code")])
    disputed = rows.attribution == "disputed"
    lost = numbered(ibis.literal(NOT_AVAILABLE), UNKNOWN_CODES)
    unknown = ibis.cases(
        (disputed | rows.side.isnull(), lost), (rows.side == "", numbered(rows.state_link, UNKNOWN_CODES))
    )
    state = (rows.side == STATE) & ~disputed
    return rows.select("about", any_state=state.cast("int8"), any_open=unknown)


def _side(joined: ibis.Table) -> Any:
    """`state` if anybody involved is linked to a State; `non-state` only if no link is open; else why not."""
    return ibis.cases(
        (joined.any_state.isnull(), NOT_AVAILABLE),
        (joined.any_state == 1, STATE),
        else_=worded(joined.any_open, UNKNOWN_CODES, NON_STATE),
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
