"""What schemathesis finds: calls made from the description, good and bad, and whether the door answers as it says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig as Config

from sijill.desk.door import calls
from sijill.desk.door.limits import Limiter
from sijill.desk.door.openapi import document
from sijill.register.speech.actions.platforms import add_platform, issue_token
from sijill.statements.rules import check
from tests.filing import full, statement
from tests.people import Cast

CONFIG = Path(__file__).parents[3] / "schemathesis.toml"
OPERATIONS = ("fileStatement", "fileStatements", "readStatement", "findPuid", "fileAppeal", "readAppeals",
              "fileOrder", "readOrder")  # fmt: skip
described = schemathesis.openapi.from_dict(document(), config=Config.from_path(CONFIG))
described.app = get_wsgi_application()
_number = itertools.count()


def unique(body: Any) -> Any:
    """That a puid must be new, no schema can say: each call gets one that is."""
    for one in body.get("statements", [body]) if isinstance(body, dict) else ():
        if isinstance(one, dict) and isinstance(one.get("puid"), str) and one["puid"]:
            one["puid"] = f"{one['puid'][:400]}-{next(_number)}" if one["puid"].isascii() else one["puid"]
    return body


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Calls are made in the transaction of the test, whose connection no call may close, as in Django's own client."""
    for sent in (request_started, request_finished):
        sent.disconnect(close_old_connections)
    yield
    for sent in (request_started, request_finished):
        sent.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.django_db
@described.parametrize()
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
def test_the_door_answers_as_it_is_described(case: schemathesis.Case[Any], cast: Cast, one_connection: None) -> None:
    calls.limiter = Limiter()
    name = f"Invented {next(_number)}"
    token = issue_token(actor=cast.eve, platform=add_platform(actor=cast.eve, name=name), label="test")[1]
    case.body = unique(case.body)
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"})


def test_every_call_is_described() -> None:
    found = [one["operationId"] for path in document()["paths"].values() for one in path.values()]
    assert sorted(found) == sorted(OPERATIONS)


@pytest.mark.parametrize("changed", [
    {}, {"puid": "a b"}, {"content_date": "1999-12-31"}, {"content_date": "2028-02-29"},
    {"content_date": "2027-02-29"}, {"decision_visibility": []}, {"decision_visibility": None},
    {"category_addition": ["x"]}, {"content_type": ["CONTENT_TYPE_OTHER"]}, {"territorial_scope": ["EL"]},
    {"decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT"}, {"content_id_ean": "1" * 13}, {"source_identity": 1},
    {"content_id": {"EAN-13": "1"}}, {"incompatible_content_illegal": "null"}, {"decision_facts": " "},
    {"decision_ground_reference_url": "ftp://x"}, {"content_language": "ar"}, {"application_date": "2019-12-31"},
])  # fmt: skip
def test_the_description_says_what_the_rules_do(changed: dict[str, Any]) -> None:
    valid = jsonschema_rs.validator_for(document()["components"]["schemas"]["StatementRules"])
    for sample in (statement(), full()):
        given = {**sample, **changed}
        assert valid.is_valid(given) == (not check(given).errors), given


def test_the_examples_keep_to_the_rules() -> None:
    schemas, paths = document()["components"]["schemas"], document()["paths"]
    root = {"components": document()["components"]}
    for operation in (one for path in paths.values() for one in path.values() if "requestBody" in one):
        held = operation["requestBody"]["content"]["application/json"]
        name = held["schema"]["$ref"].rsplit("/", 1)[1]
        assert jsonschema_rs.validator_for({**schemas[name], **root}).is_valid(held["example"]), name
    assert check(paths["/api/v1/statement"]["post"]["requestBody"]["content"]["application/json"]["example"]).values
