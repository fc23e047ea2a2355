"""A small application behind the real web server's settings, with short deadlines.

`/read` logs that it begins, reads the body and says how many bytes came; `/refuse` answers without
reading it; `/` just answers.
"""

import sys
from collections.abc import Callable, Iterable
from typing import Any

from jogg_dashboard import slow_bodies

slow_bodies.IDLE_TIMEOUT = 1.0
slow_bodies.GRACE = 1.0
slow_bodies.SLOWEST = 10 * 1024 * 1024


def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    path, status, said = environ["PATH_INFO"], "200 OK", b"here"
    if path == "/read":
        status, said = _read(environ)
    elif path == "/refuse":
        status, said = "302 Found", b"elsewhere"
    start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
    return [said]


def _read(environ: dict[str, Any]) -> tuple[str, bytes]:
    print("reading", file=sys.stderr, flush=True)
    try:
        received = 0
        while piece := environ["wsgi.input"].read(64 * 1024):
            received += len(piece)
    except slow_bodies.SlowBody as error:
        return "400 Bad Request", str(error).encode()
    return "200 OK", str(received).encode()


application = slow_bodies.SlowBodies(answer)
