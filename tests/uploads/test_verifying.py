"""Fetching back what Jogg's link serves: what is proven by it, what decides nothing, and what heals it."""

import gzip
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from huey import Huey

from jogg_dashboard import claims
from tests.kept import Kept
from tests.pace import forget_pace
from tests.sandbox_server import SandboxServer
from tests.scripted_server import Answer, ScriptedServer, envelope
from tests.uploads.rows import claimed, dead_worker, hosted_asset, stored_asset
from uploads import forwarding, housekeeping, services, tasks, verifying
from uploads.models import Asset, Proof, Status

LINK = "GET /hosted/1.mp3"
NEW_LINK = "GET /hosted/2.mp3"
OTHER = b"\0" * 100


@pytest.fixture
def asset(scripted: ScriptedServer, member: User) -> Asset:
    """One that was sent just now, and whose link is to be checked."""
    link = scripted.takes_uploads()
    return hosted_asset(member, hosted_url=link, verify_due_at=timezone.now())


@pytest.fixture
def large(asset: Asset, monkeypatch: pytest.MonkeyPatch) -> Asset:
    """The same, where it counts as too large to be read whole unasked."""
    monkeypatch.setattr(verifying, "WHOLE_UP_TO", asset.size - 1)
    return asset


def content_of(asset: Asset) -> bytes:
    return Kept(asset.file).read_bytes()


def verify(asset: Asset) -> Any:
    """The next check, as if its time had come; the row is seen anew afterwards."""
    Asset.objects.filter(pk=asset.pk, verify_due_at__isnull=False).update(verify_due_at=timezone.now())
    due = verifying.verify(asset.pk)
    asset.refresh_from_db()
    return due


def sentences(asset: Asset) -> list[str]:
    return [entry.sentence for entry in asset.timeline.all()]


def seconds_until(moment: Any) -> float:
    return (moment - timezone.now()).total_seconds()


def gets_new_link(scripted: ScriptedServer, *answers: Any) -> str:
    """The next upload is hosted elsewhere, and there answered so."""
    link = f"{scripted.url}/hosted/2.mp3"
    scripted.script("POST /v1/upload/asset", envelope({"sign_url": f"{scripted.url}/signed", "asset_id": link}))
    scripted.script(NEW_LINK, *answers)
    return link


def test_what_is_sent_is_verified_byte_by_byte_without_further_ado(account: SandboxServer, member: User) -> None:
    asset = stored_asset(member)
    tasks.forward(str(asset.pk))
    asset.refresh_from_db()
    assert (asset.status, asset.proof, asset.verify_due_at) == (Status.HOSTED, Proof.SHA256, None)
    assert asset.verified_at >= asset.hosted_at
    assert sentences(asset)[-1] == "Fetched Jogg's link back: 8.4 kB, every byte as kept here."


def test_a_large_one_is_verified_by_its_size_alone(
    account: SandboxServer, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = stored_asset(member)
    monkeypatch.setattr(verifying, "WHOLE_UP_TO", asset.size - 1)
    account.clear_journal()
    tasks.forward(str(asset.pk))
    asset.refresh_from_db()
    assert asset.proof == Proof.SIZE
    assert "The bytes were not compared." in sentences(asset)[-1]
    (asked,) = account.journal(method="GET")
    assert asked["range"] == "bytes=0-0"
    assert asked["had_api_key"] is False


def test_a_large_one_is_read_whole_on_request(
    account: SandboxServer, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = stored_asset(member)
    monkeypatch.setattr(verifying, "WHOLE_UP_TO", asset.size - 1)
    tasks.forward(str(asset.pk))
    services.verify(asset)
    asset.refresh_from_db()
    assert (asset.proof, asset.verify_whole, asset.verify_due_at) == (Proof.SHA256, False, None)


def test_a_large_one_whose_host_tells_no_size_is_read_whole(scripted: ScriptedServer, large: Asset) -> None:
    packed = Answer(gzip.compress(content_of(large)), headers={"Content-Encoding": "gzip"})
    scripted.script(LINK, packed)
    verify(large)
    assert large.proof == Proof.SHA256


def test_a_packed_answer_is_compared_by_what_it_holds(scripted: ScriptedServer, asset: Asset) -> None:
    scripted.script(LINK, Answer(gzip.compress(content_of(asset)), headers={"Content-Encoding": "gzip"}))
    verify(asset)
    assert asset.proof == Proof.SHA256


def test_a_link_that_leads_on_is_compared_by_where_it_leads(scripted: ScriptedServer, asset: Asset) -> None:
    scripted.script(LINK, Answer(b"moved", 302, {"Location": "/elsewhere"}))
    scripted.script("GET /elsewhere", content_of(asset))
    verify(asset)
    assert asset.proof == Proof.SHA256
    scripted.script("GET /elsewhere", b"A page that says please sign in.")
    services.verify(asset)
    assert asset.timeline.filter(sentence__contains="serves 32 bytes instead of the").exists()


@pytest.mark.parametrize("answer", [Answer(status=500), Answer(status=503), Answer(status=429), Answer(breaks="read")])
def test_trouble_of_the_host_decides_nothing_however_long(
    scripted: ScriptedServer, asset: Asset, answer: Answer
) -> None:
    scripted.script(LINK, answer)
    waits = [seconds_until(verify(asset)) for _ in range(30)]
    assert (asset.status, asset.verified_at, asset.proof) == (Status.HOSTED, None, "")
    assert asset.verify_error
    assert waits[0] < 3
    assert waits[-1] > 200
    assert len(sentences(asset)) == 1
    assert len(scripted.requests("PUT /signed")) == 0
    scripted.script(LINK, content_of(asset))
    assert verify(asset) is None
    assert (asset.proof, asset.verify_error, asset.verify_waits) == (Proof.SHA256, "", 0)


def test_a_host_that_cant_be_reached_decides_nothing(no_connection: str, member: User) -> None:
    asset = hosted_asset(member, hosted_url=f"{no_connection}/hosted/1.mp3", verify_due_at=timezone.now())
    for _ in range(10):
        assert verify(asset) is not None
    assert (asset.status, asset.verified_at, asset.verify_error) == (Status.HOSTED, None, "Jogg can't be reached.")


def test_a_page_stops_looking_for_a_check_that_finds_nobody(scripted: ScriptedServer, asset: Asset) -> None:
    scripted.script(LINK, Answer(status=503))
    watched = []
    for _ in range(12):
        verify(asset)
        watched.append(asset.is_running)
    assert watched == sorted(watched, reverse=True)
    assert set(watched) == {True, False}


def test_a_link_that_works_only_after_a_while_is_waited_for(scripted: ScriptedServer, asset: Asset) -> None:
    scripted.script(LINK, Answer(status=404), Answer(status=404), content_of(asset))
    assert seconds_until(verify(asset)) < 6
    assert not asset.is_link_good
    verify(asset)
    verify(asset)
    assert (asset.proof, asset.verify_failures, asset.resends) == (Proof.SHA256, 0, 0)
    assert asset.is_link_good


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_link_that_stays_away_for_two_minutes_is_replaced(
    scripted: ScriptedServer, asset: Asset, status: int
) -> None:
    old_link = asset.hosted_url
    scripted.script(LINK, Answer(status=status))
    waits = [seconds_until(verify(asset)) for _ in verifying.DENIED_WAITS]
    assert 115 < sum(waits) <= 120
    new_link = gets_new_link(scripted, content_of(asset))
    assert verify(asset) is None
    assert (asset.status, asset.hosted_url, asset.resends) == (Status.STORED, old_link, 1)
    assert asset.is_healing
    assert not asset.is_link_good
    tasks.sweep()
    asset.refresh_from_db()
    assert (asset.status, asset.hosted_url, asset.proof) == (Status.HOSTED, new_link, Proof.SHA256)
    assert (asset.resends, asset.verify_error) == (0, "")
    assert sentences(asset)[0].endswith(f"doesn't serve the file (HTTP {status}). It is asked again.")
    assert sentences(asset)[1] == (
        f"Jogg's link no longer serves the file (HTTP {status}). It is sent again from the copy kept here."
    )
    assert sentences(asset)[-2].endswith("Its new link takes the place of the one before.")


def test_the_old_link_stays_on_the_row_until_there_is_a_new_one(scripted: ScriptedServer, asset: Asset) -> None:
    old_link = asset.hosted_url
    scripted.script(LINK, OTHER)
    verify(asset)
    scripted.script("PUT /signed", Answer(status=503))
    gets_new_link(scripted, content_of(asset))
    forwarding.forward(asset.pk)
    asset.refresh_from_db()
    assert (asset.status, asset.hosted_url) == (Status.STORED, old_link)
    scripted.script("PUT /signed", b"")
    Asset.objects.update(due_at=None)
    forget_pace()
    tasks.sweep()
    asset.refresh_from_db()
    assert (asset.status, asset.hosted_url.endswith("/hosted/2.mp3")) == (Status.HOSTED, True)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda content: content[:-1] + b"?", "other bytes than those kept here, though as many"),
        (lambda content: content[: len(content) // 2], "instead of the"),
        (lambda content: content + b"?", "serves more than the"),
        (lambda content: Answer(b"", 200), "serves 0 bytes instead of the"),
    ],
)
def test_a_link_to_something_else_is_replaced_at_once(
    scripted: ScriptedServer, asset: Asset, answer: Any, sentence: str
) -> None:
    scripted.script(LINK, answer(content_of(asset)))
    verify(asset)
    assert (asset.status, asset.resends, asset.verified_at) == (Status.STORED, 1, None)
    assert sentence in asset.verify_error
    assert sentence in sentences(asset)[-1]


def test_a_large_one_of_another_size_is_replaced(scripted: ScriptedServer, large: Asset) -> None:
    scripted.script(LINK, Answer(b"x", 206, {"Content-Range": f"bytes 0-0/{large.size - 1}"}))
    verify(large)
    assert (large.status, large.resends) == (Status.STORED, 1)


def test_a_large_one_that_was_read_whole_on_request_is_so_again_after_it_was_replaced(
    scripted: ScriptedServer, large: Asset
) -> None:
    new_link = gets_new_link(scripted, content_of(large))
    scripted.script(LINK, OTHER)
    services.verify(large)
    large.refresh_from_db()
    assert (large.hosted_url, large.proof) == (new_link, Proof.SHA256)


def test_links_that_are_never_right_need_a_person_in_the_end(scripted: ScriptedServer, asset: Asset) -> None:
    scripted.script(LINK, OTHER)
    tasks.verify(str(asset.pk))
    asset.refresh_from_db()
    assert len(scripted.requests("PUT /signed")) == verifying.MOST_RESENDS
    assert (asset.status, asset.verify_due_at) == (Status.FAILED, None)
    assert asset.error.endswith(verifying.GIVEN_UP)
    assert asset.can_retry
    gets_new_link(scripted, content_of(asset))
    services.retry(asset)
    assert (asset.status, asset.proof, asset.resends, asset.error) == (Status.HOSTED, Proof.SHA256, 0, "")


def test_without_the_copy_kept_here_nothing_is_sent_and_it_is_said(scripted: ScriptedServer, asset: Asset) -> None:
    Kept(asset.file).unlink()
    scripted.script(LINK, OTHER)
    tasks.verify(str(asset.pk))
    asset.refresh_from_db()
    assert (asset.status, scripted.requests("PUT /signed")) == (Status.FAILED, [])
    assert asset.error.endswith(verifying.MISSING)


def test_a_damaged_copy_is_not_sent(scripted: ScriptedServer, asset: Asset) -> None:
    Kept(asset.file).write_bytes(OTHER)
    scripted.script(LINK, OTHER)
    tasks.verify(str(asset.pk))
    asset.refresh_from_db()
    assert (asset.status, scripted.requests("PUT /signed")) == (Status.FAILED, [])
    assert asset.error.endswith(verifying.DAMAGED)


def test_the_counts_of_sending_are_left_alone_by_a_check(scripted: ScriptedServer, asset: Asset) -> None:
    Asset.objects.update(attempts=4, waits=3)
    scripted.script(LINK, Answer(status=503), content_of(asset))
    verify(asset)
    verify(asset)
    assert (asset.attempts, asset.waits, asset.claimed_by) == (4, 3, "")


def test_a_check_is_no_post_and_waits_for_no_turn(scripted: ScriptedServer, asset: Asset, settings: Any) -> None:
    settings.JOGG_POSTS_PER_MINUTE = 1
    scripted.script(LINK, content_of(asset))
    for _ in range(3):
        Asset.objects.update(verify_due_at=timezone.now())
        verify(asset)
    assert len(scripted.requests(LINK)) == 3


def test_good_news_is_told_once(scripted: ScriptedServer, asset: Asset) -> None:
    scripted.script(LINK, content_of(asset))
    verify(asset)
    first = asset.verified_at
    Asset.objects.update(verify_due_at=timezone.now())
    verify(asset)
    assert asset.verified_at > first
    assert len(sentences(asset)) == 1
    services.verify(asset)
    assert len(sentences(asset)) == 3, "what a person asked for is answered"


def test_what_is_asked_for_during_a_check_is_done_after_it(scripted: ScriptedServer, large: Asset) -> None:
    def ask() -> None:
        Asset.objects.update(verify_due_at=timezone.now(), verify_whole=True)
        connection.close()

    by_size = Answer(b"x", 206, {"Content-Range": f"bytes 0-0/{large.size}"}, first=ask)
    scripted.script(LINK, by_size, content_of(large))
    assert verify(large) is not None
    assert (large.proof, large.verify_whole) == (Proof.SIZE, True)
    verify(large)
    assert large.proof == Proof.SHA256


def test_a_long_check_prolongs_its_claim_and_leaves_the_row_where_that_is_lost(
    scripted: ScriptedServer, asset: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "RENEWED_EVERY", -1)

    def taken_over() -> None:
        Asset.objects.update(**claimed(by="elsewhere:1:abcd"))
        connection.close()

    scripted.script(LINK, Answer(content_of(asset), first=taken_over))
    assert verify(asset) is None
    assert (asset.claimed_by, asset.verified_at) == ("elsewhere:1:abcd", None)


def test_of_two_workers_at_once_only_one_checks(scripted: ScriptedServer, asset: Asset) -> None:
    scripted.script(LINK, content_of(asset))
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        verifying.verify(asset.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(scripted.requests(LINK)) == 1


def test_what_a_killed_worker_left_is_checked_by_the_sweep(scripted: ScriptedServer, asset: Asset) -> None:
    scripted.script(LINK, content_of(asset))
    Asset.objects.update(**claimed(by=dead_worker()))
    tasks.sweep()
    asset.refresh_from_db()
    assert (asset.proof, asset.claimed_by) == (Proof.SHA256, "")


def test_a_live_workers_check_is_left_alone(scripted: ScriptedServer, asset: Asset) -> None:
    Asset.objects.update(**claimed(by=claims.worker()))
    tasks.sweep()
    assert scripted.requests(LINK) == []


@pytest.mark.parametrize("changes", [{"deleted_at": timezone.now()}, {"destination": "another"}, {"status": "failed"}])
def test_what_is_deleted_elsewhere_or_not_at_jogg_isnt_checked(
    scripted: ScriptedServer, asset: Asset, changes: dict[str, Any]
) -> None:
    Asset.objects.update(**changes)
    tasks.sweep()
    services.verify(asset)
    assert scripted.requests(LINK) == []


def test_restoring_goes_on_with_the_check_that_deleting_put_off(scripted: ScriptedServer, asset: Asset) -> None:
    scripted.script(LINK, content_of(asset))
    housekeeping.delete(Asset.objects.all())
    housekeeping.restore(Asset.objects.all())
    asset.refresh_from_db()
    assert asset.proof == Proof.SHA256


def test_only_what_nobody_has_checked_for_half_an_hour_is_checked_again(member: User, idle_worker: Huey) -> None:
    now = timezone.now()
    never, old = hosted_asset(member), hosted_asset(member, verified_at=now - timedelta(minutes=31), proof="size")
    hosted_asset(member, verified_at=now - timedelta(minutes=29), proof="size")
    hosted_asset(member, verify_due_at=now + timedelta(minutes=1))
    stored_asset(member)
    assert services.recheck(Asset.objects.filter(owner=member)) == 2
    due = Asset.objects.filter(verify_due_at__lte=timezone.now())
    assert set(due) == {never, old}
    assert {task.args[0] for task in idle_worker.pending()} == {str(never.pk), str(old.pk)}
    assert not due.filter(timeline__isnull=False).exists()
