"""Build the invented country in an empty home: `main` does all that `sijill demo` does in two processes.

Everything here is made up. Every name begins with Zz, every file and text says INVENTED, the country has
the code XZ, and the installation is marked invented, so that no figure of it can be taken for a real one.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

# The examples lie beside the package and not in it: `invented` is found from here, whoever runs this file.
if str(Path(__file__).resolve().parents[1]) not in sys.path:
    sys.path.append(str(Path(__file__).resolve().parents[1]))

import click
from django.db import transaction

from invented import casework, desk, speech
from invented.cases import RIGHT_DAY, Case, cases
from invented.expect import counts, expected, reasons
from invented.lists import MAPPINGS, ListFile, files, write
from invented.names import MARK
from invented.staff import ACCOUNTS, PRACTICE_PASSWORD, Staff, arrive, present
from sijill.collect.actions import dated_values
from sijill.collect.importers.formats import format_of, read
from sijill.home import Home
from sijill.register.actions import change_entry, import_file, merge_events, merge_persons
from sijill.register.actions.imports import file_hash

__all__ = ["SEED", "Asked", "Summary", "build", "correct", "counts", "expected", "main", "publish", "reasons"]

SEED = 7
LAWS, MAP = "laws.toml", "map.geojson"
FOLDER = "practice-lists"  # below the home: the files that were imported, to look at and to import again


@dataclass(frozen=True, slots=True)
class Asked:
    """A release that the country is made for, in the words of `sijill release new`."""

    since: date
    until: date
    title: Mapping[str, str]
    subject: str = "people"
    correction: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Summary:
    """What was built: files, (account, roles) with their one password, rows imported, releases to make."""

    lists: tuple[Path, ...]
    accounts: tuple[tuple[str, str], ...]
    password: str
    rows: int
    refused: int
    releases: tuple[Asked, ...]


# Everything of 2023 was decided on, so that official series could be written, were the country real. Much of
# 2025 is open, so that they could not.
RELEASES = (
    Asked(
        date(2023, 1, 1),
        date(2023, 12, 31),
        {
            "en": f"Attacks on people who speak in the invented country, 2023 ({MARK})",
            "ar": "الاعتداءات على من يتكلم في بلد مختلق، 2023 (بيانات مختلقة)",
            "fr": "Attaques contre les personnes qui s’expriment dans le pays inventé, 2023 (données inventées)",
            "es": "Ataques contra quienes se expresan en el país inventado, 2023 (datos inventados)",
        },
    ),
    Asked(
        date(2025, 1, 1),
        date(2025, 12, 31),
        {
            "en": f"Attacks on people who speak in the invented country, 2025 ({MARK})",
            "ar": "الاعتداءات على من يتكلم في بلد مختلق، 2025 (بيانات مختلقة)",
            "fr": "Attaques contre les personnes qui s’expriment dans le pays inventé, 2025 (données inventées)",
            "es": "Ataques contra quienes se expresan en el país inventado, 2025 (datos inventados)",
        },
    ),
)
SPEECH = Asked(
    date(2023, 1, 1),
    date(2025, 12, 31),
    {
        "en": f"Restrictions of speech in the invented country, 2023 to 2025 ({MARK})",
        "ar": "القيود على التعبير في بلد مختلق، من 2023 إلى 2025 (بيانات مختلقة)",
        "fr": "Restrictions de l’expression dans le pays inventé, 2023 à 2025 (données inventées)",
        "es": "Restricciones de la expresión en el país inventado, de 2023 a 2025 (datos inventados)",
    },
    subject="speech",
)
CORRECTED = Asked(
    date(2025, 1, 1),
    date(2025, 12, 31),
    {
        "en": f"Attacks on people who speak in the invented country, 2025, corrected ({MARK})",
        "ar": "الاعتداءات على من يتكلم في بلد مختلق، 2025، مصححة (بيانات مختلقة)",
        "fr": "Attaques contre les personnes qui s’expriment dans le pays inventé, 2025, rectifié (données inventées)",
        "es": "Ataques contra quienes se expresan en el país inventado, 2025, rectificado (datos inventados)",
    },
    correction={
        "en": "Five people whose detention was verified had been entered twice, under two spellings of their "
        "names, and a sixth was detained in December 2024. Arbitrary detention in 2025 falls by six.",
        "ar": "تبيّن أن خمسة أشخاص سبق التحقق من احتجازهم أُدخلوا مرتين بتهجئتين مختلفتين لأسمائهم، وأن شخصًا "
        "سادسًا احتُجز في كانون الأول/ديسمبر 2024. ينخفض عدد حالات الاحتجاز التعسفي في 2025 بمقدار ست حالات.",
        "fr": "Cinq personnes dont la détention était vérifiée avaient été saisies deux fois, sous deux graphies de "
        "leur nom, et une sixième a été détenue en décembre 2024. Les détentions arbitraires de 2025 diminuent de six.",
        "es": "Cinco personas cuya detención estaba verificada se habían registrado dos veces, con dos grafías de su "
        "nombre, y una sexta fue detenida en diciembre de 2024. Las detenciones arbitrarias de 2025 bajan en seis.",
    },
)


def build(home: Home, *, seed: int = SEED) -> Summary:
    """Make the office, its lists, its cases; the caller has started Django here (`sijill.cli.base.start`).

    The content depends on the seed alone; ids and times do not. Refusal if the home has an office already.
    """
    with transaction.atomic():
        staff = arrive()
    paths = write(home.folder / FOLDER, seed)
    *firsts, again = zip(files(seed), paths, strict=True)
    counted = [_import(staff, listed, path) for listed, path in firsts]
    office = casework.open_office(home, staff, seed)
    casework.work(office, seed)
    desk.enter(office, seed)
    speech.enter(staff, seed, home.folder / FOLDER)
    counted.append(_import(staff, *again))  # the press list once more: three rows reworded, two taken back
    return Summary(
        lists=tuple(paths),
        accounts=tuple((name, ", ".join(roles) or "no role") for name, _, roles in ACCOUNTS),
        password=PRACTICE_PASSWORD,
        rows=sum(rows for rows, _ in counted),
        refused=sum(refused for _, refused in counted),
        releases=RELEASES,
    )


def correct(home: Home, *, seed: int = SEED) -> Asked:
    """After the release of 2025: five verified cases are told twice, one is of 2024. The release to make then."""
    office = casework.open_office(home, present(), seed)
    for case in cases(seed):
        if case.treatment == "p":
            _make_one(office, case)
        elif case.treatment == "y":
            _date_again(office, case)
    return CORRECTED


def main(home: Home, *, seed: int = SEED) -> None:
    """Build the country and publish it: `found`, `publish_people`, `publish_speech`.

    The settings file says that the installation is there: it stays only if everything was made.
    """
    try:
        found(home, seed=seed)
        publish_people(home, seed=seed)
        publish_speech(home)
    except BaseException:
        home.settings_file.unlink(missing_ok=True)
        raise


def found(home: Home, *, seed: int = SEED) -> None:
    """Build the country; print how to sign in."""
    summary = build(home, seed=seed)
    settle(home)
    for line in how_to_sign_in(summary):
        click.echo(line, err=True)


def publish_people(home: Home, *, seed: int = SEED) -> None:
    """Publish 2023 and 2025, correct 2025 and publish it again."""
    newest = [publish(home, asked) for asked in RELEASES][-1]
    publish(home, correct(home, seed=seed), replaces=newest)


def publish_speech(home: Home) -> None:
    """Publish what is restricted."""
    publish(home, SPEECH)


def settle(home: Home) -> None:
    """The settings of a demonstration, with the invented list of laws and map of areas copied to the home."""
    here = Path(__file__).resolve().parent
    for name in (LAWS, MAP):
        shutil.copyfile(here / name, home.folder / name)
    home.write_settings(replace(home.settings(), demo=True, laws=LAWS, map=MAP))


def publish(home: Home, asked: Asked, *, replaces: str = "") -> str:
    """Make a release and approve it as the publisher: its id. Refusal if it would give somebody away."""
    from sijill.publish.actions import approve_release, make_release

    publisher = present().publisher
    release = make_release(actor=publisher, home=home, replaces=replaces, **asdict(asked))
    return str(approve_release(actor=publisher, home=home, release=release).id)


def how_to_sign_in(summary: Summary) -> list[str]:
    """Who may sign in, with what roles, and the one password of them all."""
    width = max(len(name) for name, _ in summary.accounts)
    lines = [f"  {name:<{width}}  {roles}" for name, roles in summary.accounts]
    return [f"{MARK} accounts, all with the password {summary.password}", *lines]


def _import(staff: Staff, listed: ListFile, path: Path) -> tuple[int, int]:
    """Import one list as `sijill import table --map` does: (rows, refused)."""
    mapping = MAPPINGS[listed.source]
    table = format_of("table").using(mapping)
    run = import_file(
        actor=staff.operator,
        info=table.source,
        format_name=table.name,
        complete=table.complete,
        rows=read(table.name, path, mapping=mapping, retrieved=listed.fetched),
        sha256=file_hash(path),
        file_name=path.name,
        label=listed.fetched.isoformat(),
        retrieved_on=listed.fetched,
    )
    return run.rows, run.refused


def _make_one(office: casework.Office, case: Case) -> None:
    keep, drop = casework.found_of(office, case)
    reasons = f"{MARK}: a relative showed that both spellings are of one name."
    merge_persons(actor=office.staff.recorder, keep=keep.act.victim, drop=drop.act.victim, reasons=reasons)
    merge_events(actor=office.staff.recorder, keep=keep.act.event, drop=drop.act.event, reasons=reasons)


def _date_again(office: casework.Office, case: Case) -> None:
    """The decision covered the wrong day, so that the act is reviewed afresh."""
    act = casework.found_of(office, case)[0].act
    change_entry(
        actor=office.staff.second_recorder,
        row=act,
        event=act.event,
        **dated_values("occurred", RIGHT_DAY, ""),
    )
    casework.determine(office, office.reviewer(case.number), act, "institution-investigation")
