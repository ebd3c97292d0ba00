"""Governments' notices to take content down, verbatim, as GitHub posts them: one file, one notice, one demand.

What is looked for stands in `takedowns.toml`. What is not found is *not available*: it may stand in the notice and not
have been read. Only of a form whose every paragraph is known can the reader say that something is *not stated*.

GitHub takes a notice that passes three questions: it comes from an official agency, it identifies the content, it cites
the source of illegality (github/gov-takedowns, README). `Notice.intake` asks the same of what was read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sijill.collect.draft import NOT_AVAILABLE, NOT_STATED, DraftBody, DraftFact, Refused, Row, SourceInfo
from sijill.collect.importers.companies.making import demand, key_of
from sijill.collect.importers.countries import Country, country
from sijill.collect.importers.files import canonical
from sijill.collect.importers.problems import FileError
from sijill.collect.importers.ranges import Count

SOURCE = SourceInfo(
    "github-notices", "GitHub: governments' notices", "company", "github",
    url="https://github.com/github/gov-takedowns",
)  # fmt: skip
GITHUB = DraftBody("GitHub", "platform", "US")
_WORDS = Path(__file__).with_name("takedowns.toml")
_LARGEST = 1 << 20  # bytes of one notice
_LONGEST_BASIS = 1000
_LONGEST_REFERENCE = 200
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-?(.*)")
_ABOUT_THE_FOLDER = re.compile(r"(?:README|PROVENANCE|LICEN[CS]E|CONTRIBUTING|CODE_OF_CONDUCT)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>()\"'“”«»，。；]+", re.IGNORECASE)
_REPOSITORY = re.compile(r"^[\w-]{1,39} / [\w.-]{1,100}$")
_NO_CONTENT = re.compile(r"//(?:[\w.-]*\.)?(?:rkn\.gov\.ru|help\.github\.com|docs\.github\.com)(?:/|$)", re.IGNORECASE)
_TAKEN_OUT = re.compile(r"^\[(?:private|redacted)\]$", re.IGNORECASE)
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_NUMBERED = re.compile(r"(?:№|\bno\.?) ?([\w/-]+)|(?:записи|entry is) ([\w-]+)", re.IGNORECASE)
_DAY_ALONE = (
    re.compile(r"(?P<month>[A-Z][a-z]{2,8})\.? ?(?P<day>\d{1,2})(?:st|nd|rd|th)?, ?(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"),
    re.compile(r"(?P<day>\d{2})\.(?P<month>\d{2})\.(?P<year>\d{4})"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """`takedowns.toml`, compiled."""

    authorities: tuple[tuple[re.Pattern[str], DraftBody, str], ...]
    form: tuple[str, ...]
    laws: tuple[re.Pattern[str], ...]
    addresses: tuple[re.Pattern[str], ...]
    decisions: tuple[re.Pattern[str], ...]
    deadlines: tuple[tuple[re.Pattern[str], int], ...]
    threats: tuple[tuple[str, re.Pattern[str]], ...]
    reasons: tuple[tuple[str, re.Pattern[str]], ...]
    processes: tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What was read in a notice; None and empty stand for what was not. `whole`: nothing in it went unread."""

    authority: DraftBody | None
    authority_kind: str
    laws: tuple[str, ...]
    decisions: tuple[str, ...]
    items: Count
    deadline: int | None
    threat: str
    reason: str
    process: str
    day: str
    whole: bool

    @property
    def intake(self) -> tuple[bool, bool, bool]:
        """From an official agency; identifies the content; cites the source of illegality."""
        official = self.authority is not None and self.authority_kind != NOT_AVAILABLE
        return official, not isinstance(self.items, str), bool(self.laws)

    @property
    def reference(self) -> str:
        """The numbers of decisions and of the register, each once."""
        numbers = (one or other for text in self.decisions for one, other in _NUMBERED.findall(text))
        return "; ".join(dict.fromkeys(numbers))[:_LONGEST_REFERENCE]

    @property
    def unread(self) -> tuple[str, ...]:
        """What may stand in it and was not read."""
        if self.whole:
            return ()
        found = {
            "authority": self.authority is not None,
            "legal_basis": bool(self.laws or self.decisions),
            "items": not isinstance(self.items, str),
            "deadline_hours": self.deadline is not None,
            "threat": bool(self.threat),
            "reason": bool(self.reason),
            "process": bool(self.process),
            "made": bool(self.day),
        }
        return tuple(name for name, there in found.items() if not there)


def read(path: Path) -> Iterator[Row | Refused]:
    """One row for each notice of a folder, however deep, in the order of names; or for the one file."""
    if not path.exists():
        raise FileError(f"There is no file {path.name}. Check the name and the folder.")
    if not path.is_dir():
        yield _read(path, path.name, frozenset())[0]
        return
    seen: set[str] = set()
    for file in members(path):
        row, key = _read(file, file.relative_to(path).as_posix(), frozenset(seen))
        seen.add(key)
        yield row


def members(folder: Path) -> list[Path]:
    """The Markdown files of a folder, without those that are about the folder. Raises `FileError` if there are none."""
    found = sorted(path for path in folder.rglob("*.md") if path.is_file() and not _ABOUT_THE_FOLDER.match(path.name))
    if not found:
        raise FileError(f"The folder {folder.name} holds no notices (files ending in .md).")
    return found


def _read(path: Path, place: str, seen: frozenset[str]) -> tuple[Row | Refused, str]:
    position = f"notice {place}"[-60:]
    named = _DATED.fullmatch(path.stem)
    if named is None:
        message = "Its name does not begin with a day, as those of notices do (2019-12-10-agency.md). Name it so."
        return Refused(position, canonical({"file": place}), "", "missing-key", message), ""
    key = key_of("github-notice", path.stem)
    try:
        text = path.read_bytes()[: _LARGEST + 1].decode("utf-8-sig")
    except UnicodeDecodeError:
        message = "It is not UTF-8. Save it again as UTF-8."
        return Refused(position, canonical({"file": place}), "", "bad-text", message, (key,)), key
    problem = _unusable(text, key, seen)
    if problem:
        kept = canonical({"file": place, "text": text[:10_000].replace("\x00", "")})
        return Refused(position, kept, "", *problem, () if problem[0] == "duplicate-key" else (key,)), key
    found = notice(text)
    where = _where(found, path)
    day = found.day or named[1]
    made = _demand(key, found, where, day)
    content = canonical({"file": place, "text": text})
    return Row(position, key, content, facts=(made,), said=day, said_unknown=""), key


def _unusable(text: str, key: str, seen: frozenset[str]) -> tuple[str, str] | None:
    if not text.strip():
        return "missing-key", "It is empty. Fetch it again."
    if len(text) > _LARGEST:
        return "too-long", f"It has more than {_LARGEST} bytes, which no notice has."
    if "\x00" in text:
        return "bad-text", "It holds NUL characters: it is no text. Save it again as UTF-8."
    if key in seen:
        return "duplicate-key", "Another notice in this folder has the same name. Give it one of its own."
    return None


def _where(found: Notice, path: Path) -> Country:
    if found.authority is not None:
        return Country(found.authority.place)
    folders = (country({"name": folder.name}, "name") for folder in path.parents)
    return next((one for one in folders if len(one.code) == 2), Country(NOT_AVAILABLE))


def _demand(key: str, found: Notice, where: Country, day: str) -> DraftFact:
    missing = NOT_STATED if found.whole else NOT_AVAILABLE
    deadline: Count = missing if found.deadline is None else (found.deadline, found.deadline)
    cited = "; ".join((*found.laws, *found.decisions))[:_LONGEST_BASIS]
    one = demand(
        key, GITHUB, where, day, {"requests": (1, 1), "items": found.items, "deadline_hours": deadline},
        level="single", series="github-notices", kind="restrict-content", written="yes", archived="yes",
        authority_kind=found.authority_kind, process=found.process or missing, reason=found.reason or missing,
        threat=found.threat or missing, legal_basis=cited,
        basis="law" if found.laws else "none-cited" if found.whole else NOT_AVAILABLE,
        signed="yes" if found.authority and found.day else "no" if found.whole else NOT_AVAILABLE,
    )  # fmt: skip
    bodies = {"authority": found.authority} if found.authority else {}
    texts = {"reference": found.reference} if found.reference else {}
    return replace(one, bodies={**one.bodies, **bodies}, texts=texts)


def notice(text: str) -> Notice:
    """What a notice says, as far as it is understood; in Russian, Chinese, English and Spanish."""
    words = _words()
    lines = [" ".join(line.split()) for line in re.split(r"\r\n|\r|\n", text)]
    addresses = list(dict.fromkeys(found.rstrip(".,;:") for found in _ADDRESS.findall(text)))
    plain = _ADDRESS.sub(" ", " ".join(lines))
    plain = " ".join(plain.split())
    low = plain.casefold()
    authority = next((one for one in words.authorities if one[0].search(low)), None)
    cited = [one for one in addresses if any(pattern.search(one) for pattern in words.addresses)]
    laws = _all(words.laws, plain) or tuple(cited)
    return Notice(
        authority=authority[1] if authority else None,
        authority_kind=authority[2] if authority else NOT_AVAILABLE,
        laws=laws,
        decisions=_all(words.decisions, plain),
        items=_items(lines, addresses),
        deadline=_deadline(low, words),
        threat=next((code for code, pattern in words.threats if pattern.search(low)), ""),
        reason=_first(low, words.reasons),
        process=next((code for code, pattern in words.processes if pattern.search(low)), ""),
        day=next((day for line in lines if (day := _day(line))), ""),
        whole=_is_form(lines, words),
    )


def _all(patterns: tuple[re.Pattern[str], ...], text: str) -> tuple[str, ...]:
    found = (match[0].strip() for pattern in patterns for match in pattern.finditer(text))
    return tuple(dict.fromkeys(found))


def _first(text: str, patterns: tuple[tuple[str, re.Pattern[str]], ...]) -> str:
    found = [(match.start(), code) for code, pattern in patterns if (match := pattern.search(text))]
    return min(found)[1] if found else ""


def _deadline(text: str, words: Words) -> int | None:
    """The shortest time given, in hours."""
    given = [
        hours * int(match[1]) if pattern.groups else hours
        for pattern, hours in words.deadlines
        for match in pattern.finditer(text)
    ]
    return min(given, default=None)


def _items(lines: list[str], addresses: list[str]) -> Count:
    """Addresses and repositories named, each once; with those taken out of the list before it was posted, at most."""
    named = {one for one in addresses if not _NO_CONTENT.search(one)}
    named |= {line for line in lines if _REPOSITORY.match(line)}
    taken_out = _taken_out([line for line in lines if line])
    if not named and not taken_out:
        return NOT_AVAILABLE
    return len(named), len(named) + taken_out


def _taken_out(lines: list[str]) -> int:
    """Lines taken out that stand in a list of addresses, and not in place of a signature."""
    count, in_list = 0, False
    for line in lines:
        if _TAKEN_OUT.match(line):
            count += in_list
        else:
            in_list = bool(_ADDRESS.match(line))
    return count


def _day(line: str) -> str:
    """The day that a line holds and nothing else, as ISO text."""
    for pattern in _DAY_ALONE:
        found = pattern.fullmatch(line)
        if found:
            return _iso(found["year"], found["month"], found["day"])
    return ""


def _iso(year: str, month: str, day: str) -> str:
    number = int(month) if month.isdigit() else _MONTHS.find(month[:3].casefold()) // 3 + 1
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return ""


def _is_form(lines: list[str], words: Words) -> bool:
    folded = [line.casefold() for line in lines if line]
    return all(line.startswith(words.form) for line in folded) and any(
        line.startswith(words.form[0]) for line in folded
    )


@cache
def _words() -> Words:
    given: dict[str, Any] = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    authorities = tuple(
        (_compiled(one["pattern"]), DraftBody(one["name"], one["kind"], one["country"]), str(one["authority_kind"]))
        for one in given["authorities"]
    )
    return Words(
        authorities=authorities,
        form=tuple(given["form"]["beginnings"]),
        laws=tuple(map(_compiled, given["laws"]["patterns"])),
        addresses=tuple(map(_compiled, given["laws"]["addresses"])),
        decisions=tuple(map(_compiled, given["decisions"]["patterns"])),
        deadlines=tuple((_compiled(one["pattern"]), int(one["hours"])) for one in given["deadlines"]),
        threats=tuple((code, _compiled("|".join(patterns))) for code, patterns in given["threats"].items()),
        reasons=tuple((code, _compiled(pattern)) for code, pattern in given["reasons"].items()),
        processes=tuple((code, _compiled(pattern)) for code, pattern in given["processes"].items()),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
