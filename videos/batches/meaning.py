"""What can be named in a table: the avatars and voices of the catalogue, and a person's recordings."""

from collections.abc import Collection
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser

from uploads.media_types import Kind
from uploads.models import Asset
from videos.batches.naming import Names, Offer
from videos.models import Avatar, AvatarType, Voice

MOST_RECORDINGS = 5000


def avatars() -> Names:
    return Names(
        Offer(avatar.avatar_id, avatar.name, avatar, "yours" if avatar.avatar_type == AvatarType.OWN else "Jogg's")
        for avatar in Avatar.objects.order_by("position")
    )


def voices() -> Names:
    return Names(Offer(voice.voice_id, voice.name, voice) for voice in Voice.objects.order_by("position"))


def recordings(owner: AbstractBaseUser) -> Names:
    """The names alone; `value` is the key. `assets` then fetches what was really named."""
    mine = Asset.objects.for_user(owner).filter(kind=Kind.AUDIO).newest()
    return Names(Offer(str(pk), name, pk) for pk, name in mine.values_list("pk", "name")[:MOST_RECORDINGS])


def assets(owner: AbstractBaseUser, keys: Collection[UUID]) -> dict[UUID, Asset]:
    return Asset.objects.for_user(owner).in_bulk(list(keys))
