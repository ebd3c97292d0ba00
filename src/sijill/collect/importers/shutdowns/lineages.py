"""Where a piece of information first came from: what shares a lineage has one vote (decision 024).

A lineage is the name of an instrument (`ooni`), or the site that published. An address on a platform where anybody
publishes stands for its account, not for the platform; since an account may bear a person's name and a lineage
is a column, it is written as a digest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

LONGEST = 120
# Instruments and trackers by the end of a site's name, the one that saw it before those that pass it on.
INSTRUMENTS = (
    ("explorer.ooni.org", "ooni"), ("ooni.org", "ooni"), ("ooni.io", "ooni"),
    ("ioda.inetintel.cc.gatech.edu", "ioda"), ("ioda.caida.org", "ioda"), ("ioda.live", "ioda"),
    ("radar.cloudflare.com", "cloudflare-radar"), ("blog.cloudflare.com", "cloudflare-radar"),
    ("netblocks.org", "netblocks"), ("kentik.com", "kentik"), ("censoredplanet.org", "censored-planet"),
    ("measurementlab.net", "m-lab"), ("transparencyreport.google.com", "google-traffic"),
    ("pulse.internetsociety.org", "isoc-pulse"),
)  # fmt: skip
# Instruments publish on platforms too, under accounts that name no person.
_ACCOUNTS = {
    "netblocks": "netblocks", "ioda_live": "ioda", "gatech_ioda": "ioda", "openobservatory": "ooni",
    "cloudflareradar": "cloudflare-radar", "kentikinc": "kentik",
}  # fmt: skip
_SAME = {"x.com": "twitter.com", "nitter.net": "twitter.com", "mobile.twitter.com": "twitter.com", "t.me": "telegram"}
_PLATFORMS = frozenset(
    ("twitter.com", "facebook.com", "telegram", "instagram.com", "youtube.com", "youtu.be", "linkedin.com",
     "medium.com", "reddit.com", "vk.com", "ok.ru", "bsky.app", "mastodon.social", "threads.net",
     "drive.google.com", "docs.google.com", "bit.ly", "archive.ph", "archive.is", "perma.cc", "scribd.com",
     "pbs.twimg.com"),
)  # fmt: skip
_HOSTED = ("wordpress.com", "blogspot.com", "substack.com", "medium.com", "tumblr.com")
_WHOLE = frozenset(("youtube.com", "youtu.be", "drive.google.com", "docs.google.com", "bit.ly", "archive.ph",
                    "archive.is", "perma.cc", "scribd.com", "pbs.twimg.com"))  # fmt: skip
_ADDRESS = re.compile(r"https?://[^\s;,\"<>]+", re.IGNORECASE)
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/[^/]+/(?=https?://)", re.IGNORECASE)


def addresses(cell: str) -> list[str]:
    """The addresses in a cell, in its order; of an archived page that of the page."""
    return _ADDRESS.findall(_ARCHIVED.sub("", cell))


def lineage_of(address: str) -> str:
    """The lineage of one address; empty where it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:  # such as an IPv6 address cut off
        return ""
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    for site, name in INSTRUMENTS:
        if host == site or host.endswith(f".{site}"):
            return name
    host = _SAME.get(host, host)
    account = next((step for step in parts.path.split("/") if step and step not in ("s", "posts", "story.php")), "")
    if host in _PLATFORMS:
        known = _ACCOUNTS.get(account.casefold())
        return known or f"{host}/{_digest(address if host in _WHOLE else account.casefold())}"
    if host.endswith(_HOSTED):
        return f"{host.split('.', 1)[1]}/{_digest(host)}"
    return host[:LONGEST]


def first_lineage(found: Iterable[str], otherwise: str) -> str:
    """The one lineage of a record that cites all these addresses: an instrument before any other, else the first.

    A record that repeats three has seen nothing itself, so it has one vote, and the one that keeps it from
    standing beside the measurement that it repeats as a second.
    """
    lineages = [one for one in map(lineage_of, found) if one]
    instruments = [name for _, name in INSTRUMENTS if name in lineages]
    return (instruments or lineages or [otherwise])[0]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
