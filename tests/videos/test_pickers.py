"""The pickers as fragments: what they show, mark as chosen, and serve."""

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from tests import media
from tests.uploads.rows import hosted_asset, stored_asset, trashed
from videos import catalog, views
from videos.models import Avatar, Catalogue, Voice


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


@pytest.fixture
def offers(db: None) -> None:
    Catalogue.objects.create(account=catalog.catalogue().account, refreshed_at=timezone.now())
    for number, name in enumerate(["Ann", "Bob", "Me"]):
        kind, ready = (1, False) if name == "Me" else (0, True)
        Avatar.objects.create(avatar_id=str(number), avatar_type=kind, position=number, name=name, ready=ready)
    for number, (voice_id, language) in enumerate([("emily", "english"), ("lena", "german")]):
        Voice.objects.create(voice_id=voice_id, name=voice_id, language=language, position=number)


def fragment(visitor: Client, url: str, **query: Any) -> str:
    answer = visitor.get(url, query, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return unescape(answer.content.decode()).strip()


def test_shows_the_avatars_that_fit_and_the_chosen_one(visitor: Client, offers: None) -> None:
    text = fragment(visitor, "/videos/new/avatars/", q="ann", avatar_id="1")
    assert text.startswith('<div class="gallery" id="avatar-gallery"')
    assert 'value="0"' in text
    assert text.count("checked") == 1
    assert 'value="1" data-label="Bob" checked' in text


def test_an_own_avatar_that_isnt_ready_cant_be_chosen(visitor: Client, offers: None) -> None:
    text = fragment(visitor, "/videos/new/avatars/", avatar_type="1")
    assert 'value="2" data-label="Me" disabled' in text


@pytest.mark.parametrize("url", ["/videos/new/avatars/", "/videos/new/voices/"])
def test_says_when_nothing_fits(visitor: Client, offers: None, url: str) -> None:
    assert "Take a filter away" in fragment(visitor, url, q="nobody")


@pytest.mark.parametrize("url", ["/videos/new/avatars/", "/videos/new/voices/"])
def test_says_when_nothing_was_read_yet(visitor: Client, url: str) -> None:
    assert "Fetching Jogg's" in fragment(visitor, url)


def test_shows_the_voices_that_fit(visitor: Client, offers: None) -> None:
    text = fragment(visitor, "/videos/new/voices/", language="german", voice_id="lena")
    assert text.startswith('<div class="voices" id="voice-list"')
    assert 'value="lena" data-label="lena" checked' in text
    assert "emily" not in text


def test_a_search_is_never_markup(visitor: Client, offers: None) -> None:
    answer = visitor.get("/videos/new/avatars/", {"q": "<script>", "avatar_id": '"><script>'})
    assert b"<script>" not in answer.content


def test_shows_ones_own_recordings_newest_first(visitor: Client, member: User, stranger: User) -> None:
    hosted_asset(member, name="old.mp3")
    hosted_asset(member, name="new.mp3")
    hosted_asset(stranger, name="theirs.mp3")
    hosted_asset(member, content=media.jpeg(), name="photo.jpg")
    trashed(hosted_asset(member, name="gone.mp3"))
    text = fragment(visitor, "/videos/new/audios/")
    assert text.index("new.mp3") < text.index("old.mp3")
    for other in ("theirs.mp3", "photo.jpg", "gone.mp3"):
        assert other not in text


def test_a_recording_on_its_way_keeps_being_chosen(visitor: Client, member: User) -> None:
    asset = stored_asset(member, name="new.mp3")
    text = fragment(visitor, "/videos/new/audios/", audio=str(asset.pk))
    assert "is being sent to Jogg" in text
    assert "checked" in text


@pytest.mark.parametrize("state", [{"status": "failed"}, {"status": "hosted", "destination": "another Jogg"}])
def test_a_recording_that_jogg_doesnt_have_cant_be_chosen(visitor: Client, member: User, state: dict[str, str]) -> None:
    asset = stored_asset(member, name="new.mp3", **state)
    text = fragment(visitor, "/videos/new/audios/", audio=str(asset.pk))
    assert "disabled" in text
    assert "checked" not in text


def test_the_chosen_recording_is_shown_however_old(
    visitor: Client, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_AUDIOS", 1)
    old = hosted_asset(member, name="old.mp3")
    hosted_asset(member, name="new.mp3")
    assert "old.mp3" not in fragment(visitor, "/videos/new/audios/")
    assert fragment(visitor, "/videos/new/audios/", audio=str(old.pk)).count("old.mp3") > 0


@pytest.mark.parametrize("audio", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_chosen_recording_that_isnt_there_is_no_obstacle(visitor: Client, audio: str) -> None:
    assert "no recording in your library yet" in fragment(visitor, "/videos/new/audios/", audio=audio)


def test_serves_portraits_and_samples_from_here(visitor: Client, offers: None) -> None:
    avatar, voice = Avatar.objects.first(), Voice.objects.first()
    avatar.portrait.save("catalogue/avatars/a.webp", ContentFile(b"RIFF....WEBP"))
    voice.sample.save("catalogue/voices/a.mp3", ContentFile(media.mp3(1)))
    portrait = visitor.get(f"/videos/avatars/{avatar.pk}/portrait")
    sample = visitor.get(f"/videos/voices/{voice.pk}/sample", headers={"Range": "bytes=0-9"})
    assert (portrait["Content-Type"], b"".join(portrait.streaming_content)) == ("image/webp", b"RIFF....WEBP")
    assert (sample.status_code, b"".join(sample.streaming_content)) == (206, media.mp3(1)[:10])


def test_a_portrait_or_sample_that_isnt_here_is_not_found(visitor: Client, offers: None) -> None:
    assert visitor.get(f"/videos/avatars/{Avatar.objects.first().pk}/portrait").status_code == 404
    assert visitor.get(f"/videos/voices/{Voice.objects.first().pk}/sample").status_code == 404


def test_a_recording_that_jogg_refuses_says_why_and_cant_be_chosen(visitor: Client, member: User) -> None:
    asset = hosted_asset(member, peak=-60.0)
    text = fragment(visitor, "/videos/new/audios/", audio=str(asset.pk))
    assert "There is nothing to hear in it." in text
    assert f'value="{asset.pk}" data-label="voice.mp3" disabled' in text
    assert " checked" not in text


def test_what_was_made_of_a_recording_that_jogg_doesnt_take_is_chosen_in_its_place(
    visitor: Client, member: User
) -> None:
    recorded = hosted_asset(member, name="recording.mp3", status="kept")
    made = hosted_asset(member, name="made.mp3", source=recorded)
    text = fragment(visitor, f"/videos/new/audios/?audio={recorded.pk}")
    assert f'value="{made.pk}" data-label="made.mp3" checked' in text
