"""Making a video once more: with other choices, or, where it cost nothing, as it was."""

import re
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from jogg_dashboard import claims
from jogg_dashboard.destination import destination
from jogg_dashboard.evidence import Entry, Source
from videos import tasks
from videos.catalog import catalogue
from videos.models import NOT_CREATED, Avatar, Status, Submit, SubmitState, Video, Voice

COPIED = ("script", "avatar_id", "avatar_type", "voice_id", "aspect_ratio", "screen_style", "caption")
NUMBER = re.compile(r" \((\d{1,4})\)$")
LONGEST_NAME = 120
ASKED_TO_RETRY = "Asked to submit it again, as nothing was charged."
NO_AVATAR = "{} isn't among the avatars that Jogg offers now. Choose another one."
NO_VOICE = "{} isn't among the voices that Jogg offers now. Choose another one."
NO_RECORDING = "The recording isn't in the library any more. Choose another one, or write a script."
DELETED_RECORDING = "The recording {} is in the trash. Put it back there, or choose another one."


def initial(video: Video) -> dict[str, Any]:
    """What a form begins with to make the video again: every choice as it was, under the next free name."""
    chosen = {field: getattr(video, field) for field in COPIED}
    return chosen | {"audio": video.audio_id, "name": next_name(video), "made_from": str(video.pk)}


def next_name(video: Video) -> str:
    """The name with the next number that none of this person's videos has: "Spring offer (2)"; "" for no name."""
    base = NUMBER.sub("", video.name)
    if not base:
        return ""
    names = Video.objects.filter(owner=video.owner, name__startswith=base[: LONGEST_NAME - 7])
    taken = set(names.values_list("name", flat=True))
    numbered = (f"{base[: LONGEST_NAME - 7]} ({number})" for number in range(2, len(taken) + 3))
    return next(name for name in numbered if name not in taken)


def not_offered(video: Video) -> dict[str, str]:
    """What the video was made of and isn't to be had any more: a sentence by the form's field.

    Nothing of avatars and voices where they haven't been read from the Jogg in use: then it isn't known.
    """
    said = _recording_lost(video)
    if catalogue().refreshed_at is None:
        return said
    if not Avatar.objects.filter(avatar_type=video.avatar_type, avatar_id=video.avatar_id).exists():
        said["avatar_id"] = NO_AVATAR.format(video.avatar_name or video.avatar_id)
    if video.voice_id and not Voice.objects.filter(voice_id=video.voice_id).exists():
        said["voice_id"] = NO_VOICE.format(video.voice_name or video.voice_id)
    return said


def video_named(owner: AbstractBaseUser, key: str) -> Video | None:
    """This person's video of an id as a form or an address holds it; None for anything else."""
    try:
        return Video.objects.for_user(owner).filter(pk=UUID(key)).first()
    except ValueError:
        return None


def retriable() -> QuerySet[Video]:
    """What came to nothing and is proven to have cost nothing: Jogg took none of its submits.

    A person's word that nothing was created proves nothing, and what went to another Jogg is not for this one.
    """
    charged = Submit.objects.exclude(state=SubmitState.RELEASED).values("video_id")
    refused = Video.objects.filter(status=Status.REJECTED, destination=destination(), job_id="", deleted_at=None)
    sayable = refused.exclude(script="", audio=None)
    return sayable.exclude(error=NOT_CREATED).exclude(pk__in=charged)


def retry(video: Video, *, after: int) -> bool:
    """Queue the video again, as a submit of its own after the one that was refused; says whether that was done.

    Asked twice, the second one finds a later submit under way and does nothing.
    """
    fresh = {"attempts": 0, "waits": 0, "due_at": None, "finished_at": None, "notice": ""}
    fresh |= {"error": "", "error_code": "", "error_rid": "", "told_at": None}
    rows = retriable().filter(pk=video.pk, submit_number=after)
    entry = Entry(Source.PERSON, ASKED_TO_RETRY)
    is_queued = claims.update(claims.free(rows), entry, status=Status.QUEUED, submit_number=after + 1, **fresh)
    if is_queued:
        tasks.enqueue(video)
    return is_queued


def _recording_lost(video: Video) -> dict[str, str]:
    if video.audio is None:
        return {} if video.script else {"audio": NO_RECORDING}
    return {"audio": DELETED_RECORDING.format(video.audio.name)} if video.audio.deleted_at else {}
