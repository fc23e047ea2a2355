"""What goes wrong at the sandbox: in both dialects the same error, and never a second paid call."""

from collections.abc import Callable
from typing import Any

import pytest

import jogg
from jogg import Client
from tests import media
from tests.jogg.asking import RECORDING, body, ordered, served, uploaded
from tests.sandbox_server import SandboxServer

# What can be asked for, by the sandbox's names for it.
OPERATIONS: dict[str, Callable[[Client], object]] = {
    "sign": lambda client: client.sign(*RECORDING, 1000),
    "create": ordered,
    "status": lambda client: client.project("some-job"),
    "avatars": Client.photo_avatars,
    "voices": Client.voices,
}
REFUSALS: dict[int, tuple[type[jogg.JoggError], bool]] = {
    10104: (jogg.NotFound, False),
    10105: (jogg.BadKey, True),
    18020: (jogg.NoCredit, True),
    18025: (jogg.NoPermission, True),
    40000: (jogg.BadParameter, True),
}


def failing(ask: Callable[[], object]) -> jogg.JoggError:
    """The error that asking ends with."""
    with pytest.raises(jogg.JoggError) as caught:
        ask()
    return caught.value


def orders(server: SandboxServer) -> int:
    """How many order requests arrived, whatever became of them."""
    return sum("create_video" in entry["path"] for entry in server.journal())


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_is_its_own_error(guest: Client, faulty: SandboxServer, operation: str, code: int) -> None:
    faulty.arm("refuse", on=operation, code=code)
    error = failing(lambda: OPERATIONS[operation](guest))
    kind, not_accepted = REFUSALS[code]
    assert (type(error), error.code, error.not_accepted) == (kind, str(code), not_accepted)
    assert (error.http_status, error.passing) == (200, False)
    assert error.rid


@pytest.mark.parametrize("operation", OPERATIONS)
def test_without_a_key_nothing_is_answered(sandbox: SandboxServer, guest: Client, operation: str) -> None:
    stranger = Client(sandbox.url, "", guest.version)
    assert isinstance(failing(lambda: OPERATIONS[operation](stranger)), jogg.BadKey)


def test_a_job_that_nobody_ordered_is_not_found(guest: Client) -> None:
    assert isinstance(failing(lambda: guest.project("some-job")), jogg.NotFound)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"avatar_id": "7"}, "avatar_id"),
        ({"avatar_id": "9002", "avatar_type": 1}, "avatar_id"),
        ({"voice_id": "nobody"}, "voice_id"),
        ({"voice_id": ""}, "voice_id"),
        ({"script": "x" * 5001}, "script"),
        ({"audio_url": "https://elsewhere.example/a.mp3"}, "audio_url"),
        ({"screen_style": 3, "caption": True}, "caption"),
        ({"screen_style": 4}, "screen_style"),
    ],
)
def test_a_parameter_that_is_refused_is_named(guest: Client, changes: dict[str, Any], word: str) -> None:
    error = failing(lambda: ordered(guest, **changes))
    assert (type(error), error.not_accepted) == (jogg.BadParameter, True)
    assert word in error.sentence


def test_a_file_of_no_known_type_is_refused_before_it_is_sent(guest: Client) -> None:
    error = failing(lambda: guest.sign("a.exe", "application/octet-stream", 10))
    assert isinstance(error, jogg.BadParameter)


@pytest.mark.parametrize("told", ["header", "retryAfter", "retry_after", "data", "nowhere"])
@pytest.mark.parametrize("form", ["status", "code", "both"])
def test_a_rate_limit_says_how_long_to_wait_wherever_it_stands(
    guest: Client, faulty: SandboxServer, told: str, form: str
) -> None:
    faulty.arm("rate_limit", on="create", seconds=7, told=told, **{"as": form})
    error = failing(lambda: ordered(guest))
    assert (type(error), error.retry_after) == (jogg.RateLimited, 60.0 if told == "nowhere" else 7.0)
    assert (error.not_accepted, error.passing, orders(faulty)) == (True, True, 1)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_rate_limit_is_told_by_whatever_meets_it(guest: Client, faulty: SandboxServer, operation: str) -> None:
    faulty.arm("rate_limit", on=operation, seconds=3)
    assert failing(lambda: OPERATIONS[operation](guest)).retry_after == 3.0


@pytest.mark.parametrize(
    ("fault", "fields", "kind", "is_made"),
    [
        ("system_error", {}, jogg.ServerFailed, False),
        ("system_error", {"carried_out": True}, jogg.ServerFailed, True),
        ("http_error", {"status": 502}, jogg.ServerFailed, False),
        ("http_error", {"status": 502, "carried_out": True}, jogg.ServerFailed, True),
        ("http_error", {"status": 403}, jogg.AnswerUnreadable, False),
        ("garbled", {}, jogg.AnswerUnreadable, True),
        ("garbled", {"carried_out": False}, jogg.AnswerUnreadable, False),
        ("half_answer", {}, jogg.AnswerLost, True),
        ("drop_before", {}, jogg.AnswerLost, False),
        ("drop_after", {}, jogg.AnswerLost, False),
        ("drop_answer", {}, jogg.AnswerLost, True),
        ("no_id", {}, jogg.AnswerUnreadable, True),
    ],
)
def test_an_order_without_its_answer_may_have_been_taken_and_is_never_made_twice_q4(
    guest: Client,
    faulty: SandboxServer,
    fault: str,
    fields: dict[str, Any],
    kind: type[jogg.JoggError],
    is_made: bool,
) -> None:
    before = len(faulty.jobs())
    faulty.arm(fault, on="create", **fields)
    error = failing(lambda: ordered(guest))
    assert (type(error), error.not_accepted) == (kind, False)
    assert (len(faulty.jobs()) - before, orders(faulty)) == (int(is_made), 1)


def test_an_answer_that_comes_too_late_leaves_a_job_behind(
    guest: Client, faulty: SandboxServer, impatient: None
) -> None:
    before = len(faulty.jobs())
    faulty.arm("slow", on="create", seconds=2)
    error = failing(lambda: ordered(guest))
    assert (type(error), error.not_accepted) == (jogg.AnswerLost, False)
    assert (len(faulty.jobs()) - before, orders(faulty)) == (1, 1)


def test_the_same_order_is_taken_once_there_is_credit(guest: Client, faulty: SandboxServer) -> None:
    faulty.arm("refuse", on="create", code=18020)
    written_down = body(guest)
    failing(lambda: guest.create(written_down))
    assert guest.create(written_down).job_id


@pytest.mark.parametrize("operation", ["avatars", "voices"])
@pytest.mark.parametrize(
    ("fault", "fields"),
    [("http_error", {"status": 503}), ("drop_before", {}), ("drop_after", {}), ("drop_answer", {})],
)
def test_a_question_is_asked_again_until_it_is_answered(
    guest: Client, faulty: SandboxServer, operation: str, fault: str, fields: dict[str, Any], impatient: None
) -> None:
    proper = OPERATIONS[operation](guest)
    faulty.arm(fault, on=operation, times=2, **fields)
    assert OPERATIONS[operation](guest) == proper


@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "drop_answer", "half_answer"])
def test_a_broken_put_is_a_lost_answer(guest: Client, faulty: SandboxServer, fault: str) -> None:
    faulty.arm(fault, on="put")
    error = failing(lambda: uploaded(guest, *RECORDING, media.mp3()))
    assert (type(error), error.passing) == (jogg.AnswerLost, True)


@pytest.mark.parametrize(
    ("fault", "fields", "code"),
    [("storage_error", {"status": 503}, "503"), ("system_error", {}, "50000"), ("http_error", {"status": 400}, "400")],
)
def test_a_put_that_storage_refuses_goes_well_under_a_new_signature(
    guest: Client, faulty: SandboxServer, fault: str, fields: dict[str, Any], code: str
) -> None:
    faulty.arm(fault, on="put", **fields)
    error = failing(lambda: uploaded(guest, *RECORDING, media.mp3()))
    assert (type(error), error.code, error.passing) == (jogg.StorageRefused, code, True)
    assert served(guest, uploaded(guest, *RECORDING, media.mp3())) == ("audio/mpeg", media.mp3())


def test_a_signed_url_that_has_expired_is_refused_by_storage(guest: Client, faulty: SandboxServer) -> None:
    faulty.arm("expired_sign")
    error = failing(lambda: uploaded(guest, *RECORDING, media.mp3()))
    assert (type(error), error.code, error.passing) == (jogg.StorageRefused, "403", True)


def test_an_announcement_without_its_urls_is_unreadable(guest: Client, faulty: SandboxServer) -> None:
    faulty.arm("no_id", on="sign")
    assert isinstance(failing(lambda: guest.sign(*RECORDING, 1000)), jogg.AnswerUnreadable)
