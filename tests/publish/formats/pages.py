"""Read pages back as a browser or a screen reader would: elements, cells, links, what is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr"}


@dataclass
class Element:
    """One element with what it holds."""

    tag: str
    attributes: dict[str, str]
    text: list[str] = field(default_factory=list)
    above: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """Its text, white space put together."""
        return " ".join("".join(self.text).split())


class Page(HTMLParser):
    """A page taken apart. `svg` counts what stands inside charts apart."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.problems: list[str] = []
        self._open: list[Element] = []
        self.feed(content.decode())
        self.close()
        if self._open:
            self.problems.append(f"never closed: {[one.tag for one in self._open]}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        above = tuple(one.tag for one in self._open)
        element = Element(tag, {name: value or "" for name, value in attrs}, above=above)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        above = tuple(one.tag for one in self._open)
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, above=above))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            self.problems.append(f"</{tag}> closes {self._open[-1].tag if self._open else 'nothing'}")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for one in self._open:
            one.text.append(data)

    def all(self, *tags: str) -> list[Element]:
        """Every element of these tags, in order."""
        return [one for one in self.elements if one.tag in tags]

    def with_(self, name: str) -> dict[str, Element]:
        """Elements by the value of an attribute that only one element may have."""
        found = [one for one in self.elements if name in one.attributes]
        by_value = {one.attributes[name]: one for one in found}
        assert len(by_value) == len(found), f"{name} is given twice"
        return by_value
