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
from sijill.register.actions.imports import Run, import_file
from sijill.register.actions.same import judge, merge_events, merge_persons, split_person, unmerge
from sijill.register.actions.verify import standings_of, verify_act

__all__ = [
    "Run",
    "add_involvement",
    "add_status",
    "add_support",
    "answer_complaint",
    "change_entry",
    "import_file",
    "judge",
    "merge_events",
    "merge_persons",
    "open_complaint",
    "record_act",
    "record_consent",
    "record_event",
    "record_person",
    "set_members",
    "set_state",
    "split_person",
    "standings_of",
    "unmerge",
    "verify_act",
]
