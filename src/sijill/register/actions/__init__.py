"""Writes of room `register`, by subject. Each: `verb_noun(*, actor, ...)`, one transaction, one log entry."""

from sijill.register.actions.cases import (
    add_involvement,
    add_status,
    add_support,
    answer_complaint,
    change_entry,
    open_complaint,
    record_act,
    record_consent,
    record_event,
    record_person,
    set_members,
    set_state,
)
from sijill.register.actions.correct import (
    add_name,
    correct_act,
    correct_event,
    correct_person,
    end_involvement,
    end_name,
    end_support,
    record_body,
)
from sijill.register.actions.erase import Erasure, erase_person, planned_erasure
from sijill.register.actions.events import propose_events
from sijill.register.actions.imports import Run, import_file
from sijill.register.actions.matching import propose_from_list, propose_matches
from sijill.register.actions.proposals import accept_proposal, keep_entry
from sijill.register.actions.same import (
    judge,
    merge_events,
    merge_persons,
    split_person,
    unmerge,
    withdraw_judgement,
)
from sijill.register.actions.share import share_people
from sijill.register.actions.verify import standings_of, standings_of_each, took_part, took_part_in, verify_act

__all__ = [
    "Erasure",
    "Run",
    "accept_proposal",
    "add_involvement",
    "add_name",
    "add_status",
    "add_support",
    "answer_complaint",
    "change_entry",
    "correct_act",
    "correct_event",
    "correct_person",
    "end_involvement",
    "end_name",
    "end_support",
    "erase_person",
    "import_file",
    "judge",
    "keep_entry",
    "merge_events",
    "merge_persons",
    "open_complaint",
    "planned_erasure",
    "propose_events",
    "propose_from_list",
    "propose_matches",
    "record_act",
    "record_body",
    "record_consent",
    "record_event",
    "record_person",
    "set_members",
    "set_state",
    "share_people",
    "split_person",
    "standings_of",
    "standings_of_each",
    "took_part",
    "took_part_in",
    "unmerge",
    "verify_act",
    "withdraw_judgement",
]
