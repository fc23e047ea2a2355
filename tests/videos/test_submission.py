"""Submitting a video: at most once, whatever becomes of the answer."""

import hashlib
import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from jogg_dashboard import claims
from jogg_dashboard.models import Turn
from tests.pace import claim_while_it_asks, exhaust_pace
from tests.sandbox_server import SandboxServer
from tests.scripted_server import Answer, ScriptedServer, envelope
from tests.uploads.rows import claimed, dead_worker, hosted_asset
from tests.videos.rows import CREATE, advance, queued_video
from videos import submission, tasks
from videos.models import Video


def sent_bodies(server: ScriptedServer) -> list[dict[str, Any]]:
    return [json.loads(seen.body) for seen in server.requests(CREATE)]


def wake_everything(video: Video) -> None:
    """Everything that could submit a second time."""
    advance(video)
    tasks.sweep()
    submission.submit(video.pk)
    video.refresh_from_db()


def seconds_until(moment: Any) -> float:
    return (moment - timezone.now()).total_seconds()


def test_an_accepted_video_waits_at_jogg(scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}))
    video = advance(queued_video(member))
    assert (video.status, video.job_id, video.attempts, video.claimed_by) == ("waiting", "job-7", 0, "")
    assert video.submitted_at is not None
    assert 0 < seconds_until(video.due_at) <= 2


def test_the_sandbox_accepts_what_is_sent(account: SandboxServer, member: User) -> None:
    video = advance(queued_video(member, name="Hello"))
    assert (video.status, video.error) == ("waiting", "")


def test_sends_what_was_chosen_and_writes_it_down(scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}))
    video = advance(queued_video(member, name="Hello", caption=True))
    body = {
        "avatar_id": 83, "avatar_type": 0, "aspect_ratio": 2, "screen_style": 1, "caption": True,
        "script": "Good morning.", "voice_id": "en-US-EmilySandbox", "video_name": "Hello",
    }  # fmt: skip
    assert sent_bodies(scripted) == [body]
    submit = video.submits.get()
    assert (submit.number, submit.body, submit.state) == (1, body, "booked")
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
    assert submit.body_hash == hashlib.sha256(canonical.encode()).hexdigest()


def test_with_a_recording_and_no_voice_chosen_none_is_sent(scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}))
    advance(queued_video(member, script="", voice_id="", audio=hosted_asset(member)))
    assert sent_bodies(scripted) == [
        {
            "avatar_id": 83, "avatar_type": 0, "aspect_ratio": 2, "screen_style": 1, "caption": False,
            "audio_url": "https://h/1.mp3",
        }
    ]  # fmt: skip


def test_with_a_recording_and_a_voice_chosen_both_are_sent(scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}))
    advance(queued_video(member, script="", voice_id="v", audio=hosted_asset(member)))
    assert sent_bodies(scripted)[0]["voice_id"] == "v"


def test_the_claim_is_committed_with_the_body_before_the_call(scripted: ScriptedServer, member: User) -> None:
    seen = []

    def look() -> None:
        submitted = ("status", "claimed_by", "submits__body", "submits__credits")
        seen.append(Video.objects.values_list(*submitted).get())
        connection.close()

    scripted.script(CREATE, Answer(envelope({"project_id": "job-7"}), first=look))
    video = advance(queued_video(member))
    assert seen == [("submitting", claims.worker(), video.submits.get().body, 1)]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(envelope({"project_id": "job-7"}), delay=5), ""),
        (Answer(breaks="read"), ""),
        (Answer(breaks="unread"), ""),
        (Answer(envelope({"project_id": "job-7"}), breaks="halfway"), ""),
        (Answer(b"oops", status=500), "500"),
        (Answer(b"", status=502), "502"),
        (Answer(envelope(code=50000, msg="system error")), "50000"),
        (Answer(b"<html>"), "200"),
        (Answer(envelope({"project_id": "job-7"}, code=True)), "200"),
        (Answer(envelope({})), "0"),
        (Answer(envelope(None)), "0"),
        (Answer(envelope(code=10104)), "10104"),
        (Answer(envelope(code=12345)), "12345"),
    ],
)
def test_a_lost_answer_is_never_submitted_again(
    scripted: ScriptedServer, member: User, answer: Answer, code: str
) -> None:
    scripted.script(CREATE, answer)
    video = advance(queued_video(member))
    wake_everything(video)
    assert video.status == "outcome_unknown"
    assert video.error
    assert (video.error_code, video.job_id, video.claimed_by) == (code, "", "")
    assert len(scripted.requests(CREATE)) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Answer(envelope(code=0, retryAfter=40), status=429),
        Answer(envelope(code=429, retryAfter=40)),
        Answer(envelope({"retryAfter": 40}, code=429), status=429),
        Answer(b"", status=429, headers={"Retry-After": "40"}),
    ],
)
def test_a_rate_limit_puts_it_back_for_the_time_asked(scripted: ScriptedServer, member: User, answer: Answer) -> None:
    scripted.script(CREATE, answer, envelope({"project_id": "job-7"}))
    video = advance(queued_video(member))
    assert (video.status, video.waits, video.notice) == ("queued", 1, "Jogg asks to wait 40 s.")
    assert 39 < seconds_until(video.due_at) <= 50
    tasks.sweep()
    assert len(scripted.requests(CREATE)) == 1
    advance(video)
    assert (video.status, video.job_id, video.notice) == ("waiting", "job-7", "")


def test_without_a_connection_it_stays_in_the_queue(no_connection: str, member: User) -> None:
    video = advance(queued_video(member))
    assert (video.status, video.attempts, video.notice) == ("queued", 1, "Jogg can't be reached.")
    assert 1 < seconds_until(video.due_at) < 3


def test_an_outage_is_waited_out_however_long(no_connection: str, member: User) -> None:
    video = advance(queued_video(member, attempts=40, waits=40))
    assert (video.status, video.notice) == ("queued", "Jogg can't be reached.")
    assert 200 < seconds_until(video.due_at) < 400


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (18020, "The Jogg account has no credit left: because"),
        (10105, "Jogg refuses the API key: because"),
        (18025, "The Jogg account's plan doesn't allow this: because"),
        (40000, "Jogg refused the request: because"),
    ],
)
def test_a_refusal_is_told_with_code_and_rid(scripted: ScriptedServer, member: User, code: int, sentence: str) -> None:
    scripted.script(CREATE, envelope(code=code, msg="because", rid="rid-6"))
    video = advance(queued_video(member))
    wake_everything(video)
    assert (video.status, video.error, video.error_code, video.error_rid) == ("rejected", sentence, str(code), "rid-6")
    assert video.finished_at is not None
    assert len(scripted.requests(CREATE)) == 1


def test_an_avatar_jogg_cant_know_is_refused_without_a_call(scripted: ScriptedServer, member: User) -> None:
    video = advance(queued_video(member, avatar_id="video_ab"))
    assert video.status == "rejected"
    assert scripted.seen == []


def test_a_crash_between_commit_and_answer_is_owned_up_to(scripted: ScriptedServer, member: User) -> None:
    video = queued_video(member, status="submitting", **claimed(by=dead_worker()))
    wake_everything(video)
    assert (video.status, video.error, video.claimed_by) == ("outcome_unknown", submission.NO_ANSWER, "")
    assert scripted.seen == []


def test_an_answer_that_comes_after_all_is_written_down(scripted: ScriptedServer, member: User) -> None:
    """The sweep may disown a submit whose worker slept, as a closed laptop does."""
    video = queued_video(member)

    def oversleep() -> None:
        Video.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
        submission.disown_crashed()
        connection.close()  # this is the server's thread

    scripted.script(CREATE, Answer(envelope({"project_id": "job-7"}), first=oversleep))
    advance(video)
    assert (video.status, video.job_id, video.error) == ("waiting", "job-7", "")


def test_what_was_ordered_on_the_sandbox_is_never_paid_for_elsewhere(
    scripted: ScriptedServer, member: User, settings: Any
) -> None:
    queued, followed = queued_video(member), queued_video(member, status="waiting", job_id="job-1")
    settings.DEMO_MODE = False
    wake_everything(queued)
    wake_everything(followed)
    assert (queued.status, queued.error) == ("rejected", submission.ELSEWHERE)
    assert (followed.status, followed.is_running) == ("waiting", False)
    assert scripted.seen == []


@pytest.mark.parametrize("by", [claims.worker(), "elsewhere:1:abcd"], ids=["here", "elsewhere"])
def test_a_submit_under_way_is_left_alone(scripted: ScriptedServer, member: User, by: str) -> None:
    video = queued_video(member, status="submitting", **claimed(by=by))
    wake_everything(video)
    assert (video.status, video.claimed_by) == ("submitting", by)
    assert scripted.seen == []


def test_of_two_workers_at_once_only_one_submits(scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, Answer(envelope({"project_id": "job-7"}), delay=0.1))
    video = queued_video(member)
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        submission.submit(video.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    video.refresh_from_db()
    assert video.status == "waiting"
    assert len(scripted.requests(CREATE)) == 1


def test_what_another_worker_took_meanwhile_holds_no_place_in_the_line(
    scripted: ScriptedServer, member: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = queued_video(member)
    exhaust_pace(settings)
    claim_while_it_asks(monkeypatch, video)
    assert submission.submit(video.pk) is None
    assert not Turn.objects.exists()
    assert scripted.requests(CREATE) == []
