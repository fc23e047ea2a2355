"""What only v2 does: its bodies, and what else it can be asked."""

import json
from typing import Any

import pytest

import jogg
from jogg import Client, VideoRequest
from tests.jogg.dialects import V2, Dialect
from tests.scripted_server import ScriptedServer, envelope


@pytest.fixture
def dialect() -> Dialect:
    return V2


def request(**chosen: Any) -> VideoRequest:
    return VideoRequest(**{"avatar_id": "83", "avatar_type": 0, "aspect_ratio": "portrait", "screen_style": 1} | chosen)


def test_signs_by_name_type_and_size(client: Client, scripted_server: ScriptedServer) -> None:
    scripted_server.script(V2.sign, envelope({"sign_url": "https://s/1", "asset_url": "https://h/1"}))
    assert client.sign("1.jpg", "image/jpeg", 100).content_type == "image/jpeg"
    assert json.loads(scripted_server.seen[0].body) == {
        "filename": "1.jpg", "content_type": "image/jpeg", "file_size": 100,
    }  # fmt: skip


def test_sends_a_script(client: Client) -> None:
    assert client.create_body(request(caption=True, script="Hi", voice_id="v", name="n", avatar_type=1)) == {
        "avatar": {"avatar_id": 83, "avatar_type": 1},
        "voice": {"type": "script", "script": "Hi", "voice_id": "v"},
        "aspect_ratio": "portrait",
        "screen_style": 1,
        "caption": True,
        "video_name": "n",
    }


def test_sends_a_recording_without_a_voice_that_nobody_chose(client: Client) -> None:
    assert client.create_body(request(caption=False, audio_url="https://h/a.mp3", screen_style=3)) == {
        "avatar": {"avatar_id": 83, "avatar_type": 0},
        "voice": {"type": "audio", "audio_url": "https://h/a.mp3"},
        "aspect_ratio": "portrait",
        "screen_style": 3,
        "caption": False,
    }


def test_sends_a_voice_that_was_chosen_for_a_recording(client: Client) -> None:
    body = client.create_body(request(caption=False, audio_url="https://h/a.mp3", voice_id="v"))
    assert body["voice"] == {"type": "audio", "audio_url": "https://h/a.mp3", "voice_id": "v"}


@pytest.mark.parametrize("ratio", ["portrait", "landscape", "square"])
def test_sends_the_aspect_ratio_as_a_word(client: Client, ratio: str) -> None:
    assert client.create_body(request(caption=False, aspect_ratio=ratio))["aspect_ratio"] == ratio


@pytest.mark.parametrize(
    ("avatar_id", "sent"), [("83", 83), ("video_ab", "video_ab"), ("0a1b", "0a1b"), ("-1", "-1"), ("٣", "٣")]
)
def test_an_avatar_s_id_is_a_number_where_it_is_one_q13(client: Client, avatar_id: str, sent: int | str) -> None:
    assert client.create_body(request(caption=False, avatar_id=avatar_id))["avatar"]["avatar_id"] == sent


def test_refuses_a_video_without_an_avatar_before_anything_is_sent(client: Client) -> None:
    with pytest.raises(jogg.BadParameter):
        client.create_body(request(caption=False, avatar_id=""))


def test_sends_the_body_that_was_written_down(client: Client, scripted_server: ScriptedServer) -> None:
    scripted_server.script(V2.create, envelope({"video_id": "video_1"}))
    body = client.create_body(request(caption=False, script="Hi"))
    assert client.create(body).job_id == "video_1"
    assert json.loads(scripted_server.seen[0].body) == body


def test_asks_for_a_video_by_its_id(client: Client, scripted_server: ScriptedServer) -> None:
    scripted_server.script("GET /v2/avatar_video/a%2Fb%20c", envelope({"status": "pending"}))
    assert client.project("a/b c").raw_status == "pending"


def test_tells_whose_key_it_is(client: Client, scripted_server: ScriptedServer) -> None:
    scripted_server.script("GET /v2/user/whoami", envelope({"email": "a@example.com", "username": "Ann"}))
    assert client.whoami() == jogg.Account(name="Ann", email="a@example.com")


@pytest.mark.parametrize("data", [{}, {"email": None, "username": 7}])
def test_an_account_may_stay_without_a_name(client: Client, scripted_server: ScriptedServer, data: Any) -> None:
    scripted_server.script("GET /v2/user/whoami", envelope(data))
    assert client.whoami() == jogg.Account(name="", email="")


@pytest.mark.parametrize(
    ("said", "quota"), [(12.5, 12.5), (0, 0.0), ("7", 7.0), (None, None), ("many", None), (True, None)]
)
def test_tells_what_quota_jogg_says_is_left_q6(
    client: Client, scripted_server: ScriptedServer, said: Any, quota: float | None
) -> None:
    scripted_server.script("GET /v2/user/remaining_quota", envelope({"remaining_quota": said}))
    assert client.remaining_quota() == quota


def test_a_quota_of_nothing_stops_no_submit_q6(client: Client, scripted_server: ScriptedServer) -> None:
    scripted_server.script("GET /v2/user/remaining_quota", envelope({"remaining_quota": 0}))
    scripted_server.script(V2.create, envelope({"video_id": "video_1"}))
    assert client.remaining_quota() == 0
    assert client.create({}).job_id == "video_1"


def test_names_the_events_of_its_videos(client: Client) -> None:
    assert client.video_events == ("generated_avatar_video_success", "generated_avatar_video_failed")


def test_walks_on_where_own_voices_turn_out_to_have_pages(client: Client, scripted_server: ScriptedServer) -> None:
    V2.lists(scripted_server, "custom_voices", [{"voice_id": "a"}], [{"voice_id": "b"}], total=2)
    assert [voice.voice_id for voice in client.custom_voices()] == ["a", "b"]
    assert [seen.query for seen in scripted_server.seen] == ["", "page=2"]


@pytest.mark.parametrize("more", [{}, {"total": 1}, {"has_more": False, "total": 9}])
def test_own_voices_are_asked_for_once_where_there_are_no_more(
    client: Client, scripted_server: ScriptedServer, more: dict[str, Any]
) -> None:
    V2.lists(scripted_server, "custom_voices", [{"voice_id": "a"}], [{"voice_id": "b"}], **more)
    assert [voice.voice_id for voice in client.custom_voices()] == ["a"]
    assert len(scripted_server.seen) == 1
