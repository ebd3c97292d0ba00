"""Maps: hidden is hatched and never a shade or a 0; every number also stands in words; files of shapes are checked."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from sijill.codelists.load import codelist
from sijill.publish.formats.atlas import Atlas, AtlasError, load_atlas, middle, world
from sijill.publish.formats.chart import chart_of
from sijill.publish.formats.map import DARK, NONE, NOTHING, SHADES, Map, caption, draw_map, map_of
from sijill.publish.text import Language
from sijill.stats.table import TOTAL, Dimension, Flag, PublicCell, PublicTable

EN, AR = Language("en"), Language("ar")
SMALL, COMPLEMENT = PublicCell(None, Flag.SMALL), PublicCell(None, Flag.COMPLEMENT)
SQUARE = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]


def a_table(cells: dict[str, PublicCell], name: str = "area") -> PublicTable:
    dimension = Dimension(name, (TOTAL, *cells), "places")
    full = {TOTAL: PublicCell(99), **cells}
    return PublicTable(
        "by-place", "sdg16", "sdg16", "acts", date(2025, 1, 1), date(2025, 12, 31), (dimension,), ("reported",),
        {("reported", (code,)): cell for code, cell in full.items()}, 5,
    )  # fmt: skip


def office(folder: Path, *codes: str) -> Atlas:
    """Squares side by side."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": [[[x + 2 * place, y] for x, y in SQUARE]]},
        }
        for place, code in enumerate(codes)
    ]
    return load_atlas(written(folder, {"type": "FeatureCollection", "features": features}))


def written(folder: Path, said: Any) -> Path:
    path = folder / "map.geojson"
    path.write_text(said if isinstance(said, str) else json.dumps(said), encoding="utf-8")
    return path


def a_map(cells: dict[str, PublicCell], atlas: Atlas | None = None) -> Map:
    table = a_table(cells)
    found = map_of(table, chart_of(table), atlas)
    assert found is not None
    return found


def fills(svg: str) -> list[str]:
    """Of the shapes, in the order of the atlas."""
    shapes = svg[svg.index("mark-shape") :]
    return re.findall(r'<path [^>]*fill="([^"]+)"', shapes[: shapes.index("</g>")])


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


AREAS = {
    "XZ-01": PublicCell(40),
    "XZ-02": PublicCell(7),
    "XZ-03": PublicCell(0),
    "XZ-04": SMALL,
    "XZ-05": COMPLEMENT,
    "XZ": PublicCell(6),
}


@pytest.mark.parametrize("lang", [EN, AR], ids=["en", "ar"])
def test_a_hidden_count_is_hatched_and_never_a_shade_or_a_0(tmp_path: Path, lang: Language) -> None:
    shapes = office(tmp_path, "XZ-01", "XZ-02", "XZ-03", "XZ-04", "XZ-05", "XZ-06")
    one = a_map(AREAS, shapes)
    svg = draw_map(one, lang)
    hatched = f"url(#hatch-by-place-{lang.code})"
    assert fills(svg) == [SHADES[3], SHADES[2], NOTHING, hatched, hatched, NONE]
    assert f'<pattern id="hatch-by-place-{lang.code}"' in svg
    assert lang.say("map.hidden") in texts(svg)
    assert lang.say("map.none") in texts(svg)
    ElementTree.fromstring(svg)


def test_every_number_on_the_map_stands_in_the_list_below_it_with_the_name_of_its_place(tmp_path: Path) -> None:
    svg = draw_map(a_map(AREAS, office(tmp_path, *AREAS)), EN)
    said = texts(svg)
    for code, sign in (("XZ-01", "40"), ("XZ-02", "7"), ("XZ-03", "0"), ("XZ-04", "&lt;5"), ("XZ-05", "●")):
        assert said.count(sign) >= 2, sign
        assert codelist("places").label(code, "en") in said


def test_numbers_on_dark_shades_are_light(tmp_path: Path) -> None:
    svg = draw_map(a_map(AREAS, office(tmp_path, *AREAS)), EN)
    assert SHADES[3] in DARK
    assert re.search(r'<text[^>]*fill="#ffffff"[^>]*>40</text>', svg)
    assert re.search(r'<text[^>]*fill="#1b2a33"[^>]*>0</text>', svg)


def test_what_has_no_shape_is_said(tmp_path: Path) -> None:
    one = a_map(AREAS, office(tmp_path, "XZ-01", "XZ-02"))
    assert one.off == 4
    assert "4" in caption(one, EN)
    assert "legal status" in caption(one, EN)


def test_a_country_is_the_sum_of_its_areas_and_hidden_where_one_of_them_is() -> None:
    cells = {"BO-L": PublicCell(7), "BO-C": PublicCell(8), "PE-LIM": PublicCell(9), "PE": SMALL, "FR": PublicCell(0)}
    one = a_map({**cells, "not-available": PublicCell(3), "MT": PublicCell(6)})
    found = dict(one.cells)
    assert found["BO"].value == 15
    assert found["PE"] is SMALL
    assert found["FR"].value == 0
    assert one.off == 2  # the unknown place, and an island too small for this scale
    assert one.added_up
    assert EN.say("map.added_up") in caption(one, EN)


def test_one_country_and_tables_of_more_than_places_have_no_map(tmp_path: Path) -> None:
    table = a_table({"BO-L": PublicCell(7), "BO-C": PublicCell(8)})
    assert map_of(table, chart_of(table), None) is None
    assert map_of(table, chart_of(table), office(tmp_path, "XZ-01")) is None
    assert map_of(table, None, None) is None


def test_the_world_has_the_countries_of_the_list_of_places_and_no_antarctica() -> None:
    known = codelist("places")
    assert len(world().codes) > 170
    assert {code for code in world().codes if code not in known} <= {"TW"}
    assert "AQ" not in world().codes
    assert {"PS", "EH", "CY", "SO"} <= world().codes


def test_shapes_are_read_whichever_way_their_rings_run(tmp_path: Path) -> None:
    ways = []
    for ring in (SQUARE, SQUARE[::-1]):
        geometry = {"type": "Polygon", "coordinates": [ring]}
        feature = {"type": "Feature", "properties": {"iso_3166_2": "BO-L"}, "geometry": geometry}
        ((code, shape),) = load_atlas(written(tmp_path, {"type": "FeatureCollection", "features": [feature]})).shapes
        ways.append(shape["coordinates"][0][0])
        assert code == "BO-L"
        assert middle(shape) == (0.5, 0.5)
    assert sorted(ways[0]) == sorted(ways[1])


def collection(code: Any = "BO-L", kind: str = "Polygon", ring: Any = None) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": [SQUARE if ring is None else ring]}
    return {"type": "FeatureCollection", "features": [{"properties": {"code": code}, "geometry": geometry}]}


WRONG: dict[str, tuple[Any, str]] = {
    "no JSON": ("{", "not JSON"),
    "no collection": ({"type": "Feature"}, "FeatureCollection"),
    "no features": ({"type": "FeatureCollection", "features": []}, "FeatureCollection"),
    "a place that is not there": (collection("BO-XYZ9"), "list of places"),
    "no code": (collection(None), "list of places"),
    "points": (collection(kind="Point"), "Polygon"),
    "metres": (collection(ring=[[500000, 8000000], [500001, 8000000], [500000, 8000001]]), "degrees"),
    "words": (collection(ring=[["a", "b"]]), "degrees"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_cannot_be_drawn_says_why(tmp_path: Path, name: str) -> None:
    said, told = WRONG[name]
    with pytest.raises(AtlasError, match=told):
        load_atlas(written(tmp_path, said))
