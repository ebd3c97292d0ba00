"""The releases as an Atom feed (RFC 4287), one per language: for those who want to hear of new ones. Pure.

Ids are made from the ids of the releases, which never change. Addresses are relative to the feed's
own: the site does not know under which name it is reached, and does not believe what a visitor
says it is. What a release corrects and what corrects it are linked both ways (RFC 5829).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sijill.codelists.load import LANGUAGES
from sijill.public.shelf import PREFIX, Kept, Shelf
from sijill.publish.manifest import Banner
from sijill.publish.text import Language, given

FEED = "feed.atom"
TYPE = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
URN = "urn:sijill:"
NEVER = date(1970, 1, 1)  # an empty feed must bear a day too
ENCLOSED = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

# Everything that XML 1.0 has no place for.
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(shelf: Shelf, lang: Language) -> bytes:
    """The feed of all releases in one language, newest first."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": lang.code})
    publishers = {given(one.about.institution, lang).text for one in shelf.releases}
    name = publishers.pop() if len(publishers) == 1 else lang.say("site.name")
    _text(root, "id", f"{URN}feed:{lang.code}:{_oldest(shelf)}")
    _text(root, "title", f"{lang.say('public.title')} · {name}")
    _text(root, "subtitle", lang.say("public.lead"))
    _text(root, "updated", _moment(max((_updated(one, shelf) for one in shelf.releases), default=NEVER)))
    _text(SubElement(root, "author"), "name", name)
    _link(root, "self", f"/{lang.code}/{FEED}", type="application/atom+xml")
    _link(root, "alternate", f"/{lang.code}/", type="text/html", hreflang=lang.code)
    for code in LANGUAGES:
        if code != lang.code:
            _link(root, "alternate", f"/{code}/{FEED}", type="application/atom+xml", hreflang=code)
    for one in shelf.releases:
        _entry(root, one, shelf, lang)
    indent(root, " ")
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(root: Element, one: Kept, shelf: Shelf, lang: Language) -> None:
    about = one.about
    entry = SubElement(root, "entry")
    _text(entry, "id", f"{URN}{about.id}")
    _text(entry, "title", " · ".join(part for part in (given(about.title, lang).text, one.mark[lang.code]) if part))
    _text(entry, "updated", _moment(_updated(one, shelf)))
    _text(entry, "published", _moment(about.as_of))
    _text(SubElement(entry, "author"), "name", given(about.institution, lang).text)
    _link(entry, "alternate", f"{one.address}{lang.code}/index.html", type="text/html", hreflang=lang.code)
    if about.replaces:
        _link(entry, "predecessor-version", f"{PREFIX}{about.replaces}/{lang.code}/index.html", type="text/html")
    if one.replaced_by:
        _link(entry, "successor-version", f"{PREFIX}{one.replaced_by}/{lang.code}/index.html", type="text/html")
    prints = (each.file for each in one.prints if each.lang == lang.code)
    for file in (*one.manifest.files, *prints):
        kind = ENCLOSED.get(PurePosixPath(file.path).suffix)
        if kind:
            _link(entry, "enclosure", f"{one.address}{file.path}", type=kind, length=str(file.size))
    if about.banner is not Banner.OFFICIAL:
        SubElement(entry, "category", {"term": about.banner.value, "label": lang.say(f"banner.{about.banner}")})
    if about.unofficial_demo:
        SubElement(entry, "category", {"term": "unofficial-demo", "label": lang.say("banner.demo")})
    _text(entry, "summary", _summary(one, lang))


def _summary(one: Kept, lang: Language) -> str:
    """What a list says of a release, and what it corrects or is corrected by."""
    about = one.about
    said = [
        f"{given(about.area_name, lang).text}, {lang.period(about.since, about.until)}.",
        f"{lang.say('meta.as_of')}: {lang.day(about.as_of)}.",
        f"{one.mark[lang.code]}." if one.mark[lang.code] else "",
        lang.say("banner.replaces", id=about.replaces) if about.replaces else "",
        given(about.correction, lang).text,
        f"{lang.say('public.replaced', id=one.replaced_by)}." if one.replaced_by else "",
    ]
    return " ".join(part for part in said if part)


def _updated(one: Kept, shelf: Shelf) -> date:
    """The day of a release; of one that was replaced, the day of the one that did it."""
    later = (other.about.as_of for other in shelf.releases if other.about.id == one.replaced_by)
    return max([one.about.as_of, *later])


def _oldest(shelf: Shelf) -> str:
    """What tells the feeds of two installations apart and stays when releases are added."""
    return shelf.releases[-1].about.id if shelf.releases else "empty"


def _moment(day: date) -> str:
    return datetime.combine(day, time(), tzinfo=UTC).isoformat().replace("+00:00", "Z")


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = NO_XML.sub("\ufffd", text)


def _link(parent: Element, relation: str, address: str, **more: str) -> None:
    SubElement(parent, "link", {"rel": relation, "href": address, **more})
