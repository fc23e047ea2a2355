"""What only v1 does: its bodies, and what it can't be asked."""

import pytest

import jogg
from jogg import Client, VideoRequest
from tests.jogg.dialects import V1, Dialect
from tests.scripted_server import ScriptedServer, envelope

MINIMAL = VideoRequest(avatar_id="83", avatar_type=0, aspect_ratio="landscape", screen_style=1, caption=False)


@pytest.fixture
def dialect() -> Dialect:
    return V1


def test_signs_by_name_alone_and_for_any_bytes(client: Client, scripted_server: ScriptedServer) -> None:
    scripted_server.script(V1.sign, envelope({"sign_url": "https://s/1", "asset_id": "https://h/1"}))
    assert client.sign("1.jpg", "image/jpeg", 100).content_type == "application/octet-stream"
    assert scripted_server.seen[0].body == b'{"filename": "1.jpg"}'


def test_sends_no_empty_fields(client: Client) -> None:
    assert client.create_body(MINIMAL) == {
        "avatar_id": 83, "avatar_type": 0, "aspect_ratio": 1, "screen_style": 1, "caption": False,
    }  # fmt: skip


@pytest.mark.parametrize(("ratio", "number"), [("portrait", 0), ("landscape", 1), ("square", 2)])
def test_sends_the_aspect_ratio_as_a_number(client: Client, ratio: str, number: int) -> None:
    assert client.create_body(VideoRequest("83", 0, ratio, 1, False))["aspect_ratio"] == number


def test_sends_what_was_chosen_under_the_names_of_v1(client: Client) -> None:
    request = VideoRequest("7", 1, "square", 3, True, script="Hi", audio_url="u", voice_id="v", name="n")
    assert client.create_body(request) == {
        "avatar_id": 7, "avatar_type": 1, "aspect_ratio": 2, "screen_style": 3, "caption": True,
        "script": "Hi", "audio_url": "u", "voice_id": "v", "video_name": "n",
    }  # fmt: skip


@pytest.mark.parametrize("avatar_id", ["", "video_ab", "-1", "٣"])
def test_refuses_an_avatar_without_a_number_before_anything_is_sent(client: Client, avatar_id: str) -> None:
    with pytest.raises(jogg.BadParameter) as caught:
        client.create_body(VideoRequest(avatar_id, 0, "square", 1, False))
    assert (caught.value.answer, caught.value.http_status, caught.value.rid) == (None, None, "")


def test_asks_for_a_video_by_its_id(client: Client, scripted_server: ScriptedServer) -> None:
    scripted_server.script(V1.project, envelope({"status_code": 1}))
    client.project("a/b c")
    assert scripted_server.seen[0].query == "project_id=a%2Fb+c"


@pytest.mark.parametrize(("name", "read"), [("avatars", "avatars"), ("custom", "custom_avatars")])
def test_lists_that_have_no_pages_are_asked_for_once(
    client: Client, scripted_server: ScriptedServer, name: str, read: str
) -> None:
    V1.lists(scripted_server, name, [{"avatar_id": 1}], [{"avatar_id": 2}])
    assert [avatar.avatar_id for avatar in getattr(client, read)()] == ["1"]
    assert [seen.query for seen in scripted_server.seen] == [""]


def test_knows_neither_account_nor_quota_and_asks_for_none(client: Client, scripted_server: ScriptedServer) -> None:
    assert (client.whoami(), client.remaining_quota()) == (None, None)
    assert scripted_server.seen == []


def test_names_the_events_of_its_videos(client: Client) -> None:
    assert client.video_events == ("generated_video_success", "generated_video_failed")
