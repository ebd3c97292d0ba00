"""What every format is made from, and what every file must carry. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sijill.publish.formats.atlas import Atlas
from sijill.publish.labels import full_title
from sijill.publish.manifest import About, Banner
from sijill.publish.notes import Section
from sijill.publish.text import LANGUAGES, Language, given
from sijill.stats.table import PublicTable

DEMO = "UNOFFICIAL-DEMO"
INVENTED = "INVENTED"
ENGLISH = LANGUAGES[0]

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Draft:
    """A release before it is written: what it is about and its tables, by section; the shapes that the office gives."""

    about: About
    sections: tuple[Section, ...]
    atlas: Atlas | None = None

    def tables(self) -> Iterator[tuple[Section, PublicTable]]:
        """Every table with the section it stands in."""
        for section in self.sections:
            for table in section.tables:
                yield section, table

    def name(self, stem: str, ending: str) -> str:
        """The name of a file; one of a demonstration says so."""
        return f"{stem}-{DEMO}.{ending}" if self.about.unofficial_demo else f"{stem}.{ending}"

    def made(self) -> datetime:
        """The time-stamp of every file: the day that the figures are as of."""
        return datetime.combine(self.about.as_of, time(), tzinfo=UTC)

    def title(self, section: Section, table: PublicTable, lang: Language) -> str:
        """The full title of a table."""
        return full_title(table, given(section.title, lang).text, lang)


def mark(about: About, lang: Language = ENGLISH) -> str:
    """What every file says of its data on every row or in its head: invented, demonstration, whose list."""
    said = []
    if about.banner is Banner.INVENTED:
        said.append(INVENTED if lang == ENGLISH else f"{lang.say('banner.invented')} ({INVENTED})")
    if about.unofficial_demo:
        said.append(DEMO)
    if about.attribution:
        source = given(about.attribution.source, lang)
        said.append(lang.say("banner.attribution", source=source, licence=about.attribution.licence))
    return " · ".join(said)


def one_line(text: str) -> str:
    """Text without line breaks, tabs and other white space that a spreadsheet reads as more than a blank."""
    return " ".join(text.split())
