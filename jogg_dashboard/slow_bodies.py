"""Deadlines for request bodies under gunicorn's threads, which have none of their own.

A client that stalls or trickles would hold its thread for ever, and enough of them would block
everybody. Reads here fail when nothing arrives for 30 s, or when the whole body comes slower than
16 KiB/s after the first 20 s. What ends early is an error, too, instead of looking like the end.
The figures behind this are in docs/decisions/0001-web-server.md.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, BinaryIO

from jogg_dashboard.sizes import MB

Application = Callable[..., Iterable[bytes]]

IDLE_TIMEOUT = 30.0  # seconds without a byte, in either direction
GRACE = 20.0  # seconds
SLOWEST = 16 * 1024  # bytes per second, on average
PIECE = MB  # gunicorn reads bodies quickly in large pieces only


class SlowBody(OSError):
    """The body came too slowly, or not to its end."""


class Body:
    """`wsgi.input` with deadlines. Only the time spent waiting counts, not what the application takes."""

    def __init__(self, source: BinaryIO, connection: socket.socket, length: int) -> None:
        self.left = length
        self._source, self._connection = source, connection
        self._received, self._waited = 0, 0.0
        self._waiting_since: float | None = None
        self._is_cut = False

    def read(self, size: int | None = -1) -> bytes:
        wanted = self.left if size is None or size < 0 else min(size, self.left)
        pieces = []
        while wanted > 0:
            pieces.append(self._read_piece(min(wanted, PIECE)))
            wanted -= len(pieces[-1])
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def readline(self, size: int | None = -1) -> bytes:
        line = self._source.readline(size if size and size > 0 else None)
        self.left -= len(line)
        return line

    def cut_if_late(self, now: float) -> None:
        """Wake a read that waits beyond the deadline. An answer can still be sent."""
        since = self._waiting_since
        if since is None:
            return
        if self._waited + now - since > GRACE + (self._received + PIECE) / SLOWEST:
            self._cut()

    def _read_piece(self, size: int) -> bytes:
        began = self._waiting_since = time.monotonic()
        try:
            piece = self._source.read(size)
        except TimeoutError as error:
            self._cut()
            raise SlowBody("nothing arrived in time") from error
        finally:
            self._waiting_since = None
            self._waited += time.monotonic() - began
        if not piece:
            raise SlowBody("the body came too slowly" if self._is_cut else "the body ended early")
        self.left -= len(piece)
        self._received += len(piece)
        return piece

    def _cut(self) -> None:
        self._is_cut = True
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RD)


class Watchdog:
    """One thread that looks after all bodies being read."""

    def __init__(self) -> None:
        self._bodies: set[Body] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def watch(self, body: Body) -> None:
        with self._lock:
            self._bodies.add(body)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="slow-bodies", daemon=True)
                self._thread.start()

    def forget(self, body: Body) -> None:
        with self._lock:
            self._bodies.discard(body)

    def _run(self) -> None:
        while True:
            time.sleep(1)
            with self._lock:
                bodies = list(self._bodies)
            for body in bodies:
                body.cut_if_late(time.monotonic())


class SlowBodies:
    """WSGI middleware: gives each request's body its deadlines. Does nothing under another server."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._watchdog = Watchdog()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        connection = environ.get("gunicorn.socket")
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if connection is None:
            return self._application(environ, start_response)
        connection.settimeout(IDLE_TIMEOUT)
        if not length:
            return self._application(environ, start_response)
        body = environ["wsgi.input"] = Body(environ["wsgi.input"], connection, length)
        self._watchdog.watch(body)
        try:
            return self._application(environ, start_response)
        finally:
            self._watchdog.forget(body)
