"""A SYNTHETIC register in an installation of its own: what the other benchmarks measure on.

    python benchmarks/synthetic.py HOME --rows 300000

makes an installation in the folder HOME and imports a list of that many rows into it, drawn from one seed by
the mapping `synthetic.toml`. Its source is called synthetic, its victims Zz; nothing in it happened.

    python benchmarks/synthetic.py HOME --reviewed

makes of that register one that people have worked on: every entry is confirmed, and a reviewer decided on one act in
twenty. It is written past the log, which can then no longer vouch for it: for measuring pages and nothing else.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

SEED = 16101
MAPPING = Path(__file__).with_name("synthetic.toml")
COLUMNS = ("Number", "Event", "Name", "Sex", "What", "Role", "When", "Where", "Why", "Who", "Office", "Story")
KINDS = ("killed", "disappeared", "tortured", "detained", "detained", "kidnapped", "beaten", "threatened", "charged")
ROLES = ("journalist", "journalist", "lawyer", "defender", "unionist")
PLACES = ("La Paz", "Cochabamba", "Santa Cruz", "Potosí")
STORY = "A synthetic account of what happened, in as many words as such lists have: nothing of it is true. "


def write_list(path: Path, rows: int) -> Path:
    """The list as CSV: ten years, two acts per event, one row in twenty without a sex or a reason."""
    draw = random.Random(SEED)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for number in range(rows):
            day = date(2016, 1, 1) + timedelta(days=draw.randrange(3650))
            who = draw.choice(("police", "police", "gang"))
            out.writerow(
                [
                    number,
                    f"Synthetic event {number // 2}",
                    f"Zz Synthetic {number}",
                    draw.choice("FMMMMMM") if draw.random() < 0.95 else "",
                    draw.choice(KINDS),
                    draw.choice(ROLES),
                    day.isoformat(),
                    draw.choice(PLACES),
                    draw.choice(("work", "work", "work", "other")) if draw.random() < 0.95 else "",
                    who,
                    f"Synthetic {who} {number % 40}",
                    STORY * draw.randrange(1, 4),
                ]
            )
    return path


def sijill(home: Path, *words: str, **given: str) -> str:
    """Run a command in the installation; what it printed."""
    environment = {**os.environ, "SIJILL_HOME": str(home), **given}
    command = [sys.executable, "-m", "sijill", *words]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def install(home: Path, database: str = "") -> None:
    """An empty installation, marked as practice."""
    sijill(home, "init", "--name", "SYNTHETIC", "--kind", "civil-society", "--country", "BO", "--database", database)
    text = (home / "settings.toml").read_text(encoding="utf-8")
    (home / "settings.toml").write_text(text.replace("demo = false", "demo = true"), encoding="utf-8")


def make(home: Path, rows: int) -> None:
    """The whole register."""
    install(home)
    sijill(home, "import", "table", "--map", str(MAPPING), str(write_list(home / "SYNTHETIC.csv", rows)))


def review(home: Path) -> None:
    """Confirm everything and decide on one act in twenty: three in four of these are corroborated."""
    os.environ["SIJILL_HOME"] = str(home)
    from sijill.cli.base import start
    from sijill.home import find

    start(find(home))
    from sijill.office.actions import add_user, operator
    from sijill.office.ids import new_id
    from sijill.office.models import LogHead
    from sijill.office.roles import Role
    from sijill.register.models import Act, Event, Verification

    reviewer = add_user(actor=operator(), username="synthetic-reviewer", password=None, roles=[Role.REVIEWER])
    Event.objects.update(state="confirmed")
    Act.objects.update(state="confirmed")
    now = LogHead.objects.get().size
    Verification.objects.bulk_create(
        (
            Verification(
                id=new_id("verification"), log_from=now, salt=bytes(16), act_id=act, reasons="SYNTHETIC",
                reviewer=reviewer, decided_on=date(2026, 1, 1),
                decision="reasonable-grounds" if number % 4 else "more-needed",
                word="corroborated" if number % 4 else "reported",
            )
            for number, act in enumerate(Act.objects.order_by("id").values_list("id", flat=True)[::20])
        ),
        batch_size=1000,
    )  # fmt: skip


def main() -> None:
    """Make it where asked."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("home", type=Path)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--reviewed", action="store_true", help="confirm and decide in the register that is there")
    given = asked.parse_args()
    if given.reviewed:
        review(given.home)
    else:
        make(given.home, given.rows)


if __name__ == "__main__":
    main()
