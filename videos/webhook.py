"""What Jogg tells by itself: events are kept as they come, and decide the videos they are about.

The view only calls `receive`, and the worker does the rest. An event may come twice, late, or before
the answer to the submit that it is about; one whose video nobody knows is kept and shown.
"""

import logging
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from jogg import Answer, JobState, Project
from jogg.webhooks import DONE, parse
from jogg.webhooks import WebhookEvent as Told
from jogg_dashboard import claims, evidence
from jogg_dashboard.evidence import Entry, Source
from videos import following
from videos.models import AT_JOGG, Video, WebhookEvent

logger = logging.getLogger(__name__)


def receive(body: bytes, header: str) -> WebhookEvent | None:
    """Keep an event whose signature was found right; None for one that is here already.

    Raises `jogg.AnswerUnreadable` where the body is no event.
    """
    told = parse(body, header)
    event = WebhookEvent(
        event_id=told.event_id[:200],
        name=told.name[:100],
        job_id=told.job_id[:200],
        header=header[:100],
        body=body.decode(),
    )
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError:
        return None
    return event


def process(key: int) -> UUID | None:
    """Let one event decide its video, if that is known and still open; return the video's id.

    One about no video at all is done with; one about a video that nobody knows waits for it. Doing
    so twice does no harm.
    """
    event = WebhookEvent.objects.filter(pk=key, processed_at=None).first()
    if event is None:
        return None
    told, video = parse(event.body.encode(), event.header), _video_of(event)
    if video is None and told.state != JobState.UNRECOGNISED:
        return None
    with transaction.atomic():
        processed = WebhookEvent.objects.filter(pk=key, processed_at=None)
        if processed.update(processed_at=timezone.now(), video=video) and video:
            _apply(event, told, video)
    return video.pk if video else None


def catch_up(job_id: str) -> None:
    """Process what came about a job before it was known here whose it is."""
    for key in WebhookEvent.objects.unplaced().filter(job_id=job_id).values_list("pk", flat=True):
        process(key)


def missed() -> list[int]:
    """The keys of the events that are still to be processed although their video is known, or they are about none."""
    known = Video.objects.exclude(job_id="").values("job_id")
    ready = Q(job_id__in=known) | ~Q(name__in=list(DONE))
    return list(WebhookEvent.objects.unplaced().filter(ready).values_list("pk", flat=True))


def _video_of(event: WebhookEvent) -> Video | None:
    if not event.job_id:
        return None
    return Video.objects.filter(job_id=event.job_id, destination=event.destination).first()


def _apply(event: WebhookEvent, told: Told, video: Video) -> None:
    project = _as_project(told)
    open_row = Video.objects.filter(pk=video.pk, status__in=AT_JOGG)
    if told.state == JobState.UNRECOGNISED or not open_row.exists():
        sentence = f"Jogg sent {event.name}; it changes nothing."
        evidence.note(Video, [video.pk], Entry(Source.WEBHOOK, sentence, project.answer))
        return
    following.record(video, project, Source.WEBHOOK, due=timezone.now(), write=claims.overrule)
    logger.info("job %s was decided by %s", event.job_id, event.name)


def _as_project(told: Told) -> Project:
    """What an event tells, as if it had been asked for."""
    return Project(
        job_id=told.job_id,
        state=told.state,
        raw_status=told.raw_status or told.name,
        video_url=told.video_url,
        cover_url=told.cover_url,
        duration=told.duration,
        created_at=None,
        failure=told.failure,
        rid="",
        answer=Answer(payload=told.payload),
    )
