"""HTTP/1.1 with kept-alive connections round Werkzeug's threaded server.

Werkzeug closes each connection after one answer. Jogg doesn't, and a client's handling of
warm connections can only be seen with a server that keeps them.
"""

import socket
import struct
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

IDLE_SECONDS = 60
LINGER_SECONDS = 5
CHUNK = 256 * 1024
# Closing a socket with this option, on and of 0 seconds, resets the connection.
RESET = struct.pack("ii", 1, 0)

# Where a request's environment has its `Delivery`.
DELIVERY = "sandbox.delivery"


@dataclass
class Delivery:
    """How an answer leaves: `delay` seconds late, and whole, by half, or not at all (a reset instead).

    The app changes it in place: it is given a copy of the environment.
    """

    delay: float = 0.0
    is_halved: bool = False
    is_dropped: bool = False


class RequestBody:
    """The request's body: ends after `length` bytes and counts those that arrived.

    `length` is None where the end is unknown or comes by itself (a chunked body).
    """

    def __init__(self, stream: BinaryIO, length: int | None) -> None:
        self._stream = stream
        self._left = length
        self.received = 0

    @property
    def is_used_up(self) -> bool:
        return self._left == 0

    def read(self, size: int = -1) -> bytes:
        if self._left is not None:
            size = self._left if size < 0 else min(size, self._left)
        return self._counted(self._stream.read(size))

    def readline(self, size: int = -1) -> bytes:
        if self._left is not None:
            size = self._left if size < 0 else min(size, self._left)
        return self._counted(self._stream.readline(size))

    def _counted(self, data: bytes) -> bytes:
        self.received += len(data)
        if self._left is not None:
            self._left -= len(data)
        return data


class KeepAliveHandler(WSGIRequestHandler):
    """Answers one request after the other on a connection."""

    protocol_version = "HTTP/1.1"
    # Headers and body leave in two writes; without this the second waits for an acknowledgement.
    disable_nagle_algorithm = True
    timeout = IDLE_SECONDS

    def run_wsgi(self) -> None:
        """Answer one request. A body left unread ends the connection after the answer."""
        self.environ = environ = self.make_environ()
        body = environ["wsgi.input"] = RequestBody(environ["wsgi.input"], self._length())
        delivery = environ[DELIVERY] = Delivery()
        try:
            response = Response.from_app(self.server.app, environ)
            self._deliver(response, delivery, keep=body.is_used_up)
            response.close()
        except ConnectionError:
            self.close_connection = True
            return
        if self.close_connection:
            self._linger()

    def log(self, type: str, message: str, *args: object) -> None:
        # The journal writes the log: it knows what must not be shown.
        pass

    def _length(self) -> int | None:
        if "Transfer-Encoding" in self.headers:
            return None
        text = self.headers.get("Content-Length", "0")
        return int(text) if text.isascii() and text.isdigit() else None

    def _deliver(self, response: Response, delivery: Delivery, keep: bool) -> None:
        # The process may end meanwhile: this thread is a daemon.
        time.sleep(delivery.delay)
        if delivery.is_dropped:
            self._reset()
        elif delivery.is_halved:
            self._send(response, _first_half(response), keep=False)
        else:
            self._send(response, response.response, keep)

    def _send(self, response: Response, chunks: Iterable[bytes], keep: bool) -> None:
        self.send_response(response.status_code)
        response.headers.pop("Date", None)  # send_response sent one
        for name, value in response.headers.items():
            self.send_header(name, value)
        if not keep or ("Content-Length" not in response.headers and response.status_code not in (204, 304)):
            self.send_header("Connection", "close")
        self.end_headers()
        for chunk in chunks:
            self.wfile.write(chunk)
        self.wfile.flush()

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        # The socket closes only when what reads from it does, too.
        self.rfile.close()
        self.connection.close()
        self.close_connection = True

    def _linger(self) -> None:
        """Read on for a while, or the client's system would throw the answer away unread."""
        try:
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(1)
            until = time.monotonic() + LINGER_SECONDS
            while time.monotonic() < until and self.rfile.read1(CHUNK):
                pass
        except OSError:
            pass


def _first_half(response: Response) -> Iterable[bytes]:
    left = int(response.headers.get("Content-Length", 0)) // 2
    for chunk in response.response:
        yield chunk[:left]
        left -= len(chunk[:left])
        if not left:
            break


def listen(app: Callable[..., object], host: str, port: int) -> BaseWSGIServer:
    """A threaded server, bound and ready to `serve_forever`. `port` 0 picks a free one.

    Ends the process with a sentence where the port is taken.
    """
    try:
        server = make_server(host, port, app, threaded=True, request_handler=KeepAliveHandler)
    except SystemExit:
        sys.exit(f"Sandbox Jogg.ai: cannot listen on {host}:{port}; is the port taken?")
    server.daemon_threads = True
    return server
