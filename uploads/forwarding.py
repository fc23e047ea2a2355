"""Passing an asset on to Jogg: sign, PUT, and what to do when it fails. Runs in the worker."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import BinaryIO
from uuid import UUID

from django.utils import timezone

from jogg import Answer, JoggError, RateLimited, SignedUpload
from jogg_dashboard import backoff, claims, evidence, pacing
from jogg_dashboard.account import jogg, told
from jogg_dashboard.claims import ClaimLost
from jogg_dashboard.destination import destination
from jogg_dashboard.evidence import Entry, Source
from jogg_dashboard.pacing import Permit, Priority, Turned
from jogg_dashboard.storage import StorageAway
from uploads.models import UNVERIFIED, Asset, Status

logger = logging.getLogger(__name__)

MOST_FAILURES = 10
ELSEWHERE = (
    "This was meant for another Jogg than the one in use, and did not get there. Try again to send it to this one."
)
AWAY = "The storage of this dashboard can't be reached."
MISSING = "The copy kept here is missing, so there is nothing to send. Upload the file again."
NEW_LINK = " Its new link takes the place of the one before."
PROGRESS_EVERY = 1.0  # seconds


class BrokenOff(Exception):
    """Our own storage broke off while it was read; no `OSError`, which `requests` would take for its connection's."""


class WatchedFile:
    """A file for a streamed PUT: measured before it is sent; its row says how far it has come while it is read."""

    def __init__(self, file: BinaryIO, size: int, keep: claims.Keeper) -> None:
        self._file, self._size, self._keep = file, size, keep
        self._sent = 0

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.read(64 * 1024), b"")

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self._file.read(size)
        except StorageAway as error:
            raise BrokenOff from error
        self._sent += len(piece)
        self._keep(sent_bytes=self._sent)
        return piece


def forward(asset_id: UUID) -> datetime | None:
    """Send one asset to Jogg, if it is due and nobody else does; return when to try again, if at all."""
    row = Asset.objects.filter(pk=asset_id)
    to_send = row & Asset.objects.to_send()
    asset = claims.due(claims.free(to_send)).first()
    if asset is None:
        return None
    try:
        permit = pacing.ask(f"asset {asset_id}", Priority.UPLOAD, asset.created_at)
    except Turned as turned:
        if claims.queue(to_send, turned.until):
            return turned.until
        pacing.leave(f"asset {asset_id}")
        return None
    entry = Entry(Source.WORKER, f"Sending it to Jogg, attempt {asset.attempts + 1}.")
    if not claims.claim(to_send, entry, status=Status.SENDING, sent_bytes=0):
        permit.give_back()
        return None
    asset.refresh_from_db()
    return _forward(asset, permit)


def fail_elsewhere() -> int:
    """Tell of what was to go to another Jogg, such as the sandbox before a key was set; return how many."""
    elsewhere = Asset.objects.unfinished().exclude(destination=destination())
    return claims.update_all(
        elsewhere,
        Entry(Source.WORKER, ELSEWHERE),
        status=Status.FAILED,
        error=ELSEWHERE,
        claimed_by="",
        claimed_until=None,
    )


def _forward(asset: Asset, permit: Permit) -> datetime | None:
    try:
        signed = _sign(asset, permit)
        answer = _put(asset, signed)
    except ClaimLost:
        return None
    except FileNotFoundError:
        return _give_up(asset, MISSING)
    except StorageAway as error:
        return _wait_for_storage(asset, error)
    except JoggError as error:
        return _record_failure(asset, error)
    _finish(asset, signed, answer)
    return None


def _sign(asset: Asset, permit: Permit) -> SignedUpload:
    """Each attempt signs anew, as a signed URL expires."""
    with permit:
        signed = jogg().sign(asset.filename_for_jogg, asset.content_type, asset.size)
    evidence.note(Asset, [asset.pk], Entry(Source.WORKER, "Jogg gave a signed URL to send it to.", signed.answer))
    return signed


def _put(asset: Asset, signed: SignedUpload) -> Answer:
    """Stream the file from storage; what goes wrong is known at Jogg by the request id of the signing."""
    try:
        with asset.file.open() as file:
            keep = claims.Keeper(Asset.objects.filter(pk=asset.pk), PROGRESS_EVERY)
            return jogg().put(signed, WatchedFile(file, asset.size, keep))
    except BrokenOff as broken:
        raise StorageAway("broke off while it was sent") from broken.__cause__
    except JoggError as error:
        error.rid = error.rid or signed.rid
        raise


def _finish(asset: Asset, signed: SignedUpload, answer: Answer) -> None:
    now = timezone.now()
    if _settle(
        asset,
        Entry(Source.WORKER, f"Jogg's storage took the whole file.{NEW_LINK if asset.hosted_url else ''}", answer),
        status=Status.HOSTED,
        hosted_url=signed.hosted_url,
        sent_bytes=asset.size,
        sent_at=now,
        hosted_at=now,
        **UNVERIFIED | {"verify_due_at": now, "verify_whole": asset.verify_whole},
        error="",
        error_code="",
        error_rid="",
    ):
        logger.info("asset %s is hosted", asset.pk)


def _record_failure(asset: Asset, error: JoggError) -> datetime | None:
    """Wait out an outage or Jogg's limit, however long; try what goes wrong on the way only so many times."""
    if error.passing and error.not_accepted:
        wait = pacing.wait_after(error, asset.waits + 1)
        return _wait(asset, wait, error, waits=asset.waits + 1, is_paced=isinstance(error, RateLimited))
    if error.passing and asset.failures < MOST_FAILURES:
        return _wait(asset, backoff.delay(asset.failures, error.retry_after), error)
    return _give_up(asset, error.sentence, error)


def _wait_for_storage(asset: Asset, error: StorageAway) -> datetime:
    """Where our own storage is away nothing was sent, and it is waited out like an outage of Jogg."""
    due = timezone.now() + backoff.delay(asset.waits + 1)
    changes = {"due_at": due, "sent_bytes": 0, "waits": asset.waits + 1, "error": AWAY}
    _settle(asset, Entry(Source.WORKER, f"{AWAY} It is tried again."), status=Status.STORED, **changes)
    logger.warning("asset %s waits for our storage: %s", asset.pk, error)
    return due


def _wait(asset: Asset, wait: timedelta, error: JoggError, **changes: object) -> datetime:
    due = timezone.now() + wait
    entry = Entry(Source.WORKER, f"{error.sentence} It is tried again.", error.answer)
    _settle(asset, entry, status=Status.STORED, due_at=due, sent_bytes=0, **told(error), **changes)
    logger.info("asset %s waits %.0f s: %s (code %s)", asset.pk, wait.total_seconds(), error.sentence, error.code)
    return due


def _give_up(asset: Asset, sentence: str, error: JoggError | None = None) -> None:
    details = told(error) if error else {}
    entry = Entry(Source.WORKER, f"{sentence} It is not tried again by itself.", error and error.answer)
    _settle(asset, entry, status=Status.FAILED, sent_bytes=0, **details | {"error": sentence})
    logger.warning("asset %s failed: %s", asset.pk, sentence)


def _settle(asset: Asset, entry: Entry, **changes: object) -> bool:
    return claims.settle(Asset.objects.filter(pk=asset.pk), entry, **{"due_at": None} | changes)
