"""What Jogg reports by itself: nobody is told of anything until somebody rehearses it."""

import stat
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from jogg_dashboard import pacing
from jogg_dashboard.account import jogg
from jogg_dashboard.pacing import Priority
from tests.sandbox_server import SandboxServer
from tests.videos.rows import advance
from tests.waiting import wait_for
from videos.models import Video, WebhookEvent

pytestmark = pytest.mark.usefixtures("reachable")


@pytest.fixture
def account(settings: Any, tmp_path: Path) -> Iterator[SandboxServer]:
    """A sandbox of the test's own: what others have ordered would be reported, too."""
    server = SandboxServer.start(tmp_path / "sandbox", render_seconds=0, same_result=True)
    settings.JOGG_API_URL = server.url
    yield server
    server.stop()


@pytest.fixture
def reachable(account: SandboxServer, live_server: LiveServer, settings: Any, tmp_path: Path) -> str:
    """The dashboard listens, so that the sandbox can report to it; where it does."""
    url = f"http://127.0.0.1:{urlsplit(live_server.url).port}/webhooks/jogg/"
    settings.PORT = urlsplit(url).port
    settings.SANDBOX_WEBHOOK_SECRET_FILE = tmp_path / "kept" / "secret"
    settings.SANDBOX_WEBHOOK_SECRET_FILE.parent.mkdir()
    return url


def attempts(sandbox: SandboxServer) -> list[int]:
    """The answers to what was delivered."""
    return [attempt["status"] for attempt in requests.get(f"{sandbox.url}/sandbox/webhooks", timeout=10).json()]


def rehearse(person: Client, key: str) -> Video:
    """Press the button; the video that was ordered."""
    assert person.post(f"/rehearsal/{key}/").status_code == 302
    return Video.objects.get()


def test_nothing_is_registered_until_somebody_rehearses_it(person: Client, settings: Any, reachable: str) -> None:
    person.post("/rehearsal/answer-lost/")
    assert jogg().endpoints() == []
    assert requests.post(reachable, timeout=10).status_code == 404

    assert person.post("/rehearsal/report-lost/").status_code == 302
    (endpoint,) = jogg().endpoints()
    assert (endpoint.url, endpoint.enabled, endpoint.events) == (reachable, True, jogg().video_events)
    assert settings.SANDBOX_WEBHOOK_SECRET_FILE.read_text() == endpoint.secret
    assert stat.S_IMODE(settings.SANDBOX_WEBHOOK_SECRET_FILE.stat().st_mode) == 0o600
    assert requests.post(reachable, timeout=10).status_code == 403


def test_rehearsing_again_registers_nothing_twice(person: Client, settings: Any) -> None:
    for _ in range(2):
        assert person.post("/rehearsal/report-lost/").status_code == 302
    (endpoint,) = jogg().endpoints()
    assert list(settings.SANDBOX_WEBHOOK_SECRET_FILE.parent.iterdir()) == [settings.SANDBOX_WEBHOOK_SECRET_FILE]
    assert settings.SANDBOX_WEBHOOK_SECRET_FILE.read_text() == endpoint.secret


def test_other_scenes_arent_cut_short_by_a_report(person: Client) -> None:
    person.post("/rehearsal/report-lost/")
    assert len(jogg().endpoints()) == 1
    for _ in range(2):
        assert person.post("/rehearsal/no-link-yet/").status_code == 302
        assert jogg().endpoints() == []


def test_an_endpoint_that_was_changed_is_put_right(person: Client, account: SandboxServer, reachable: str) -> None:
    other = "generated_video_failed"
    made = requests.post(
        f"{account.url}/v1/endpoint", json={"url": reachable, "events": [other], "status": "disabled"},
        headers={"x-api-key": "sandbox"}, timeout=10,
    ).json()  # fmt: skip
    person.post("/rehearsal/report-lost/")
    (endpoint,) = jogg().endpoints()
    assert endpoint.endpoint_id == made["data"]["endpoint_id"]
    assert (endpoint.enabled, set(endpoint.events)) == (True, set(jogg().video_events))


def test_a_report_that_comes_twice_counts_once(person: Client, account: SandboxServer) -> None:
    video = rehearse(person, "report-twice")
    wait_for(lambda: len(attempts(account)) == 2, "both reports")
    assert attempts(account) == [200, 200]
    event = WebhookEvent.objects.get()
    assert event.video == video
    reports = video.timeline.filter(source="webhook")
    assert reports.count() == 1


@pytest.mark.parametrize("key", ["report-unsigned", "report-forged"])
def test_a_report_that_cant_be_believed_is_turned_away(person: Client, account: SandboxServer, key: str) -> None:
    video = rehearse(person, key)
    wait_for(lambda: attempts(account), "the report")
    assert attempts(account)[0] == 403
    assert not WebhookEvent.objects.exists()
    wait_for(lambda: advance(video).kept_at, "the video to be finished by asking")


def test_a_report_that_never_comes_is_done_without(person: Client, account: SandboxServer) -> None:
    video = rehearse(person, "report-lost")
    wait_for(lambda: advance(video).kept_at, "the video to be finished by asking")
    wait_for(lambda: account.faults()[0]["hits"], "the report to be lost")
    assert attempts(account) == []


def test_a_report_about_somebody_elses_video_is_kept_and_shown(person: Client, account: SandboxServer) -> None:
    assert person.post("/rehearsal/report-unknown/")["Location"] == "/videos/events/"
    event = wait_for(WebhookEvent.objects.first, "the report")
    assert (event.video, account.faults()[0]["hits"]) == (None, 1)
    assert event.job_id in person.get("/videos/events/").content.decode()


def test_where_another_joggs_secret_is_set_it_says_so(person: Client, account: SandboxServer, settings: Any) -> None:
    settings.JOGG_WEBHOOK_SECRET = "whsec_of_another"
    answer = person.post("/rehearsal/report-twice/")
    assert answer.status_code == 422
    assert "JOGG_WEBHOOK_SECRET is set" in unescape(answer.content.decode())
    assert (account.faults(), jogg().endpoints(), Video.objects.count()) == ([], [], 0)


def test_registering_waits_for_its_turn_as_every_post_does(
    person: Client, account: SandboxServer, settings: Any
) -> None:
    settings.JOGG_POSTS_PER_MINUTE = 1
    pacing.ask("something else", Priority.CREATE, timezone.now())
    answer = person.post("/rehearsal/report-twice/")
    assert answer.status_code == 422
    assert "Wait a little, then press again." in unescape(answer.content.decode())
    assert (account.faults(), jogg().endpoints()) == ([], [])


def test_without_a_sandbox_nothing_is_registered(
    client: Client, member: User, no_connection: str, settings: Any
) -> None:
    client.force_login(member)
    answer = client.post("/rehearsal/report-unknown/")
    assert answer.status_code == 422
    assert "The sandbox doesn't answer." in unescape(answer.content.decode())
    assert not settings.SANDBOX_WEBHOOK_SECRET_FILE.exists()
