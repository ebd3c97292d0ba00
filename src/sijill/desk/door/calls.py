"""What every call of the door shares: its token, its limits, its body, and answers in JSON whatever happens."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from sijill.desk.door.limits import KNOWN, UNKNOWN, Limiter
from sijill.register.speech.actions.platforms import token_of
from sijill.register.speech.models import Token

LARGEST = 16 * 2**20  # bytes of a body: 100 statements with every text as long as it may be, in any script
BUSY = 5  # seconds after which to ask again when the database lets nobody write
limiter = Limiter()
P = ParamSpec("P")
Call = Callable[Concatenate[HttpRequest, Token, P], HttpResponse]


class Unreadable(ValueError):
    """A body that holds no JSON; the text says why, and repeats nothing of it."""


class TooLarge(ValueError):
    """A body beyond `LARGEST`."""


def call(*methods: str) -> Callable[[Call[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """A call of the door, for whoever holds a token. It is given the request and the token."""

    def decorate(view: Call[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @csrf_exempt
        @never_cache
        @wraps(view)
        def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in methods:
                allowed = ", ".join(methods)
                response = said(405, f"This address takes {allowed} and not {request.method}.")
                response["Allow"] = allowed
                return response
            try:
                token = _token(request)
                if wait := _wait(request, token):
                    return _later(429, "Too Many Attempts.", wait)
                if token is None:
                    return _unknown()
                return view(request, token, *args, **kwargs)
            except TooLarge:
                return said(413, f"The body is larger than {LARGEST} bytes. Send fewer statements in one call.")
            except OperationalError:
                # Nothing of the error is told: it may name the server. The transaction was taken back.
                return _later(503, "The register cannot be reached just now. Nothing of this call was kept.", BUSY)

        return answered

    return decorate


@csrf_exempt
@never_cache
def nowhere(request: HttpRequest, path: str = "") -> HttpResponse:
    """Any other address below `api/`."""
    return said(404, "There is nothing at this address. The description is at /api/v1/openapi.json.")


def said(status: int, message: str, **more: Any) -> JsonResponse:
    """An answer of one sentence."""
    return answer(status, {"message": message, **more})


def answer(status: int, body: Mapping[str, Any]) -> JsonResponse:
    """An answer in JSON, with the letters of every script as they are."""
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def body_of(request: HttpRequest) -> Any:
    """The JSON that was sent. Raises `Unreadable`, and `TooLarge` before it is read."""
    try:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        size = 0
    if size > LARGEST:
        raise TooLarge
    try:
        return json.loads(request.read(LARGEST).decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Unreadable("The body must be JSON in UTF-8, with its Content-Length.") from error


def words_of(given: Any) -> str:
    """What was sent, as it is kept: the same fields in the same order."""
    text = json.dumps(given, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(given)
    return text


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number in JSON")


def _token(request: HttpRequest) -> Token | None:
    kind, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token_of(secret.strip()) if kind.lower() == "bearer" and secret.strip() else None


def _wait(request: HttpRequest, token: Token | None) -> int:
    if token is not None:
        return limiter.take(str(token.pk), KNOWN)
    return limiter.take(f"address {request.META.get('REMOTE_ADDR', '')}", UNKNOWN)


def _unknown() -> JsonResponse:
    response = said(401, "Unauthenticated.")
    response["WWW-Authenticate"] = "Bearer"
    return response


def _later(status: int, message: str, seconds: int) -> JsonResponse:
    response = said(status, message)
    response["Retry-After"] = str(seconds)
    return response
