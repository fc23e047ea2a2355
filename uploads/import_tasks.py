"""What wakes the worker for an import, as `uploads.tasks` does for an asset."""

import threading
from uuid import UUID

from django.db import transaction
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task, on_startup

from jogg_dashboard import claims, logs
from uploads import importing
from uploads.models import Import, JobStatus

_resumed = threading.Lock()


def enqueue(job: Import) -> None:
    """Wake the worker for an import once its row is committed; the sweep finds what can't be enqueued."""
    key = str(job.pk)
    transaction.on_commit(lambda: fetch(key), robust=True)


@db_task()
def fetch(import_id: str) -> None:
    logs.bind(import_id=import_id)
    if due := importing.run(UUID(import_id)):
        fetch.schedule(args=(import_id,), eta=due)


@on_startup()
def resume_imports() -> None:
    """Go on with what the last worker left. Each of the worker's threads comes here; one is enough."""
    if _resumed.acquire(blocking=False):
        sweep_imports()


@db_periodic_task(crontab(minute="*"), priority=10)
def sweep_imports() -> None:
    """Requeue what was claimed and never finished, and what was asked for and never enqueued."""
    claims.release(Import.objects.filter(status=JobStatus.WORKING), status=JobStatus.WAITING, received=0)
    waiting = claims.due(Import.objects.filter(status=JobStatus.WAITING, claimed_by=""))
    for key in waiting.values_list("pk", flat=True):
        fetch(str(key))
