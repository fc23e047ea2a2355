"""Enqueues tasks as a web process would, and prints how long each waited, as JSON, in seconds."""

import json
import random
import time

import django
from django.conf import settings

django.setup()

from bench.pickup.tasks import WAITS, note_wait  # noqa: E402
from bench.rows import wait_until  # noqa: E402

TASKS = 50
# Irregular, so as not to keep step with the worker, and long enough for it to slow down again.
APART = (0.6, 1.4)  # seconds


def main() -> None:
    WAITS.touch()
    for _ in range(TASKS):
        time.sleep(random.uniform(*APART))
        note_wait(time.time())
    wait_until(lambda: len(_waits()) == TASKS, "the worker has started every task")
    print(json.dumps({"max_delay": settings.HUEY["consumer"]["max_delay"], "waits": _waits()}))


def _waits() -> list[float]:
    return [float(line) for line in WAITS.read_text().split()]


if __name__ == "__main__":
    main()
