"""An end to everything: a server that sends a byte now and then is never silent long enough for a timeout."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self


class Deadline:
    """Inside `with`, the connections that it has watched being made are ended when the time is up, in `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds
        self._connections: list[Any] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._timer.cancel()

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._ends_at

    def watching(self, make: Callable[..., Any]) -> Callable[..., Any]:
        """Return a maker of connections that are ended with this."""

        def make_watched(*args: Any, **kwargs: Any) -> Any:
            connection = make(*args, **kwargs)
            self._connections.append(connection)
            return connection

        return make_watched

    def _end(self) -> None:
        for connection in self._connections:
            with suppress(OSError, AttributeError):  # it may be closed, or not open yet
                connection.sock.shutdown(socket.SHUT_RDWR)
