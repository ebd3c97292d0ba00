"""Government requests to Google to remove content, as its transparency report exports them: four tables.

| table | what a row is | level |
|---|---|---|
| `google-removals` | half-year, country, who asked, since 2019 | total |
| `google-removals-historical` | half-year and country, 2009-2019; courts and others beside the sum | total, breakdown |
| `google-removals-detailed` | the same requests by product and reason | breakdown |
| `google-removals-detailed-historical` | the same until 2019, courts and others apart | breakdown |

Percentages of the first are of the items named, those of the second of requests. The half-year that ends on 30 June
2019 stands in both: there the older table counts the same requests again, and is a breakdown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sijill.collect.draft import ASKED_NOT, NOT_STATED, DraftBody, DraftFact, Refused, Row, SourceInfo
from sijill.collect.importers.companies.making import (
    Cells,
    Table,
    coded,
    counts,
    demand,
    half_that_ends,
    is_zero,
    key_of,
    rows_of,
)
from sijill.collect.importers.countries import country
from sijill.collect.importers.files import Layout
from sijill.collect.importers.ranges import Count, count, counted, share, total
from sijill.collect.importers.words import word

SOURCE = SourceInfo(
    "google", "Google", "company", "google", reliability=NOT_STATED,
    url="https://transparencyreport.google.com/government-removals/overview",
)  # fmt: skip
GOOGLE = DraftBody("Google", "platform", "US")
_PERIOD, _NAME, _CODE = "Period Ending", "Country/Region", "CLDR Territory Code"
_ITEMS = "Items Requested To Be Removed"
_BY_REQUESTOR_SINCE = "2019-01"  # the first half-year of the table by requestor
_PLACE = frozenset({_PERIOD, _NAME, _CODE})

_REQUESTORS = {
    "court order directed at 3rd party": "court-third-party",
    "court order directed at google": "court",
    "suppression orders": "court-suppression",
    "government officials": "government-official",
    "police": "police",
    "military": "military",
    "information and communications authority": "communications-authority",
    "information and communications authority under federal law 276-fz": "communications-authority",
    "data protection authority": "data-protection-authority",
    "consumer protection authority": "consumer-authority",
    "other": "other-authority",
}
# The copy of 2024 takes these requests out of the communications authority's, in every half-year since 2019.
_LAW_OF_REQUESTOR = {"information and communications authority under federal law 276-fz": "Federal Law 276-FZ"}
_REASONS = {
    "adult content": "adult-content",
    "bullying/harassment": "bullying",
    "business complaints": "business-complaint",
    "copyright": "copyright",
    "defamation": "defamation",
    "drug abuse": "drugs",
    "electoral law": "electoral-law",
    "fraud": "fraud",
    "geographical dispute": "geographical-dispute",
    "government criticism": "government-criticism",
    "hate speech": "hate-speech",
    "impersonation": "impersonation",
    "national security": "national-security",
    "obscenity/nudity": "obscenity",
    "other": "other-reason",
    "privacy and security": "privacy-security",
    "reason unspecified": "unspecified-reason",
    "regulated goods and services": "regulated-goods",
    "religious offense": "religious-offence",
    "suicide promotion": "suicide",
    "trademark": "trademark",
    "violence": "violence",
}
_OUTCOMES = (
    ("% Removed-Legal", "complied-law", "law"),
    ("% Removed-Policy", "complied-terms", "terms"),
    ("% Content Not Found", "not-found", ""),
    ("% Not Enough Information", "insufficient", ""),
    ("% No Action Taken", "refused", ""),
    ("% Content Already Removed", "already-removed", ""),
)
_COURTS = "Court Orders"
_OTHERS = "Other Requests (Executive, Police, etc.)"
# Who asked: the sum, then its two parts. A court's order has the form of one; that of the others is not told.
_HISTORICAL = (
    ("All Requests", "several-authorities", NOT_STATED),
    (_COURTS, "court", "court-order"),
    (_OTHERS, "several-authorities", NOT_STATED),
)


def read(path: Path) -> Iterator[Row | Refused]:
    """The rows of one of the four tables, told by its header."""
    return rows_of(path, _TABLES)


def _place_key(cells: Cells) -> tuple[str, str]:
    return half_that_ends(cells, _PERIOD).replace("/", "_"), country(cells, _NAME, _CODE).key


def _requestor_key(cells: Cells) -> str:
    return key_of("google-removals", *_place_key(cells), cells["Requestor"])


def _by_requestor(cells: Cells, key: str) -> Sequence[DraftFact]:
    items = count(cells, _ITEMS)
    done = [("items", outcome, basis, "", counted(share(cells, column), items)) for column, outcome, basis in _OUTCOMES]
    asked = coded(cells, "Requestor", _REQUESTORS, NOT_STATED)
    cited = _LAW_OF_REQUESTOR.get(word(cells["Requestor"]), "")
    return (
        demand(
            key, GOOGLE, country(cells, _NAME, _CODE), half_that_ends(cells, _PERIOD),
            {"requests": count(cells, "Number of Requests"), "items": items}, counts(done),
            level="total", series="google-removals", kind="restrict-content", authority_kind=asked,
            process="court-order" if asked.startswith("court") else NOT_STATED,
            legal_basis=cited, basis="law" if cited else ASKED_NOT,
        ),
    )  # fmt: skip


def _historical_key(cells: Cells) -> str:
    return key_of("google-removals-historical", *_place_key(cells))


def _historical(cells: Cells, key: str) -> Iterator[DraftFact]:
    made = half_that_ends(cells, _PERIOD)
    where = country(cells, _NAME, _CODE)
    counted_again = made >= _BY_REQUESTOR_SINCE
    for group, authority, process in _HISTORICAL:
        whole = group == "All Requests"
        requests = count(cells, f"{group}: Number of Requests")
        if not whole and (isinstance(requests, str) or is_zero(requests)):
            continue
        complied = counted(share(cells, f"{group}: % Fully Or Partially Complied With"), requests)
        yield demand(
            key if whole else f"{key}:{'courts' if group == _COURTS else 'others'}", GOOGLE, where, made,
            {"requests": requests, "items": count(cells, f"{group}: {_ITEMS}"), "complied": complied},
            level="total" if whole and not counted_again else "breakdown", series="google-removals-historical",
            kind="restrict-content", authority_kind=authority, process=process,
        )  # fmt: skip


def _detailed_key(cells: Cells) -> str:
    return key_of("google-removals-detailed", *_place_key(cells), cells["Product"], cells["Reason"])


def _detailed(cells: Cells, key: str) -> Sequence[DraftFact]:
    return (_breakdown(cells, key, "google-removals-detailed", {"requests": count(cells, "Total")}, NOT_STATED),)


def _older_key(cells: Cells) -> str:
    return key_of("google-removals-detailed-historical", *_place_key(cells), cells["Product"], cells["Reason"])


def _older(cells: Cells, key: str) -> Sequence[DraftFact]:
    courts, others = count(cells, _COURTS), count(cells, "Executive, Police, etc.")
    numbers: dict[str, Count] = {"requests": total([courts, others]), "items": count(cells, _ITEMS)}
    authority = "court" if is_zero(others) and not is_zero(courts) else "several-authorities"
    return (_breakdown(cells, key, "google-removals-detailed-historical", numbers, authority),)


def _breakdown(cells: Cells, key: str, series: str, numbers: dict[str, Count], authority: str) -> DraftFact:
    return demand(
        key, GOOGLE, country(cells, _NAME, _CODE), half_that_ends(cells, _PERIOD), numbers,
        level="breakdown", series=series, kind="restrict-content", authority_kind=authority,
        service=" ".join(cells["Product"].split())[:80], reason=coded(cells, "Reason", _REASONS, NOT_STATED),
    )  # fmt: skip


_TABLES = (
    Table(
        "google-removals",
        _PLACE | {"Requestor", "Number of Requests", _ITEMS} | {column for column, _, _ in _OUTCOMES},
        _requestor_key,
        _by_requestor,
        layout=Layout(aliases=(("Requestor", ("Requester",)),)),
    ),
    Table(
        "google-removals-historical",
        _PLACE
        | {
            f"{group}: {what}"
            for group, _, _ in _HISTORICAL
            for what in ("Number of Requests", "% Fully Or Partially Complied With", _ITEMS)
        },
        _historical_key,
        _historical,
    ),
    Table("google-removals-detailed", _PLACE | {"Product", "Reason", "Total"}, _detailed_key, _detailed),
    Table(
        "google-removals-detailed-historical",
        _PLACE | {"Product", "Reason", _COURTS, "Executive, Police, etc.", _ITEMS},
        _older_key,
        _older,
    ),
)
