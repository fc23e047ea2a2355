"""The figures that the metrics and the status page share, counted by the database."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, F, Min, Sum
from django.utils import timezone
from huey.contrib.djhuey import HUEY

from jogg_dashboard.destination import destination
from uploads.media_types import Kind
from uploads.models import Asset
from uploads.models import Status as AssetStatus
from videos.models import Status, Submit, SubmitState, Video

logger = logging.getLogger(__name__)

LATELY, NEW = timedelta(hours=1), timedelta(days=1)


def assets_by_status() -> dict[str, int]:
    counted = Asset.objects.filter(deleted_at=None).order_by().values_list("status").annotate(Count("pk"))
    return dict.fromkeys(AssetStatus.values, 0) | dict(counted)


def videos_by_status() -> dict[str, int]:
    counted = Video.objects.filter(deleted_at=None).order_by().values_list("status").annotate(Count("pk"))
    return dict.fromkeys(Status.values, 0) | dict(counted)


def bytes_by_kind() -> dict[str, int]:
    """The bytes of the files kept here, the trash included: of assets by their kind, and of finished videos."""
    sums = Asset.objects.order_by().values_list("kind").annotate(Sum("size"))
    made = Video.objects.aggregate(total=Sum("kept_size"))["total"] or 0
    return dict.fromkeys(Kind.values, 0) | dict(sums) | {"made": made}


def credits_by_state() -> dict[str, int]:
    """What the submits at the Jogg in use cost, by what is known of it."""
    mine = Submit.objects.filter(video__destination=destination())
    sums = mine.order_by().values_list("state").annotate(Sum("credits"))
    return dict.fromkeys(SubmitState.values, 0) | dict(sums)


def queue_depth() -> dict[str, int]:
    """What the queue holds: to be done now, and at a time of its own; nothing at all where it doesn't answer."""
    try:
        return {"waiting": HUEY.pending_count(), "scheduled": HUEY.scheduled_count()}
    except Exception as error:  # each kind of queue has errors of its own
        logger.warning("the queue can't be counted: %s", error)
        return {}


def waiting_since() -> dict[str, datetime | None]:
    """Since when the oldest file and the oldest video wait, that are still to be sent to the Jogg in use."""
    return {
        "upload": Asset.objects.to_send().aggregate(oldest=Min("created_at"))["oldest"],
        "video": Video.objects.queued().aggregate(oldest=Min("created_at"))["oldest"],
    }


def upload_seconds() -> list[float]:
    """How long those took that reached Jogg lately, from here to there; not old ones that were sent again."""
    now = timezone.now()
    hosted = Asset.objects.filter(created_at__gte=now - NEW, hosted_at__gte=now - LATELY, deleted_at=None)
    return _seconds(hosted.values_list("created_at", "hosted_at"))


def video_seconds() -> list[float]:
    """How long those took that Jogg finished lately, from the submit on."""
    finished = Video.objects.filter(finished_at__gte=timezone.now() - LATELY, submitted_at__lte=F("finished_at"))
    return _seconds(finished.filter(status=Status.SUCCEEDED).values_list("submitted_at", "finished_at"))


def quantile(values: list[float], share: float) -> float:
    """The value that this share of them doesn't exceed."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def _seconds(spans: Iterable[tuple[datetime, datetime]]) -> list[float]:
    return [(end - begin).total_seconds() for begin, end in spans]
