"""What a person's videos tell of their choices: what was used lately, which voice spoke for whom, what is usual."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser
from django.db.models.functions import Left

from videos.models import Status, Video, avatar_key

LOOKS_BACK = 500  # videos
BEGINNING = 80  # letters of a script, which name a video that has no other name
REMEMBERED = ("aspect_ratio", "screen_style", "caption")
OFFERED = ("id", "name", "avatar_name", "status", "updated_at")


@dataclass(frozen=True)
class Habits:
    """`used` holds (avatar's key, voice's id) of a person's videos, the newest first; "" for no voice.

    `usual` are the last choices of what needn't be chosen, empty before the first video. `unfinished` is the
    draft that was touched last; of its script only the beginning is here.
    """

    used: tuple[tuple[str, str], ...]
    usual: dict[str, Any]
    unfinished: Video | None

    @classmethod
    def of(cls, person: AbstractBaseUser) -> Self:
        """Read all of it at once: the form is drawn in few queries."""
        mine = Video.objects.filter(owner=person, deleted_at=None).order_by("-created_at", "-id")
        columns = ("avatar_type", "avatar_id", "voice_id", "batch_id", *REMEMBERED, *OFFERED)
        rows = list(mine.annotate(beginning=Left("script", BEGINNING)).values("beginning", *columns)[:LOOKS_BACK])
        ordered = [row for row in rows if row["status"] != Status.DRAFT]
        begun = [row for row in rows if row["status"] == Status.DRAFT and row["batch_id"] is None]
        return cls(
            used=tuple((avatar_key(row["avatar_type"], row["avatar_id"]), row["voice_id"]) for row in ordered),
            usual={name: ordered[0][name] for name in REMEMBERED} if ordered else {},
            unfinished=_shown(max(begun, key=lambda row: row["updated_at"])) if begun else None,
        )

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


def _shown(row: dict[str, Any]) -> Video:
    return Video(script=row["beginning"], **{name: row[name] for name in OFFERED})
