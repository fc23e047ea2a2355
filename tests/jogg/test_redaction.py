"""Nothing that is kept or shown gives a secret away, however it is wrapped."""

import json
import time
from typing import Any

import pytest

from jogg.redaction import MOST_LEVELS, REDACTED, redact


@pytest.mark.parametrize(
    "key",
    [
        "x-api-key", "X-Api-Key", "api_key", "API_KEY", "apiKey", "authorization", "Authorization", "secret",
        "webhook_secret", "signature", "X-Webhook-Signature", "token", "access_token", "password", "Pass-Word",
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", ["abc", 17, None, ["abc"], {"deeper": "abc"}])
def test_hides_whatever_is_under_a_key_that_names_a_secret(key: str, value: Any) -> None:
    assert redact([{"a": {key: value}}]) == [{"a": {key: REDACTED}}]


@pytest.mark.parametrize("key", ["status", "events", "video_url", "monkey", "key_frame", "expires", "policy"])
def test_leaves_other_keys_alone(key: str) -> None:
    assert redact({key: "abc"}) == {key: "abc"}


def test_keeps_what_is_no_text_as_it_is() -> None:
    kept = {"code": 0, "ok": True, "data": None, "duration": 1.5, "list": [1, "two", []]}
    assert redact(kept, "the-key") == kept


@pytest.mark.parametrize(
    "name",
    [
        "signature", "Signature", "sig", "token", "key", "Policy", "Expires", "credential", "X-Amz-Signature",
        "x-amz-date", "X-Goog-Credential", "OSSAccessKeyId", "security-token", "x-oss-security-token",
        "X%2DAmz%2DSignature", "X-Amz-Security-Token", "AWSAccessKeyId", "GoogleAccessId", "Key-Pair-Id",
    ],
)  # fmt: skip
def test_a_url_loses_the_values_that_sign_it(name: str) -> None:
    url = f"https://h.example/a.jpg?width=3&{name}=aB%2Fc%3D%26d==&height=4#top"
    assert redact(url) == f"https://h.example/a.jpg?width=3&{name}={REDACTED}&height=4#top"


@pytest.mark.parametrize(
    "text",
    [
        "https://h/a?signature=s3cr3t",
        "Can't read <https://h/a?x=1&signature=s3cr3t>, nor https://h/b?token=s3cr3t.",
        "two\nlines https://h/a?signature=s3cr3t\nand more",
        "/relative/path?signature=s3cr3t",
        "https://h/a?x=1&amp;signature=s3cr3t",
        "https://h/a?x=1;signature=s3cr3t",
        "https://h/a#access_token=s3cr3t",
        "https://h/login?next=https%3A%2F%2Fh%2Fa%3Fx%3D1%26signature%3Ds3cr3t%26y%3D2&z=3",
        "https://h/login?next=https%253A%252F%252Fh%253Fsignature%253Ds3cr3t",
        "https://h/login?next=https://h/a?signature=s3cr3t",
        "https://h/a?signature=first&signature=s3cr3t",
        "https://h/a?files[0][token]=s3cr3t",
        r'{"url": "https:\/\/h\/a?x=1\u0026signature=ab\/s3cr3t\u0026y=2',
        "https://someone:s3cr3t@h/a",
        "https://someone:p@s3cr3t@h/a",
        "<Error><SignatureProvided>s3cr3t</SignatureProvided></Error>",
        "<AWSAccessKeyId>s3cr3t</AWSAccessKeyId>",
        '<Token kind="x">s3cr3t</Token>',
        r'cut short: {"a": 1, "api_key" : "\"s3cr3t',
    ],
)
def test_finds_signatures_wherever_they_stand_in_a_text(text: str) -> None:
    hidden = redact(text)
    assert "s3cr3t" not in hidden
    assert REDACTED in hidden


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The signature is wrong: try again.",
        "https://h/a?width=3&design=4&x=",
        "https://h/login?next=https%3A%2F%2Fh%2Fa%3Fx%3D1",
        "mail me@example.com",
        "<Code>SignatureDoesNotMatch</Code>",
        '{"status": "token"}',
    ],
)
def test_leaves_other_texts_alone(text: str) -> None:
    assert redact(text) == text


def test_keeps_what_follows_an_encoded_signature() -> None:
    url = "https://h/login?next=https%3A%2F%2Fh%3Fsignature%3Dabc%26y%3D2&z=3"
    assert redact(url) == f"https://h/login?next=https%3A%2F%2Fh%3Fsignature%3D{REDACTED}%26y%3D2&z=3"


@pytest.mark.parametrize("key", ["sign_url", "SIGN_URL", "signUrl", "sign-url"])
def test_a_sign_url_loses_its_whole_query(key: str) -> None:
    told = redact({"data": {key: "https://h/a.jpg?anything=1&else=2#x", "asset_id": "https://h/a.jpg?v=2"}})
    assert told == {"data": {key: f"https://h/a.jpg?{REDACTED}", "asset_id": "https://h/a.jpg?v=2"}}


def test_several_signed_urls_lose_theirs_too() -> None:
    assert redact({"sign_url": ["https://h/a?b=1", None]}) == {"sign_url": [f"https://h/a?{REDACTED}", None]}


def test_replaces_the_secrets_themselves_wherever_they_stand() -> None:
    told = {"msg": "Key k-1/2 isn't known (k-1%2F2).", "k-1/2": ["k-1/2", 17], "other": 12345678}
    assert redact(told, "k-1/2", "12345678") == {
        "msg": f"Key {REDACTED} isn't known ({REDACTED}).", REDACTED: [REDACTED, 17], "other": REDACTED,
    }  # fmt: skip


@pytest.mark.parametrize("secrets", [("abc", "abcdef"), ("abcdef", "abc"), ("abcdef", "redacted"), ("abcdef", "")])
def test_one_secret_doesnt_spoil_another(secrets: tuple[str, str]) -> None:
    assert redact("<abcdef>", *secrets) == f"<{REDACTED}>"


def test_a_secret_with_characters_that_mean_something_is_found() -> None:
    assert redact("(.*&x?y=[a", "(.*", "&x?y=[") == f"{REDACTED}{REDACTED}a"


def test_what_is_nested_without_end_is_cut_off() -> None:
    deep: list[Any] = ["s3cr3t"]
    for _ in range(20_000):
        deep = [deep]
    hidden = json.dumps(redact(deep))
    assert hidden.count("[") == MOST_LEVELS
    assert "s3cr3t" not in hidden


def test_a_long_text_takes_no_time() -> None:
    started = time.monotonic()
    for piece in ("?a", "?a=", "%25", "%3F", "&x=https%3A%2F%2F", "<a>", '"a":"', "a://", "\\u0026"):
        redact(piece * 20_000)
    assert time.monotonic() - started < 10, "it takes the square of the length"


def test_redacting_twice_changes_nothing() -> None:
    told = {"sign_url": "https://u:p@h/a?b=1", "secret": "x", "text": "https://h/?sig=1&a=<secret>2</secret> k"}
    once = redact(told, "k")
    assert redact(once, "k") == once


def test_the_original_stays_as_it_was() -> None:
    told = {"secret": "x", "list": ["https://h/?sig=1"]}
    redact(told)
    assert told == {"secret": "x", "list": ["https://h/?sig=1"]}
