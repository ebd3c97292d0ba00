"""Write `requirements.lock` and `requirements-test.lock` from pyproject.toml.

    python3 scripts/lock.py              what is locked stays, what is new is added, what is gone goes
    python3 scripts/lock.py --upgrade    everything moves to the newest that pyproject.toml allows

A lock names one version of each package for every system and every Python from 3.11 on, with the hashes of
all files published for it, and no address: where packages are fetched from is up to whoever installs.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESOLVER = "uv==0.13.9"
OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--fork-strategy=fewest",
    "--generate-hashes",
    "--only-binary=:all:",
    "--no-binary=pyspark",  # published as source only; setup.py builds it
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-build-options",
    "--no-header",
    "--no-config",
    "--quiet",
)
ADDRESS = re.compile(r"(?m)://|^\s*(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host)\b")


def main(arguments: list[str]) -> None:
    """Make both locks, the one to test with the very versions of the one to run."""
    if arguments not in ([], ["--upgrade"]):
        sys.exit(f"scripts/lock.py takes --upgrade or nothing, not {' '.join(arguments)!r}.")
    with tempfile.TemporaryDirectory() as folder:
        resolver = get_resolver(Path(folder))
        lock(resolver, "requirements.lock", ["--group=build", *arguments])
        lock(
            resolver,
            "requirements-test.lock",
            ["--group=build", "--group=test", "--constraint=requirements.lock", *arguments],
        )


def get_resolver(folder: Path) -> Path:
    """An environment of its own for the program that resolves, so that it is in neither lock."""
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([str(programs / "python"), "-m", "pip", "install", "--quiet", RESOLVER], check=True)
    return programs / "uv"


def lock(resolver: Path, name: str, options: list[str]) -> None:
    """Write one lock file and look that no address came along."""
    command = [str(resolver), "pip", "compile", "pyproject.toml", *OPTIONS, *options, f"--output-file={name}"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    text = (ROOT / name).read_text(encoding="utf-8")
    if found := ADDRESS.search(text):
        sys.exit(f"{name} holds an address ({found.group().strip()}): do not commit it.")
    print(f"{name}: {len(re.findall('^[a-z0-9]', text, re.MULTILINE))} packages")


if __name__ == "__main__":
    main(sys.argv[1:])
