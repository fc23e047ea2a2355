"""Claims: at most one worker at a row, and none held by the dead. Shown on assets."""

import os
import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from jogg_dashboard import backoff, claims
from tests.uploads.rows import claimed, dead_worker, stored_asset
from uploads.models import Asset


@pytest.fixture
def asset(member: User) -> Asset:
    return stored_asset(member)


def row(asset: Asset) -> object:
    return Asset.objects.filter(pk=asset.pk)


def test_a_claim_is_written_on_the_row(asset: Asset) -> None:
    assert claims.claim(row(asset), status="sending")
    asset.refresh_from_db()
    assert (asset.status, asset.claimed_by, asset.attempts) == ("sending", claims.worker(), 1)
    assert timezone.now() + timedelta(minutes=2) < asset.claimed_until


def test_a_claimed_row_isnt_claimed_again(asset: Asset) -> None:
    claims.claim(row(asset))
    assert not claims.claim(row(asset))


def test_a_row_of_another_status_isnt_claimed(asset: Asset) -> None:
    assert not claims.claim(row(asset).filter(status="hosted"))


def test_a_row_isnt_claimed_before_it_is_due(asset: Asset) -> None:
    row(asset).update(due_at=timezone.now() + timedelta(seconds=60))
    assert not claims.claim(row(asset))
    row(asset).update(due_at=timezone.now() - timedelta(seconds=1))
    assert claims.claim(row(asset))


def test_a_claim_whose_lease_has_ended_is_free_again(asset: Asset) -> None:
    row(asset).update(**claimed(by="elsewhere:1:abcd", minutes=-1))
    assert claims.claim(row(asset))


def test_long_work_keeps_its_claim_now_and_then(asset: Asset) -> None:
    claims.claim(row(asset))
    row(asset).update(claimed_until=timezone.now())
    claims.Keeper(row(asset), every=3600)(sent_bytes=1)
    asset.refresh_from_db()
    assert asset.sent_bytes == 0
    claims.Keeper(row(asset), every=-1)(sent_bytes=1)
    asset.refresh_from_db()
    assert asset.sent_bytes == 1
    assert timezone.now() + timedelta(minutes=2) < asset.claimed_until


def test_long_work_ends_where_its_claim_was_lost(asset: Asset) -> None:
    keep = claims.Keeper(row(asset), every=-1)
    row(asset).update(**claimed(by="elsewhere:1:abcd"))
    with pytest.raises(claims.ClaimLost):
        keep(sent_bytes=1)
    asset.refresh_from_db()
    assert (asset.sent_bytes, asset.claimed_by) == (0, "elsewhere:1:abcd")


def test_of_many_claims_at_once_one_wins(asset: Asset) -> None:
    start, won = threading.Barrier(8), []

    def work() -> None:
        start.wait()
        won.append(claims.claim(row(asset)))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(won) == [False] * 7 + [True]
    asset.refresh_from_db()
    assert asset.attempts == 1


def test_settling_ends_the_claim_and_changes_the_version(asset: Asset) -> None:
    claims.claim(row(asset))
    before = row(asset).get().version
    assert claims.settle(row(asset), status="hosted")
    asset.refresh_from_db()
    assert (asset.status, asset.claimed_by, asset.claimed_until) == ("hosted", "", None)
    assert asset.version != before


@pytest.mark.parametrize("write", [claims.settle, claims.renew])
def test_who_lost_the_claim_writes_nothing(asset: Asset, write: object) -> None:
    row(asset).update(**claimed(by="elsewhere:1:abcd"))
    assert not write(row(asset), status="hosted")
    assert row(asset).get().status == "stored"


def test_renewing_prolongs_the_lease(asset: Asset) -> None:
    claims.claim(row(asset))
    row(asset).update(claimed_until=timezone.now())
    assert claims.renew(row(asset), sent_bytes=5)
    asset.refresh_from_db()
    assert asset.sent_bytes == 5
    assert asset.claimed_until > timezone.now() + timedelta(minutes=2)


def abandoned(by: str, minutes: float = 3) -> bool:
    Asset.objects.update(**claimed(by=by, minutes=minutes))
    return claims.abandoned(Asset.objects.all()).exists()


def test_a_dead_process_of_this_computer_has_abandoned_its_claim_at_once(asset: Asset) -> None:
    assert abandoned(dead_worker())


def test_a_live_process_of_this_computer_keeps_its_claim(asset: Asset) -> None:
    assert not abandoned(claims.worker())
    assert not abandoned(f"{claims.HOST}:{os.getppid()}:abcd")
    assert not abandoned(f"{claims.HOST}:1:abcd")


def test_an_earlier_process_of_the_same_number_has_abandoned_its_claim(asset: Asset) -> None:
    assert abandoned(f"{claims.HOST}:{os.getpid()}:earlier1")


def test_another_computers_claim_holds_as_long_as_its_lease(asset: Asset) -> None:
    assert not abandoned("elsewhere:999999:abcd")
    assert abandoned("elsewhere:999999:abcd", minutes=-1)


def test_releasing_frees_only_what_is_abandoned(member: User) -> None:
    dead = stored_asset(member, status="sending", **claimed(by=dead_worker()))
    live = stored_asset(member, status="sending", **claimed(by=claims.worker()))
    free = stored_asset(member, status="sending")
    assert claims.release(Asset.objects.all(), status="stored") == 1
    assert {asset.pk: asset.status for asset in Asset.objects.all()} == {
        dead.pk: "stored", live.pk: "sending", free.pk: "sending",
    }  # fmt: skip


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (2, 4), (3, 8), (8, 256), (9, 300), (1000, 300)])
def test_waits_double_up_to_five_minutes(attempts: int, seconds: float) -> None:
    waits = [backoff.delay(attempts).total_seconds() for _ in range(50)]
    assert all(seconds * 0.75 <= wait <= seconds * 1.25 for wait in waits)
    assert len(set(waits)) > 10, "they should be spread"
