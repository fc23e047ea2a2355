"""What wakes the worker: queue entries, times that come, and the sweep that finds what both lost."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from huey import Huey

from tests.sandbox_server import SandboxServer
from tests.scripted_server import Answer, ScriptedServer
from tests.uploads.rows import hosted_asset, stored_asset, trashed
from uploads import probing, tasks
from uploads.models import Asset, Status


def test_a_task_starts_only_when_the_row_is_committed(member: User, idle_worker: Huey) -> None:
    with transaction.atomic():
        tasks.enqueue(stored_asset(member))
        assert idle_worker.pending() == []
    assert len(idle_worker.pending()) == 2


def test_nothing_starts_where_the_row_is_rolled_back(member: User, idle_worker: Huey) -> None:
    with transaction.atomic():
        tasks.enqueue(stored_asset(member))
        transaction.set_rollback(True)
    assert idle_worker.pending() == []


def test_comes_back_when_the_row_says(scripted: ScriptedServer, member: User, idle_worker: Huey) -> None:
    scripted.script("POST /v1/upload/asset", Answer(status=503))
    asset = stored_asset(member)
    tasks.forward.call_local(str(asset.pk))
    (again,) = idle_worker.pending()
    asset.refresh_from_db()
    assert again.args == (str(asset.pk),)
    assert again.eta == asset.due_at.replace(tzinfo=None)


def test_the_sweep_finds_what_was_never_enqueued(account: SandboxServer, member: User) -> None:
    asset = stored_asset(member)
    tasks.sweep()
    asset.refresh_from_db()
    assert asset.status == "hosted"
    assert asset.probed_at is not None


def test_many_files_to_look_into_fill_no_queue(member: User, idle_worker: Huey) -> None:
    """After an upgrade each asset is looked into anew: entries for all of them, each minute, would hold up the rest."""
    for _ in range(3):
        hosted_asset(member, probed_at=None)
    tasks.sweep.call_local()
    tasks.sweep.call_local()
    assert [task.name for task in idle_worker.pending()] == ["probe_next", "probe_next"]


def test_looks_into_one_after_the_other_also_where_one_goes_wrong(
    member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assets = sorted((hosted_asset(member, probed_at=None) for _ in range(3)), key=lambda asset: asset.pk)
    probe = probing.probe

    def fail_once(asset_id: UUID) -> None:
        if asset_id == assets[0].pk:
            raise OSError
        probe(asset_id)

    monkeypatch.setattr(probing, "probe", fail_once)
    tasks.sweep()
    assert list(Asset.objects.unprobed()) == assets[:1]


def test_the_sweep_leaves_what_isnt_due_yet(account: SandboxServer, member: User) -> None:
    now = timezone.now()
    asset = stored_asset(member, due_at=now + timedelta(minutes=1), probed_at=now)
    account.clear_journal()
    tasks.sweep()
    assert account.journal() == []
    Asset.objects.update(due_at=now)
    tasks.sweep()
    asset.refresh_from_db()
    assert asset.status == "hosted"


def test_the_sweep_leaves_what_is_finished_failed_or_deleted(member: User, idle_worker: Huey) -> None:
    now = timezone.now()
    hosted_asset(member)
    stored_asset(member, status="failed", probed_at=now)
    trashed(stored_asset(member))
    tasks.sweep.call_local()
    assert idle_worker.pending() == []


def test_the_sweep_takes_only_so_many_at_a_time(
    member: User, idle_worker: Huey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A queue that grows each minute would never end."""
    monkeypatch.setattr(tasks, "MOST_SWEPT", 2)
    for _ in range(5):
        stored_asset(member, probed_at=timezone.now())
    tasks.sweep.call_local()
    assert len(idle_worker.pending()) == 2


def test_what_was_left_is_gone_on_with_once_when_a_worker_starts(
    account: SandboxServer, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored_asset(member)
    account.clear_journal()
    while tasks._resumed.locked():
        tasks._resumed.release()
    tasks.resume()
    tasks.resume()
    assert len(account.journal(method="PUT")) == 1


def test_a_task_of_a_row_that_is_gone_does_nothing(account: SandboxServer, member: User) -> None:
    asset = stored_asset(member)
    key = str(asset.pk)
    asset.delete()
    tasks.forward.call_local(key)
    tasks.probe.call_local(key)


def test_an_upload_is_accepted_though_the_queue_is_broken(
    browser_of_member: Client, photo: SimpleUploadedFile, broken_queue: None
) -> None:
    """Its row is there, and that is what the sweep goes by."""
    assert browser_of_member.post("/uploads/", {"file": photo}).status_code == 201
    assert Asset.objects.get().status == Status.STORED
