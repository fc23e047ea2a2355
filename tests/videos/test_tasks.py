"""What moves a video from step to step, and what finds it when its queue entry was lost."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from huey import Huey

from tests import media
from tests.scripted_server import Answer, ScriptedServer, envelope
from tests.videos.rows import CREATE, advance, finished_video, queued_video, says, waiting_video
from videos import tasks


def test_a_task_starts_only_when_the_row_is_committed(member: User, idle_worker: Huey) -> None:
    with transaction.atomic():
        tasks.enqueue(queued_video(member))
        assert idle_worker.pending() == []
    assert len(idle_worker.pending()) == 1


def test_a_video_goes_all_the_way(scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}))
    scripted.script("GET /file", media.mp4())
    video = queued_video(member)
    statuses = [advance(video).status]
    for code in (2, 3, 4):
        says(scripted, status_code=code, video_url=f"{scripted.url}/file" if code == 4 else "")
        statuses.append(advance(video).status)
    assert statuses == ["waiting", "waiting", "processing", "succeeded"]
    assert video.file
    assert not video.is_running


def test_comes_back_when_the_row_says(scripted: ScriptedServer, member: User, idle_worker: Huey) -> None:
    says(scripted, status_code=3)
    video = waiting_video(member)
    tasks.advance.call_local(str(video.pk))
    video.refresh_from_db()
    (again,) = idle_worker.pending()
    assert (again.args, again.eta) == ((str(video.pk),), video.due_at.replace(tzinfo=None))


def test_the_sweep_finds_what_lost_its_entry(scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}))
    says(scripted, status_code=3)
    scripted.script("GET /file", media.mp4())
    queued, waiting = queued_video(member), waiting_video(member)
    finished = finished_video(member, video_url=f"{scripted.url}/file")
    tasks.sweep()
    for video in (queued, waiting, finished):
        video.refresh_from_db()
    assert (queued.status, waiting.status, bool(finished.file)) == ("waiting", "processing", True)


@pytest.mark.parametrize("status", ["draft", "rejected", "failed", "deleted", "outcome_unknown"])
def test_a_video_that_is_decided_is_left_alone(scripted: ScriptedServer, member: User, status: str) -> None:
    video = queued_video(member, status=status, job_id="job-1")
    tasks.sweep()
    advance(video)
    assert (video.status, scripted.seen) == (status, [])


def test_what_isnt_due_yet_is_left_alone(scripted: ScriptedServer, member: User) -> None:
    later = timezone.now() + timedelta(minutes=1)
    for make in (queued_video, waiting_video, finished_video):
        make(member, due_at=later)
    tasks.sweep()
    assert scripted.seen == []


def test_a_task_of_a_row_that_is_gone_does_nothing(scripted: ScriptedServer, member: User) -> None:
    video = queued_video(member)
    key = str(video.pk)
    video.delete()
    tasks.advance.call_local(key)
    assert scripted.seen == []


def test_the_catalogue_is_read_again_soon_after_a_failure(
    scripted: ScriptedServer, db: None, idle_worker: Huey
) -> None:
    scripted.script("GET /v1/avatars", Answer(envelope(code=10105)))
    tasks.refresh_catalogue.call_local()
    (again,) = idle_worker.pending()
    assert again.eta < (timezone.now() + timedelta(seconds=5)).replace(tzinfo=None)


def test_what_was_left_is_gone_on_with_once_when_a_worker_starts(scripted: ScriptedServer, member: User) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}))
    queued_video(member)
    while tasks._resumed.locked():
        tasks._resumed.release()
    tasks.resume()
    tasks.resume()
    assert len(scripted.requests(CREATE)) == 1
    assert len(scripted.requests("GET /v1/avatars")) == 1
