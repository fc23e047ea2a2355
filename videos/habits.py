"""What a person's videos tell of their choices: what was used lately, and which voice spoke for which avatar."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.contrib.auth.models import AbstractBaseUser

from videos.models import Status, Video, avatar_key

LOOKS_BACK = 500  # videos


@dataclass(frozen=True)
class Habits:
    """`used` holds (avatar's key, voice's id) of a person's videos, the newest first; "" for no voice."""

    used: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, person: AbstractBaseUser) -> Self:
        ordered = Video.objects.filter(owner=person, deleted_at=None).exclude(status=Status.DRAFT)
        newest = ordered.order_by("-created_at", "-id").values_list("avatar_type", "avatar_id", "voice_id")
        return cls(tuple((avatar_key(kind, avatar), voice) for kind, avatar, voice in newest[:LOOKS_BACK]))

    @cached_property
    def avatars(self) -> list[str]:
        """The keys of the avatars used lately, each once, the last one first."""
        return _each_once(avatar for avatar, _ in self.used)

    @cached_property
    def voices(self) -> list[str]:
        """The ids of the voices used lately, each once, the last one first."""
        return _each_once(voice for _, voice in self.used if voice)

    @cached_property
    def times_spoken(self) -> Counter[str]:
        """How many of the videos each voice speaks in."""
        return Counter(voice for _, voice in self.used if voice)

    def remembered(self, known: Collection[str]) -> dict[str, str]:
        """The voice that spoke last for each avatar, by the avatar's key; only voices that are known."""
        return {avatar: voice for avatar, voice in reversed(self.used) if voice in known}


def _each_once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
