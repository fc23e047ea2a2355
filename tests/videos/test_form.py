"""The form of a new video: what it takes, and what it says beside which field."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from tests import media
from tests.uploads.rows import hosted_asset, stored_asset, trashed
from videos.forms import VideoForm
from videos.models import Avatar

SCRIPTED = {
    "script": "Good morning.", "avatar_id": "83", "avatar_type": "0", "voice_id": "v", "aspect_ratio": "square",
    "screen_style": "1",
}  # fmt: skip
TOO_LONG = (
    "voice.mp3 can't be used. This recording is longer than the 10 minutes Jogg takes. Cut it, and upload the parts."
)


def form(member: User, **changes: Any) -> VideoForm:
    return VideoForm(SCRIPTED | changes, owner=member)


def errors(member: User, **changes: Any) -> dict[str, list[str]]:
    return dict(form(member, **changes).errors)


def test_takes_a_script_with_a_voice(member: User) -> None:
    filled = form(member, name="Hello", token=str(uuid.uuid4()))
    assert filled.is_valid()
    choices = filled.choices()
    assert (choices["script"], choices["audio"], choices["caption"]) == ("Good morning.", None, False)
    assert isinstance(choices["form_token"], uuid.UUID)


def test_line_ends_are_those_that_were_typed(member: User) -> None:
    sent = form(member, script="One.\r\n\r\nTwo.")
    assert sent.is_valid()
    assert sent.cleaned_data["script"] == "One.\n\nTwo."


def test_a_form_without_an_avatar_says_so_once(member: User) -> None:
    assert errors(member, avatar_id="", avatar_type="") == {"avatar_id": ["Choose an avatar."]}


def test_takes_a_recording_without_a_voice(member: User) -> None:
    asset = hosted_asset(member, duration=600)
    filled = form(member, script="", voice_id="", audio=str(asset.pk))
    assert filled.is_valid()
    assert filled.choices()["audio"] == asset


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"script": " "}, "script", "Write a script, or choose a recording: the avatar needs something to say."),
        ({"voice_id": ""}, "voice_id", "Choose the voice that speaks the script."),
        ({"avatar_id": ""}, "avatar_id", "Choose an avatar."),
        ({"avatar_id": "x"}, "avatar_id", "This isn't one of Jogg's avatars. Choose one from the gallery."),
        ({"avatar_id": "٣"}, "avatar_id", "This isn't one of Jogg's avatars. Choose one from the gallery."),
        (
            {"screen_style": "3", "caption": "on"}, "caption",
            "A transparent video can't have captions. Switch captions off, or choose another background.",
        ),
        (
            {"audio": str(uuid.uuid4()), "script": ""}, "audio",
            "This recording isn't in your library any more. Choose another.",
        ),
    ],
)  # fmt: skip
def test_says_beside_the_field_what_jogg_would_refuse(
    member: User, changes: dict[str, Any], field: str, sentence: str
) -> None:
    assert errors(member, **changes) == {field: [sentence]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("aspect_ratio", "round"), ("aspect_ratio", ""), ("screen_style", "4"), ("avatar_type", "2"),
        ("name", "n" * 121), ("audio", "nonsense"), ("token", "nonsense"),
    ],
)  # fmt: skip
def test_refuses_what_isnt_on_offer(member: User, field: str, value: str) -> None:
    assert field in errors(member, **{field: value})


def test_a_script_and_a_recording_are_too_much(member: User) -> None:
    asset = hosted_asset(member)
    assert errors(member, audio=str(asset.pk)) == {
        "audio": ["A video speaks a script or plays a recording, not both. Clear one of the two."]
    }


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "failed"}, "voice.mp3 didn't reach Jogg. Open it in the library and retry."),
        ({"status": "hosted", "duration": 600.5}, TOO_LONG),
    ],
)  # fmt: skip
def test_a_recording_that_failed_or_is_too_long_is_refused(member: User, fields: dict[str, Any], sentence: str) -> None:
    asset = stored_asset(member, **fields)
    assert errors(member, script="", audio=str(asset.pk)) == {"audio": [sentence]}


@pytest.mark.parametrize("status", ["stored", "sending"])
def test_a_recording_may_still_be_on_its_way_to_jogg(member: User, status: str) -> None:
    asset = stored_asset(member, status=status)
    assert form(member, script="", audio=str(asset.pk)).is_valid()


def test_the_mp3_that_was_made_of_a_recording_is_taken_for_it(member: User) -> None:
    recorded = hosted_asset(member, content=media.browser_recording(), name="take.webm", status="kept")
    made = hosted_asset(member, name="take.mp3", source=recorded)
    filled = form(member, script="", audio=str(recorded.pk))
    assert filled.is_valid()
    assert filled.cleaned_data["audio"] == made


def test_a_recording_that_is_being_made_into_an_mp3_has_to_be_waited_for(member: User) -> None:
    recorded = hosted_asset(member, content=media.browser_recording(), name="take.webm", status="kept")
    recorded.conversions.create(content_type="audio/mpeg")
    (error,) = errors(member, script="", audio=str(recorded.pk))["audio"]
    assert error == "take.webm is just being made into an MP3, as Jogg takes. Try again in a moment."


@pytest.mark.parametrize(
    ("content", "name", "fields", "sentence"),
    [
        (media.mp3(1), "quiet.mp3", {"peak": -60.0}, "There is nothing to hear in it."),
        (media.browser_recording(), "take.webm", {"status": "kept"}, "Jogg doesn't take recordings in WebM."),
    ],
)
def test_what_jogg_refuses_is_refused_beside_the_field(
    member: User, content: bytes, name: str, fields: dict[str, Any], sentence: str
) -> None:
    asset = hosted_asset(member, content=content, name=name, **fields)
    (error,) = errors(member, script="", audio=str(asset.pk))["audio"]
    assert error.startswith(f"{name} can't be used. {sentence}")


def test_cut_off_sound_may_be_used(member: User) -> None:
    asset = hosted_asset(member, clipped=5.0, peak=0.0)
    assert "audio" not in errors(member, script="", audio=str(asset.pk))


def test_takes_only_ones_own_recordings_that_are_there(member: User, stranger: User) -> None:
    others = [
        hosted_asset(stranger),
        hosted_asset(member, content=media.jpeg(), name="a.jpg"),
        trashed(hosted_asset(member)),
    ]
    for asset in others:
        assert "audio" in errors(member, script="", audio=str(asset.pk))


def test_an_avatar_that_isnt_ready_is_refused(member: User) -> None:
    Avatar.objects.create(avatar_id="83", avatar_type=1, position=0, name="Me", ready=False)
    assert errors(member, avatar_type="1") == {"avatar_id": ["Me isn't ready at Jogg yet. Choose another one."]}
    assert form(member, avatar_type="0").is_valid(), "Jogg's own avatar of the same number is another one"


def test_each_form_has_a_token_of_its_own(member: User) -> None:
    tokens = {str(VideoForm(owner=member)["token"].value()) for _ in range(2)}
    assert len(tokens) == 2


def test_a_recording_of_exactly_the_limit_is_taken(member: User) -> None:
    asset = hosted_asset(member, duration=600.0, created_at=timezone.now() - timedelta(days=3))
    assert form(member, script="", audio=str(asset.pk)).is_valid()
