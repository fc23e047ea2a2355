"""The pickers as fragments: what they show, mark as chosen, and serve."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import media
from tests.uploads.rows import hosted_asset, stored_asset, trashed
from tests.videos.rows import queued_video
from uploads import search
from videos import catalog, favourites, recordings, sifting
from videos.models import Avatar, Catalogue, Voice

MOST_QUERIES = 8


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
    text = fragment(visitor, "/videos/new/avatars/", q="ann", avatar_id="1", avatar_type="0")
    assert text.startswith('<div class="gallery" id="avatar-gallery"')
    assert 'value="0"' in text
    assert text.count("checked") == 1
    assert 'value="1" data-label="Bob" checked' in text


def test_the_chosen_avatar_is_known_without_its_type(visitor: Client, offers: None) -> None:
    text = fragment(visitor, "/videos/new/avatars/", avatar_id="1")
    assert 'value="1" data-label="Bob" checked data-type="0"' in text


def test_an_own_avatar_that_isnt_ready_cant_be_chosen(visitor: Client, offers: None) -> None:
    text = fragment(visitor, "/videos/new/avatars/", shelf="own")
    assert 'value="2" data-label="Me" disabled data-type="1"' in text
    assert "Jogg has not finished it, so it can't be chosen yet" in text


@pytest.mark.parametrize(("url", "search"), [("/videos/new/avatars/", "q"), ("/videos/new/voices/", "voice_q")])
def test_says_when_nothing_fits_and_how_to_get_out(visitor: Client, offers: None, url: str, search: str) -> None:
    text = fragment(visitor, url, **{search: "nobody"})
    assert "No avatar fits." in text or "No voice fits." in text
    assert "Take the filters away" in text
    assert "Take the filters away" not in fragment(visitor, url)


@pytest.mark.parametrize("url", ["/videos/new/avatars/", "/videos/new/voices/"])
def test_says_when_nothing_was_read_yet(visitor: Client, url: str) -> None:
    assert "Fetching Jogg's" in fragment(visitor, url)


def test_shows_the_voices_that_fit(visitor: Client, offers: None) -> None:
    text = fragment(visitor, "/videos/new/voices/", voice_language="german", voice_id="lena")
    assert text.startswith('<div class="voices" id="voice-list"')
    assert 'value="lena" data-label="lena" checked data-language="german"' in text
    assert "emily" not in text


def test_the_next_page_comes_alone(visitor: Client, offers: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sifting, "PAGE_SIZE", 1)
    assert 'hx-get="/videos/new/avatars/?after=1&kept="' in fragment(visitor, "/videos/new/avatars/")
    second = fragment(visitor, "/videos/new/avatars/?after=1&kept=")
    assert ("gallery__head" in second, "Ann" in second, "Bob" in second) == (False, False, True)
    voices = fragment(visitor, "/videos/new/voices/?voice_after=1&voice_kept=")
    assert ("gallery__head" in voices, "emily" in voices, "lena" in voices) == (False, False, True)


def test_filters_and_more_rows_come_without_scripts_too(
    visitor: Client, offers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sifting, "PAGE_SIZE", 1)
    first = unescape(visitor.get("/videos/new/?draft=d").content.decode())
    assert 'href="/videos/new/?draft=d&shown=2#avatars-more"' in first
    text = fragment(visitor, "/videos/new/", q="o", voice_q="len", shown="2", draft="d")
    assert ("Bob" in text, "Ann" in text, "lena" in text, "emily" in text) == (True, False, True, False)
    assert '<input type="hidden" name="draft" value="d">' in text


def test_says_how_old_the_lists_are(visitor: Client, offers: None) -> None:
    Catalogue.objects.update(refreshed_at=timezone.now() - timedelta(minutes=20, seconds=30))
    assert "20\N{NO-BREAK SPACE}min ago" in fragment(visitor, "/videos/new/avatars/")


def test_the_voices_know_which_spoke_for_whom(visitor: Client, offers: None, member: User) -> None:
    queued_video(member, avatar_id="1", voice_id="lena")
    for url in ("/videos/new/", "/videos/new/voices/"):
        remembered = re.search(r'data-remembered="(.*?)" hx-get', fragment(visitor, url), re.DOTALL)
        assert json.loads(remembered[1]) == {"0:1": "lena"}


def test_630_avatars_and_110_voices_take_few_queries(visitor: Client, member: User, offers: None) -> None:
    Avatar.objects.bulk_create(
        Avatar(avatar_id=f"9{number}", avatar_type=0, position=number, name=f"Avatar {number}") for number in range(630)
    )
    Voice.objects.bulk_create(
        Voice(voice_id=f"v{number}", position=number, name=f"Voice {number}") for number in range(110)
    )
    for number in range(60):
        favourites.add_avatar(owner=member, avatar=Avatar.objects.get(avatar_id=f"9{number}"))
        queued_video(member, avatar_id=f"9{number}", voice_id=f"v{number}")
    hosted_asset(member)
    for path, most in {
        "/videos/new/": MOST_QUERIES,
        "/videos/new/avatars/?q=avatar&shelf=lately&avatar_id=9600": 5,
        "/videos/new/avatars/?after=48&avatar_id=91": 5,
        "/videos/new/voices/?voice_shelf=lately&voice_id=v100": 5,
    }.items():
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(path).status_code == 200
        assert len(queries) <= most, (path, "\n".join(query["sql"][-260:] for query in queries))


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
    monkeypatch.setattr(recordings, "MOST_SHOWN", 1)
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


def test_recordings_are_searched_where_there_are_many(visitor: Client, member: User) -> None:
    from_when = recordings.SEARCHED_FROM
    made = [hosted_asset(member, name=f"take {number}.mp3") for number in range(from_when - 1)]
    assert 'id="audio-search"' not in visitor.get("/videos/new/").content.decode()
    made.append(hosted_asset(member, name="Grüße.mp3"))
    for asset in made:
        search.index(asset)
    assert 'id="audio-search"' in visitor.get("/videos/new/").content.decode()
    text = fragment(visitor, "/videos/new/audios/", audio_q="grusse")
    assert "Grüße.mp3" in text
    assert "take 0.mp3" not in text
    chosen = fragment(visitor, "/videos/new/audios/", audio_q="grusse", audio=str(made[0].pk))
    assert f'value="{made[0].pk}" data-label="take 0.mp3" checked' in chosen
    assert "No recording with these words." in fragment(visitor, "/videos/new/audios/", audio_q="nothing like it")


def test_a_recording_that_is_being_made_into_an_mp3_stays_chosen(visitor: Client, member: User) -> None:
    recorded = hosted_asset(member, content=media.browser_recording(), name="take.webm", status="kept")
    recorded.conversions.create(content_type="audio/mpeg")
    text = fragment(visitor, "/videos/new/audios/", audio=str(recorded.pk))
    assert f'value="{recorded.pk}" data-label="take.webm" data-becoming checked' in text
    assert "is being made into an MP3, which Jogg takes" in text
