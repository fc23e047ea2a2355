"""A small client of the sandbox, for tests: one for each version of the API."""

import time
from collections.abc import Callable

import requests

from tests.sandbox_server import SandboxServer
from tests.waiting import wait_for

DEADLINE_SECONDS = 30

# What the fixture `start` is: `SandboxServer.start`.
Start = Callable[..., SandboxServer]


class Api:
    """Asks a sandbox with a key and hands back envelopes."""

    version = "v1"

    def __init__(self, server: SandboxServer) -> None:
        self.server = server
        self.session = requests.Session()
        self.session.headers["x-api-key"] = "any"

    def get(self, path: str, **query: object) -> dict:
        return self.session.get(f"{self.server.url}/{self.version}{path}", params=query, timeout=10).json()

    def post(self, path: str, fields: object) -> dict:
        return self.session.post(f"{self.server.url}/{self.version}{path}", json=fields, timeout=10).json()

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


class ApiV2(Api):
    """The same for v2."""

    version = "v2"

    def announce(self, filename: str, **declared: object) -> tuple[str, str]:
        data = self.post("/upload/asset", {"filename": filename, **declared})["data"]
        return data["sign_url"], data["asset_url"]

    def create(self, **changes: object) -> dict:
        """Order a video by script; a change to a dict changes fields within, one to None leaves a field out."""
        fields: dict = {
            "avatar": {"avatar_id": 83, "avatar_type": 0},
            "voice": {"type": "script", "script": "Good morning to you.", "voice_id": "en-US-EmilySandbox"},
            "aspect_ratio": "square", "screen_style": 1, "caption": False,
        }  # fmt: skip
        return self.post("/create_video_from_avatar", _changed(fields, changes))

    def ended(self, job_id: str) -> dict:
        return wait_for(lambda: self._if_ended(job_id), f"the end of {job_id}", DEADLINE_SECONDS)

    def made(self, **changes: object) -> dict:
        return self.ended(self.create(**changes)["data"]["video_id"])

    def _if_ended(self, job_id: str) -> dict | None:
        video = self.get(f"/avatar_video/{job_id}")["data"]
        return video if video["status"] in ("success", "fail") else None


def _changed(fields: dict, changes: dict) -> dict:
    nested = {name: _changed(fields[name], value) for name, value in changes.items() if _is_within(fields, name, value)}
    return {name: value for name, value in (fields | changes | nested).items() if value is not None}


def _is_within(fields: dict, name: str, value: object) -> bool:
    return isinstance(value, dict) and isinstance(fields.get(name), dict)


def put(sign_url: str, content: object, **headers: str) -> requests.Response:
    """A PUT as Jogg wants it, but for `headers`."""
    return requests.put(
        sign_url, data=content, headers={"Content-Type": "application/octet-stream", **headers}, timeout=20
    )
