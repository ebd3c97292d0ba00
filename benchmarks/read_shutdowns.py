"""How long a file of shutdowns or measurements takes to read: `read_shutdowns.py FORMAT FILE [TIMES]`.

Reading is what the format does: words to entries. What the register writes of them is measured by `import_rows.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter, process_time

from sijill.collect.draft import DraftFact, Row
from sijill.collect.importers.formats import read


def entries(facts: tuple[DraftFact, ...]) -> int:
    """Facts and their parts."""
    return sum(1 + entries(fact.parts) for fact in facts)


def main(name: str, path: Path, times: int) -> None:
    """Print the seconds of each reading, on the clock and of the processor."""
    for _ in range(times):
        clock, worked = perf_counter(), process_time()
        rows = list(read(name, path))
        made = sum(entries(row.facts) for row in rows if isinstance(row, Row))
        seconds, busy = perf_counter() - clock, process_time() - worked
        print(f"{name}: {len(rows)} records, {made} entries, {seconds:.2f} s ({busy:.2f} s of processor)")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 3)
