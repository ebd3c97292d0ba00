"""What an importer hands on: rows word for word, and the entries they would draft. Pure.

An importer reads a file and yields `Row` or `Refused`, one per record of the file, in file order.
Nothing here decides anything: a draft waits for a person. Codes are codes of the codelists; dates
are EDTF text (`sijill.tables.dates`) or empty with the reason in `..._unknown`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ASKED_NOT = "not-asked"
NOT_STATED = "not-stated"
NOT_AVAILABLE = "not-available"

_UNREAD = frozenset({"unreadable-row", "ragged-row", "bad-text", "not-a-record", "double-encoded", "too-long"})


@dataclass(frozen=True, slots=True)
class DraftName:
    """One name of a person as the source writes it."""

    text: str
    kind: str = "full"
    script: str = "Latn"


@dataclass(frozen=True, slots=True)
class DraftPerson:
    """The victim as this row describes them."""

    names: tuple[DraftName, ...] = ()
    kind: str = "individual"
    identified: str = "named"
    sex: str = ASKED_NOT
    sex_stated_by: str = ASKED_NOT
    gender: str = ASKED_NOT
    gender_stated_by: str = ASKED_NOT
    born: str = ""
    born_unknown: str = ASKED_NOT
    citizenship: str = ASKED_NOT
    size_low: int | None = None
    size_high: int | None = None
    size_unknown: str = ASKED_NOT


@dataclass(frozen=True, slots=True)
class DraftInvolvement:
    """Who is said to have done it. `organization` is a unit or body, never a person."""

    perpetrator: str
    state_link: str
    degree: str = NOT_STATED
    attribution: str = "alleged"
    organization: str = ""


@dataclass(frozen=True, slots=True)
class DraftStatus:
    """A dated step of a charge, order, detention or investigation."""

    process: str
    stage: str
    occurred: str = ""
    occurred_unknown: str = NOT_STATED
    thread: int = 1
    sequence: int = 1
    law: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class DraftAct:
    """One thing done to the victim. `elements` names the facts of it that this row supports."""

    kind: str
    occurred: str = ""
    occurred_unknown: str = NOT_STATED
    ended: str = ""
    ended_unknown: str = ASKED_NOT
    place: str = NOT_STATED
    place_precision: str = "unknown"
    locality: str = ""
    age_low: int | None = None
    age_high: int | None = None
    age_unknown: str = NOT_STATED
    motive: str = ASKED_NOT
    diligence_failure: str = ASKED_NOT
    severe: str = ASKED_NOT
    purpose: str = ASKED_NOT
    acknowledgement: str = ASKED_NOT
    detention_basis: str = ASKED_NOT
    detention_type: str = ASKED_NOT
    law: str = ""
    roles: tuple[str, ...] = ()
    involvements: tuple[DraftInvolvement, ...] = ()
    statuses: tuple[DraftStatus, ...] = ()
    elements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """One victim in one event with the acts done to them.

    Entries of one source that share `event_key` belong to one event; empty means an event of
    its own. `victim_key` likewise: the same key in one source is the same person.
    """

    victim: DraftPerson
    acts: tuple[DraftAct, ...]
    event_key: str = ""
    event_title: str = ""
    context: str = ASKED_NOT
    victim_key: str = ""


@dataclass(frozen=True, slots=True)
class DraftBody:
    """A body that a row names: authority, company, operator. Never a person. One name in one source is one body."""

    name: str
    kind: str = NOT_STATED
    place: str = NOT_STATED


@dataclass(frozen=True, slots=True)
class DraftFact:
    """An entry of the second ledger, or a part of one: a row of the catalog table `table` to be.

    `values` by the catalog's names: codes and texts as they are; a date under its stem as EDTF text, a number
    that may be a range under its stem as `(low, high)`; the reason why there is none under `<stem>_unknown`.
    What is left out is `not-asked`. `bodies` by the link's name without `_id` (`company`, `authority`).
    `key` names the entry within its source for ever, so that a later copy of the list finds it; a part needs a
    key of its own within its entry. `texts` are words that stay in the database (a law's text, an area's name).
    `elements` are the facts that the row supports, by column name or stem. `links` by the link's name without
    `_id`: the key of another entry of the same source, which must come first.
    """

    table: str
    key: str
    values: Mapping[str, str | int | bool | tuple[int, int]] = field(default_factory=dict)
    bodies: Mapping[str, DraftBody] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[DraftFact, ...] = ()
    elements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """An answer to a check of the ground rules about an entry of the same row, named by its table and key.

    `evidence` is the place that shows it, in words; the row's report is what it rests on.
    """

    table: str
    key: str
    check: str
    verdict: str
    reasons: str
    evidence: str


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a format says about its default source, for `--source` left out."""

    code: str
    name: str
    kind: str
    independence_group: str
    mandate: str = "none"
    reliability: str = NOT_STATED
    is_public: bool = True
    rows_shown: bool = False
    licence: str = ""
    url: str = ""
    asserts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A record that was understood.

    `content` is the record as it stands in the file, as canonical JSON text; `key` names the record
    within its source so that a later vintage is recognised; `former_key` is what an earlier vintage
    without that key would have called it.

    `also_said_by` are other sources that said the same, as the row has it: each gets a report of its own
    with the row's words. With `repeats` the row only passes on what they said and supports nothing itself.
    `facts` are entries of the second ledger, drafted from the row; `entries` those of the first. `answers` are no
    drafts: whoever may review gives them once the entries stand.
    """

    position: str
    key: str
    content: str
    entries: tuple[DraftEntry, ...] = ()
    former_key: str = ""
    said: str = ""
    said_unknown: str = NOT_STATED
    also_said_by: tuple[SourceInfo, ...] = ()
    repeats: bool = False
    facts: tuple[DraftFact, ...] = ()
    answers: tuple[DraftAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that was not understood: kept as a row, with the reason. `message` names no person.

    `keys` are what it would have been known by, as far as that was read: a row that is refused is
    still on its source's list, so nothing of that key was withdrawn.
    """

    position: str
    content: str
    field: str
    problem: str
    message: str
    keys: tuple[str, ...] = ()

    @property
    def unread(self) -> bool:
        """Not even which record it is could be read: it may be any that was on the list before."""
        return not self.keys and self.problem in _UNREAD
