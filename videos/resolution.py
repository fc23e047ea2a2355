"""What becomes of an unknown outcome for which a person has found the project at Jogg. Runs in the worker."""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from jogg import JoggError, NotFound, Project
from jogg_dashboard import backoff, claims
from jogg_dashboard.account import jogg
from jogg_dashboard.evidence import Entry, Source
from videos import ledger, webhook
from videos.models import Status, Video
from videos.submission import CLEAN

logger = logging.getLogger(__name__)

SKEW = timedelta(minutes=2)  # how far Jogg's clock may be from ours
NOT_FOUND = "Jogg doesn't know a project with this id. Copy it once more from your projects on Jogg.ai."
ANOTHERS = "This project belongs to another video here."
TOO_OLD = "That project was made on {:%d %B %Y at %H:%M} UTC, before this was submitted. Look for a newer one."


def check(video_id: UUID) -> datetime | None:
    """Ask Jogg about the id a person gave, and take it if it can be this video; return when to ask again, if at all."""
    row = Video.objects.filter(pk=video_id)
    if not claims.claim(row & Video.objects.to_check()):
        return None
    video = row.get()
    try:
        project = jogg(video.api_version).project(video.attach_id)
    except NotFound as error:
        return _refuse(row, video, NOT_FOUND, error)
    except JoggError as error:
        return _ask_later(row, video, error) if error.passing else _refuse(row, video, error.sentence, error)
    return _take(row, video, project)


def _take(row: Any, video: Video, project: Project) -> datetime | None:
    """Take the project for the last of the submits in question that it can have come of."""
    made_at = project.created_at
    possible = [submit for submit in ledger.uncertain(video) if not made_at or made_at >= submit.made_at - SKEW]
    if not possible:
        return _refuse(row, video, TOO_OLD.format(made_at))
    submit, now = possible[-1], timezone.now()
    entry = Entry(Source.PERSON, f"Attached to Jogg's project {video.attach_id}, which Jogg knows.", project.answer)
    found = {"status": Status.WAITING, "job_id": video.attach_id, "submitted_at": submit.made_at, "due_at": now}
    fresh = {"is_attached": True, "attach_id": "", "attach_error": "", "attempts": 0, "waits": 0}
    try:
        with transaction.atomic():
            if claims.settle(row, entry, **found, **fresh, **CLEAN):
                ledger.accept(video, video.attach_id, submit.number)
                transaction.on_commit(lambda: webhook.catch_up(video.attach_id))
    except IntegrityError:
        return _refuse(row, video, ANOTHERS)
    return now


def _refuse(row: Any, video: Video, sentence: str, error: JoggError | None = None) -> None:
    entry = Entry(Source.PERSON, f"Project {video.attach_id} was not attached. {sentence}", error and error.answer)
    claims.settle(row, entry, attach_error=sentence, notice="", due_at=None, attempts=0)


def _ask_later(row: Any, video: Video, error: JoggError) -> datetime:
    due = timezone.now() + backoff.delay(video.attempts, error.retry_after)
    notice = f"{error.sentence} We go on asking about {video.attach_id}."
    entry = Entry(Source.WORKER, notice, error.answer) if notice != video.notice else None
    claims.settle(row, entry, due_at=due, notice=notice)
    return due
