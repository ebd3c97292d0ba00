"""Writes of room `collect`: sources, reports, stored files."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from sijill.codelists.load import codelist, nearest
from sijill.collect.models import Evidence, Report, Source
from sijill.office.actions import require
from sijill.office.errors import Refusal
from sijill.office.ledger import Entry, action
from sijill.office.models import User
from sijill.office.roles import Role
from sijill.tables.dates import DateError, parse, parse_end

_CHUNK = 1 << 20


def dated_values(stem: str, text: str, unknown: str, *, end: bool = False) -> dict[str, Any]:
    """The four fields of a date: text and bounds, or the reason there is none. Refusal on a bad date."""
    if not text:
        return {stem: "", f"{stem}_lo": None, f"{stem}_hi": None, f"{stem}_unknown": unknown or "not-stated"}
    try:
        found = parse_end(text) if end else parse(text)
    except DateError as error:
        raise Refusal(str(error)) from error
    return {stem: found.text, f"{stem}_lo": found.lo, f"{stem}_hi": found.hi, f"{stem}_unknown": ""}


def counted_values(stem: str, low: int | None, high: int | None, unknown: str) -> dict[str, Any]:
    """The three fields of a count: low and high, or the reason there is none. Refusal if high < low."""
    if low is None and high is None:
        return {f"{stem}_low": None, f"{stem}_high": None, f"{stem}_unknown": unknown or "not-stated"}
    low, high = (low if low is not None else high), (high if high is not None else low)
    if low is None or high is None or high < low or low < 0:
        raise Refusal(f"{stem}: from {low} to {high} is not a range. Give the lower number first, 0 or more.")
    return {f"{stem}_low": low, f"{stem}_high": high, f"{stem}_unknown": ""}


def check_codes(**given: tuple[str, str]) -> None:
    """Each field's (codelist, code) must exist; Refusal names the field, the code and near ones."""
    for field, (listed, code) in given.items():
        if code not in codelist(listed):
            near = nearest(listed, code)
            hint = f" Did you mean {', '.join(repr(one) for one in near)}?" if near else ""
            raise Refusal(f"{field}: {code!r} is not in codelists/{listed}.csv.{hint}")


def add_source(
    *,
    actor: User,
    code: str,
    name: str,
    kind: str,
    independence_group: str = "",
    mandate: str = "none",
    reliability: str = "not-stated",
    is_public: bool = False,
    rows_shown: bool = False,
    licence: str = "",
    url: str = "",
    asserts: Sequence[str] = (),
) -> Source:
    """Register who says something. Without a group of its own a source is its own group."""
    require(actor, Role.RECORDER)
    check_codes(kind=("source_kinds", kind), mandate=("mandates", mandate), reliability=("reliability", reliability))
    if Source.objects.filter(code=code).exists():
        raise Refusal(_("There is a source “%(code)s” already. Use it, or choose another short name.") % {"code": code})
    source = Source(
        code=code,
        name=name,
        kind=kind,
        independence_group=independence_group or code,
        mandate=mandate,
        reliability=reliability,
        is_public=is_public,
        rows_shown=rows_shown,
        licence=licence,
        url=url,
        asserts=list(asserts),
    )
    with action("source.add", actor=actor) as entry:
        entry.add(source)
    return source


def change_source(*, actor: User, source: Source, **values: Any) -> Source:
    """Correct what is recorded about a source; its reports stay as they are."""
    require(actor, Role.RECORDER)
    listed = {"kind": "source_kinds", "mandate": "mandates", "reliability": "reliability"}
    check_codes(**{name: (listed[name], code) for name, code in values.items() if name in listed})
    with action("source.change", actor=actor, subject=source.id) as entry:
        entry.change(source, **values)
    return source


def content_hash(content: str) -> str:
    """SHA-256 of a report's words, hexadecimal."""
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def new_report(source: Source, content: str, *, said: str = "", said_unknown: str = "not-stated") -> Report:
    """A report not yet written: content as it is, and its hash."""
    return Report(
        source=source,
        content=content,
        sha256=content_hash(content),
        **dated_values("said", said, said_unknown),
    )


def file_report(
    *,
    actor: User,
    source: Source,
    content: str,
    said: str = "",
    said_unknown: str = "not-stated",
    language: str = "",
) -> Report:
    """Keep what a source said, word for word."""
    require(actor, Role.RECORDER)
    if not content.strip():
        raise Refusal(_("A report needs the words of the source. Write what was said, word for word."))
    report = new_report(source, content, said=said, said_unknown=said_unknown)
    report.language = language
    with action("report.file", actor=actor) as entry:
        entry.add(report)
    return report


def store_file(folder: Path, stream: BinaryIO) -> tuple[str, int]:
    """Copy bytes into the evidence folder under their SHA-256: (hash, size). Whole or not at all."""
    digest, size = hashlib.sha256(), 0
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as out:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    Path(name).replace(folder / digest.hexdigest())
    return digest.hexdigest(), size


def keep_evidence(
    *,
    actor: User,
    folder: Path,
    stream: BinaryIO,
    file_name: str,
    report: Report | None,
    received_on: date | None,
) -> Evidence:
    """Store a file; record its hash and custodian (Berkeley Protocol: an evidentiary copy, never altered)."""
    require(actor, Role.RECORDER, Role.REVIEWER)
    sha256, size = store_file(folder, stream)
    with action("evidence.keep", actor=actor) as entry:
        evidence = add_evidence(entry, report, file_name, sha256, size, received_on, actor)
    return evidence


def add_evidence(
    entry: Entry,
    report: Report | None,
    file_name: str,
    sha256: str,
    size: int,
    received_on: date | None,
    actor: User,
) -> Evidence:
    """Write the row of a stored file into an open log entry."""
    evidence = Evidence(
        report=report,
        file_name=Path(file_name).name,
        sha256=sha256,
        size=size,
        media_type=mimetypes.guess_type(file_name)[0] or "application/octet-stream",
        received_on=received_on,
        custodian=actor.id,
    )
    entry.add(evidence)
    return evidence
