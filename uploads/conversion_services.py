"""Having an asset converted."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from jogg_dashboard import claims
from jogg_dashboard.evidence import Entry, Source
from uploads import conversion_tasks, offers, services
from uploads.media_types import Kind
from uploads.models import Asset, Conversion, Origin, Status
from uploads.receiving import ReceivedFile


class NotOffered(Exception):
    """A conversion that there isn't; the message is the sentence for the person."""


def convert(asset: Asset, *, content_type: str) -> Conversion:
    """Have an asset made into another type; return the conversion, the one there is where it was asked for before.

    Raises `NotOffered` where it isn't offered.
    """
    if not content_type or content_type != offers.offered(asset):
        raise NotOffered(
            "This file can't be converted into that. Reload the page to see what it can be converted into."
        )
    with transaction.atomic():
        locked = Asset.objects.select_for_update().get(pk=asset.pk)
        earlier = offers.latest(locked)
        return earlier if earlier and earlier.is_standing else _begin(locked, content_type)


def receive_recording(*, owner: AbstractBaseUser, file: ReceivedFile) -> Asset:
    """Keep what was recorded in the browser; where Jogg doesn't take its format, have it made into MP3 at once.

    It is kept whatever else is here, as nobody has another copy. Raises `NotTaken`, as `services.receive` does.
    """
    return services.receive(owner=owner, file=file, origin=Origin.RECORDING, anyway=True, and_then=_begin_where_kept)


def _begin_where_kept(asset: Asset) -> None:
    if asset.status == Status.KEPT and asset.kind == Kind.AUDIO:
        _begin(asset, "audio/mpeg")


def _begin(asset: Asset, content_type: str) -> Conversion:
    conversion = Conversion.objects.create(source=asset, content_type=content_type)
    asked = Entry(Source.PERSON, f"Asked to convert it to {offers.name_in(content_type)}.")
    claims.update(Asset.objects.filter(pk=asset.pk), asked)
    conversion_tasks.enqueue(conversion)
    return conversion
