"""How much memory the web processes take for many large uploads at once."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psutil

from bench.samples import MB
from bench.stack import Stack
from bench.table import Row

AT_ONCE, MEGABYTES = 8, 100
LIMIT = 100.0  # MB
STEP = 0.01  # seconds


class Peak:
    """The largest sum of the processes' resident memory, in bytes, as far as it was sampled."""

    def __init__(self, processes: list[psutil.Process]) -> None:
        self._processes = processes
        self.value = self._now()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Sample every 10 ms meanwhile, and once at the end, which fails where a process is gone."""
        over = threading.Event()
        thread = threading.Thread(target=self._sample_until, args=(over,))
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
        self._sample()

    def _sample_until(self, over: threading.Event) -> None:
        while not over.wait(STEP):
            self._sample()

    def _sample(self) -> None:
        self.value = max(self.value, self._now())

    def _now(self) -> int:
        return sum(process.memory_info().rss for process in self._processes)


def measure(stack: Stack) -> Row:
    """Peak above the idle server, which has taken nothing but the sign-in and the warm-up of 1 MB."""
    file = stack.sample(MEGABYTES)
    peak = Peak(stack.web_processes())
    idle = peak.value
    with peak.watched(), ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda _: stack.client.upload(stack.url("web"), file), range(AT_ONCE)))
    stack.rest()
    extra = (peak.value - idle) / MB
    what = f"web memory at {AT_ONCE} × {MEGABYTES} MB at once, peak above idle ({idle / MB:.0f} MB)"
    return Row(what, extra, LIMIT, "MB", "the limit", "pass" if extra < LIMIT else "fail")
