"""The description of the door as OpenAPI 3.1: made from the rules that the door itself reads by."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sijill import __version__
from sijill.desk.door.calls import answer
from sijill.statements.beside import APPEAL, APPEAL_NEEDS, ORDER, ORDER_NEEDS, STATEMENT
from sijill.statements.beside import NAME as BESIDE
from sijill.statements.reading import Schema, schema_plain
from sijill.statements.rules import FIELDS, LISTS, MOST, plain_schema, schema

_TEXT: Schema = {"type": "string"}
_ERRORS: Schema = {"type": "object", "additionalProperties": {"type": "array", "items": _TEXT}}

_EXAMPLE: dict[str, Any] = {
    "puid": "example-1",
    "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
    "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
    "incompatible_content_ground": "Rule 7 of invented terms",
    "incompatible_content_explanation": "An invented explanation.",
    "category": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
    "content_type": ["CONTENT_TYPE_TEXT"],
    "content_date": "2026-03-01",
    "application_date": "2026-03-02",
    "decision_facts": "An invented decision about an invented post.",
    "source_type": "SOURCE_VOLUNTARY",
    "automated_detection": "Yes",
    "automated_decision": "AUTOMATED_DECISION_PARTIALLY",
}
_EXAMPLES: dict[str, Any] = {
    "Statement": _EXAMPLE,
    "Statements": {"statements": [_EXAMPLE | {"puid": "example-2"}, _EXAMPLE | {"puid": "example-3"}]},
    "Appeal": {"puid": "appeal-1", "outcome": "reversed", "decided": "2026-04-01", "decider": "company"},
    "Order": {"puid": "order-1", "authority_kind": "court", "country": "FR", "kind": "restrict-content",
              "made": "2026-03-01"},
}  # fmt: skip


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The description itself; it needs no token."""
    return answer(200, {**document(), "servers": [{"url": request.build_absolute_uri("/").rstrip("/")}]})


@cache
def document() -> dict[str, Any]:
    """The whole description but for where it is served."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Statements of reasons",
            "version": __version__,
            "description": "Addresses, fields, codes, status codes and errors are those of the EU's DSA Transparency "
            "Database, schema 2. Appeals and orders are beside them: the EU's database has no place for these.",
        },
        "security": [{"token": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
            "responses": _responses(),
        },
    }


def _paths() -> dict[str, Any]:
    v1 = "/api/v1"
    return {
        f"{v1}/statement": {"post": _post("fileStatement", "File one statement.", "Statement", "Kept")},
        f"{v1}/statements": {
            "post": _post("fileStatements", f"File 1 to {MOST} statements, all or none.", "Statements", "KeptMany",
                          wrong="WrongMany")
        },
        f"{v1}/statement/{{uuid}}": {
            "get": _get("readStatement", "Read a statement back.", "uuid", "Kept"),
        },
        f"{v1}/statement/existing-puid/{{puid}}": {
            "get": {
                **_get("findPuid", "Was a statement filed under this puid: 302 if so, 404 if not.", "puid", ""),
                "responses": {
                    "302": {
                        "description": "There is one, at Location.",
                        "headers": {"Location": {"schema": _TEXT}},
                        "content": _json(_schema("Message")),
                    },
                    **_refused("404"),
                },
            }
        },
        f"{v1}/statement/{{uuid}}/appeals": {
            "get": _get("readAppeals", "The appeals against the decision.", "uuid", "Appeals"),
            "post": {
                **_post("fileAppeal", "File an appeal and its outcome.", "Appeal", "KeptAppeal"),
                "parameters": [_parameter("uuid")],
                "responses": _answers("201", "KeptAppeal", "404", "413", "422"),
            },
        },
        f"{v1}/order": {"post": _post("fileOrder", "File an order of an authority.", "Order", "KeptOrder")},
        f"{v1}/order/{{puid}}": {
            "get": _get("readOrder", "An order, with the statements that name it.", "puid", "OrderFound")
        },
    }  # fmt: skip


def _post(name: str, summary: str, body: str, kept: str, wrong: str = "422") -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "requestBody": {"required": True, "content": _json(_schema(body), _EXAMPLES[body])},
        "responses": {**_answers("201", kept, "413"), "422": {"$ref": f"#/components/responses/{wrong}"}},
    }


def _get(name: str, summary: str, parameter: str, found: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [_parameter(parameter)],
        "responses": _answers("200", found, "404") if found else {},
    }


def _parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


def _answers(status: str, found: str, *refused: str) -> dict[str, Any]:
    return {status: {"description": "Done.", "content": _json(_schema(found))}, **_refused(*refused)}


def _refused(*statuses: str) -> dict[str, Any]:
    return {one: {"$ref": f"#/components/responses/{one}"} for one in (*statuses, "401", "429", "503")}


def _schema(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(given: Schema, example: Any = None) -> dict[str, Any]:
    return {"application/json": {"schema": given, **({"example": example} if example else {})}}


def _schemas() -> dict[str, Any]:
    statement, rules = plain_schema(), schema()
    for one in (statement, rules):
        one["properties"][BESIDE] = {"anyOf": [schema_plain(STATEMENT, ()), {"type": "null"}]}
    statement["description"] = "The fields one by one. StatementRules is the same with every rule between fields."
    kept: Schema = {
        "type": "object",
        "required": ["uuid", *FIELDS, "platform_name", "created_at", "permalink", "self", "id"],
        "properties": {
            **{name: {} for name in FIELDS},
            **{name: {"type": "array", "items": _TEXT} for name in LISTS},
            **dict.fromkeys(("uuid", "platform_name", "created_at", "permalink", "self", "id", "puid"), _TEXT),
        },
    }
    order = schema_plain(ORDER, ORDER_NEEDS)
    return {
        "Statement": statement,
        "StatementRules": rules,
        "Statements": _listed("statements", {"type": "array", "minItems": 1, "maxItems": MOST,
                                             "items": _schema("Statement")}),
        "Kept": kept,
        "KeptMany": _listed("statements", {"type": "array", "items": _schema("Kept")}),
        "Appeal": schema_plain(APPEAL, APPEAL_NEEDS),
        "Appeals": _listed("appeals", {"type": "array", "items": {"type": "object"}}),
        "KeptAppeal": _object({"statement": _TEXT, "reversal": {"type": ["string", "null"]}}, **_named(APPEAL)),
        "Order": order,
        "KeptOrder": _object({"permalink": _TEXT}, **_named(ORDER)),
        "OrderFound": _object({"puid": _TEXT, "permalink": _TEXT, "statements": {"type": "array", "items": _TEXT}}),
        "Message": _object({"message": _TEXT}),
        "Errors": _object({"message": _TEXT, "errors": _ERRORS}),
        "ErrorsOfMany": {
            "type": "object",
            "required": ["errors"],
            "properties": {
                "message": _TEXT,
                "errors": {"type": "object", "additionalProperties": {"anyOf": [_ERRORS, {"type": "array"}]}},
            },
        },
    }  # fmt: skip


def _listed(name: str, items: Schema) -> Schema:
    return {"type": "object", "required": [name], "properties": {name: items}}


def _object(properties: Schema, **more: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": {**more, **properties}}


def _named(readers: Any) -> dict[str, Schema]:
    return {name: {} for name in readers}


def _responses() -> dict[str, Any]:
    later = {"Retry-After": {"schema": _TEXT, "description": "Seconds."}}

    def refused(what: str, shape: str, **more: Any) -> dict[str, Any]:
        return {"description": what, "content": _json(_schema(shape)), **more}

    return {
        "401": refused("No token, or one that opens nothing.", "Message"),
        "404": refused("The token's platform filed nothing of this name.", "Message"),
        "413": refused("The body is too large.", "Message"),
        "422": refused("A rule is broken, or the puid is not new.", "Errors"),
        "WrongMany": refused("Rules are broken, by statement; or puids are not new.", "ErrorsOfMany"),
        "429": refused("200 calls a second or 12,000 a minute were made.", "Message", headers=later),
        "503": refused("The register could not write just now; nothing was kept.", "Message", headers=later),
    }
