"""Keeping videos in order: names, tags, notes, the trash. Each takes videos of one person."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jogg_dashboard import claims
from jogg_dashboard.evidence import Entry, Source
from jogg_dashboard.folding import fold
from uploads import tagging
from videos import tasks, tidying
from videos.models import Status, Video
from videos.models.video import sort_name

DELETED = Entry(Source.PERSON, "Deleted; it can be put back for 30 days.")
RESTORED = Entry(Source.PERSON, "Put back.")


def describe(video: Video, *, name: str, tags: Iterable[str], note: str) -> Video:
    """Give a video a name ("" for the beginning of its script), tags and a note."""
    before = video.display_name
    video.name, video.note = name, note
    renamed = before != video.display_name
    entry = Entry(Source.PERSON, f"Renamed from {before} to {video.display_name}.") if renamed else None
    with transaction.atomic():
        row = Video.objects.filter(pk=video.pk)
        claims.update(row, entry, name=name, note=note, sort_name=sort_name(video.display_name))
        video.refresh_from_db()
        video.tags.set(tagging.named(video.owner_id, tags))
        tagging.forget_unused(video.owner_id)
        index([video])
    return video


def index(videos: Iterable[Video]) -> None:
    """Write down the words by which videos are found; to be called whenever their words or tags change."""
    for video in videos:
        Video.objects.filter(pk=video.pk).update(search_text=text_of(video))


def text_of(video: Video) -> str:
    """What a video is found by: its name, script, tags and note, folded."""
    return fold(" ".join([video.display_name, video.script, *(tag.name for tag in video.tags.all()), video.note]))


def tag(videos: QuerySet[Video], name: str) -> int:
    """Give several videos a tag; return how many."""
    with transaction.atomic():
        chosen = list(videos)
        if chosen:
            (wanted,) = tagging.named(chosen[0].owner_id, [name])
            wanted.videos.add(*chosen)
        _retagged(videos)
    return len(chosen)


def untag(videos: QuerySet[Video], name: str) -> int:
    """Take a tag off several videos; return how many had it."""
    with transaction.atomic():
        tagged = Video.tags.through.objects.filter(video__in=videos, tag__folded=fold(name))
        keys = list(tagged.values_list("video", flat=True))
        owners = set(videos.values_list("owner", flat=True))
        tagged.delete()
        _retagged(Video.objects.filter(pk__in=keys))
        for owner in owners:
            tagging.forget_unused(owner)
    return len(keys)


def delete(videos: QuerySet[Video]) -> int:
    """Take videos out of the list; for 30 days they can be restored. Return how many.

    What waits to be submitted isn't, while it is in the trash. What Jogg has been given goes on there, is
    followed and fetched all the same: it is paid for.
    """
    return claims.update_all(videos.listed(), DELETED, deleted_at=timezone.now())


def restore(videos: QuerySet[Video]) -> int:
    """Put deleted videos back, and go on with what waits to be submitted; return how many."""
    deleted = list(videos.trashed())
    count = claims.update_all(
        Video.objects.trashed().filter(pk__in=[video.pk for video in deleted]), RESTORED, deleted_at=None
    )
    for video in deleted:
        if video.status == Status.QUEUED:
            tasks.enqueue(video)
    return count


def purge(videos: QuerySet[Video]) -> int:
    """Remove videos of the trash for good, their files with them; return how many. Those in question stay."""
    return tidying.purge(videos)


def _retagged(videos: QuerySet[Video]) -> None:
    claims.update_all(videos)
    index(videos.prefetch_related("tags"))
