"""What Jogg reports by itself: who is believed, and what becomes of an event, whenever and however often it comes."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from huey import Huey

from jogg import webhooks
from jogg_dashboard import claims
from tests import media
from tests.scripted_server import Answer, ScriptedServer, envelope
from tests.videos.rows import CREATE, advance, queued_video, waiting_video
from videos import following, tasks, webhook_views
from videos.models import Video, WebhookEvent

URL = "/webhooks/jogg/"
SECRET = "whsec_test"
SUCCESS, FAILED = "generated_video_success", "generated_video_failed"


@pytest.fixture(autouse=True)
def secret(settings: Any) -> None:
    settings.JOGG_WEBHOOK_SECRET = SECRET


@pytest.fixture
def jogg_sends(client: Client, scripted: ScriptedServer, db: None) -> Any:
    """Send an event as Jogg does; `signature` and `body` replace what would be right."""
    scripted.script("GET /file", media.mp4())

    def send(event: str = SUCCESS, *, signature: str | None = None, body: bytes = b"", **data: Any) -> HttpResponse:
        told = {"event_id": data.pop("event_id", str(uuid.uuid4())), "event": event, "data": data}
        body = body or json.dumps(told).encode()
        signature = webhooks.sign(body, SECRET) if signature is None else signature
        headers = {"X-Webhook-Event": event, "X-Webhook-Signature": signature}
        return client.post(URL, body, content_type="application/json", headers=headers)

    return send


@pytest.fixture
def video(member: User) -> Video:
    return waiting_video(member, due_at=timezone.now() + timedelta(minutes=4))


def finished(scripted: ScriptedServer, **more: Any) -> dict[str, Any]:
    return {"project_id": "job-1", "video_url": f"{scripted.url}/file", "video_duration": 65} | more


def test_a_success_decides_the_video_at_once_and_ends_the_polling(
    jogg_sends: Any, scripted: ScriptedServer, video: Video
) -> None:
    assert jogg_sends(**finished(scripted)).status_code == 200
    video.refresh_from_db()
    assert (video.status, video.duration, bool(video.file)) == ("succeeded", 65, True)
    tasks.sweep()
    assert scripted.requests("GET /v1/project") == []


@pytest.mark.parametrize("event", [SUCCESS, "generated_avatar_video_success"])
@pytest.mark.parametrize("name", ["project_id", "video_id"])
def test_the_job_is_known_by_either_name_in_either_dialect(
    jogg_sends: Any, scripted: ScriptedServer, video: Video, event: str, name: str
) -> None:
    """Q2."""
    jogg_sends(event, **{name: "job-1"}, video_url=f"{scripted.url}/file")
    video.refresh_from_db()
    assert video.status == "succeeded"


@pytest.mark.parametrize("status", ["", "processing", "failed", None])
def test_the_events_name_decides_and_not_its_status(
    jogg_sends: Any, scripted: ScriptedServer, video: Video, status: str | None
) -> None:
    """Q2: `status` may be missing, or say something else."""
    jogg_sends(**finished(scripted, status=status))
    video.refresh_from_db()
    assert video.status == "succeeded"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"error": {"message": "No face found."}}, "No face found."),
        ({"error": "No face found."}, "No face found."),
        ({"err_msg": "No face found."}, "No face found."),
        ({}, "Jogg gives no reason."),
    ],
)
def test_a_failure_is_told_with_its_reason(jogg_sends: Any, video: Video, fields: dict, sentence: str) -> None:
    jogg_sends(FAILED, project_id="job-1", **fields)
    video.refresh_from_db()
    assert (video.status, video.error) == ("failed", sentence)


def test_a_success_without_a_link_has_jogg_asked_for_it(
    jogg_sends: Any, scripted: ScriptedServer, video: Video
) -> None:
    """Q8."""
    link = {"status_code": 4, "video_url": f"{scripted.url}/file"}
    scripted.script("GET /v1/project", envelope(link))
    jogg_sends(project_id="job-1")
    video.refresh_from_db()
    assert (video.status, bool(video.file)) == ("succeeded", True)
    assert len(scripted.requests("GET /v1/project")) == 1


@pytest.mark.parametrize("signature", ["", "0" * 64, webhooks.sign(b"other", SECRET), "nönsense"])
def test_a_wrong_or_missing_signature_is_refused_and_changes_nothing(
    jogg_sends: Any, scripted: ScriptedServer, video: Video, signature: str
) -> None:
    assert jogg_sends(signature=signature, **finished(scripted)).status_code == 403
    video.refresh_from_db()
    assert (video.status, WebhookEvent.objects.count()) == ("waiting", 0)


def test_without_a_header_at_all_it_is_refused(client: Client, db: None) -> None:
    assert client.post(URL, b"{}", content_type="application/json").status_code == 403


def test_another_secrets_signature_is_refused(jogg_sends: Any, settings: Any, video: Video) -> None:
    settings.JOGG_WEBHOOK_SECRET = "another"
    assert jogg_sends(project_id="job-1").status_code == 403


@pytest.mark.parametrize("demo", [True, False])
def test_without_a_secret_there_is_no_such_page(jogg_sends: Any, settings: Any, demo: bool) -> None:
    settings.JOGG_WEBHOOK_SECRET, settings.DEMO_MODE = "", demo
    assert jogg_sends(project_id="job-1").status_code == 404


def test_a_body_that_is_too_large_is_refused_unread(jogg_sends: Any) -> None:
    assert jogg_sends(body=b"x" * (webhook_views.LARGEST + 1)).status_code == 413


@pytest.mark.parametrize("body", [b"no json", b"[]", b"{}", b'{"event": ""}', b"\xff\xfe"])
def test_what_is_signed_and_no_event_is_refused(client: Client, db: None, body: bytes) -> None:
    headers = {"X-Webhook-Signature": webhooks.sign(body, SECRET)}
    assert client.post(URL, body, content_type="application/json", headers=headers).status_code == 400


def test_the_signature_is_checked_before_the_body_is_read_as_anything(jogg_sends: Any) -> None:
    assert jogg_sends(body=b"no json", signature="0" * 64).status_code == 403


def test_an_event_that_comes_twice_is_one(jogg_sends: Any, scripted: ScriptedServer, video: Video) -> None:
    for _ in range(2):
        assert jogg_sends(event_id="e-1", **finished(scripted)).status_code == 200
    video.refresh_from_db()
    assert WebhookEvent.objects.count() == 1
    assert video.timeline.filter(source="webhook").count() == 1
    assert len(scripted.requests("GET /file")) == 1


def test_a_second_event_about_a_decided_video_is_noted_and_changes_nothing(
    jogg_sends: Any, scripted: ScriptedServer, video: Video
) -> None:
    jogg_sends(**finished(scripted))
    jogg_sends(FAILED, project_id="job-1", err_msg="Too late.")
    video.refresh_from_db()
    assert (video.status, video.error) == ("succeeded", "")
    assert video.timeline.filter(source="webhook").last().sentence == f"Jogg sent {FAILED}; it changes nothing."


def test_an_event_of_an_unknown_job_is_kept_and_shown(
    jogg_sends: Any, client: Client, member: User, scripted: ScriptedServer
) -> None:
    assert jogg_sends(**finished(scripted, project_id="job-unknown")).status_code == 200
    client.force_login(member)
    assert "1 event about videos that nobody here knows" in client.get("/videos/").content.decode()
    text = client.get("/videos/events/").content.decode()
    assert "A video is finished" in text
    assert "job-unknown" in text
    assert f"{scripted.url}/file" not in text, "what is in it is for staff"


def test_staff_sees_what_jogg_sent(jogg_sends: Any, client: Client, member: User, scripted: ScriptedServer) -> None:
    jogg_sends(**finished(scripted, project_id="job-unknown", secret="hush"))
    member.is_staff = True
    member.save()
    client.force_login(member)
    text = client.get("/videos/events/").content.decode()
    assert f"{scripted.url}/file" in text
    assert "hush" not in text


def test_an_event_before_the_answer_to_the_submit_is_used_once_the_job_is_known(
    jogg_sends: Any, scripted: ScriptedServer, member: User, idle_worker: Huey
) -> None:
    event = finished(scripted, project_id="job-7")

    def tell() -> None:
        jogg_sends(**event)
        connection.close()  # this is the server's thread

    scripted.script(CREATE, Answer(envelope({"project_id": "job-7"}), first=tell))
    video = queued_video(member)
    tasks.advance.call_local(str(video.pk))
    video.refresh_from_db()
    assert (video.status, video.job_id) == ("succeeded", "job-7")


def test_an_event_helps_to_find_what_an_unknown_outcome_has_become(
    jogg_sends: Any, client: Client, scripted: ScriptedServer, member: User
) -> None:
    scripted.script(CREATE, Answer(breaks="read"))
    scripted.script("GET /v1/project", envelope({"status_code": 3}))
    video = advance(queued_video(member))
    jogg_sends(**finished(scripted, project_id="job-lost"))
    client.force_login(member)
    assert "job-lost" in client.get(f"/videos/{video.pk}/").content.decode()
    client.post(f"/videos/{video.pk}/attach/", {"project_id": "job-lost"})
    video.refresh_from_db()
    assert (video.status, video.job_id, bool(video.file)) == ("succeeded", "job-lost", True)


def test_an_event_overrules_a_poll_that_is_under_way(
    jogg_sends: Any, scripted: ScriptedServer, member: User, idle_worker: Huey
) -> None:
    video = waiting_video(member)
    event = finished(scripted)

    def report() -> None:
        jogg_sends(**event)
        tasks.process_event.call_local(WebhookEvent.objects.get().pk)
        connection.close()

    scripted.script("GET /v1/project", Answer(envelope({"status_code": 3}), first=report))
    following.follow(video.pk)
    video.refresh_from_db()
    assert (video.status, video.claimed_by) == ("succeeded", "")


def test_an_event_whose_task_was_lost_is_found_by_the_sweep(
    jogg_sends: Any, scripted: ScriptedServer, video: Video, idle_worker: Huey
) -> None:
    jogg_sends(**finished(scripted))
    idle_worker.flush()
    tasks.sweep_events.call_local()
    idle_worker.execute(idle_worker.dequeue())
    video.refresh_from_db()
    assert video.status == "succeeded"


def test_it_is_taken_although_the_queue_cant_be_written_to(jogg_sends: Any, video: Video, broken_queue: None) -> None:
    assert jogg_sends(project_id="job-1").status_code == 200
    assert WebhookEvent.objects.count() == 1


def test_an_event_about_no_video_is_kept_and_asks_nobody_to_look(jogg_sends: Any, client: Client, member: User) -> None:
    assert jogg_sends("create_avatar_success", avatar_id=5).status_code == 200
    assert WebhookEvent.objects.get().processed_at is not None
    client.force_login(member)
    assert "nobody here knows" not in client.get("/videos/").content.decode()


def test_a_foreign_claim_doesnt_stop_an_event(jogg_sends: Any, scripted: ScriptedServer, video: Video) -> None:
    Video.objects.update(claimed_by="elsewhere:1:abcd:1", claimed_until=timezone.now() + claims.LEASE)
    jogg_sends(**finished(scripted))
    video.refresh_from_db()
    assert (video.status, bool(video.file)) == ("succeeded", True)


def test_an_event_with_half_a_character_is_read_all_the_same(client: Client, video: Video, scripted: Any) -> None:
    told = {"event_id": "e\ud83d", "event": FAILED, "data": {"project_id": "job-1", "error": {"message": "bad \ud83d"}}}
    body = json.dumps(told).encode()
    headers = {"X-Webhook-Signature": webhooks.sign(body, SECRET)}
    assert client.post(URL, body, content_type="application/json", headers=headers).status_code == 200
    video.refresh_from_db()
    assert (video.status, video.error) == ("failed", "bad \N{REPLACEMENT CHARACTER}")


def test_an_event_with_a_byte_order_mark_is_shown_to_staff(jogg_sends: Any, client: Client, member: User) -> None:
    body = b"\xef\xbb\xbf" + json.dumps({"event": SUCCESS, "data": {"project_id": "job-x"}}).encode()
    assert jogg_sends(body=body).status_code == 200
    member.is_staff = True
    member.save()
    client.force_login(member)
    assert "job-x" in client.get("/videos/events/").content.decode()


def test_an_event_that_was_put_aside_asks_nobody_and_still_decides_its_video(
    jogg_sends: Any, client: Client, member: User, scripted: ScriptedServer
) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}))
    jogg_sends(**finished(scripted, project_id="job-7"))
    client.force_login(member)
    event = WebhookEvent.objects.get()
    assert client.post(f"/videos/events/{event.pk}/aside/")["Location"] == "/videos/events/"
    assert "job-7" not in client.get("/videos/events/").content.decode()
    assert client.post("/videos/events/back/").status_code == 302
    assert "job-7" in client.get("/videos/events/").content.decode()
    client.post(f"/videos/events/{event.pk}/aside/")
    assert "nobody here knows" not in client.get("/videos/").content.decode()
    video = advance(queued_video(member))
    assert video.status == "succeeded"
