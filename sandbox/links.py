"""What is wrong with hosted links: faults that stay with a link once it has met them. They live in memory only."""

import math
import threading
import time
from collections.abc import Callable

from flask import Response

from sandbox.faults import Fault


class Links:
    """The troubles of links, by the keys of their files. Safe to share between threads."""

    def __init__(self) -> None:
        self._troubles: dict[str, tuple[Fault, float]] = {}
        self._lock = threading.Lock()

    def trouble(self, key: str, fault: Fault, seconds: float = math.inf) -> None:
        """Let a link suffer from a fault for so long."""
        with self._lock:
            self._troubles[key] = (fault, time.monotonic() + seconds)

    def trouble_of(self, key: str) -> Fault | None:
        with self._lock:
            fault, until = self._troubles.get(key, (None, 0.0))
        return fault if time.monotonic() < until else None


def serve_another(response: Response, fault: Fault) -> None:
    """Put another file in the place of the one served."""
    response.direct_passthrough = False
    response.set_data(OTHERS[str(fault.parameters["how"])](response.get_data()))
    response.headers["Content-Length"] = str(len(response.get_data()))
    del response.headers["ETag"]


OTHERS: dict[str, Callable[[bytes], bytes]] = {
    "altered": lambda content: bytes(byte ^ 0xFF for byte in content[:1]) + content[1:],
    "truncated": lambda content: content[: len(content) // 2],
    "longer": lambda content: content + b"\0",
}
