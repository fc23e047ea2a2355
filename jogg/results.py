"""What the client takes and gives, whatever the dialect."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self


@dataclass(frozen=True)
class Answer:
    """What Jogg answered, with its secrets taken out: for support, and for the one who looks into it.

    `code` and `rid` are "" where the answer had none. `payload` is its JSON, else up to 2,000
    characters of its text.
    """

    http_status: int = 0
    code: str = ""
    rid: str = ""
    payload: Any = None


NO_ANSWER = Answer()


@dataclass(frozen=True)
class SignedUpload:
    """Where to PUT a file's bytes, under which `Content-Type`, and where Jogg serves them afterwards."""

    sign_url: str
    hosted_url: str
    content_type: str
    rid: str
    answer: Answer = field(default=NO_ANSWER, compare=False, repr=False)


@dataclass(frozen=True)
class VideoRequest:
    """One talking-avatar video, in our words; a dialect makes the request's body of it.

    `aspect_ratio` is portrait, landscape or square; `screen_style` 1 with background, 2 green
    screen, 3 transparent; `avatar_type` 0 Jogg's, 1 one's own. `script` or `audio_url`, not both.
    """

    avatar_id: str
    avatar_type: int
    aspect_ratio: str
    screen_style: int
    caption: bool
    script: str = ""
    audio_url: str = ""
    voice_id: str = ""
    name: str = ""


@dataclass(frozen=True)
class Created:
    job_id: str
    rid: str
    answer: Answer = field(default=NO_ANSWER, compare=False, repr=False)


class JobState(StrEnum):
    """How far a video is at Jogg. A word we don't know is `UNRECOGNISED`, neither success nor failure."""

    WAITING = "waiting"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    DELETED = "deleted"
    UNRECOGNISED = "unrecognised"

    @classmethod
    def read(cls, said: Any) -> Self:
        """Understand v1's numbers (as such or as text) and the words of both versions, in any case (Q1)."""
        # Not isinstance: True is an int to Python, and no number to JSON.
        word = str(said) if type(said) is int else said.strip().lower() if isinstance(said, str) else ""
        return cls(STATES.get(word, cls.UNRECOGNISED))


STATES = {
    word: state
    for state, words in {
        JobState.WAITING: ("1", "2", "start", "waiting", "pending", "queued"),
        JobState.PROCESSING: ("3", "processing", "rendering", "running"),
        JobState.SUCCEEDED: ("4", "completed", "success", "succeeded"),
        JobState.FAILED: ("5", "failed", "fail", "error", "cancelled", "canceled"),
        JobState.DELETED: ("99", "deleted"),
    }.items()
    for word in words
}


@dataclass(frozen=True)
class Project:
    """A video as Jogg describes it. `raw_status` is its own word; `duration` in seconds; "" or None where unsaid.

    `created_at` is aware, in UTC.
    """

    job_id: str
    state: JobState
    raw_status: str
    video_url: str
    cover_url: str
    duration: float | None
    failure: str
    rid: str
    created_at: datetime | None = None
    answer: Answer = field(default=NO_ANSWER, compare=False, repr=False)


@dataclass(frozen=True)
class Avatar:
    """`avatar_type` 0 is Jogg's, 1 one's own. `ready` is False while an own avatar is being made or has failed.

    `photo` is True of an own avatar that was made of a photo. The traits are Jogg's words, "" where unsaid;
    `scene` and `ethnicity` are in no list so far: see `AVATAR_TRAITS`.
    """

    avatar_id: str
    avatar_type: int
    name: str
    cover_url: str
    aspect_ratio: str
    style: str
    gender: str
    age: str
    ready: bool
    scene: str = ""
    ethnicity: str = ""
    photo: bool = False


# What Jogg's public avatars can be asked for by, and what neither version tells of each: `Client.avatars_with`.
AVATAR_TRAITS = {
    "scene": ("lifestyle", "outdoors", "business", "studio", "health_fitness", "education", "news"),
    "ethnicity": (
        "european", "african", "south_asian", "east_asian", "middle_eastern", "south_american", "north_american",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """A voice of Jogg's library, or one's own (`custom`). Only v2 tells `accent` and `use_case`; "" where unsaid."""

    voice_id: str
    name: str
    sample_url: str
    language: str
    gender: str
    age: str
    custom: bool
    accent: str = ""
    use_case: str = ""


@dataclass(frozen=True)
class Account:
    """Whose key it is; "" where unsaid."""

    name: str
    email: str


@dataclass(frozen=True)
class Endpoint:
    """Where Jogg delivers which events. `secret` signs them; "" where unsaid."""

    endpoint_id: str
    url: str
    secret: str = field(repr=False)
    enabled: bool
    events: tuple[str, ...]
