"""Build the invented country with the same chance and the same clock each time and freeze it; a program of its own.

python same_country.py HOME DATABASE: DATABASE is what a home's settings name, empty for SQLite. Ids that are random
elsewhere come from a counter, so two runs agree only where the engine changes neither what is written nor its order.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import secrets
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime, tzinfo
from itertools import count
from typing import Any


class Stopped(datetime):
    """A clock that stands: the day on which something was entered is a column."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Stopped:
        """Noon of one day."""
        return cls(2026, 1, 15, 12, tzinfo=tz or UTC)


def fixed() -> Callable[[int | None], bytes]:
    """What stands for `secrets.token_bytes`: the n-th call gives the same bytes in every run."""
    numbers = count()

    def token_bytes(size: int | None = None) -> bytes:
        return hashlib.shake_256(b"%d" % next(numbers)).digest(size or 32)

    return token_bytes


def main(folder: str, database: str) -> None:
    """Build, correct, erase, freeze: current rows, former versions, rows written over."""
    os.environ["SIJILL_HOME"] = folder
    vars(secrets)["token_bytes"] = fixed()
    from sijill import examples
    from sijill.cli.base import start
    from sijill.home import Settings, find

    home = find(folder)
    home.make()
    (home.folder / "secret.key").write_text("the same invented secret", encoding="ascii")
    home.write_settings(Settings(database=database))
    start(home)
    sys.path.append(str(examples()))
    country = importlib.import_module("invented.country")
    vars(importlib.import_module("sijill.office.ledger"))["datetime"] = Stopped
    country.build(home)
    country.correct(home)
    erase_somebody(home)
    json.dump(frozen(home), sys.stdout)


def erase_somebody(home: Any) -> None:
    """A unit is named; then the victim no longer agrees, and two people erase what identifies them everywhere."""
    from sijill.office.models import User
    from sijill.register.actions import add_involvement, erase_person, record_body, record_consent
    from sijill.register.models import Person

    staff = {one.username: one for one in User.objects.all()}
    person = Person.objects.filter(merged_into=None, kind="individual", acts__isnull=False).order_by("id")[0]
    body = record_body(actor=staff["zz-recorder"], name="INVENTED unit", kind="security-unit", place="XZ")
    add_involvement(
        actor=staff["zz-recorder"],
        act=person.acts.order_by("id")[0],
        perpetrator="police",
        state_link="state-agent",
        organization=body,
    )
    record_consent(
        actor=staff["zz-recorder"],
        person=person,
        use="record",
        decision="withdrawn",
        given_by="self",
        on=date(2026, 1, 14),
    )
    erase_person(actor=staff["zz-reviewer"], person=person, folder=home.evidence)


def frozen(home: Any) -> dict[str, Any]:
    """The snapshot: its hash, its manifest, and on which engine the records are."""
    from django.db import connection

    from sijill.publish.run import take_snapshot

    snapshot = take_snapshot(home)
    return {"engine": connection.vendor, "hash": snapshot.hash, **asdict(snapshot.manifest())}


if __name__ == "__main__":
    main(*sys.argv[1:])
