"""What people do with assets. Each takes model objects and returns the asset."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path, PurePath
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jogg_dashboard import claims, evidence
from jogg_dashboard.destination import destination
from jogg_dashboard.evidence import Entry, Source
from uploads import media_types, search, tasks
from uploads.media_types import NotTaken
from uploads.models import UNVERIFIED, Asset, AssetQuerySet, Origin, Status
from uploads.receiving import ReceivedFile

SAMPLES = Path(__file__).parent / "samples"
LONGEST_NAME, LONGEST_ENDING = 255, 20  # characters
SEND_AGAIN = Entry(Source.PERSON, "Asked to send it again.")
CHECKED_EVERY = timedelta(minutes=30)


class AlreadyHere(Exception):
    """This person has a file of the same content; `asset` is that one, maybe in the trash."""

    def __init__(self, asset: Asset) -> None:
        super().__init__(asset)
        self.asset = asset


def receive(
    *,
    owner: AbstractBaseUser,
    file: ReceivedFile,
    origin: Origin = Origin.UPLOAD,
    anyway: bool = False,
    and_then: Callable[[Asset], object] = lambda asset: None,
) -> Asset:
    """Keep a received file and have it sent to Jogg; `and_then` as in `add`.

    Raises `NotTaken`, with the sentence for the person, where Jogg wouldn't take it, and `AlreadyHere`
    where it is here and isn't wanted `anyway`. Of two equal ones that arrive in the same moment both get
    in: that costs room, and keeping it out would cost a lock for every file.
    """
    if file.refusal:
        raise NotTaken(file.refusal)
    known = None if anyway else find_known(owner=owner, sha256=file.sha256)
    if known:
        raise AlreadyHere(known)
    asset = Asset(
        owner=owner,
        kind=file.kind,
        original_name=file.name,
        size=file.size,
        content_type=file.media_type,
        sha256=file.sha256,
        origin=origin,
    )
    return _keep(asset, file, and_then)


def find_equal(*, owner: AbstractBaseUser, sha256: str) -> Asset | None:
    """Return the newest asset of this content in a person's library, whatever has become of it."""
    return Asset.objects.equal_to(owner, sha256).filter(deleted_at=None).first()


def find_known(*, owner: AbstractBaseUser, sha256: str) -> Asset | None:
    """Return what a person has of this content: in the library, else in the trash (`deleted_at` says so)."""
    return find_equal(owner=owner, sha256=sha256) or Asset.objects.equal_to(owner, sha256).first()


def add_samples(*, owner: AbstractBaseUser) -> list[Asset]:
    """Put the sample photo and the sample voice into a person's library."""
    return [add_sample(owner=owner, sample=path.name, name=path.name) for path in sorted(SAMPLES.iterdir())]


def add_sample(*, owner: AbstractBaseUser, sample: str, name: str) -> Asset:
    """Put one sample, such as `portrait.jpg`, into a person's library under a name of its own."""
    return add(owner=owner, path=SAMPLES / sample, name=name, origin=Origin.SAMPLE)


def is_sending() -> bool:
    """Whether anything, of anybody, is still on its way to Jogg, or is being fetched back now."""
    return Asset.objects.to_send().exists() or Asset.objects.to_verify().exists()


def retry(asset: Asset) -> Asset:
    """Start over with an asset that failed, waits for its time, or is at another Jogg than the one in use."""
    retry_all(Asset.objects.filter(pk=asset.pk))
    asset.refresh_from_db()
    return asset


def retry_all(assets: QuerySet[Asset]) -> int:
    """The same with several; return how many of them it concerned."""
    concerned = 0
    for asset in assets & Asset.objects.to_retry():
        if claims.update(Asset.objects.to_retry().filter(pk=asset.pk), SEND_AGAIN, **_unsent()):
            concerned += 1
            tasks.enqueue(asset)
    return concerned


def _unsent() -> dict[str, Any]:
    """The columns of an asset that is still to be sent to the Jogg in use."""
    return {
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
        "resends": 0,
        **UNVERIFIED,
    }


def verify(asset: Asset) -> Asset:
    """Have what Jogg's link serves compared with the file, every byte."""
    hosted = Asset.objects.filter(pk=asset.pk, status=Status.HOSTED, destination=destination())
    asked = {"verify_due_at": timezone.now(), "verify_whole": True, "verify_waits": 0}
    if claims.update(
        hosted, Entry(Source.PERSON, "Asked to compare every byte with what Jogg's link serves."), **asked
    ):
        tasks.enqueue_check([asset.pk])
    asset.refresh_from_db()
    return asset


def recheck(assets: AssetQuerySet) -> int:
    """Have the links of these checked that nobody has checked for 30 minutes; return how many."""
    with transaction.atomic():
        stale = assets & Asset.objects.to_recheck(before=timezone.now() - CHECKED_EVERY)
        keys = list(stale.values_list("pk", flat=True))
        count = claims.update_all(Asset.objects.filter(pk__in=keys, verify_due_at=None), verify_due_at=timezone.now())
        tasks.enqueue_check(keys)
    return count


def add(
    *,
    owner: AbstractBaseUser,
    path: Path,
    name: str,
    origin: Origin,
    and_then: Callable[[Asset], object] = lambda asset: None,
    **fields: Any,
) -> Asset:
    """Keep a file that is on this computer already, and have it sent to Jogg.

    `fields` are further ones of the model, such as `source`. `and_then` is called in the transaction
    that writes the row; what it raises undoes it. Raises `NotTaken` where Jogg wouldn't take the file.
    """
    with path.open("rb") as file:
        content_type = media_types.recognise(name, file.read(media_types.LEADING_BYTES))
        kind = media_types.kind_of(content_type)
        media_types.check_size(name, path.stat().st_size, kind)
        file.seek(0)
        asset = Asset(
            owner=owner,
            kind=kind,
            original_name=_storable(name),
            size=path.stat().st_size,
            content_type=content_type,
            sha256=hashlib.file_digest(file, "sha256").hexdigest(),
            origin=origin,
            **fields,
        )
        file.seek(0)
        return _keep(asset, File(file, path.name), and_then)


def _storable(name: str) -> str:
    """A file's name as every database takes it; one that is too long keeps its ending."""
    name = name.replace("\0", "").encode(errors="replace").decode()
    ending = PurePath(name).suffix[:LONGEST_ENDING]
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - len(ending)] + ending


def _keep(asset: Asset, file: File, and_then: Callable[[Asset], object] = lambda asset: None) -> Asset:
    """Write the file, then the row: a row never names a file that isn't there."""
    asset.status = Status.STORED if media_types.is_taken(asset.content_type) else Status.KEPT
    asset.file.save(file.name, file, save=False)
    try:
        _write_row(asset, and_then)
    except Exception:
        asset.file.delete(save=False)
        raise
    return asset


def _write_row(asset: Asset, and_then: Callable[[Asset], object]) -> None:
    with transaction.atomic():
        asset.save(force_insert=True)
        search.index(asset)
        evidence.note(Asset, [asset.pk], Entry(Source.FORM, "The whole file has arrived here."))
        and_then(asset)
        tasks.enqueue(asset)
