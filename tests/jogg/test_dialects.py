"""What both dialects do alike: uploads, paid calls and the state of a video, however they are worded."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest

import jogg
from jogg import Client, JobState, VideoRequest
from tests.jogg.dialects import JOB, Dialect
from tests.scripted_server import Answer, ScriptedServer, envelope


@pytest.fixture
def project(client: Client, dialect: Dialect, scripted_server: ScriptedServer) -> Any:
    """`project(status=…)`: what is read where Jogg says this about the job."""

    def read(**data: Any) -> jogg.Project:
        dialect.says(scripted_server, **data)
        return client.project(JOB)

    return read


def test_speaks_v1_unless_told_otherwise() -> None:
    assert Client("http://jogg", "key").version == "v1"


def test_an_unknown_version_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="v3"):
        Client("http://jogg", "key", "v3")


def test_signs_an_upload(client: Client, dialect: Dialect, scripted_server: ScriptedServer) -> None:
    scripted_server.script(
        dialect.sign, envelope({"sign_url": "https://s/1?x=2", dialect.hosted_url: "https://h/1"}, rid="rid-2")
    )
    signed = client.sign("1.jpg", "image/jpeg", 100)
    assert (signed.sign_url, signed.hosted_url, signed.rid) == ("https://s/1?x=2", "https://h/1", "rid-2")
    assert len(scripted_server.seen) == 1


@pytest.mark.parametrize("sign_url", [None, "", " ", "s/1", "ftp://s/1", 7])
def test_an_answer_without_a_signed_url_is_unreadable(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer, sign_url: Any
) -> None:
    scripted_server.script(
        dialect.sign, envelope({"sign_url": sign_url, dialect.hosted_url: "https://h/1"}, rid="rid-3")
    )
    with pytest.raises(jogg.AnswerUnreadable) as caught:
        client.sign("1.jpg", "image/jpeg", 100)
    assert caught.value.rid == "rid-3"


@pytest.mark.parametrize("data", [None, [], {}, {"sign_url": "https://s/1"}])
def test_an_answer_without_its_data_is_unreadable(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer, data: Any
) -> None:
    scripted_server.script(dialect.sign, envelope(data))
    with pytest.raises(jogg.AnswerUnreadable):
        client.sign("1.jpg", "image/jpeg", 100)


def test_puts_the_bytes_as_the_type_that_was_signed(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer
) -> None:
    urls = {"sign_url": f"{scripted_server.url}/signed?x=1", dialect.hosted_url: "https://h/1"}
    scripted_server.script(dialect.sign, envelope(urls))
    scripted_server.script("PUT /signed", b"")
    signed = client.sign("1.jpg", "image/jpeg", 5)
    client.put(signed, io.BytesIO(b"bytes"))
    put = scripted_server.seen[-1]
    assert (put.body, put.headers["content-type"], put.query) == (b"bytes", signed.content_type, "x=1")
    assert "x-api-key" not in put.headers


@pytest.mark.parametrize("job_id", ["0123456789abcdef0123456789abcdef", "video_17", "a/b c", 4711])
def test_an_id_is_opaque_q13(client: Client, dialect: Dialect, scripted_server: ScriptedServer, job_id: Any) -> None:
    scripted_server.script(dialect.create, envelope({dialect.job_id: job_id}, rid="rid-4"))
    created = client.create({"script": "x"})
    assert (created.job_id, created.rid) == (str(job_id), "rid-4")


@pytest.mark.parametrize("name", ["project_id", "video_id"])
def test_a_paid_id_is_found_under_either_name_q2(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer, name: str
) -> None:
    scripted_server.script(dialect.create, envelope({name: "job-7"}))
    assert client.create({}).job_id == "job-7"


@pytest.mark.parametrize("job_id", ["", " ", None, True, 0, [], {"id": 1}])
def test_a_success_without_an_id_is_an_unknown_outcome_q4(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer, job_id: Any
) -> None:
    scripted_server.script(dialect.create, envelope({dialect.job_id: job_id}))
    with pytest.raises(jogg.AnswerUnreadable) as caught:
        client.create({})
    assert not caught.value.not_accepted


@pytest.mark.parametrize(
    ("answer", "not_accepted"),
    [
        (Answer(envelope(code=18020), 402), True),
        (Answer(envelope(code=10105), 401), True),
        (Answer(envelope(code=18025), 403), True),
        (Answer(envelope(code=40000), 400), True),
        (Answer(envelope(code=429), 200), True),
        (Answer(b"", 429), True),
        (Answer(envelope(code=10104), 404), False),
        (Answer(envelope(code=50000)), False),
        (Answer(envelope(code="18020"), 402), False),
        (Answer(b"Unauthorized", 401), False),
        (Answer(b"Forbidden", 403), False),
        (Answer({"message": "Bad request"}, 400), False),
        (Answer(envelope(code=40000), 502), False),
        (Answer(breaks="unread"), False),
        (Answer(breaks="read"), False),
        (Answer(delay=5), False),
    ],
)
def test_only_some_errors_prove_that_nothing_was_taken_q4(
    client: Client, dialect: Dialect, scripted_server: ScriptedServer, answer: Answer, not_accepted: bool
) -> None:
    scripted_server.script(dialect.create, answer)
    with pytest.raises(jogg.JoggError) as caught:
        client.create({})
    assert caught.value.not_accepted is not_accepted
    assert len(scripted_server.seen) == 1, "a paid call was repeated"


def test_no_connection_proves_that_nothing_was_taken_q4(
    unreachable_url: str, dialect: Dialect, impatient: None
) -> None:
    with pytest.raises(jogg.ConnectionFailed) as caught:
        Client(unreachable_url, "key", dialect.version).create({})
    assert caught.value.not_accepted


STATES = {
    JobState.WAITING: [1, 2, "1", " 2 ", "start", "waiting", "pending", "queued", " Pending\n"],
    JobState.PROCESSING: [3, "3", "processing", "rendering", "RUNNING"],
    JobState.SUCCEEDED: [4, "4", "completed", "success", "Succeeded"],
    JobState.FAILED: [5, "5", "failed", "fail", "error", "cancelled", "canceled", "FAIL"],
    JobState.DELETED: [99, "99", "deleted"],
    JobState.UNRECOGNISED: [0, 6, "on_holiday", "٤", True, False, None, "", 4.5, [4], {"status": 4}, "success!"],
}


@pytest.mark.parametrize("name", ["status_code", "status", "status_desc"])
@pytest.mark.parametrize(("said", "state"), [(said, state) for state, words in STATES.items() for said in words])
def test_reads_numbers_and_words_under_any_name_q1(project: Any, name: str, said: Any, state: JobState) -> None:
    assert project(**{name: said}).state == state


def test_a_video_without_any_state_is_unrecognised(project: Any) -> None:
    assert (project().state, project().raw_status) == (JobState.UNRECOGNISED, "")


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"status_code": 4, "status_desc": "failed"}, JobState.SUCCEEDED),
        ({"status_code": 5, "status": "success"}, JobState.FAILED),
        ({"status_code": 42, "status": "success"}, JobState.SUCCEEDED),
        ({"status_code": None, "status": "fail"}, JobState.FAILED),
        ({"status_code": 42, "status_desc": "success"}, JobState.UNRECOGNISED),
        ({"status": "busy", "status_desc": "success"}, JobState.UNRECOGNISED),
        ({"status_code": None, "status": "", "status_desc": "success"}, JobState.SUCCEEDED),
    ],
)
def test_of_contradicting_states_the_known_code_counts_then_the_known_word(
    project: Any, said: dict[str, Any], state: JobState
) -> None:
    assert project(**said).state == state


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"status": "on holiday"}, "on holiday"),
        ({"status_code": 42}, "42"),
        ({"status_code": 7, "status_desc": "x"}, "x"),
    ],
)
def test_keeps_jogg_s_own_word_for_a_state(project: Any, said: dict[str, Any], word: str) -> None:
    assert project(**said).raw_status == word


@pytest.mark.parametrize("length", ["video_duration", "duration"])
def test_reads_a_finished_video(project: Any, length: str) -> None:
    video, cover = "https://res.jogg.ai/v.mp4", "https://res.jogg.ai/c.jpg"
    found = project(status="success", video_url=video, cover_url=cover, created_at=1732806631, **{length: 12})
    created_at = datetime(2024, 11, 28, 15, 10, 31, tzinfo=UTC)
    assert found == jogg.Project(JOB, JobState.SUCCEEDED, "success", video, cover, 12.0, "", "rid-9", created_at)
    assert found.created_at.utcoffset().total_seconds() == 0


@pytest.mark.parametrize("created_at", [None, 0, -5, "soon", True, 10**30, "nan", [1]])
def test_a_time_that_is_none_stays_unknown(project: Any, created_at: Any) -> None:
    assert project(status="success", created_at=created_at).created_at is None


@pytest.mark.parametrize("duration", [0, None, "soon", True, -1, "inf", 10**400])
def test_a_length_that_is_none_stays_unknown(project: Any, duration: Any) -> None:
    assert project(status_code=4, video_duration=duration).duration is None


@pytest.mark.parametrize("url", ["javascript:alert(1)", 7, "", None])
def test_success_may_come_without_a_link_that_a_page_could_show_q8(project: Any, url: Any) -> None:
    found = project(status_code=4, video_url=url, cover_url=url)
    assert (found.state, found.video_url, found.cover_url) == (JobState.SUCCEEDED, "", "")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"error": {"message": "No face found."}}, "No face found."),
        ({"error": "No face found."}, "No face found."),
        ({"err_msg": " No face found. "}, "No face found."),
        ({"fail_msg": "No face found."}, "No face found."),
        ({"message": "No face found."}, "No face found."),
        ({"error": None, "err_msg": "No face found."}, "No face found."),
        ({"error": {"message": ""}, "err_msg": "No face found."}, "No face found."),
        ({"error": "Success", "err_msg": "No face found."}, "No face found."),
        ({"error": {}}, ""),
        ({"error": {"message": "success"}, "err_msg": "OK", "fail_msg": "Success.", "message": " ok "}, ""),
        ({"error": 5, "err_msg": ["odd"]}, ""),
        ({}, ""),
    ],
)
def test_finds_the_reason_of_a_failure_and_never_success_q3(project: Any, fields: dict[str, Any], said: str) -> None:
    assert project(status="fail", **fields).failure == said


def test_a_message_is_no_reason_where_nothing_failed(project: Any) -> None:
    assert project(status="processing", message="Working on it.", fail_msg="none").failure == ""


def test_the_choice_of_screen_means_the_same_in_both_dialects_q10(client: Client) -> None:
    bodies = [client.create_body(VideoRequest("83", 0, "square", style, False, script="Hi")) for style in (1, 2, 3)]
    assert [body["screen_style"] for body in bodies] == [1, 2, 3]
    assert [body["caption"] for body in bodies] == [False] * 3
