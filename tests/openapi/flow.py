"""Everything the client can ask of a Jogg, asked of the sandbox once, with what goes wrong."""

from collections.abc import Callable

import pytest

import jogg
from jogg import Client
from tests import media
from tests.jogg.asking import RECORDING, ended, ordered, uploaded
from tests.openapi.recording import Exchange, recording
from tests.sandbox_server import SandboxServer

REFUSALS = (10104, 10105, 18020, 18025, 40000)
PLACES = ("error.message", "error", "err_msg", "nowhere")


def exchanges_with(server: SandboxServer, version: str) -> list[Exchange]:
    with recording() as exchanges:
        client = Client(server.url, "the-key", version)
        make_videos(client, server)
        read_lists(client)
        keep_endpoints(client)
        be_refused(client, server)
    return exchanges


def make_videos(client: Client, server: SandboxServer) -> None:
    """By script and by recording, with all that can be chosen, to their success; and failures."""
    uploaded(client, "photo.jpg", "image/jpeg", media.jpeg())
    audio_url = uploaded(client, *RECORDING, media.mp3())
    jobs = [
        ordered(client, name="Morning", caption=True, aspect_ratio="portrait"),
        ordered(client, audio_url=audio_url, aspect_ratio="landscape", screen_style=2),
        ordered(client, audio_url=audio_url, voice_id="en-US-EmilySandbox", avatar_id="9001", avatar_type=1),
    ]
    for where in PLACES:
        server.arm("fail_job", where=where)
        jobs.append(ordered(client))
    client.project(jobs[-1])  # unfinished
    for job_id in jobs:
        ended(client, job_id)


def read_lists(client: Client) -> None:
    for read in (client.avatars, client.custom_avatars, client.photo_avatars, client.voices, client.custom_voices):
        read()
    client.whoami()
    client.remaining_quota()


def keep_endpoints(client: Client) -> None:
    events = client.video_events
    endpoint = client.add_endpoint("https://us.example/webhooks/jogg/", events)
    client.update_endpoint(endpoint.endpoint_id, endpoint.url, events[:1])
    client.endpoints()
    client.events()
    client.remove_endpoint(endpoint.endpoint_id)


def be_refused(client: Client, server: SandboxServer) -> None:
    """By every code, and for the pace in every form."""
    for code in REFUSALS:
        server.arm("refuse", on="create", code=code)
        fail(jogg.Refused, lambda: ordered(client))
    server.arm("system_error", on="create")
    fail(jogg.ServerFailed, lambda: ordered(client))
    for form in ("status", "code", "both"):
        for told in ("header", "retryAfter", "retry_after", "data"):
            server.arm("rate_limit", on="create", told=told, **{"as": form})
            fail(jogg.RateLimited, lambda: ordered(client))
    fail(jogg.NotFound, lambda: client.project("some-job"))
    fail(jogg.NotFound, lambda: client.remove_endpoint("some-endpoint"))
    fail(jogg.BadParameter, lambda: client.sign("a.exe", "application/octet-stream", 10))


def fail(kind: type[jogg.JoggError], ask: Callable[[], object]) -> None:
    with pytest.raises(kind):
        ask()
