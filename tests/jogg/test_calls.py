"""What an observer hears of the calls: each once it has ended, well or badly, and without the ids in its path."""

import io

import pytest

import jogg
from jogg import Call, Client
from tests.jogg.dialects import JOB, Dialect
from tests.scripted_server import Answer, ScriptedServer, envelope


@pytest.fixture
def heard() -> list[Call]:
    return []


@pytest.fixture
def watched(scripted_server: ScriptedServer, dialect: Dialect, heard: list[Call], impatient: None) -> Client:
    return Client(scripted_server.url, "the-key", dialect.version, heard.append)


def test_a_success_is_heard_of_with_its_request_id(
    watched: Client, scripted_server: ScriptedServer, dialect: Dialect, heard: list[Call]
) -> None:
    scripted_server.script(dialect.sign, envelope({"sign_url": "https://h/s", dialect.hosted_url: "https://h/1"}))
    watched.sign("1.jpg", "image/jpeg", 5)
    assert heard == [Call("POST", f"/{dialect.version}/upload/asset", "rid-1")]


def test_a_refusal_is_heard_of_with_its_error(
    watched: Client, scripted_server: ScriptedServer, dialect: Dialect, heard: list[Call]
) -> None:
    scripted_server.script(dialect.create, envelope(code=18020, rid="rid-7"))
    with pytest.raises(jogg.NoCredit) as refused:
        watched.create({"avatar_id": 83})
    assert [(call.rid, call.error) for call in heard] == [("rid-7", refused.value)]


def test_no_id_is_in_the_path_that_is_heard_of(
    watched: Client, scripted_server: ScriptedServer, dialect: Dialect, heard: list[Call]
) -> None:
    dialect.says(scripted_server, status="processing")
    scripted_server.script(f"DELETE /{dialect.version}/endpoint/e-1", envelope())
    watched.project(JOB)
    watched.remove_endpoint("e-1")
    assert JOB not in heard[0].path
    assert (heard[1].method, heard[1].path) == ("DELETE", f"/{dialect.version}/endpoint/{{id}}")


def test_a_get_that_is_repeated_is_one_call(
    watched: Client, scripted_server: ScriptedServer, dialect: Dialect, heard: list[Call]
) -> None:
    scripted_server.script(dialect.project, Answer(b"", 503), envelope({"status": "processing"}))
    watched.project(JOB)
    assert [call.error for call in heard] == [None]


def test_the_storage_is_no_endpoint_of_the_api(
    watched: Client, scripted_server: ScriptedServer, heard: list[Call]
) -> None:
    scripted_server.script("GET /hosted/1.mp3", b"sound")
    watched.fetch(f"{scripted_server.url}/hosted/1.mp3?signature=abc", io.BytesIO(), 100)
    with pytest.raises(jogg.StorageRefused):
        watched.size_of(f"{scripted_server.url}/gone.mp3")
    assert [(call.method, call.path, type(call.error)) for call in heard] == [
        ("GET", jogg.STORAGE, type(None)),
        ("GET", jogg.STORAGE, jogg.StorageRefused),
    ]
