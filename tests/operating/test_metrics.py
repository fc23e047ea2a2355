"""/metrics: the figures, read as Prometheus reads them, and who gets them."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from jogg_dashboard import heartbeat
from jogg_dashboard.models import ApiCalls
from tests.uploads.rows import hosted_asset, stored_asset, trashed
from tests.videos.rows import finished_video, queued_video
from videos.models import Submit

TOKEN = "a-token-for-the-metrics"


pytestmark = pytest.mark.usefixtures("nothing_noted")


@pytest.fixture
def token(settings: Any, transactional_db: None) -> None:
    settings.METRICS_TOKEN = TOKEN


def ask(client: Client, authorization: str = f"Bearer {TOKEN}") -> Any:
    return client.get("/metrics", headers={"Authorization": authorization})


def samples(client: Client) -> dict[tuple[str, ...], float]:
    """Each sample by its name without the prefix, and its labels' values."""
    answer = ask(client)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name.removeprefix("jogg_dashboard_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_without_the_setting_there_are_none(client: Client, db: None) -> None:
    assert ask(client).status_code == 404


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN} "])
def test_without_the_token_nothing_is_told(client: Client, token: None, authorization: str) -> None:
    answer = ask(client, authorization)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert b"jogg_dashboard" not in answer.content


def test_files_are_counted_by_status_and_their_bytes_by_kind(client: Client, token: None, member: User) -> None:
    hosted, stored = hosted_asset(member), stored_asset(member)
    gone = trashed(hosted_asset(member))
    found = samples(client)
    assert (found["uploads", "hosted"], found["uploads", "stored"], found["uploads", "failed"]) == (1, 1, 0)
    assert found["stored_bytes", "audio"] == hosted.size + stored.size + gone.size
    assert found["stored_bytes", "image"] == 0


def test_videos_and_credits_are_counted(client: Client, token: None, member: User) -> None:
    queued_video(member)
    video = finished_video(member, kept_size=500)
    Submit.objects.create(video=video, number=1, body={}, body_hash="", credits=3, state="confirmed")
    found = samples(client)
    assert (found["videos", "queued"], found["videos", "succeeded"], found["videos", "failed"]) == (1, 1, 0)
    assert (found["credits", "confirmed"], found["credits", "uncertain"]) == (3, 0)
    assert found["stored_bytes", "made"] == 500


def test_calls_to_jogg_are_added_up_over_all_days(client: Client, token: None) -> None:
    today = timezone.now().date()
    for day, count in ((today, 2), (today - timedelta(days=1), 40)):
        ApiCalls.objects.create(day=day, call="POST /v1/upload/asset", result="ok", count=count)
    assert samples(client)["api_calls_total", "POST /v1/upload/asset", "ok"] == 42


def test_how_long_things_took_lately_is_told(client: Client, token: None, member: User) -> None:
    now = timezone.now()
    for seconds in (1, 2, 30):
        hosted_asset(member, created_at=now - timedelta(seconds=seconds), hosted_at=now)
    long_ago = now - timedelta(hours=2)
    hosted_asset(member, created_at=long_ago - timedelta(hours=1), hosted_at=long_ago)
    finished_video(member, submitted_at=now - timedelta(seconds=90), finished_at=now)
    found = samples(client)
    assert (found["upload_seconds", "0.5"], found["upload_seconds", "0.95"]) == (2, 30)
    assert (found["upload_seconds_counted",], found["video_seconds", "0.5"]) == (3, 90)


def test_what_waits_and_how_long_is_told(client: Client, token: None, member: User, idle_worker: Any) -> None:
    stored_asset(member, created_at=timezone.now() - timedelta(seconds=100))
    found = samples(client)
    assert found["oldest_waiting_seconds", "upload"] >= 100
    assert found["oldest_waiting_seconds", "video"] == 0
    assert (found["queue_tasks", "waiting"], found["queue_tasks", "scheduled"]) == (0, 0)


def test_each_workers_last_heartbeat_is_told(client: Client, token: None) -> None:
    heartbeat.begin()
    assert 0 <= samples(client)["worker_heartbeat_age_seconds", heartbeat.NAME] < 60


def test_a_broken_queue_leaves_the_rest(client: Client, token: None, broken_queue: None) -> None:
    found = samples(client)
    assert ("queue_tasks", "waiting") not in found
    assert ("uploads", "hosted") in found
