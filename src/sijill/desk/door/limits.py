"""How often one may ask: the EU database's limits, counted in the one process that answers. Pure."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

_KEPT = 10_000  # windows that are remembered before those that passed are forgotten


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `calls` in each window of `seconds`."""

    calls: int
    seconds: int


KNOWN = (Limit(200, 1), Limit(12_000, 60))  # with a token
UNKNOWN = (Limit(100, 60),)  # without one, by address


@dataclass(slots=True)
class Limiter:
    """Counts calls by whoever makes them, in windows that follow one another."""

    clock: Callable[[], float] = time.monotonic
    _counts: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, who: str, limits: tuple[Limit, ...]) -> int:
        """Count one call: 0 if it may go on, otherwise after how many seconds to ask again."""
        now = self.clock()
        with self._lock:
            if len(self._counts) > _KEPT:
                self._forget(now)
            for limit in limits:
                window = int(now // limit.seconds)
                begun, calls = self._counts.get((who, limit.seconds), (window, 0))
                calls = calls if begun == window else 0
                if calls >= limit.calls:
                    return max(1, int((window + 1) * limit.seconds - now + 0.999))
                self._counts[who, limit.seconds] = (window, calls + 1)
        return 0

    def _forget(self, now: float) -> None:
        self._counts = {
            key: (window, calls) for key, (window, calls) in self._counts.items() if window >= int(now // key[1])
        }
