"""What a server does while nobody waits for it yet: compile the checks that the first page would otherwise wait for."""

from __future__ import annotations

from threading import Thread


def warm() -> None:
    """Begin, and come back at once."""
    Thread(target=_prepare, name="checks", daemon=True).start()


def _prepare() -> None:
    from sijill.assess.rules.ground.prepared import prepare

    prepare()
