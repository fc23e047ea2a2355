"""Letting others watch a video by a link, and ending that."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from jogg_dashboard import evidence
from jogg_dashboard.evidence import Entry, Source
from videos.models import ShareLink, Status, Video

MOST_LINKS = 20  # active at a time for one video


class NotShared(Exception):
    """No link was made; the message is the sentence for the person."""


def share(video: Video, *, days: int | None) -> ShareLink:
    """Make a link that whoever has it can watch the video by, for so many days, or without an end.

    Raises `NotShared` where there is no file to watch, or are many links already.
    """
    expires_at = timezone.now() + timedelta(days=days) if days else None
    until = f"until {_moment(expires_at)}" if expires_at else "without an end"
    with transaction.atomic():
        row = Video.objects.select_for_update().get(pk=video.pk)
        _check(row)
        link = ShareLink.objects.create(video=row, expires_at=expires_at)
        _note(row, f"A link was made by which anybody who has it can watch this, {until}.")
    return link


def switch_off(link: ShareLink) -> None:
    """End a link at once. Whoever opens it from now on sees that it leads nowhere."""
    with transaction.atomic():
        if ShareLink.objects.filter(pk=link.pk, closed_at=None).update(closed_at=timezone.now()):
            _note(link.video, f"The link made on {_moment(link.created_at)} was switched off.")


def switch_on(link: ShareLink) -> None:
    """Undo `switch_off`; what has expired meanwhile stays so."""
    with transaction.atomic():
        if ShareLink.objects.filter(pk=link.pk, closed_at__isnull=False).update(closed_at=None):
            _note(link.video, f"The link made on {_moment(link.created_at)} was switched on again.")


def _check(video: Video) -> None:
    if not (video.file and video.status == Status.SUCCEEDED and video.deleted_at is None):
        raise NotShared("This video can't be shared: there is no copy of it here to watch.")
    if video.share_links.active().count() >= MOST_LINKS:
        raise NotShared(f"There are {MOST_LINKS} links to this video already. Switch one off first.")


def _note(video: Video, sentence: str) -> None:
    evidence.note(Video, [video.pk], Entry(Source.PERSON, sentence))


def _moment(at: object) -> str:
    return date_format(timezone.localtime(at), "j M Y, H:i")
