"""How long videos take at Jogg: what is usual, so that a wait can be judged."""

from dataclasses import dataclass
from statistics import median
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from jogg_dashboard.destination import destination
from videos.models import AT_JOGG, Status, Video

LOOKED_AT = 20  # the last finished videos
FEWEST = 3  # fewer say nothing about most
COLUMNS = ("owner_id", "submitted_at", "finished_at")


@dataclass(frozen=True)
class UsualWait:
    """The median of how long Jogg took, in seconds, and whether that is of the person's own videos."""

    seconds: float
    is_own: bool


def usual_wait(user: AbstractUser) -> UsualWait | None:
    """What is usual at the Jogg in use: of this person's last videos, else of everybody's, else not known."""
    finished = Video.objects.filter(status=Status.SUCCEEDED, destination=destination())
    finished = finished.exclude(submitted_at=None).exclude(finished_at=None).order_by("-finished_at")
    mine, every = (rows.values("pk")[:LOOKED_AT] for rows in (finished.filter(owner=user), finished))
    found = list((finished.filter(pk__in=mine) | finished.filter(pk__in=every)).only(*COLUMNS))
    own = [_seconds(video) for video in found if video.owner_id == user.pk][:LOOKED_AT]
    if len(own) >= FEWEST:
        return UsualWait(median(own), is_own=True)
    last = [_seconds(video) for video in found][:LOOKED_AT]
    return UsualWait(median(last), is_own=False) if len(last) >= FEWEST else None


def with_usual_waits(videos: list[Any], user: AbstractUser) -> list[Any]:
    """The same videos; those that Jogg works on know what is usual (`usual_wait`), by one query for all."""
    at_jogg = [video for video in videos if is_at_jogg(video)]
    usual = usual_wait(user) if at_jogg else None
    for video in at_jogg:
        video.usual_wait = usual if video.owner_id == user.pk or not (usual and usual.is_own) else None
    return videos


def is_at_jogg(video: Video) -> bool:
    return video.status in AT_JOGG and video.submitted_at is not None and not video.is_elsewhere


def seconds_so_far(video: Video) -> float:
    """How long Jogg has had it."""
    return max(0.0, (timezone.now() - video.submitted_at).total_seconds())


def _seconds(video: Video) -> float:
    return (video.finished_at - video.submitted_at).total_seconds()
