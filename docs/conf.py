"""How Sphinx builds these pages: `make docs` writes them to build/docs and fails on any warning."""

from sijill import __version__

project = "Sijill"
author = "Sijill contributors"
copyright = f"2026, {author}"
version = release = __version__
language = "en"

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 4

html_theme = "furo"
html_title = f"Sijill {release}"
html_show_sourcelink = False
