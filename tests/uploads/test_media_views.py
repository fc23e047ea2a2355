"""How files are shown as media: frames, players, checkers, measures."""

from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests import media
from tests.uploads.rows import hosted_asset, stored_asset
from uploads import probing
from uploads.models import Asset


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def looked_into(owner: User, content: bytes, name: str) -> Asset:
    asset = stored_asset(owner, content, name)
    probing.probe(asset.pk)
    asset.refresh_from_db()
    return asset


def page(visitor: Client, url: str) -> str:
    return unescape(visitor.get(url).content.decode())


def test_the_frames_of_a_video_are_served_to_its_owner(visitor: Client, member: User) -> None:
    asset = looked_into(member, media.mp4(), "a.mp4")
    answer = visitor.get(f"/uploads/{asset.pk}/frames")
    assert answer["Content-Type"] == "image/webp"
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"
    assert f'data-scrub="/uploads/{asset.pk}/frames"' in page(visitor, "/uploads/")


def test_what_has_no_frames_answers_404(visitor: Client, member: User) -> None:
    assert visitor.get(f"/uploads/{hosted_asset(member).pk}/frames").status_code == 404


def test_a_recording_has_a_player_with_its_waveform(visitor: Client, member: User) -> None:
    asset = looked_into(member, media.mp3(2), "voice.mp3")
    for url in ("/uploads/", asset.get_absolute_url()):
        text = page(visitor, url)
        assert 'aria-label="Position in voice.mp3"' in text
        assert text.count('<rect x="') == 100
        assert "0:00 / 0:02" in text


def test_a_recording_that_wasnt_looked_into_has_a_player_all_the_same(visitor: Client, member: User) -> None:
    stored_asset(member)
    assert page(visitor, "/uploads/").count('<rect x="') == 100


def test_transparency_and_animation_show(visitor: Client, member: User) -> None:
    looked_into(member, media.jpeg(), "plain.jpg")
    assert "checkered" not in page(visitor, "/uploads/")
    looked_into(member, media.png(), "clear.png")
    looked_into(member, media.animation(), "moving.gif")
    text = page(visitor, "/uploads/")
    assert text.count("checkered") == 1
    assert text.count(">animated<") == 1


def test_a_page_tells_what_was_measured(visitor: Client, member: User) -> None:
    video = looked_into(member, media.clip("mp4", "libx264", 2, sound="aac"), "a.mp4")
    text = page(visitor, video.get_absolute_url())
    for fact in ("H.264", "25 frames a second", "AAC, 44.1\xa0kHz, mono", " LUFS", " dBFS"):
        assert fact in text
    silent = looked_into(member, media.waves(media.tone(1, 0)), "b.wav")
    assert "No sound at all" in page(visitor, silent.get_absolute_url())


def test_a_file_that_jogg_refuses_isnt_offered_for_a_video(visitor: Client, member: User) -> None:
    asset = hosted_asset(member)
    assert "Use in a video" in page(visitor, asset.get_absolute_url())
    Asset.objects.update(peak=-80.0)
    for url in ("/uploads/", asset.get_absolute_url()):
        assert "Use in a video" not in page(visitor, url)
