"""Webhook endpoints, in both dialects, with the envelope and without."""

import json
from typing import Any

import pytest

import jogg
from jogg import Client, Endpoint
from tests.jogg.dialects import Dialect
from tests.scripted_server import Answer, ScriptedServer, envelope

URL = "https://us.example/webhooks/jogg/"
SAID = {
    "endpoint_id": "wh_1", "url": URL, "secret": "whsec_1", "status": "enabled", "events": ["a", "b"],
    "username": "ann", "created_at": 1703894400,
}  # fmt: skip
READ = Endpoint("wh_1", URL, "whsec_1", enabled=True, events=("a", "b"))


@pytest.fixture
def says(scripted_server: ScriptedServer, dialect: Dialect) -> Any:
    """`says("GET /endpoints", answer)`, below the dialect's root."""

    def script(request: str, *answers: Any) -> None:
        method, path = request.split()
        scripted_server.script(f"{method} /{dialect.version}{path}", *answers)

    return script


@pytest.mark.parametrize(
    "answer",
    [envelope({"endpoints": [SAID]}), envelope([SAID]), {"data": [SAID]}, {"endpoints": [SAID]}, [SAID],
     {"data": {"endpoints": [SAID]}}, {"code": 0, "msg": "Success", "endpoints": [SAID]}],
)  # fmt: skip
def test_lists_endpoints_wherever_the_answer_has_them_q14(client: Client, says: Any, answer: Any) -> None:
    says("GET /endpoints", answer)
    assert client.endpoints() == [READ]


@pytest.mark.parametrize(
    "answer", [envelope(), envelope([]), envelope({}), envelope({"endpoints": None}), {"data": None}, {"data": []}, []]
)
def test_there_may_be_no_endpoint(client: Client, says: Any, answer: Any) -> None:
    says("GET /endpoints", answer)
    assert client.endpoints() == []


@pytest.mark.parametrize(
    "answer",
    [{}, {"message": "Hello"}, envelope({"a": 1}), envelope("text"), envelope({"endpoints": "text"}), b"", b"[broken"],
)
def test_an_answer_without_a_list_is_unreadable(client: Client, says: Any, answer: Any) -> None:
    says("GET /endpoints", answer)
    with pytest.raises(jogg.AnswerUnreadable) as caught:
        client.endpoints()
    assert caught.value.http_status == 200


@pytest.mark.parametrize(
    ("said", "enabled"),
    [("enabled", True), ("Enabled", True), ("disabled", False), ("", False), (None, False), (7, False)],
)
def test_tells_whether_an_endpoint_is_enabled(client: Client, says: Any, said: Any, enabled: bool) -> None:
    says("GET /endpoints", envelope([SAID | {"status": said}]))
    assert client.endpoints()[0].enabled is enabled


def test_an_endpoint_with_odd_fields_is_read_and_one_without_an_id_left_out(client: Client, says: Any) -> None:
    odd = {"endpoint_id": 7, "url": "javascript:alert(1)", "secret": None, "events": ["a", 3, None]}
    says("GET /endpoints", envelope([odd, {"url": URL}, "text", {"endpoint_id": "8", "events": "a"}]))
    assert client.endpoints() == [Endpoint("7", "", "", False, ("a",)), Endpoint("8", "", "", False, ())]


@pytest.mark.parametrize("answer", [envelope(SAID), SAID, {"data": SAID}, {"code": 0, "msg": "Success", **SAID}])
@pytest.mark.parametrize("how", ["add", "update"])
def test_registers_an_endpoint_and_reads_it_with_the_envelope_or_without_q14(
    client: Client, says: Any, scripted_server: ScriptedServer, answer: Any, how: str
) -> None:
    says("POST /endpoint", answer)
    says("PUT /endpoint/a%2Fb", answer)
    events = client.video_events
    found = client.add_endpoint(URL, events) if how == "add" else client.update_endpoint("a/b", URL, events)
    assert found == READ
    (seen,) = scripted_server.seen
    assert json.loads(seen.body) == {"url": URL, "status": "enabled", "events": list(events)}
    assert seen.headers["x-api-key"] == "the-key"


@pytest.mark.parametrize("answer", [envelope(), envelope({}), {}, {"message": "Hello"}, [], [SAID]])
def test_an_endpoint_without_an_id_is_unreadable(client: Client, says: Any, answer: Any) -> None:
    says("POST /endpoint", answer)
    with pytest.raises(jogg.AnswerUnreadable):
        client.add_endpoint(URL, ["a"])


@pytest.mark.parametrize("answer", [envelope({"message": "webhook deleted"}), {"code": 0, "msg": "Success"}])
def test_removes_an_endpoint(client: Client, says: Any, scripted_server: ScriptedServer, answer: Any) -> None:
    says("DELETE /endpoint/a%2Fb", answer)
    client.remove_endpoint("a/b")
    assert [(seen.method, seen.body) for seen in scripted_server.seen] == [("DELETE", b"")]


@pytest.mark.parametrize("answer", [envelope({"events": ["a", "b", 3]}), envelope(["a", "b"]), {"data": ["a", "b"]}])
def test_lists_the_events(client: Client, says: Any, answer: Any) -> None:
    says("GET /events", answer)
    assert client.events() == ["a", "b"]


CHANGES = {
    "POST /endpoint": lambda client: client.add_endpoint(URL, ["a"]),
    "PUT /endpoint/wh_1": lambda client: client.update_endpoint("wh_1", URL, ["a"]),
    "DELETE /endpoint/wh_1": lambda client: client.remove_endpoint("wh_1"),
}


@pytest.mark.parametrize("request_line", CHANGES)
@pytest.mark.parametrize("answer", [Answer(status=503), Answer(breaks="read"), Answer(delay=5)])
def test_a_change_is_never_repeated(
    client: Client, says: Any, scripted_server: ScriptedServer, request_line: str, answer: Answer
) -> None:
    says(request_line, answer)
    with pytest.raises(jogg.JoggError) as caught:
        CHANGES[request_line](client)
    assert caught.value.passing
    assert len(scripted_server.seen) == 1


@pytest.mark.parametrize("request_line", CHANGES)
def test_a_refused_change_says_why(client: Client, says: Any, request_line: str) -> None:
    says(request_line, Answer(envelope(code=10104, rid="rid-3"), 404))
    with pytest.raises(jogg.NotFound) as caught:
        CHANGES[request_line](client)
    assert (caught.value.rid, caught.value.http_status) == ("rid-3", 404)


@pytest.mark.parametrize("answer", [Answer({"message": "No"}, 403), Answer([], 302), Answer({}, 500), Answer({}, 429)])
def test_only_a_2xx_may_come_without_an_envelope(client: Client, says: Any, answer: Answer) -> None:
    says("DELETE /endpoint/wh_1", answer)
    with pytest.raises(jogg.JoggError):
        client.remove_endpoint("wh_1")


def test_a_secret_isn_t_shown_with_its_endpoint() -> None:
    assert "whsec_1" not in repr(READ)
