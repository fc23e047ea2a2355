"""What wakes the worker for a conversion, and for the next one after it."""

import threading

from django.db import transaction
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task, on_startup

from jogg_dashboard import claims
from uploads import converting
from uploads.models import Conversion, JobStatus

AT_ONCE = 2  # the worker's other threads are for what is sent
_slots = threading.BoundedSemaphore(AT_ONCE)
_resumed = threading.Lock()


def enqueue(conversion: Conversion) -> None:
    """Wake the worker once the row is committed; where the queue is broken, the sweep finds it."""
    transaction.on_commit(lambda: convert(conversion.pk), robust=True)


@db_task()
def convert(conversion_id: int) -> None:
    """Carry it out if there is room; else whoever makes room takes it up."""
    if not _slots.acquire(blocking=False):
        return
    try:
        converting.convert(conversion_id)
    finally:
        _slots.release()
    for waiting in _waiting()[:1]:
        convert(waiting)


@on_startup()
def resume() -> None:
    """Go on with what the last worker left. Each of the worker's threads comes here; one is enough."""
    if _resumed.acquire(blocking=False):
        sweep_conversions()


@db_periodic_task(crontab(minute="*"), priority=10)
def sweep_conversions() -> None:
    """Start over what a killed worker left, and start what was never enqueued."""
    claims.release(Conversion.objects.filter(status=JobStatus.WORKING), status=JobStatus.WAITING)
    for waiting in _waiting():
        convert(waiting)


def _waiting() -> list[int]:
    """The oldest first."""
    return list(Conversion.objects.to_convert().order_by("pk").values_list("pk", flat=True))
