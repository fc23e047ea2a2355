"""The task: it writes down how long it waited, at once, as tasks have no results here."""

import time

from django.conf import settings
from huey.contrib.djhuey import task

WAITS = settings.DATA_DIR / "waits"


@task(priority=5)
def note_wait(enqueued_at: float) -> None:
    """`enqueued_at` in seconds since 1970, taken before the entry is written."""
    waited = time.time() - enqueued_at
    with WAITS.open("a") as file:
        file.write(f"{waited}\n")
