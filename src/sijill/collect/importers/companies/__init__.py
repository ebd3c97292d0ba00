"""What companies publish of governments' demands and of their own decisions: one reader for each format.

Three rules hold for all of them (decision 024). Within a series, one row is the `total` for a company, period, country
and requestor; whatever counts the same again is a `breakdown`. A count is a range or the reason why there is none. A
row is known by what it is about, not by what it says, so that a restated period is recognised in every later copy.
None of the files is `complete`: each source publishes several, and a row that is not in one of them was not withdrawn.
"""

from __future__ import annotations

from sijill.collect.importers.companies import dsa, github, google, meta, takedowns, tiktok, twitter
from sijill.collect.importers.ledger import Ledger

COMPANIES: tuple[tuple[str, str, Ledger], ...] = (
    ("google-removals", "Google: government requests to remove content", Ledger(google.SOURCE, google.read)),
    (
        "meta-restrictions",
        "Meta: content restricted because of a country's law",
        Ledger(meta.SOURCE, meta.read_restrictions),
    ),
    (
        "meta-userdata",
        "Meta: governments' requests for users' data",
        Ledger(meta.SOURCE, meta.read_userdata),
    ),
    ("twitter-removals", "Twitter: removal requests, 2012 to 2020", Ledger(twitter.SOURCE, twitter.read)),
    ("tiktok-removals", "TikTok: requests to remove and for users' data", Ledger(tiktok.SOURCE, tiktok.read)),
    (
        "github-transparency",
        "GitHub: take-downs, users' data, appeals; a folder or its tables",
        Ledger(github.SOURCE, github.read, folder=True),
    ),
    (
        "gov-takedowns",
        "GitHub: governments' notices to take content down, verbatim; a folder or a notice",
        Ledger(takedowns.SOURCE, takedowns.read, folder=True),
    ),
    (
        "dsa-monthly",
        "EU database of statements of reasons: decisions by month and platform",
        Ledger(dsa.SOURCE, dsa.read),
    ),
)
