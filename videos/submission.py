"""Submitting a video: at most once, as each submit costs credits. Runs in the worker."""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from jogg import Created, JoggError, VideoRequest
from jogg_dashboard import backoff, claims
from jogg_dashboard.account import jogg, told
from jogg_dashboard.destination import destination
from videos.models import Status, Video

logger = logging.getLogger(__name__)

FIRST_LOOK = timedelta(seconds=2)
NO_ANSWER = "No answer of Jogg's arrived before the dashboard was stopped or the time was up."
ELSEWHERE = "The dashboard works for another Jogg now, so this was not submitted."


def submit(video_id: UUID) -> datetime | None:
    """Submit one queued video, if it is due and nobody else does; return when the row wants to be seen next.

    The claim is committed, with the exact body, before the call. From then on only an answer that
    proves that Jogg took nothing leads back to the queue (Q4).
    """
    row = Video.objects.filter(pk=video_id)
    queued = row & Video.objects.queued()
    video = queued.select_related("audio").first()
    if video is None:
        return None
    try:
        body = _body(video)
    except JoggError as error:
        return _reject(row, error) if claims.claim(queued) else None
    if not claims.claim(queued, status=Status.SUBMITTING, request_body=body):
        return None
    try:
        created = jogg().create(body)
    except JoggError as error:
        return _record_failure(row, error)
    return _record_acceptance(row, created)


def disown_crashed() -> int:
    """Mark the submits whose worker died before the answer: nobody knows what became of them."""
    crashed = claims.abandoned(Video.objects.filter(status=Status.SUBMITTING))
    return crashed.update(
        status=Status.OUTCOME_UNKNOWN, error=NO_ANSWER, claimed_by="", claimed_until=None, updated_at=timezone.now()
    )


def reject_elsewhere() -> int:
    """Tell of what was to go to another Jogg, such as the sandbox before a key was set; return how many."""
    elsewhere = Video.objects.filter(status=Status.QUEUED).exclude(destination=destination())
    return elsewhere.update(status=Status.REJECTED, error=ELSEWHERE, notice="", updated_at=timezone.now())


def _body(video: Video) -> dict[str, Any]:
    return jogg().create_body(
        VideoRequest(
            avatar_id=video.avatar_id,
            avatar_type=video.avatar_type,
            aspect_ratio=video.aspect_ratio,
            screen_style=video.screen_style,
            caption=video.caption,
            script=video.script,
            audio_url=video.audio.hosted_url if video.audio else "",
            voice_id=video.voice_id,
            name=video.name,
        )
    )


def _record_acceptance(row: Any, created: Created) -> datetime:
    """Write down what was paid for, even where the answer came so late that the submit was disowned."""
    logger.info("job %s accepted (rid %s)", created.job_id, created.rid)
    now = timezone.now()
    due = now + FIRST_LOOK
    row.filter(status__in=[Status.SUBMITTING, Status.OUTCOME_UNKNOWN], job_id="").update(
        status=Status.WAITING,
        job_id=created.job_id,
        submitted_at=now,
        due_at=due,
        attempts=0,
        waits=0,
        error="",
        error_code="",
        error_rid="",
        notice="",
        claimed_by="",
        claimed_until=None,
        updated_at=now,
    )
    return due


def _record_failure(row: Any, error: JoggError) -> datetime | None:
    if not error.not_accepted:
        return _record_unknown(row, error)
    return _requeue(row, error) if error.passing else _reject(row, error)


def _requeue(row: Any, error: JoggError) -> datetime:
    """An outage or Jogg's limit is waited out, however long."""
    waits = row.values_list("waits", flat=True).get() + 1
    wait = backoff.delay(waits, error.retry_after)
    due = timezone.now() + wait
    claims.settle(row, status=Status.QUEUED, due_at=due, notice=error.sentence, waits=waits)
    logger.info("a submit waits %.0f s: %s (code %s)", wait.total_seconds(), error.sentence, error.code)
    return due


def _reject(row: Any, error: JoggError) -> None:
    claims.settle(row, status=Status.REJECTED, finished_at=timezone.now(), due_at=None, notice="", **told(error))
    logger.warning("a submit was refused: %s (code %s, rid %s)", error.sentence, error.code, error.rid)


def _record_unknown(row: Any, error: JoggError) -> None:
    claims.settle(row, status=Status.OUTCOME_UNKNOWN, due_at=None, notice="", **told(error))
    logger.warning("the outcome of a submit is unknown: %s (code %s, rid %s)", error.sentence, error.code, error.rid)
