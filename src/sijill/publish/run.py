"""From the database to columns to a report: the run that comes before protection."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from sijill import __version__
from sijill.assess import columns as assess_columns
from sijill.collect import columns as collect_columns
from sijill.home import Home
from sijill.office.errors import Refusal
from sijill.office.ledger import body_of, turn
from sijill.office.models import LogEntry, LogHead
from sijill.register import columns as register_columns
from sijill.register.speech import columns as speech_columns
from sijill.tables.catalog import BUILT
from sijill.tables.engines import Tables, connect, of_other_catalog
from sijill.tables.snapshot import Snapshot, current, damaged, write


def position() -> int:
    """Position of the newest log entry; -1 while the log is empty."""
    size = LogHead.objects.values_list("size", flat=True).first() or 0
    return int(size) - 1


def take_snapshot(home: Home) -> Snapshot:
    """The register as columns, as it stands now; the one that is there if nothing in it has changed since."""
    with turn():
        now = position()
        if (home.columns / "current.json").exists():
            there = current(home.columns)
            if not (_changed_since(there.position) or damaged(there) or of_other_catalog(there)):
                return there
        rooms = (collect_columns, register_columns, speech_columns, assess_columns)
        rows = {name: found for room in rooms for name, found in room.tables().items()}
        write(home.columns, rows, position=now, code_version=__version__)
    return current(home.columns)


def _changed_since(position: int) -> bool:
    """Did a later log entry write a row that the columns show; who read which figure is logged and is none."""
    later = LogEntry.objects.filter(position__gt=position).order_by("position")
    return any(row[1] in BUILT for entry in later.iterator(chunk_size=20) for row in body_of(entry)["rows"])


def position_on(day: date) -> int:
    """Position of the last log entry up to the end of a day (UTC). Refusal if there was none yet."""
    end = datetime.combine(day, time.max, tzinfo=UTC)
    found = LogEntry.objects.filter(at__lte=end).order_by("-position").values_list("position", flat=True).first()
    if found is None:
        raise Refusal(f"Nothing was recorded up to {day.isoformat()}, so there is no figure as of that day.")
    return int(found)


def as_of_position(snapshot: Snapshot, day: date | None) -> int:
    """Where to read a snapshot: its end, or the end of a day; nothing it shows was written after its end."""
    return snapshot.position if day is None else min(position_on(day), snapshot.position)


def open_tables(home: Home, as_of: date | None = None, engine: str = "duckdb") -> Tables:
    """The tables now, or as they stood at the end of a day. ValueError for an engine that is not here."""
    snapshot = take_snapshot(home)
    return connect(snapshot, as_of=as_of_position(snapshot, as_of), engine=engine)
