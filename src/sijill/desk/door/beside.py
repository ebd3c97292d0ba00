"""Calls for what the EU's database has no place for: appeals and the reversals they led to, orders of authorities."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sijill.desk.door.calls import Unreadable, answer, body_of, call, said, words_of
from sijill.desk.door.statements import by_uuid
from sijill.register.speech.actions.appeals import appeals_of, file_appeal, file_order
from sijill.register.speech.actions.statements import Taken, order_id
from sijill.register.speech.models import Demand, Restriction, Statement, Token
from sijill.statements.beside import check_appeal, check_order
from sijill.statements.errors import NOT_UNIQUE, of_one


@call("GET", "HEAD", "POST")
def appeals(request: HttpRequest, token: Token, uuid: str) -> HttpResponse:
    """The appeals against the decision of a statement; or one more."""
    found = by_uuid(token, uuid)
    if found is None:
        return said(404, "There is no statement of this platform under this uuid.")
    if request.method != "POST":
        return answer(200, {"appeals": [json.loads(one.content) for one in appeals_of(found)]})
    try:
        given = body_of(request)
    except Unreadable as error:
        return answer(422, of_one({"appeal": [str(error)]}))
    values, errors = check_appeal(given)
    if errors:
        return answer(422, of_one(errors))
    try:
        row = file_appeal(platform=token.platform, statement=found, appeal=values, words=words_of(given))
    except Taken:
        return answer(422, of_one({"puid": [NOT_UNIQUE]}))
    return answer(201, {**given, "statement": found.uuid, "reversal": _link(request, "restriction", row)})


@call("POST")
def orders(request: HttpRequest, token: Token) -> HttpResponse:
    """One order of an authority."""
    try:
        given = body_of(request)
    except Unreadable as error:
        return answer(422, of_one({"order": [str(error)]}))
    values, errors = check_order(given)
    if errors:
        return answer(422, of_one(errors))
    try:
        row = file_order(platform=token.platform, order=values, words=words_of(given))
    except Taken:
        return answer(422, of_one({"puid": [NOT_UNIQUE]}))
    return answer(201, {**given, "permalink": _link(request, "demand", row)})


@call("GET", "HEAD")
def order(request: HttpRequest, token: Token, puid: str) -> HttpResponse:
    """An order of the token's own platform, with the statements that name it."""
    found = Demand.objects.filter(pk=order_id(token.platform, puid)).first()
    if found is None:
        return said(404, "There is no order of this platform under this puid.", puid=puid)
    named = Statement.objects.filter(platform=token.platform, restriction__demand=found)
    told: dict[str, Any] = {"puid": puid, "permalink": _link(request, "demand", found)}
    return answer(200, {**told, "statements": list(named.order_by("log_from", "id").values_list("uuid", flat=True))})


def _link(request: HttpRequest, kind: str, row: Restriction | Demand | None) -> str | None:
    return request.build_absolute_uri(reverse("speech-entry", args=[kind, row.pk])) if row else None
