"""Writes of the desk: that a document about an entry was made, by whom, with what in it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from sijill.office.actions import require
from sijill.office.errors import Refusal
from sijill.office.ledger import action
from sijill.office.models import User
from sijill.office.records import Record
from sijill.office.roles import Role
from sijill.publish.manifest import digest
from sijill.publish.papers.paper import Paper
from sijill.publish.papers.word import docx


def make_paper(*, actor: User, row: Record, paper: Paper, told: Iterable[str]) -> bytes:
    """Make a document about an entry as DOCX. The log keeps its hash, its language and what it tells.

    Refusal where the entry was rejected or withdrawn: nothing is said of it outside.
    """
    require(actor, Role.RECORDER, Role.REVIEWER, Role.PUBLISHER)
    if row.state not in ("draft", "confirmed"):  # type: ignore[attr-defined]
        raise Refusal(_("This entry was rejected or withdrawn, so no document is made of it."))
    return _made(actor, row.pk, paper, told)


def make_report(*, actor: User, paper: Paper) -> bytes:
    """Make a document about many entries as DOCX: figures as a release could hold them, and nobody's name."""
    require(actor, Role.RECORDER, Role.REVIEWER, Role.PUBLISHER)
    return _made(actor, paper.entry_id, paper, ())


def _made(actor: User, subject: str, paper: Paper, told: Iterable[str]) -> bytes:
    content = docx(paper)
    with action("paper.make", actor=actor, subject=subject) as entry:
        entry.note |= {"language": paper.lang.code, "tells": ",".join(sorted(told)), "sha256": digest(content)}
    return content
