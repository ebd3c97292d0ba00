"""Serve a WSGI program: with gunicorn where it runs, else with a threaded server of the standard library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import WSGIApplication

from sijill.public.app import application

THREADS = 8


def serve(releases: Path, host: str, port: int) -> None:
    """Serve the public site over a folder of releases until the process is told to end."""
    run(application(releases), host, port)


def run(program: WSGIApplication, host: str, port: int, *, ready: Callable[[], None] | None = None) -> None:
    """Serve a program until the process is told to end. Neither server writes down who asked for what.

    `ready` is called once in the process that answers, before it answers.
    """
    begin = ready or (lambda: None)
    try:
        from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped, unused-ignore]
    except ImportError:  # not there on Windows
        server = threaded(program, host, port)
        begin()
        server.serve_forever()
        return

    class Served(BaseApplication):  # type: ignore[misc, unused-ignore]
        """One process with several threads: the machine may be small."""

        def load_config(self) -> None:
            for name, value in _settings(host, port).items():
                self.cfg.set(name, value)
            self.cfg.set("post_worker_init", lambda worker: begin())

        def load(self) -> WSGIApplication:
            return program

    Served().run()


def threaded(program: WSGIApplication, host: str, port: int) -> WSGIServer:
    """The server of the standard library, a thread per request."""
    return make_server(host, port, program, server_class=_Threaded, handler_class=_Silent)


def _settings(host: str, port: int) -> Mapping[str, Any]:
    address = f"[{host}]" if ":" in host else host
    return {"bind": f"{address}:{port}", "threads": THREADS, "accesslog": None, "loglevel": "warning"}


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: an address that asks is nobody's business."""
