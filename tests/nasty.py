"""Texts that have broken programs: our own few, and the published lists where they are."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

VECTORS = Path(__file__).resolve().parents[2] / "shared" / "vectors"

OWN = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "%0A=1+1",
    '=HYPERLINK("http://example.invalid","x")',
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea></td></table><h1>",
    "{{ settings.SECRET_KEY }} {% load x %}",
    "javascript:alert(1)",
    "&lt;b&gt; &amp; &#x3c;",
    "'; DROP TABLE report; --",
    "\u202e\u2066abc\u2069 الاسم",
    "\u200f\u200fمختلقة\u200e",
    "e\u0301 É ﷽ 𝔸 👩‍🚀",
    "\u0001\u001f\u007f\u0085\u2028\u2029",
    "one\r\ntwo\rthree\nfour",
    '"quoted", "twice""',
    "\\u0000 \\x00 \\N",
    "../../etc/passwd",
    "null None NaN true",
    "０１２ ٣٤٥",
    "x" * 300,
]


@cache
def published() -> list[str]:
    """The Big List of Naughty Strings and the payloads of CSV injection; empty where they are absent."""
    if not VECTORS.is_dir():
        return []
    naughty = json.loads((VECTORS / "blns" / "blns.json").read_text(encoding="utf-8"))
    file = VECTORS / "csv-injection" / "Intruder" / "csv-payload.txt"
    payloads = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return [text for text in (*naughty, *payloads) if text.strip()]
