"""The fonts that print: installed with the program, so that a page looks the same on a machine that has none.

Both hold every weight in one file. Browsers, spreadsheets and word processors use their reader's own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import vl_convert

LATIN, ARABIC = "Noto Sans", "Noto Sans Arabic"
FOLDERS = (fontpkg_noto_sans.ROOT / "files", fontpkg_noto_sans_arabic.ROOT / "files")


@cache
def files() -> dict[str, Path]:
    """The upright font file of each family."""
    latin, arabic = (
        min(folder.glob("*.ttf"), key=lambda path: ("Italic" in path.name, path.name)) for folder in FOLDERS
    )
    return {LATIN: latin, ARABIC: arabic}


@cache
def register() -> None:
    """Make them known to what draws charts as pictures; once is enough."""
    for folder in FOLDERS:
        vl_convert.register_font_directory(str(folder))
