"""How long the server takes for the staff's pages of the second ledger, over many entries.

    python benchmarks/speech_pages.py HOME --rows 100000     makes the register the first time, then asks for each page

The register is SYNTHETIC, drawn from one seed, and written past the log, which cannot vouch for it: it is for measuring
pages and nothing else. Four entries in ten are demands, four restrictions, two disruptions. Django's test client asks
in this process as an account that may record and review: time is that of the program and the database, without a
network and a browser. Each page is asked for six times; the first one is told apart.
A search for another entry is what a form asks (`register.speech.finding`): by one word, by three, by what nobody wrote.
The acts and people it looks among are those of HOME: make it with synthetic.py first to have any.
`findings`, `commitments` and `shutdowns` count over all entries: their first asking counts, the later ones
remember, and the very first of them writes the snapshot.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

SEED, TARGET_MS, RUNS = 424, 150.0, 6
COMPANIES, AUTHORITIES, LAWS, ARTICLES = 40, 60, 50, 5
COUNTRIES = ("BO", "TR", "UG", "TG", "IN", "RU", "DE", "BR", "KE", "EG", "FR", "MX")
TRI = ("yes", "no", "not-stated", "not-stated")
BLOCK = 2_000
SUBJECTS = ("defamation", "national security", "privacy", "an election", "a protest", "religious offence")
# What is asked of each table: one word of many entries, three words of few, words that nobody wrote.
ASKED = {
    "demand": ("service", "zz privacy 1234", "zz service nothing-like-it"),
    "restriction": ("protest", "zz election 1234", "protest company nothing-like-it"),
    "disruption": ("shutdown", "synthetic province 1234", "synthetic province nothing-like-it"),
    "law": ("zz", "zz act 17", "zz act nothing-like-it"),
    "provision": ("zz", "zz act 17", "zz act nothing-like-it"),
    "act": ("synthetic", "zz synthetic 1234", "zz synthetic nothing-like-it"),
    "event": ("synthetic", "synthetic event 1234", "synthetic event nothing-like-it"),
    "person": ("zz", "zz synthetic 1234", "zz synthetic nothing-like-it"),
}


def main() -> None:
    """Make the register if it is not there, ask for every page and print a line for each."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("home", type=Path)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--explain", action="store_true", help="the plan of each page's slowest question")
    given = asked.parse_args()
    os.environ["SIJILL_HOME"] = str(given.home)
    if not given.home.exists():
        init = ["init", "--name", "SYNTHETIC", "--kind", "civil-society", "--country", "BO"]
        subprocess.run([sys.executable, "-m", "sijill", *init], check=True, stdout=subprocess.DEVNULL, input=b"")
    from sijill.cli.base import start
    from sijill.home import find

    start(find(given.home))
    from sijill.register.speech.models import Restriction

    if not Restriction.objects.exists():
        make(given.rows)
    measure(explain=given.explain)


def make(rows: int) -> None:
    """Write the register past the log."""
    from django.db import transaction

    from sijill.office.actions import operator
    from sijill.office.ledger import action
    from sijill.office.words import fill

    draw = random.Random(SEED)
    for _ in range(rows // BLOCK):
        with action("figures.read", actor=operator()) as entry:
            entry.note |= {"report": "synthetic"}
    with transaction.atomic():
        world = _bodies_and_laws(draw)
        demands = _many(draw, "demand", rows * 4 // 10, world, _demand)
        world["demand"] = demands
        _many(draw, "restriction", rows * 4 // 10, world, _restriction)
        _many(draw, "disruption", rows - 2 * (rows * 4 // 10), world, _disruption)
        fill()


def _row(model: Any, table: str, **given: Any) -> Any:
    from sijill.office.ids import new_id

    return model(id=new_id(table), log_from=1, salt=bytes(16), **given)


def _bodies_and_laws(draw: random.Random) -> dict[str, list[str]]:
    from sijill.register.models import Organization
    from sijill.register.speech.models import Law, Provision

    companies = [_row(Organization, "organization", name=f"Zz Company {n}", kind="platform") for n in range(COMPANIES)]
    bodies = [_row(Organization, "organization", name=f"Zz Authority {n}") for n in range(AUTHORITIES)]
    Organization.objects.bulk_create([*companies, *bodies])
    laws = [
        _row(Law, "law", title=f"Zz Act {n}", jurisdiction=COUNTRIES[n % len(COUNTRIES)], state="confirmed",
             accessible="yes", **_when("in_force", date(2001, 1, 1)))
        for n in range(LAWS)
    ]  # fmt: skip
    Law.objects.bulk_create(laws)
    provisions = [
        _row(Provision, "provision", law=law, article=str(n), precise=draw.choice(TRI))
        for law in laws for n in range(ARTICLES)
    ]  # fmt: skip
    Provision.objects.bulk_create(provisions)
    return {
        "company": [one.pk for one in companies], "authority": [one.pk for one in bodies],
        "provision": [one.pk for one in provisions], "law": [one.pk for one in laws], "demand": [],
    }  # fmt: skip


def _when(stem: str, day: date) -> dict[str, Any]:
    return {stem: day.isoformat(), f"{stem}_lo": day, f"{stem}_hi": day, f"{stem}_unknown": ""}


def _day(draw: random.Random) -> date:
    return date(2010, 1, 1) + timedelta(days=draw.randrange(5800))


def _common(draw: random.Random, stem: str) -> dict[str, Any]:
    # One entry in fifty waits as a draft.
    state = "draft" if draw.random() < 0.02 else "confirmed"
    return {"country": draw.choice(COUNTRIES), "state": state, **_when(stem, _day(draw))}


def _demand(draw: random.Random, world: dict[str, list[str]]) -> dict[str, Any]:
    return {
        **_common(draw, "made"), "company_id": draw.choice(world["company"]), "kind": "restrict-content",
        "authority_id": draw.choice(world["authority"]), "authority_kind": draw.choice(("court", "police")),
        "provision_id": draw.choice(world["provision"]), "written": draw.choice(TRI), "signed": draw.choice(TRI),
        "service": f"Zz service {draw.randrange(30)}", "reference": f"Order {draw.randrange(10**6)}",
        "subject_words": draw.choice(SUBJECTS), "legal_basis": f"Synthetic code, article {draw.randrange(400)}",
        "level": "total" if draw.random() < 0.3 else "single", "items_low": 1, "items_high": 9, "items_unknown": "",
    }  # fmt: skip


def _restriction(draw: random.Random, world: dict[str, list[str]]) -> dict[str, Any]:
    return {
        **_common(draw, "applied"), "company_id": draw.choice(world["company"]), "measure": "removed",
        "decider": draw.choice(("court", "company-asked", "agency")), "scope": draw.choice(("item", "account", "site")),
        "decided_by_id": draw.choice(world["authority"]), "demand_id": draw.choice(world["demand"]),
        "provision_id": draw.choice(world["provision"]), "notified": draw.choice(TRI), "appealed": draw.choice(TRI),
        "service": f"Zz service {draw.randrange(30)}", "url": f"https://invented.example/post/{draw.randrange(10**6)}",
        "description": f"A synthetic {draw.choice(SUBJECTS)}: nothing of it happened",
    }  # fmt: skip


def _disruption(draw: random.Random, world: dict[str, list[str]]) -> dict[str, Any]:
    return {
        **_common(draw, "began"), "kind": "shutdown", "authority_id": draw.choice(world["authority"]),
        "ordered_by": "executive", "scope": draw.choice(("national", "one-region")), "users_notified": draw.choice(TRI),
        "title": f"Synthetic shutdown {draw.randrange(10**5)}", "area": f"Zz province {draw.randrange(200)}",
    }  # fmt: skip


def _many(draw: random.Random, table: str, rows: int, world: dict[str, list[str]], values: Any) -> list[str]:
    from sijill.register.speech.columns import TABLES

    model, found = TABLES[table], []
    for begin in range(0, rows, BLOCK):
        made = [_row(model, table, **values(draw, world)) for _ in range(min(BLOCK, rows - begin))]
        for one in made:  # as a batch of an import: its rows share their position in the log
            one.log_from = 1 + begin // BLOCK
        model._default_manager.bulk_create(made)
        found += [one.pk for one in made]
    return found


def addresses() -> dict[str, str]:
    """Every kind of page, by a name; of records and subjects one from the middle."""
    from django.urls import reverse

    from sijill.register.models import Organization
    from sijill.register.speech.columns import TABLES

    company = Organization.objects.get(name="Zz Company 7").pk
    authority = Organization.objects.get(name="Zz Authority 7").pk
    some = {table: TABLES[table]._default_manager.order_by("id")[20].pk for table in
            ("restriction", "demand", "disruption", "law", "provision")}  # fmt: skip
    subjects = {"company": company, "authority": authority, "country": "TR", "law": some["law"]}
    lists = ("restriction", "demand", "disruption", "law")
    return {
        "home": reverse("home"),
        **{f"list {kind}": reverse("speech-list", args=[kind]) for kind in lists},
        "list, page 1200": reverse("speech-list", args=["restriction"]) + "?page=1200",
        "list, drafts": reverse("speech-list", args=["restriction"]) + "?state=draft",
        "list, country, years": reverse("speech-list", args=["demand"]) + "?country=TR&since=2015&until=2016",
        "list, of a body": reverse("speech-list", args=["restriction"]) + f"?body={company}",
        **{f"record {kind}": reverse("speech-entry", args=[kind, one]) for kind, one in some.items()},
        "check": reverse("speech-check", args=["restriction", some["restriction"], "remedy", "person-notified"]),
        **{f"profile {name}": reverse("speech-profile", args=[name, one]) for name, one in subjects.items()},
        "profile, restrictions": reverse("speech-profile", args=["country", "TR"]) + "?kind=restriction&page=30",
        **{f"index {name}": reverse("speech-subjects", args=[name]) for name in subjects},
        "commitments, company": reverse("speech-commitments", args=["company", company]),
        "commitments, country": reverse("speech-commitments", args=["country", "TR"]),
        "shutdowns of a country": reverse("shutdown-report", args=["TR", "all"]),
        "shutdowns of a year": reverse("shutdown-report", args=["all", "2020"]),
        "findings, country": reverse("speech-findings", args=["country", "TR"]) + "?kind=restriction",
    }


def measure(*, explain: bool) -> None:
    """A line for each page: the first asking, the median of five more, how many questions the database was asked."""
    from django.conf import settings
    from django.test import Client

    from sijill.assess.rules.ground.prepared import prepare
    from sijill.office.actions import add_user, operator
    from sijill.office.models import User
    from sijill.office.roles import Role
    from sijill.register.speech.finding import find

    settings.ALLOWED_HOSTS = ["localhost"]
    user = User.objects.filter(username="reader-of-pages").first() or add_user(
        actor=operator(), username="reader-of-pages", password=None, roles=[Role.RECORDER, Role.REVIEWER]
    )
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user)
    began = time.perf_counter()
    prepare()
    print(f"checks compiled in {time.perf_counter() - began:.1f} s, load {os.getloadavg()[0]:.1f}")
    for name, address in addresses().items():
        _time(name, lambda address=address: _page(client, address), explain=explain)
    for table, asked in ASKED.items():
        for kind, words in zip(("one word", "three words", "nothing there"), asked, strict=True):
            _time(f"find {table}, {kind}", lambda table=table, words=words: find(user, table, words), explain=explain)


def _page(client: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def _time(name: str, ask: Callable[[], Any], *, explain: bool) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken, worked = [], []
    for _ in range(RUNS):
        began, busy = time.perf_counter(), time.process_time()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    with CaptureQueriesContext(connection) as queries:
        ask()
    median = statistics.median(taken[1:])
    slowest = max(queries.captured_queries, key=lambda one: float(one["time"]), default={"time": "0", "sql": ""})
    print(
        f"{name:28} median {median:6.0f} ms ({min(taken[1:]):.0f}-{max(taken[1:]):.0f}), first {taken[0]:.0f} ms, "
        f"processor {statistics.median(worked[1:]):.0f} ms, "
        f"{len(queries)} queries, slowest {float(slowest['time']) * 1000:.0f} ms: "
        f"{'met' if median <= TARGET_MS else 'NOT met'}",
        flush=True,
    )
    if explain:
        print("   ", slowest["sql"][:900])
        if slowest["sql"].startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN QUERY PLAN " + slowest["sql"].replace("%", "%%"))
                print(*(f"      {row[-1]}" for row in cursor.fetchall()), sep="\n")


if __name__ == "__main__":
    main()
