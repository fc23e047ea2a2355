"""What wakes the worker for a video or the catalogue. A task names a row; the row says what there is to do."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task, on_startup

import uploads.services
import uploads.tidying
from jogg_dashboard import claims, logs
from uploads.models import Asset
from videos import archiving, catalog, following, mailing, resolution, submission, tidying, webhook
from videos.models import AT_JOGG, Batch, Status, Video, WebhookEvent

# Each does one step for a row in this state, and returns when the row wants to be seen next.
STEPS: dict[str, Callable[[UUID], datetime | None]] = {
    Status.QUEUED: submission.submit,
    **dict.fromkeys(AT_JOGG, following.follow),
    Status.SUCCEEDED: archiving.keep,
    Status.OUTCOME_UNKNOWN: resolution.check,
}
CHECKED_A_MINUTE = 3  # of the files that were kept before files were looked into
ALONE, AMONG_MANY = 8, 4  # of the queue: 500 rows of a batch come in at once, and no single video waits behind them
_resumed = threading.Lock()


def enqueue(video: Video) -> None:
    """Wake the worker for a video once its row is committed.

    A queue that can't be written to fails nobody: the sweep finds the row.
    """
    key = str(video.pk)
    priority = AMONG_MANY if video.batch_id else ALONE
    transaction.on_commit(lambda: advance(key, priority=priority), robust=True)


@db_task(priority=ALONE)
def advance(video_id: str) -> None:
    """Do what the row asks for, and come back when it says."""
    logs.bind(video_id=video_id)
    status = Video.objects.filter(pk=video_id).values_list("status", flat=True).first()
    step = STEPS.get(status or "")
    due = step(UUID(video_id)) if step else None
    if due is not None:
        advance(video_id) if due <= timezone.now() else advance.schedule(args=(video_id,), eta=due)
    elif mailing.to_tell().filter(pk=video_id).exists():
        tell(video_id)


@db_task()
def tell(video_id: str) -> None:
    """Send the mail about how a video, or its batch, has ended."""
    logs.bind(video_id=video_id)
    mailing.tell(UUID(video_id))


def enqueue_test_mail(owner_id: int) -> None:
    """Wake the worker for a test mail once it is asked for; else the sweep finds it."""
    transaction.on_commit(lambda: send_test_mail(owner_id), robust=True)


@db_task(priority=9)
def send_test_mail(owner_id: int) -> None:
    mailing.send_test(owner_id)


def enqueue_event(event: WebhookEvent) -> None:
    """Wake the worker for an event of Jogg's once it is committed; else the sweep finds it."""
    transaction.on_commit(lambda: process_event(event.pk), robust=True)


@db_task(priority=9)
def process_event(key: int) -> None:
    """Let an event decide its video, and see to what comes next."""
    video_id = webhook.process(key)
    if video_id is not None:
        advance(str(video_id))


@on_startup()
def resume() -> None:
    """Go on with what the last worker left. Each of the worker's threads comes here; one is enough."""
    if _resumed.acquire(blocking=False):
        sweep()
        sweep_events()
        sweep_mails()
        refresh_catalogue()


@db_periodic_task(crontab(minute="*"), priority=10)
def sweep() -> None:
    """Own up to crashed submits, and requeue what is due and has lost its entry."""
    submission.disown_crashed()
    submission.reject_elsewhere()
    videos = Video.objects
    for rows in (videos.queued(), videos.at_jogg(), videos.unkept(), videos.to_check()):
        claims.release(rows)
        for key in claims.due(rows.filter(claimed_by="")).values_list("pk", flat=True):
            advance(str(key))


@db_periodic_task(crontab(minute="*"))
def check_kept_files() -> None:
    """Look, few at a time, into the files that nobody has looked into."""
    unchecked = Video.objects.unchecked()
    claims.release(unchecked)
    due = claims.due(unchecked.filter(claimed_by="")).order_by("kept_at", "pk")
    for key in due.values_list("pk", flat=True)[:CHECKED_A_MINUTE]:
        check_kept_file(str(key))


@db_task(priority=-5)
def check_kept_file(video_id: str) -> None:
    logs.bind(video_id=video_id)
    archiving.check_kept(UUID(video_id))


@db_periodic_task(crontab(minute="*"))
def sweep_mails() -> None:
    """Send the mails whose task was lost."""
    for key in mailing.to_tell().values_list("pk", flat=True):
        tell(str(key))
    for owner_id in mailing.tests_to_send():
        send_test_mail(owner_id)


@db_periodic_task(crontab(hour="3", minute="40"))
def tidy() -> None:
    """Remove what nobody can ask for any more."""
    tidying.purge_deleted()


@db_periodic_task(crontab(minute="*"), priority=10)
def sweep_events() -> None:
    """Requeue the events whose task was lost. Apart, so that nothing in an event can stop the sweep of videos."""
    for key in webhook.missed():
        process_event(key)


@db_periodic_task(crontab(minute="*/10"))
def recheck_recordings() -> None:
    """Have the links of the recordings that unfinished videos use checked now and then."""
    recordings = Video.objects.unfinished().exclude(audio=None).values("audio_id")
    uploads.services.recheck(Asset.objects.filter(pk__in=recordings))


@db_periodic_task(crontab(hour="3", minute="45"))
def remove_unnamed_files() -> None:
    """Remove what a killed worker left of videos it was fetching."""
    uploads.tidying.remove_unnamed_files(Video, "videos", older_than=timedelta(days=2))


@db_periodic_task(crontab(hour="4", minute="23"))
def remove_discarded_batches() -> None:
    """Remove for good the drafts of batches that were discarded long ago; no video belongs to them."""
    Batch.objects.long_discarded().delete()


@db_periodic_task(crontab(minute="17"))
def refresh_catalogue() -> None:
    """Read Jogg's avatars and voices again where they aren't fresh."""
    _refreshed(catalog.refresh_if_stale)


@db_periodic_task(crontab(minute="*"))
def sweep_catalogue() -> None:
    """Read Jogg's avatars and voices again where somebody asked for it and the task was lost."""
    if catalog.is_asked_for():
        refresh_catalogue()


@db_task()
def refresh_catalogue_now() -> None:
    """Read Jogg's avatars and voices again, however fresh they are."""
    _refreshed(catalog.refresh)


def _refreshed(refresh: Callable[[], datetime | None]) -> None:
    """Come back when the lists couldn't be read, else have the portraits and samples copied that are new."""
    try:
        due = refresh()
    except catalog.BeingRead:
        return
    if due is not None:
        refresh_catalogue.schedule(eta=due)
        return
    learn_traits()
    for pk in catalog.without_portrait().values_list("pk", flat=True):
        copy_portrait(pk)
    for pk in catalog.without_sample().values_list("pk", flat=True):
        copy_sample(pk)


@db_task(priority=-5)
def learn_traits() -> None:
    """Learn scenes and ethnicities, after the lists: nobody waits for them, and the next reading asks again."""
    catalog.learn_traits()


# One task for each, after everything else: a stop then waits for one at most, and no upload for many.
@db_task(priority=-10)
def copy_portrait(pk: int) -> None:
    catalog.copy_portrait(pk)


@db_task(priority=-10)
def copy_sample(pk: int) -> None:
    catalog.copy_sample(pk)
