"""A release as a chapter that can be edited, for an annual report or a submission: DOCX, one language per file.

Made with python-docx and given fixed times, so that the same release gives the same bytes. Right to
left is said where word processors look for it: in the styles, the paragraphs, the runs, the tables
(which then begin at the right) and the section.
"""

from __future__ import annotations

import docx as word
from docx.document import Document as WordDocument
from docx.shared import Emu, Mm

from sijill.publish.formats import wordml
from sijill.publish.formats.draft import Draft
from sijill.publish.formats.html import COVERAGE, SectionView, TableView
from sijill.publish.formats.printed import Document, document, sign
from sijill.publish.manifest import Banner
from sijill.publish.text import Language, given

CHART, TALLEST = Mm(105), Mm(125)  # as wide as a chart stands on the page, as high as one may


def docx(draft: Draft, lang: Language) -> bytes:
    """The release in one language."""
    said = document(draft, lang)
    made = word.Document()
    wordml.prepare(made, lang, said.mark or said.institution)
    page = wordml.Page(made, lang)
    _properties(made, said)
    _cover(page, said)
    _headlines(page, said)
    for section in said.sections:
        _section(page, said, section)
    _method(page, said)
    return wordml.finished(made, draft.made())


def _properties(made: WordDocument, said: Document) -> None:
    about = said.draft.about
    held = made.core_properties
    held.title, held.author = wordml.plain(said.title)[:255], wordml.plain(said.institution)[:255]
    held.comments = wordml.plain(" ".join(part for part in (about.id, said.mark) if part))[:255]
    held.language, held.last_modified_by, held.revision = said.lang.code, held.author, 1
    held.created = held.modified = said.draft.made().replace(tzinfo=None)


def _cover(page: wordml.Page, said: Document) -> None:
    about, say = said.draft.about, said.lang.say
    page.paragraph(said.title, "Title")
    page.paragraph(f"{said.period} · {said.area} · {said.institution}", "Subtitle")
    for text in _remarks(said):
        page.paragraph(text, bold=True)
    facts = [
        ("meta.profile", said.profile),
        ("meta.as_of", said.as_of),
        ("meta.release", about.id),
        ("meta.code_version", about.code_version),
    ]
    page.facts([(say(key), value) for key, value in facts])
    page.paragraph(say("overview.what_text"))
    page.paragraph(say("print.made_from"))


def _remarks(said: Document) -> list[str]:
    """What kind of data it is, whose list, what it corrects: what must be read before any number."""
    about, lang = said.draft.about, said.lang
    found = []
    if about.banner is not Banner.OFFICIAL:
        found.append(f"{lang.say(f'banner.{about.banner}')}. {lang.say(f'banner.{about.banner}_text')}")
    if about.attribution:
        source = given(about.attribution.source, lang).text
        found.append(lang.say("banner.attribution", source=source, licence=about.attribution.licence))
        if said.changes:
            found.append(lang.say("banner.changes", changes=said.changes))
    if about.unofficial_demo:
        found.append(f"{lang.say('banner.demo')}. {lang.say('banner.demo_text')}")
    if about.replaces:
        correction = given(about.correction, lang).text
        found.append(f"{lang.say('banner.replaces', id=about.replaces)} {correction}".strip())
    return found


def _headlines(page: wordml.Page, said: Document) -> None:
    if not said.headlines:
        return
    say = said.lang.say
    page.heading(say("overview.headline"), 1)
    for one in said.headlines:
        page.heading(one.title, 2)
        for words, cell in one.figures:
            meaning = f" ({cell.meaning})" if cell.meaning and cell.kind == "hidden" else ""
            page.paragraph(f"{words}: {sign(cell.text, said.lang)}{meaning}", "List Bullet")
        page.paragraph(one.unit)
    page.paragraph(say("overview.never_added"))


def _section(page: wordml.Page, said: Document, section: SectionView) -> None:
    page.lie(is_wide=False)
    page.heading(section.title, 1)
    page.paragraph(section.question)
    if section.page == COVERAGE:
        page.paragraph(said.lang.say("coverage.limits"))
    for text in section.warnings:
        page.paragraph(text, "List Bullet")
    for view in section.tables:
        _table(page, said, view)


def _table(page: wordml.Page, said: Document, view: TableView) -> None:
    say = said.lang.say
    page.lie(is_wide=wordml.is_wide(view.grid))
    page.heading(view.title, 2)
    picture = said.pictures.get(view.slug)
    if picture is not None:
        width = min(CHART, TALLEST * picture.width // picture.height)
        page.picture(picture.content, Emu(width), f"{view.full_title}. {picture.note}")
    page.paragraph(f"{view.full_title}. {view.period} · {say('section.unit', unit=view.unit)}", "Caption")
    if view.grid.rows:
        page.grid(view.grid, say("section.in_all"))
    else:
        page.paragraph(say("section.no_rows"))
    if view.slug in said.cut:
        page.paragraph(say("print.cut", number=said.cut[view.slug]))
    if view.grid.zero_rows:
        page.paragraph(say("section.zero_rows", number=view.grid.zero_rows))
    for mark, meaning in view.legend:
        page.paragraph(f"{sign(mark, said.lang)} – {meaning}", small=True)


def _method(page: wordml.Page, said: Document) -> None:
    say, about, held = said.lang.say, said.draft.about, said.method
    page.lie(is_wide=False)
    page.heading(say("nav.method"), 1)
    page.paragraph(say("method.lead"))
    page.heading(say("method.words"), 2)
    for key in ("reported", "corroborated", "verified"):
        page.paragraph(say(f"method.{key}"), "List Bullet")
    for title, text in (("gate", held["gate"]), ("unknowns", say("method.unknowns_text"))):
        page.heading(say(f"method.{title}"), 2)
        page.paragraph(text)
    if held["rules"]:
        page.heading(say("method.rules"), 2)
        for one in held["rules"]:
            own = f" {say('method.own_reading')}" if one.own_reading else ""
            basis = f"({one.standard}, {one.paragraph}; {one.id})"
            page.paragraph(f"{given(one.statement, said.lang).text} {basis}{own}", "List Bullet")
    if held["options"]:
        page.heading(say("method.options"), 2)
        for text in held["options"]:
            page.paragraph(text, "List Bullet")
    for title, text in (("dates", say("method.dates_text")), ("protection", held["protection_text"])):
        page.heading(say(f"method.{title}"), 2)
        page.paragraph(text)
    page.heading(say("method.again"), 2)
    page.paragraph(say("print.again"))
    page.facts([(say("meta.snapshot"), about.snapshot), (say("meta.policy"), about.policy)])
    page.heading(say("nav.corrections"), 2)
    contact = given(about.contact, said.lang).text
    page.paragraph(f"{say('corrections.lead')} {contact}".strip())
