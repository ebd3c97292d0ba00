"""Which duties of the Digital Services Act bind which kind and size of service, each with how far it was verified.

`official`: read in an EU text that lies in the sources of this project (Implementing Regulation (EU) 2024/2835 with its
annexes, or the templates). `copy`: the Article was read in an unofficial copy of Regulation (EU) 2022/2065.
`unverified`: told second-hand; compare it with the Regulation before relying on it. None of it is legal advice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Kinds of service, each with its words; `small`: a platform of a micro or small enterprise.
KINDS: Mapping[str, str] = {
    "intermediary": "intermediary (mere conduit, caching)",
    "hosting": "hosting",
    "platform": "online platform",
    "vlop": "very large online platform",
    "vlose": "very large online search engine",
}
SMALL = "micro or small enterprise"
OFFICIAL, COPY, UNVERIFIED = "official", "copy", "unverified"

_HOSTING = "Only for providers of hosting services, including online platforms"
_PLATFORMS = "Only for providers of online platforms"
APPLICABILITY: Mapping[str, frozenset[str]] = {
    "all": frozenset(KINDS),
    _HOSTING.casefold(): frozenset({"hosting", "platform", "vlop"}),
    _PLATFORMS.casefold(): frozenset({"platform", "vlop"}),
    "only for vlops": frozenset({"vlop"}),
    "only for vlops and vloses": frozenset({"vlop", "vlose"}),
}


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty: what, whom it binds, whether a micro or small enterprise is free of it, where it stands."""

    what: str
    binds: tuple[str, ...]
    small_free: bool
    source: str
    verified: str


_ALL = tuple(KINDS)
_HOSTS = ("hosting", "platform", "vlop")
_PLATFORM = ("platform", "vlop")
_LARGE = ("vlop", "vlose")

DUTIES: tuple[Duty, ...] = (
    Duty("Report on content moderation, by the templates of Annex I, one report for each service",
         _ALL, True, "DSA Art. 15(1) and (2); IR Art. 1 and recital 2; IR Annex II, I.0", OFFICIAL),
    Duty("... once a year, 1 January to 31 December (first by these templates: the whole of 2026)",
         ("intermediary", "hosting", "platform"), True, "IR Art. 2(1); Annex II, I.3", OFFICIAL),
    Duty("... twice a year, January to June and July to December (first by these templates: July to December 2025)",
         _LARGE, False, "DSA Art. 42(1); IR Art. 2(2)", OFFICIAL),
    Duty("... published at the latest two months after the period", _ALL, True, "IR Art. 2(3)", OFFICIAL),
    Duty("... kept and public for five years, every version, each marked",
         _ALL, True, "IR Art. 3; Annex II, I.5", OFFICIAL),
    Duty("Report on notices, by category, and by Trusted Flaggers (part 4)",
         _HOSTS, True, "templates, part 4; DSA Art. 15(1)(b)", OFFICIAL),
    Duty("Report on outcomes of complaints, disputes and suspensions (part 7)",
         _PLATFORM, True, "templates, part 7; DSA Art. 24(1)", OFFICIAL),
    Duty("Report on moderators and their languages, and the governance texts of part 11 (parts 9 and 11)",
         ("vlop",), False, "templates, parts 9 and 11; DSA Art. 42(2)", OFFICIAL),
    Duty("Report on recipients for each Member State (part 10)",
         _LARGE, False, "templates, part 10; DSA Art. 42(3)", OFFICIAL),
    Duty("Give a statement of reasons to whom a restriction affects (not for deceptive high-volume commercial content)",
         _HOSTS, False, "DSA Art. 17(1) and (2)", COPY),
    Duty("Send statements of reasons to the EU's database without undue delay",
         _PLATFORM, True, "DSA Art. 24(5); Art. 19(1)", COPY),
    Duty("Publish average monthly recipients in the Union every six months",
         ("platform", "vlop", "vlose"), True, "DSA Art. 24(2); Art. 19(1)", COPY),
    Duty("Tell the coordinator or the Commission the average monthly recipients when asked",
         ("platform", "vlop", "vlose"), False, "DSA Art. 24(3); Art. 19(1)", COPY),
    Duty("A mechanism for notices of illegal content", _HOSTS, False, "DSA Art. 16", UNVERIFIED),
    Duty("Internal complaints, out-of-court disputes, measures against misuse", _PLATFORM, True,
         "DSA Art. 20, 21 and 23 (freed by Art. 19(1))", UNVERIFIED),
    Duty("Answer orders of authorities", _ALL, False, "DSA Art. 9 and 10", UNVERIFIED),
)  # fmt: skip

NOTES: tuple[tuple[str, str], ...] = (
    ("A platform that was micro or small stays free of those for 12 months after it grew (Art. 19(1)).", COPY),
    ("A very large platform is never free, however small its enterprise (Art. 15(2), 19(2)).", COPY),
    ("Micro or small (Recommendation 2003/361/EC): under 50 people, turnover or balance of at most EUR 10 million.",
     UNVERIFIED),
    ("Very large: 45 million average monthly recipients in the Union, and designated as such (Art. 33).", UNVERIFIED),
)  # fmt: skip


def applies(applicability: str, kind: str) -> bool:
    """Does a row with that text in its first column apply to a kind of service? An unknown text applies to all."""
    return kind in APPLICABILITY.get(" ".join(applicability.casefold().split()), frozenset(KINDS))


def first_screen() -> str:
    """What `sijill dsa` prints before anything else."""
    lines = ["Duties of the EU's Digital Services Act by kind of service. Not legal advice.", ""]
    for duty in DUTIES:
        whom = "everybody" if duty.binds == _ALL else ", ".join(KINDS[one] for one in duty.binds)
        free = f" Not a {SMALL}." if duty.small_free else f" Also a {SMALL}."
        if set(duty.binds) <= set(_LARGE):
            free = ""
        lines += [f"  {duty.what}", f"      {whom}.{free} [{duty.source}; {_said(duty.verified)}]"]
    lines += ["", *(f"  {text} [{_said(how)}]" for text, how in NOTES)]
    return "\n".join(lines)


def _said(how: str) -> str:
    return {OFFICIAL: "verified", COPY: "verified in a copy", UNVERIFIED: "NOT VERIFIED"}[how]
