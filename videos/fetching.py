"""Fetching what Jogg serves for a finished video into our storage. Runs in the worker."""

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files import File

from jogg import JoggError
from jogg_dashboard import claims
from jogg_dashboard.account import jogg
from jogg_dashboard.sizes import GB, MB
from uploads.media_types import EXTENSIONS, LEADING_BYTES, Kind, NotTaken, kind_of, recognise
from videos.checking import Checked, check
from videos.models import Video

LARGEST_VIDEO, LARGEST_COVER = 4 * GB, 20 * MB


@dataclass(frozen=True)
class Fetched:
    """A file by its name in our storage, and what a look into it says."""

    name: str
    checked: Checked


class KeepingFile(File):
    """A file that keeps the claim of its row while it is written or read: Jogg or a bucket may outlast the lease."""

    def __init__(self, file: BinaryIO, row: Any) -> None:
        super().__init__(file)
        self._keep = claims.Keeper(row)

    def write(self, piece: bytes) -> int:
        self._keep()
        return self.file.write(piece)

    def read(self, size: int = -1) -> bytes:
        self._keep()
        return self.file.read(size)


def fetch_video(video: Video) -> Fetched:
    """Fetch the video and look into it.

    Raises `JoggError` where it isn't served whole, `NotTaken` where what is served is no video.
    """
    row = Video.objects.filter(pk=video.pk)
    with tempfile.NamedTemporaryFile(dir=settings.UPLOAD_DIR) as file:
        content_type = _fetch(file, row, video.video_url, Kind.VIDEO, LARGEST_VIDEO)
        claims.keep(row)
        checked = check(file.name, content_type, video.duration)
        return Fetched(_store(file, video, "file", content_type), checked)


def fetch_cover(video: Video) -> str:
    """Fetch the cover; return its name in our storage. It is an ornament: "" where there is none to be had."""
    if not video.cover_url:
        return ""
    with suppress(JoggError, NotTaken), tempfile.NamedTemporaryFile(dir=settings.UPLOAD_DIR) as file:
        row = Video.objects.filter(pk=video.pk)
        content_type = _fetch(file, row, video.cover_url, Kind.IMAGE, LARGEST_COVER)
        return _store(file, video, "cover", content_type)
    return ""


def remove(video: Video, *names: str) -> None:
    """Remove files of a video that its row doesn't name any more."""
    for name in filter(None, names):
        video.file.storage.delete(name)


def remove_leftovers(video: Video) -> None:
    """Remove what a killed worker stored and didn't come to write down; only for who has claimed the row."""
    folder = f"videos/{video.pk}"
    with suppress(FileNotFoundError):
        stored = {f"{folder}/{name}" for name in video.file.storage.listdir(folder)[1]}
        remove(video, *stored - {video.file.name, video.cover.name})


def _fetch(file: BinaryIO, row: Any, url: str, kind: Kind, limit: int) -> str:
    """Fetch a file of the kind expected onto our disk; return its content type."""
    jogg().fetch(url, KeepingFile(file, row), limit)
    file.seek(0)
    content_type = recognise("video", file.read(LEADING_BYTES))
    if kind_of(content_type) != kind:
        raise NotTaken(content_type)
    file.flush()
    os.fsync(file.fileno())
    return content_type


def _store(file: BinaryIO, video: Video, field: str, content_type: str) -> str:
    file.seek(0)
    row = Video.objects.filter(pk=video.pk)
    claims.keep(row)  # looking into it took its time
    name = f"videos/{video.pk}/{field}.{EXTENSIONS[content_type]}"
    stored = video.file.storage.save(name, KeepingFile(file, row), max_length=200)
    claims.keep(row)
    return stored
