"""What the client takes and gives, whatever the dialect."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class SignedUpload:
    """Where to PUT a file's bytes, and where Jogg serves them afterwards."""

    sign_url: str
    hosted_url: str
    rid: str


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


class JobState(StrEnum):
    """How far a video is at Jogg. A word we don't know is `UNRECOGNISED`, neither success nor failure."""

    WAITING = "waiting"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    DELETED = "deleted"
    UNRECOGNISED = "unrecognised"


@dataclass(frozen=True)
class Project:
    """A video as Jogg describes it. `raw_status` is its own word; `duration` in seconds; "" or None where unsaid."""

    job_id: str
    state: JobState
    raw_status: str
    video_url: str
    cover_url: str
    duration: float | None
    failure: str
    rid: str


@dataclass(frozen=True)
class Avatar:
    """`avatar_type` 0 is Jogg's, 1 one's own. `ready` is False while an own avatar is being made or has failed."""

    avatar_id: str
    avatar_type: int
    name: str
    cover_url: str
    aspect_ratio: str
    style: str
    gender: str
    age: str
    ready: bool


@dataclass(frozen=True)
class Voice:
    voice_id: str
    name: str
    sample_url: str
    language: str
    gender: str
    age: str
    custom: bool
