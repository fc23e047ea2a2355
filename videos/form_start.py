"""What the form of a new video begins with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser

from videos import again
from videos.forms import VideoForm
from videos.habits import Habits
from videos.models import AvatarType, Status, Video
from videos.recordings import stand_in

COPIED = [name for name in VideoForm.Meta.fields if name not in ("audio", "made_from")]
FIRST = {"caption": True}  # what most want of the first video, beside what the model says


@dataclass(frozen=True)
class Start:
    """`initial` fills the form in. It goes on with `draft`, or shows what became of it: `became`. `unfinished` is
    a draft that isn't opened but could be. `not_offered` says by field what isn't to be had any more."""

    initial: dict[str, Any] = field(default_factory=dict)
    draft: Video | None = None
    became: Video | None = None
    unfinished: Video | None = None
    not_offered: dict[str, str] = field(default_factory=dict)


def begin(user: AbstractBaseUser, asked: Mapping[str, str], habits: Habits) -> Start:
    """By the address: a draft (`draft`), another video's choices (`from`), or a recording (`audio`)."""
    mine = Video.objects.filter(owner=user, purged_at=None)
    if opened := _found(mine, asked.get("draft", "")):
        return _opened(user, opened)
    if source := _found(mine, asked.get("from", "")):
        initial = again.initial(source) | {"audio": stand_in(user, source.audio_id)}
        return Start(initial, not_offered=again.not_offered(source))
    initial = (habits.usual or FIRST) | {"avatar_type": asked.get("avatar_type", AvatarType.JOGG)}
    if audio := as_uuid(asked.get("audio", "")):
        initial["audio"] = stand_in(user, audio)
    return Start(initial, unfinished=habits.unfinished)


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _found(mine: Any, key: str) -> Video | None:
    known = as_uuid(key)
    return mine.filter(pk=known).first() if known else None


def _opened(user: AbstractBaseUser, opened: Video) -> Start:
    """Also of a form that was sent, for who comes back to it: with the same token it stays one video."""
    initial = _choices(user, opened) | {"made_from": opened.made_from_id, "token": opened.form_token}
    is_draft = opened.status == Status.DRAFT
    if is_draft:
        return Start(initial, draft=opened)
    return Start(initial, became=opened)


def _choices(user: AbstractBaseUser, video: Video) -> dict[str, Any]:
    return {name: getattr(video, name) for name in COPIED} | {"audio": stand_in(user, video.audio_id)}
