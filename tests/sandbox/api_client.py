"""A small client of the sandbox, for tests."""

import time
from collections.abc import Callable

import requests

from tests.sandbox_server import SandboxServer

DEADLINE_SECONDS = 30

# What the fixture `start` is: `SandboxServer.start`.
Start = Callable[..., SandboxServer]


class Api:
    """Asks a sandbox with a key and hands back envelopes."""

    def __init__(self, server: SandboxServer) -> None:
        self.server = server
        self.session = requests.Session()
        self.session.headers["x-api-key"] = "any"

    def get(self, path: str, **query: object) -> dict:
        return self.session.get(f"{self.server.url}/v1{path}", params=query, timeout=10).json()

    def post(self, path: str, fields: object) -> dict:
        return self.session.post(f"{self.server.url}/v1{path}", json=fields, timeout=10).json()

    def announce(self, filename: str) -> tuple[str, str]:
        """The signed and the hosted URL."""
        data = self.post("/upload/asset", {"filename": filename})["data"]
        return data["sign_url"], data["asset_id"]

    def upload(self, filename: str, content: bytes) -> str:
        """The hosted URL, after the bytes went there."""
        sign_url, hosted_url = self.announce(filename)
        assert put(sign_url, content).status_code == 200
        return hosted_url

    def create(self, **changes: object) -> dict:
        """Order a video by script; a change to None leaves a field out."""
        fields = {
            "script": "Good morning to you.", "voice_id": "en-US-EmilySandbox", "avatar_id": 83, "avatar_type": 0,
            "aspect_ratio": 2, "screen_style": 1, "caption": False,
        } | changes  # fmt: skip
        fields = {name: value for name, value in fields.items() if value is not None}
        return self.post("/create_video_from_talking_avatar", fields)

    def ended(self, job_id: str) -> dict:
        """The project once it succeeded or failed."""
        until = time.monotonic() + DEADLINE_SECONDS
        while time.monotonic() < until:
            project = self.get("/project", project_id=job_id)["data"]
            if project["status_code"] in (4, 5):
                return project
            time.sleep(0.05)
        raise AssertionError(f"{job_id} has not ended: {project}")

    def made(self, **changes: object) -> dict:
        """A finished video's project."""
        return self.ended(self.create(**changes)["data"]["project_id"])


def put(sign_url: str, content: object, **headers: str) -> requests.Response:
    """A PUT as Jogg wants it, but for `headers`."""
    return requests.put(
        sign_url, data=content, headers={"Content-Type": "application/octet-stream", **headers}, timeout=20
    )
