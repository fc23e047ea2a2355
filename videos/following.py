"""Following a video that Jogg has accepted, until it is decided. Runs in the worker."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jogg import JobState, JoggError, Project
from jogg_dashboard import claims
from jogg_dashboard.account import jogg
from jogg_dashboard.evidence import Entry, Source
from videos import ledger
from videos.models import AT_JOGG, Status, Video

logger = logging.getLogger(__name__)

SHORTEST, LONGEST = timedelta(seconds=2), timedelta(minutes=5)
MOST_DOUBLINGS = 8
STATUSES = {
    JobState.WAITING: Status.WAITING,
    JobState.PROCESSING: Status.PROCESSING,
    JobState.SUCCEEDED: Status.SUCCEEDED,
    JobState.FAILED: Status.FAILED,
    JobState.DELETED: Status.DELETED,
    JobState.UNRECOGNISED: Status.UNRECOGNISED,
}
DECIDED = (Status.SUCCEEDED, Status.FAILED, Status.DELETED)
NO_REASON = "Jogg gives no reason."
NO_LINK = "Jogg says it is finished, but hasn't given a link yet."

# How a change is written: `claims.settle` for one's own claim, `claims.overrule` whoever works on the row.
Write = Callable[..., bool]


def follow(video_id: UUID) -> datetime | None:
    """Ask Jogg how far one video is, if it is time; return when the row wants to be seen next, if at all."""
    row = Video.objects.filter(pk=video_id)
    if not claims.claim(row & Video.objects.at_jogg()):
        return None
    video = row.get()
    due = timezone.now() + _pause(video)
    try:
        project = jogg(video.api_version).project(video.job_id)
    except JoggError as error:
        return _record_trouble(row, video, error, due)
    return record(video, project, Source.POLL, due=due, write=claims.settle)


def record(video: Video, project: Project, source: Source, *, due: datetime, write: Write) -> datetime | None:
    """Write down what Jogg says of a video, by whichever way it says it; return when to look again, if at all."""
    project = replace(project, raw_status=project.raw_status[:100])
    status = STATUSES[project.state]
    if status == Status.SUCCEEDED and not project.video_url:  # Q8: the URL may come later than the word
        changes: dict[str, Any] = {"status": Status.PROCESSING, "notice": NO_LINK, "due_at": due}
    else:
        changes = _outcome(status, project) | {"due_at": None if status in DECIDED else due}
    changes["jogg_status"] = project.raw_status
    with transaction.atomic():
        undecided = Video.objects.filter(pk=video.pk, status__in=AT_JOGG)
        if not write(undecided, _entry(video, project, source, changes), **changes):
            return None
        _settle_credits(video, changes["status"], project)
    if changes["status"] == Status.SUCCEEDED:
        return timezone.now()  # to be kept
    return changes["due_at"]


def _outcome(status: Status, project: Project) -> dict[str, Any]:
    known = {"status": status, "notice": ""}
    if status == Status.SUCCEEDED:
        links = {"video_url": project.video_url, "cover_url": project.cover_url, "duration": project.duration}
        return known | links | {"finished_at": timezone.now(), "attempts": 0}
    if status == Status.FAILED:
        return known | {"finished_at": timezone.now(), "error": project.failure or NO_REASON, "error_rid": project.rid}
    return known | {"finished_at": timezone.now()} if status == Status.DELETED else known


def _settle_credits(video: Video, status: Status, project: Project) -> None:
    if status == Status.SUCCEEDED:
        ledger.confirm(video, project.duration)
    elif status in (Status.FAILED, Status.DELETED):  # Q5: whether a failure gives credits back is unknown
        ledger.doubt(video)


def _entry(video: Video, project: Project, source: Source, changes: dict[str, Any]) -> Entry | None:
    """An entry for what is new; a poll that brings nothing new leaves no trace."""
    news = ("status", "jogg_status", "notice")
    if source == Source.POLL and all(getattr(video, name) == changes[name] for name in news):
        return None
    sentence = changes["notice"] or changes.get("error") or f"Jogg says “{project.raw_status or project.state}”."
    return Entry(source, sentence, project.answer)


def _record_trouble(row: Any, video: Video, error: JoggError, due: datetime) -> datetime:
    """What hampers asking says nothing about the video."""
    due = max(due, timezone.now() + timedelta(seconds=error.retry_after))
    notice = f"{error.sentence} We go on asking."
    entry = Entry(Source.POLL, notice, error.answer) if notice != video.notice else None
    claims.settle(row, entry, due_at=due, notice=notice)
    return due


def _pause(video: Video) -> timedelta:
    """A falling rate: doubling from 2 s to 5 min, for as long as it takes (Q7)."""
    return min(SHORTEST * 2 ** min(video.attempts, MOST_DOUBLINGS), LONGEST)
