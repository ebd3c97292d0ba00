"""File statements of reasons with the EU's database, or with any service that speaks as it does.

    from pathlib import Path
    from sijill.statements import Client, Puids

    client = Client("https://register.example/api/v1", token, Puids(Path("puids.sqlite3")))
    done = client.submit(statements)
    done.filed, done.invalid, done.refused

Each statement is checked before anything is sent. What is sent is written down first, so that a run that was cut off
can be run again: what arrived is not filed twice, what did not is filed then. A batch that the service refuses is
halved until the statement at fault stands alone. Only the standard library is used.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import ssl
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import quote, urlsplit

from sijill.statements.beside import check_beside
from sijill.statements.errors import Errors
from sijill.statements.puids import FILED, REFUSED, SENT, TAKEN, Puids
from sijill.statements.rules import MOST, check

Statement = Mapping[str, Any]
_TOO_MANY, _CREATED, _WRONG = 429, 201, 422
_USED = "This puid was filed with other words before. A statement cannot be changed: give a new puid."
_TWICE = "This puid stands twice in what was given. Keep one of them."


class Denied(RuntimeError):
    """The service does not know the token, or it may not file."""


class Unreachable(RuntimeError):
    """The service cannot be reached, or does not answer as the EU's does. Run again later: nothing is filed twice."""


@dataclass(slots=True)
class Done:
    """What became of the statements, by puid. Errors are by field.

    filed: with the uuid, empty where the service has it from an earlier try. already: filed by an earlier run.
    invalid: broke a rule here and was not sent. refused: by the service. taken: the service has a statement of that
    puid which this list does not know of. failed: the service failed over this one; whether it was kept is not known.
    """

    filed: dict[str, str] = field(default_factory=dict)
    already: list[str] = field(default_factory=list)
    invalid: dict[str, Errors] = field(default_factory=dict)
    refused: dict[str, Errors] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: Mapping[str, Any]
    wait: float


class Client:
    """Files with one service under one token. `base` is the address that ends in `/api/v1`."""

    def __init__(
        self, base: str, token: str, puids: Puids, *, timeout: float = 60.0, tries: int = 5,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self._base, self._token, self._puids = base.rstrip("/"), token, puids
        self._timeout, self._tries, self._pause = timeout, tries, pause
        self._connection: http.client.HTTPConnection | None = None
        self._unsure: set[str] = set()

    def submit(self, statements: Iterable[Statement], *, dry_run: bool = False) -> Done:
        """File statements, up to 100 in a call. `dry_run`: check them and send nothing.

        Raises `Denied`, and `Unreachable` once the tries are over; what was filed until then is in the list.
        """
        done, seen, rest = Done(), set[str](), iter(statements)
        while batch := list(islice(rest, MOST)):
            ready = self._ready(batch, done, seen)
            if ready and not dry_run:
                self._puids.write(self._base, SENT, [(puid, sha256_of(one), "") for puid, one in ready.items()])
                self._send(list(ready.values()), done)
        return done

    def exists(self, puid: str) -> bool:
        """Has the service a statement under this puid."""
        answer = self._ask("GET", f"/statement/existing-puid/{quote(puid, safe='')}", None)
        if answer.status in (302, 404):
            return answer.status == 302
        raise Unreachable(f"The service answered {answer.status} to a question for a puid, where 302 or 404 is meant.")

    # What can be sent

    def _ready(self, batch: Sequence[Statement], done: Done, seen: set[str]) -> dict[str, Statement]:
        sound: dict[str, Statement] = {}
        for at, one in enumerate(batch):
            errors = errors_of(one)
            name = str(one["puid"]).strip() if not errors else _name(one, at)
            if not errors and name in seen:
                errors = {"puid": [_TWICE]}
            if errors:
                done.invalid[name] = errors
            else:
                seen.add(name)
                sound[name] = {**one, "puid": name}
        ready: dict[str, Statement] = {}
        known = self._puids.known(self._base, sound)
        for puid, one in sound.items():
            before = known.get(puid)
            if before is None or before.state in (REFUSED, TAKEN):
                ready[puid] = one
            elif before.sha256 != sha256_of(one):
                done.invalid[puid] = {"puid": [_USED]}
            elif before.state == FILED:
                done.already.append(puid)
            else:
                self._unsure.add(puid)
                ready[puid] = one
        return ready

    # Sending

    def _send(self, batch: Sequence[Statement], done: Done) -> None:
        if not batch:
            return
        answer = self._try(batch)
        if answer.status == _CREATED:
            self._filed(batch, answer.body, done)
        elif answer.status in (401, 403):
            raise Denied(f"The service answered {answer.status}: it does not know the token, or it may not file.")
        elif there := _existing(answer, batch):
            self._there([one for one in batch if one["puid"] in there], done)
            self._send([one for one in batch if one["puid"] not in there], done)
        elif len(batch) > 1:
            middle = len(batch) // 2
            self._send(batch[:middle], done)
            self._send(batch[middle:], done)
        else:
            self._alone(batch[0], answer, done)

    def _alone(self, one: Statement, answer: _Answer, done: Done) -> None:
        puid = str(one["puid"])
        if answer.status >= 500:
            done.failed.append(puid)  # stays `sent`: the next run asks again
            return
        done.refused[puid] = _errors_of_one(answer.body)
        self._puids.write(self._base, REFUSED, [(puid, sha256_of(one), "")])

    def _filed(self, batch: Sequence[Statement], body: Mapping[str, Any], done: Done) -> None:
        told = body.get("statements")
        uuids = {str(one.get("puid")): str(one.get("uuid", "")) for one in told} if isinstance(told, list) else {}
        rows = [(str(one["puid"]), sha256_of(one), uuids.get(str(one["puid"]), "")) for one in batch]
        self._puids.write(self._base, FILED, rows)
        done.filed |= {puid: uuid for puid, _sha256, uuid in rows}

    def _there(self, batch: Sequence[Statement], done: Done) -> None:
        """The service has these: ours, if we sent them and never heard; somebody else's, if not."""
        ours = [one for one in batch if one["puid"] in self._unsure]
        self._filed(ours, {}, done)
        theirs = [one for one in batch if one["puid"] not in self._unsure]
        done.taken += [str(one["puid"]) for one in theirs]
        self._puids.write(self._base, TAKEN, [(str(one["puid"]), sha256_of(one), "") for one in theirs])

    def _try(self, batch: Sequence[Statement]) -> _Answer:
        """An answer that waiting does not change; after 5xx and silence the same batch is sent again."""
        body = json.dumps({"statements": list(batch)}, ensure_ascii=False).encode()
        answer: _Answer | None = None
        for number in range(self._tries):
            try:
                answer = self._ask("POST", "/statements", body)
            except Unreachable:
                self._unsure |= {str(one["puid"]) for one in batch}
                if number == self._tries - 1:
                    raise
                self._pause(2.0**number)
                continue
            if answer.status == _TOO_MANY:
                self._pause(answer.wait or 1.0)
            elif answer.status >= 500:
                self._unsure |= {str(one["puid"]) for one in batch}
                self._pause(answer.wait or 2.0**number)
            else:
                return answer
        if answer is None or answer.status == _TOO_MANY:
            raise Unreachable("The service takes no more calls for now. Run again later.")
        return answer

    def _ask(self, method: str, path: str, body: bytes | None) -> _Answer:
        """One call; redirections are answers, not ways to go. Raises `Unreachable`."""
        parts = urlsplit(self._base + path)
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            connection = self._connected()
            connection.request(method, parts.path, body, headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Unreachable(f"{parts.netloc} cannot be reached: {type(error).__name__}. Run again later.") from error
        wait = answer.getheader("Retry-After", "")
        return _Answer(answer.status, _json(text), float(wait) if wait.isdigit() else 0.0)

    def _connected(self) -> http.client.HTTPConnection:
        if self._connection is None:
            parts = urlsplit(self._base)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise Unreachable("The address of the service must begin with https:// or http://.")
            if parts.scheme == "https":
                context = ssl.create_default_context()
                self._connection = http.client.HTTPSConnection(
                    parts.hostname, parts.port, timeout=self._timeout, context=context
                )
            else:
                self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=self._timeout)
        return self._connection

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def errors_of(statement: Statement) -> Errors:
    """What a service that keeps to the EU's rules would refuse, by field; empty where nothing."""
    return {**check(statement).errors, **check_beside(statement)[1]}


def _name(statement: object, at: int) -> str:
    """What a statement that breaks the rules is called: its puid, or its place in its batch."""
    puid = statement.get("puid") if isinstance(statement, Mapping) else None
    return puid if isinstance(puid, str) and puid else f"number {at + 1}"


def sha256_of(statement: Statement) -> str:
    """SHA-256 of a statement's words, whatever the order of its fields."""
    return hashlib.sha256(json.dumps(statement, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _json(text: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(text or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _existing(answer: _Answer, batch: Sequence[Statement]) -> set[str]:
    """The puids of the batch that the service says it has."""
    errors = answer.body.get("errors")
    if answer.status != _WRONG or not isinstance(errors, dict):
        return set()
    told = errors.get("existing_puids")
    return {str(one) for one in told} & {str(one["puid"]) for one in batch} if isinstance(told, list) else set()


def _errors_of_one(body: Mapping[str, Any]) -> Errors:
    errors = body.get("errors")
    if not isinstance(errors, dict) or not errors:
        return {"statement": [str(body.get("message", "The service refused it and did not say why."))]}
    found = errors.get("statement_0", errors)
    return found if isinstance(found, dict) else {"statement": [str(found)]}
