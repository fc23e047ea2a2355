"""The two dialects as a test scripts them: what is asked where, and what the fields are called."""

from dataclasses import dataclass
from typing import Any

from tests.scripted_server import ScriptedServer, envelope

JOB = "job-1"


@dataclass(frozen=True)
class Dialect:
    """Requests are "METHOD /path", as `ScriptedServer` wants them; the job asked for is `JOB`."""

    version: str
    hosted_url: str
    create: str
    job_id: str
    project: str
    avatars: str

    @property
    def sign(self) -> str:
        return f"POST /{self.version}/upload/asset"

    def listing(self, name: str) -> str:
        """The request of one of the lists avatars, custom, photo_avatars, voices, custom_voices."""
        paths = {
            "avatars": self.avatars, "custom": "avatars/custom", "photo_avatars": "avatars/photo_avatars",
            "voices": "voices", "custom_voices": "voices/custom",
        }  # fmt: skip
        return f"GET /{self.version}/{paths[name]}"

    def lists(self, server: ScriptedServer, name: str, *pages: list[Any], **more: Any) -> None:
        """Script one list, page by page; the last one comes again and again. `more` stands beside the items."""
        inside = "voices" if "voices" in name else "avatars"
        server.script(self.listing(name), *[envelope({inside: page, **more}) for page in pages])

    def says(self, server: ScriptedServer, **data: Any) -> None:
        """Script what is said about the job."""
        server.script(self.project, envelope(data, rid="rid-9"))


V1 = Dialect(
    version="v1",
    hosted_url="asset_id",
    create="POST /v1/create_video_from_talking_avatar",
    job_id="project_id",
    project="GET /v1/project",
    avatars="avatars",
)
V2 = Dialect(
    version="v2",
    hosted_url="asset_url",
    create="POST /v2/create_video_from_avatar",
    job_id="video_id",
    project=f"GET /v2/avatar_video/{JOB}",
    avatars="avatars/public",
)
