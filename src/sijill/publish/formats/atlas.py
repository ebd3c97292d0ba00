"""The shapes of places: the world that ships, and what an office gives as GeoJSON. Pure.

Shapes are GeoJSON geometries in degrees (WGS 84), by the code of codelist `places`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pycountry

from sijill.codelists.load import codelist

WORLD = Path(__file__).parent / "shapes" / "world-110m.json"
ANTARCTICA = "AQ"
# Shapes of Natural Earth that have no code of UN M49, and the country in which M49 counts them.
PART_OF = {"N. Cyprus": "CY", "Somaliland": "SO"}
CODE_NAMES = ("code", "iso_3166_2", "ISO", "iso_a2")  # of a feature's code; Natural Earth's too
MOST_SHAPES = 2000
LAND = ""  # the code of what is drawn and belongs to no place

Geometry = Mapping[str, Any]
Ring = Sequence[Sequence[float]]


class AtlasError(ValueError):
    """A map file cannot be used; the text names the file, the place in it and what to write."""


@dataclass(frozen=True, eq=False)
class Atlas:
    """Shapes by code of place; a place may have several. `sha256` over the office's file, empty for the world."""

    shapes: tuple[tuple[str, Geometry], ...]
    sha256: str = ""

    @property
    def codes(self) -> frozenset[str]:
        """The places that have a shape."""
        return frozenset(code for code, _ in self.shapes) - {LAND}

    @property
    def is_world(self) -> bool:
        """It is the one that ships."""
        return not self.sha256


@cache
def world() -> Atlas:
    """The countries of the world, Antarctica left out."""
    said = json.loads(WORLD.read_text(encoding="utf-8"))
    arcs = [list(_arc(arc, said["transform"])) for arc in said["arcs"]]
    found = []
    for one in said["objects"]["countries"]["geometries"]:
        country = pycountry.countries.get(numeric=one["id"]) if "id" in one else None
        code = country.alpha_2 if country else PART_OF.get(one["properties"]["name"], LAND)
        if code != ANTARCTICA:
            found.append((code, _geometry(one, arcs)))
    return Atlas(tuple(found))


def load_atlas(path: Path) -> Atlas:
    """Read an office's GeoJSON (docs/reference/maps.md). Raises AtlasError."""
    try:
        content = path.read_bytes()
        said = json.loads(content)
    except OSError as error:
        raise AtlasError(f"cannot read the map {path.name}: {error.strerror}") from error
    except ValueError as error:
        raise AtlasError(f"{path.name} is not JSON in UTF-8: {error}") from error
    features = said.get("features") if isinstance(said, dict) and said.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not features:
        raise AtlasError(f"{path.name} is no GeoJSON FeatureCollection with features; see docs/reference/maps.md")
    if len(features) > MOST_SHAPES:
        raise AtlasError(f"{path.name} has {len(features)} features; a page can draw {MOST_SHAPES} at most")
    shapes = tuple(_feature(f"{path.name}, feature {number}", one) for number, one in enumerate(features, 1))
    return Atlas(shapes, hashlib.sha256(content).hexdigest())


def middle(geometry: Geometry) -> tuple[float, float]:
    """Where a number may stand on a shape: the middle of its largest part, as longitude and latitude."""
    ring = max((polygon[0] for polygon in _polygons(geometry)), key=lambda one: abs(_area(one)))
    area, x, y = _area(ring), 0.0, 0.0
    if not area:
        return ring[0][0], ring[0][1]
    for (x0, y0, *_), (x1, y1, *_) in _edges(ring):
        cross = x0 * y1 - x1 * y0
        x, y = x + (x0 + x1) * cross, y + (y0 + y1) * cross
    return x / (6 * area), y / (6 * area)


def wound(geometry: Geometry) -> Geometry:
    """The same shape, its outer rings clockwise as Vega asks: else all the earth but the shape would be filled."""
    turned = [
        [
            list(ring) if (_area(ring) < 0) == (place == 0) else list(reversed(ring))
            for place, ring in enumerate(polygon)
        ]
        for polygon in _polygons(geometry)
    ]
    return {"type": "MultiPolygon", "coordinates": turned}


def _feature(where: str, one: Any) -> tuple[str, Geometry]:
    properties = one.get("properties") or {} if isinstance(one, dict) else {}
    codes = [properties[name] for name in CODE_NAMES if properties.get(name)] or [one.get("id") if one else None]
    code = codes[0]
    if not isinstance(code, str) or code not in codelist("places"):
        raise AtlasError(f"{where}: its property `code` is {code!r}; it must be a code of the list of places")
    geometry = one.get("geometry") or {}
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise AtlasError(f"{where} ({code}): a shape is a Polygon or a MultiPolygon, not {geometry.get('type')!r}")
    try:
        points = [point for polygon in _polygons(geometry) for ring in polygon for point in ring]
        inside = points and all(-180 <= float(x) <= 180 and -90 <= float(y) <= 90 for x, y, *_ in points)
    except (TypeError, ValueError):
        inside = False
    if not inside:
        raise AtlasError(f"{where} ({code}): coordinates are pairs of degrees, longitude first (WGS 84)")
    return code, wound(geometry)


def _polygons(geometry: Geometry) -> Sequence[Sequence[Ring]]:
    held: Sequence[Any] = geometry["coordinates"]
    return [held] if geometry["type"] == "Polygon" else held


def _edges(ring: Ring) -> Iterator[tuple[Sequence[float], Sequence[float]]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def _area(ring: Ring) -> float:
    """Signed area in square degrees: above 0 where the ring runs against the clock."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0, *_), (x1, y1, *_) in _edges(ring)) / 2


def _arc(arc: Sequence[Sequence[int]], transform: Mapping[str, Sequence[float]]) -> Iterator[tuple[float, float]]:
    """An arc of TopoJSON, whose points are differences in steps of a grid."""
    (wide, high), (left, low) = transform["scale"], transform["translate"]
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield round(x * wide + left, 3), round(y * high + low, 3)


def _geometry(one: Mapping[str, Any], arcs: Sequence[Sequence[tuple[float, float]]]) -> Geometry:
    held = [one["arcs"]] if one["type"] == "Polygon" else one["arcs"]
    polygons = [[_ring(ring, arcs) for ring in polygon] for polygon in held]
    return {"type": "MultiPolygon", "coordinates": polygons}


def _ring(ring: Sequence[int], arcs: Sequence[Sequence[tuple[float, float]]]) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else list(reversed(arcs[~number]))
        points += arc[1:] if points else arc
    return points
