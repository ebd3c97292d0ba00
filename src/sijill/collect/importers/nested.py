"""The records of a JSON file whose list does not stand at its top: `[format] list = "regions.*.people"`."""

from __future__ import annotations

from collections.abc import Iterator

ALL = "*"
_LONGEST = 60  # characters of a place that the register keeps


def listed(whole: object, path: str) -> list[tuple[str, object]] | None:
    """Every element of every list under `path`, with its place; None where the path ends in no list.

    The path names fields one after another; `*` stands for every field of an object and every element of a list.
    """
    out: list[tuple[str, object]] = []
    some = False
    for place, found in _under(whole, "$", path.split(".") if path else []):
        if isinstance(found, list):
            some = True
            out += ((f"{place}[{index}]"[-_LONGEST:], one) for index, one in enumerate(found))
    return out if some else None


def _under(value: object, place: str, names: list[str]) -> Iterator[tuple[str, object]]:
    if not names:
        yield place, value
        return
    first, rest = names[0], names[1:]
    if isinstance(value, dict):
        for name in value if first == ALL else [first]:
            if name in value:
                yield from _under(value[name], f"{place}.{name}", rest)
    elif isinstance(value, list) and first == ALL:
        for index, one in enumerate(value):
            yield from _under(one, f"{place}[{index}]", rest)
