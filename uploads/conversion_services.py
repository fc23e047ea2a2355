"""Having an asset converted."""

from django.db import transaction

from jogg_dashboard import claims
from jogg_dashboard.evidence import Entry, Source
from uploads import conversion_tasks, offers
from uploads.models import Asset, Conversion


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


def _begin(asset: Asset, content_type: str) -> Conversion:
    conversion = Conversion.objects.create(source=asset, content_type=content_type)
    asked = Entry(Source.PERSON, f"Asked to convert it to {offers.name_in(content_type)}.")
    claims.update(Asset.objects.filter(pk=asset.pk), asked)
    conversion_tasks.enqueue(conversion)
    return conversion
