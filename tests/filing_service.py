"""A service that answers as the EU's does, for tests of the client."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

Behave = Callable[["Service", list[dict[str, Any]]], tuple[int, Any] | None]


class Service:
    """Keeps statements by puid, all of a call or none. `behave` may answer instead, or raise to hang up."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}
        self.calls: list[int] = []
        self.behave: Behave = lambda service, batch: None
        self.headers: dict[str, str] = {}

    def take(self, batch: list[dict[str, Any]]) -> tuple[int, Any]:
        self.calls.append(len(batch))
        found = self.behave(self, batch)
        return found or self.keep(batch)

    def keep(self, batch: list[dict[str, Any]]) -> tuple[int, Any]:
        there = [one["puid"] for one in batch if one["puid"] in self.kept]
        if there:
            return 422, {"message": "not unique", "errors": {"existing_puids": there}}
        self.kept |= {one["puid"]: one for one in batch}
        return 201, {"statements": [{**one, "uuid": f"uuid-{one['puid']}"} for one in batch]}


@pytest.fixture
def service() -> Iterator[tuple[Service, str]]:
    held = Service()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            try:
                self._answer(*held.take(body["statements"]))
            except ConnectionError:
                self.close_connection = True

        def do_GET(self) -> None:
            there = self.path.rsplit("/", 1)[1] in held.kept
            self._answer(302 if there else 404, {"message": "", "puid": ""})

        def _answer(self, status: int, body: Any) -> None:
            text = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(text)), "Location": "/elsewhere", **held.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield held, f"http://127.0.0.1:{server.server_port}/api/v1"
        server.shutdown()
        thread.join()
