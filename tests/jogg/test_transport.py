"""How an exchange with Jogg ends: each way a call can fail is its own error."""

import gzip
import io
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

import jogg
from jogg.transport import Transport
from tests.scripted_server import Answer, ScriptedServer, envelope

BODY = {"filename": "1.jpg"}


@pytest.fixture
def server(scripted_server: ScriptedServer, impatient: None) -> ScriptedServer:
    return scripted_server


@pytest.fixture
def calls(server: ScriptedServer) -> Transport:
    return Transport(server.url, "the-key")


def failure(calls: Transport, server: ScriptedServer, *answers: Answer, method: str = "POST") -> jogg.JoggError:
    """The error that a call to a Jogg with these answers ends in."""
    server.script(f"{method} /v1/thing", *answers)
    with pytest.raises(jogg.JoggError) as caught:
        calls.post("/v1/thing", BODY) if method == "POST" else calls.get("/v1/thing")
    return caught.value


def test_returns_the_envelope_of_a_success(calls: Transport, server: ScriptedServer) -> None:
    server.script("POST /v1/thing", envelope({"a": 1}))
    assert calls.post("/v1/thing", BODY).envelope["data"] == {"a": 1}


@pytest.mark.parametrize("method", ["get", "post", "post_once"])
def test_sends_the_key_with_every_call_of_the_api(calls: Transport, server: ScriptedServer, method: str) -> None:
    server.script("GET /v1/thing", envelope({}))
    server.script("POST /v1/thing", envelope({}))
    getattr(calls, method)("/v1/thing", BODY)
    assert server.seen[0].headers["x-api-key"] == "the-key"


@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        (Answer(envelope(code=429), headers={"Retry-After": "7"}), 7),
        (Answer(envelope(code=429, retryAfter=8)), 8),
        (Answer(envelope(code=429, retry_after="9")), 9),
        (Answer(envelope({"retryAfter": 10}, code=429)), 10),
        (Answer(b"slow down", status=429, headers={"Retry-After": "11"}), 11),
        (Answer(envelope(code=0, retryAfter=12), status=429), 12),
        (Answer(b"slow down", status=429), 60),
        (Answer(envelope(code=429), status=429, headers={"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}), 60),
        (Answer(envelope(code=429, retryAfter=0)), 1),
        (Answer(envelope(code=429, retryAfter=10**400)), 60),
        (Answer(envelope(code=429, retryAfter=10**9)), 3600),
    ],
)
def test_finds_the_wait_wherever_a_rate_limit_says_it(
    calls: Transport, server: ScriptedServer, answer: Answer, wait: float
) -> None:
    error = failure(calls, server, answer)
    assert isinstance(error, jogg.RateLimited)
    assert error.retry_after == wait
    assert error.not_accepted
    assert error.passing


def test_a_rate_limited_get_is_told_at_once_instead_of_being_sat_out(calls: Transport, server: ScriptedServer) -> None:
    error = failure(calls, server, Answer(envelope(code=429), status=429, headers={"Retry-After": "3"}), method="GET")
    assert isinstance(error, jogg.RateLimited)
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("code", "kind", "not_accepted"),
    [
        (10104, jogg.NotFound, False),
        (10105, jogg.BadKey, True),
        (18020, jogg.NoCredit, True),
        (18025, jogg.NoPermission, True),
        (40000, jogg.BadParameter, True),
        (50000, jogg.ServerFailed, False),
        (12345, jogg.Refused, False),
    ],
)
@pytest.mark.parametrize("status", [200, 400])
def test_a_refusal_carries_sentence_code_and_rid(
    calls: Transport, server: ScriptedServer, code: int, kind: type[jogg.JoggError], not_accepted: bool, status: int
) -> None:
    error = failure(calls, server, Answer(envelope(code=code, msg="filename is odd", rid="rid-7"), status))
    assert type(error) is kind
    assert (error.code, error.rid, error.not_accepted) == (str(code), "rid-7", not_accepted)
    assert error.sentence.endswith(": filename is odd")


@pytest.mark.parametrize("msg", ["Success", "ok", ""])
def test_success_is_never_shown_as_a_reason(calls: Transport, server: ScriptedServer, msg: str) -> None:
    error = failure(calls, server, Answer(envelope(code=18020, msg=msg)))
    assert error.sentence == "The Jogg account has no credit left."


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"<html>Bad gateway</html>"),
        Answer(b""),
        Answer([1, 2]),
        Answer(envelope({}, code=True)),
        Answer(envelope({}, code="0")),
        Answer(envelope({}, code=None)),
        Answer({"data": {}}),
        Answer(b"<html>Found</html>", status=302, headers={"Location": "/v1/thing"}),
        Answer(envelope({}), status=404),
    ],
)
def test_what_is_no_envelope_is_unreadable(calls: Transport, server: ScriptedServer, answer: Answer) -> None:
    error = failure(calls, server, answer)
    assert isinstance(error, jogg.AnswerUnreadable)
    assert not error.not_accepted
    assert len(server.seen) == 1


@pytest.mark.parametrize("content", [b"oops", envelope(code=50000, msg="oops")])
def test_a_server_error_leaves_the_outcome_open(calls: Transport, server: ScriptedServer, content: object) -> None:
    error = failure(calls, server, Answer(content, status=500))
    assert isinstance(error, jogg.ServerFailed)
    assert not error.not_accepted
    assert error.passing


@pytest.mark.parametrize(
    "answer", [Answer(breaks="read"), Answer(breaks="unread"), Answer(envelope({}), breaks="halfway")]
)
def test_a_broken_connection_is_a_lost_answer(calls: Transport, server: ScriptedServer, answer: Answer) -> None:
    assert isinstance(failure(calls, server, answer), jogg.AnswerLost)


def test_a_late_answer_is_a_lost_answer(calls: Transport, server: ScriptedServer) -> None:
    error = failure(calls, server, Answer(envelope({}), delay=5))
    assert isinstance(error, jogg.AnswerLost)
    assert "in time" in error.sentence


@pytest.mark.parametrize("method", ["post", "post_once", "get"])
def test_no_connection_proves_that_nothing_was_sent(unreachable_url: str, impatient: None, method: str) -> None:
    with pytest.raises(jogg.ConnectionFailed) as caught:
        getattr(Transport(unreachable_url, "key"), method)("/v1/thing", {})
    assert caught.value.not_accepted


def test_an_unknown_host_proves_that_nothing_was_sent(impatient: None) -> None:
    with pytest.raises(jogg.ConnectionFailed):
        Transport("http://nowhere.invalid", "key").post_once("/v1/thing", {})


@pytest.fixture
def full_house() -> Iterator[str]:
    """A server that accepts nobody any more, so that connecting takes for ever."""
    with socket.socket() as listener, socket.socket() as first, socket.socket() as second:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for guest in (first, second):
            guest.setblocking(False)
            guest.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_connection_that_takes_too_long_proves_that_nothing_was_sent(full_house: str, impatient: None) -> None:
    with pytest.raises(jogg.ConnectionFailed):
        Transport(full_house, "key").post_once("/v1/thing", {})


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_get_is_repeated_on_a_passing_fault(calls: Transport, server: ScriptedServer, status: int) -> None:
    server.script("GET /v1/thing", Answer(status=status), Answer(breaks="read"), envelope({"a": 1}))
    assert calls.get("/v1/thing").envelope["data"] == {"a": 1}
    assert len(server.seen) == 3


@pytest.mark.parametrize("answer", [Answer(status=503), Answer(breaks="read"), Answer(delay=5)])
@pytest.mark.parametrize("method", ["post", "post_once"])
def test_a_post_is_never_repeated(calls: Transport, server: ScriptedServer, answer: Answer, method: str) -> None:
    server.script("POST /v1/thing", answer)
    with pytest.raises(jogg.JoggError):
        getattr(calls, method)("/v1/thing", BODY)
    assert len(server.seen) == 1


def put(calls: Transport, server: ScriptedServer, answer: Answer, content: bytes = b"bytes") -> None:
    server.script("PUT /signed", answer)
    calls.put(f"{server.url}/signed?signature=x", io.BytesIO(content), "application/octet-stream")


@pytest.mark.parametrize(
    "answer", [Answer(), Answer(status=201), Answer(b"OK"), Answer(envelope()), Answer(b"{broken"), Answer([])]
)
def test_a_put_is_done_whether_it_is_answered_with_an_envelope_or_with_nothing(
    calls: Transport, server: ScriptedServer, answer: Answer
) -> None:
    put(calls, server, answer)
    assert server.seen[0].body == b"bytes"


def test_a_put_is_measured_and_carries_no_key(calls: Transport, server: ScriptedServer) -> None:
    put(calls, server, Answer(), b"x" * 100_000)
    headers = server.seen[0].headers
    assert headers["content-length"] == "100000"
    assert headers["content-type"] == "application/octet-stream"
    assert "transfer-encoding" not in headers
    assert "x-api-key" not in headers


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(status=403), "403"),
        (Answer(status=500), "500"),
        (Answer(status=307, headers={"Location": "/signed"}), "307"),
        (Answer(envelope(code=40000)), "40000"),
    ],
)
def test_a_put_that_storage_refuses_may_go_well_later(
    calls: Transport, server: ScriptedServer, answer: Answer, code: str
) -> None:
    with pytest.raises(jogg.StorageRefused) as caught:
        put(calls, server, answer)
    assert caught.value.code == code
    assert caught.value.passing
    assert len(server.seen) == 1


def test_a_put_whose_connection_breaks_is_a_lost_answer(calls: Transport, server: ScriptedServer) -> None:
    with pytest.raises(jogg.AnswerLost):
        put(calls, server, Answer(breaks="read"))


def test_what_the_api_sets_as_a_cookie_goes_nowhere(calls: Transport, server: ScriptedServer) -> None:
    cookie = {"Set-Cookie": "__cf_bm=abc; Path=/"}
    server.script("GET /v1/thing", Answer(envelope(), headers=cookie))
    calls.get("/v1/thing")
    calls.get("/v1/thing")
    put(calls, server, Answer(b"", headers=cookie))
    put(calls, server, Answer(b""))
    assert [seen for seen in server.seen if "cookie" in seen.headers] == []


def test_a_netrc_file_adds_nothing(
    calls: Transport, server: ScriptedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    put(calls, server, Answer(b""))
    assert "authorization" not in server.seen[-1].headers


def fetch(calls: Transport, server: ScriptedServer, *answers: Answer, limit: int = 100) -> tuple[bytes, str]:
    server.script("GET /file", *answers)
    into = io.BytesIO()
    content_type = calls.fetch(f"{server.url}/file", into, limit)
    return into.getvalue(), content_type


def test_fetches_a_file_without_the_key(calls: Transport, server: ScriptedServer) -> None:
    served = Answer(b"x" * 100, headers={"Content-Type": "video/mp4"})
    assert fetch(calls, server, served) == (b"x" * 100, "video/mp4")
    assert "x-api-key" not in server.seen[0].headers


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(b"x" * 101), jogg.StorageRefused),
        (Answer(b"not yet", status=404), jogg.StorageRefused),
        (Answer(b"x" * 90, breaks="halfway"), jogg.AnswerLost),
        (Answer(breaks="read"), jogg.AnswerLost),
    ],
)
def test_a_file_that_is_too_large_not_served_or_cut_off_is_an_error(
    calls: Transport, server: ScriptedServer, answer: Answer, kind: type[jogg.JoggError]
) -> None:
    with pytest.raises(kind):
        fetch(calls, server, answer)


def test_a_packed_file_is_unpacked_and_its_announced_size_not_believed(
    calls: Transport, server: ScriptedServer
) -> None:
    packed = Answer(gzip.compress(b"x" * 90), headers={"Content-Encoding": "gzip"})
    assert fetch(calls, server, packed)[0] == b"x" * 90


def size_of(calls: Transport, server: ScriptedServer, *answers: Answer) -> int | None:
    server.script("GET /file", *answers)
    return calls.size_of(f"{server.url}/file")


@pytest.mark.parametrize(
    ("answer", "size"),
    [
        (Answer(b"x", 206, {"Content-Range": "bytes 0-0/5000"}), 5000),
        (Answer(b"x", 206, {"Content-Range": "bytes 0-0/*"}), None),
        (Answer(b"x", 206, {"Content-Range": "bytes 0-0/5000", "Content-Encoding": "gzip"}), None),
        (Answer(b"x" * 70), 70),
        (Answer(b"", 416, {"Content-Range": "bytes */0"}), 0),
        (Answer(gzip.compress(b"x" * 70), headers={"Content-Encoding": "gzip"}), None),
    ],
)
def test_the_size_of_a_file_is_asked_for_with_one_byte_and_without_the_key(
    calls: Transport, server: ScriptedServer, answer: Answer, size: int | None
) -> None:
    assert size_of(calls, server, answer) == size
    (seen,) = server.seen
    assert seen.headers["range"] == "bytes=0-0"
    assert "x-api-key" not in seen.headers


def test_the_size_is_that_of_the_place_a_link_leads_on_to(calls: Transport, server: ScriptedServer) -> None:
    server.script("GET /there", Answer(b"x", 206, {"Content-Range": "bytes 0-0/5000"}))
    assert size_of(calls, server, Answer(status=302, headers={"Location": "/there"})) == 5000


@pytest.mark.parametrize("status", [403, 404, 410, 503])
def test_the_size_of_what_isnt_served_is_an_error(calls: Transport, server: ScriptedServer, status: int) -> None:
    with pytest.raises(jogg.StorageRefused) as caught:
        size_of(calls, server, Answer(b"x", status))
    assert (caught.value.code, caught.value.http_status) == (str(status), status)


def test_a_connection_that_breaks_tells_no_size(calls: Transport, server: ScriptedServer) -> None:
    with pytest.raises(jogg.AnswerLost):
        size_of(calls, server, Answer(breaks="read"))


def test_each_paid_call_has_a_connection_of_its_own(calls: Transport, server: ScriptedServer) -> None:
    """A server that closes a kept connection must not make a paid call's outcome unknown."""
    server.script("POST /v1/thing", envelope({}))
    for call in (calls.post, calls.post, calls.post_once, calls.post_once):
        call("/v1/thing", BODY)
    kept, kept_again, *own = [seen.connection for seen in server.seen]
    assert kept == kept_again
    assert len({kept, *own}) == 3
