"""Avatars and voices: read whole, each once, whatever the pages hold and the fields are called."""

from typing import Any

import pytest

import jogg
from jogg import Client
from tests.jogg.dialects import V1, V2, Dialect
from tests.scripted_server import Answer, ScriptedServer, envelope

# The lists that have pages by their description, and the method that reads each.
PAGED = [
    (V1, "voices", "voices"), (V2, "voices", "voices"), (V2, "avatars", "avatars"),
    (V2, "custom", "custom_avatars"), (V2, "photo_avatars", "photo_avatars"),
]  # fmt: skip


class Paged:
    """One paged list: `script` its pages by their ids, `read` the ids of all."""

    def __init__(self, server: ScriptedServer, dialect: Dialect, name: str, method: str) -> None:
        self._server, self._request = server, dialect.listing(name)
        self._read = getattr(Client(server.url, "the-key", dialect.version), method)

    def script(self, *pages: list[str] | Answer, **more: Any) -> None:
        self._server.script(self._request, *[self._page(page, more) for page in pages])

    def _page(self, page: list[str] | Answer, more: dict[str, Any]) -> Any:
        if isinstance(page, Answer):
            return page
        voices, avatars = [{"voice_id": each} for each in page], [{"id": each} for each in page]
        return envelope({"voices": voices, "avatars": avatars, **more})

    def read(self) -> list[str]:
        return [item.voice_id if isinstance(item, jogg.Voice) else item.avatar_id for item in self._read()]

    @property
    def asked(self) -> list[str]:
        return [seen.query for seen in self._server.requests(self._request)]


@pytest.fixture(params=PAGED, ids=lambda paged: f"{paged[0].version}-{paged[1]}")
def paged(request: pytest.FixtureRequest, scripted_server: ScriptedServer, impatient: None) -> Paged:
    return Paged(scripted_server, *request.param)


def test_walks_the_pages_in_their_order_until_one_is_empty(paged: Paged) -> None:
    paged.script(["a", "b"], ["c"], [])
    assert paged.read() == ["a", "b", "c"]
    assert paged.asked == [f"page={page}&page_size=100" for page in (1, 2, 3)]


def test_stops_where_every_page_holds_everything_q11(paged: Paged) -> None:
    paged.script([str(number) for number in range(630)])
    assert len(paged.read()) == 630
    assert len(paged.asked) == 2


def test_goes_on_where_a_page_repeats_only_some_q11(paged: Paged) -> None:
    paged.script(["a", "a"], ["a", "b"], ["b"])
    assert paged.read() == ["a", "b"]
    assert len(paged.asked) == 3


def test_stops_where_jogg_says_that_there_are_no_more(paged: Paged) -> None:
    paged.script(["a"], ["b"], has_more=False)
    assert paged.read() == ["a"]
    assert len(paged.asked) == 1


def test_stops_at_a_page_that_brings_nothing_new_though_more_are_promised_q11(paged: Paged) -> None:
    paged.script(["a"], has_more=True)
    assert paged.read() == ["a"]
    assert len(paged.asked) == 2


def test_reads_all_of_630_where_ten_come_at_a_time_q11(paged: Paged) -> None:
    ids = [str(number) for number in range(1, 631)]
    paged.script(*[ids[start : start + 10] for start in range(0, 630, 10)], [])
    assert paged.read() == ids


def test_an_endless_list_ends_some_time(paged: Paged) -> None:
    paged.script(*[[f"id-{number}"] for number in range(500)])
    assert len(paged.read()) == 200


def test_a_failing_page_fails_the_list(paged: Paged) -> None:
    paged.script(["a"], Answer(envelope(code=50000)))
    with pytest.raises(jogg.ServerFailed):
        paged.read()


@pytest.mark.parametrize("name", ["id", "avatar_id"])
def test_an_avatar_has_its_id_by_either_name_q12(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer, name: str
) -> None:
    dialect.lists(scripted_server, "avatars", [{name: 1}, {name: "a1"}])
    assert [avatar.avatar_id for avatar in client.avatars()] == ["1", "a1"]


def test_own_avatars_are_told_apart(client: Client, dialect: Dialect, scripted_server: ScriptedServer) -> None:
    for name, avatar_id in (("avatars", 1), ("custom", 1), ("photo_avatars", 3)):
        dialect.lists(scripted_server, name, [{"avatar_id": avatar_id}])
    found = [*client.avatars(), *client.custom_avatars(), *client.photo_avatars()]
    assert [(avatar.avatar_type, avatar.avatar_id, avatar.photo) for avatar in found] == [
        (0, "1", False), (1, "1", False), (1, "3", True),
    ]  # fmt: skip


@pytest.mark.parametrize(("trait", "value"), [("scene", "news"), ("ethnicity", "african")])
def test_avatars_with_a_trait_are_asked_for_by_it(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer, trait: str, value: str
) -> None:
    dialect.lists(scripted_server, "avatars", [{"avatar_id": 7}])
    assert [avatar.avatar_id for avatar in client.avatars_with(trait, value)] == ["7"]
    asked = scripted_server.requests(dialect.listing("avatars"))
    assert {f"{trait}={value}" in seen.query.split("&") for seen in asked} == {True}


def test_an_avatar_listed_twice_is_there_once_q11(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer
) -> None:
    dialect.lists(scripted_server, "avatars", [{"avatar_id": 1, "name": "first"}, {"avatar_id": 2}, {"id": "1"}])
    assert [(avatar.avatar_id, avatar.name) for avatar in client.avatars()] == [("1", "first"), ("2", "")]


@pytest.mark.parametrize("nameless", ["", " ", None, 0, True, [], {}])
def test_what_has_no_id_is_left_out(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer, nameless: Any
) -> None:
    dialect.lists(scripted_server, "avatars", [{"avatar_id": nameless, "name": "x"}, {"avatar_id": 2}])
    dialect.lists(scripted_server, "voices", [{"voice_id": nameless, "name": "x"}, {"voice_id": "b"}])
    assert [avatar.avatar_id for avatar in client.avatars()] == ["2"]
    assert [voice.voice_id for voice in client.voices()] == ["b"]


@pytest.mark.parametrize(
    ("status", "ready"),
    [
        ({"status": 1}, True),
        ({"status": "1"}, True),
        ({"avatar_status": "Success"}, True),
        ({"avatar_status": "completed"}, True),
        ({"avatar_status": None, "status": 1}, True),
        ({"status": 0}, False),
        ({"status": 2}, False),
        ({"avatar_status": None, "status": 0}, False),
        ({"avatar_status": "processing"}, False),
        ({"avatar_status": "failed"}, False),
        ({}, True),
    ],
)
def test_tells_whether_an_own_avatar_is_ready_q12(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer, status: dict[str, Any], ready: bool
) -> None:
    dialect.lists(scripted_server, "custom", [{"avatar_id": 1, **status}])
    assert client.custom_avatars()[0].ready is ready


@pytest.mark.parametrize(
    ("said", "ratio"),
    [
        (0, "portrait"), (1, "landscape"), (2, "square"), ("square", "square"), ("portrait", "portrait"), (7, ""),
        (None, ""), ("1", ""), (True, ""), ([1], ""),
    ],
)  # fmt: skip
def test_an_avatars_aspect_ratio_comes_as_number_or_word(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer, said: Any, ratio: str
) -> None:
    dialect.lists(scripted_server, "avatars", [{"avatar_id": 1, "aspect_ratio": said}])
    assert client.avatars()[0].aspect_ratio == ratio


def test_reads_all_that_is_said_of_an_avatar(client: Client, dialect: Dialect, scripted_server: ScriptedServer) -> None:
    said = {"name": " Ann ", "cover_url": "https://c", "style": "social", "gender": "female", "age": "young_adult"}
    dialect.lists(scripted_server, "avatars", [{"id": 7, "aspect_ratio": 1, **said}])
    assert client.avatars() == [
        jogg.Avatar("7", 0, "Ann", "https://c", "landscape", "social", "female", "young_adult", ready=True)
    ]


@pytest.mark.parametrize("name", ["audition_url", "audio_url"])
def test_a_voice_has_its_sample_by_either_name_q12(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer, name: str
) -> None:
    said = {"name": "Bob", "language": "english", "gender": "male", "age": "middle_aged", name: "https://s/a.mp3"}
    dialect.lists(scripted_server, "voices", [{"voice_id": "b", **said}])
    assert client.voices() == [
        jogg.Voice("b", "Bob", "https://s/a.mp3", "english", "male", "middle_aged", custom=False)
    ]


def test_traits_that_only_some_lists_tell_are_read_where_they_are(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer
) -> None:
    dialect.lists(scripted_server, "avatars", [{"id": 1, "scene": "news", "ethnicity": "african"}, {"id": 2}])
    said = {"accent": " british ", "use_case": "narrative_story"}
    dialect.lists(scripted_server, "voices", [{"voice_id": "a", **said}, {"voice_id": "b", "accent": 3}])
    assert [(each.scene, each.ethnicity) for each in client.avatars()] == [("news", "african"), ("", "")]
    assert [(each.accent, each.use_case) for each in client.voices()] == [("british", "narrative_story"), ("", "")]


def test_own_voices_are_told_apart(client: Client, dialect: Dialect, scripted_server: ScriptedServer) -> None:
    dialect.lists(scripted_server, "custom_voices", [{"voice_id": "mine"}])
    dialect.lists(scripted_server, "voices", [{"voice_id": "a"}])
    found = [*client.custom_voices(), *client.voices()]
    assert [(voice.voice_id, voice.custom) for voice in found] == [("mine", True), ("a", False)]


@pytest.mark.parametrize("data", [None, [], {}, {"avatars": None}, {"avatars": []}, {"avatars": ["text", 3, None]}])
def test_an_empty_list_has_many_shapes(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer, data: Any
) -> None:
    scripted_server.script(dialect.listing("avatars"), envelope(data))
    assert client.avatars() == []


@pytest.mark.parametrize("data", ["text", {"avatars": "text"}, {"avatars": {"1": {}}}])
def test_what_is_no_list_is_unreadable(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer, data: Any
) -> None:
    scripted_server.script(dialect.listing("avatars"), envelope(data))
    with pytest.raises(jogg.AnswerUnreadable):
        client.avatars()
