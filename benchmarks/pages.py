"""How long the server takes for the staff's pages, over a large register.

    python benchmarks/synthetic.py HOME --rows 100000       once
    python benchmarks/pages.py HOME                         each page six times, the first one left out

The register is SYNTHETIC. Django's test client asks in this process as an account that may record and review: time is
that of the program and the database, without a network and a browser. The list is asked for by its first page, a
later page, states, what acts may be called, a kind, a place and a name; the case is one of its cases.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from pathlib import Path

TARGET_MS = 120.0
RUNS = 6


def main() -> None:
    """Ask for every page and print a line for each."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("home", type=Path)
    given = asked.parse_args()
    os.environ["SIJILL_HOME"] = str(given.home)
    from sijill.cli.base import start
    from sijill.home import find

    start(find(given.home))
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from sijill.office.actions import add_user, operator
    from sijill.office.models import User
    from sijill.office.roles import Role
    from sijill.register.models import Act, Event

    # Not who imported the list: that account has nothing to review.
    user = User.objects.filter(username="reader-of-pages").first() or add_user(
        actor=operator(), username="reader-of-pages", password=None, roles=[Role.RECORDER, Role.REVIEWER]
    )
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user)
    event, victim = Act.objects.values_list("event_id", "victim_id")[1000]
    print(f"{Act.objects.count()} acts, {Event.objects.count()} cases, load {os.getloadavg()[0]:.1f}")
    searches = {
        "by kind": {"kind": "torture"},
        "by place and year": {"place": "BO-L", "since": "2024-01-01"},
        "by a name": {"words": "zz synthetic 1234"},
    }
    for name, address in {
        "home": reverse("home"),
        "list, first page": reverse("cases"),
        "list, page 400": reverse("cases") + "?page=400",
        "list, drafts": reverse("cases") + "?state=draft",
        "list, confirmed": reverse("cases") + "?state=confirmed",
        "list, reported": reverse("cases") + "?word=reported",
        "list, corroborated": reverse("cases") + "?word=corroborated",
        **{f"list, {name}": client.post(reverse("cases"), asked)["Location"] for name, asked in searches.items()},
        "case": reverse("case", args=[event]),
        "person": reverse("person", args=[victim]),
    }.items():
        taken, worked = [], []
        for _ in range(RUNS):
            began, busy = time.perf_counter(), time.process_time()
            answer = client.get(address)
            taken.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - busy) * 1000)
            assert answer.status_code == 200, (name, answer.status_code)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        median = statistics.median(taken[1:])
        slowest = max(queries.captured_queries, key=lambda one: float(one["time"]))
        print(
            f"{name:24} median {median:6.0f} ms ({min(taken[1:]):.0f}-{max(taken[1:]):.0f}), "
            f"processor {statistics.median(worked[1:]):.0f} ms, {len(queries)} queries, "
            f"slowest {float(slowest['time']) * 1000:.0f} ms: {'met' if median <= TARGET_MS else 'NOT met'}",
            flush=True,
        )
        if os.environ.get("SHOW"):
            print("   ", slowest["sql"][:1500])


if __name__ == "__main__":
    main()
