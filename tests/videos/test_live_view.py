"""What an open page learns of videos: what has changed, and how they ended, in one request for all."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.videos.rows import finished_video, queued_video, waiting_video
from videos import housekeeping, live_views, services
from videos.models import NOT_CREATED, Video

HTMX = {"HX-Request": "true"}
LONG_AGO = timezone.now() - timedelta(days=1)


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def ask(visitor: Client, seen: Any = None, **asked: Any) -> HttpResponse:
    seen = seen or timezone.now()
    return visitor.get("/videos/updates/", {"seen": seen.isoformat(), **asked}, headers=HTMX)


def text_of(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def aged(video: Video, **fields: Any) -> Video:
    """The video as if nothing had happened to it since yesterday."""
    Video.objects.filter(pk=video.pk).update(updated_at=LONG_AGO, **fields)
    return video


def kept(owner: User, **fields: Any) -> Video:
    now = timezone.now()
    return queued_video(owner, **{"status": "succeeded", "file": "videos/1/file.mp4", "kept_at": now} | fields)


def test_a_list_learns_of_what_changed_since_it_last_asked(visitor: Client, member: User, stranger: User) -> None:
    same, theirs = aged(waiting_video(member)), waiting_video(stranger, job_id="job-3")
    changed = queued_video(member)
    text = text_of(ask(visitor, view="list"))
    assert f'id="video-{changed.pk}" data-version="{changed.version}" hx-swap-oob="outerHTML"' in text
    assert str(same.pk) not in text
    assert str(theirs.pk) not in text


def test_a_change_that_was_committed_late_isnt_missed(visitor: Client, member: User) -> None:
    """Its time lies before the last answer's, as it was written down before that and seen after it."""
    late = queued_video(member)
    Video.objects.filter(pk=late.pk).update(updated_at=timezone.now() - timedelta(seconds=8))
    assert str(late.pk) in text_of(ask(visitor, view="list"))


def test_what_was_deleted_elsewhere_leaves_the_list(visitor: Client, member: User) -> None:
    video = queued_video(member)
    housekeeping.delete(Video.objects.filter(pk=video.pk))
    assert f'<div id="video-{video.pk}" hx-swap-oob="delete"></div>' in text_of(ask(visitor, view="list"))


def test_a_videos_page_learns_of_that_video_only(visitor: Client, member: User) -> None:
    shown, other = queued_video(member), queued_video(member)
    text = text_of(ask(visitor, view="detail", video=shown.pk))
    assert 'aria-label="Progress"' in text
    assert f'id="video-{shown.pk}"' in text
    assert str(other.pk) not in text


@pytest.mark.parametrize("fields", [{"status": "queued"}, {"status": "processing"}, {"status": "unrecognised"}])
def test_it_is_asked_on_while_something_moves(visitor: Client, member: User, fields: dict) -> None:
    assert "data-moving" not in text_of(ask(visitor))
    aged(queued_video(member, **fields))
    assert "data-moving" in text_of(ask(visitor))


def test_what_ends_while_it_is_asked_is_told_the_next_time(
    visitor: Client, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = aged(queued_video(member, status="processing"))
    changed = live_views._changed

    def end_after(*arguments: Any, **named: Any) -> list[Video]:
        found = changed(*arguments, **named)
        now = timezone.now()
        Video.objects.filter(pk=video.pk).update(status="failed", finished_at=now, updated_at=now)
        return found

    monkeypatch.setattr(live_views, "_changed", end_after)
    text = text_of(ask(visitor))
    assert "data-news" not in text
    assert "data-moving" in text, "the page would ask no more, and never hear of it"


@pytest.mark.parametrize("status", ["draft", "failed", "rejected", "outcome_unknown", "deleted"])
def test_it_is_asked_no_more_once_nothing_does(visitor: Client, member: User, status: str) -> None:
    queued_video(member, status=status)
    assert "data-moving" not in text_of(ask(visitor))


@pytest.mark.parametrize(
    ("fields", "ending", "words"),
    [
        ({"status": "succeeded", "file": "videos/1/file.mp4", "kept_at": timezone.now()}, "ready", "is ready."),
        ({"status": "succeeded", "keep_given_up": True}, "not_fetched", "could not be fetched."),
        ({"status": "failed"}, "failed", "could not be made by Jogg."),
        ({"status": "rejected"}, "refused", "nothing was charged."),
        ({"status": "deleted"}, "deleted", "was deleted at Jogg."),
        ({"status": "outcome_unknown"}, "unknown", "whether Jogg took it is not known."),
    ],
)
def test_every_page_hears_how_a_video_ended(
    visitor: Client, member: User, fields: dict, ending: str, words: str
) -> None:
    if "kept_at" in fields:
        fields = fields | {"kept_at": timezone.now()}
    video = queued_video(member, name="Spring", **fields)
    text = text_of(ask(visitor))
    assert f'data-news="{video.pk}:{ending}"' in text
    assert f"“Spring” {text.split('“Spring” ')[1].split('</span>')[0]}".endswith(words)
    assert video.get_absolute_url() in text


def test_what_moves_or_was_ended_by_a_person_or_thrown_away_is_no_news(visitor: Client, member: User) -> None:
    queued_video(member)
    queued_video(member, status="rejected", error=NOT_CREATED)
    finished_video(member)
    kept(member, deleted_at=timezone.now())
    assert "data-news" not in text_of(ask(visitor))


def test_what_ended_long_ago_is_no_news_when_it_is_renamed(visitor: Client, member: User) -> None:
    video = kept(member, kept_at=LONG_AGO)
    housekeeping.describe(video, name="New name", tags=[], note="")
    assert "data-news" not in text_of(ask(visitor))


NO_MOMENTS = ["", "nonsense", "2026-13-99T00:00:00+00:00", "2026-01-01T00:00:00", "9999-12-31T23:59:59+00:00"]
NO_MOMENTS += ["0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00+10:00"]


@pytest.mark.parametrize("seen", NO_MOMENTS)
def test_a_moment_that_means_nothing_is_now(visitor: Client, member: User, seen: str) -> None:
    aged(queued_video(member, status="failed"))
    answer = visitor.get("/videos/updates/", {"seen": seen, "view": "list"})
    assert "video-" not in text_of(answer)


def test_two_hundred_that_move_take_one_request_of_a_few_queries(visitor: Client, member: User) -> None:
    for _ in range(5):
        queued_video(member, status="processing", submitted_at=timezone.now())
    with CaptureQueriesContext(connection) as few:
        ask(visitor, view="list")
    fields = {"owner": member, "script": "x", "avatar_id": "83", "status": "waiting", "submitted_at": timezone.now()}
    made = [Video(job_id=f"job {number}", **fields) for number in range(200)]
    Video.objects.bulk_create(made)
    with CaptureQueriesContext(connection) as many:
        answer = ask(visitor, view="list")
    assert text_of(answer).count('hx-swap-oob="outerHTML"') == 205
    assert len(many) == len(few) <= 6


def test_a_page_that_has_slept_through_very_much_is_loaded_anew(
    visitor: Client, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_views, "MOST_CHANGED", 2)
    for _ in range(3):
        queued_video(member)
    assert ask(visitor, seen=timezone.now() - timedelta(minutes=5), view="list")["HX-Refresh"] == "true"
    assert "HX-Refresh" not in ask(visitor, view="list").headers
    assert "HX-Refresh" not in ask(visitor, seen=timezone.now() - timedelta(minutes=5)).headers, "a form may be open"


def test_staff_see_others_move_but_hear_only_of_their_own(visitor: Client, member: User, stranger: User) -> None:
    User.objects.filter(pk=member.pk).update(is_staff=True)
    theirs = queued_video(stranger, status="failed")
    assert f'id="video-{theirs.pk}"' in text_of(ask(visitor, view="list"))
    assert "data-news" not in text_of(ask(visitor, view="list"))


def test_submitting_again_brings_a_video_back_from_the_trash(member: User, idle_worker: Any) -> None:
    """In the trash it would wait for ever, although its owner has just asked for it."""
    video = queued_video(member, status="outcome_unknown", deleted_at=timezone.now())
    assert services.submit_again(video, after=1).deleted_at is None
