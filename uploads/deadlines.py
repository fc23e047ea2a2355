"""An end to everything: a server that sends a byte now and then is never silent long enough for a timeout."""

import math
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self


class Deadline:
    """Inside `with`, the connections that it has watched being made are ended when the time is up, in `seconds`.

    So they are after `silence` seconds in which nobody has said `heard`.
    """

    def __init__(self, seconds: float, silence: float = math.inf) -> None:
        self._ends_at, self._silence = time.monotonic() + seconds, silence
        self._heard_at = time.monotonic()
        self._connections: list[Any] = []
        self._left = threading.Event()
        self._watch = threading.Thread(target=self._end_in_time, daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._left.set()

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._ends_at

    @property
    def is_silent(self) -> bool:
        """Whether nothing has been heard for too long."""
        return time.monotonic() >= self._heard_at + self._silence

    def heard(self) -> None:
        """Something of what is waited for has come."""
        self._heard_at = time.monotonic()

    def watching(self, make: Callable[..., Any]) -> Callable[..., Any]:
        """Return a maker of connections that are ended with this."""

        def make_watched(*args: Any, **kwargs: Any) -> Any:
            connection = make(*args, **kwargs)
            self._connections.append(connection)
            return connection

        return make_watched

    def _end_in_time(self) -> None:
        while not self._left.wait(max(0.0, min(self._ends_at, self._heard_at + self._silence) - time.monotonic())):
            if self.is_over or self.is_silent:
                self._end()
                return

    def _end(self) -> None:
        for connection in self._connections:
            with suppress(OSError, AttributeError):  # it may be closed, or not open yet
                connection.sock.shutdown(socket.SHUT_RDWR)
