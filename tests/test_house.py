"""What holds for the checkout as a whole: its files, its locks, its licence, its setup."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import sijill

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "sijill"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-test.lock")
LONGEST = 450
WRITTEN_BY_HAND = {".py", ".html", ".css", ".js", ".toml", ".txt"}

# Split, so that this file does not hold what it looks for.
HOSTS = ("pypi." + "org", "pythonhosted." + "org", "npmjs." + "org", "npmjs." + "com", "deb.debian." + "org")
ADDRESS_OPTIONS = ("--index" + "-url", "--extra-index" + "-url", "--find" + "-links", "file:" + "///")
MACHINE_PATH = re.compile(r"(?<![\w.:/])/(work|root|tmp|opt|home/\w+|Users/\w+)" + r"/\w")
MAY_NAME_OPTIONS = {"scripts/lock.py"}  # refuses them

APACHE_2 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"

# Needed though no line of src/ names them, each with the reason.
NOT_IMPORTED = {
    "argon2-cffi": "Django's password hasher imports it",
    "pandas": "pysdmx hands its rows over in it",
    "sqlglot": "Ibis brings it; named here only to hold its version back",
}


def tracked() -> list[Path]:
    """Every file that is or would be committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in sorted(set(names.split("\0"))) if name and (ROOT / name).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of each tracked file that is text."""
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            yield path.relative_to(ROOT).as_posix(), content.decode("utf-8", errors="replace")


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: list[str]) -> set[str]:
    """The packages that a list of requirements asks for."""
    return {normal(re.split(r"[\[<>=!~; ]", one, maxsplit=1)[0]) for one in requirements}


def locked(lock: str) -> dict[str, tuple[str, int]]:
    """What a lock file names: package to version and number of hashes."""
    found: dict[str, tuple[str, int]] = {}
    current = ""
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([a-z0-9-]+)==([^ ]+)", line):
            current = match[1]
            found[current] = (match[2], 0)
        elif re.match(r" +--hash=sha256:[0-9a-f]{64}", line):
            version, hashes = found[current]
            found[current] = (version, hashes + 1)
        else:
            assert re.match(r" +#", line), f"{lock}: a line that is neither a package, a hash nor a remark: {line}"
    return found


def mentioned() -> set[str]:
    """Top-level names that src/ imports, or that the settings name in a text, as Django's apps are."""
    seen: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                seen |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                seen.add(node.module.split(".")[0])
            elif isinstance(node, ast.Constant) and path.name == "settings.py":
                seen.add(str(node.value).split(".")[0])
    return seen


def test_no_file_is_too_long() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCE.rglob("*")
        if path.suffix in WRITTEN_BY_HAND and path.parent.name != "migrations"  # Django writes those
    }
    assert lengths
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_file_names_a_registry() -> None:
    wrong = [
        (name, word)
        for name, text in texts()
        for word in HOSTS + ADDRESS_OPTIONS
        if word in text and name not in MAY_NAME_OPTIONS
    ]
    assert wrong == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    wrong = [(name, match.group()) for name, text in texts() for match in MACHINE_PATH.finditer(text)]
    assert wrong == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes(lock: str) -> None:
    packages = locked(lock)
    assert packages
    assert [name for name, (_, hashes) in packages.items() if hashes == 0] == []


def test_locks_hold_what_the_project_asks_for() -> None:
    runs = names(PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["build"])
    tests = names(PROJECT["dependency-groups"]["test"])
    assert runs <= set(locked("requirements.lock"))
    assert tests <= set(locked("requirements-test.lock"))


def test_what_is_tested_is_what_runs() -> None:
    run, test = (locked(lock) for lock in LOCKS)
    assert {name: test.get(name) for name in run} == run


def test_every_dependency_is_used() -> None:
    modules: dict[str, set[str]] = {}
    for module, distributions in packages_distributions().items():
        for distribution in distributions:
            modules.setdefault(normal(distribution), set()).add(module)
    seen = mentioned()
    wanted = names(PROJECT["project"]["dependencies"])
    unused = {name for name in wanted if not modules.get(name, set()) & seen}
    assert unused - set(NOT_IMPORTED) == set()
    assert set(NOT_IMPORTED) <= wanted


def test_the_version_is_the_newest_of_the_changelog() -> None:
    newest = re.search(r"(?m)^## v(\d+\.\d+\.\d+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert newest is not None
    assert newest[1] == sijill.__version__


def test_the_licence_is_apache_2() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == APACHE_2
    assert PROJECT["project"]["license"] == "Apache-2.0"


def test_the_examples_are_found() -> None:
    assert sijill.examples() == ROOT / "examples"
    assert sijill.examples().is_dir()


def test_ci_does_what_a_newcomer_does() -> None:
    script = ROOT / ".ci" / "run"
    assert script.read_text(encoding="utf-8").splitlines()[-1] == "make test"
    assert os.access(script, os.X_OK)


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """scripts/setup.py, at work in a checkout of its own."""
    spec = spec_from_file_location("setup_script", ROOT / "scripts" / "setup.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / ".venv").mkdir()
    for name in (*LOCKS, "pyproject.toml", "CHANGELOG.md"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "LOCKS", {"run": tmp_path / LOCKS[0], "test": tmp_path / LOCKS[1]})
    return module


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml", "CHANGELOG.md"])
def test_setup_is_done_once_and_again_after_a_change(setup: ModuleType, tmp_path: Path, changed: str) -> None:
    assert not setup.is_current("run")
    setup.stamp("run").write_text(setup.key("run"), encoding="ascii")
    assert setup.is_current("run")
    assert not setup.is_current("test")
    (tmp_path / changed).write_text("something else", encoding="utf-8")
    assert not setup.is_current("run")


def test_what_was_set_up_to_test_also_runs(setup: ModuleType) -> None:
    setup.stamp("test").write_text(setup.key("test"), encoding="ascii")
    assert setup.is_current("run")


def test_setup_builds_only_what_has_no_ready_build(setup: ModuleType) -> None:
    entry = "{0}==1.0 \\\n    --hash=sha256:00\n    # via sijill\n"
    lock = "".join(map(entry.format, ("py4j", "pyspark", "pytest")))
    assert setup.parts(lock) == (entry.format("py4j") + entry.format("pytest"), entry.format("pyspark"))
    whole = (ROOT / "requirements-test.lock").read_text(encoding="utf-8")
    assert sum(map(len, setup.parts(whole))) == len(whole)


def test_setup_says_what_only_an_administrator_can_install(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "may_install", lambda: False)
    with pytest.raises(SystemExit, match="fonts-noto-core"):
        setup.install_system_packages(["chromium", "fonts-noto-core"])


def test_setup_says_what_a_python_without_venv_needs(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match=r"apt-get install python3\.\d+-venv"):
        setup.make_environment()


def test_setup_replaces_an_environment_from_another_place(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    (tmp_path / ".venv" / "bin").mkdir()
    for program in ("python", "pip"):
        (tmp_path / ".venv" / "bin" / program).touch()
    note = tmp_path / ".venv" / "pyvenv.cfg"
    version = sys.version.split()[0]
    note.write_text(f"version = {version}\ncommand = python3 -m venv {tmp_path}/.venv\n", encoding="utf-8")
    assert setup.belongs_here()
    note.write_text(f"version = {version}\ncommand = python3 -m venv /elsewhere/.venv\n", encoding="utf-8")
    assert not setup.belongs_here()
