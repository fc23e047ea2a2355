"""The whole way through the client, against the sandbox."""

import io
import time
from pathlib import Path

import pytest

import jogg
from jogg import Client, JobState, VideoRequest
from tests import media
from tests.sandbox_server import SandboxServer


@pytest.fixture
def client(sandbox: SandboxServer) -> Client:
    return Client(sandbox.url, "any")


def uploaded(client: Client, name: str, content: bytes) -> str:
    signed = client.sign(name, "application/octet-stream", len(content))
    client.put(signed, io.BytesIO(content))
    return signed.hosted_url


def test_an_uploaded_file_is_served_under_its_hosted_url(client: Client) -> None:
    into = io.BytesIO()
    content_type = client.fetch(uploaded(client, "a.jpg", media.jpeg()), into, 1_000_000)
    assert into.getvalue() == media.jpeg()
    assert content_type == "image/jpeg"


def test_a_video_of_an_uploaded_recording_is_on_its_way(client: Client) -> None:
    audio_url = uploaded(client, "a.mp3", media.mp3(1))
    body = client.create_body(VideoRequest("83", 0, "square", 1, False, audio_url=audio_url))
    project = client.project(client.create(body).job_id)
    assert project.state in (JobState.WAITING, JobState.PROCESSING, JobState.SUCCEEDED)


def test_a_signed_url_expires(tmp_path: Path) -> None:
    server = SandboxServer.start(tmp_path / "data", sign_seconds=0)  # it lives until its second is over
    client = Client(server.url, "any")
    signed = client.sign("a.jpg", "image/jpeg", 100)
    with pytest.raises(jogg.StorageRefused) as caught:
        put_for(5, client, signed)
    server.stop()
    assert (caught.value.code, caught.value.passing) == ("403", True)


def put_for(seconds: float, client: Client, signed: jogg.SignedUpload) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        client.put(signed, io.BytesIO(media.jpeg()))


def test_a_missing_key_is_refused(sandbox: SandboxServer) -> None:
    with pytest.raises(jogg.BadKey) as caught:
        Client(sandbox.url, "").sign("a.jpg", "image/jpeg", 100)
    assert caught.value.rid
