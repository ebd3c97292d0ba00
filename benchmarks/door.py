"""How many statements of reasons a platform can file through the door, and how long a call takes.

    python benchmarks/door.py                          batches of 100 for 60 s on SQLite with synchronous=FULL
    python benchmarks/door.py --database postgres      the same on a PostgreSQL server that is made for it
    python benchmarks/door.py --seconds 10 --clients 1

The statements are SYNTHETIC. `sijill serve` answers in a process of its own; the clients are threads of this one, so
both share the machine's cores, as does the server of the database. The first ten seconds, in which a server that was
just started makes other things ready, are filed and not measured. Afterwards every statement that was acknowledged is
counted in the database, and the log is verified.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

RATE, P95 = 500.0, 0.400
BATCH = 100
EEA = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
TERRITORIES = EEA.split()
STORY = "an invented decision about invented content that broke an invented rule of a place which does not exist"
WORDS = STORY.split()


def main() -> None:
    """Make an installation, serve it, file for a while, print the figures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    asked.add_argument("--seconds", type=float, default=60.0)
    asked.add_argument("--warm", type=float, default=10.0, help="seconds that are filed first and not measured")
    asked.add_argument("--clients", type=int, default=2, help="calls under way at once")
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    with contextlib.ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="sijill-door-")))
        address = _server(held) if given.database == "postgres" else ""
        found = run(folder / "home", address, given.seconds, given.clients, given.warm)
    found["database"] = given.database
    print(json.dumps(found, indent=1) if given.json else report(found))


def _server(held: contextlib.ExitStack) -> str:
    from tests import postgres

    # As an office would run it: what is committed is on the disk.
    options = "-c max_connections=40 -c shared_buffers=256MB"
    return postgres.new_database(held.enter_context(postgres.cluster(options)))


def run(folder: Path, database: str, seconds: float, clients: int, warm: float) -> dict[str, Any]:
    """Serve a new installation and file into it."""
    from sijill.home import ENVIRONMENT, Home

    environment = {**os.environ, ENVIRONMENT: str(folder)}

    def sijill(*words: str) -> str:
        command = [sys.executable, "-m", "sijill", *words]
        return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout

    sijill("init", "--name", "SYNTHETIC", "--kind", "civil-society", "--database", database)
    sijill("door", "platform", "SYNTHETIC Square")
    token = sijill("door", "token", "SYNTHETIC Square", "--label", "benchmark").strip()
    home = Home(folder)
    home.write_settings(replace(home.settings(), staff_port=_free_port()))
    port = home.settings().staff_port
    server = subprocess.Popen([sys.executable, "-m", "sijill", "serve", "--staff-only"], env=environment)
    try:
        _wait(port)
        before = measure(port, token, warm, clients, "warm") if warm else {"filed": 0, "failures": []}
        found = measure(port, token, seconds, clients, "measured")
        found["before"], found["failures"] = before["filed"], before["failures"] + found["failures"]
        found["server_mib"] = _resident(server.pid)
    finally:
        server.terminate()
        server.wait()
    found["verify"] = sijill("log", "verify").strip()
    found["kept"] = _kept(home)
    return found


def _kept(home: Any) -> int:
    from tests.kills.rows import ask

    ((count,),) = ask(home, "SELECT count(*) FROM statement JOIN restriction ON restriction.id = restriction_id")
    return int(count)


def measure(port: int, token: str, seconds: float, clients: int, name: str) -> dict[str, Any]:
    """Calls one after the other in each client until the time is over."""
    ends = time.perf_counter() + seconds
    took: list[list[float]] = [[] for _ in range(clients)]
    failures: list[str] = []

    def client(number: int) -> None:
        chance = random.Random(number)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        at = 0
        while time.perf_counter() < ends:
            batch = [statement(chance, f"synthetic-{name}-{number}-{at + one}") for one in range(BATCH)]
            at += BATCH
            body = json.dumps({"statements": batch})
            began = time.perf_counter()
            connection.request("POST", "/api/v1/statements", body, headers)
            answer = connection.getresponse()
            told = answer.read()
            took[number].append(time.perf_counter() - began)
            if answer.status != 201 or len(json.loads(told)["statements"]) != BATCH:
                failures.append(f"{answer.status} {told[:200]!r}")
                return

    began = time.perf_counter()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - began
    every = sorted(one for some in took for one in some)
    return {
        "clients": clients,
        "seconds": whole,
        "calls": len(every),
        "filed": len(every) * BATCH,
        "rate": len(every) * BATCH / whole,
        "median": statistics.median(every),
        "p95": every[int(len(every) * 0.95)],
        "worst": every[-1],
        "failures": failures,
    }


def statement(chance: random.Random, puid: str) -> dict[str, Any]:
    """A synthetic statement: texts as long as real ones are, one in five for less than the Union."""
    narrow = chance.random() < 0.2
    return {
        "decision_visibility": [
            chance.choice(["DECISION_VISIBILITY_CONTENT_REMOVED", "DECISION_VISIBILITY_CONTENT_DISABLED"])
        ],
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": f"SYNTHETIC rule {chance.randint(1, 40)} of the terms",
        "incompatible_content_explanation": _text(chance, 40),
        "category": chance.choice(["STATEMENT_CATEGORY_VIOLENCE", "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"]),
        "category_specification": ["KEYWORD_OTHER"],
        "content_type": [chance.choice(["CONTENT_TYPE_TEXT", "CONTENT_TYPE_IMAGE", "CONTENT_TYPE_VIDEO"])],
        "content_language": chance.choice(["AR", "EN", "FR"]),
        "content_date": f"2026-0{chance.randint(1, 9)}-{chance.randint(1, 28):02}",
        "application_date": f"2026-10-{chance.randint(1, 28):02}",
        "territorial_scope": chance.sample(TERRITORIES, chance.randint(1, 3)) if narrow else TERRITORIES,
        "decision_facts": _text(chance, 60),
        "source_type": chance.choice(["SOURCE_VOLUNTARY", "SOURCE_ARTICLE_16"]),
        "automated_detection": chance.choice(["Yes", "No"]),
        "automated_decision": "AUTOMATED_DECISION_FULLY",
        "puid": puid,
    }


def _text(chance: random.Random, words: int) -> str:
    return "SYNTHETIC " + " ".join(chance.choices(WORDS, k=words))


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise SystemExit("The server did not open its port within 30 seconds.")


def _resident(pid: int) -> float:
    """Memory of a process and its children, MiB (Linux)."""
    total = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            if int(lines["Pid"]) == pid or int(lines["PPid"]) == pid:
                total += int(lines.get("VmRSS", "0 kB").split()[0]) / 1024
    return total


def report(found: dict[str, Any]) -> str:
    """The figures in lines, and whether the targets are met."""
    met = (
        found["rate"] >= RATE
        and found["p95"] < P95
        and found["kept"] == found["filed"] + found["before"]
        and not found["failures"]
    )
    lines = [
        f"{found['database']}, {found['clients']} clients, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
        f"filed   {found['filed']} statements in {found['seconds']:.1f} s: {found['rate']:.0f} a second",
        f"calls   of {BATCH}: median {found['median'] * 1000:.0f} ms, p95 {found['p95'] * 1000:.0f} ms, "
        f"worst {found['worst'] * 1000:.0f} ms",
        f"kept    {found['kept']} of {found['filed'] + found['before']}; {found['verify']}",
        f"server  {found['server_mib']:.0f} MiB",
        f"target  {RATE:.0f} a second, p95 < {P95 * 1000:.0f} ms: {'met' if met else 'NOT met'}",
        *found["failures"],
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
