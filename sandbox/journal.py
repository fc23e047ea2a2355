"""What was asked of the sandbox, for tests and for the log. Keys and signatures stay out."""

import sys
import threading
import time
from collections import deque

from flask import Flask, Request, Response, request

from sandbox.http_server import DELIVERY

KEPT = 5000

# Where a request's environment says which fault it met, and whether it was carried out all the same.
FAULT = "sandbox.fault"
CARRIED_OUT = "sandbox.carried_out"


class Journal:
    """The last requests, oldest first."""

    def __init__(self) -> None:
        self._entries: deque[dict[str, object]] = deque(maxlen=KEPT)
        self._lock = threading.Lock()

    def add(self, entry: dict[str, object]) -> None:
        with self._lock:
            self._entries.append(entry)

    def entries(self) -> list[dict[str, object]]:
        with self._lock:
            return list(self._entries)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()


def keep_journal(app: Flask, journal: Journal) -> None:
    """Record each request of `app`, its own `/sandbox/` pages apart, when its answer is ready."""

    @app.after_request
    def record(response: Response) -> Response:
        if not request.path.startswith("/sandbox/"):
            entry = describe(request, response)
            journal.add(entry)
            print(entry["method"], entry["path"], entry["status"] or "dropped", file=sys.stderr, flush=True)
        return response


def describe(request: Request, response: Response) -> dict[str, object]:
    """One entry. `time` is in seconds since 1970, `content_length` None where none was sent.

    `status` and `code` are None where the connection was dropped instead of answering; `name` is that
    of the video ordered, None where none is or where the request's body wasn't read.
    """
    is_dropped = request.environ[DELIVERY].is_dropped
    query = {name: value for name, value in request.args.items() if name != "signature"}
    return {
        "time": time.time(),
        "method": request.method,
        "path": request.path,
        "query": query,
        "name": _video_name(request),
        "status": None if is_dropped else response.status_code,
        "code": None if is_dropped else _envelope_code(response),
        "had_api_key": "x-api-key" in request.headers,
        "content_length": request.content_length,
        "content_type": request.headers.get("Content-Type"),
        "transfer_encoding": request.headers.get("Transfer-Encoding"),
        "range": request.headers.get("Range"),
        "bytes_received": request.environ["wsgi.input"].received,
        "fault": request.environ.get(FAULT),
        "carried_out": request.environ.get(CARRIED_OUT, went_well(response)),
    }


def went_well(response: Response) -> bool:
    """Whether an answer says that what was asked is done."""
    return response.status_code < 400 and _envelope_code(response) in (0, None)


def _video_name(request: Request) -> object:
    if not request.is_json or not request.environ["wsgi.input"].is_used_up:
        return None
    body = request.get_json(silent=True)
    return body.get("video_name") if isinstance(body, dict) else None


def _envelope_code(response: Response) -> object:
    body = response.get_json(silent=True) if response.is_json else None
    return body.get("code") if isinstance(body, dict) else None
