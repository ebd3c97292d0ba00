"""The rules of the EU database for one statement of reasons, re-stated from facts, and what breaks them. Pure.

Source: EU DSA Transparency Database, schema 2 (1 July 2025), its documentation and the rules of its two endpoints as of
24 June 2026. Where the endpoint for one statement and the one for many differ, the stricter of the two holds here for
both; docs/reference/api.md lists each such case. Field names, codes and the shape of errors are the EU's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from sijill.codelists.load import codelist
from sijill.statements.errors import Errors, Wrong, named
from sijill.statements.reading import (
    LONG,
    LONGEST,
    PLATFORM_ID,
    SHORT,
    URL,
    Reader,
    Schema,
    code,
    codes,
    day,
    live,
    text,
    trimmed,
)

MOST = 100  # statements of one call
FIRST_CONTENT, FIRST_APPLIED = date(2000, 1, 1), date(2020, 1, 1)
EAN = "EAN-13"
_TERRITORIES = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
TERRITORIES = tuple(_TERRITORIES.split())
"""The 30 States of the EEA. Greece is GR here and EL in the harmonised reports."""
UNION = frozenset(TERRITORIES) - {"IS", "LI", "NO"}
_LANGUAGES = (
    "AA AB AE AF AK AM AN AR AS AV AY AZ BA BE BG BH BI BM BN BO BR BS CA CE CH CO CR CS CU CV CY DA DE DV DZ EE EL EN "
    "EO ES ET EU FA FF FI FJ FO FR FY GA GD GL GN GU GV HA HE HI HO HR HT HU HY HZ IA ID IE IG II IK IO IS IT IU JA JV "
    "KA KG KI KJ KK KL KM KN KO KR KS KU KV KW KY LA LB LG LI LN LO LT LU LV MG MH MI MK ML MN MR MS MT MY NA NB ND NE "
    "NG NL NN NO NR NV NY OC OJ OM OR OS PA PI PL PS PT QU RM RN RO RU RW SA SC SD SE SG SI SK SL SM SN SO SQ SR SS ST "
    "SU SV SW TA TE TG TH TI TK TL TN TO TR TS TT TW TY UG UK UR UZ VE VI VO WA WO XH YI YO ZA ZH ZU"
)
LANGUAGES = frozenset(_LANGUAGES.split())
"""The 184 codes that the EU database takes as a language."""
DECISIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")
_ILLEGAL, _INCOMPATIBLE = "DECISION_GROUND_ILLEGAL_CONTENT", "DECISION_GROUND_INCOMPATIBLE_CONTENT"


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement as it would be kept: every field of `FIELDS`; None and [] where nothing was said. Or its errors."""

    values: Mapping[str, Any]
    errors: Errors = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class When:
    """A condition on a field that stands before: it is, or among others holds, a code; or it does not."""

    of: str
    code: str
    many: bool = False
    unless: bool = False

    def holds(self, said: Mapping[str, Any]) -> bool:
        """Does it, of what was read so far."""
        value = said.get(self.of)
        found = self.code in (value or ()) if self.many else value == self.code
        return found is not self.unless

    def schema(self) -> Schema:
        """JSON Schema for the same."""
        wanted: Schema = {"type": "array", "contains": {"const": self.code}} if self.many else {"const": self.code}
        found: Schema = {"required": [self.of], "properties": {self.of: wanted}}
        return {"not": found} if self.unless else found


@dataclass(frozen=True, slots=True)
class _Field:
    """How one field is read; `when` says of the others read before whether it has a place."""

    name: str
    reader: Reader
    required: bool = False
    when: When | None = None
    needed_because: str = ""


def _content_id(name: str, value: Any) -> str | None:
    """The EAN-13 of a product, out of `{"EAN-13": "..."}`: the only identifier that there is."""
    if not isinstance(value, dict):
        raise Wrong(f"The {named(name)} field must be an array.")
    if set(value) - {EAN}:
        raise Wrong(f"The selected {named(name)} is invalid.")
    found = value.get(EAN)
    if found is None or found == "":
        return None
    if not isinstance(found, str) or re.fullmatch(r"\d{13}", found, re.ASCII) is None:
        raise Wrong(f"The {named(name)}.{EAN} field format is invalid.")
    return found


def _prohibited(name: str, value: Any) -> None:
    # One endpoint of the EU reads it and the other passes over it without a word: here it is never lost in silence.
    raise Wrong(f'The {named(name)} field is prohibited. Write content_id: {{"{EAN}": "..."}}.')


_CONTENT_ID = Reader(
    _content_id,
    lambda: {
        "type": "object",
        "additionalProperties": False,
        "properties": {EAN: {"anyOf": [{"type": "string", "pattern": "^[0-9]{13}$"}, {"enum": [None, ""]}]}},
    },
)
_PROHIBITED = Reader(_prohibited, lambda: {"not": {}})


# What each field may hold


def _territories() -> frozenset[str]:
    return frozenset(TERRITORIES)


def _languages() -> frozenset[str]:
    return LANGUAGES


@cache
def categories() -> frozenset[str]:
    """The categories that a new statement may name: 16 of those in Annex I."""
    taken = codelist("dsa_categories").column("statements")
    return frozenset(one for one in codelist("dsa_categories").live() if taken[one] == "yes")


def _other(name: str, of: str, wanted: str, *, many: bool) -> _Field:
    """A text that must be given where a code means *other*."""
    because = f"when {named(of)} {'contains' if many else 'is'} {wanted}"
    return _Field(name, text(SHORT), when=When(of, wanted, many=many), needed_because=because)


_LAW, _TERMS = When("decision_ground", _ILLEGAL), When("decision_ground", _INCOMPATIBLE)
_ON_LAW = f"when decision ground is {_ILLEGAL}"
_ON_TERMS = f"when decision ground is {_INCOMPATIBLE}"
_FIELDS = (
    _Field("decision_visibility", codes(live("dsa_visibility"))),
    _other("decision_visibility_other", "decision_visibility", "DECISION_VISIBILITY_OTHER", many=True),
    _Field("end_date_visibility_restriction", day(None)),
    _Field("decision_monetary", code(live("dsa_monetary"))),
    _other("decision_monetary_other", "decision_monetary", "DECISION_MONETARY_OTHER", many=False),
    _Field("end_date_monetary_restriction", day(None)),
    _Field("decision_provision", code(live("dsa_provision"))),
    _Field("end_date_service_restriction", day(None)),
    _Field("decision_account", code(live("dsa_account"))),
    _Field("end_date_account_restriction", day(None)),
    _Field("account_type", code(live("dsa_account_types"))),
    _Field("decision_ground", code(live("dsa_grounds")), required=True),
    _Field("decision_ground_reference_url", URL),
    _Field("illegal_content_legal_ground", text(SHORT), when=_LAW, needed_because=_ON_LAW),
    _Field("illegal_content_explanation", text(LONG), when=_LAW, needed_because=_ON_LAW),
    _Field("incompatible_content_ground", text(SHORT), when=_TERMS, needed_because=_ON_TERMS),
    _Field("incompatible_content_explanation", text(LONG), when=_TERMS, needed_because=_ON_TERMS),
    _Field("incompatible_content_illegal", code(live("dsa_yes_no")), when=_TERMS),
    _Field("category", code(categories), required=True),
    _Field("category_addition", codes(categories)),
    _Field("category_specification", codes(live("dsa_keywords"))),
    _Field(
        "category_specification_other", text(SHORT), when=When("category_specification", "KEYWORD_OTHER", many=True)
    ),
    _Field("content_type", codes(live("dsa_content_types")), required=True),
    _other("content_type_other", "content_type", "CONTENT_TYPE_OTHER", many=True),
    _Field("content_language", code(_languages)),
    _Field("content_date", day(FIRST_CONTENT), required=True),
    _Field("content_id", _CONTENT_ID),
    _Field("content_id_ean", _PROHIBITED),
    _Field("territorial_scope", codes(_territories)),
    _Field("application_date", day(FIRST_APPLIED), required=True),
    _Field("decision_facts", text(LONGEST), required=True),
    _Field("source_type", code(live("dsa_sources")), required=True),
    _Field("source_identity", text(SHORT), when=When("source_type", "SOURCE_VOLUNTARY", unless=True)),
    _Field("automated_detection", code(live("dsa_yes_no")), required=True),
    _Field("automated_decision", code(live("dsa_decisions")), required=True),
    _Field("puid", PLATFORM_ID, required=True),
)
_FIELDS_BY_NAME = {one.name: one for one in _FIELDS}
EMPTY: Schema = {"type": "array", "maxItems": 0}
LISTS = ("decision_visibility", "category_addition", "category_specification", "content_type", "territorial_scope")
FIELDS = tuple(one.name for one in _FIELDS if one.name != "content_id_ean")
"""The 35 fields of a statement, in the EU's order."""


def check(given: object) -> Checked:
    """What a statement says, once it keeps to the rules; errors by field where it does not, in the fields' order.

    Texts are trimmed and an empty one says nothing. A field without a place (the law cited where the terms are the
    ground) is left out: the words as filed are kept elsewhere. Fields that the rules do not know say nothing.
    """
    if not isinstance(given, Mapping):
        return Checked({}, {"statement": ["The statement field must be an object."]})
    values: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for one in _FIELDS:
        try:
            values[one.name] = _read_field(one, given, values)
        except Wrong as wrong:
            errors[one.name] = [str(wrong)]
            values[one.name] = None
    _one_decision(given, values, errors)
    values.pop("content_id_ean")
    if errors:
        return Checked({}, {one.name: errors[one.name] for one in _FIELDS if one.name in errors})
    values["category_addition"] = [one for one in values["category_addition"] if one != values["category"]]
    return Checked(MappingProxyType(values))


def _read_field(one: _Field, given: Mapping[str, Any], before: Mapping[str, Any]) -> Any:
    nothing: Any = [] if one.name in LISTS else None
    if one.when is not None and not one.when.holds(before):
        return nothing
    value = trimmed(given.get(one.name))
    if value is None or value == []:
        if one.name == "category_addition" and one.name in given and value is None:
            raise Wrong(f"The {named(one.name)} field must be an array.")
        found = nothing
    else:
        found = one.reader.read(one.name, value)
    if found is None or found == []:
        if one.required:
            raise Wrong(f"The {named(one.name)} field is required.")
        if one.needed_because:
            raise Wrong(f"The {named(one.name)} field is required {one.needed_because}.")
    return found


def _one_decision(given: Mapping[str, Any], values: Mapping[str, Any], errors: dict[str, list[str]]) -> None:
    if any(values[name] for name in DECISIONS) or any(name in errors for name in DECISIONS):
        return
    for name in DECISIONS:
        others = " / ".join(named(other) for other in DECISIONS if other != name)
        errors[name] = [f"The {named(name)} field is required when none of {others} are present."]


def plain_schema() -> Schema:
    """JSON Schema of the fields one by one; of what hangs on another field only that it is there.

    For programs that make up calls from a description, which cannot follow `schema`.
    """
    whole = schema()
    hanging = {one.name: {"description": f"See {one.when.of}."} for one in _FIELDS if one.when is not None}
    return {name: whole[name] for name in ("type", "required")} | {"properties": {**whole["properties"], **hanging}}


def schema() -> Schema:
    """JSON Schema (2020-12) of a statement that keeps to the rules: of all of them."""
    plain = [one for one in _FIELDS if one.when is None]
    properties: Schema = {one.name: one.reader.schema() if one.required else one.reader.optional() for one in plain}
    properties["category_addition"] = {"anyOf": [_FIELDS_BY_NAME["category_addition"].reader.schema(), EMPTY]}
    return {
        "type": "object",
        "required": [one.name for one in _FIELDS if one.required],
        "properties": properties,
        "anyOf": [
            {"required": [name], "properties": {name: _FIELDS_BY_NAME[name].reader.schema()}} for name in DECISIONS
        ],
        # A field without a place is not looked at.
        "allOf": [{"if": one.when.schema(), "then": _then(one)} for one in _FIELDS if one.when is not None],
    }


def _then(one: _Field) -> Schema:
    if one.needed_because:
        return {"required": [one.name], "properties": {one.name: one.reader.schema()}}
    return {"properties": {one.name: one.reader.optional()}}
