"""Videos as rows, in any state of their life, and a Jogg that speaks about them."""

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from tests.pace import forget_pace
from tests.scripted_server import ScriptedServer, envelope
from videos import tasks
from videos.models import Video

CREATE = "POST /v1/create_video_from_talking_avatar"
SCRIPTED = {
    "script": "Good morning.", "avatar_id": "83", "avatar_type": 0, "voice_id": "en-US-EmilySandbox",
    "aspect_ratio": "square", "screen_style": 1, "caption": False,
}  # fmt: skip


def queued_video(owner: User, **fields: Any) -> Video:
    """A video as it is right after its form, before any worker saw it."""
    return Video.objects.create(owner=owner, **SCRIPTED | fields)


def waiting_video(owner: User, **fields: Any) -> Video:
    """One that Jogg has accepted."""
    told = {"status": "waiting", "job_id": "job-1", "submitted_at": timezone.now()}
    return queued_video(owner, **told | fields)


def finished_video(owner: User, **fields: Any) -> Video:
    """One that Jogg has made and that isn't here yet."""
    told = {"status": "succeeded", "job_id": "job-2", "finished_at": timezone.now()}
    return waiting_video(owner, **told | fields)


def advance(video: Video) -> Video:
    """The next step, as if its time had come."""
    Video.objects.filter(pk=video.pk).update(due_at=None)
    forget_pace()
    tasks.advance(str(video.pk))
    video.refresh_from_db()
    return video


def says(server: ScriptedServer, **data: Any) -> None:
    """Script what Jogg says about any project."""
    server.script("GET /v1/project", envelope(data, rid="rid-9"))
