"""Looking at something again and again, while a test goes on."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

from tests.sandbox_server import SandboxServer


class Watch:
    """Reads the sandbox's journal often enough that it forgets nothing unseen, and keeps the POSTs to `path`."""

    def __init__(self, sandbox: SandboxServer, path: str) -> None:
        self._sandbox, self._path = sandbox, path
        self._last: dict[str, Any] | None = None
        self.posts: list[dict[str, Any]] = []

    def look(self) -> None:
        """Take down the POSTs since the last look. Raises `ValueError` where that was too long ago."""
        seen = self._sandbox.journal()
        new = seen[seen.index(self._last) + 1 :] if self._last else seen
        self._last = seen[-1] if seen else self._last
        self.posts += [entry for entry in new if (entry["method"], entry["path"]) == ("POST", self._path)]


@contextmanager
def meanwhile(look: Callable[[], None], *, every: float) -> Iterator[None]:
    """Look every so many seconds until the end of the block; what went wrong with it is raised there."""
    over = Event()

    def go_on() -> None:
        while not over.wait(every):
            look()

    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(go_on)
        try:
            yield
        finally:
            over.set()
        looking.result()
