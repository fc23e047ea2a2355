"""Running what opens uploaded files in a process of its own. For the worker."""

import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)

LOOK_EVERY = 5.0  # seconds


def run(module: str, *arguments: str, timeout: float, is_wanted: Callable[[], bool] = lambda: True) -> dict[str, Any]:
    """Return the JSON object that `python -m module` prints; nothing where it fails, or takes too long.

    `is_wanted` is asked every few seconds; a process that isn't wanted any more is ended.
    """
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env={},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            return json.loads(_output(process, time.monotonic() + timeout, is_wanted))
        except (TimeoutError, ValueError) as error:
            logger.warning("%s failed at %s: %s", module, arguments[1], error)
            return {}
        finally:
            process.kill()


def _output(process: subprocess.Popen[bytes], deadline: float, is_wanted: Callable[[], bool]) -> bytes:
    while True:
        remaining = deadline - time.monotonic()
        try:
            return process.communicate(timeout=max(0, min(LOOK_EVERY, remaining)))[0]
        except subprocess.TimeoutExpired:
            if remaining < LOOK_EVERY:
                raise TimeoutError("it took too long") from None
            if not is_wanted():
                raise TimeoutError("it isn't wanted any more") from None
