"""Small invented dumps of statements of reasons, in the form in which the EU publishes its days."""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from sijill.statements.fields import NOT_IN_LIGHT, V1, V2, Shape, shape_of

FULL1, LIGHT1, FULL2, LIGHT2 = (
    shape_of(columns)
    for columns in (
        V1,
        [name for name in V1 if name not in NOT_IN_LIGHT],
        V2,
        [name for name in V2 if name not in NOT_IN_LIGHT],
    )
)
SHAPES: dict[int, Shape] = {len(shape.columns): shape for shape in (FULL1, LIGHT1, FULL2, LIGHT2) if shape}
DAY = "2026-01-10"


def uuid(number: int) -> str:
    """The same identifier for the same number."""
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"


def statement(number: int, **changed: str) -> dict[str, str]:
    """One invented statement as the cells of a dump."""
    draw = random.Random(number)
    return {
        "uuid": uuid(number),
        "decision_visibility": json.dumps([f"DECISION_VISIBILITY_CONTENT_{draw.choice(['REMOVED', 'DISABLED'])}"]),
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": "Invented terms, section 4",
        "incompatible_content_explanation": draw.choice(["An invented reason.", "Another, invented too."]),
        "category": "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
        "content_type": '["CONTENT_TYPE_TEXT","CONTENT_TYPE_IMAGE"]',
        "content_language": draw.choice(["EN", "FR", ""]),
        "content_date": f"2025-12-{draw.randint(1, 28):02d} 00:00:00",
        "territorial_scope": '["DE","FR"]',
        "application_date": "2026-01-09 00:00:00",
        "decision_facts": "Invented facts.",
        "source_type": "SOURCE_VOLUNTARY",
        "automated_detection": draw.choice(["Yes", "No"]),
        "automated_decision": "AUTOMATED_DECISION_FULLY",
        "platform_name": draw.choice(["Zz Shop", "Zz Video"]),
        "platform_uid": f"zz-{number}",
        "created_at": f"2026-01-10 00:00:{number % 60:02d}",
        **changed,
    }


def php(cells: Iterable[str]) -> bytes:
    """A line as PHP's `fputcsv` writes it: a quote after a backslash is not doubled."""
    return ",".join(_php(cell) for cell in cells).encode()


def _php(cell: str) -> str:
    if not any(one in cell for one in ' ",\\\n\r\t'):
        return cell
    out, escaped = [], False
    for letter in cell:
        if letter == "\\":
            escaped = True
        elif not escaped and letter == '"':
            out.append('"')
        else:
            escaped = False
        out.append(letter)
    return f'"{"".join(out)}"'


def line(number: int, shape: Shape, **changed: str) -> bytes:
    """One statement as a line of a dump, without its break."""
    row = statement(number, **changed)
    return php(row.get(name, "") for name in shape.columns)


def csv_file(lines: Sequence[bytes], shape: Shape) -> bytes:
    """A CSV file: the header, the lines, no break at the end."""
    return b"\n".join([",".join(shape.columns).encode(), *lines])


def pack(folder: Path, files: Sequence[Sequence[bytes]], *, name: str = "", sidecar: bool = True) -> Path:
    """A dump: each inner ZIP holds some CSV files; and beside it the file that names its SHA-1."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (name or f"sor-global-{DAY}-full.zip")
    stem = path.stem
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as outer:
        for part, contents in enumerate(files):
            inner = io.BytesIO()
            with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as packed:
                for sub, content in enumerate(contents):
                    packed.writestr(f"{stem}-{part:05d}-{sub:05d}.csv", content)
            outer.writestr(f"{stem}-{part:05d}.csv.zip", inner.getvalue())
    if sidecar:
        sign(path)
    return path


def sign(path: Path) -> None:
    """Write the file that names the dump's SHA-1."""
    digest = hashlib.sha1(path.read_bytes()).hexdigest()
    path.with_name(f"{path.name}.sha1").write_text(f"{digest}  {path.name}\n", encoding="ascii")


def dump(folder: Path, lines: Sequence[bytes], shape: Shape, *, name: str = "", each: int = 1000) -> Path:
    """A dump of these lines, `each` of them in a CSV file, two files in an inner ZIP."""
    files = [csv_file(lines[at : at + each], shape) for at in range(0, len(lines), each)]
    return pack(folder, [files[at : at + 2] for at in range(0, len(files), 2)], name=name)
