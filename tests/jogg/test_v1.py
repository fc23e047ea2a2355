"""The v1 dialect: what is sent, and what is read out of answers however they are worded."""

from typing import Any

import pytest

import jogg
from jogg import Client, JobState, VideoRequest
from tests.sandbox_server import SandboxServer
from tests.scripted_server import ScriptedServer, envelope

MINIMAL = VideoRequest(avatar_id="83", avatar_type=0, aspect_ratio="landscape", screen_style=1, caption=False)


@pytest.fixture
def client(scripted_server: ScriptedServer, impatient: None) -> Client:
    return Client(scripted_server.url + "/", "the-key")


def project(client: Client, server: ScriptedServer, **data: Any) -> jogg.Project:
    server.script("GET /v1/project", envelope(data, rid="rid-9"))
    return client.project("job-1")


def test_signs_an_upload(client: Client, scripted_server: ScriptedServer) -> None:
    scripted_server.script(
        "POST /v1/upload/asset", envelope({"sign_url": "https://s/1", "asset_id": "https://h/1"}, rid="rid-2")
    )
    signed = client.sign("1.jpg")
    assert (signed.sign_url, signed.hosted_url, signed.rid) == ("https://s/1", "https://h/1", "rid-2")
    assert scripted_server.seen[0].body == b'{"filename": "1.jpg"}'


@pytest.mark.parametrize("data", [None, [], {}, {"sign_url": "https://s/1"}, {"sign_url": " ", "asset_id": "x"}])
def test_an_answer_without_its_urls_is_unreadable(client: Client, scripted_server: ScriptedServer, data: Any) -> None:
    scripted_server.script("POST /v1/upload/asset", envelope(data, rid="rid-3"))
    with pytest.raises(jogg.AnswerUnreadable) as caught:
        client.sign("1.jpg")
    assert caught.value.rid == "rid-3"


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
    with pytest.raises(jogg.BadParameter):
        client.create_body(VideoRequest(avatar_id, 0, "square", 1, False))


@pytest.mark.parametrize("job_id", ["0123456789abcdef0123456789abcdef", "video_17", 4711])
def test_an_id_is_kept_as_it_comes(client: Client, scripted_server: ScriptedServer, job_id: Any) -> None:
    scripted_server.script("POST /v1/create_video_from_talking_avatar", envelope({"project_id": job_id}))
    assert client.create({"script": "x"}).job_id == str(job_id)


@pytest.mark.parametrize("data", [None, {}, {"project_id": ""}, {"project_id": None}, {"project_id": True}])
def test_a_success_without_an_id_is_unreadable(client: Client, scripted_server: ScriptedServer, data: Any) -> None:
    scripted_server.script("POST /v1/create_video_from_talking_avatar", envelope(data))
    with pytest.raises(jogg.AnswerUnreadable) as caught:
        client.create({})
    assert not caught.value.not_accepted


@pytest.mark.parametrize("name", ["status_code", "status"])
@pytest.mark.parametrize(
    ("said", "state"),
    [
        (1, JobState.WAITING),
        (2, JobState.WAITING),
        (3, JobState.PROCESSING),
        (4, JobState.SUCCEEDED),
        (5, JobState.FAILED),
        (99, JobState.DELETED),
        ("4", JobState.SUCCEEDED),
        (6, JobState.UNRECOGNISED),
        ("on_holiday", JobState.UNRECOGNISED),
        (True, JobState.UNRECOGNISED),
        (None, JobState.UNRECOGNISED),
    ],
)
def test_reads_the_state_by_either_name(
    client: Client, scripted_server: ScriptedServer, name: str, said: Any, state: JobState
) -> None:
    assert project(client, scripted_server, **{name: said}).state == state


def test_a_video_without_any_state_is_unrecognised(client: Client, scripted_server: ScriptedServer) -> None:
    assert project(client, scripted_server).state == JobState.UNRECOGNISED


def test_reads_a_finished_video(client: Client, scripted_server: ScriptedServer) -> None:
    video, cover = "https://res.jogg.ai/v.mp4", "https://res.jogg.ai/c.jpg"
    found = project(
        client,
        scripted_server,
        status_code=4,
        status_desc="success",
        video_url=video,
        cover_url=cover,
        video_duration=12,
    )
    assert found == jogg.Project("job-1", JobState.SUCCEEDED, "success", video, cover, 12.0, "", "rid-9")


def test_takes_nothing_for_a_link_that_a_page_could_not_safely_show(
    client: Client, scripted_server: ScriptedServer
) -> None:
    found = project(client, scripted_server, status_code=4, video_url="javascript:alert(1)", cover_url=7)
    assert (found.video_url, found.cover_url) == ("", "")


@pytest.mark.parametrize("duration", [0, None, "soon", True, -1])
def test_a_length_that_is_none_stays_unknown(client: Client, scripted_server: ScriptedServer, duration: Any) -> None:
    assert project(client, scripted_server, status_code=4, video_duration=duration).duration is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"error": {"message": "No face found."}}, "No face found."),
        ({"error": "No face found."}, "No face found."),
        ({"err_msg": "No face found."}, "No face found."),
        ({"error": None, "err_msg": "No face found."}, "No face found."),
        ({"error": {"message": ""}, "err_msg": "No face found."}, "No face found."),
        ({"error": {}}, ""),
        ({}, ""),
    ],
)
def test_finds_the_reason_of_a_failure_wherever_it_is(
    client: Client, scripted_server: ScriptedServer, fields: dict[str, Any], said: str
) -> None:
    assert project(client, scripted_server, status_code=5, **fields).failure == said


def lists(server: ScriptedServer, **answers: list[Any]) -> None:
    """Script the five lists; those not named are empty, a single voice page comes once."""
    paths = {
        "avatars": "/v1/avatars", "custom": "/v1/avatars/custom", "photo": "/v1/avatars/photo_avatars",
        "voices": "/v1/voices", "own_voices": "/v1/voices/custom",
    }  # fmt: skip
    for name, path in paths.items():
        inside = "voices" if "voices" in name else "avatars"
        server.script(f"GET {path}", *[envelope({inside: items}) for items in answers.get(name, [[]])])


def test_an_avatar_has_its_id_by_either_name(client: Client, scripted_server: ScriptedServer) -> None:
    lists(scripted_server, avatars=[[{"id": 1}, {"avatar_id": 2}]])
    assert [avatar.avatar_id for avatar in client.avatars()] == ["1", "2"]


def test_own_avatars_are_told_apart(client: Client, scripted_server: ScriptedServer) -> None:
    lists(scripted_server, avatars=[[{"avatar_id": 1}]], custom=[[{"avatar_id": 1}]], photo=[[{"id": 3}]])
    found = [*client.avatars(), *client.custom_avatars(), *client.photo_avatars()]
    assert [(avatar.avatar_type, avatar.avatar_id) for avatar in found] == [(0, "1"), (1, "1"), (1, "3")]


def test_an_avatar_listed_twice_is_there_once(client: Client, scripted_server: ScriptedServer) -> None:
    lists(scripted_server, avatars=[[{"avatar_id": 1, "name": "first"}, {"avatar_id": 2}, {"id": "1"}]])
    assert [(avatar.avatar_id, avatar.name) for avatar in client.avatars()] == [("1", "first"), ("2", "")]


@pytest.mark.parametrize(
    ("status", "ready"),
    [
        ({"status": 1}, True),
        ({"avatar_status": "Success"}, True),
        ({"avatar_status": "completed"}, True),
        ({"status": 0}, False),
        ({"status": 2}, False),
        ({"avatar_status": "processing"}, False),
        ({}, True),
    ],
)
def test_tells_whether_an_own_avatar_is_ready(
    client: Client, scripted_server: ScriptedServer, status: dict[str, Any], ready: bool
) -> None:
    lists(scripted_server, custom=[[{"avatar_id": 1, **status}]])
    assert client.custom_avatars()[0].ready is ready


@pytest.mark.parametrize(
    ("said", "ratio"),
    [(0, "portrait"), (1, "landscape"), (2, "square"), ("square", "square"), (7, ""), (None, ""), ("1", "")],
)
def test_words_an_avatars_aspect_ratio(client: Client, scripted_server: ScriptedServer, said: Any, ratio: str) -> None:
    lists(scripted_server, avatars=[[{"avatar_id": 1, "aspect_ratio": said}]])
    assert client.avatars()[0].aspect_ratio == ratio


@pytest.mark.parametrize("name", ["audition_url", "audio_url"])
def test_a_voice_has_its_sample_by_either_name(client: Client, scripted_server: ScriptedServer, name: str) -> None:
    lists(scripted_server, voices=[[{"voice_id": "a", name: "https://s/a.mp3"}]])
    assert client.voices()[0].sample_url == "https://s/a.mp3"


def test_own_voices_are_told_apart(client: Client, scripted_server: ScriptedServer) -> None:
    lists(scripted_server, own_voices=[[{"voice_id": "mine"}]], voices=[[{"voice_id": "a"}], []])
    found = [*client.custom_voices(), *client.voices()]
    assert [(voice.voice_id, voice.custom) for voice in found] == [("mine", True), ("a", False)]


@pytest.mark.parametrize("data", [None, [], {}, {"avatars": None}, {"avatars": []}])
def test_an_empty_list_has_many_shapes(client: Client, scripted_server: ScriptedServer, data: Any) -> None:
    scripted_server.script("GET /v1/avatars", envelope(data))
    assert client.avatars() == []


def voices_asked(server: ScriptedServer) -> int:
    return len(server.requests("GET /v1/voices"))


def test_walks_the_pages_of_voices(client: Client, scripted_server: ScriptedServer) -> None:
    pages = [[{"voice_id": "a"}, {"voice_id": "b"}], [{"voice_id": "c"}], []]
    lists(scripted_server, voices=pages)
    assert {voice.voice_id for voice in client.voices()} == {"a", "b", "c"}


def test_stops_where_every_page_holds_everything(client: Client, scripted_server: ScriptedServer) -> None:
    lists(scripted_server, voices=[[{"voice_id": str(number)} for number in range(110)]])
    assert len(client.voices()) == 110
    assert voices_asked(scripted_server) == 2


def test_goes_on_where_a_page_repeats_only_some(client: Client, scripted_server: ScriptedServer) -> None:
    lists(scripted_server, voices=[[{"voice_id": "a"}], [{"voice_id": "a"}, {"voice_id": "b"}], [{"voice_id": "b"}]])
    assert {voice.voice_id for voice in client.voices()} == {"a", "b"}
    assert voices_asked(scripted_server) == 3


def test_voices_keep_the_order_of_the_library(client: Client, scripted_server: ScriptedServer) -> None:
    lists(scripted_server, voices=[[{"voice_id": "a"}, {"voice_id": "b"}], [{"voice_id": "c"}], []])
    assert [voice.voice_id for voice in client.voices()] == ["a", "b", "c"]


@pytest.mark.parametrize("items", [None, ["text", 3, None]])
def test_what_is_no_item_of_a_list_is_passed_over(client: Client, scripted_server: ScriptedServer, items: Any) -> None:
    lists(scripted_server, avatars=[items])
    assert client.avatars() == []


def test_understands_the_sandbox_as_it_does_jogg(sandbox: SandboxServer) -> None:
    client = Client(sandbox.url, "any")
    assert {avatar.ready for avatar in [*client.custom_avatars(), *client.photo_avatars()]} == {True, False}
    assert all(avatar.aspect_ratio for avatar in client.avatars())
    assert [voice.custom for voice in client.custom_voices()] == [True] * len(client.custom_voices())
