"""Naming one video, tagging it, and writing a note."""

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from tests.videos.rows import queued_video
from videos.models import Video


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def describe(visitor: Client, video: Video, **fields: Any) -> HttpResponse:
    return visitor.post(f"/videos/{video.pk}/describe/", {"name": "", "tags": "", "note": ""} | fields, follow=True)


def test_gives_name_tags_and_note_and_keeps_what_was_before_in_the_timeline(visitor: Client, member: User) -> None:
    video = queued_video(member, script="Good morning.")
    describe(visitor, video, name="Spring", tags="offer, Fair", note="for the fair")
    video.refresh_from_db()
    assert (video.name, video.sort_name, video.note) == ("Spring", "spring", "for the fair")
    assert [tag.name for tag in video.tags.all()] == ["Fair", "offer"]
    assert video.search_text == "spring good morning. fair offer for the fair"
    assert video.timeline.get().sentence == "Renamed from Good morning. to Spring."


def test_without_a_name_it_is_called_by_its_script_again(visitor: Client, member: User) -> None:
    video = queued_video(member, name="Spring", script="Good morning.")
    describe(visitor, video)
    video.refresh_from_db()
    assert (str(video), video.sort_name) == ("Good morning.", "good morning.")


def test_a_note_alone_is_no_renaming(visitor: Client, member: User) -> None:
    video = queued_video(member, name="Spring")
    describe(visitor, video, name="Spring", note="hush")
    assert not video.timeline.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"), [({"tags": "x" * 41}, "too long for a tag"), ({"name": "x" * 121}, "120")]
)
def test_what_cant_be_kept_is_told_beside_its_field(visitor: Client, member: User, fields: dict, sentence: str) -> None:
    video = queued_video(member, name="Spring")
    answer = describe(visitor, video, **fields, note="typed")
    assert answer.status_code == 422
    assert sentence in (text := unescape(answer.content.decode()))
    assert "typed" in text
    video.refresh_from_db()
    assert video.name == "Spring"


def test_staff_may_look_at_others_but_not_describe_them(visitor: Client, member: User, stranger: User) -> None:
    User.objects.filter(pk=member.pk).update(is_staff=True)
    video = queued_video(stranger, name="Theirs")
    text = unescape(visitor.get(video.get_absolute_url()).content.decode())
    assert "This video belongs to stranger." in text
    assert f"/videos/{video.pk}/describe/" not in text
    assert describe(visitor, video, name="Mine").status_code == 404
