"""Endpoints for tests, and what they receive."""

from tests.sandbox.api_client import Api
from tests.sandbox_server import SandboxServer
from tests.scripted_server import ScriptedServer, Seen
from tests.waiting import wait_for

V1_EVENTS = ["generated_video_success", "generated_video_failed"]
V2_EVENTS = ["generated_avatar_video_success", "generated_avatar_video_failed"]


def add(api: Api, url: str, events: list[str], status: str = "enabled") -> dict:
    answer = api.post("/endpoint", {"url": url, "events": events, "status": status})
    assert answer["code"] == 0, answer
    return answer["data"]


def received(receiver: ScriptedServer, count: int) -> list[Seen]:
    def so_far() -> list[Seen]:
        return receiver.requests("POST /hook")

    return wait_for(lambda: len(so_far()) >= count and so_far(), f"{count} deliveries")


def send(server: SandboxServer, event: str = "generated_video_success", **data: object) -> dict:
    return server.send_webhook(event, data)
