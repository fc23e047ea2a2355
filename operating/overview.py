"""Everything that the status page shows."""

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import django
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Exists, Max, OuterRef, QuerySet, Sum
from django.utils import timezone
from huey.contrib.djhuey import HUEY

from jogg_dashboard.account import contact, webhook_secret
from jogg_dashboard.destination import destination
from jogg_dashboard.models import ApiCalls, WorkerProcess
from jogg_dashboard.probing import webhook_url
from jogg_dashboard.version import VERSION
from operating import checks, figures
from uploads.media_types import Kind
from uploads.models import Asset, Conversion, Import, JobStatus
from uploads.models import Status as AssetStatus
from uploads.offers import name_in
from videos.models import Status, Video, WebhookEvent

LATELY = timedelta(days=1)
MOST_FAILURES = 20
WORDS = {
    "database": "Database", "storage": "Storage of files", "queue": "Queue", "worker": "Worker", "jogg": "Jogg",
}  # fmt: skip


@dataclass(frozen=True)
class Failure:
    """Something that went wrong lately, with the page that says more, where there is one."""

    kind: str
    name: str
    owner: User
    page: str
    row: Asset | Video | Conversion | Import

    @property
    def at(self) -> datetime:
        return self.row.updated_at


def everything() -> dict[str, Any]:
    found = checks.readiness()
    return {
        "checks": [(WORDS[check.name], check) for check in found],
        "is_ready": checks.is_ready(found),
        "are_all_well": all(check.ok for check in found),
        "workers": list(WorkerProcess.objects.running()),
        "queue": figures.queue_depth(),
        "oldest": _oldest(),
        "failures": _failures(),
        "most_failures": MOST_FAILURES,
        "contact": contact(),
        "calls": _calls(),
        "webhook": _webhook(),
        "storage": _storage(),
        "disk": shutil.disk_usage(settings.DATA_DIR),
        "versions": _versions(),
    }


def _oldest() -> list[tuple[str, Asset | Video]]:
    """The file and the video that wait longest to be sent."""
    rows = (("File", Asset.objects.to_send()), ("Video", Video.objects.queued()))
    found = [(kind, waiting.select_related("owner").order_by("created_at").first()) for kind, waiting in rows]
    return [(kind, row) for kind, row in found if row]


def _failures() -> list[Failure]:
    found = [*_failed_files(), *_failed_videos(), *_failed_conversions(), *_failed_imports()]
    return sorted(found, key=lambda failure: failure.at, reverse=True)[:MOST_FAILURES]


def _failed_files() -> Iterator[Failure]:
    for asset in _lately(Asset.objects.filter(status=AssetStatus.FAILED, deleted_at=None), "owner"):
        yield Failure("File", str(asset), asset.owner, asset.get_absolute_url(), asset)


def _failed_videos() -> Iterator[Failure]:
    ended = [Status.FAILED, Status.REJECTED, Status.OUTCOME_UNKNOWN]
    for video in _lately(Video.objects.filter(status__in=ended, deleted_at=None), "owner"):
        yield Failure("Video", str(video), video.owner, video.get_absolute_url(), video)


def _failed_conversions() -> Iterator[Failure]:
    again = Conversion.objects.filter(source=OuterRef("source"), content_type=OuterRef("content_type"))
    failed = Conversion.objects.filter(
        ~Exists(again.filter(pk__gt=OuterRef("pk"))), status=JobStatus.FAILED, source__deleted_at=None
    )
    for conversion in _lately(failed, "source__owner"):
        source, name = conversion.source, f"{conversion.source} to {name_in(conversion.content_type)}"
        yield Failure("Conversion", name, source.owner, source.get_absolute_url(), conversion)


def _failed_imports() -> Iterator[Failure]:
    for job in _lately(Import.objects.filter(status=JobStatus.FAILED, dismissed_at=None), "owner"):
        yield Failure("Import", job.link_text, job.owner, "", job)


def _lately(rows: QuerySet[Any], owner: str) -> QuerySet[Any]:
    """The last of those that changed within a day; `owner` is what leads from a row to whose it is."""
    changed = rows.filter(updated_at__gte=timezone.now() - LATELY)
    return changed.select_related(owner).order_by("-updated_at")[:MOST_FAILURES]


def _calls() -> list[tuple[str, int]]:
    """Today's calls to Jogg by their result, in words."""
    today = ApiCalls.objects.filter(day=timezone.now().date())
    sums = today.order_by().values_list("result").annotate(total=Sum("count")).order_by("-total")
    return [(result.replace("_", " "), total) for result, total in sums]


def _webhook() -> dict[str, Any]:
    events = WebhookEvent.objects.filter(destination=destination())
    return {
        "is_secret_set": bool(webhook_secret()),
        "url": webhook_url(),
        "delivered_at": events.aggregate(last=Max("received_at"))["last"],
    }


def _storage() -> list[tuple[str, int]]:
    """The kinds of files in words, and the bytes of each."""
    words = {Kind.IMAGE: "Photos", Kind.VIDEO: "Clips", Kind.AUDIO: "Recordings and sound", "made": "Finished videos"}
    return [(words[kind], total) for kind, total in figures.bytes_by_kind().items()]


def _versions() -> dict[str, str]:
    return {
        "Dashboard": VERSION,
        "Jogg's API": f"{settings.JOGG_API_VERSION}, {destination()}",
        "Database": f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}",
        "Queue": type(HUEY).__name__,
        "Django": django.get_version(),
        "Python": platform.python_version(),
    }
