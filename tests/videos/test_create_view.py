"""Ordering a video: the form's page, one record of each form, and what comes of it."""

import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from tests.sandbox_server import SandboxServer
from tests.scripted_server import ScriptedServer, envelope
from tests.uploads.rows import hosted_asset
from tests.videos.rows import CREATE, queued_video
from uploads.models import Asset
from videos import services, tasks
from videos.models import Avatar, Video, Voice

FILLED = {
    "name": "Hello", "script": "Good morning.", "avatar_id": "83", "avatar_type": "0",
    "voice_id": "en-US-EmilySandbox", "aspect_ratio": "landscape", "screen_style": "2", "caption": "on",
}  # fmt: skip


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def order(visitor: Client, **changes: Any) -> HttpResponse:
    return visitor.post("/videos/new/", FILLED | changes)


def page(visitor: Client, url: str = "/videos/new/") -> str:
    answer = visitor.get(url)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_an_ordered_video_is_submitted(browser_of_member: Client, account: SandboxServer, member: User) -> None:
    answer = order(browser_of_member)
    video = Video.objects.get()
    assert answer["Location"] == f"/videos/{video.pk}/"
    assert (video.owner, video.name, video.script, video.status) == (member, "Hello", "Good morning.", "waiting")
    assert (video.aspect_ratio, video.screen_style, video.caption) == ("landscape", 2, True)


def test_a_recording_just_uploaded_can_be_used(browser_of_member: Client, hosted_recording: Asset) -> None:
    order(browser_of_member, script="", voice_id="", audio=str(hosted_recording.pk))
    video = Video.objects.get()
    assert (video.status, video.audio, video.error) == ("waiting", hosted_recording, "")
    assert video.submits.get().body["audio_url"] == hosted_recording.hosted_url


def test_remembers_the_names_of_avatar_and_voice(visitor: Client, scripted: ScriptedServer) -> None:
    Avatar.objects.create(avatar_id="83", avatar_type=0, position=0, name="Priya")
    Voice.objects.create(voice_id="en-US-EmilySandbox", position=0, name="Emily")
    order(visitor)
    video = Video.objects.get()
    assert (video.avatar_name, video.voice_name) == ("Priya", "Emily")


@pytest.mark.parametrize("kind", [0, 1])
def test_whose_avatar_it_is_needs_no_script(visitor: Client, scripted: ScriptedServer, kind: int) -> None:
    Avatar.objects.create(avatar_id="83", avatar_type=kind, position=0, name="Priya")
    order(visitor, avatar_type="")
    assert Video.objects.get().avatar_type == kind


def test_of_two_avatars_with_one_number_none_is_guessed(visitor: Client, scripted: ScriptedServer) -> None:
    for kind in (0, 1):
        Avatar.objects.create(avatar_id="83", avatar_type=kind, position=0)
    assert order(visitor, avatar_type="").status_code == 422
    assert Video.objects.count() == 0


def test_an_avatar_that_isnt_listed_counts_as_joggs(visitor: Client, scripted: ScriptedServer) -> None:
    order(visitor, avatar_type="")
    assert Video.objects.get().avatar_type == 0


def test_a_form_sent_twice_makes_one_video(visitor: Client, scripted: ScriptedServer) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}))
    token = str(uuid.uuid4())
    first, second = order(visitor, token=token), order(visitor, token=token)
    assert first["Location"] == second["Location"]
    assert Video.objects.count() == 1
    assert len(scripted.requests(CREATE)) == 1


def test_a_form_changed_after_going_back_makes_a_second_video_only_at_a_persons_word(
    visitor: Client, scripted: ScriptedServer
) -> None:
    scripted.script(CREATE, envelope({"project_id": "job-7"}), envelope({"project_id": "job-8"}))
    token = str(uuid.uuid4())
    order(visitor, token=token)
    answer = order(visitor, token=token, script="Something else.")
    assert answer.status_code == 422
    assert "This form was already sent" in answer.content.decode()
    assert "Something else." in answer.content.decode(), "what was typed is kept"
    assert len(scripted.requests(CREATE)) == 1
    fresh = re.search(r'name="token" value="([0-9a-f-]{36})"', answer.content.decode())[1]
    assert order(visitor, token=fresh, script="Something else.").status_code == 302
    assert len(scripted.requests(CREATE)) == 2


def test_forms_without_a_token_make_a_video_each(visitor: Client, scripted: ScriptedServer) -> None:
    order(visitor)
    order(visitor)
    assert Video.objects.count() == 2


def test_another_persons_token_makes_a_video_of_ones_own(
    visitor: Client, scripted: ScriptedServer, member: User, stranger: User
) -> None:
    theirs = queued_video(stranger, status="draft")
    answer = order(visitor, token=str(theirs.form_token))
    assert answer.status_code == 302
    assert Video.objects.get(owner=member).get_absolute_url() == answer["Location"]


def test_a_form_that_doesnt_fit_comes_back_with_reasons_and_what_was_entered(visitor: Client) -> None:
    answer = order(visitor, voice_id="", script="Keep this <text>.")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Choose the voice that speaks the script." in text
    assert "Keep this &lt;text&gt;." in text
    assert 'name="name" value="Hello"' in text
    assert not Video.objects.exists()


def test_an_empty_form_says_everything_that_is_missing(visitor: Client) -> None:
    answer = visitor.post("/videos/new/", {})
    assert answer.status_code == 422
    text = unescape(answer.content.decode())
    assert "Choose an avatar." in text
    assert "the avatar needs something to say." in text


def test_an_answer_doesnt_wait_for_jogg(visitor: Client, no_connection: str) -> None:
    assert order(visitor).status_code == 302
    assert Video.objects.get().status == "queued"


def test_a_new_form_starts_with_captions_and_joggs_avatars(visitor: Client) -> None:
    form = visitor.get("/videos/new/").context["form"]
    assert (form["caption"].value(), str(form["avatar_type"].value())) == (True, "0")


def test_starts_with_the_recording_it_is_asked_for(visitor: Client, member: User) -> None:
    asset = hosted_asset(member, name="speech.mp3")
    answer = visitor.get(f"/videos/new/?audio={asset.pk}")
    assert answer.context["chosen_audio"] == str(asset.pk)
    assert "speech.mp3" in answer.content.decode()


def test_starts_with_another_videos_choices(visitor: Client, member: User) -> None:
    source = queued_video(member, status="failed", script="Once more.", screen_style=2, name="First")
    answer = visitor.get(f"/videos/new/?from={source.pk}")
    form = answer.context["form"]
    assert [form[name].value() for name in ("script", "screen_style", "name", "avatar_id")] == [
        "Once more.", 2, "First (2)", "83",
    ]  # fmt: skip
    assert str(form["token"].value()) != str(source.form_token)


def test_takes_no_choices_from_another_persons_video(visitor: Client, stranger: User) -> None:
    theirs = queued_video(stranger, script="Their secret.")
    assert "Their secret." not in page(visitor, f"/videos/new/?from={theirs.pk}")


@pytest.mark.parametrize("query", ["from=nonsense", "audio=nonsense", "audio=", "from=", "avatar_type=nonsense"])
def test_a_link_that_makes_no_sense_shows_the_empty_form(visitor: Client, query: str) -> None:
    assert "Make the video" in page(visitor, f"/videos/new/?{query}")


def test_says_what_it_costs(visitor: Client, settings: Any) -> None:
    assert "1 credit for each started 2 minutes; on the sandbox they are play money." in page(visitor)
    settings.DEMO_MODE = False
    assert "1 credit for each started 2 minutes." in page(visitor)


def test_says_that_the_lists_are_on_their_way_or_cant_be_had(visitor: Client, scripted: ScriptedServer) -> None:
    assert "Fetching Jogg's avatars" in page(visitor)
    scripted.script("GET /v1/avatars", envelope(code=10105))
    tasks.refresh_catalogue()
    assert "Jogg's avatars could not be fetched: Jogg refuses the API key." in page(visitor)


def test_creating_without_a_token_is_possible(member: User, scripted: ScriptedServer) -> None:
    choices = {"script": "Hi.", "avatar_id": "1", "avatar_type": 0, "voice_id": "v"}
    assert services.create(owner=member, form_token=None, **choices).pk
