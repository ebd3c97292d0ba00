"""An invented release, counted from invented victims and protected as any other."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from sijill.codelists.load import codelist
from sijill.publish.manifest import MANIFEST, About, Attribution, Banner, Manifest, to_bytes
from sijill.publish.notes import note_of
from sijill.publish.release import compose
from sijill.stats.disclosure import Protected, protect
from sijill.stats.policy import load_policy
from sijill.stats.table import TOTAL, Count, Dimension, Programme, Table

SINCE, UNTIL = date(2025, 1, 1), date(2025, 12, 31)
Victim = Mapping[str, Any]

CATEGORY = Dimension("category", (TOTAL, *"ABCDEF"), "sdg_categories")
SEX = Dimension("sex", (TOTAL, "female", "male", "not-stated"), "sex")
ROLE = Dimension(
    "role",
    (TOTAL, "journalist", "blogger", "human-rights-defender", "trade-unionist", "lawyer"),
    "roles",
    adds_up=False,
)
STATE = Dimension("state", (TOTAL, "state", "non-state", "not-available"), "")
AGE = Dimension("age", (TOTAL, *codelist("age_groups").codes), "age_groups")
YEAR = Dimension("year", (TOTAL, "2025"), "")
MONTH = Dimension("month", (TOTAL, *(f"2025-{month:02d}" for month in range(1, 13))), "")
SOURCE = Dimension("source", (TOTAL, "invented-press", "invented-union", "invented-clinic"), "", adds_up=False)


@dataclass(frozen=True)
class InventedReport:
    """A report that never ran: its words."""

    slug: str
    title: Mapping[str, str]
    question: Mapping[str, str]


RULE = {
    "en": "Invented statement of rule",
    "ar": "قاعدة مختلقة",
    "fr": "Énoncé inventé de la règle",
    "es": "Enunciado inventado de la regla",
}


@dataclass(frozen=True)
class InventedRule:
    """A rule as the notes take it."""

    id: str
    version: int = 1
    standard: str = "SDG indicator 16.10.1, global metadata"
    paragraph: str = "Concepts"
    own_reading: bool = False

    def statement(self, language: str) -> str:
        """An invented sentence."""
        return f"{RULE[language]} {self.id}."


@dataclass(frozen=True)
class InventedWarning:
    """A warning as the notes take it."""

    code: str
    text: Mapping[str, str]


def victims(number: int = 420, seed: int = 7) -> list[Victim]:
    """Invented victims: codes only."""
    dice = random.Random(seed)
    ages = codelist("age_groups").codes
    return [
        {
            "category": dice.choices("ABCDEF", (3, 1, 9, 38, 2, 30))[0],
            "sex": dice.choices(("female", "male", "not-stated"), (38, 55, 7))[0],
            "state": dice.choices(("state", "non-state", "not-available"), (70, 20, 10))[0],
            "age": dice.choice(ages),
            "role": set(dice.sample(ROLE.parts, dice.choice((1, 1, 1, 2)))),
            "month": f"2025-{dice.randint(1, 12):02d}",
            "year": "2025",
            "source": {dice.choice(SOURCE.parts)},
            "verified": dice.random() < 0.4,
        }
        for _ in range(number)
    ]


def table(
    slug: str,
    dimensions: tuple[Dimension, ...],
    people: Iterable[Victim],
    *,
    subject: str = "sdg16",
    **more: Any,
) -> Table:
    """A table of reported and verified victims; `verified=None` where nobody assessed them."""
    assessed = more.pop("assessed", True)
    people = list(people)
    tests: dict[str, Callable[[Victim], bool]] = {
        "reported": lambda _: True,
        "verified": lambda one: one["verified"],
    }
    cells = {
        (measure, key): Count(sum(test(one) and _has(one, dimensions, key) for one in people))
        if assessed or measure == "reported"
        else Count(None)
        for measure, test in tests.items()
        for key in product(*(one.codes for one in dimensions))
    }
    kind = more.pop("kind", "sdg16")
    unit = more.pop("unit", "victim-incidents")
    return Table(slug, subject, kind, unit, SINCE, UNTIL, dimensions, tuple(tests), cells)


def _has(one: Victim, dimensions: tuple[Dimension, ...], key: tuple[str, ...]) -> bool:
    return all(
        code == TOTAL
        or (code in one[dimension.name] if isinstance(one[dimension.name], set) else code == one[dimension.name])
        for dimension, code in zip(dimensions, key, strict=True)
    )


REPORTS = (
    (
        InventedReport(
            "sdg16",
            {
                "en": "SDG 16.10.1: victims",
                "ar": "المؤشر 16-10-1: الضحايا",
                "fr": "Indicateur 16.10.1 : victimes",
                "es": "Indicador 16.10.1: víctimas",
            },
            {
                "en": "How many people were killed, disappeared, tortured, detained, kidnapped or harmed?",
                "ar": "كم شخصاً قُتل أو أُخفي أو عُذِّب أو احتُجز تعسفاً أو اختُطف أو لحقه أذى آخر؟",
                "fr": "Combien de personnes ont été tuées, détenues, enlevées ou lésées ?",
                "es": "¿Cuántas personas fueron asesinadas, detenidas, secuestradas o dañadas?",
            },
        ),
        ("sdg16", "sdg16-sex", "sdg16-age", "sdg16-role", "sdg16-state"),
    ),
    (
        InventedReport(
            "over_time",
            {"en": "Over time", "ar": "عبر الزمن", "fr": "Au fil du temps", "es": "A lo largo del tiempo"},
            {"en": "When did it happen?", "ar": "متى وقع ذلك؟", "fr": "Quand cela ?", "es": "¿Cuándo ocurrió?"},
        ),
        ("over-time-month",),
    ),
    (
        InventedReport(
            "coverage",
            {"en": "Coverage", "ar": "التغطية", "fr": "Couverture", "es": "Cobertura"},
            {"en": "Who reported what?", "ar": "من أبلغ عن ماذا؟", "fr": "Qui a dit quoi ?", "es": "¿Quién dijo qué?"},
        ),
        ("coverage-source",),
    ),
)


def programme(people: Iterable[Victim], *, assessed: bool = True) -> Programme:
    """All tables of the invented release."""
    people = list(people)

    def sdg16(slug: str, *dimensions: Dimension) -> Table:
        return table(slug, (CATEGORY, *dimensions), people, assessed=assessed)

    return Programme(
        (
            sdg16("sdg16"),
            sdg16("sdg16-sex", SEX),
            sdg16("sdg16-age", AGE),
            sdg16("sdg16-role", ROLE),
            sdg16("sdg16-state", STATE),
            table("over-time-month", (MONTH, CATEGORY), people, assessed=assessed),
            table(
                "coverage-source",
                (SOURCE,),
                people,
                subject="coverage",
                kind="coverage",
                unit="acts",
                assessed=assessed,
            ),
        )
    )


@cache
def protected(assessed: bool = True) -> Protected:
    """The invented tables, protected under the shipped policy."""
    return protect(programme(victims(), assessed=assessed), (), load_policy())


def about(**changes: Any) -> About:
    """What the invented release says of itself."""
    notes = tuple(
        note_of(
            report,
            tables,
            options=(
                ("since", SINCE.isoformat()),
                ("repeat_victims", "victim-incidents"),
                ("groups", "never"),
            ),
            rules=(InventedRule("sdg16/killing"), InventedRule("sdg16/most-serious", own_reading=True)),
            warnings=(
                InventedWarning(
                    "roles",
                    {
                        "en": "One person may have several roles: the figures by role exceed the total.",
                        "ar": "قد يكون للشخص الواحد أكثر من دور، فيزيد مجموع الأرقام بحسب الدور على الكلي.",
                        "fr": "Une personne peut avoir plusieurs rôles.",
                        "es": "Una persona puede tener varias funciones.",
                    },
                ),
            ),
        )
        for report, tables in REPORTS
    )
    made = About(
        id="release-invented0000000000000000",
        title={
            "en": "Attacks against people who speak, 2025",
            "ar": "الاعتداءات على من يعبّرون عن آرائهم، 2025",
        },
        subject="people",
        area="ZZ",
        area_name={"en": "Invented Country", "ar": "بلد مختلق", "fr": "Pays inventé", "es": "País inventado"},
        since=SINCE,
        until=UNTIL,
        as_of=date(2026, 2, 1),
        institution={
            "en": "National Institution of Invented Country",
            "ar": "المؤسسة الوطنية في البلد المختلق",
        },
        profile="paris-institution",
        banner=Banner.INVENTED,
        code_version="0.1.0",
        snapshot="5" * 64,
        policy=load_policy().hash,
        gate={
            "en": "At least two independent sources and three in all for every element; our reading.",
            "ar": "مصدران مستقلان على الأقل وثلاثة مصادر إجمالاً لكل عنصر، وهذه قراءتنا لشريحة واحدة.",
            "fr": "Au moins deux sources indépendantes et trois en tout ; notre lecture.",
            "es": "Al menos dos fuentes independientes y tres en total; nuestra lectura.",
        },
        unofficial_demo=True,
        notes=notes,
    )
    return replace(made, **changes)


def official_about(**changes: Any) -> About:
    """The same as a real mandated institution would publish it."""
    return about(**{"banner": Banner.OFFICIAL, "unofficial_demo": False, "official": True, "area": "BO", **changes})


def list_about(**changes: Any) -> About:
    """The same as a list that somebody else published."""
    attribution = Attribution(
        source={"en": "Invented Press List", "ar": "قائمة صحفية مختلقة"},
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        changes={"en": "Coded and counted.", "ar": "رُمّزت وعُدّت."},
    )
    return about(**{"banner": Banner.REAL_LIST, "attribution": attribution, **changes})


@cache
def composed(kind: str) -> tuple[Mapping[str, bytes], Manifest]:
    """Every file of one of the releases above, made once: `invented`, `official` or `unassessed`."""
    if kind == "official":
        return compose(protected(), official_about())
    if kind == "unassessed":
        return compose(protected(assessed=False), list_about())
    return compose(protected(), about())


def in_text(value: str) -> int | None:
    """The number that a page shows; None for a sign."""
    digits = value.replace("\u202f", "").rstrip("†")
    return int(digits) if digits.isdigit() else None


def written(folder: Path, kind: str = "invented") -> Path:
    """One of the releases above on disk."""
    files, manifest = composed(kind)
    for path, content in {**files, MANIFEST: to_bytes(manifest)}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder
