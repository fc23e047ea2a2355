"""Waiting for what another process or a page does: by looking, never by the clock."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def wait_for(look: Callable[[], Found], what: str, seconds: float = 30) -> Found:
    """Return the first true thing that `look` gives; fails, saying what was waited for, when time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s for {what}")
