"""Following a video that Jogg has accepted, until it is decided. Runs in the worker."""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from jogg import JobState, JoggError, Project
from jogg_dashboard import claims
from jogg_dashboard.account import jogg
from videos.models import Status, Video

logger = logging.getLogger(__name__)

SHORTEST, LONGEST = timedelta(seconds=2), timedelta(minutes=5)
STATUSES = {
    JobState.WAITING: Status.WAITING,
    JobState.PROCESSING: Status.PROCESSING,
    JobState.SUCCEEDED: Status.SUCCEEDED,
    JobState.FAILED: Status.FAILED,
    JobState.DELETED: Status.DELETED,
    JobState.UNRECOGNISED: Status.UNRECOGNISED,
}
NO_REASON = "Jogg gives no reason."


def follow(video_id: UUID) -> datetime | None:
    """Ask Jogg how far one video is, if it is time; return when the row wants to be seen next, if at all."""
    row = Video.objects.filter(pk=video_id)
    if not claims.claim(row & Video.objects.at_jogg()):
        return None
    video = row.get()
    due = timezone.now() + _pause(video)
    try:
        project = jogg().project(video.job_id)
    except JoggError as error:
        claims.settle(row, due_at=due, notice=f"{error.sentence} We go on asking.")
        return due
    return _record(row, project, due)


def _record(row: Any, project: Project, due: datetime) -> datetime | None:
    status = STATUSES[project.state]
    if status == Status.SUCCEEDED and not project.video_url:  # Q8: the URL may come later than the word
        claims.settle(
            row, status=Status.PROCESSING, jogg_status=project.raw_status[:100], due_at=due,
            notice="Jogg says it is finished, but hasn't given a link yet.",
        )  # fmt: skip
        return due
    decided = status in (Status.SUCCEEDED, Status.FAILED, Status.DELETED)
    claims.settle(
        row,
        status=status,
        jogg_status=project.raw_status[:100],
        video_url=project.video_url,
        cover_url=project.cover_url,
        duration=project.duration,
        notice="",
        due_at=None if decided else due,
        **_ending(status, project),
    )
    logger.info("job %s is %s (%s)", project.job_id, status, project.raw_status)
    if status == Status.SUCCEEDED:
        return timezone.now()  # to be kept
    return None if decided else due


def _ending(status: Status, project: Project) -> dict[str, Any]:
    if status == Status.SUCCEEDED:
        return {"finished_at": timezone.now(), "attempts": 0}
    if status == Status.FAILED:
        return {"finished_at": timezone.now(), "error": project.failure or NO_REASON, "error_rid": project.rid}
    return {"finished_at": timezone.now()} if status == Status.DELETED else {}


def _pause(video: Video) -> timedelta:
    """A falling rate: a third of the time it has taken so far, from 2 s to 5 min (Q7)."""
    age = timezone.now() - (video.submitted_at or video.created_at)
    return min(max(age / 3, SHORTEST), LONGEST)
