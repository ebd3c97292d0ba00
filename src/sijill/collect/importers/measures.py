"""Measures against speech that an office writes up by hand, one TOML file each: facts, claims, answers to checks.

For decisions that a person read, a judgment for instance: what `examples/measures` holds. A file becomes one row with
the measure as a draft (restriction, demand or disruption), the law behind it, what sources claim of it, and what a
reviewer answers to the checks of the ground rules. `docs/reference/formats.md` says what a file may hold.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sijill.codelists.load import UNKNOWN_CODES
from sijill.collect.draft import DraftAnswer, DraftBody, DraftFact, Refused, Row, SourceInfo
from sijill.collect.importers.files import canonical
from sijill.collect.importers.ledger import Ledger
from sijill.collect.importers.problems import FileError, Problem
from sijill.collect.importers.words import did_you_mean, near
from sijill.tables.catalog import CATALOG
from sijill.tables.schema import Kind

SOURCE = SourceInfo(
    code="measures",
    name="Measures against speech, written up by hand from decisions",
    kind="court",
    independence_group="measures",
    mandate="court",
    licence="Apache-2.0",
)
MEASURES = ("restriction", "demand", "disruption")
_PARTS = {"claim": "disruption_claim", "update": "disruption_update", "service": "disruption_service"}
_BODIES = {
    "restriction": ("company", "decided_by"),
    "demand": ("company", "authority"),
    "disruption": ("authority",),
}
_SAID = ("title", "court", "citation", "read", "kind", "summary")
_KEPT = ("holding", "findings")  # for whoever checks the answers against the decision; nothing is drafted from them
_ANSWER = ("check", "verdict", "evidence", "reasons")
_NEVER = ("id", "log_from", "log_to", "state")
Table = Mapping[str, Any]


def read(path: Path) -> Iterator[Row | Refused]:
    """The measure of a file, or of each `.toml` file of a folder by name. `FileError` if there is none."""
    paths = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not paths or any(one.suffix.lower() != ".toml" for one in paths):
        raise FileError(f"{path.name} holds no measure. Give a .toml file, or a folder with such files.")
    return (_row(one) for one in paths)


def _row(path: Path) -> Row | Refused:
    text = path.read_bytes().decode("utf-8", "backslashreplace")
    try:
        about = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Refused(path.name, text, "", "bad-text", f"The file is no TOML: {error}. Correct it there.")
    content = canonical(about)
    try:
        fact = _measure(path.stem, about)
        return Row(path.name, path.stem, content, facts=fact, answers=tuple(_answers(about, path.stem)))
    except Problem as problem:
        return Refused(path.name, content, problem.field[:80], problem.code, problem.message, (path.stem,))


def _measure(key: str, about: Table) -> tuple[DraftFact, ...]:
    kind = about.get("kind")
    if kind not in MEASURES:
        raise Problem("kind", "unknown-code", f"'kind' says what the measure is: one of {', '.join(MEASURES)}.")
    bodies = _BODIES[kind]
    parts = _PARTS if kind == "disruption" else {}
    known = (*_SAID, *_KEPT, "facts", "law", "provision", "answer", *bodies, *parts)
    for name in about:
        _known("the file", name, known)
    if not about.get("title") or not about.get("facts"):
        raise Problem("title", "missing-key", "A measure needs a 'title' and a table [facts].")
    laws = _laws(key, about)
    texts = {"description": str(about.get("summary", ""))} | ({"title": about["title"]} if kind == "disruption" else {})
    measure = DraftFact(
        kind,
        key,
        values=_values(kind, about["facts"]) | ({} if kind == "disruption" else {"level": "single"}),
        bodies={name: _body(name, about[name]) for name in bodies if name in about},
        texts=texts,
        links={"provision": key} if laws else {},
        parts=tuple(
            _fact(table, f"{name}-{number}", one)
            for name, table in parts.items()
            for number, one in enumerate(about.get(name, ()), 1)
        ),
        elements=_stated(about["facts"]),
    )
    return (*laws, measure)


def _laws(key: str, about: Table) -> tuple[DraftFact, ...]:
    """The law and the provision cited, as far as they are told; a provision alone is one of a law not described."""
    if "provision" not in about:
        return ()
    law = {"repealed_unknown": "not-available", **about.get("law", {})}
    provision = _fact("provision", key, about["provision"])
    return (
        _fact("law", key, law),
        DraftFact("provision", key, provision.values, links={"law": key}, elements=provision.elements),
    )


def _fact(table: str, key: str, given: Table) -> DraftFact:
    texts = {name: str(given[name]) for name in ("text",) if name in given}
    values = {name: value for name, value in given.items() if name not in texts}
    return DraftFact(table, key, _values(table, values), texts=texts, elements=_stated(values))


def _values(table: str, given: Table) -> dict[str, Any]:
    """Values by the catalog's names; two numbers in a list are a range."""
    names = _names(table)
    for name in given:
        _known(f"[{table}]", name, names)
    return {name: _value(name, value) for name, value in given.items()}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value):
        return value[0], value[1]
    if type(value) not in (str, int):
        raise Problem(name, "bad-text", f"'{name}' takes a text in quotes, a number, or a range as [low, high].")
    return value


def _names(table: str) -> tuple[str, ...]:
    """What may be given of a table: its columns, with dates and ranges under their stems."""
    columns = [one for one in CATALOG[table].columns if one.name not in _NEVER and one.kind is not Kind.ID]
    stems = [one.name.removesuffix("_unknown") for one in columns if one.name.endswith("_unknown")]
    bounds = {f"{stem}_{end}" for stem in stems for end in ("lo", "hi", "low", "high")}
    return (*stems, *(one.name for one in columns if one.name not in bounds and one.name not in stems))


def _stated(given: Table) -> tuple[str, ...]:
    return tuple(name for name, value in given.items() if value and value not in UNKNOWN_CODES)


def _body(name: str, given: Table) -> DraftBody:
    if not isinstance(given, dict) or not given.get("name"):
        raise Problem(name, "missing-key", f"[{name}] needs the 'name' of a body, never of a person.")
    for one in given:
        _known(f"[{name}]", one, ("name", "kind", "place"))
    return DraftBody(**given)


def _answers(about: Table, key: str) -> Iterator[DraftAnswer]:
    for one in about.get("answer", ()):
        for name in one:
            _known("[[answer]]", name, _ANSWER)
        missing = [name for name in _ANSWER if not str(one.get(name, "")).strip()]
        if missing:
            raise Problem("answer", "missing-key", f"An [[answer]] needs {', '.join(missing)}. Say where it is read.")
        yield DraftAnswer(about["kind"], key, one["check"], one["verdict"], one["reasons"], one["evidence"])


def _known(place: str, name: str, known: Sequence[str]) -> None:
    if name not in known:
        hint = did_you_mean(near(name, known))
        raise Problem(name, "unknown-code", f"{place} cannot say '{name}'.{hint}")


LEDGER = Ledger(SOURCE, read, folder=True)
