"""Submitting a video: at most once, as each submit costs credits. Runs in the worker."""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from jogg import Created, JoggError, VideoRequest
from jogg_dashboard import backoff, claims
from jogg_dashboard.account import jogg
from videos.models import Status, Video

logger = logging.getLogger(__name__)

FIRST_LOOK = timedelta(seconds=2)
CRASHED = "The dashboard was stopped while it was submitting this video, so Jogg's answer never arrived."


def submit(video_id: UUID) -> datetime | None:
    """Submit one queued video, if it is due and nobody else does; return when the row wants to be seen next.

    The claim is committed, with the exact body, before the call. From then on only an answer that
    proves that Jogg took nothing leads back to the queue (Q4).
    """
    row = Video.objects.filter(pk=video_id)
    video = row.filter(status=Status.QUEUED).select_related("audio").first()
    if video is None:
        return None
    try:
        body = _body(video)
    except JoggError as error:
        return _reject(row, error) if claims.claim(row.filter(status=Status.QUEUED)) else None
    if not claims.claim(row.filter(status=Status.QUEUED), status=Status.SUBMITTING, request_body=body):
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
        status=Status.OUTCOME_UNKNOWN, error=CRASHED, claimed_by="", claimed_until=None, updated_at=timezone.now()
    )


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
    now = timezone.now()
    due = now + FIRST_LOOK
    told = {"error": "", "error_code": "", "error_rid": "", "notice": ""}
    claims.settle(
        row, status=Status.WAITING, job_id=created.job_id, submitted_at=now, due_at=due, attempts=0, waits=0, **told
    )
    logger.info("job %s accepted (rid %s)", created.job_id, created.rid)
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
    claims.settle(row, status=Status.REJECTED, finished_at=timezone.now(), due_at=None, notice="", **_told(error))
    logger.warning("a submit was refused: %s (code %s, rid %s)", error.sentence, error.code, error.rid)


def _record_unknown(row: Any, error: JoggError) -> None:
    claims.settle(row, status=Status.OUTCOME_UNKNOWN, due_at=None, notice="", **_told(error))
    logger.warning("the outcome of a submit is unknown: %s (code %s, rid %s)", error.sentence, error.code, error.rid)


def _told(error: JoggError) -> dict[str, str]:
    return {"error": error.sentence, "error_code": error.code, "error_rid": error.rid}
