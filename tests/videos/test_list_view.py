"""The list of videos, page by page, and what a page learns about those that move."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from jogg_dashboard.paging import PAGE_SIZE
from tests.videos.rows import queued_video
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
        ({"status": "processing"}, "Jogg is rendering"),
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
        ({"script": "word " * 11 + "cut off"}, "word " * 10 + "word…"),
        ({"script": "word " * 10 + "fit entirely"}, "word " * 10 + "fit…"),
        ({"script": "Donau " + "x" * 100}, "Donau " + "x" * 51 + "…"),
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
    older = visitor.get(newest.context["next_page"])
    shown = [video.pk for video in [*newest.context["videos"], *older.context["videos"]]]
    assert (len(shown), set(shown)) == (len(made), made)
    assert older.context["next_page"] is None


def test_a_page_asks_the_database_a_fixed_number_of_times(
    visitor: Client, member: User, django_assert_max_num_queries: object
) -> None:
    for _ in range(10):
        queued_video(member)
    with django_assert_max_num_queries(6):
        page(visitor)
    assert Video.objects.count() == 10
