"""A document about one entry as DOCX that an institution can edit; the same facts and day give the same bytes. Pure."""

from __future__ import annotations

from datetime import datetime, time

import docx as writer

from sijill.publish.formats import wordml
from sijill.publish.papers.paper import Block, Facts, Items, Paper, Quoted, Rows, Sentence


def docx(paper: Paper) -> bytes:
    """The document in its language; right to left where that is how the language is written."""
    made = writer.Document()
    head = f"{paper.title} · {paper.institution}"
    wordml.prepare(made, paper.lang, f"{head} · {paper.remarks[0]}" if len(paper.remarks) > 1 else head)
    held, when = made.core_properties, datetime.combine(paper.on, time())
    held.title, held.author = wordml.plain(paper.title)[:255], wordml.plain(paper.institution)[:255]
    held.comments, held.language = paper.entry_id, paper.lang.code
    held.last_modified_by, held.revision = held.author, 1
    held.created = held.modified = when
    page = wordml.Page(made, paper.lang)
    page.paragraph(paper.title, "Title")
    page.paragraph(paper.subtitle, "Subtitle")
    for remark in paper.remarks:
        page.paragraph(remark, bold=True)
    for part in paper.parts:
        page.heading(part.title, part.level)
        for block in part.blocks:
            _write(page, block)
    return wordml.finished(made, when)


def _write(page: wordml.Page, block: Block) -> None:
    match block:
        case Sentence(text, strong):
            page.paragraph(text, bold=strong)
        case Quoted(text):
            page.quoted(text)
        case Items(texts):
            for text in texts:
                page.paragraph(text, "List Bullet")
        case Facts(pairs):
            if pairs:
                page.facts(pairs)
        case Rows(heads, rows):
            page.words(heads, rows)
