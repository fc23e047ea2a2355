"""A Jogg whose answers a test scripts: for what the sandbox doesn't do, such as breaking a connection."""

import json
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GIVE_UP = 10  # seconds a connection may stay silent


@dataclass(frozen=True)
class Answer:
    """What a request gets. `content` is bytes, or anything that goes as JSON.

    `delay` in seconds. `breaks` ends the connection with a reset instead of answering: "unread"
    before the body is read, "read" after it; "halfway" after half of the content. `first` is
    called before the answer leaves.
    """

    content: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0
    breaks: str = ""
    first: Callable[[], object] = lambda: None

    @property
    def body(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else json.dumps(self.content).encode()


@dataclass(frozen=True)
class Seen:
    """A request as it arrived; `headers` by their names in lower case, `connection` the client's port."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    connection: int


def envelope(data: Any = None, *, code: Any = 0, msg: str = "Success", rid: str = "rid-1", **more: Any) -> dict:
    """Jogg's envelope as a dict."""
    return {"rid": rid, "code": code, "msg": msg, "data": data, **more}


class ScriptedServer:
    """`server.script("POST /v1/upload/asset", first, second)`: the last answer is given again and again."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.stopping = threading.Event()
        self._answers: dict[str, list[Answer]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"script": self}))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def script(self, request: str, *answers: Any) -> None:
        """Say what "METHOD /path" is answered with: `Answer`s, or contents of plain ones."""
        self._answers[request] = [a if isinstance(a, Answer) else Answer(a) for a in answers]

    def takes_uploads(self, *put_answers: Any) -> str:
        """Sign every upload, and answer the PUTs with these; return the hosted URL."""
        hosted_url = f"{self.url}/hosted/1.mp3"
        self.script("POST /v1/upload/asset", envelope({"sign_url": f"{self.url}/signed", "asset_id": hosted_url}))
        self.script("PUT /signed", *(put_answers or [b""]))
        return hosted_url

    def requests(self, request: str) -> list[Seen]:
        """Those of one "METHOD /path" that arrived."""
        return [seen for seen in self.seen if f"{seen.method} {seen.path}" == request]

    def next_answer(self, request: str) -> Answer:
        answers = self._answers.get(request, [Answer(b"Nothing is scripted here.", 404)])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def stop(self) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    script: ScriptedServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = GIVE_UP

    def _answer(self) -> None:
        path, _, query = self.path.partition("?")
        answer = self.script.next_answer(f"{self.command} {path}")
        body = b"" if answer.breaks == "unread" else self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.script.seen.append(Seen(self.command, path, query, headers, body, self.client_address[1]))
        answer.first()
        self.script.stopping.wait(answer.delay)
        if answer.breaks in ("read", "unread"):
            self._reset()
        else:
            self._send(answer)

    do_GET = do_POST = do_PUT = do_DELETE = _answer

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in ({"Content-Length": str(len(answer.body))} | answer.headers).items():
            self.send_header(name, value)
        self.end_headers()
        half = len(answer.body) // 2 if answer.breaks == "halfway" else None
        self.wfile.write(answer.body[:half])
        if half is not None:
            self.close_connection = True

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True

    def finish(self) -> None:
        with suppress(OSError, ValueError):
            super().finish()

    def log_message(self, *args: object) -> None:
        pass
