"""E-mails about how videos ended: once, to those who asked, and never in the way of a video."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone
from huey import Huey

from tests.media import mp4
from tests.scripted_server import ScriptedServer
from tests.videos.rows import advance, finished_video, queued_video, says, waiting_video
from videos import mailing, preferences, tasks
from videos.models import NOT_CREATED, Batch, Preferences, Video


@pytest.fixture
def mailed(settings: Any) -> None:
    """The server has mail set up; what is sent lies in `mail.outbox`."""
    settings.IS_MAIL_SET = True


@pytest.fixture
def told(member: User, mailed: None) -> User:
    """Somebody who asked for mails."""
    preferences.change(member, mails_results=True, email="member@example.org")
    return member


def subjects() -> list[str]:
    return [message.subject for message in mail.outbox]


def ended(owner: User, **fields: Any) -> Video:
    video = queued_video(owner, **{"name": "Spring", "finished_at": timezone.now()} | fields)
    tasks.advance(str(video.pk))
    return video


def test_a_finished_video_is_told_once_it_is_here(scripted: ScriptedServer, told: User, settings: Any) -> None:
    settings.PUBLIC_URL = "https://dashboard.example.org"
    scripted.script("GET /file", mp4())
    says(scripted, status_code=4, video_url=f"{scripted.url}/file")
    video = advance(waiting_video(told, name="Spring\toffer"))
    assert subjects() == ["“Spring offer” is ready"]
    assert mail.outbox[0].to == ["member@example.org"]
    assert f"https://dashboard.example.org{video.get_absolute_url()}" in mail.outbox[0].body
    tasks.sweep_mails()
    advance(video)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("fields", "subject"),
    [
        ({"status": "failed", "error": "No face found."}, "“Spring” could not be made"),
        ({"status": "rejected"}, "“Spring” was not made; nothing was charged"),
        ({"status": "deleted"}, "“Spring” was deleted at Jogg"),
        ({"status": "succeeded", "keep_given_up": True}, "“Spring” is finished at Jogg, but could not be fetched"),
    ],
)
def test_what_ends_otherwise_is_told_too(told: User, fields: dict, subject: str) -> None:
    ended(told, **fields)
    assert subjects() == [subject]
    assert fields.get("error", "") in mail.outbox[0].body


def test_an_unknown_outcome_is_told_as_a_question(told: User) -> None:
    video = queued_video(told, name="Spring", status="outcome_unknown", error="No answer came.")
    video.submits.create(number=1, body={}, body_hash="", credits=1)
    tasks.sweep_mails()
    assert subjects() == ["“Spring”: please look what became of it"]


def test_without_an_address_of_the_server_a_mail_holds_no_link(told: User) -> None:
    ended(told, status="failed")
    assert "http" not in mail.outbox[0].body
    assert "/videos/" not in mail.outbox[0].body


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "rejected", "error": NOT_CREATED},
        {"status": "processing"},
        {"status": "draft"},
        {"status": "failed", "deleted_at": timezone.now()},
        {"status": "failed", "finished_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_nothing_is_told_of_what_moves_is_thrown_away_or_ended_before_mails_were_asked_for(
    told: User, fields: dict
) -> None:
    ended(told, **fields)
    tasks.sweep_mails()
    assert mail.outbox == []


def test_nothing_is_told_to_those_who_didnt_ask_or_have_no_address(member: User, stranger: User, mailed: None) -> None:
    preferences.change(member, mails_results=False, email="member@example.org")
    Preferences.objects.create(owner=stranger, mails_results=True, mails_since=timezone.now() - timedelta(hours=1))
    for owner in (member, stranger):
        ended(owner, status="failed")
    tasks.sweep_mails()
    assert mail.outbox == []
    preferences.change(member, mails_results=True, email="member@example.org")
    tasks.sweep_mails()
    assert mail.outbox == [], "what ended before isn't told"


def test_nothing_is_told_where_no_mail_is_set_up(told: User, settings: Any) -> None:
    settings.IS_MAIL_SET = False
    assert ended(told, status="failed").told_at is None
    assert mail.outbox == []


def test_a_batch_is_told_in_one_mail_when_all_of_it_has_ended(told: User) -> None:
    batch = Batch.objects.create(owner=told, name="Spring week")
    moving = finished_video(told, name="Tuesday", batch=batch, batch_row=2)
    ended(told, name="Monday", batch=batch, batch_row=1, status="failed")
    queued_video(told, name="Thrown away", batch=batch, batch_row=3, deleted_at=timezone.now())
    assert mail.outbox == []
    Video.objects.filter(pk=moving.pk).update(kept_at=timezone.now(), file="videos/1/file.mp4")
    tasks.advance(str(moving.pk))
    tasks.sweep_mails()
    assert subjects() == ["Spring week: 1 of 2 videos are ready"]
    body = mail.outbox[0].body
    assert body.index("“Monday” could not be made by Jogg.") < body.index("“Tuesday” is ready.")
    assert "Thrown away" not in body


def test_of_two_workers_one_sends_it(told: User, idle_worker: Huey) -> None:
    video = queued_video(told, status="failed", finished_at=timezone.now())
    for _ in range(2):
        mailing.tell(video.pk)
    assert len(mail.outbox) == 1


def test_a_mail_that_cant_be_sent_is_told_and_harms_no_video(told: User, settings: Any, unreachable_url: str) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(unreachable_url.rpartition(":")[2])
    video = ended(told, status="failed")
    video.refresh_from_db()
    assert (video.status, video.claimed_by) == ("failed", "")
    problem = Preferences.objects.get().mail_problem
    assert "“Spring” could not be made” could not be sent" in problem
    assert "refused" in problem


def test_a_lost_task_is_found_by_the_sweep(told: User, idle_worker: Huey) -> None:
    queued_video(told, status="failed", finished_at=timezone.now())
    preferences.ask_for_test_mail(told)
    idle_worker.flush()
    idle_worker.immediate = True
    tasks.sweep_mails()
    assert subjects() == ["“Good morning.” could not be made", "A test mail of your Jogg dashboard"]
    tasks.sweep_mails()
    assert len(mail.outbox) == 2
