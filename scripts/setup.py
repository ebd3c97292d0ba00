"""Make `.venv` and install what the lock file names. Needs Python 3.11 or newer and nothing else.

    python3 scripts/setup.py        what runs the program (requirements.lock; Pango for PDF, where that is allowed)
    python3 scripts/setup.py test   what checks it as well (requirements-test.lock, Chromium, LibreOffice, PostgreSQL,
                                    Java, fonts)

A second call does nothing while the lock files, pyproject.toml and CHANGELOG.md are as they were.
"""

import ctypes
import hashlib
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - an older one (this file is read back to 3.6) is told so in words
    sys.exit(
        f"Sijill needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.\n"
        "Install a newer one, then name it: make run PYTHON=python3.12"
    )

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# Published as source only: built here once everything else is there, with the locked setuptools and nothing fetched.
BUILT_HERE = ("pyspark",)
LOCKS = {"run": ROOT / "requirements.lock", "test": ROOT / "requirements-test.lock"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
POSTGRES = Path("/usr/lib/postgresql")  # where Debian has the programs of the server
PANGO = "libpangoft2-1.0.so.0"
FONT = "NotoSansArabic-Regular.ttf"
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")


def main(arguments: list[str]) -> None:
    """Set up for `run` (when nothing is said) or for `test`."""
    kind = arguments[0] if arguments else "run"
    if kind not in LOCKS or len(arguments) > 1:
        sys.exit(f"scripts/setup.py takes `run` or `test`, not {' '.join(arguments)!r}.")
    if not is_current(kind):
        make_environment()
        install(kind)
        compile_sampler()
    compile_words()
    if kind == "test":
        install_system_packages([*missing_for_pdf(), *missing_system_packages()])
    else:
        offer_pdf(missing_for_pdf())


def is_current(kind: str) -> bool:
    """Is everything in place? What was set up for tests also runs: its lock holds the other one whole."""
    return any(stamp(one).exists() and stamp(one).read_text(encoding="ascii") == key(one) for one in {kind, "test"})


def stamp(kind: str) -> Path:
    """The file that says what was last installed."""
    return VENV / f"sijill-{kind}.stamp"


def key(kind: str) -> str:
    """A hash of all that an installation depends on, the place of the checkout included."""
    parts = [str(ROOT).encode(), sys.version.encode()]
    parts += [file.read_bytes() for file in (LOCKS[kind], ROOT / "pyproject.toml", ROOT / "CHANGELOG.md")]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def make_environment() -> None:
    """A virtual environment of this very Python at this very place; another one is replaced."""
    if find_spec("ensurepip") is None or find_spec("venv") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"{sys.executable} cannot make virtual environments: it lacks the modules venv and ensurepip.\n"
            f"On Debian and Ubuntu: apt-get install python{version}-venv, then try again."
        )
    if belongs_here():
        return
    print(f"Making {VENV.name} with Python {sys.version.split()[0]}", flush=True)
    python = getattr(sys, "_base_executable", sys.executable)  # should python3 be the one of .venv itself
    run([python, "-m", "venv", "--clear", str(VENV)], "The virtual environment could not be made.")


def belongs_here() -> bool:
    """Was it made whole, by this Python, at this place? The scripts in a moved one point to the old place."""
    note = VENV / "pyvenv.cfg"
    if not (note.exists() and PYTHON.exists() and PYTHON.with_name(f"pip{PYTHON.suffix}").exists()):
        return False
    said = dict(re.findall(r"(?m)^(\w+) = (.*)$", note.read_text(encoding="utf-8")))
    return said.get("version") == sys.version.split()[0] and said.get("command", "").endswith(f" {VENV}")


def install(kind: str) -> None:
    """The locked packages, each against its hash; then the checkout itself, which asks for nothing more."""
    lock = LOCKS[kind]
    packages = sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line)
    stamp(kind).unlink(missing_ok=True)
    print(f"Installing {packages} packages from {lock.name} into {VENV.name}: a minute or two", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    if not sys.stdout.isatty():
        pip.append("--quiet")
    failure = (
        f"The packages of {lock.name} could not be installed; what pip says stands above. Usual causes:\n"
        "no way to the package index, or a Python or machine for which some package has no ready build.\n"
        "Nothing outside .venv was changed; the same command takes up where it stopped."
    )
    ready, to_build = parts(lock.read_text(encoding="utf-8"))
    run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", written(f"{kind}-ready.txt", ready)], failure)
    if to_build:
        source = ["--no-deps", "--no-build-isolation", "--no-binary", ",".join(BUILT_HERE)]
        run([*pip, "--require-hashes", *source, "-r", written(f"{kind}-source.txt", to_build)], failure)
    run(
        [*pip, "--quiet", "--no-deps", "--no-build-isolation", "-e", str(ROOT)],
        "The packages are installed, Sijill itself could not be; what pip says stands above.",
    )
    stamp(kind).write_text(key(kind), encoding="ascii")


def parts(lock: str) -> tuple[str, str]:
    """A lock's text in two: what comes as a ready build, and what is built here."""
    entries = re.findall(r"(?m)^[a-z0-9].*\n(?:[ #].*\n)*", lock)
    source = [one for one in entries if re.split(r"[=\[ ]", one, maxsplit=1)[0] in BUILT_HERE]
    return "".join(one for one in entries if one not in source), "".join(source)


def written(name: str, text: str) -> str:
    """A file in the environment, for pip to read."""
    path = VENV / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def compile_words() -> None:
    """What Django reads of the words of the staff pages: made where it is missing or older."""
    for words in (ROOT / "src" / "sijill" / "locale").glob("*/LC_MESSAGES/*.po"):
        made = words.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime <= words.stat().st_mtime:
            script = str(ROOT / "scripts" / "messages.py")
            run([str(PYTHON), script, "compile"], "The words of the staff pages could not be compiled.")
            return


def compile_sampler() -> None:
    """The sampler of latent classes, for this machine: else the first estimate waits for it."""
    table = "Overlaps(('a', 'b', 'c'), array([[1, 1, 0], [1, 0, 1], [0, 1, 1]], bool), array([9, 9, 9]))"
    words = (
        "from numpy import array",
        "from sijill.stats.capture.latent import estimate",
        "from sijill.stats.capture.overlaps import Overlaps",
        f"estimate({table}, limit_seconds=0.0, compare=False)",
    )
    run([str(PYTHON), "-c", "; ".join(words)], "The sampler of latent classes could not be compiled.")


def missing_for_pdf() -> list[str]:
    """Names, as Debian has them, of what sets the text of a PDF; nothing else needs it."""
    try:
        ctypes.CDLL(PANGO)
    except OSError:
        return ["libpangoft2-1.0-0", "libharfbuzz-subset0"] if sys.platform.startswith("linux") else []
    return []


def offer_pdf(missing: list[str]) -> None:
    """Install it where root may without asking; else say how. It is no reason to stop."""
    if not missing:
        return
    names = " ".join(missing)
    if shutil.which("apt-get") is None or not may_install():
        print(f"Without Pango no PDF can be made; all else works. On Debian: apt-get install {names}", flush=True)
        return
    try:
        install_system_packages(missing)
    except SystemExit as error:
        print(f"{error}\nWithout it no PDF can be made; everything else works.", flush=True)


def missing_system_packages() -> list[str]:
    """Names, as Debian has them, of what the tests use beyond Python: they look at pages and open documents.

    Of PostgreSQL the tests need the programs only: they make a server of their own, and none that Debian
    started is touched.
    """
    missing = []
    if not any(map(shutil.which, BROWSERS)):
        missing.append("chromium")
    if not any(next(folder.rglob(FONT), None) for folder in FONT_FOLDERS if folder.is_dir()):
        missing.append("fonts-noto-core")
    if shutil.which("java") is None:
        missing.append("openjdk-17-jre-headless")
    if not (shutil.which("initdb") or next(POSTGRES.glob("*/bin/initdb"), None)):
        missing.append("postgresql")
    if shutil.which("soffice") is None:
        missing += ["libreoffice-calc-nogui", "libreoffice-writer-nogui"]
    if shutil.which("pdftoppm") is None:
        missing.append("poppler-utils")
    return missing


def install_system_packages(missing: list[str]) -> None:
    """Install them where that is allowed without asking; say what to do where it is not."""
    if not missing:
        return
    names = " ".join(missing)
    if shutil.which("apt-get") is None:
        sys.exit(f"The tests also need programs and fonts of the system. Missing, by Debian's names: {names}.")
    if not may_install():
        sys.exit(f"The tests also need: {names}. Run: sudo apt-get install --no-install-recommends {names}")
    print(f"Installing {names} with apt-get", flush=True)
    apt = ["apt-get"] if os.geteuid() == 0 else ["sudo", "-n", "apt-get"]
    failure = f"apt-get could not install {names}; what it says stands above."
    run([*apt, "-qq", "update"], failure)
    run([*apt, "-qq", "-y", "--no-install-recommends", "install", *missing], failure)


def may_install() -> bool:
    """Are we root, or is there a sudo that asks for no password?"""
    if os.geteuid() == 0:
        return True
    return bool(shutil.which("sudo")) and not subprocess.run(["sudo", "-n", "true"], check=False).returncode


def run(command: list[str], failure: str) -> None:
    """Run it; where it fails, end with what that means."""
    if subprocess.run(command, check=False).returncode:
        sys.exit(f"\n{failure}")


if __name__ == "__main__":
    main(sys.argv[1:])
