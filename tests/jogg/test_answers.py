"""What Jogg answered is kept with every result and every error, without its secrets."""

import io
from typing import Any

import pytest

import jogg
from jogg import Client
from jogg.redaction import REDACTED
from tests.jogg.dialects import JOB, Dialect
from tests.scripted_server import Answer, ScriptedServer, envelope

SIGNED = "https://s.example/1?X-Amz-Signature=s3cr3t&x=1"


def failure(client: Client, dialect: Dialect, server: ScriptedServer, answer: Any) -> jogg.JoggError:
    """The error that a paid call ends in where it is answered like this."""
    server.script(dialect.create, answer)
    with pytest.raises(jogg.JoggError) as caught:
        client.create({})
    return caught.value


def test_a_signed_upload_has_its_answer(client: Client, dialect: Dialect, scripted_server: ScriptedServer) -> None:
    scripted_server.script(
        dialect.sign, Answer(envelope({"sign_url": SIGNED, dialect.hosted_url: "https://h/1"}, rid="rid-2"), 201)
    )
    signed = client.sign("1.jpg", "image/jpeg", 100)
    told = {"sign_url": f"https://s.example/1?{REDACTED}", dialect.hosted_url: "https://h/1"}
    assert signed.answer == jogg.Answer(201, "0", "rid-2", envelope(told, rid="rid-2"))
    assert signed.sign_url == SIGNED


def test_a_created_video_has_its_answer(client: Client, dialect: Dialect, scripted_server: ScriptedServer) -> None:
    said = envelope({dialect.job_id: JOB}, rid="rid-4", extra=[1])
    scripted_server.script(dialect.create, said)
    assert client.create({}).answer == jogg.Answer(200, "0", "rid-4", said)


def test_a_project_has_its_answer_without_secrets(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer
) -> None:
    dialect.says(
        scripted_server, status="failed", error=f"the-key can't read {SIGNED}", token="s3cr3t", status_desc="the-key"
    )
    project = client.project(JOB)
    assert project.failure == f"{REDACTED} can't read https://s.example/1?X-Amz-Signature={REDACTED}&x=1"
    assert project.raw_status == REDACTED
    assert project.answer.payload["data"]["error"] == project.failure
    assert "s3cr3t" not in str(project.answer)


def test_a_key_that_is_also_a_field_s_name_breaks_nothing(dialect: Dialect, scripted_server: ScriptedServer) -> None:
    dialect.says(scripted_server, status="success", video_url="https://v")
    project = Client(scripted_server.url, "data", dialect.version).project(JOB)
    assert (project.state, project.video_url) == (jogg.JobState.SUCCEEDED, "https://v")
    assert list(project.answer.payload) == ["rid", "code", "msg", REDACTED]


def test_an_answer_makes_no_result_different_and_doesn_t_clutter_it() -> None:
    told = jogg.Answer(200, "0", "rid", {"msg": "told"})
    assert jogg.Created("1", "rid", told) == jogg.Created("1", "rid")
    assert "told" not in repr(jogg.Created("1", "rid", told))
    assert jogg.Created("1", "rid").answer == jogg.Answer(0, "", "", None)


@pytest.mark.parametrize(
    ("content", "status", "kind", "code"),
    [
        (envelope(code=18020, rid="rid-5"), 200, jogg.NoCredit, "18020"),
        (envelope(code=10105, rid="rid-5"), 401, jogg.BadKey, "10105"),
        (envelope(code=429, rid="rid-5"), 200, jogg.RateLimited, "429"),
        (envelope(code=50000, rid="rid-5"), 200, jogg.ServerFailed, "50000"),
        (envelope(code=0, rid="rid-5"), 503, jogg.ServerFailed, "0"),
        (envelope({}, rid="rid-5"), 200, jogg.AnswerUnreadable, "0"),
        (envelope({}, code="odd", rid="rid-5"), 200, jogg.AnswerUnreadable, ""),
    ],
)
def test_an_error_has_its_answer(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer,
    content: Any, status: int, kind: type[jogg.JoggError], code: str,
) -> None:  # fmt: skip
    error = failure(client, dialect, scripted_server, Answer(content, status))
    assert type(error) is kind
    assert error.answer == jogg.Answer(status, code, "rid-5", content)
    assert (error.http_status, error.rid) == (status, "rid-5")


@pytest.mark.parametrize("status", [200, 401, 429, 502])
def test_what_is_no_json_is_kept_as_text(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer, status: int
) -> None:
    text = f"<html>the-key {SIGNED} " + "é" * 3000
    error = failure(client, dialect, scripted_server, Answer(text.encode(), status))
    assert (error.http_status, error.answer.code, error.rid) == (status, "", "")
    assert error.answer.payload.startswith(f"<html>{REDACTED} https://s.example/1?X-Amz-Signature={REDACTED}&x=1 é")
    assert len(error.answer.payload) == 2000


def test_a_text_is_cut_only_after_its_secrets_are_out(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer
) -> None:
    error = failure(client, dialect, scripted_server, Answer(b"x" * 1996 + b"the-key and more"))
    assert error.answer.payload == "x" * 1996 + REDACTED[:4]


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe", b"[" * 100_000, b'{"code": 0, "data": ' + b"[" * 100_000, b"1" * 5000, b"null", b"", b'"text"'],
)
def test_the_oddest_answer_is_only_unreadable(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer, content: bytes
) -> None:
    error = failure(client, dialect, scripted_server, Answer(content))
    assert isinstance(error, jogg.AnswerUnreadable)
    assert error.http_status == 200


def test_numbers_that_no_database_takes_are_left_out(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer
) -> None:
    scripted_server.script(dialect.project, b'{"code": 0, "data": {"a": NaN, "b": [Infinity, 1e999], "c": 1.5}}')
    assert client.project(JOB).answer.payload["data"] == {"a": None, "b": [None, None], "c": 1.5}


def test_a_message_of_jogg_s_doesn_t_tell_the_key(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer
) -> None:
    error = failure(client, dialect, scripted_server, envelope(code=10105, msg="the-key is unknown"))
    assert error.sentence == f"Jogg refuses the API key: {REDACTED} is unknown"


@pytest.mark.parametrize("answer", [Answer(breaks="read"), Answer(envelope({}), breaks="halfway"), Answer(delay=5)])
def test_where_no_answer_came_there_is_none(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer, answer: Answer
) -> None:
    error = failure(client, dialect, scripted_server, answer)
    assert (type(error), error.answer, error.http_status) == (jogg.AnswerLost, None, None)


def test_where_no_connection_came_about_there_is_no_answer(
    unreachable_url: str, dialect: Dialect, impatient: None
) -> None:
    with pytest.raises(jogg.ConnectionFailed) as caught:
        Client(unreachable_url, "the-key", dialect.version).create({})
    assert (caught.value.answer, caught.value.http_status) == (None, None)


@pytest.mark.parametrize(
    ("answer", "payload"),
    [
        (Answer(b"<Error>Denied</Error>", 403), "<Error>Denied</Error>"),
        (Answer(b"<Said>quoted-signature</Said>", 403), f"<Said>{REDACTED}</Said>"),
        (Answer(b"<AWSAccessKeyId>AKIA</AWSAccessKeyId>", 403), f"<AWSAccessKeyId>{REDACTED}</AWSAccessKeyId>"),
        (Answer(envelope(code=40000, rid="rid-6")), envelope(code=40000, rid="rid-6")),
        (Answer(b"", 500), ""),
    ],
)
def test_a_refused_put_has_its_answer(
    client: Client, scripted_server: ScriptedServer, answer: Answer, payload: Any
) -> None:
    scripted_server.script("PUT /signed", answer)
    url = f"{scripted_server.url}/signed?whatever=quoted-signature&short=Said"
    with pytest.raises(jogg.StorageRefused) as caught:
        client.put(jogg.SignedUpload(url, "https://h/1", "image/jpeg", ""), io.BytesIO(b"bytes"))
    assert (caught.value.http_status, caught.value.answer.payload) == (answer.status, payload)


@pytest.mark.parametrize(
    ("answer", "payload"),
    [
        (Answer(b"not yet", 404), "not yet"),
        (Answer({"token": "x"}, 403), {"token": REDACTED}),
        (Answer(b"x" * 9000, 404), "x" * 2000),
        (Answer(b"cut short", 404, headers={"Content-Length": "900"}, breaks="halfway"), ""),
        (Answer(b"x" * 101), None),
    ],
)
def test_a_file_that_isn_t_served_has_what_came_of_the_beginning_of_its_answer(
    client: Client, scripted_server: ScriptedServer, answer: Answer, payload: Any
) -> None:
    scripted_server.script("GET /file", answer)
    with pytest.raises(jogg.StorageRefused) as caught:
        client.fetch(f"{scripted_server.url}/file", io.BytesIO(), 100)
    assert (caught.value.http_status, caught.value.answer.payload) == (answer.status, payload)
