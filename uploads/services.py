"""What people do with assets. Each takes model objects and returns the asset."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from jogg_dashboard import claims, evidence
from jogg_dashboard.destination import destination
from jogg_dashboard.evidence import Entry, Source
from uploads import media_types, tasks
from uploads.media_types import NotTaken
from uploads.models import Asset, Status
from uploads.receiving import ReceivedFile

SAMPLES = Path(__file__).parent / "samples"


def receive(*, owner: AbstractBaseUser, file: ReceivedFile) -> Asset:
    """Keep a received file and have it sent to Jogg.

    Raises `NotTaken`, with the sentence for the person, where Jogg wouldn't take it.
    """
    if file.refusal:
        raise NotTaken(file.refusal)
    asset = Asset(
        owner=owner,
        kind=file.kind,
        original_name=file.name,
        size=file.size,
        content_type=file.media_type,
        sha256=file.sha256,
    )
    return _keep(asset, file)


def add_samples(*, owner: AbstractBaseUser) -> list[Asset]:
    """Put the sample photo and the sample voice into a person's library."""
    return [_add_sample(owner, path, path.name) for path in sorted(SAMPLES.iterdir())]


def add_sample(*, owner: AbstractBaseUser, sample: str, name: str) -> Asset:
    """Put one sample, such as `portrait.jpg`, into a person's library under a name of its own."""
    return _add_sample(owner, SAMPLES / sample, name)


def is_sending() -> bool:
    """Whether anything, of anybody, is still on its way to Jogg."""
    return Asset.objects.to_send().exists()


def retry(asset: Asset) -> Asset:
    """Start over with an asset that failed, waits for its time, or is at another Jogg than the one in use."""
    fresh = {
        "status": Status.STORED,
        "destination": destination(),
        "hosted_url": "",
        "sent_at": None,
        "hosted_at": None,
        "attempts": 0,
        "waits": 0,
        "due_at": None,
        "is_paced": False,
        "error": "",
        "error_code": "",
        "error_rid": "",
    }
    again = Entry(Source.PERSON, "Asked to send it again.")
    if claims.update(Asset.objects.to_retry().filter(pk=asset.pk), again, **fresh):
        tasks.enqueue(asset)
    asset.refresh_from_db()
    return asset


def delete(asset: Asset) -> Asset:
    """Take an asset out of the library; for 30 days it can be restored."""
    return _set_deleted(asset, timezone.now(), "Deleted; it can be put back for 30 days.")


def restore(asset: Asset) -> Asset:
    """Put a deleted asset back and go on with what its deletion interrupted."""
    _set_deleted(asset, None, "Put back.")
    tasks.enqueue(asset)
    return asset


def _set_deleted(asset: Asset, moment: datetime | None, sentence: str) -> Asset:
    claims.update(Asset.objects.filter(pk=asset.pk), Entry(Source.PERSON, sentence), deleted_at=moment)
    asset.refresh_from_db()
    return asset


def _add_sample(owner: AbstractBaseUser, path: Path, name: str) -> Asset:
    content = path.read_bytes()
    content_type = media_types.recognise(path.name, content[: media_types.LEADING_BYTES])
    asset = Asset(
        owner=owner,
        kind=media_types.kind_of(content_type),
        original_name=name,
        size=len(content),
        content_type=content_type,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    with path.open("rb") as file:
        return _keep(asset, File(file, path.name))


def _keep(asset: Asset, file: File) -> Asset:
    """Write the file, then the row: a row never names a file that isn't there."""
    asset.file.save(file.name, file, save=False)
    with transaction.atomic():
        asset.save(force_insert=True)
        evidence.note(Asset, [asset.pk], Entry(Source.FORM, "The whole file has arrived here."))
        tasks.enqueue(asset)
    return asset
