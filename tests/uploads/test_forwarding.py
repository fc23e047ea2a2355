"""Passing an asset on to Jogg: what is sent, what is tried again, and when it is given up."""

import threading
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from jogg_dashboard import claims
from jogg_dashboard.account import jogg
from jogg_dashboard.models import Turn
from jogg_dashboard.storage import StorageAway
from tests import media
from tests.kept import Kept
from tests.pace import claim_while_it_asks, exhaust_pace, forget_pace
from tests.sandbox_server import SandboxServer
from tests.scripted_server import Answer, ScriptedServer, envelope
from tests.uploads.rows import claimed, dead_worker, stored_asset, trashed
from uploads import forwarding, services, tasks
from uploads.models import Asset, Status


def forward(asset: Asset) -> Any:
    """One attempt; the row is seen anew afterwards."""
    due = forwarding.forward(asset.pk)
    asset.refresh_from_db()
    return due


def forward_again(asset: Asset) -> Any:
    """The next attempt, as if its time had come."""
    Asset.objects.filter(pk=asset.pk).update(due_at=None)
    forget_pace()
    return forward(asset)


def seconds_until(moment: Any) -> float:
    return (moment - timezone.now()).total_seconds()


@pytest.fixture
def asset(member: User) -> Asset:
    return stored_asset(member)


def test_a_forwarded_asset_is_hosted_where_jogg_says(account: SandboxServer, asset: Asset) -> None:
    assert forward(asset) is None
    assert asset.status == Status.HOSTED
    assert asset.hosted_url.startswith(account.url)
    assert asset.sent_bytes == asset.size
    assert asset.hosted_at is not None
    assert asset.claimed_by == ""


def test_what_jogg_serves_is_the_file_byte_by_byte(account: SandboxServer, asset: Asset, tmp_path: Path) -> None:
    forward(asset)
    with (tmp_path / "copy").open("w+b") as copy:
        jogg().fetch(asset.hosted_url, copy, asset.size)
        copy.seek(0)
        assert copy.read() == media.mp3(1)


def test_the_put_is_measured_has_the_right_type_and_no_key(account: SandboxServer, asset: Asset) -> None:
    account.clear_journal()
    forward(asset)
    (put,) = account.journal(method="PUT")
    assert put["content_length"] == put["bytes_received"] == asset.size
    assert put["content_type"] == "application/octet-stream"
    assert put["transfer_encoding"] is None
    assert put["had_api_key"] is False


@pytest.mark.parametrize(
    ("name", "signed"),
    [("a.mp3", "a.mp3"), ("A.MP3", "A.MP3"), ("a", "a.mp3"), ("a.exe", "a.exe.mp3"), (".mp3", ".mp3.mp3")],
)
def test_signs_a_name_with_the_ending_of_the_content(
    scripted: ScriptedServer, member: User, name: str, signed: str
) -> None:
    scripted.takes_uploads()
    forward(stored_asset(member, name=name))
    assert scripted.requests("POST /v1/upload/asset")[0].body == b'{"filename": "%s"}' % signed.encode()


def test_after_a_refused_put_it_signs_anew(scripted: ScriptedServer, asset: Asset) -> None:
    hosted_url = scripted.takes_uploads(Answer(b"expired", status=403), b"")
    due = forward(asset)
    assert asset.status == Status.STORED
    assert asset.error == "Jogg's storage refused the file (HTTP 403)."
    assert asset.due_at == due
    assert 1 < seconds_until(due) < 3
    forward_again(asset)
    assert len(scripted.requests("POST /v1/upload/asset")) == 2
    assert asset.hosted_url == hosted_url
    assert asset.error == ""


def test_is_left_alone_until_it_is_due(scripted: ScriptedServer, asset: Asset) -> None:
    scripted.takes_uploads(Answer(status=403))
    forward(asset)
    assert forward(asset) is None
    assert len(scripted.requests("PUT /signed")) == 1


@pytest.mark.parametrize("answer", [Answer(envelope(code=429, retryAfter=40)), Answer(b"", 429, {"Retry-After": "40"})])
def test_a_rate_limit_is_obeyed_and_counts_as_no_failure(
    scripted: ScriptedServer, asset: Asset, answer: Answer
) -> None:
    scripted.script("POST /v1/upload/asset", answer)
    due = forward(asset)
    assert asset.status == Status.STORED
    assert asset.failures == 0
    assert 39 < seconds_until(due) <= 50
    assert "wait 40 s" in asset.error


@pytest.mark.parametrize(
    "answer",
    [Answer(breaks="read"), Answer(breaks="unread"), Answer(status=502), Answer(b"?"), Answer(delay=5)],
)
def test_a_passing_fault_is_tried_again(scripted: ScriptedServer, asset: Asset, answer: Answer) -> None:
    hosted_url = scripted.takes_uploads()
    scripted.script("POST /v1/upload/asset", answer, scripted.next_answer("POST /v1/upload/asset"))
    assert forward(asset) is not None
    assert (asset.status, asset.attempts, asset.claimed_by) == (Status.STORED, 1, "")
    forward_again(asset)
    assert asset.hosted_url == hosted_url


def test_an_outage_is_waited_out_however_long(no_connection: str, asset: Asset) -> None:
    for _ in range(forwarding.MOST_FAILURES + 5):
        assert forward_again(asset) is not None
    assert (asset.status, asset.error) == (Status.STORED, "Jogg can't be reached.")


def test_without_pacing_a_limit_that_goes_on_is_asked_ever_less_often(
    scripted: ScriptedServer, asset: Asset, settings: Any
) -> None:
    settings.JOGG_POSTS_PER_MINUTE = 0
    scripted.script("POST /v1/upload/asset", envelope(code=429, retryAfter=5))
    waits = [seconds_until(forward_again(asset)) for _ in range(9)]
    assert waits[0] < 7
    assert waits[-1] > 200
    assert asset.status == Status.STORED


def test_waits_longer_from_attempt_to_attempt(scripted: ScriptedServer, asset: Asset) -> None:
    scripted.takes_uploads(Answer(status=500))
    waits = [seconds_until(forward_again(asset)) for _ in range(5)]
    assert waits == sorted(waits)
    assert 20 < waits[-1] < 41


def test_gives_up_after_the_last_attempt_and_a_retry_starts_over(scripted: ScriptedServer, asset: Asset) -> None:
    scripted.takes_uploads()
    broken = Answer(envelope(code=50000, msg="database is down", rid="rid-42"))
    scripted.script("POST /v1/upload/asset", broken)
    attempts = [forward_again(asset) for _ in range(forwarding.MOST_FAILURES)]
    assert [due is None for due in attempts] == [False] * (forwarding.MOST_FAILURES - 1) + [True]
    assert asset.status == Status.FAILED
    assert asset.error == "Jogg reports an error of its own: database is down"
    assert (asset.error_code, asset.error_rid) == ("50000", "rid-42")
    hosted_url = scripted.takes_uploads()
    assert services.retry(asset).hosted_url == hosted_url
    assert (asset.attempts, asset.error, asset.error_code, asset.error_rid) == (1, "", "", "")


@pytest.mark.parametrize("code", [10105, 18025, 40000])
def test_a_refusal_that_wont_pass_is_not_tried_again(scripted: ScriptedServer, asset: Asset, code: int) -> None:
    scripted.script("POST /v1/upload/asset", envelope(code=code, msg="because", rid="rid-43"))
    assert forward(asset) is None
    assert (asset.status, asset.error_code, asset.error_rid) == (Status.FAILED, str(code), "rid-43")
    assert asset.error.endswith(": because")


def test_a_missing_copy_is_said_at_once(account: SandboxServer, asset: Asset) -> None:
    Kept(asset.file).unlink()
    assert forward(asset) is None
    assert asset.status == Status.FAILED
    assert asset.error.startswith("The copy kept here is missing")


def test_a_deleted_asset_isnt_sent(account: SandboxServer, asset: Asset) -> None:
    account.clear_journal()
    trashed(asset)
    tasks.sweep()
    forward(asset)
    assert account.journal() == []
    assert asset.status == Status.STORED


def test_of_two_workers_at_once_only_one_sends(account: SandboxServer, asset: Asset) -> None:
    account.clear_journal()
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        forwarding.forward(asset.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(account.journal(method="PUT")) == 1
    asset.refresh_from_db()
    assert (asset.status, asset.attempts) == (Status.HOSTED, 1)


def test_what_a_killed_worker_left_is_sent_by_the_sweep_once(account: SandboxServer, member: User) -> None:
    asset = stored_asset(member, status=Status.SENDING, probed_at=timezone.now(), **claimed(by=dead_worker()))
    account.clear_journal()
    tasks.sweep()
    tasks.sweep()
    asset.refresh_from_db()
    assert asset.status == Status.HOSTED
    assert len(account.journal(method="PUT")) == 1


@pytest.mark.parametrize("by", [claims.worker(), "elsewhere:1:abcd"], ids=["here", "elsewhere"])
def test_a_live_workers_claim_is_left_alone(account: SandboxServer, member: User, by: str) -> None:
    asset = stored_asset(member, status=Status.SENDING, probed_at=timezone.now(), **claimed(by=by))
    account.clear_journal()
    tasks.sweep()
    asset.refresh_from_db()
    assert (asset.status, asset.claimed_by) == (Status.SENDING, by)
    assert account.journal() == []


def test_a_claim_ends_with_its_lease(account: SandboxServer, member: User) -> None:
    gone = claimed(by="elsewhere:1:abcd", minutes=-1)
    asset = stored_asset(member, status=Status.SENDING, probed_at=timezone.now(), **gone)
    tasks.sweep()
    asset.refresh_from_db()
    assert asset.status == Status.HOSTED


def test_a_worker_that_lost_its_claim_leaves_the_row_to_the_other(
    scripted: ScriptedServer, asset: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forwarding, "PROGRESS_EVERY", -1)
    scripted.takes_uploads()
    signed = scripted.next_answer("POST /v1/upload/asset")

    def taken_over() -> None:
        Asset.objects.update(**claimed(by="elsewhere:1:abcd"))
        connection.close()

    scripted.script("POST /v1/upload/asset", Answer(signed.content, first=taken_over))
    assert forward(asset) is None
    assert (asset.status, asset.claimed_by, asset.hosted_url) == (Status.SENDING, "elsewhere:1:abcd", "")
    assert not any(put.body for put in scripted.requests("PUT /signed"))


def test_says_how_much_has_been_sent_and_prolongs_its_claim(
    scripted: ScriptedServer, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forwarding, "PROGRESS_EVERY", -1)
    asset = stored_asset(member, media.wav(60), "long.wav")
    seen = []

    def look() -> None:
        seen.append(Asset.objects.values_list("sent_bytes", "claimed_until").get())
        connection.close()

    scripted.takes_uploads(Answer(first=look))
    forward(asset)
    ((sent_bytes, claimed_until),) = seen
    assert sent_bytes == asset.size
    assert claimed_until > timezone.now() + claims.LEASE - timedelta(seconds=20)


def test_what_was_meant_for_the_sandbox_goes_elsewhere_only_on_a_persons_word(
    scripted: ScriptedServer, asset: Asset, settings: Any
) -> None:
    hosted_url = scripted.takes_uploads()
    Asset.objects.update(status="sending", **claimed(by=dead_worker()))
    settings.DEMO_MODE = False
    assert forward(asset) is None
    tasks.sweep()
    asset.refresh_from_db()
    assert (asset.status, asset.error, scripted.seen) == (Status.FAILED, forwarding.ELSEWHERE, [])
    assert services.retry(asset).hosted_url == hosted_url


def test_what_another_jogg_hosts_can_be_sent_again(scripted: ScriptedServer, asset: Asset, settings: Any) -> None:
    scripted.takes_uploads()
    forward(asset)
    settings.DEMO_MODE = False
    assert asset.can_retry
    assert services.retry(asset).status == Status.HOSTED
    assert not asset.can_retry
    assert len(scripted.requests("PUT /signed")) == 2


def test_a_row_that_waits_can_be_sent_at_once(scripted: ScriptedServer, asset: Asset) -> None:
    scripted.takes_uploads(Answer(status=403), b"")
    forward(asset)
    assert asset.can_retry
    assert services.retry(asset).status == Status.HOSTED


def test_what_another_worker_took_meanwhile_holds_no_place_in_the_line(
    account: SandboxServer, asset: Asset, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    exhaust_pace(settings)
    claim_while_it_asks(monkeypatch, asset)
    assert forward(asset) is None
    assert not Turn.objects.exists()


class BrokenFile(BytesIO):
    """A stored file that can be opened, and of which nothing comes then."""

    def read(self, size: int | None = -1) -> bytes:
        raise StorageAway("the connection broke")


def test_a_storage_that_breaks_off_while_a_file_is_sent_is_waited_out(
    account: SandboxServer, asset: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(FieldFile, "open", lambda self, mode="rb": BrokenFile())
        assert forward(asset) is not None
    assert (asset.status, asset.failures, asset.error) == (Status.STORED, 0, forwarding.AWAY)
    forward_again(asset)
    assert asset.status == Status.HOSTED
