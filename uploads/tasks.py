"""What wakes the worker for an asset. A task names a row; the row says what there is to do."""

import threading
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task, on_startup

from jogg_dashboard import claims, logs
from jogg_dashboard.evidence import Entry, Source
from uploads import forwarding, probing, tidying, verifying
from uploads.models import Asset, Status

INTERRUPTED = Entry(Source.WORKER, "Sending was interrupted; it starts over.")
MOST_SWEPT = 500  # of each kind at a time: the queue must not fill faster than it is worked off
_resumed, _catching_up = threading.Lock(), threading.Lock()


def enqueue(asset: Asset) -> None:
    """Wake the worker for an asset once its row is committed.

    A queue that can't be written to fails nobody: the sweep finds the row.
    """
    key = str(asset.pk)
    transaction.on_commit(lambda: (forward(key), probe(key)), robust=True)


def enqueue_check(keys: Iterable[UUID]) -> None:
    """Have links checked once that is committed; else the sweep sees to it."""
    texts = [str(key) for key in keys]
    transaction.on_commit(lambda: [verify(key) for key in texts], robust=True)


@db_task(priority=5)
def forward(asset_id: str) -> None:
    logs.bind(asset_id=asset_id)
    if due := forwarding.forward(UUID(asset_id)):
        forward.schedule(args=(asset_id,), eta=due)
    elif Asset.objects.to_verify().filter(pk=asset_id).exists():
        verify(asset_id)


@db_task(priority=4)
def verify(asset_id: str) -> None:
    """Check a link; a file whose link is no good is to be sent again."""
    logs.bind(asset_id=asset_id)
    if due := verifying.verify(UUID(asset_id)):
        verify.schedule(args=(asset_id,), eta=due)
    elif claims.due(Asset.objects.to_send()).filter(pk=asset_id).exists():
        forward(asset_id)


@db_task()
def probe(asset_id: str) -> None:
    logs.bind(asset_id=asset_id)
    probing.probe(UUID(asset_id))


@db_task()
def probe_next(after: str = "") -> None:
    """Look into an asset that waits for it, then into the one with the next id, also where the first went wrong.

    One at a time: after an upgrade all the assets there are may wait, and other work mustn't wait for that.
    """
    if not _catching_up.acquire(blocking=False):
        return
    key = None
    try:
        waiting = Asset.objects.unprobed().order_by("pk").values_list("pk", flat=True)
        if key := waiting.filter(pk__gt=UUID(after or "0" * 32)).first():
            logs.bind(asset_id=key)
            probing.probe(key)
    finally:
        _catching_up.release()
        if key:
            probe_next(str(key))


@on_startup()
def resume() -> None:
    """Go on with what the last worker left. Each of the worker's threads comes here; one is enough."""
    if _resumed.acquire(blocking=False):
        sweep()


@db_periodic_task(crontab(minute="*"), priority=10)
def sweep() -> None:
    """Requeue what was claimed and never finished, what was never enqueued or looked into, and links to be checked."""
    forwarding.fail_elsewhere()
    claims.release(Asset.objects.filter(status=Status.SENDING), INTERRUPTED, status=Status.STORED, sent_bytes=0)
    claims.release(Asset.objects.filter(status=Status.HOSTED))
    waiting = claims.due(Asset.objects.to_send().filter(claimed_by=""))
    for key in waiting.order_by("created_at").values_list("pk", flat=True)[:MOST_SWEPT]:
        forward(str(key))
    to_verify = Asset.objects.to_verify().filter(claimed_by="").order_by("verify_due_at")
    for key in to_verify.values_list("pk", flat=True)[:MOST_SWEPT]:
        verify(str(key))
    if Asset.objects.unprobed().exists():
        probe_next()


@db_periodic_task(crontab(hour="3", minute="30"))
def tidy() -> None:
    """Remove what nobody can ask for any more."""
    tidying.purge_deleted()
    tidying.remove_forgotten_files(older_than=timedelta(days=1))
    tidying.remove_unnamed_files(Asset, "assets", older_than=timedelta(days=2))
