"""A SYNTHETIC day of statements of reasons, in the form in which the EU database publishes its days.

    python benchmarks/synthetic_statements.py FOLDER --rows 1000000 --marginals monthly_by_platform_field.csv

writes `sor-global-2026-01-10-full.zip` and its `.sha1`: a stored ZIP of ZIPs of CSV files of 100,000 rows, 38 columns.
Platforms and the values of every counted field have the shares that the table of marginals gives for `--month` (the
published counts by month, platform, field and value); everything else is drawn from one seed. Without the table,
platforms and shares are invented too. Nothing in such a file happened. `--damaged 200` damages so many
rows, each in one of five ways that no reading mends.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import itertools
import json
import multiprocessing
import random
import zipfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED

from sijill.statements.fields import SHAPES, Shape

DAY = date(2026, 1, 10)
ROWS_OF_FILE, FILES_OF_PART = 100_000, 10
SEED = 20_260_110
BATCH = 100  # statements that a platform files at once, and that lie together in a dump
TAILS = 400  # different rows, but for their identifiers and moments, of a platform
COUNTRIES = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
LANGUAGES = ("EN", "DE", "FR", "ES", "IT", "PL", "NL", "PT", "")
KEYWORDS = ("KEYWORD_OTHER", "KEYWORD_HATE_SPEECH", "KEYWORD_NUDITY", "KEYWORD_PHISHING", "KEYWORD_DEFAMATION")
WORDS = (  # noqa: SIM905
    "synthetic statement of no real decision the item was reviewed against the terms of this invented service and "
    "found not to comply with the section that is named above it is therefore no longer shown in the places listed"
).split()
INVENTED: dict[str, dict[str, dict[str, int]]] = {
    name: {
        "decision_visibility": {"DECISION_VISIBILITY_CONTENT_DISABLED": 8 * size, "": size},
        "decision_account": {"": 8 * size, "DECISION_ACCOUNT_SUSPENDED": size},
        "decision_ground": {"DECISION_GROUND_INCOMPATIBLE_CONTENT": 8 * size, "DECISION_GROUND_ILLEGAL_CONTENT": size},
        "category": {
            "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH": 4 * size,
            "STATEMENT_CATEGORY_OTHER_VIOLATION_TC": 5 * size,
        },
        "content_type": {"CONTENT_TYPE_TEXT": 5 * size, "CONTENT_TYPE_VIDEO": 4 * size},
        "source_type": {"SOURCE_VOLUNTARY": 8 * size, "SOURCE_ARTICLE_16": size},
        "automated_detection": {"Yes": 8 * size, "No": size},
        "automated_decision": {"AUTOMATED_DECISION_FULLY": 6 * size, "AUTOMATED_DECISION_NOT_AUTOMATED": 3 * size},
    }
    for name, size in (("Zz Shop", 80), ("Zz Video", 12), ("Zz Social", 8))
}
Marginals = dict[str, dict[str, dict[str, int]]]  # platform -> field -> value -> statements


def marginals_of(path: Path | None, month: str) -> Marginals:
    """The table's counts of one month by platform; the invented ones where there is no table."""
    if path is None:
        return INVENTED
    found: Marginals = defaultdict(lambda: defaultdict(dict))
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["month"] == month:
                found[row["platform"]][row["field"]][row["variant"]] = int(row["statements"])
    if not found:
        raise SystemExit(f"{path.name} has no row of the month {month}.")
    return found


def text(draw: random.Random, size: int) -> str:
    """About `size` characters of words that say nothing."""
    return " ".join(draw.choices(WORDS, k=max(1, size // 6))).capitalize() + "."


def mostly_first(draw: random.Random, texts: list[str]) -> str:
    """A text as platforms use theirs: two in three are the same."""
    return draw.choices(texts, weights=[1 / (rank + 1) ** 2 for rank in range(len(texts))])[0]


def drawn(draw: random.Random, shares: dict[str, int]) -> str:
    """One value, by its share; empty without any."""
    return draw.choices(list(shares), weights=list(shares.values()))[0] if shares else ""


def listed(value: str) -> str:
    """A value as the dumps write a list of it."""
    return json.dumps([value]) if value else ""


def values(draw: random.Random, name: str, shares: dict[str, dict[str, int]], texts: list[str]) -> dict[str, str]:
    """One statement without identifier, moment and platform's own identifier."""
    row = {one: drawn(draw, counts) for one, counts in shares.items()}
    for one in ("decision_visibility", "content_type"):
        row[one] = listed(row.get(one, ""))
    illegal = row.get("decision_ground") == "DECISION_GROUND_ILLEGAL_CONTENT"
    kind = "illegal" if illegal else "incompatible"
    row[f"{kind}_content_{'legal_' * illegal}ground"] = texts[0]
    row[f"{kind}_content_explanation"] = mostly_first(draw, texts[1:20])
    if illegal:
        row["incompatible_content_illegal"] = ""
    applied = DAY - timedelta(days=draw.choice((0, 0, 0, 1, 1, 2, 9)))
    row["application_date"] = f"{applied} 00:00:00"
    row["content_date"] = f"{applied - timedelta(days=int(draw.expovariate(1 / 60)))} 00:00:00"
    row["territorial_scope"] = json.dumps(COUNTRIES if draw.random() < 0.85 else draw.sample(COUNTRIES, 3)).replace(
        ", ", ","
    )
    row["category_specification"] = listed(draw.choice(KEYWORDS) if draw.random() < 0.3 else "")
    row["content_language"] = draw.choice(LANGUAGES)
    row["decision_facts"] = mostly_first(draw, texts[20:])
    row["platform_name"] = name
    return row


def tails(draw: random.Random, marginals: Marginals, shape: Shape) -> tuple[list[list[str]], list[float]]:
    """By platform: rows as CSV without what identifies them, and how often a batch is the platform's."""
    made: list[list[str]] = []
    weights: list[float] = []
    for name, shares in sorted(marginals.items()):
        size = max(sum(counts.values()) for counts in shares.values())
        texts = [text(draw, 60), *(text(draw, 290) for _ in range(19)), *(text(draw, 430) for _ in range(20))]
        rows = [values(draw, name, shares, texts) for _ in range(min(TAILS, size))]
        made.append([",".join(quoted(row.get(one, "")) for one in shape.columns[1:-2]) for row in rows])
        weights.append(size)
    return made, weights


def quoted(cell: str) -> str:
    """A cell as PHP's fputcsv writes it: quoted where it holds a blank, a quote, a comma, a backslash or a break."""
    if any(one in cell for one in ' ",\\\n\r\t'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


@dataclass
class Plan:
    """What all files of a day share."""

    shape: Shape
    marginals: Marginals
    day: date = DAY
    damaged: float = 0.0  # the share of rows that are damaged
    made: list[list[str]] = field(default_factory=list)
    cumulated: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.made, weights = tails(random.Random(SEED), self.marginals, self.shape)
        self.cumulated = list(itertools.accumulate(weights))


PLAN: Plan | None = None


DAMAGE: tuple[Callable[[bytes], bytes], ...] = (
    lambda row: row.rpartition(b",")[0],  # a cell too few
    lambda row: row + b",x",  # a cell too many
    lambda row: row[: len(row) // 2],  # cut off
    lambda row: row.replace(b"SOURCE_", b"\xff", 1),  # not UTF-8
    lambda row: row[:-1],  # a quote that is never closed
)


def csv_file(number: int, rows: int) -> bytes:
    """One CSV file of the day, header first, no line break at its end."""
    assert PLAN is not None
    draw = random.Random(SEED + 1 + number)
    ids = draw.randbytes(16 * rows).hex()
    batches = draw.choices(PLAN.made, cum_weights=PLAN.cumulated, k=-(-rows // BATCH))
    chosen = [line for batch in batches for line in draw.choices(batch, k=BATCH)][:rows]
    day = PLAN.day.isoformat()
    lines = [",".join(PLAN.shape.columns)]
    for index, tail in enumerate(chosen):
        one = ids[32 * index : 32 * index + 32]
        second = index * 86_399 // rows
        lines.append(
            f"{one[:8]}-{one[8:12]}-4{one[13:16]}-a{one[17:20]}-{one[20:]},{tail},"
            f'{int(one[:11], 16) % 10**12:012d},"{day} '
            f'{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"'
        )
    whole = [line.encode() for line in lines]
    for place in draw.sample(range(1, rows + 1), round(rows * PLAN.damaged)):
        whole[place] = DAMAGE[place % len(DAMAGE)](whole[place])
    return b"\n".join(whole)


def packed(task: tuple[str, int, int]) -> bytes:
    """One inner ZIP: up to ten CSV files."""
    stem, part, rows = task
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", ZIP_DEFLATED, compresslevel=6) as out:
        for sub in range(-(-rows // ROWS_OF_FILE)):
            count = min(ROWS_OF_FILE, rows - sub * ROWS_OF_FILE)
            out.writestr(f"{stem}-{part:05d}-{sub:05d}.csv", csv_file(part * FILES_OF_PART + sub, count))
    return whole.getvalue()


def write_day(folder: Path, rows: int, plan: Plan, *, workers: int = 2) -> Path:
    """The day as a nested ZIP with its sidecar; its path."""
    global PLAN
    PLAN = plan
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"sor-global-{plan.day.isoformat()}-{plan.shape.variant}"
    path = folder / f"{stem}.zip"
    each = ROWS_OF_FILE * FILES_OF_PART
    tasks = [(stem, part, min(each, rows - part * each)) for part in range(-(-rows // each))]
    with (
        multiprocessing.get_context("fork").Pool(workers) as pool,
        zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as out,
    ):
        for (_, part, _), content in zip(tasks, pool.imap(packed, tasks), strict=True):
            out.writestr(f"{stem}-{part:05d}.csv.zip", content)
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha1").hexdigest()
    path.with_name(f"{path.name}.sha1").write_text(f"{digest}  {path.name}\n", encoding="ascii")
    return path


def shape(schema: int, variant: str) -> Shape:
    """The columns of a schema and variant."""
    return next(one for one in SHAPES if (one.schema, one.variant) == (schema, variant))


def main() -> None:
    """Write a day."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--marginals", type=Path, help="monthly_by_platform_field.csv; left out: invented shares")
    parser.add_argument("--month", default="2025-12")
    parser.add_argument("--schema", type=int, choices=(1, 2), default=2)
    parser.add_argument("--damaged", type=int, default=0, help="how many rows are damaged")
    parser.add_argument("--variant", choices=("full", "light"), default="full")
    given = parser.parse_args()
    plan = Plan(
        shape(given.schema, given.variant),
        marginals_of(given.marginals, given.month),
        damaged=given.damaged / given.rows,
    )
    path = write_day(given.folder, given.rows, plan)
    with zipfile.ZipFile(path) as outer:
        size = sum(one.file_size for part in outer.namelist() for one in zipfile.ZipFile(outer.open(part)).infolist())
    print(
        f"SYNTHETIC: {path}: {given.rows} rows, {size} bytes of CSV, packed to {path.stat().st_size / size:.3f} of it"
    )


if __name__ == "__main__":
    main()
