"""Where an installation keeps its things: one folder, one settings file. Pure.

`SIJILL_HOME` (or `--home`) names the folder; without it `./sijill-home`.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path

ENVIRONMENT = "SIJILL_HOME"
DEFAULT = "sijill-home"
RECORD_SECRET = 32  # bytes


class SettingsError(ValueError):
    """The settings file cannot be used; the text says which line of it and what to write."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the settings file may say. Every name here is explained in `docs/reference/settings.md`."""

    database: str = ""
    staff_host: str = "127.0.0.1"
    staff_port: int = 8010
    public_host: str = "127.0.0.1"
    public_port: int = 8011
    allowed_hosts: tuple[str, ...] = field(default=("127.0.0.1", "localhost", "[::1]"))
    https: bool = False
    language: str = "en"
    time_zone: str = "UTC"
    policy: str = ""
    laws: str = ""
    map: str = ""
    gate_independent: int = 2
    gate_total: int = 3
    batch: int = 5000
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one installation."""

    folder: Path

    @property
    def settings_file(self) -> Path:
        """The one file an office may edit; `sijill init` writes it."""
        return self.folder / "settings.toml"

    @property
    def database(self) -> Path:
        """The SQLite file, unless the settings name a PostgreSQL server."""
        return self.folder / "sijill.sqlite3"

    @property
    def evidence(self) -> Path:
        """Stored files, named by their SHA-256."""
        return self.folder / "evidence"

    @property
    def columns(self) -> Path:
        """Snapshots for analysis; can be deleted and made again."""
        return self.folder / "columns"

    @property
    def statements(self) -> Path:
        """Statements of reasons by day and source; made by their first import."""
        return self.folder / "statements"

    @property
    def releases(self) -> Path:
        """Frozen releases: the only folder that the public site opens."""
        return self.folder / "releases"

    @property
    def drafts(self) -> Path:
        """Releases that nobody has approved; the public site cannot see them."""
        return self.folder / "drafts"

    @property
    def audits(self) -> Path:
        """What protection hid in each release and why: for the staff only, and never beside a release."""
        return self.folder / "audits"

    @property
    def exists(self) -> bool:
        """Has `sijill init` (or the demo) been here."""
        return self.settings_file.exists()

    def make(self) -> None:
        """Create the folders, for their owner only."""
        for folder in (self.folder, self.evidence, self.columns, self.releases, self.drafts, self.audits):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)

    def secret(self) -> str:
        """The installation's secret, made once; a random one while there is no home yet."""
        path = self.folder / "secret.key"
        if path.exists():
            return path.read_text(encoding="ascii").strip()
        made = secrets.token_urlsafe(48)
        if self.folder.exists():
            _keep(path, made.encode("ascii"))
        return made

    def record_secret(self) -> bytes:
        """What the noise of published tables is drawn from: 32 random bytes in a file of their own, made once.

        Whoever has it takes the noise away; a lost one cannot be made again, and a release with another one is refused.
        """
        path = self.folder / "record.key"
        if not path.exists():
            _keep(path, secrets.token_bytes(RECORD_SECRET))
        found = path.read_bytes()
        if len(found) != RECORD_SECRET:
            raise SettingsError(
                f"{path.name} has {len(found)} bytes and not {RECORD_SECRET}, so it is not the secret that was made. "
                "Put it back from the backup."
            )
        return found

    def settings(self) -> Settings:
        """The settings file as read; defaults where it is silent or absent."""
        if not self.settings_file.exists():
            return Settings()
        try:
            given = tomllib.loads(self.settings_file.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{self.settings_file.name} is not valid TOML: {error}. Correct that line.") from error
        return _checked(given, self.settings_file.name)

    def write_settings(self, settings: Settings) -> None:
        """Write the settings file, each setting on its own line."""
        lines = ["# Settings of this installation; docs/reference/settings.md explains each."]
        for one in fields(Settings):
            lines.append(f"{one.name} = {_toml(getattr(settings, one.name))}")
        self.settings_file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def find(folder: str | Path | None = None) -> Home:
    """The home named by the argument, else by the environment, else the default folder."""
    return Home(Path(folder or os.environ.get(ENVIRONMENT) or DEFAULT).resolve())


def _checked(given: dict[str, object], name: str) -> Settings:
    known = {one.name: getattr(Settings(), one.name) for one in fields(Settings)}
    values: dict[str, object] = {}
    for key, value in given.items():
        if key not in known:
            raise SettingsError(f"{name}: there is no setting {key!r}. Known are: {', '.join(sorted(known))}.")
        wanted = known[key]
        if isinstance(wanted, tuple) and isinstance(value, list):
            value = tuple(str(one) for one in value)
        if type(value) is not type(wanted):
            raise SettingsError(f"{name}: {key} must be like {_toml(wanted)}, not {value!r}.")
        values[key] = value
    return Settings(**values)  # type: ignore[arg-type]


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _keep(path: Path, secret: bytes) -> None:
    """Write a secret once, for its owner alone. FileExistsError if there is one."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(secret)


def sync_folder(folder: Path) -> None:
    """Make sure that what was renamed in a folder stays so when the power fails."""
    if os.name == "nt":  # Windows has no handle on a folder to flush
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
