"""Removing videos for good.

In two steps, so that a process killed in between leaves nothing behind: the row is marked, and from then on
nobody sees it; then its files go, and with them its words. What was submitted leaves a bare row, as its
submits say what was spent.
"""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from videos.models import Video
from videos.models.video import KEPT_AFTER_DELETION

NO_WORDS = {
    "name": "", "script": "", "note": "", "search_text": "", "sort_name": "", "take_key": "", "is_final": False,
    "audio": None, "made_from": None, "batch": None, "batch_row": None, "video_url": "", "cover_url": "",
    "file": "", "cover": "", "notice": "", "error": "", "kept_problem": "", "attach_id": "", "attach_error": "",
}  # fmt: skip


def purge_deleted() -> int:
    """Remove the videos deleted more than 30 days ago, and finish what was begun; return how many went."""
    count = purge(Video.objects.filter(deleted_at__lt=timezone.now() - KEPT_AFTER_DELETION))
    for key in Video.objects.to_clear().values_list("pk", flat=True):
        clear(key)
    return count


def purge(videos: Any) -> int:
    """Remove those of the videos that are in the trash and not in question; return how many went."""
    return sum(_purge(key) for key in list(videos.purgeable().values_list("pk", flat=True)))


def _purge(key: UUID) -> bool:
    """Mark one, unless it was put back meanwhile; what is left to do follows once that is committed."""
    with transaction.atomic():
        row = Video.objects.purgeable().filter(pk=key)
        if not row.update(purged_at=timezone.now()):
            return False
        transaction.on_commit(lambda: clear(key), robust=True)
    return True


def clear(key: UUID) -> None:
    """Remove the files and words of a marked one, and its row where nothing was ever submitted."""
    _remove_files(key)
    with transaction.atomic():
        video = Video.objects.to_clear().filter(pk=key).first()
        if video is None:
            return
        if not video.submits.exists():
            video.delete()
            return
        video.tags.clear()
        video.timeline.all().delete()
        video.share_links.all().delete()
        video.webhook_events.all().delete()
        video.submits.update(body={})
        Video.objects.filter(pk=key).update(updated_at=timezone.now(), **NO_WORDS)


def _remove_files(key: UUID) -> None:
    """Remove the video's own folder, also what a killed worker left in it."""
    folder = f"videos/{key}"
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
        default_storage.delete(folder)
