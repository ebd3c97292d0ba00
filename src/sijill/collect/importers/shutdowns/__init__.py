"""Formats of shutdowns, of measurements of networks, and of laws on speech: name, title, reader."""

from __future__ import annotations

from sijill.collect.importers.ledger import Ledger
from sijill.collect.importers.shutdowns import ioda, laws, ooni, stop

SHUTDOWNS: tuple[tuple[str, str, Ledger], ...] = (
    ("stop", "Access Now #KeepItOn: shutdowns, throttling and blocking (STOP)", stop.LEDGER),
    ("ioda", "IODA: curated outages, alerts and events of networks", ioda.LEDGER),
    ("ooni", "OONI: measurements of blocking, as signals", ooni.LEDGER),
    ("laws", "Laws against misinformation by country, with penalties and fines", laws.LEDGER),
)
