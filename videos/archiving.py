"""Keeping a finished video: fetching it and its cover from Jogg into our storage. Runs in the worker."""

import logging
import os
import tempfile
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from jogg import Answer, JoggError
from jogg_dashboard import backoff, claims
from jogg_dashboard.account import jogg
from jogg_dashboard.evidence import Entry, Source
from jogg_dashboard.sizes import GB, MB
from uploads.media_types import EXTENSIONS, LEADING_BYTES, Kind, NotTaken, kind_of, recognise, type_of_stored
from uploads.probing import look_into
from videos import ledger
from videos.models import Video

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 100  # some eight hours at the rate of `backoff`
LARGEST_VIDEO, LARGEST_COVER = 4 * GB, 20 * MB
RENEWED_EVERY = 20.0  # seconds
NO_VIDEO = "What Jogg's link serves isn't a video."


class ClaimLost(Exception):
    """Another worker has taken the row over."""


class RenewingFile:
    """A file that is written to while the claim of its row is renewed: a long download outlasts the lease."""

    def __init__(self, file: BinaryIO, row: Any) -> None:
        self._file, self._row, self._renewed_at = file, row, time.monotonic()

    def write(self, piece: bytes) -> int:
        if time.monotonic() - self._renewed_at > RENEWED_EVERY:
            self._renewed_at = time.monotonic()
            if not claims.renew(self._row):
                raise ClaimLost
        return self._file.write(piece)


def keep(video_id: UUID) -> datetime | None:
    """Fetch one finished video, if it is due and nobody else does; return when to try again, if at all.

    At the moment of success the file may not be served yet (Q8), and how long it will be is unknown (Q9).
    """
    row = Video.objects.filter(pk=video_id)
    if not claims.claim(row & Video.objects.unkept()):
        return None
    video = row.get()
    try:
        if video.attempts > 2:
            _renew_links(row, video)
        file = _fetch(video, "file", video.video_url, Kind.VIDEO, LARGEST_VIDEO)
        cover = _fetch_cover(video)
    except ClaimLost:
        return None
    except JoggError as error:
        return _try_again(row, video, error.sentence, error.answer)
    except NotTaken:
        return _try_again(row, video, NO_VIDEO)
    _record_kept(row, video, {"file": file, "cover": cover})
    return None


def _renew_links(row: Any, video: Video) -> None:
    """Ask Jogg for the links again: those we have don't work, and how long they live is unknown (Q9)."""
    with suppress(JoggError):
        project = jogg(video.api_version).project(video.job_id)
        links = {"video_url": project.video_url, "cover_url": project.cover_url or video.cover_url}
        if project.video_url and links["video_url"] != video.video_url:
            entry = Entry(Source.POLL, "The link didn't work; Jogg gave another one.", project.answer)
            if not claims.renew(row, entry, **links):
                raise ClaimLost
            video.video_url, video.cover_url = links["video_url"], links["cover_url"]


def _record_kept(row: Any, video: Video, files: dict[str, str]) -> None:
    found = {"duration": video.duration, **files}
    if not (video.duration and files["cover"]):
        found = _looked_into(video) | {name: value for name, value in found.items() if value}
    kept = {"kept_at": timezone.now(), "notice": "", "due_at": None}
    with transaction.atomic():
        if claims.settle(row, Entry(Source.WORKER, "Fetched from Jogg; kept here."), **kept, **found):
            ledger.confirm(video, found["duration"])
    logger.info("video %s is kept", video.pk)


def _looked_into(video: Video) -> dict[str, Any]:
    """The length and a cover from the kept file: v2's status tells no length, and an event may name no cover (Q2)."""
    with tempfile.TemporaryDirectory(dir=settings.UPLOAD_DIR) as folder:
        picture = Path(folder) / "picture.webp"
        found = look_into(video.file.path, type_of_stored(video.file.name), picture)
        cover = _keep_cover(video, picture) if picture.exists() and not video.cover else ""
    return {"duration": found.get("duration"), "cover": cover}


def _keep_cover(video: Video, picture: Path) -> str:
    with picture.open("rb") as file:
        video.cover.save(f"videos/{video.pk}/cover.webp", File(file), save=False)
    return video.cover.name


def _try_again(row: Any, video: Video, sentence: str, answer: Answer | None = None) -> datetime | None:
    logger.info("video %s can't be fetched yet: %s", video.pk, sentence)
    if video.attempts >= MOST_ATTEMPTS:
        entry = Entry(Source.WORKER, f"{sentence} It is not tried again by itself.", answer)
        claims.settle(row, entry, keep_given_up=True, notice=sentence, due_at=None)
        return None
    due = timezone.now() + backoff.delay(video.attempts)
    entry = Entry(Source.WORKER, f"Fetching it: {sentence} It is tried again.", answer)
    claims.settle(row, entry if sentence != video.notice else None, notice=sentence, due_at=due)
    return due


def _fetch_cover(video: Video) -> str:
    """The cover is an ornament: a video without one is kept all the same."""
    if video.cover_url:
        with suppress(JoggError, NotTaken):
            return _fetch(video, "cover", video.cover_url, Kind.IMAGE, LARGEST_COVER)
    return ""


def _fetch(video: Video, field: str, url: str, kind: Kind, limit: int) -> str:
    """Fetch a file of the kind expected into storage; return its name there."""
    with tempfile.NamedTemporaryFile(dir=settings.UPLOAD_DIR) as file:
        jogg().fetch(url, RenewingFile(file, Video.objects.filter(pk=video.pk)), limit)
        extension = _extension(file, kind)
        _settle_on_disk(file)
        stored = getattr(video, field)
        stored.save(f"videos/{video.pk}/{field}.{extension}", File(file), save=False)
        return stored.name


def _extension(file: BinaryIO, kind: Kind) -> str:
    file.seek(0)
    content_type = recognise("video", file.read(LEADING_BYTES))
    if kind_of(content_type) != kind:
        raise NotTaken(content_type)
    return EXTENSIONS[content_type]


def _settle_on_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.seek(0)
