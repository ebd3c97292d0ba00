"""Documents about one entry in templates: each block as what it is."""

from __future__ import annotations

from typing import Any

from django import template

from sijill.publish.papers.paper import Block, Rows

register = template.Library()


@register.inclusion_tag("parts/paper_block.html")
def block_of(block: Block, title: str) -> dict[str, Any]:
    """One block of a document; a table's cells go with their heads, for narrow screens. `title` heads its part."""
    rows = [list(zip(block.heads, row, strict=True)) for row in block.rows] if isinstance(block, Rows) else []
    return {"title": title, "block": block, "kind": type(block).__name__, "rows": rows}
