"""Print what the program says about itself into the reference pages.

    .venv/bin/python scripts/describe.py

Each page of `PAGES` keeps what stands above its mark; below it comes what commands, codelists and actions say
of themselves. tests/test_docs.py asks that the pages are as this script would write them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from sijill.assess.rules.ground.binding import INSTRUMENTS, parties
from sijill.assess.rules.ground.check import LIMBS, Check
from sijill.assess.rules.ground.checks import CHECKS, ELEMENTS, FACTORS
from sijill.assess.rules.ground.fields import FIELDS
from sijill.cli import main as program
from sijill.codelists.lists import LISTS, Extra
from sijill.codelists.load import LANGUAGES, Code, codelist, read, spec_of
from sijill.statements.harmonised.catalogue import printed
from sijill.tables import describe as columns

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
ROOMS = ROOT / "src" / "sijill"
SHARES: Mapping[str, Callable[[Code], bool]] = {
    **{f"ours, {lang}": partial(Code.is_ours, lang=lang) for lang in LANGUAGES},
    "to compare": lambda row: row.verify,
}
# Lists whose words are terms of law; a lawyer who works in the language should read them.
LEGAL = (
    "acts", "sdg_categories", "state_links", "attributions", "involvement", "acknowledgement", "detention_basis",
    "detention_types", "status_stages", "contexts", "determination_bodies", "decisions", "mandates",
    "verification_states", "consent_decisions", "consent_by", "complaint_states",
)  # fmt: skip
MARK = "<!-- Below this line: printed by `scripts/describe.py`. -->"


def main() -> None:
    """Write every page anew."""
    for name in PAGES:
        page = REFERENCE / name
        page.write_text(rewritten(name, page.read_text(encoding="utf-8")), encoding="utf-8")
    model = REFERENCE / "data-model.md"
    model.write_text(columns.rewritten(model.read_text(encoding="utf-8")), encoding="utf-8")


def rewritten(name: str, document: str) -> str:
    """The page with everything below the mark printed anew; ValueError without a mark."""
    if MARK not in document:
        raise ValueError(f"{name} has no line {MARK!r}; put it where the printed part should begin")
    body = "\n".join(PAGES[name]())
    return f"{document.split(MARK, maxsplit=1)[0]}{MARK}\n\n{body.rstrip()}\n"


# Commands


def commands(group: click.Group = program, above: str = "sijill") -> Iterator[str]:
    """A section for each command that is not hidden, in the order of the alphabet."""
    context = click.Context(group, info_name=above)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        path = f"{above} {name}"
        if isinstance(command, click.Group):
            yield from commands(command, path)
        else:
            yield from _command(command, path)


def _command(command: click.Command, path: str) -> Iterator[str]:
    # Below the program, so that click does not keep another idea of how help is asked for.
    above = click.Context(program, info_name="sijill", **program.context_settings)
    context = click.Context(command, info_name=path, parent=above)
    yield from (
        f"## `{path}`",
        "",
        "```none",
        " ".join([path, *command.collect_usage_pieces(context)]),
        "```",
        "",
    )
    yield from (_paragraphs(command.help or ""), "")
    options = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    if options:
        yield from ("| option | meaning |", "|---|---|")
    yield from (f"| `{_option(one)}` | {_meaning(one)} |" for one in options)
    yield ""


def _paragraphs(help_text: str) -> str:
    parts = re.split(r"\n\s*\n", help_text.strip())
    return "\n\n".join(" ".join(part.split()) for part in parts)


def _option(option: click.Option) -> str:
    names = ", ".join(option.opts)
    return names if option.is_flag else f"{names} {_metavar(option)}"


def _metavar(option: click.Option) -> str:
    if option.metavar:
        return option.metavar
    if isinstance(option.type, click.Choice):
        return "\\|".join(str(choice) for choice in option.type.choices)
    if isinstance(option.type, click.DateTime):
        return "YYYY-MM-DD"
    if isinstance(option.type, click.IntRange | click.FloatRange):
        return "NUMBER"
    return {"integer": "NUMBER", "file": "FILE", "directory": "DIR"}.get(option.type.name, "TEXT")


def _meaning(option: click.Option) -> str:
    said = [(option.help or str(option.prompt or "")).strip()]
    if said[0] and said[0][-1] not in ".?!":
        said[0] += "."
    if option.prompt:
        said.append("Asked for if left out.")
    elif option.required:
        said.append("Must be given.")
    if option.multiple:
        said.append("May be given several times.")
    default = option.default
    if isinstance(default, str | int) and not isinstance(default, bool) and str(default):
        said.append(f"Default: `{default}`.")
    return " ".join(said)


# Codelists


def codelists() -> Iterator[str]:
    """One table over all lists, then a section for each."""
    rows = {spec.name: read(spec) for spec in LISTS}
    everything = [row for found in rows.values() for row in found]
    most = [row for name, found in rows.items() if name != "places" for row in found]
    summary: list[tuple[str, Sequence[Code]]] = [(_link(spec.name), rows[spec.name]) for spec in LISTS]
    summary += [("**all but places**", most), ("**all**", everything)]
    titles = [title for title, holds in SHARES.items() if any(map(holds, everything))]
    yield f"| list | rows | {' | '.join(titles)} |"
    yield f"|---|---:|{'---:|' * len(titles)}"
    for name, found in summary:
        yield f"| {name} | {len(found)} | {' | '.join(_share(title, found) for title in titles)} |"
    yield ""
    for spec in LISTS:
        yield from (f"(list-{spec.name})=", f"## {spec.title('en')}", "")
        unknowns = f" It ends with the codes of {_link('unknowns')}." if spec.takes_unknowns else ""
        yield from (f"`{spec.name}`, {', '.join(spec.title(one) for one in LANGUAGES[1:])}. {spec.doc}{unknowns}", "")
        yield from _extras(spec.extra)
        yield from (_codes(rows[spec.name]), "")


def _link(name: str) -> str:
    return f"[`{name}`](#list-{name})"


def _share(title: str, rows: Sequence[Code]) -> str:
    return f"{100 * sum(map(SHARES[title], rows)) / len(rows):.0f} %"


def _extras(extras: Iterable[Extra]) -> Iterator[str]:
    for one in extras:
        holds = ", ".join(f"`{value}`" for value in one.values)
        if one.codes_of:
            holds = f"a code of {_link(one.codes_of)}"
        yield f"- column `{one.name}`: {one.doc}{f' Holds {holds}.' if holds else ''}"
    if extras:
        yield ""


def _codes(rows: Sequence[Code], most: int = 100) -> str:
    if len(rows) > most:
        return f"{len(rows)} codes, from `{rows[0].code}` to `{rows[-1].code}`: see the file."
    lines = ["| code | English | Arabic | French | Spanish | labels |", "|---|---|---|---|---|---|"]
    for row in rows:
        gone = f" (until {row.retired})" if row.retired else ""
        marks = f"{row.label_source}{', to compare' if row.verify else ''}"
        labels = " | ".join(row.label(lang) for lang in LANGUAGES)
        lines.append(f"| `{row.code}`{gone} | {labels} | {marks} |")
    return "\n".join(lines)


# Languages


def languages() -> Iterator[str]:
    """The shares of labels that nobody has reviewed, then the legal terms among them, by list."""
    rows = {spec.name: read(spec) for spec in LISTS}
    yield f"| labels that are ours | {' | '.join(LANGUAGES)} |"
    yield f"|---|{'---:|' * len(LANGUAGES)}"
    legal = [row for name in LEGAL for row in rows[name]]
    everything = [row for found in rows.values() for row in found]
    most = [row for name, found in rows.items() if name != "places" for row in found]
    for title, found in (
        ("of the legal terms below", legal),
        ("of all lists but places", most),
        ("of all", everything),
    ):
        shares = (f"{sum(row.is_ours(lang) for row in found)} of {len(found)}" for lang in LANGUAGES)
        yield f"| {title} | {' | '.join(shares)} |"
    yield from (
        "",
        "## Legal terms that nobody has reviewed",
        "",
        "Empty: the label is the term of the text that the row names.",
    )
    for name in LEGAL:
        unreviewed = [row for row in rows[name] if any(map(row.is_ours, LANGUAGES))]
        if unreviewed:
            yield from ("", f"### {spec_of(name).title('en')}", "", "| code | English | Arabic | French | Spanish |")
            yield "|---|---|---|---|---|"
        for row in unreviewed:
            said = (row.label(lang) if row.is_ours(lang) else "" for lang in LANGUAGES)
            yield f"| `{row.code}` | {' | '.join(said)} |"


# Checks of the ground rules


def checks() -> Iterator[str]:
    """The thirty-seven by limb, the factors of Rabat, the family apart, then where norms bind."""
    limbs = codelist("limbs")
    for limb in LIMBS:
        yield from (f"## {limbs.label(limb, 'en')}", "", *_check_table(one for one in CHECKS if one.limb == limb))
    yield from ("## The six factors of Rabat", "")
    yield from ("Answered one by one; together they answer `necessity/rabat-threshold`.", "")
    yield from ("| factor | question |", "|---|---|")
    yield from (f"| `{one.id}` | {one.question('en')} |" for one in FACTORS)
    yield from ("", "## Where norms bind", "")
    yield from ("| instrument | parties | not parties | not known | rows verified |", "|---|---:|---:|---:|---:|")
    for code, title in INSTRUMENTS.items():
        rows = [one for one in parties() if one.instrument == code]
        said = [sum(one.party == party for one in rows) for party in ("yes", "no", "not-known")]
        verified = sum(one.verified for one in rows)
        yield f"| `{code}` {title} | {' | '.join(map(str, said))} | {verified} of {len(rows)} |"
    yield from ("", "Reservations and declarations on expression, as far as they were read:", "")
    yield from ("| country | note |", "|---|---|")
    noted = (one for one in parties() if one.instrument == "iccpr" and "rticle" in one.note)
    yield from (f"| {codelist('places').label(one.country, 'en')} | {one.note} |" for one in noted)
    yield from ("", "## Ranking Digital Rights", "")
    yield from ("| check | element | question |", "|---|---|---|")
    yield from (f"| `{one.id}` | {one.same_as} | {one.question('en')} |" for one in ELEMENTS)


def _check_table(listed: Iterable[Check]) -> Iterator[str]:
    yield from (
        "| check | question | asked of, *by the record too* | source | binds through |",
        "|---|---|---|---|---|",
    )
    for one in listed:
        kinds = ", ".join(f"*{kind}*" if one.id in FIELDS[kind] else kind for kind in one.applies)
        letter = f" ({one.same_as})" if one.same_as else ""
        law = "; ".join(f"`{norm.instrument}` {norm.article}" for norm in one.norms) or "nothing: a standard"
        yield f"| `{one.id}` {one.version}{letter} | {one.question('en')} | {kinds} | {one.source} | {law} |"
    yield ""


# Actions and roles


def actions() -> Iterator[str]:
    """Every action of every room: its first sentence, and the roles that it asks for."""
    yield from ("| action | what it does | role |", "|---|---|---|")
    for path in sorted([*ROOMS.glob("*/actions.py"), *ROOMS.glob("*/actions/*.py"), *ROOMS.glob("*/*/actions/*.py")]):
        parts = path.relative_to(ROOMS).parts
        room = ".".join(parts[: parts.index("actions") if "actions" in parts else 1])
        functions = _functions(path)
        for name, function in functions.items():
            if not name.startswith("_") and _has_actor(function):
                roles = " or ".join(f"`{role}`" for role in sorted(_roles(function, functions)))
                yield f"| `{room}.{name}` | {_sentence(function)} | {roles or 'see what it does'} |"


def _functions(path: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _has_actor(function: ast.FunctionDef) -> bool:
    return any(one.arg == "actor" for one in function.args.kwonlyargs)


def _sentence(function: ast.FunctionDef) -> str:
    first = (ast.get_docstring(function) or "").split("\n\n")[0]
    return " ".join(re.split(r"(?<=[.:;]) ", " ".join(first.split()), maxsplit=1)[:1]).rstrip(":;.") + "."


def _roles(function: ast.FunctionDef, functions: dict[str, ast.FunctionDef], deep: int = 3) -> set[str]:
    """Roles named in `require(actor, Role.X)`, here or in functions of the file that are called from here."""
    found: set[str] = set()
    for node in ast.walk(function):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id == "require":
            found |= {one.attr.lower() for one in node.args if isinstance(one, ast.Attribute)}
        elif node.func.id in functions and deep:
            found |= _roles(functions[node.func.id], functions, deep - 1)
    return found


def dsa_rules() -> Iterator[str]:
    """A row for each rule of `sijill dsa lint`."""
    yield from printed().splitlines()
    yield ""


PAGES: dict[str, Callable[[], Iterable[str]]] = {
    "checks.md": checks,
    "codelists.md": codelists,
    "commands.md": commands,
    "dsa-rules.md": dsa_rules,
    "languages.md": languages,
    "roles.md": actions,
}

if __name__ == "__main__":
    main()
