"""The words of the staff pages in other languages: what is to be translated, is it, and the files Django reads.

    python scripts/messages.py compile    write each django.mo that is missing or older than its django.po
    python scripts/messages.py update     put new texts into each django.po, empty; take out those that are gone
    python scripts/messages.py check      say what is missing, gone, doubtful or has other placeholders; exit 1

A text is what stands in a call of gettext (or its kin) in src/, or in a translation tag of a template. The
.mo files are made by `make setup` and by every build of the package; they are never committed.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "sijill"
LOCALE = SOURCE / "locale"
ONE, SEVERAL = {"gettext", "gettext_lazy", "_", "_lazy"}, {"ngettext", "ngettext_lazy"}
HEAD = """# Texts of the staff pages. The words are ours; no second person has reviewed them yet.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""
_CALL = re.compile(r"""\b(\w+)\(((?:[^()'"]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*)\)""", re.DOTALL)
_PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@dataclass(frozen=True, order=True)
class Text:
    """A text to be translated: the singular, and the plural if there is one."""

    one: str
    several: str = ""

    @property
    def key(self) -> str | tuple[str, str]:
        """As Babel names a message."""
        return (self.one, self.several) if self.several else self.one


def main(arguments: list[str]) -> None:
    """Do what is asked of every language."""
    does = {"compile": compile_all, "update": update_all, "check": check_all}
    if len(arguments) != 1 or arguments[0] not in does:
        sys.exit(f"scripts/messages.py takes one of {', '.join(does)}, not {' '.join(arguments)!r}.")
    does[arguments[0]]()


def files() -> list[Path]:
    """Every django.po."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def compile_all() -> None:
    """Write what Django reads, where it is missing or older."""
    for path in files():
        made = path.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime <= path.stat().st_mtime:
            beside = made.with_suffix(".mo.new")
            with beside.open("wb") as out:
                write_mo(out, catalog(path))
            beside.replace(made)


def update_all() -> None:
    """Bring every django.po up to what src/ says."""
    for path in files():
        held, wanted = catalog(path), texts()
        fresh = Catalog(locale=path.parts[-3])
        for text in sorted(wanted):
            known = held.get(text.key if isinstance(text.key, str) else text.key[0])
            fresh.add(text.key, known.string if known else "")
        save(fresh, path)
        print(f"{path.relative_to(ROOT)}: {len(wanted)} texts, {len(list(problems(path)))} to look at")


def save(made: Catalog, path: Path) -> None:
    """Write a django.po with nothing in its head that changes from day to day."""
    with path.open("wb") as out:
        head = HEAD.format(language=path.parts[-3], plural=made.plural_forms)
        out.write(head.encode())
        write_po(out, made, width=110, omit_header=True, sort_output=True, include_lineno=False)


def check_all() -> None:
    """Exit 1 if any language is not complete."""
    found = [f"{path.relative_to(ROOT)}: {problem}" for path in files() for problem in problems(path)]
    print("\n".join(found) or "Every text is translated.")
    if found:
        sys.exit(1)


def catalog(path: Path) -> Catalog:
    """A django.po as read."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def problems(path: Path) -> Iterator[str]:
    """What is not right in one language."""
    held, wanted = catalog(path), texts()
    there = {_text(message): message for message in held if message.id}
    for text in sorted(wanted - set(there)):
        yield f"missing: {text.one!r}"
    for text in sorted(set(there) - wanted):
        yield f"gone from src/: {text.one!r}"
    for text in sorted(wanted & set(there)):
        yield from _faults(text, there[text])


def _text(message: Message) -> Text:
    return Text(*message.id) if isinstance(message.id, tuple) else Text(str(message.id))


def _faults(text: Text, message: Message) -> Iterator[str]:
    said = message.string
    forms = [str(form or "") for form in (said if isinstance(said, tuple | list) else [said])]
    if message.fuzzy:
        yield f"doubtful: {text.one!r}"
    if not all(forms):
        yield f"not translated: {text.one!r}"
        return
    wanted = set(_PLACE.findall(text.one + text.several))
    for form in forms:
        if set(_PLACE.findall(form)) - wanted or (not text.several and set(_PLACE.findall(form)) != wanted):
            yield f"other placeholders: {text.one!r}"


def texts() -> set[Text]:
    """Every text that src/ wants translated."""
    found: set[Text] = set()
    for path in SOURCE.rglob("*.py"):
        found |= set(python_texts(path.read_text(encoding="utf-8")))
    for path in (SOURCE / "templates").rglob("*.html"):
        found |= set(template_texts(path.read_text(encoding="utf-8")))
    return found


def python_texts(source: str) -> Iterator[Text]:
    """The texts of a Python module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _of_call(node)


def template_texts(source: str) -> Iterator[Text]:
    """The texts of a template, by way of what Django itself makes of it for xgettext."""
    from django.utils.translation.template import templatize

    for name, arguments in _CALL.findall(templatize(source)):
        if name in ONE | SEVERAL:
            call = ast.parse(f"{name}({arguments.strip()})", mode="eval").body
            if isinstance(call, ast.Call):
                yield from _of_call(call)


def _of_call(call: ast.Call) -> Iterator[Text]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    given = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if name in ONE and given:
        yield Text(given[0])
    elif name in SEVERAL and len(given) >= 2:
        yield Text(given[0], given[1])


if __name__ == "__main__":
    main(sys.argv[1:])
