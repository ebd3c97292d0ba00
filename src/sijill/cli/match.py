"""`sijill match`: the same person in several lists, or twice in the register."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.base import Stop, say_json, speaking, start, with_home, writing
from sijill.codelists.load import LANGUAGES
from sijill.home import Home

if TYPE_CHECKING:
    from sijill.register.matching.kept import ProposedMatch
    from sijill.register.models import Event, Person

_LIST = click.Path(exists=True, dir_okay=False, path_type=Path)

_SEED = click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Of all that is drawn by chance."
)


@click.group()
def match() -> None:
    """Find records of the same person. A program proposes, a person judges, and every proposal says why."""


@match.command("evaluate")
@click.argument("files", nargs=-1, required=True, type=_LIST, metavar="LIST [OTHER-LIST]")
@click.option("--truth", required=True, metavar="COLUMN", help="Rows with one value in it are one person.")
@click.option("--sample", type=click.IntRange(min=2), metavar="N", help="Only the rows of N persons, drawn by chance.")
@click.option("--threshold", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Same from here on.")
@click.option("--duplicates", is_flag=True, help="A list may hold one person more than once.")
@_SEED
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_home
def match_evaluate(
    home: Home,
    files: tuple[Path, ...],
    truth: str,
    sample: int | None,
    threshold: float,
    duplicates: bool,
    seed: int,
    as_json: bool,
) -> None:
    """How well two lists, or one list with itself, are matched where the truth is known.

    A list is CSV, or JSON with a list of objects, with any of the columns name_ar, name_en, name, age, birth_year, sex,
    incident_date, country, place, organization, role. No name is printed, and no installation is needed.
    """
    from sijill.register.matching.measure import evaluate

    if len(files) > 2:
        raise Stop(f"{len(files)} lists were given. Give one, to look for duplicates in it, or two to match.")
    lists = [read_list(file) for file in files]
    for file, rows in zip(files, lists, strict=True):
        if not any(truth in row for row in rows):
            raise Stop(
                f"{file.name} has no column {truth!r}: it has {', '.join(rows[0])}. Name the one with the truth."
            )
    found = evaluate(lists, truth, threshold=threshold, once=not duplicates, sample=sample, seed=seed)
    if not found.true_pairs:
        where = "both lists" if len(files) == 2 else "two rows of the list"
        click.echo(f"No value of {truth!r} is in {where}: there is nothing to find, and recall is 0.", err=True)
    if as_json:
        say_json(found.as_json())
        return
    for line in _lines(found.as_json()):
        click.echo(line)


@match.command("propose")
@click.argument("file", required=False, type=_LIST, metavar="[LIST]")
@click.option("--least", type=click.FloatRange(0, 1), default=0.1, show_default=True, help="From this probability on.")
@click.option("--restricted", is_flag=True, help="Entries of restricted cases as well, for who may open both.")
@_SEED
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the reasons; default: the office's.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_home
@speaking
def match_propose(
    home: Home, file: Path | None, least: float, restricted: bool, seed: int, language: str | None, as_json: bool
) -> None:
    """Propose entries of the register that may be one person or one event, or entries that rows of a LIST may be about.

    Without LIST the proposals are kept for `sijill match review`: identifiers, levels and weights, no names. They are
    computed from the entries and from what people judged, so the file may be deleted and made again.

    With --restricted entries of restricted cases are compared, too. What comes of them is kept and not printed: the
    staff site shows it to those who may open both entries, and every restricted case behind the reasons.
    """
    start(home)
    from sijill.office.actions import operator
    from sijill.register.actions import propose_events, propose_from_list, propose_matches
    from sijill.register.matching.kept import keep
    from sijill.register.pairs import waiting_pairs

    spoken = language or home.settings().language
    if file is not None and restricted:
        raise Stop("--restricted was given with a LIST. What a list is compared with is printed, so it must be open.")
    if file is not None:
        found = propose_from_list(actor=operator(), rows=read_list(file), least=least, seed=seed)
    else:
        found = propose_matches(actor=operator(), least=least, seed=seed, restricted=restricted)
        found += propose_events(actor=operator(), people=found, least=least, restricted=restricted)
        keep(home.folder, found)
        found = waiting_pairs(operator(), found) if restricted else found
    shown = [_shown(one, spoken) for one in found]
    if as_json:
        say_json(shown)
        return
    for one in shown:
        _say(one)
    click.echo(f"{len(shown)} proposals" + ("" if file else ", kept for `sijill match review`"), err=True)


@match.command("review")
@click.option("--judge", "pair", nargs=2, metavar="ID ID", help="Judge this pair and no other.")
@click.option("--verdict", type=click.Choice(["same", "not-same", "unsure"]), help="With --judge.")
@click.option("--reasons", default="", help="With --judge: why; somebody will ask.")
@click.option("--withdraw", metavar="JUDGEMENT-ID", help="Take a judgement back, with a merge that rests on it.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the reasons; default: the office's.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_home
@speaking
def match_review(
    home: Home,
    pair: tuple[str, str] | None,
    verdict: str | None,
    reasons: str,
    withdraw: str | None,
    language: str | None,
    as_json: bool,
) -> None:
    """List the proposals that nobody judged yet, judge one, or take a judgement back.

    Names are not printed: open the address of a pair on the staff site to see both entries. A judgement alone changes
    no count; merging is a step of its own. The next `sijill match propose` learns from it.
    """
    start(home)
    if pair and withdraw:
        raise Stop("--judge and --withdraw were given together. Do one after the other.")
    if withdraw:
        _withdraw(withdraw)
        return
    if pair:
        if verdict is None:
            raise Stop("--judge needs --verdict same, not-same or unsure.")
        _judge(*pair, verdict, reasons)
        return
    spoken = language or home.settings().language
    waiting = [_shown(one, spoken) for one in _waiting(home)]
    if as_json:
        say_json(waiting)
        return
    for one in waiting:
        _say(one)
        click.echo(f"  /{'cases' if one['kind'] == 'event' else 'people'}/{one['left']}/and/{one['right']}/")
    click.echo(f"{len(waiting)} proposals wait", err=True)


@match.command("linkages")
@click.argument("files", nargs=-1, required=True, type=_LIST, metavar="LIST LIST...")
@click.option("--to", "target", required=True, type=click.Path(file_okay=False, path_type=Path), help="A new folder.")
@click.option("--draws", type=click.IntRange(min=2), default=30, show_default=True, help="How many; best 20 to 50.")
@click.option("--duplicates", is_flag=True, help="A list may hold one person more than once.")
@_SEED
@with_home
def match_linkages(home: Home, files: tuple[Path, ...], target: Path, draws: int, duplicates: bool, seed: int) -> None:
    """Draw which records are one person, many times, and write how the lists overlap each time.

    A list is a file as for `sijill match evaluate`, its name is that of the file. Each table counts people by
    combination of lists and holds no name; `sijill estimate FOLDER/*.csv` estimates on each and pools the results, so
    that the interval tells of the links, too. No installation is needed.
    """
    from sijill.register.matching.linkages import linkages
    from sijill.register.matching.linking import Linking

    names = [file.stem for file in files]
    if len(files) < 2:
        raise Stop("One list was given. How many are in no list can be told from two lists or more, best from three.")
    if len(set(names)) < len(names):
        raise Stop(f"Two lists have one name: {', '.join(names)}. Give the files different names.")
    if target.exists() and any(target.iterdir()):
        raise Stop(f"{target} is not empty: tables of other linkages would be pooled with these. Name a new folder.")
    with writing(target):
        target.mkdir(parents=True, exist_ok=True)
    linking = Linking([read_list(file) for file in files], within=False, once=not duplicates, seed=seed)
    tables = linkages(linking.scored(), names, draws, seed, once=not duplicates)
    with writing(target):
        for number, one in enumerate(tables, start=1):
            path = target / f"linkage-{number:0{len(str(draws))}}.csv"
            path.write_text(one.to_csv(), encoding="utf-8", newline="\n")
    found = [one.n for one in tables]
    click.echo(f"{draws} tables, {min(found)} to {max(found)} people in the lists: {target}", err=True)


@match.command("export")
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write here and not to the screen.")
@with_home
@speaking
def match_export(home: Home, file: Path | None) -> None:
    """Print the proposals and the judgements on pairs as CSV: identifiers, probability, weights, levels, no names."""
    start(home)
    from sijill.office.actions import operator
    from sijill.register.pairs import KINDS, openable, standing_judgements

    judged = {pair: (one.verdict, kind) for kind in KINDS for pair, one in standing_judgements(kind).items()}
    kept = openable(operator(), _kept(home))
    parts = sorted({reason.part for one in kept for reason in one.reasons})
    header = [
        "left",
        "right",
        "probability",
        "weight",
        "kind",
        *(f"{p}_{x}" for p in parts for x in ("level", "weight")),
        "verdict",
    ]
    rows = []
    for one in kept:
        said = {reason.part: reason for reason in one.reasons}
        cells = [cell for p in parts for cell in ((said[p].level, said[p].weight) if p in said else ("", ""))]
        verdict, _kind = judged.pop(one.pair, ("", ""))
        rows.append([one.left, one.right, one.probability, one.weight, one.kind, *cells, verdict])
    blank = [""] * (2 * len(parts))
    for pair, (verdict, kind) in sorted(judged.items(), key=lambda one: sorted(one[0])):
        rows.append([*sorted(pair), "", "", kind, *blank, verdict])
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    if file is None:
        click.echo(out.getvalue(), nl=False)
    else:
        with writing(file):
            file.write_text(out.getvalue(), encoding="utf-8", newline="\n")
        click.echo(f"{len(rows)} pairs: {file}", err=True)


def _kept(home: Home) -> tuple[ProposedMatch, ...]:
    from sijill.register.matching.kept import kept

    found = kept(home.folder)
    if found is None:
        raise Stop("Nothing was proposed yet. Run `sijill match propose` first.")
    return found


def _waiting(home: Home) -> list[ProposedMatch]:
    from sijill.office.actions import operator
    from sijill.register.pairs import waiting_pairs

    return waiting_pairs(operator(), _kept(home))


def _judge(left: str, right: str, verdict: str, reasons: str) -> None:
    from sijill.office.actions import operator
    from sijill.register.actions import judge

    row = judge(actor=operator(), left=_entry(left), right=_entry(right), verdict=verdict, reasons=reasons)
    click.echo(row.id)


def _withdraw(identifier: str) -> None:
    from sijill.office.actions import operator
    from sijill.register.actions import withdraw_judgement
    from sijill.register.models import Judgement

    row = Judgement.objects.filter(pk=identifier).first()
    if row is None:
        raise Stop(f"There is no judgement {identifier}: it may have been taken back already.")
    withdraw_judgement(actor=operator(), judgement=row)
    click.echo(f"{identifier} was taken back; the history keeps it.")


def _entry(identifier: str) -> Person | Event:
    from sijill.register.models import Event, Person

    found = Person.objects.filter(pk=identifier).first() or Event.objects.filter(pk=identifier).first()
    if found is None:
        raise Stop(
            f"There is no entry {identifier} of a person or a case. Copy the identifier from `sijill match review`."
        )
    return found


def _shown(one: ProposedMatch, language: str) -> dict[str, Any]:
    from sijill.register.matching.explain import sentences

    return {**asdict(one), "sentences": sentences(one.reasons, one.probability, language, one.kind)}


def _say(one: Mapping[str, Any]) -> None:
    click.echo(f"{one['left']}  {one['right']}")
    for sentence in one["sentences"]:
        click.echo(f"  {sentence}")


def _lines(found: Mapping[str, Any]) -> list[str]:
    sizes, ceiling = " and ".join(f"{n} rows" for n in found["rows"]), found["blocking_ceiling"]
    head = [
        f"{sizes}, compared by {', '.join(found['columns'])}: {found['true_pairs']} true pairs",
        f"from probability {found['threshold']}: {found['pairs']} pairs, precision {found['precision']:.4f}, "
        f"recall {found['recall']:.4f}, F1 {found['f1']:.4f}",
        *([f"blocking lets {ceiling:.4f} of the true pairs through"] if ceiling is not None else []),
        f"{found['candidate_pairs']} pairs were compared",
        "threshold  pairs  precision  recall  F1",
    ]
    curve = [
        f"{p['threshold']:<9}  {p['pairs']:>5}  {p['precision']:.4f}     {p['recall']:.4f}  {p['f1']:.4f}"
        for p in found["curve"]
    ]
    memory = f", at most {found['peak_memory_mb']} MB" if found["peak_memory_mb"] else ""
    return [*head, *curve, f"{found['seconds']} seconds{memory}; seed {found['seed']}"]


def read_list(file: Path) -> list[dict[str, Any]]:
    """Rows of a CSV or JSON list. An empty or damaged one, or one without a column for names, ends the command."""
    from sijill.register.matching.records import NAME_COLUMNS

    try:
        rows = _json_rows(file) if file.suffix.casefold() == ".json" else _csv_rows(file)
    except UnicodeDecodeError:
        raise Stop(f"{file.name} is not in UTF-8. Save it as UTF-8 and try again.") from None
    if not rows:
        raise Stop(f"{file.name} has no row below its header. Check that this is the right file.")
    if not any(name in row for row in rows for name in NAME_COLUMNS):
        raise Stop(
            f"{file.name} has no column {', '.join(NAME_COLUMNS[:-1])} or {NAME_COLUMNS[-1]}: it has "
            f"{', '.join(rows[0])}. Name the columns so; a CSV list has commas between them."
        )
    return rows


def _json_rows(file: Path) -> list[dict[str, Any]]:
    try:
        rows = json.loads(file.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise Stop(f"{file.name} is no JSON: line {error.lineno}, column {error.colno}. Export it again.") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Stop(f"{file.name} is no list of records. Give JSON of the form [{{...}}, {{...}}].")
    return rows


def _csv_rows(file: Path) -> list[dict[str, Any]]:
    seen: dict[Any, Any] = {}  # places, dates and ages come back in thousands of rows: each text is held once
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        try:
            names = _header(next(reader, []), file)
            return [
                {
                    name: seen.setdefault(value, value)
                    for name, value in zip(names, chain(row, repeat("")), strict=False)
                }
                for row in reader
                if row
            ]
        except csv.Error as error:
            raise Stop(f"{file.name}, line {reader.line_num}: this is no CSV ({error}). Save the list again.") from None


def _header(cells: list[str], file: Path) -> list[str]:
    """The names of the columns; those that are compared also where they are written `Name_EN ` or so."""
    from sijill.register.matching.records import COLUMNS

    plain = [one.strip() for one in cells]
    names = [one.casefold() if one.casefold() in COLUMNS else one for one in plain]
    twice = sorted({one for one in names if one and names.count(one) > 1})
    if twice:
        raise Stop(f"{file.name} has two columns with one name: {', '.join(twice)}. Rename one, or leave it out.")
    return names
