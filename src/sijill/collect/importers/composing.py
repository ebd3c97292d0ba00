"""A mapping made by choosing: which column says what, what each of its words means. The TOML is how it is saved.

What can be chosen on a page is less than a mapping can say; for the rest there is the file itself.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from sijill.codelists.load import LANGUAGES, UNKNOWN_CODES, codelist
from sijill.collect.draft import Refused, SourceInfo
from sijill.collect.importers.files import Layout, Record, records
from sijill.collect.importers.words import latin, word

MOST_WORDS = 150  # distinct words of a column for which a page asks what they mean
DATES = {
    "ymd": ("%Y-%m-%d", "%Y/%m/%d", "%Y-%m", "%Y", "%Y-%m-%d %H:%M:%S", "%d %B %Y", "%B %Y"),
    "dmy": ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%m/%Y", "%B %Y", "%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"),
    "mdy": ("%m/%d/%Y", "%m.%d.%Y", "%m-%d-%Y", "%B %d, %Y", "%m/%Y", "%B %Y", "%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"),
}
# Fields whose words are codes, and the list of each; the others are texts, dates or numbers.
CODED = {
    "kind": "acts", "roles": "roles", "place": "places", "perpetrator": "perpetrators", "sex": "sex",
    "motive": "motives",
}  # fmt: skip
FIELDS = (
    "key", "kind", "occurred", "ended", "name", "other_name", "sex", "age", "roles", "place", "locality", "perpetrator",
    "motive", "law", "title",
)  # fmt: skip
_SUPPORTS = {
    "kind": "act", "occurred": "date", "name": "identity", "sex": "sex", "age": "age", "roles": "role",
    "place": "place", "perpetrator": "perpetrator", "motive": "motive",
}  # fmt: skip


@dataclass(slots=True)
class Chosen:
    """What a person chose: a column for each field, one code for every row, signs between values, words' codes."""

    name: str = ""
    title: str = ""
    source: dict[str, Any] = field(default_factory=dict)
    complete: bool = False
    header_row: int = 1
    columns: dict[str, str] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    split: dict[str, str] = field(default_factory=dict)
    dates: str = "ymd"
    unknown: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def coded(self) -> list[str]:
        """The fields whose words need codes, in their order."""
        return [one for one in FIELDS if one in CODED and self.columns.get(one)]


def compose(chosen: Chosen) -> dict[str, Any]:
    """The mapping as TOML's values."""
    columns = chosen.columns
    form: dict[str, Any] = {"name": chosen.name, "title": chosen.title, "complete": chosen.complete}
    if chosen.header_row != 1:
        form["header_row"] = chosen.header_row
    victim: dict[str, Any] = {}
    if "sex" in columns:
        victim = {"sex": _code(chosen, "sex"), "sex_stated_by": "source"}
    names = [{"column": columns[one]} for one in ("name", "other_name") if one in columns]
    if len(names) > 1:
        names[1]["kind"] = "transliteration"
    return {
        "format": form,
        "source": chosen.source,
        "columns": {"unknown": ["", *chosen.unknown]},
        "key": [{"column": columns["key"]}],
        "event": {"title": {"column": columns["title"]}} if "title" in columns else {},
        "victim": {**victim, "name": names} if names else victim,
        "act": [_act(chosen)],
    }


def _act(chosen: Chosen) -> dict[str, Any]:
    columns = chosen.columns
    act: dict[str, Any] = {}
    for one in ("kind", "roles", "place", "motive"):
        if one in columns:
            act[one] = _code(chosen, one)
        elif chosen.same.get(one):
            act[one] = chosen.same[one]
    if "place" in act:
        act["place_precision"] = "unknown"
    for one in ("occurred", "ended"):
        if one in columns:
            act[one] = {"column": columns[one], "formats": list(DATES[chosen.dates])}
    if "age" in columns:
        act["age"] = {"column": columns["age"]}
    act |= {one: {"column": columns[one]} for one in ("locality", "law") if one in columns}
    act["supports"] = [element for one, element in _SUPPORTS.items() if one in columns or one in act]
    if "perpetrator" in columns:
        act["involvement"] = [{"perpetrator": _code(chosen, "perpetrator"), "state_link": _state_link(chosen)}]
    return act


def _code(chosen: Chosen, one: str) -> dict[str, Any]:
    rule: dict[str, Any] = {"column": chosen.columns[one], "codes": dict(chosen.codes.get(one, {}))}
    if chosen.split.get(one):
        rule["split"] = chosen.split[one]
    return rule


def _state_link(chosen: Chosen) -> dict[str, Any]:
    """An agent of a State by definition, where the kind of perpetrator says so; else the row does not tell."""
    words = codelist("perpetrators")
    linked = {
        said: "state-agent"
        for said, code in chosen.codes.get("perpetrator", {}).items()
        if words.descends(code, "state-agent")
    }
    return {"column": chosen.columns["perpetrator"], "codes": linked, "otherwise": "not-stated"}


def decompose(values: Mapping[str, Any]) -> Chosen:
    """What was chosen, from a mapping that `compose` made; of another, what a page can show."""
    form, victim, act = values.get("format", {}), values.get("victim", {}), _first(values.get("act"))
    chosen = Chosen(
        name=form.get("name", ""),
        title=form.get("title", ""),
        source=dict(values.get("source", {})),
        complete=bool(form.get("complete")),
        header_row=int(form.get("header_row", 1)),
        unknown=[one for one in values.get("columns", {}).get("unknown", []) if one],
    )
    names = [one for one in victim.get("name", []) if isinstance(one, dict)]
    found: dict[str, Any] = {
        "key": _first(values.get("key")),
        "title": values.get("event", {}).get("title"),
        "name": names[0] if names else None,
        "other_name": names[1] if len(names) > 1 else None,
        "sex": victim.get("sex"),
        "perpetrator": _first(act.get("involvement")).get("perpetrator"),
        **{
            one: act.get(one)
            for one in ("kind", "roles", "place", "motive", "occurred", "ended", "age", "locality", "law")
        },
    }
    for one, rule in found.items():
        if isinstance(rule, str):
            chosen.same[one] = rule
        elif isinstance(rule, dict) and isinstance(rule.get("column"), str):
            chosen.columns[one] = rule["column"]
            chosen.codes[one] = dict(rule.get("codes", {}))
            chosen.split[one] = rule["split"] if isinstance(rule.get("split"), str) else ""
    formats = tuple((found["occurred"] or {}).get("formats", ())) if isinstance(found["occurred"], dict) else ()
    chosen.dates = next((name for name, listed in DATES.items() if listed == formats), "ymd")
    return chosen


def _first(tables: Any) -> dict[str, Any]:
    return tables[0] if isinstance(tables, list) and tables and isinstance(tables[0], dict) else {}


def source_values(info: SourceInfo) -> dict[str, Any]:
    """The `[source]` of a mapping."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(info).items() if value}


def to_toml(values: Mapping[str, Any]) -> str:
    """TOML of texts, numbers, flags, lists and tables; a table inside a list of tables stands on its line."""
    lines: list[str] = []
    for name, value in values.items():
        for table in value if isinstance(value, list) else [value]:
            lines.append(f"[[{name}]]" if isinstance(value, list) else f"[{name}]")
            lines += [f"{_key(key)} = {_value(one)}" for key, one in table.items()]
            lines.append("")
    return "\n".join(lines)


def _key(text: str) -> str:
    return text if text.isascii() and text.replace("_", "").isalnum() else _text(text)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return _text(str(value))


def samples(path: Path, layout: Layout, rows: int = 3) -> dict[str, list[str]]:
    """Every column of a file with its first filled cells. Raises `ImportProblem`."""
    found: dict[str, list[str]] = {}
    for record in islice(_records(path, layout), 200):
        for column, cell in record.cells.items():
            held = found.setdefault(column, [])
            if cell.strip() and len(held) < rows and cell not in held:
                held.append(cell)
    return found


def words_of(path: Path, layout: Layout, column: str, split: str) -> list[tuple[str, int]]:
    """The words of a column and in how many rows each stands, most frequent first; at most `MOST_WORDS`."""
    counts: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for record in _records(path, layout):
        cell = record.cells.get(column, "")
        for piece in cell.split(split) if split else [cell]:
            said = " ".join(piece.split())
            if said:
                counts[spelt.setdefault(word(said), said)] += 1
    return counts.most_common(MOST_WORDS)


def _records(path: Path, layout: Layout) -> Iterator[Record]:
    return (one for one in records(path, layout, frozenset()) if not isinstance(one, Refused))


def likely(said: str, listed: str) -> str:
    """The code whose label, in any language, or whose name comes nearest to a word; empty where none is near."""
    folded = latin(said)
    names = _names(listed)
    if folded in names:
        return names[folded]
    near = difflib.get_close_matches(folded, names, n=1, cutoff=0.8) if folded else []
    return names[near[0]] if near else ""


@cache
def _names(listed: str) -> dict[str, str]:
    """Codes and labels in every language, each label also without what stands in brackets after it."""
    words = codelist(listed)
    out: dict[str, str] = {}
    for code in words.live():
        if code in UNKNOWN_CODES:
            continue
        for label in (code, *(words.label(code, lang) for lang in LANGUAGES)):
            for name in (label, label.partition(" (")[0]):
                out.setdefault(latin(name), code)
    return out
