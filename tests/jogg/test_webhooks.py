"""What Jogg delivers: verified by its raw body, and read by the event's name."""

import hashlib
import json
from typing import Any

import pytest

import jogg
from jogg import JobState, webhooks
from jogg.redaction import REDACTED

SECRET = "whsec_1"
BODY = b'{"event": "generated_video_success", "data": {"project_id": "job-1"}}'


def event(said: dict[str, Any], header: str = "") -> jogg.WebhookEvent:
    return webhooks.parse(json.dumps(said).encode(), header)


def test_signs_with_a_hex_hmac_sha256_as_rfc_4231_has_it() -> None:
    assert webhooks.sign(b"what do ya want for nothing?", "Jefe") == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


def test_verifies_what_was_signed() -> None:
    signature = webhooks.sign(BODY, SECRET)
    assert webhooks.verify(BODY, signature, SECRET)
    assert webhooks.verify(BODY, f" {signature.upper()} ", SECRET)


def test_verifies_a_secret_and_a_body_of_any_characters() -> None:
    assert webhooks.verify(b"\xff\x00", webhooks.sign(b"\xff\x00", "ключ\ud800"), "ключ\ud800")


@pytest.mark.parametrize("signature", ["", None, " ", "é" * 64, "\ud800", "0" * 64, "K" * 64, "00", "sha256"])
def test_no_other_signature_is_valid_and_none_raises(signature: str | None) -> None:
    assert webhooks.verify(BODY, signature, SECRET) is False


def test_a_signature_is_for_one_body_and_one_secret() -> None:
    signature = webhooks.sign(BODY, SECRET)
    assert not webhooks.verify(BODY + b" ", signature, SECRET)
    assert not webhooks.verify(BODY, signature, "whsec_2")
    assert not webhooks.verify(BODY, signature[:-1], SECRET)


def test_without_a_secret_nothing_is_valid() -> None:
    assert not webhooks.verify(BODY, webhooks.sign(BODY, ""), "")


@pytest.mark.parametrize("name", ["generated_video_success", "generated_avatar_video_success"])
def test_reads_a_success(name: str) -> None:
    found = event(
        {
            "event_id": "e-1",
            "event": name,
            "data": {
                "project_id": "job-1", "status": "success", "video_url": "https://v", "cover_url": "https://c",
                "duration": 12,
            },
        }
    )  # fmt: skip
    assert (found.event_id, found.name, found.state, found.job_id) == ("e-1", name, JobState.SUCCEEDED, "job-1")
    assert (found.video_url, found.cover_url, found.duration) == ("https://v", "https://c", 12.0)
    assert (found.raw_status, found.failure) == ("success", "")


@pytest.mark.parametrize("name", ["generated_video_failed", "generated_avatar_video_failed"])
@pytest.mark.parametrize(
    ("fields", "failure"),
    [
        ({"error": {"message": "No face."}}, "No face."),
        ({"error": "No face."}, "No face."),
        ({"message": "No face."}, "No face."),
        ({"message": "Success"}, ""),
        ({}, ""),
    ],
)
def test_reads_a_failure_with_its_reason_q3(name: str, fields: dict[str, Any], failure: str) -> None:
    found = event({"event": name, "msg": "Success", "data": {"video_id": "video_1", **fields}})
    assert (found.state, found.job_id, found.failure) == (JobState.FAILED, "video_1", failure)


@pytest.mark.parametrize("status", ["failed", "processing", 5, None])
def test_the_name_decides_and_not_the_status_q2(status: Any) -> None:
    assert event({"event": "generated_video_success", "data": {"status": status}}).state == JobState.SUCCEEDED


def test_status_and_cover_may_be_missing_q2() -> None:
    found = event({"event": "generated_avatar_video_success", "data": {"project_id": 17, "video_url": "https://v"}})
    assert (found.job_id, found.raw_status, found.cover_url, found.duration) == ("17", "", "", None)


@pytest.mark.parametrize(
    "name",
    ["generated_product_video_success", "create_avatar_failed", "generated_avatar_video_started", "success", "ping"],
)
def test_other_events_decide_nothing(name: str) -> None:
    assert event({"event": name, "data": {"status": "success"}}).state == JobState.UNRECOGNISED


@pytest.mark.parametrize("field", ["event", "event_type", "type"])
def test_finds_the_name_in_the_body_before_the_header(field: str) -> None:
    assert event({field: " generated_video_failed "}, "generated_video_success").name == "generated_video_failed"


@pytest.mark.parametrize("body", [{}, {"event": ""}, {"event": None, "type": 7}])
def test_takes_the_name_from_the_header_where_the_body_has_none(body: dict[str, Any]) -> None:
    found = event(body, "generated_video_success")
    assert (found.name, found.state) == ("generated_video_success", JobState.SUCCEEDED)


@pytest.mark.parametrize(
    ("data", "job_id"),
    [
        ({"project_id": "p", "video_id": "v", "id": "i"}, "p"),
        ({"project_id": "", "video_id": "v", "id": "i"}, "v"),
        ({"id": "i"}, "i"),
        ({"project_id": 4711}, "4711"),
        ({"project_id": True}, ""),
    ],
)
def test_finds_the_job_by_any_of_its_names_q2(data: dict[str, Any], job_id: str) -> None:
    assert event({"event": "generated_video_success", "data": data}).job_id == job_id


@pytest.mark.parametrize("data", [{}, {"data": None}, {"data": "text"}, {"data": {}}])
def test_without_data_the_body_itself_is_about_the_job(data: dict[str, Any]) -> None:
    found = event({"event": "generated_video_success", "video_id": "v", "video_url": "https://v", **data})
    assert (found.job_id, found.video_url) == ("v", "https://v")


def test_an_event_has_an_id_by_either_name_or_by_its_body() -> None:
    assert event({"event": "x", "event_id": "e-1", "id": "e-2"}).event_id == "e-1"
    assert event({"event": "x", "id": 17}).event_id == "17"
    assert webhooks.parse(BODY).event_id == hashlib.sha256(BODY).hexdigest()
    assert webhooks.parse(BODY).event_id != webhooks.parse(BODY + b" ").event_id


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b'"generated_video_success"', b"{broken", b"\xff\xfe", b"{}", b'{"event": ["a"]}',
     b"[" * 100_000, b'{"event": ' + b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_event_is_unreadable(body: bytes) -> None:
    with pytest.raises(jogg.AnswerUnreadable) as caught:
        webhooks.parse(body)
    assert caught.value.answer is None


def test_what_is_kept_of_an_event_has_no_secrets() -> None:
    url = "https://v.example/1.mp4?Signature=s3cr3t"
    found = event({"event": "generated_video_failed", "secret": "s3cr3t", "data": {"error": url, "video_url": url}})
    assert found.payload["secret"] == REDACTED
    assert "s3cr3t" not in str(found.payload) + found.failure
    assert found.video_url == url, "it is still to be fetched"


def test_takes_nothing_for_a_link_that_a_page_could_not_safely_show() -> None:
    found = event({"event": "generated_video_success", "data": {"video_url": "javascript:alert(1)", "cover_url": 7}})
    assert (found.video_url, found.cover_url) == ("", "")
