"""The worker's heartbeat: a row that says every ten seconds that its process is alive.

A thread of its own writes it, as the queue's cron knows whole minutes only and all of a worker's threads may be
busy with large files.
"""

import logging
import os
import threading
from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

from jogg_dashboard import calls
from jogg_dashboard.account import account
from jogg_dashboard.claims import HOST
from jogg_dashboard.models import WorkerProcess

logger = logging.getLogger(__name__)

EVERY = 10.0  # seconds
FORGOTTEN_AFTER = timedelta(hours=1)
NAME = f"{HOST}:{os.getpid()}"

_stopping = threading.Event()
_started = threading.Lock()


def start() -> None:
    """Begin to beat, once for a process."""
    if _started.acquire(blocking=False):
        threading.Thread(target=_run, name="heartbeat", daemon=True).start()


def stop() -> None:
    """Say that this worker stops as it should, and write down what is left; each of its threads may come here."""
    _stopping.set()
    calls.write_down(account())
    WorkerProcess.objects.filter(name=NAME, stopped_at=None).update(stopped_at=timezone.now())
    connection.close()


def begin() -> None:
    """The first beat. A process of the same number may have been here before."""
    now = timezone.now()
    WorkerProcess.objects.update_or_create(name=NAME, defaults={"started_at": now, "seen_at": now, "stopped_at": None})


def beat() -> None:
    """Say that this process is alive, write down its calls, and forget workers that are long gone."""
    now = timezone.now()
    if not WorkerProcess.objects.filter(name=NAME).update(seen_at=now):
        begin()
    calls.write_down(account())
    WorkerProcess.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()


def _run() -> None:
    act = begin
    while not _stopping.is_set():
        try:
            act()
            act = beat
        except DatabaseError as error:  # the next beat may go well
            logger.warning("the heartbeat can't be written: %s", error)
        finally:
            connection.close()  # ten seconds are long for one that others may need
        _stopping.wait(EVERY)
