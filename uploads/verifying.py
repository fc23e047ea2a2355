"""Fetching back what Jogg's link serves, and sending the file again where that isn't it. Runs in the worker."""

import hashlib
import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from jogg import Answer, JoggError, StorageRefused
from jogg_dashboard import backoff, claims
from jogg_dashboard.account import jogg
from jogg_dashboard.claims import ClaimLost
from jogg_dashboard.evidence import Entry, Source
from jogg_dashboard.sizes import MB, size_text
from uploads.models import UNVERIFIED, Asset, Proof, Status

logger = logging.getLogger(__name__)

WHOLE_UP_TO = 25 * MB  # larger files are read whole only when a person asks
DENIED_WAITS = (5, 15, 35, 65)  # seconds between the askings after which a link that is denied counts as gone
MOST_RESENDS = 3
PASSING = {408, 425, 429}  # of the 4xx, those that say nothing about the file

GONE = "Jogg's link no longer serves the file"
MISSING = "The copy kept here is missing, so it can't be sent again. Upload the file again."
DAMAGED = "The copy kept here is damaged, so it can't be sent again. Upload the file again."
GIVEN_UP = (
    f"It was sent again {MOST_RESENDS} times, and no link that Jogg gave was right. "
    "Try again later; if that doesn't help, ask Jogg's support."
)


class WrongFile(Exception):
    """The link serves something else; the message is the sentence that says what."""


class Counted:
    """What a served file is written to: counts and hashes, keeps nothing of it, and keeps the claim meanwhile."""

    def __init__(self, keep: claims.Keeper) -> None:
        self.size, self.hash = 0, hashlib.sha256()
        self._keep = keep

    def write(self, piece: bytes) -> int:
        self.size += len(piece)
        self.hash.update(piece)
        self._keep()
        return len(piece)


def verify(asset_id: UUID) -> datetime | None:
    """Check one asset's link, if that is due and nobody else does; return when to check again, if at all.

    No answer, or one of a server in trouble, decides nothing, however long. A denial that stays, or
    another file, does: then the asset is to be sent again.
    """
    row = Asset.objects.filter(pk=asset_id)
    if not claims.take(row & Asset.objects.to_verify()):
        return None
    asset = row.get()
    try:
        proof, sentence = _compare(asset)
    except ClaimLost:
        return None
    except WrongFile as wrong:
        return _heal(asset, str(wrong))
    except JoggError as error:
        return _record_denial(asset, error) if _is_denial(error) else _wait(asset, error)
    return _record_right(asset, proof, sentence)


def _compare(asset: Asset) -> tuple[Proof, str]:
    """Return what was compared and a sentence that says so. Raises `WrongFile`, or the client's errors."""
    if asset.size > WHOLE_UP_TO and not asset.verify_whole:
        size = jogg().size_of(asset.hosted_url)
        if size is not None:
            _check_size(asset, size)
            told = f"Asked how much Jogg's link serves: {size_text(size)}, as kept here. The bytes were not compared."
            return Proof.SIZE, told
    served = _read_whole(asset)
    _check_size(asset, served.size)
    if served.hash.hexdigest() != asset.sha256:
        raise WrongFile("Jogg's link serves other bytes than those kept here, though as many.")
    return Proof.SHA256, f"Fetched Jogg's link back: {size_text(served.size)}, every byte as kept here."


def _read_whole(asset: Asset) -> Counted:
    served = Counted(claims.Keeper(Asset.objects.filter(pk=asset.pk)))
    try:
        jogg().fetch(asset.hosted_url, served, asset.size)
    except StorageRefused as error:
        if error.http_status != 200:
            raise
        raise WrongFile(f"Jogg's link serves more than the {size_text(asset.size)} kept here.") from error
    return served


def _check_size(asset: Asset, size: int) -> None:
    if size != asset.size:
        served, kept = size_text(size, asset.size), size_text(asset.size)
        raise WrongFile(f"Jogg's link serves {served} instead of the {kept} kept here.")


def _is_denial(error: JoggError) -> bool:
    """Whether the storage host answered, and its answer is that it doesn't serve the file."""
    status = error.http_status or 0
    return isinstance(error, StorageRefused) and status < 500 and status not in PASSING


def _record_right(asset: Asset, proof: Proof, sentence: str) -> datetime | None:
    """Mark it as verified, and tell that where it is news; return when a check is due that was asked for meanwhile."""
    is_news = asset.verified_at is None or asset.verify_error or asset.verify_whole or asset.proof != proof
    right = UNVERIFIED | {"verified_at": timezone.now(), "proof": proof, "resends": 0}
    entry = Entry(Source.WORKER, sentence) if is_news else None
    row = Asset.objects.filter(pk=asset.pk)
    logger.info("asset %s is verified by %s", asset.pk, proof)
    if claims.settle(row.filter(verify_due_at=asset.verify_due_at), entry, **right):
        return None
    still_asked = {"verify_due_at", "verify_whole"}
    claims.settle(row, entry, **{name: value for name, value in right.items() if name not in still_asked})
    return timezone.now()


def _record_denial(asset: Asset, error: JoggError) -> datetime | None:
    """Right after the PUT a link may not work yet: only a denial that stays is believed."""
    number, sentence = asset.verify_failures + 1, f"{GONE} (HTTP {error.http_status})."
    if number > len(DENIED_WAITS):
        return _heal(asset, sentence, error.answer)
    told = f"Jogg's link doesn't serve the file (HTTP {error.http_status})."
    due = timezone.now() + timedelta(seconds=DENIED_WAITS[number - 1])
    return _ask_again(asset, told, error.answer, verify_due_at=due, verify_failures=number, verify_waits=0)


def _wait(asset: Asset, error: JoggError) -> datetime:
    waits = asset.verify_waits + 1
    due = timezone.now() + backoff.delay(waits, error.retry_after)
    return _ask_again(asset, error.sentence, error.answer, verify_due_at=due, verify_waits=waits)


def _ask_again(
    asset: Asset, sentence: str, answer: Answer | None, *, verify_due_at: datetime, **changes: object
) -> datetime:
    entry = Entry(Source.WORKER, f"Checking Jogg's link: {sentence} It is asked again.", answer)
    is_news = sentence != asset.verify_error
    logger.info("asset %s can't be verified yet: %s", asset.pk, sentence)
    _settle(asset, entry if is_news else None, verify_due_at=verify_due_at, verify_error=sentence, **changes)
    return verify_due_at


def _heal(asset: Asset, reason: str, answer: Answer | None = None) -> None:
    """Have the file sent again from the copy kept here; the old link stays on the row until there is a new one."""
    obstacle = GIVEN_UP if asset.resends >= MOST_RESENDS else _fault_of_copy(asset)
    if obstacle:
        return _give_up(asset, f"{reason} {obstacle}", answer)
    entry = Entry(Source.WORKER, f"{reason} It is sent again from the copy kept here.", answer)
    unverified = UNVERIFIED | {"verify_error": reason, "verify_whole": asset.verify_whole}
    unsent = {"status": Status.STORED, "attempts": 0, "waits": 0, "due_at": None, "sent_bytes": 0}
    _settle(asset, entry, **unsent, **unverified, resends=asset.resends + 1)
    logger.warning("asset %s is sent again: %s", asset.pk, reason)
    return None


def _fault_of_copy(asset: Asset) -> str:
    """The sentence that says why the copy kept here is none to send, or ""."""
    try:
        with asset.file.open() as file:
            return "" if hashlib.file_digest(file, "sha256").hexdigest() == asset.sha256 else DAMAGED
    except FileNotFoundError:
        return MISSING


def _give_up(asset: Asset, sentence: str, answer: Answer | None) -> None:
    entry = Entry(Source.WORKER, sentence, answer)
    _settle(asset, entry, status=Status.FAILED, error=sentence, sent_bytes=0, **UNVERIFIED)
    logger.warning("asset %s failed its check: %s", asset.pk, sentence)


def _settle(asset: Asset, entry: Entry | None, **changes: object) -> None:
    claims.settle(Asset.objects.filter(pk=asset.pk), entry, **changes)
