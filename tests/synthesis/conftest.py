"""A real HTTP server in the place of a language model: it answers well, badly or with malice."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from spe_search.synthesis import LanguageModel


@dataclass
class Asked:
    """A request that the server was sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any

    @property
    def text(self) -> str:
        """All that the model was told."""
        return "\n".join(message["content"] for message in self.body["messages"])


@dataclass
class Scripted:
    """What the server answers: each reply in turn, the last one again and again."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None


def said(content: str | None, **message: object) -> Scripted:
    """Return the reply of a model that wrote this."""
    choice = {"index": 0, "finish_reason": "stop", "message": {"content": content, **message}}
    return Scripted(body=json.dumps({"object": "chat.completion", "choices": [choice]}).encode())


class Server:
    """A server on a free port of this machine."""

    def __init__(self) -> None:
        self.script: list[Scripted] = [said("")]
        self.asked: list[Asked] = []
        self.released = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer.asked.append(Asked(self.command, self.path, headers, body))
                reply = outer.script[min(len(outer.asked), len(outer.script)) - 1]
                reply.before()
                self.send_response(reply.status)
                for name, value in {"Content-Type": reply.kind, **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)

            def do_POST(self) -> None:
                # The client may have had enough.
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    self.answer()

            do_GET = do_POST  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def answers(self, *replies: Scripted | str | None) -> None:
        self.script = [reply if isinstance(reply, Scripted) else said(reply) for reply in replies]

    def model(self, name: str | None = "petit", **options: Any) -> LanguageModel:
        return LanguageModel.at(self.url, name, **{"seconds": 20.0, **options})

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()
