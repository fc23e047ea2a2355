"""How many POSTs a key may send: an exact sliding window, forgotten when the process ends."""

import threading
import time
from collections import defaultdict, deque


class Pace:
    """At most `most` requests of a key in any `seconds`; 0 lets all through."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._times: dict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def wait(self, key: str) -> float:
        """Count a request and return 0; where none is free, the seconds until one is, and nothing is counted.

        A client that asks too early doesn't put off its own turn.
        """
        if not self._most:
            return 0.0
        with self._lock:
            times, now = self._times[key], time.monotonic()
            while times and now - times[0] >= self._seconds:
                times.popleft()
            if len(times) == self._most:
                return self._seconds - (now - times[0])
            times.append(now)
            return 0.0
