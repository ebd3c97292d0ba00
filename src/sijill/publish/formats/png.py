"""Charts as pictures, for documents that cannot hold an SVG, or draw its Arabic letters unjoined. Pure."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import vl_convert

from sijill.publish.formats import fonts
from sijill.publish.formats.chart import FONT
from sijill.publish.formats.draft import Draft
from sijill.publish.formats.svg import drawn
from sijill.publish.text import Language

SCALE = 3  # pixels of a picture per pixel of a chart: sharp on paper


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as PNG: its size in pixels of the chart, and what is to be said of it."""

    content: bytes
    width: int
    height: int
    note: str


def pictures(draft: Draft, lang: Language) -> dict[str, Picture]:
    """The charts of a release in one language, by table."""
    fonts.register()
    found = {}
    for (slug, _), chart in drawn(draft, (lang,)).items():
        content = vl_convert.svg_to_png(chart.svg.replace(FONT, _family(lang)), scale=SCALE)
        width, height = struct.unpack(">II", content[16:24])  # of the first chunk of every PNG
        found[slug] = Picture(content, width // SCALE, height // SCALE, chart.note)
    return found


def _family(lang: Language) -> str:
    first, second = (fonts.ARABIC, fonts.LATIN) if lang.direction == "rtl" else (fonts.LATIN, fonts.ARABIC)
    return f"{first}, {second}, {FONT}"
