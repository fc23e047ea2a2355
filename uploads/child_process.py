"""Running what opens uploaded files in a process of its own. For the worker.

The processes are forked from one that has the decoders loaded, see `uploads.decoding.forking`.
"""

import atexit
import json
import logging
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)

LOOK_EVERY = 5.0  # seconds
PIECE = 64 * 1024  # bytes
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1"}  # nothing secret, and no threads, which don't survive a fork


def run(module: str, *arguments: str, timeout: float, is_wanted: Callable[[], bool] = lambda: True) -> dict[str, Any]:
    """Return the JSON object that the `main` of `module` prints; nothing where it fails, or takes too long.

    `is_wanted` is asked every few seconds; a process that isn't wanted any more is ended.
    """
    try:
        with _parent.child(module, arguments) as output:
            return json.loads(_read(output, time.monotonic() + timeout, is_wanted))
    except (OSError, ValueError) as error:
        logger.warning("%s failed at %s: %s", module, arguments[1], error)
        return {}


def _read(output: int, deadline: float, is_wanted: Callable[[], bool]) -> bytes:
    """All that is printed. Raises `TimeoutError`."""
    pieces: list[bytes] = []
    poll = select.poll()
    poll.register(output, select.POLLIN)
    while True:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("it took too long")
        if not poll.poll(1000 * min(LOOK_EVERY, remaining)):
            if not is_wanted():
                raise TimeoutError("it isn't wanted any more")
            continue
        pieces.append(os.read(output, PIECE))
        if not pieces[-1]:
            return b"".join(pieces)


class _Parent:
    """The process that the others are forked from, started when it is needed first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._asking: socket.socket | None = None

    @contextmanager
    def child(self, module: str, arguments: tuple[str, ...]) -> Iterator[int]:
        """A process that runs this, and the descriptor to read what it prints; ended in the end.

        Raises `OSError` where none can be started.
        """
        output, printed = os.pipe()
        try:
            try:
                asked = {"run": module, "arguments": arguments}
                child = self._ask(asked, printed)
            finally:
                os.close(printed)
            try:
                yield output
            finally:
                self._ask({"end": child})
        finally:
            os.close(output)

    def stop(self) -> None:
        with self._lock:
            self._drop()

    def _ask(self, asked: dict[str, Any], *descriptors: int) -> int:
        """The answer of the process; of a new one where it has died."""
        message = json.dumps(asked).encode()
        with self._lock:
            for is_last in (False, True):
                try:
                    asking = self._started()
                    socket.send_fds(asking, [message], descriptors)
                    if answer := asking.recv(PIECE):
                        return int(answer)
                    raise ConnectionResetError("the process that would start it has ended")
                except OSError:
                    self._drop()
                    if is_last:
                        raise
        raise AssertionError

    def _started(self) -> socket.socket:
        if self._asking is None:
            self._asking, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "uploads.decoding.forking", str(theirs.fileno())],
                    cwd=settings.BASE_DIR, env=ENVIRONMENT, pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )  # fmt: skip
        return self._asking

    def _drop(self) -> None:
        if self._asking:
            self._asking.close()
        if self._process:
            self._process.kill()
            self._process.wait()
        self._asking = self._process = None


_parent = _Parent()
atexit.register(_parent.stop)
stop = _parent.stop
