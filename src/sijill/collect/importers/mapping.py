"""What a mapping file says, read and checked: `docs/reference/mapping-files.md` is its reference."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sijill.collect.draft import ASKED_NOT, NOT_STATED, SourceInfo
from sijill.collect.importers.dates import Dated
from sijill.collect.importers.files import DELIMITERS, KINDS, Layout
from sijill.collect.importers.known import Known, known
from sijill.collect.importers.numbers import Span
from sijill.collect.importers.others import Others, others
from sijill.collect.importers.parts import Part, parts
from sijill.collect.importers.problems import MappingError
from sijill.collect.importers.reading import coded, condition, dated, keys, name, optional_when, spanned, text
from sijill.collect.importers.rules import Coded, Condition, Key, Name, Text, When
from sijill.collect.importers.sections import Section
from sijill.collect.importers.words import word
from sijill.tables.catalog import CATALOG

PERSON_CODED = ("kind", "sex", "sex_stated_by", "gender", "gender_stated_by", "citizenship")
ACT_CODED = (
    "place", "place_precision", "motive", "diligence_failure", "severe", "purpose", "acknowledgement",
    "detention_basis", "detention_type",
)  # fmt: skip
# What a source's inclusion criteria may assert of every row, and the codelist that says it.
_ELEMENT_LISTS = {
    "act": "acts",
    "role": "roles",
    "motive": "motives",
    "place": "places",
    "perpetrator": "perpetrators",
}
OLDEST = 130
LARGEST = 10_000_000


@dataclass(frozen=True, slots=True)
class EventRules:
    """How a record's event is found and called."""

    keys: tuple[Key, ...]
    title: Text
    context: Coded


@dataclass(frozen=True, slots=True)
class VictimRules:
    """How the victim is read; with `each`, that column holds several, cut at `split`."""

    keys: tuple[Key, ...]
    names: tuple[Name, ...]
    identified: Coded | None
    coded: tuple[tuple[str, Coded], ...]
    born: Dated | None
    size: Span | None
    each: str
    split: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class InvolvementRules:
    """One perpetrator of the act, where the condition holds; with `each`, one for each that the cell names."""

    condition: Condition
    perpetrator: Coded
    state_link: Coded
    degree: Coded
    attribution: Coded
    organization: Text
    each: str = ""
    split: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class StatusRules:
    """One dated step of a process, where the condition holds."""

    condition: Condition
    process: Coded
    stage: Coded
    occurred: Dated | None
    law: Text
    article: Text
    thread: int


@dataclass(frozen=True, slots=True)
class ActRules:
    """One act, or one per kind that the record names, where the condition holds."""

    condition: Condition
    kind: Coded
    roles: tuple[Coded, ...]
    coded: tuple[tuple[str, Coded], ...]
    occurred: Dated | None
    ended: Dated | None
    age: Span | None
    locality: Text
    law: Text
    involvements: tuple[InvolvementRules, ...]
    statuses: tuple[StatusRules, ...]
    supports: tuple[str, ...]
    supports_unless: When | None


@dataclass(frozen=True, slots=True)
class ListMapping:
    """A whole mapping: the source it speaks for, its file's layout, the rules for each part of a draft."""

    name: str
    title: str
    complete: bool
    source: SourceInfo
    layout: Layout
    unknown: frozenset[str]
    keys: tuple[Key, ...]
    former: tuple[Key, ...]
    said: Dated | None
    event: EventRules
    victim: VictimRules
    acts: tuple[ActRules, ...]
    columns: frozenset[str]
    parts: tuple[Part, ...] = ()
    known: tuple[Known, ...] = ()
    others: Others | None = None


def load(path: Path) -> ListMapping:
    """Read and check a mapping file. Raises `MappingError`, which says in which table what is wrong."""
    values = _values(path)
    included = values.pop("include", [])
    for file in [included] if isinstance(included, str) else included:
        if not isinstance(file, str) or Path(file).name != file:
            raise MappingError(f"{path.name}: 'include' names files in the same folder.")
        values = _merged(_values(path.parent / file), values)
    shared, acts = values.pop("every_act", {}), values.get("act")
    if shared and isinstance(shared, dict) and isinstance(acts, list):
        values["act"] = [shared | act if isinstance(act, dict) else act for act in acts]
    words = values.pop("words", {})
    return _mapping(Section(path.name, "", values, words=words))


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The tables of two files as one; where both say something, the second has the last word."""
    out = dict(base)
    for key, value in own.items():
        before = out.get(key)
        out[key] = _merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return out


def _values(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise MappingError(f"There is no mapping file {path.name}. Check the name and the folder.") from None
    except UnicodeDecodeError:
        raise MappingError(f"{path.name} is not UTF-8. Save it again as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"{path.name} is not TOML: {error}.") from None


def _mapping(root: Section) -> ListMapping:
    form, columns = root.table("format"), root.table("columns")
    acts = tuple(_act(one) for one in root.tables("act"))
    reports_only = form.flag("reports_only")
    if reports_only and acts:
        raise form.wrong("'reports_only' says that no row tells of an act: take the [[act]] out, or the setting.")
    if not acts and not reports_only:
        raise MappingError(
            f'{root.file}: there is no [[act]]. A mapping says at least what was done: [[act]] kind = "…".'
        )
    made, words = parts(columns), known(columns)
    found = keys(root, "key")
    if not found:
        raise MappingError(
            f'{root.file}: there is no [[key]]. Name the columns that identify a record: columns = ["id"].'
        )
    source = _source(root.table("source"))
    also = others(root.table("also_said_by"), _source, source.code)
    mapping = ListMapping(
        name=form.text("name"),
        title=form.text("title"),
        complete=form.flag("complete"),
        source=source,
        layout=_layout(form, columns),
        unknown=frozenset(word(one) for one in columns.words("unknown", ("",))),
        keys=found,
        former=keys(root, "former_key"),
        said=dated(root, "said"),
        event=_event(root.table("event")),
        victim=_victim(root.table("victim")),
        acts=acts,
        columns=frozenset(root.columns) - {one.name for one in made},
        parts=made,
        known=words,
        others=also,
    )
    for section in (form, columns, root):
        section.done()
    return mapping


def _source(section: Section) -> SourceInfo:
    found = SourceInfo(
        code=section.text("code"),
        name=section.text("name"),
        kind=section.code("kind", "source_kinds"),
        independence_group=section.text("independence_group", section.text("code")),
        mandate=section.code("mandate", "mandates", "none"),
        reliability=section.code("reliability", "reliability", NOT_STATED),
        is_public=section.flag("is_public", True),
        rows_shown=section.flag("rows_shown"),
        licence=section.text("licence", ""),
        url=section.text("url", ""),
        asserts=tuple(_assertion(section, one) for one in section.words("asserts", ())),
    )
    section.done()
    return found


def _assertion(section: Section, text: str) -> str:
    element, _, code = text.partition(":")
    section.checked(element, "elements", "asserts")
    listed = _ELEMENT_LISTS.get(element)
    if listed is None:
        raise section.wrong(f"asserts: a list can assert {', '.join(_ELEMENT_LISTS)}, and not {element}.")
    section.checked(code, listed, f"asserts: {element}")
    return text


def _layout(form: Section, columns: Section) -> Layout:
    kind = form.text("reads", "")
    if kind and kind not in KINDS.values():
        raise form.wrong(f"'reads' must be one of {', '.join(sorted(set(KINDS.values())))}.")
    delimiter = form.text("delimiter", "")
    if delimiter and len(delimiter) != 1:
        raise form.wrong(f"'delimiter' must be one sign, such as {', '.join(repr(one) for one in DELIMITERS)}.")
    encoding = form.text("encoding", "utf-8")
    try:
        "".encode(encoding)
    except LookupError:
        raise form.wrong(f'encoding: there is no encoding \'{encoding}\'. Write "utf-8" or "cp1252".') from None
    tables, aliases = form.words("tables", ()), columns.table("aliases")
    return Layout(
        kind=kind,
        encoding=encoding,
        delimiter=delimiter,
        sheet=form.text("sheet", ""),
        header_row=1 if tables else form.number("header_row", 1),
        tables=tables,
        notes=form.words("notes", ()),
        items=form.text("list", ""),
        single=form.flag("single"),
        optional=frozenset(columns.words("optional", ())),
        aliases=tuple((one, aliases.words(one, ())) for one in aliases.names),
    )


def _event(section: Section) -> EventRules:
    found = EventRules(keys(section, "key"), text(section, "title"), coded(section, "context", "contexts", ASKED_NOT))
    section.done()
    return found


def _victim(section: Section) -> VictimRules:
    each, split = _each(section)
    found = VictimRules(
        keys=keys(section, "key"),
        names=tuple(name(one) for one in section.tables("name")),
        identified=coded(section, "identified", "identified") if section.has("identified") else None,
        coded=_fields(section, "person", PERSON_CODED),
        born=dated(section, "born"),
        size=spanned(section, "size", least=1, most=LARGEST),
        each=each,
        split=split,
    )
    section.done()
    return found


def _each(section: Section) -> tuple[str, re.Pattern[str] | None]:
    each, split = section.column("each", ""), section.separators()
    if bool(each) != bool(split):
        raise section.wrong("'each' names the column that holds several, 'split' the signs between them: give both.")
    return each, split


def _fields(section: Section, table: str, fields: tuple[str, ...]) -> tuple[tuple[str, Coded], ...]:
    """Rules for the coded fields that the mapping names; the others keep the draft's own default."""
    asked = (field for field in fields if section.has(field))
    return tuple((field, coded(section, field, CATALOG[table].column(field).codelist)) for field in asked)


def _act(section: Section) -> ActRules:
    found = ActRules(
        condition=condition(section),
        kind=coded(section, "kind", "acts"),
        roles=_roles(section),
        coded=_fields(section, "act", ACT_CODED),
        occurred=dated(section, "occurred"),
        ended=dated(section, "ended"),
        age=spanned(section, "age", least=0, most=OLDEST),
        locality=text(section, "locality"),
        law=text(section, "law"),
        involvements=tuple(_involvement(one) for one in section.tables("involvement")),
        statuses=tuple(_status(one) for one in section.tables("status")),
        supports=tuple(section.checked(one, "elements", "supports") for one in section.words("supports")),
        supports_unless=optional_when(section, "supports_unless"),
    )
    section.done()
    return found


def _roles(section: Section) -> tuple[Coded, ...]:
    if isinstance(section.raw("roles"), list):
        return tuple(coded(section.nested("roles", one), "roles", "roles") for one in section.tables("roles"))
    return (coded(section, "roles", "roles"),) if section.has("roles") else ()


def _involvement(section: Section) -> InvolvementRules:
    each, split = _each(section)
    found = InvolvementRules(
        condition=condition(section),
        perpetrator=coded(section, "perpetrator", "perpetrators"),
        state_link=coded(section, "state_link", "state_links"),
        degree=coded(section, "degree", "involvement", NOT_STATED),
        attribution=coded(section, "attribution", "attributions", "alleged"),
        organization=text(section, "organization", 200),
        each=each,
        split=split,
    )
    section.done()
    return found


def _status(section: Section) -> StatusRules:
    found = StatusRules(
        condition=condition(section),
        process=coded(section, "process", "processes"),
        stage=coded(section, "stage", "status_stages"),
        occurred=dated(section, "occurred"),
        law=text(section, "law"),
        article=text(section, "article", 80),
        thread=section.number("thread", 1),
    )
    section.done()
    return found
