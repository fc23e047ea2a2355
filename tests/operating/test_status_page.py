"""The status page: what staff see of how the dashboard does, when all is well, empty, or broken."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from jogg import BadKey, Call, ConnectionFailed
from jogg_dashboard import calls, heartbeat
from jogg_dashboard.account import account
from jogg_dashboard.models import Contact, WorkerProcess
from tests.uploads.rows import stored_asset
from tests.videos.rows import queued_video
from uploads.models import Conversion, Import
from videos.models import WebhookEvent

pytestmark = pytest.mark.usefixtures("nothing_noted")


@pytest.fixture
def boss(transactional_db: None) -> User:
    return User.objects.create_user("boss", password="a good password", is_staff=True)


@pytest.fixture
def staff(client: Client, boss: User) -> Client:
    client.force_login(boss)
    return client


def page(staff: Client) -> str:
    """Its text, with one space where there is white space."""
    answer = staff.get("/status/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert " style=" not in text
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def hear(*errors: Any) -> None:
    """Calls to Jogg that ended so."""
    for error in errors:
        calls.observe(Call("GET", "/v1/project", error=error))
    calls.write_down(account())


def test_nobody_but_staff_sees_it_or_a_link_to_it(client: Client, member: User) -> None:
    client.force_login(member)
    assert client.get("/status/").status_code == 403
    assert "/status/" not in client.get("/uploads/").content.decode()


def test_staff_are_led_to_it(staff: Client) -> None:
    assert 'href="/status/"' in staff.get("/uploads/").content.decode()


def test_a_new_dashboard_says_what_is_missing(staff: Client) -> None:
    text = page(staff)
    assert "Something needed is missing" in text
    assert "No worker runs." in text
    assert "Nothing failed in the last day" in text
    assert "Nothing waits" in text


def test_a_healthy_one_says_so(staff: Client) -> None:
    heartbeat.begin()
    hear(None)
    text = page(staff)
    assert "Everything works" in text
    assert f"{heartbeat.NAME} Running" in text
    assert "Calls today 1 ok" in text
    assert "; accepted" in text


def test_a_silent_worker_and_an_absent_jogg_are_told_in_words(staff: Client) -> None:
    heartbeat.begin()
    before = timezone.now() - timedelta(minutes=5)
    WorkerProcess.objects.create(name="other:9", started_at=before, seen_at=before)
    hear(ConnectionFailed("Jogg can't be reached."))
    text = page(staff)
    assert "It works, but not everything is there" in text
    assert "other:9 Silent" in text
    assert "Jogg can't be reached." in text


def test_a_refused_key_is_told(staff: Client) -> None:
    hear(None, BadKey("Jogg refuses the API key."))
    assert "; refused" in page(staff)


def test_a_broken_queue_is_told(staff: Client, broken_queue: None) -> None:
    assert "The queue does not answer." in page(staff)


def test_what_failed_lately_is_listed_with_its_page(staff: Client, member: User) -> None:
    asset = stored_asset(member, status="failed", error="Jogg's storage refused the file.", error_rid="rid-5")
    video = queued_video(member, name="Welcome", status="rejected", error="No credit.", error_code="18020")
    old = queued_video(member, name="Last week's", status="failed")
    type(old).objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=2))
    text = page(staff)
    assert "Jogg's storage refused the file." in text
    assert "rid-5" in text
    assert "Welcome Not made No credit. member" in text
    assert "Last week's" not in text
    links = staff.get("/status/").content.decode()
    for row in (asset, video):
        assert f'href="{row.get_absolute_url()}"' in links
        assert staff.get(row.get_absolute_url()).status_code == 200


def test_what_could_not_be_fetched_or_converted_is_listed_too(staff: Client, member: User) -> None:
    source = stored_asset(member, name="talk.mp3")
    Conversion.objects.create(source=source, content_type="audio/wav", status="failed", error="There is no sound.")
    for status in ("failed", "done"):
        Conversion.objects.create(source=source, content_type="audio/aac", status=status, error="Tried again.")
    failed = {"owner": member, "status": "failed", "error": "This link shows a web page."}
    Import.objects.create(url="https://a.example/clip.mp4?token=s3cr3t", **failed)
    Import.objects.create(url="https://a.example/dismissed.mp4", dismissed_at=timezone.now(), **failed)
    text = page(staff)
    assert "Conversion talk.mp3 to WAV Failed There is no sound. member" in text
    assert "Import a.example/clip.mp4 Failed This link shows a web page. member" in text
    assert "s3cr3t" not in text
    assert "Tried again." not in text
    assert "dismissed.mp4" not in text
    assert f'href="{source.get_absolute_url()}"' in staff.get("/status/").content.decode()


def test_the_oldest_that_waits_is_named(staff: Client, member: User) -> None:
    stored_asset(member, name="older.mp3", created_at=timezone.now() - timedelta(hours=3))
    stored_asset(member, name="newer.mp3")
    text = page(staff)
    assert "Oldest file to be sent older.mp3 of member" in text
    assert "newer.mp3" not in text


def test_the_webhooks_state_is_told(staff: Client, settings: Any) -> None:
    assert "Off: no secret is set" in page(staff)
    settings.JOGG_WEBHOOK_SECRET, settings.PUBLIC_URL, settings.DEMO_MODE = "s", "https://a.example", False
    assert "isn't known yet" in page(staff)
    Contact.objects.create(account=account(), is_webhook_registered=False, webhook_checked_at=timezone.now())
    assert "Not registered" in page(staff)
    Contact.objects.update(is_webhook_registered=True)
    WebhookEvent.objects.create(event_id="1", name="project_success", body="{}")
    text = page(staff)
    assert "Registered, as of" in text
    assert "None has come" not in text


def test_what_files_take_is_told(staff: Client, member: User) -> None:
    stored_asset(member, content=b"ID3" + bytes(3 * 1024 * 1024))
    assert "Recordings and sound 3 MB" in page(staff)
