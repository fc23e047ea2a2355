"""One video: how far it is, what to do, and its file."""

import re
from contextlib import closing
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from tests import media
from tests.uploads.rows import hosted_asset
from tests.videos.rows import finished_video, queued_video, waiting_video
from videos.models import Video

HTMX = {"HX-Request": "true"}


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def kept_video(member: User, **fields: Any) -> Video:
    video = finished_video(member, kept_at=timezone.now(), **fields)
    video.file.save(f"videos/{video.pk}/file.mp4", ContentFile(media.mp4()), save=False)
    video.cover.save(f"videos/{video.pk}/cover.jpg", ContentFile(media.jpeg()), save=True)
    return video


def page(visitor: Client, video: Video) -> str:
    answer = visitor.get(video.get_absolute_url())
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"status": "queued"}, "It goes to Jogg by itself."),
        ({"status": "submitting"}, "Submitting to Jogg"),
        ({"status": "waiting"}, "Jogg has it in its queue"),
        ({"status": "processing"}, "Jogg is rendering"),
        ({"status": "succeeded"}, "Finished at Jogg; fetching your copy"),
        ({"status": "succeeded", "keep_given_up": True}, "it could not be fetched"),
        ({"status": "rejected", "error": "No credit."}, "nothing was charged"),
        ({"status": "failed", "error": "No face found."}, "No face found."),
        ({"status": "deleted"}, "It was deleted at Jogg"),
        ({"status": "outcome_unknown"}, "We don't know whether Jogg accepted this"),
        ({"status": "queued", "notice": "Jogg can't be reached."}, "Jogg can't be reached."),
        ({"status": "processing", "notice": "We go on asking."}, "We go on asking."),
        ({"status": "unrecognised", "jogg_status": "on_holiday"}, "on_holiday"),
    ],
)
def test_says_how_far_it_is_in_every_state(visitor: Client, member: User, fields: dict, told: str) -> None:
    assert told in page(visitor, queued_video(member, **fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"}, {"status": "queued"}, {"status": "failed"}, {"status": "rejected"}, {"status": "deleted"},
        {"status": "outcome_unknown"}, {"status": "succeeded", "keep_given_up": True},
        {"status": "processing", "is_attached": True}, {"kept_problem": "It ends early."},
    ],
)  # fmt: skip
def test_staff_are_offered_nothing_that_only_its_owner_may_do(
    client: Client, member: User, stranger: User, fields: dict
) -> None:
    make = kept_video if "kept_problem" in fields else queued_video
    video = make(member, video_url="https://cdn.example/1.mp4", **fields)
    User.objects.filter(pk=stranger.pk).update(is_staff=True)
    client.force_login(stranger)
    answer = client.get(f"/videos/{video.pk}/")
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2]
    targets = set(re.findall(r'(?:href|action)="([^"#]+)"', main))
    for target in (unescape(target) for target in targets if str(video.pk) in target):
        with closing(client.get(target)) as led:
            assert led.status_code == 200, target
    assert not re.findall(r'<form[^>]*method="post"', main)


def test_a_card_of_a_kept_video_leads_to_the_next_take(visitor: Client, member: User) -> None:
    kept, moving = kept_video(member), queued_video(member, status="processing")
    cards = visitor.get("/videos/").content.decode()
    assert f"/videos/new/?from={kept.pk}" in cards
    assert f"/videos/new/?from={moving.pk}" not in cards


def test_what_it_was_made_from_is_no_link_once_that_is_gone(visitor: Client, member: User) -> None:
    first = queued_video(member, status="rejected")
    again = queued_video(member, made_from=first)
    assert "Made from" in page(visitor, again)
    Video.objects.filter(pk=first.pk).update(deleted_at=timezone.now(), purged_at=timezone.now())
    assert "Made from" not in page(visitor, again)


@pytest.mark.parametrize("status", ["rejected", "failed", "outcome_unknown"])
def test_tells_what_joggs_support_asks_for(visitor: Client, member: User, status: str) -> None:
    video = queued_video(member, status=status, error="Because.", error_code="40000", error_rid="rid-8")
    text = page(visitor, video)
    assert "Because." in text
    assert "40000" in text
    assert "rid-8" in text


def test_shows_what_it_is_made_of(visitor: Client, member: User) -> None:
    video = waiting_video(member, avatar_name="Priya", voice_name="Emily", name="Hello", caption=True, duration=65)
    text = page(visitor, video)
    for fact in ("Hello", "Priya", "Emily", "Square 1:1", "With its background", "1:05", "job-1", "Good morning."):
        assert fact in text


def test_links_to_its_recording(visitor: Client, member: User) -> None:
    asset = hosted_asset(member, name="speech.mp3")
    text = page(visitor, queued_video(member, script="", audio=asset))
    assert f'href="/uploads/{asset.pk}/"' in text
    assert "speech.mp3" in text


def test_says_when_its_recording_is_gone(visitor: Client, member: User) -> None:
    assert "no longer in the library" in page(visitor, queued_video(member, script=""))


def test_says_that_its_recording_is_in_the_trash(visitor: Client, member: User) -> None:
    asset = hosted_asset(member, name="speech.mp3", deleted_at=timezone.now())
    text = page(visitor, queued_video(member, script="", audio=asset))
    assert f'href="/uploads/{asset.pk}/"' in text
    assert "in the trash" in text


def test_plays_and_offers_the_kept_file(visitor: Client, member: User) -> None:
    video = kept_video(member)
    text = page(visitor, video)
    assert f'src="/videos/{video.pk}/file"' in text
    assert f'href="/videos/{video.pk}/file?download=1"' in text
    assert f'poster="/videos/{video.pk}/cover"' in text
    assert f'value="{video.pk}~' not in text


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Hello", 'attachment; filename="Hello - Ada - square.mp4"'),
        ('Say "hi"', 'attachment; filename="Say hi - Ada - square.mp4"'),
        ("Größe", "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe%20-%20Ada%20-%20square.mp4"),
    ],
)
def test_a_download_is_called_by_name_avatar_and_shape(visitor: Client, member: User, name: str, called: str) -> None:
    video = kept_video(member, name=name, avatar_name="Ada")
    answer = visitor.get(f"/videos/{video.pk}/file?download=1")
    assert answer["Content-Disposition"] == called
    assert b"".join(answer.streaming_content) == media.mp4()


def test_a_name_of_several_lines_is_no_obstacle_to_the_file(visitor: Client, member: User) -> None:
    video = kept_video(member, name="One\r\nX-Evil: two")
    answer = visitor.get(f"/videos/{video.pk}/file")
    assert answer.status_code == 200
    assert "X-Evil" not in answer.headers
    answer.close()


def test_serves_the_cover(visitor: Client, member: User) -> None:
    answer = visitor.get(f"/videos/{kept_video(member).pk}/cover")
    assert (answer["Content-Type"], b"".join(answer.streaming_content)) == ("image/jpeg", media.jpeg())
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["file", "cover"])
def test_what_isnt_kept_yet_is_not_found(visitor: Client, member: User, name: str) -> None:
    assert visitor.get(f"/videos/{waiting_video(member).pk}/{name}").status_code == 404


def test_a_script_is_never_markup(visitor: Client, member: User) -> None:
    video = queued_video(member, script="<script>alert(1)</script>", name="<b>x</b>")
    text = visitor.get(video.get_absolute_url()).content.decode()
    assert "<script>alert" not in text
    assert "<b>x" not in text
