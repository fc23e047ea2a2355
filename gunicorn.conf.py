"""gunicorn's settings. The reasons and the figures are in docs/decisions/0001-web-server.md."""

import os
import socket
import struct
import sys
import time
from contextlib import suppress
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = 1
threads = 64
keepalive = 15
graceful_timeout = int(os.environ.get("GRACEFUL_TIMEOUT", "4"))
# Both would write outside DATA_DIR.
control_socket_disable = True
worker_tmp_dir = os.environ.get("DATA_DIR")

if os.environ.get("LOG_FORMAT") == "json":
    logconfig_dict = {
        "formatters": {"json": {"()": "jogg_dashboard.logs.JsonLineFormatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "loggers": {
            "gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False},
            # As without this: addresses may hold the token of a shared link.
            "gunicorn.access": {"level": "CRITICAL", "propagate": False},
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
    }

HEADER_TIMEOUT = 10  # seconds
DRAIN_TIMEOUT, LINGER = 10.0, 1.0  # seconds
MOST_DRAINED = 200 * 1024 * 1024  # bytes


def post_fork(server: Any, worker: Any) -> None:
    """Load anew what the log's format has loaded before the fork: after a reload it is another release's."""
    for name in [name for name in sys.modules if name.partition(".")[0] in ("jogg", "jogg_dashboard")]:
        del sys.modules[name]


def when_ready(server: Any) -> None:
    """Let a header that stops arriving free its thread; accepted sockets inherit this on Linux."""
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", HEADER_TIMEOUT, 0))


def post_request(worker: Any, request: Any, environ: dict[str, Any], response: Any) -> None:
    """Close lingeringly in the request's own thread; gunicorn would do it where it accepts connections.

    An answer given before the body was read reaches the client only if the rest is read, too.
    """
    connection = environ.get("gunicorn.socket")
    left = getattr(environ.get("wsgi.input"), "left", 0)
    closes = sys.exc_info()[0] is not None or response.should_close() or left
    if connection is None or not closes:
        return
    with suppress(OSError):
        connection.shutdown(socket.SHUT_WR)
        _drain(connection, left, DRAIN_TIMEOUT)
        _drain(connection, MOST_DRAINED, LINGER)
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RD)


def _drain(connection: socket.socket, most: int, seconds: float) -> None:
    """Read and throw away until `most` bytes came, the client closed or the time is up."""
    deadline, left = time.monotonic() + seconds, min(most, MOST_DRAINED)
    while left > 0 and (rest := deadline - time.monotonic()) > 0:
        connection.settimeout(rest)
        piece = len(connection.recv(256 * 1024))
        if not piece:
            return
        left -= piece
