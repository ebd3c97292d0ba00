"""`sijill match`: the same person in several lists, or twice in the register."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from sijill.cli.base import Stop, say_json

_LIST = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def match() -> None:
    """Find records of the same person. A program proposes, a person judges, and every proposal says why."""


@match.command("evaluate")
@click.argument("files", nargs=-1, required=True, type=_LIST, metavar="LIST [OTHER-LIST]")
@click.option("--truth", required=True, metavar="COLUMN", help="Rows with one value in it are one person.")
@click.option("--sample", type=click.IntRange(min=2), metavar="N", help="Only the rows of N persons, drawn by chance.")
@click.option("--threshold", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Same from here on.")
@click.option("--duplicates", is_flag=True, help="A list may hold one person more than once.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of all that is drawn by chance.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def match_evaluate(
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
        if truth not in rows[0]:
            raise Stop(
                f"{file.name} has no column {truth!r}: it has {', '.join(rows[0])}. Name the one with the truth."
            )
    found = evaluate(lists, truth, threshold=threshold, once=not duplicates, sample=sample, seed=seed)
    if as_json:
        say_json(found.as_json())
        return
    for line in _lines(found.as_json()):
        click.echo(line)


def _lines(found: Mapping[str, Any]) -> list[str]:
    sizes = " and ".join(f"{n} rows" for n in found["rows"])
    head = [
        f"{sizes}, compared by {', '.join(found['columns'])}: {found['true_pairs']} true pairs",
        f"from probability {found['threshold']}: {found['pairs']} pairs, precision {found['precision']:.4f}, "
        f"recall {found['recall']:.4f}, F1 {found['f1']:.4f}",
        f"blocking lets {found['blocking_ceiling'] or 0:.4f} of the true pairs through, "
        f"with {found['candidate_pairs']} pairs to compare",
        "threshold  pairs  precision  recall  F1",
    ]
    curve = [
        f"{p['threshold']:<9}  {p['pairs']:>5}  {p['precision']:.4f}     {p['recall']:.4f}  {p['f1']:.4f}"
        for p in found["curve"]
    ]
    memory = f", at most {found['peak_memory_mb']} MB" if found["peak_memory_mb"] else ""
    return [*head, *curve, f"{found['seconds']} seconds{memory}; seed {found['seed']}"]


def read_list(file: Path) -> list[dict[str, Any]]:
    """Rows of a CSV or JSON list. An empty or damaged one ends the command."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Stop(f"{file.name} is not in UTF-8. Save it as UTF-8 and try again.") from None
    if file.suffix.casefold() == ".json":
        try:
            rows = json.loads(text)
        except json.JSONDecodeError as error:
            raise Stop(f"{file.name} is no JSON: line {error.lineno}, column {error.colno}. Export it again.") from None
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Stop(f"{file.name} is no list of records. Give JSON of the form [{{...}}, {{...}}].")
    else:
        rows = list(csv.DictReader(text.splitlines(keepends=True)))
    if not rows:
        raise Stop(f"{file.name} has no row below its header. Check that this is the right file.")
    return rows
