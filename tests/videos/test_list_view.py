"""The list of videos, page by page, and what a page learns about those that move."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from jogg_dashboard.paging import PAGE_SIZE
from tests.videos.rows import finished_video, queued_video, waiting_video
from videos.models import NOT_CREATED, Video

HTMX = {"HX-Request": "true"}


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def page(visitor: Client, url: str = "/videos/") -> str:
    answer = visitor.get(url)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_without_videos_it_shows_the_way_to_the_first(visitor: Client) -> None:
    text = page(visitor)
    assert "No videos yet" in text
    assert "Make your first video" in text


def test_lists_ones_own_newest_first(visitor: Client, member: User, stranger: User) -> None:
    queued_video(member, name="First of all", created_at=timezone.now() - timedelta(hours=1))
    queued_video(member, name="Second one")
    queued_video(stranger, name="Not mine")
    text = page(visitor)
    assert text.index("Second one") < text.index("First of all")
    assert "Not mine" not in text


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"status": "queued"}, "Waiting to be submitted"),
        ({"status": "submitting"}, "Submitting"),
        ({"status": "waiting"}, "In Jogg's queue"),
        ({"status": "processing"}, "Rendering"),
        ({"status": "succeeded"}, "Fetching your copy"),
        ({"status": "succeeded", "file": "videos/1/file.mp4", "kept_at": timezone.now()}, "Ready"),
        ({"status": "succeeded", "keep_given_up": True}, "Not fetched"),
        ({"status": "rejected", "error_code": "18020"}, "Refused"),
        ({"status": "rejected"}, "Not submitted"),
        ({"status": "rejected", "error": NOT_CREATED}, "Not created"),
        ({"status": "failed"}, "Failed"),
        ({"status": "deleted"}, "Deleted at Jogg"),
        ({"status": "outcome_unknown"}, "Outcome unknown"),
        ({"status": "unrecognised", "jogg_status": "on_holiday"}, "Unrecognised: “on_holiday”"),
    ],
)
def test_words_every_state(visitor: Client, member: User, fields: dict, word: str) -> None:
    queued_video(member, **fields)
    assert f"> {word}<" in page(visitor)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"name": "Given"}, "Given"),
        ({"script": "Two\n  words"}, "Two words"),
        ({"script": "x" * 100}, "x" * 57 + "…"),
        ({"script": "", "avatar_name": "Priya"}, "Video with Priya"),
        ({"script": ""}, "Video with an avatar"),
    ],
)
def test_a_video_is_called_by_what_there_is(visitor: Client, member: User, fields: dict, name: str) -> None:
    queued_video(member, **fields)
    assert f">{name}<" in page(visitor)


def test_older_videos_are_on_the_next_page_each_once(visitor: Client, member: User) -> None:
    now = timezone.now()
    made = {queued_video(member, created_at=now).pk for _ in range(PAGE_SIZE + 2)}
    newest = visitor.get("/videos/")
    older = visitor.get(newest.context["older"])
    shown = [video.pk for video in [*newest.context["videos"], *older.context["videos"]]]
    assert (len(shown), set(shown)) == (len(made), made)
    assert older.context["older"] is None


def test_brings_only_the_cards_that_changed(visitor: Client, member: User, stranger: User) -> None:
    same, changed, theirs = queued_video(member), waiting_video(member), queued_video(stranger)
    shown = [f"{same.pk}~{same.version}", f"{changed.pk}~{changed.version}", f"{theirs.pk}~old", "nonsense"]
    assert visitor.get("/videos/updates/", {"running": shown[:2]}, headers=HTMX).status_code == 204
    changed.status = "processing"
    changed.save()
    answer = visitor.get("/videos/updates/", {"running": shown}, headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'id="video-{changed.pk}" hx-swap-oob="outerHTML"' in text
    assert str(same.pk) not in text
    assert f'<div id="video-{theirs.pk}" hx-swap-oob="delete"></div>' in text


def test_a_moving_video_asks_for_news_and_a_decided_one_doesnt(visitor: Client, member: User) -> None:
    moving = [queued_video(member), waiting_video(member), finished_video(member)]
    still = [queued_video(member, status=status) for status in ("failed", "rejected", "outcome_unknown", "deleted")]
    text = page(visitor)
    assert all(f'value="{video.pk}~' in text for video in moving)
    assert not any(f'value="{video.pk}~' in text for video in still)


def test_a_page_asks_the_database_a_fixed_number_of_times(
    visitor: Client, member: User, django_assert_max_num_queries: object
) -> None:
    for _ in range(10):
        queued_video(member)
    with django_assert_max_num_queries(6):
        page(visitor)
    assert Video.objects.count() == 10
