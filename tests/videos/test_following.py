"""Following a video at Jogg until it is decided, whatever words it is told in."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from huey import Huey

from tests.scripted_server import Answer, ScriptedServer, envelope
from tests.uploads.rows import claimed, dead_worker
from tests.videos.rows import advance, says, waiting_video
from videos import following, tasks
from videos.models import Video


@pytest.fixture
def video(member: User) -> Video:
    return waiting_video(member)


@pytest.mark.parametrize(
    ("said", "status"),
    [(1, "waiting"), (2, "waiting"), (3, "processing"), (7, "unrecognised"), ("busy", "unrecognised")],
)
@pytest.mark.parametrize("field", ["status_code", "status"])
def test_an_undecided_video_is_asked_about_again(
    scripted: ScriptedServer, video: Video, said: Any, status: str, field: str
) -> None:
    says(scripted, **{field: said}, status_desc="its word")
    advance(video)
    assert (video.status, video.jogg_status, video.finished_at) == (status, "its word", None)
    assert video.due_at > timezone.now()
    advance(video)
    assert len(scripted.seen) == 2


def test_an_unknown_state_can_still_end_well(scripted: ScriptedServer, video: Video) -> None:
    says(scripted, status_code=42)
    advance(video)
    assert video.status == "unrecognised"
    says(scripted, status_code=3)
    advance(video)
    assert video.status == "processing"


def test_a_finished_video_has_its_links_and_length(scripted: ScriptedServer, video: Video, idle_worker: Huey) -> None:
    says(scripted, status_code=4, video_url="https://v", cover_url="https://c", video_duration=12)
    due = following.follow(video.pk)
    video.refresh_from_db()
    assert (video.status, video.video_url, video.cover_url, video.duration) == (
        "succeeded", "https://v", "https://c", 12.0,
    )  # fmt: skip
    assert video.finished_at is not None
    assert due <= timezone.now(), "it is to be kept at once"


def test_success_without_a_link_waits_for_the_link(scripted: ScriptedServer, video: Video) -> None:
    says(scripted, status_code=4, video_url="")
    advance(video)
    assert (video.status, video.finished_at) == ("processing", None)
    assert "hasn't given a link yet" in video.notice
    assert video.due_at > timezone.now()
    says(scripted, status_code=4, video_url=f"{scripted.url}/file")
    advance(video)
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
def test_a_failure_is_told_with_its_reason_and_never_success(
    scripted: ScriptedServer, video: Video, fields: dict[str, Any], sentence: str
) -> None:
    says(scripted, status_code=5, **fields)
    advance(video)
    assert (video.status, video.error, video.error_rid) == ("failed", sentence, "rid-9")
    assert video.finished_at is not None
    advance(video)
    assert len(scripted.seen) == 1, "a decided video was asked about again"


def test_a_video_deleted_at_jogg_is_decided(scripted: ScriptedServer, video: Video) -> None:
    says(scripted, status_code=99)
    advance(video)
    assert (video.status, video.due_at) == ("deleted", None)
    tasks.sweep()
    assert len(scripted.seen) == 1


@pytest.mark.parametrize(
    ("answer", "notice"),
    [
        (Answer(status=500), "Jogg's server failed (HTTP 500). We go on asking."),
        (Answer(breaks="read"), "The connection to Jogg broke before its answer came. We go on asking."),
        (envelope(code=10104), "Jogg doesn't find what was asked for. We go on asking."),
        (envelope(code=429, retryAfter=3), "Jogg asks to wait 3 s. We go on asking."),
    ],
)
def test_a_passing_error_leaves_the_state_and_is_told(
    scripted: ScriptedServer, member: User, answer: Any, notice: str
) -> None:
    video = waiting_video(member, status="processing")
    scripted.script("GET /v1/project", answer)
    advance(video)
    assert (video.status, video.error, video.notice, video.claimed_by) == ("processing", "", notice, "")
    assert video.due_at > timezone.now()
    says(scripted, status_code=3)
    advance(video)
    assert video.notice == ""


def test_isnt_asked_about_before_its_time(scripted: ScriptedServer, member: User) -> None:
    video = waiting_video(member, due_at=timezone.now() + timedelta(seconds=30))
    tasks.advance(str(video.pk))
    tasks.sweep()
    assert scripted.seen == []


def test_is_asked_about_less_and_less_often_for_as_long_as_it_takes(scripted: ScriptedServer, video: Video) -> None:
    says(scripted, status_code=3)
    first = [4, 8, 16, 32, 64, 128, 256]  # the first look was 2 s after the submit
    for pause in first + [300] * 293:  # more than 24 hours of them
        before = timezone.now()
        advance(video)
        longest, shortest = video.due_at - before, video.due_at - timezone.now()
        assert shortest <= timedelta(seconds=pause) <= longest


def test_a_limit_told_while_asking_is_obeyed(scripted: ScriptedServer, video: Video) -> None:
    scripted.script("GET /v1/project", envelope(code=429, retryAfter=50))
    advance(video)
    assert 45 < (video.due_at - timezone.now()).total_seconds() <= 50


def test_what_a_killed_worker_left_is_gone_on_with(scripted: ScriptedServer, member: User) -> None:
    says(scripted, status_code=3)
    video = waiting_video(member, **claimed(by=dead_worker()))
    tasks.sweep()
    video.refresh_from_db()
    assert (video.status, video.claimed_by) == ("processing", "")


def test_a_live_workers_claim_is_left_alone(scripted: ScriptedServer, member: User) -> None:
    waiting_video(member, **claimed(by="elsewhere:1:abcd"))
    tasks.sweep()
    assert scripted.seen == []
