"""The recordings that a form offers."""

from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser

from uploads import search
from uploads.media_types import Kind
from uploads.models import Asset, AssetQuerySet
from uploads.models import Status as AssetStatus

MOST_SHOWN = 50
SEARCHED_FROM = 6  # fewer are seen at a glance


def recordings_of(owner: AbstractBaseUser) -> AssetQuerySet:
    """A person's recordings, newest first."""
    return Asset.objects.for_user(owner).filter(kind=Kind.AUDIO).newest()


def offered(owner: AbstractBaseUser, *, chosen: UUID | None, words: str = "") -> list[Asset]:
    """The newest recordings with these words, led by the chosen one where it isn't among them."""
    recordings = recordings_of(owner).with_conversions()
    newest = list(search.matching(recordings, words)[:MOST_SHOWN])
    if chosen is None or any(recording.pk == chosen for recording in newest):
        return newest
    return [*recordings.filter(pk=chosen), *newest]


def stand_in(owner: AbstractBaseUser, chosen: UUID | None) -> UUID | None:
    """The recording that was made of the chosen one where Jogg doesn't take that: a browser records WebM."""
    made = recordings_of(owner).filter(source=chosen, source__status=AssetStatus.KEPT)
    return (made.values_list("pk", flat=True).first() if chosen else None) or chosen
