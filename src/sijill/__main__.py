"""`python -m sijill` is the command `sijill`."""

from __future__ import annotations

from sijill.cli import main

if __name__ == "__main__":
    main()
