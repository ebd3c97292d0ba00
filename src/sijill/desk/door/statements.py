"""Calls that file statements of reasons and read them back: addresses, status codes and shapes of the EU database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sijill.desk.door.calls import Unreadable, answer, body_of, call, said, words_of
from sijill.register.speech.actions.statements import API, API_MULTI, Filed, NoOrder, Taken, file_statements, standing
from sijill.register.speech.models import Statement, Token
from sijill.statements.beside import NAME as BESIDE
from sijill.statements.beside import check_beside
from sijill.statements.errors import NOT_ALL_UNIQUE, NOT_UNIQUE, Errors, of_many, of_one
from sijill.statements.rules import EAN, FIELDS, LISTS, MOST, check

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NO_ORDER = {f"{BESIDE}.order": ["The selected beside.order is invalid: file the order first, with /api/v1/order."]}


@call("POST")
def file_one(request: HttpRequest, token: Token) -> HttpResponse:
    """One statement."""
    try:
        given = body_of(request)
    except Unreadable as error:
        return answer(422, of_one({"statement": [str(error)]}))
    filed, errors = _checked(given)
    if filed is None:
        return answer(422, of_one(errors))
    try:
        (kept,) = file_statements(platform=token.platform, filed=[filed], method=API)
    except Taken:
        body = {**of_one({"puid": [NOT_UNIQUE]}), "existing": _existing(request, token, filed.puid)}
        return answer(422, body)
    except NoOrder:
        return answer(422, of_one(_NO_ORDER))
    return answer(201, next(_told(request, token, [kept])))


@call("POST")
def file_many(request: HttpRequest, token: Token) -> HttpResponse:
    """1 to 100 statements, all or none."""
    try:
        given = body_of(request)
    except Unreadable as error:
        return answer(422, of_one({"statements": [str(error)]}))
    listed = given.get("statements") if isinstance(given, dict) else None
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST:
        return answer(422, of_one({"statements": [_size(listed)]}))
    filed: list[Filed] = []
    errors: dict[int, Errors] = {}
    for at, one in enumerate(listed):
        taken, wrong = _checked(one)
        if taken is None:
            errors[at] = wrong
        else:
            filed.append(taken)
    if errors:
        return answer(422, of_many(errors))
    try:
        kept = file_statements(platform=token.platform, filed=filed, method=API_MULTI)
    except Taken as error:
        return answer(422, {"message": NOT_ALL_UNIQUE, "errors": {"puid": [NOT_ALL_UNIQUE],
                                                                  "existing_puids": error.puids}})  # fmt: skip
    except NoOrder as error:
        wanting = set(error.puids)
        return answer(422, of_many({at: _NO_ORDER for at, one in enumerate(filed) if one.puid in wanting}))
    return answer(201, {"statements": list(_told(request, token, kept))})


@call("GET", "HEAD")
def statement(request: HttpRequest, token: Token, uuid: str) -> HttpResponse:
    """A statement of the token's own platform."""
    found = by_uuid(token, uuid)
    if found is None:
        return said(404, "There is no statement of this platform under this uuid.")
    return answer(200, next(_told(request, token, [found])))


@call("GET", "HEAD")
def existing_puid(request: HttpRequest, token: Token, puid: str) -> HttpResponse:
    """302 if the platform filed a statement under this identifier, 404 if it did not."""
    found = standing(token.platform, [puid]).first()
    if found is None:
        return said(404, "There is no statement of this platform under this puid.", puid=puid)
    response = said(302, "There is a statement of this platform under this puid.", puid=puid)
    response["Location"] = request.build_absolute_uri(reverse("door-statement", args=[found.uuid]))
    return response


def by_uuid(token: Token, uuid: str) -> Statement | None:
    """The statement of the token's platform under a uuid; what is no uuid is not asked for: it may be any bytes."""
    if not _UUID.fullmatch(uuid):
        return None
    rows = Statement.objects.select_related("restriction", "platform__account")
    return rows.filter(platform=token.platform, uuid=uuid).first()


def _checked(given: Any) -> tuple[Filed | None, Errors]:
    found = check(given)
    beside, wrong = check_beside(given)
    if found.errors or wrong:
        return None, {**found.errors, **wrong}
    return Filed(found.values, words_of(given), beside), {}


def _size(listed: object) -> str:
    if not isinstance(listed, list):
        return "The statements field is required." if listed is None else "The statements field must be an array."
    return f"The statements field must have between 1 and {MOST} items."


def _existing(request: HttpRequest, token: Token, puid: str) -> dict[str, Any] | None:
    found = standing(token.platform, [puid]).first()
    return next(_told(request, token, [found])) if found else None


def _told(request: HttpRequest, token: Token, kept: Iterable[Statement]) -> Iterator[dict[str, Any]]:
    """Statements as the EU's interface gives them back: every field, and where each is."""
    base = request.build_absolute_uri("/").rstrip("/")
    for one in kept:
        fields: Mapping[str, Any] = {name: _field(one, name) for name in FIELDS}
        yield {
            "uuid": one.uuid,
            **fields,
            "platform_name": token.platform.name,
            "created_at": one.created_at.strftime("%Y-%m-%d %H:%M:%S"),
            "permalink": base + reverse("speech-entry", args=["restriction", one.restriction_id]),
            "self": base + reverse("door-statement", args=[one.uuid]),
            "id": one.pk,
        }


def _field(one: Statement, name: str) -> Any:
    if name == "content_id":
        return {EAN: one.content_id_ean} if one.content_id_ean else None
    value = getattr(one, name)
    return value if name in LISTS else value or None
