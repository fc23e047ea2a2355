"""What tests ask of a Jogg through the client, whichever dialect it speaks."""

import io

from jogg import Client, JobState, Project, VideoRequest
from tests.waiting import wait_for

RECORDING = ("welcome.mp3", "audio/mpeg")
DECIDED = (JobState.SUCCEEDED, JobState.FAILED)


def uploaded(client: Client, name: str, content_type: str, content: bytes) -> str:
    """The hosted URL, after the bytes went there."""
    signed = client.sign(name, content_type, len(content))
    client.put(signed, io.BytesIO(content))
    return signed.hosted_url


def served(client: Client, url: str) -> tuple[str, bytes]:
    """The content type and the bytes."""
    into = io.BytesIO()
    return client.fetch(url, into, 50_000_000), into.getvalue()


def body(client: Client, **changes: object) -> dict[str, object]:
    """The body of an order by script, or by `audio_url` where one is given."""
    spoken = {} if "audio_url" in changes else {"script": "Good morning.", "voice_id": "en-US-EmilySandbox"}
    chosen = {"avatar_id": "83", "avatar_type": 0, "aspect_ratio": "square", "screen_style": 1, "caption": False}
    return client.create_body(VideoRequest(**chosen | spoken | changes))


def ordered(client: Client, **changes: object) -> str:
    """The id of a video that was ordered."""
    return client.create(body(client, **changes)).job_id


def ended(client: Client, job_id: str) -> Project:
    """The video once it has succeeded or failed."""
    return wait_for(lambda: _if_ended(client, job_id), f"the end of {job_id}")


def _if_ended(client: Client, job_id: str) -> Project | None:
    project = client.project(job_id)
    return project if project.state in DECIDED else None
