"""Bringing a file in by its link: fetched, judged by its bytes, kept. Runs in the worker."""

import hashlib
import logging
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from jogg_dashboard import backoff, claims
from jogg_dashboard.claims import ClaimLost
from jogg_dashboard.storage import StorageAway
from uploads import media_types, services, web_links
from uploads.fetching import NotFetched, fetch
from uploads.media_types import LARGEST, LEADING_BYTES, NotTaken
from uploads.models import Asset, Import, JobStatus, Origin
from uploads.models.jobs import ImportQuerySet

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 4  # that failed on the way
MOST_CLAIMS = 10  # that somehow ended with nothing written down
INTERRUPTED = "Fetching this was interrupted again and again. Download the file in your browser and upload it here."
PROGRESS_EVERY = 1.0  # seconds
WEB_PAGE = "This link shows a web page, not a file. Use the direct download link."
PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<?xml")


class Download:
    """A file that is written to while its row says how far it is; it ends as soon as the bytes tell that it can't stay.

    `name` is what the file is called as far as is known before its answer's end.
    """

    def __init__(self, file: BinaryIO, rows: ImportQuerySet, name: str) -> None:
        self._file, self._keep, self._name = file, claims.Keeper(rows, PROGRESS_EVERY), name
        self._leading, self._size, self._limit = b"", 0, LARGEST
        self._hash = hashlib.sha256()

    def write(self, piece: bytes) -> None:
        self._size += len(piece)
        if len(self._leading) < LEADING_BYTES:
            self._leading += piece[: LEADING_BYTES - len(self._leading)]
            if len(self._leading) == LEADING_BYTES:
                self._limit = media_types.LIMITS[self._kind(self._name)].max_bytes
        if self._size > self._limit:
            self._refuse_size()
        self._hash.update(piece)
        self._file.write(piece)
        self._keep(received=self._size)

    def finish(self, name: str) -> str:
        """Judge the whole, put it safely on disk, and return its SHA-256."""
        media_types.check_size(name, self._size, self._kind(name))
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._hash.hexdigest()

    def _kind(self, name: str) -> media_types.Kind:
        if self._leading.lstrip().lower().startswith(PAGE_STARTS):
            raise NotTaken(WEB_PAGE)
        return media_types.kind_of(media_types.recognise(name, self._leading))

    def _refuse_size(self) -> None:
        limit = media_types.LIMITS[self._kind(self._name)]
        raise NotTaken(f"{self._name} is too large; {limit.label} may have up to {limit.max_text}.")


def run(import_id: UUID) -> datetime | None:
    """Fetch one import's file, if it is due and nobody else does; return when to try again, if at all."""
    rows = Import.objects.filter(pk=import_id)
    if not claims.claim(rows.filter(status=JobStatus.WAITING), status=JobStatus.WORKING, received=0, error=""):
        return None
    job = rows.get()
    if job.attempts > MOST_CLAIMS:
        return _fail(rows, job, INTERRUPTED)
    try:
        _bring_in(job, rows)
    except ClaimLost:
        logger.info("import %s was taken over or cancelled", job.pk)
    except NotTaken as reason:
        _fail(rows, job, str(reason))
    except NotFetched as reason:
        return _try_again(rows, job, reason)
    except StorageAway as error:  # begun again when the lease has ended, and nobody's failure
        claims.renew(rows, attempts=job.attempts - 1)
        logger.warning("import %s waits for our storage: %s", job.pk, error)
    return None


def _bring_in(job: Import, rows: ImportQuerySet) -> None:
    with tempfile.NamedTemporaryFile(dir=settings.UPLOAD_DIR) as file:
        download = Download(file, rows, web_links.file_name(job.url) or "The file")
        name = fetch(job.url, download.write)
        claims.keep(rows)  # what follows takes its time, too
        sha256 = download.finish(name)
        if equal := services.find_equal(owner=job.owner, sha256=sha256):
            _finish(rows, job, equal)
        else:
            _add(job, rows, Path(file.name), name)
    logger.info("import %s is done", job.pk)


def _add(job: Import, rows: ImportQuerySet, path: Path, name: str) -> None:
    services.add(
        owner=job.owner,
        path=path,
        name=name,
        origin=Origin.URL,
        source_url=web_links.address_without_query(job.url),
        and_then=lambda asset: _finish(rows, job, asset),
    )


def _finish(rows: ImportQuerySet, job: Import, asset: Asset) -> None:
    """The link isn't needed any more, so what may be secret in it isn't kept."""
    done = {"status": JobStatus.DONE, "url": web_links.address_without_query(job.url), "due_at": None}
    if not claims.settle(rows, result=asset, received=asset.size, **done):
        raise ClaimLost


def _fail(rows: ImportQuerySet, job: Import, sentence: str) -> None:
    claims.settle(rows, status=JobStatus.FAILED, error=sentence, due_at=None)
    logger.info("import %s failed: %s", job.pk, sentence)


def _try_again(rows: ImportQuerySet, job: Import, reason: NotFetched) -> datetime | None:
    if not reason.passing or job.attempts >= MOST_ATTEMPTS:
        _fail(rows, job, str(reason))
        return None
    due = timezone.now() + backoff.delay(job.attempts)
    claims.settle(rows, status=JobStatus.WAITING, error=str(reason), due_at=due)
    return due
