"""SDMX-CSV 2.0 and SDMX-ML 2.1 by pysdmx: national series with their structure, official ones beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import pyarrow as pa
from pysdmx.io import write_sdmx
from pysdmx.io.format import Format
from pysdmx.io.pd import PandasDataset
from pysdmx.model import (
    Code,
    Codelist,
    Component,
    Components,
    Concept,
    ConceptScheme,
    Dataflow,
    DataStructureDefinition,
    DataType,
    ItemReference,
    Organisation,
    Role,
    Schema,
)
from pysdmx.model.message import Header

from sijill.codelists.load import codelist
from sijill.publish.formats import series
from sijill.publish.formats.draft import DEMO, Draft, mark, one_line
from sijill.publish.formats.series import ATTRIBUTES, DIMENSIONS, TIME, UN_ATTRIBUTES, VALUE, Observation
from sijill.publish.text import LANGUAGES

# Ours, registered nowhere: the structure goes out with the data.
AGENCY, VERSION = "SIJILL", "1.0"
NATIONAL, STRUCTURE, CONCEPTS = "DF_CIVIC_SPACE", "CIVIC_SPACE", "CS_CIVIC_SPACE"
# The UN's dataflow for figures that countries report (its DF_SDG_GLH is for global, harmonized ones).
UN_AGENCY, UN_FLOW, UN_VERSION = "IAEG-SDGs", "DF_SDG_GLC", "1.22"
ALL = "AllDimensions"


def files(draft: Draft) -> dict[str, bytes]:
    """`data/national.*` and its structure; `data/official.*` where the release may hold official series."""
    tables = tuple(table for _, table in draft.tables())
    found = _pair(
        draft, "national", _schema(AGENCY, NATIONAL, VERSION, ATTRIBUTES), series.national(draft.about, tables)
    )
    if found:
        found[draft.name("data/national-structure", "sdmx.xml")] = _structure(draft, series.breakdowns(tables))
    schema = _schema(UN_AGENCY, UN_FLOW, UN_VERSION, UN_ATTRIBUTES)
    return found | _pair(draft, "official", schema, series.official(draft.about, tables))


def _pair(draft: Draft, stem: str, schema: Schema, observations: Sequence[Observation]) -> dict[str, bytes]:
    if not observations:
        return {}
    forms = {"sdmx.csv": Format.DATA_SDMX_CSV_2_0_0, "sdmx.xml": Format.DATA_SDMX_ML_2_1_STR}
    rows = [one.row(_plain(mark(draft.about))) for one in observations]
    return {
        draft.name(f"data/{stem}", ending): _written(draft, _data(schema, rows), form) for ending, form in forms.items()
    }


def _written(draft: Draft, content: object, form: Format) -> bytes:
    if form is Format.DATA_SDMX_CSV_2_0_0:
        text = write_sdmx(content, form)
    else:
        text = write_sdmx(content, form, header=_header(draft))
    return (text or "").encode()


def _header(draft: Draft) -> Header:
    """The head of a message; its id and its day are the release's, and `test` says that it is no real one."""
    about = draft.about
    demo = about.unofficial_demo
    said = " · ".join(part for part in (about.title["en"], about.institution["en"], mark(about)) if part)
    return Header(
        id=f"{about.id}-{DEMO}" if demo else about.id,
        test=demo,
        prepared=draft.made(),
        sender=Organisation(id=AGENCY),
        source=escape(_plain(said)),  # pysdmx 1.21 escapes every other text, and this one not
    )


def _plain(text: str) -> str:
    """Text in one line with typographic quotation marks: pysdmx 1.21 writes ' as " and escapes few of those."""
    return one_line(text).replace("'", "’").replace('"', "”").replace("\\", "/")


def _data(schema: Schema, rows: Sequence[Mapping[str, str]]) -> PandasDataset:
    names = [one.id for one in schema.components]
    table = pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in names})
    return PandasDataset(structure=schema, data=table.to_pandas())


def _schema(agency: str, flow: str, version: str, attributes: tuple[str, ...]) -> Schema:
    components = _components(attributes)
    return Schema("dataflow", agency=agency, id=flow, version=version, components=components)


def _components(attributes: tuple[str, ...]) -> Components:
    found = [Component(id=name, required=True, role=Role.DIMENSION, concept=_concept(name)) for name in DIMENSIONS]
    found.append(
        Component(id=TIME, required=True, role=Role.DIMENSION, concept=_concept(TIME), local_dtype=DataType.PERIOD)
    )
    found.append(
        # Text, so that a number is written as it stands and a hidden one not at all.
        Component(id=VALUE, required=False, role=Role.MEASURE, concept=_concept(VALUE), local_dtype=DataType.STRING)
    )
    for name in attributes:
        level = ",".join(DIMENSIONS) if name == "UNIT_MEASURE" else "O"
        found.append(
            Component(
                id=name,
                required=name != "COMMENT_OBS",
                role=Role.ATTRIBUTE,
                concept=_concept(name),
                attachment_level=level,
            )
        )
    return Components(found)


def _concept(name: str) -> ItemReference:
    return ItemReference(sdmx_type="Concept", agency=AGENCY, id=CONCEPTS, version=VERSION, item_id=name)


def _structure(draft: Draft, breakdowns: dict[str, str]) -> bytes:
    """Structure of the national series: our series and breakdowns with their names, and the UN's keys."""
    named: dict[str, Any] = {"agency": AGENCY, "version": VERSION}
    categories = codelist(series.CATEGORIES)
    codes = [
        Code(id=code, name=" / ".join(categories.label(letter, lang.code) for lang in LANGUAGES))
        for letter, code in series.series_codes("national_series").items()
    ]
    custom = [Code(id=code, name=_plain(name)) for code, name in breakdowns.items()]
    concepts = [Concept(id=name, name=name, dtype=DataType.STRING) for name in (*DIMENSIONS, TIME, VALUE, *ATTRIBUTES)]
    definition = DataStructureDefinition(
        id=STRUCTURE, name="Civic space, national series", components=_components(ATTRIBUTES), **named
    )
    flow = Dataflow(id=NATIONAL, name="Civic space, national series", structure=definition, **named)
    parts = [
        Codelist(id="CL_SERIES", name="Series", items=codes, **named),
        Codelist(id="CL_CUST_BREAKDOWN", name="Breakdowns", items=custom, **named),
        ConceptScheme(id=CONCEPTS, name="Concepts", items=concepts, **named),
        definition,
        flow,
    ]
    return _written(draft, parts, Format.STRUCTURE_SDMX_ML_2_1)
