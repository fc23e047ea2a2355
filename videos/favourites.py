"""What a person marks as a favourite: avatars and voices, by Jogg's ids. Each may be done twice."""

from django.contrib.auth.models import AbstractBaseUser

from videos.models import Avatar, FavouriteAvatar, FavouriteVoice, Voice


def add_avatar(*, owner: AbstractBaseUser, avatar: Avatar) -> None:
    FavouriteAvatar.objects.get_or_create(owner=owner, avatar_type=avatar.avatar_type, avatar_id=avatar.avatar_id)


def remove_avatar(*, owner: AbstractBaseUser, avatar: Avatar) -> None:
    FavouriteAvatar.objects.filter(owner=owner, avatar_type=avatar.avatar_type, avatar_id=avatar.avatar_id).delete()


def add_voice(*, owner: AbstractBaseUser, voice: Voice) -> None:
    FavouriteVoice.objects.get_or_create(owner=owner, voice_id=voice.voice_id)


def remove_voice(*, owner: AbstractBaseUser, voice: Voice) -> None:
    FavouriteVoice.objects.filter(owner=owner, voice_id=voice.voice_id).delete()
