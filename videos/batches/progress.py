"""How far a batch has come, in numbers and in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from jogg_dashboard import pacing
from videos import ledger
from videos.models import Batch, Status, Submit, Video, turn_of

# Groups of states in the order in which they are told, with their words and the look of their part of the bar.
READY, FETCHING, RENDERING, AT_JOGG, WAITING = "ready", "being fetched", "rendering", "in Jogg's queue", "waiting"
REFUSED, FAILED, UNKNOWN, GONE = "not made", "failed", "of unknown outcome", "deleted at Jogg"
NOT_FETCHED, IN_TRASH = "not fetched", "in the trash"
GROUPS = {
    Status.PROCESSING: RENDERING,
    Status.WAITING: AT_JOGG,
    Status.UNRECOGNISED: AT_JOGG,
    Status.SUBMITTING: WAITING,
    Status.QUEUED: WAITING,
    Status.DRAFT: WAITING,
    Status.REJECTED: REFUSED,
    Status.FAILED: FAILED,
    Status.OUTCOME_UNKNOWN: UNKNOWN,
    Status.DELETED: GONE,
}
ORDER = (READY, FETCHING, RENDERING, AT_JOGG, WAITING, IN_TRASH, REFUSED, FAILED, NOT_FETCHED, UNKNOWN, GONE)
MOVING = (FETCHING, RENDERING, AT_JOGG, WAITING)
LOOKS = {READY: "good", WAITING: "todo", IN_TRASH: "todo"} | dict.fromkeys((FETCHING, RENDERING, AT_JOGG), "busy")
IS_KEPT = ExpressionWrapper(~Q(kept_at=None), output_field=BooleanField())
IS_IN_TRASH = ExpressionWrapper(~Q(deleted_at=None), output_field=BooleanField())
BAR_WIDTH = 1000


@dataclass(frozen=True)
class Part:
    """A part of the bar: where it begins, how wide it is (of 1000), and how it looks."""

    start: int
    width: int
    look: str


@dataclass(frozen=True)
class Progress:
    """How many of a batch's videos are in which group of states."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def ready(self) -> int:
        return self.counts.get(READY, 0)

    @property
    def is_moving(self) -> bool:
        return any(map(self.counts.get, MOVING))

    @property
    def words(self) -> str:
        """As "7 of 20 ready, 2 rendering, 10 waiting, 1 not made"."""
        others = [f"{self.counts[group]} {group}" for group in ORDER[1:] if self.counts.get(group)]
        return ", ".join([f"{self.ready} of {self.total} ready", *others])

    @property
    def parts(self) -> list[Part]:
        parts, start, done = [], 0, 0
        for group in filter(self.counts.get, ORDER):
            done += self.counts[group]
            end = done * BAR_WIDTH // self.total
            parts.append(Part(start, end - start, LOOKS.get(group, "bad")))
            start = end
        return parts


@dataclass(frozen=True)
class Credits:
    """`booked` so far, at most unless it `is_sure`, and `estimated` for what wasn't submitted yet."""

    booked: int
    is_sure: bool
    estimated: int


def progress_of(batches: Iterable[Batch]) -> dict[UUID, Progress]:
    """The progress of each batch, by its id."""
    batches = list(batches)
    counts: dict[UUID, dict[str, int]] = {batch.pk: {} for batch in batches}
    videos = Video.objects.filter(batch__in=batches).annotate(is_kept=IS_KEPT, is_in_trash=IS_IN_TRASH).order_by()
    states = videos.values("batch_id", "status", "keep_given_up", "is_kept", "is_in_trash")
    for row in states.annotate(count=Count("pk")):
        groups = counts[row["batch_id"]]
        group = _group(row)
        groups[group] = groups.get(group, 0) + row["count"]
    return {key: Progress(groups) for key, groups in counts.items()}


def credits_of(batch: Batch) -> Credits:
    """What the batch has cost so far, and what its queued videos were estimated at when it was confirmed."""
    totals = ledger.totals(Submit.objects.filter(video__batch=batch))
    queued = batch.videos.filter(status=Status.QUEUED, deleted_at=None).values_list("batch_row", flat=True)
    estimated = sum(batch.rows[number - 1].get("credits", 0) for number in queued)
    return Credits(totals.spent, totals.spent == totals.confirmed.credits, estimated)


def time_to_submit(batch: Batch) -> timedelta:
    """How long it takes, at the pace of now, until the last of its queued videos is submitted."""
    queued = Video.objects.queued().filter(batch=batch)
    return pacing.forecast([turn_of(key) for key in queued.values_list("pk", flat=True)])


def _group(row: dict[str, Any]) -> str:
    if row["status"] == Status.QUEUED and row["is_in_trash"]:  # so it isn't submitted
        return IN_TRASH
    if row["status"] != Status.SUCCEEDED:
        return GROUPS[Status(row["status"])]
    if row["is_kept"]:
        return READY
    return NOT_FETCHED if row["keep_given_up"] else FETCHING
