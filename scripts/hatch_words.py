"""When the package is built: compile the words of the staff pages, so that a wheel speaks every language."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Words(BuildHookInterface[Any]):
    """Hatchling calls it before it collects files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the .mo files."""
        runpy.run_path(str(Path(self.root) / "scripts" / "messages.py"))["compile_all"]()
