"""What people do with assets."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from huey import Huey

from tests.kept import Kept
from tests.sandbox_server import SandboxServer
from tests.uploads.rows import stored_asset
from uploads import services
from uploads.models import Asset


def test_a_received_file_is_sent_and_looked_into_without_further_ado(
    browser_of_member: Client, recording: SimpleUploadedFile
) -> None:
    browser_of_member.post("/uploads/", {"file": recording})
    asset = Asset.objects.get()
    assert asset.status == "hosted"
    assert asset.probed_at is not None
    assert not asset.is_running


def test_an_answer_doesnt_wait_for_jogg(
    browser_of_member: Client, account: SandboxServer, recording: SimpleUploadedFile, idle_worker: Huey
) -> None:
    account.clear_journal()
    answer = browser_of_member.post("/uploads/", {"file": recording})
    assert answer.status_code == 201
    assert account.journal() == []
    assert {task.name for task in idle_worker.pending()} == {"forward", "probe"}


def test_where_the_row_cant_be_written_nothing_is_enqueued(
    member: User, idle_worker: Huey, monkeypatch: pytest.MonkeyPatch
) -> None:
    member.delete()
    with pytest.raises(ValueError, match="unsaved"):
        services.add_samples(owner=member)
    assert idle_worker.pending() == []
    assert not Asset.objects.exists()


def test_retrying_what_didnt_fail_leaves_it(member: User, idle_worker: Huey) -> None:
    asset = services.retry(stored_asset(member, attempts=3))
    assert asset.attempts == 3
    assert idle_worker.pending() == []


def test_a_sample_may_have_a_name_of_its_own(member: User, idle_worker: Huey) -> None:
    asset = services.add_sample(owner=member, sample="portrait.jpg", name="Me on holiday.jpg")
    assert (asset.owner, asset.kind, asset.original_name) == (member, "image", "Me on holiday.jpg")
    assert Kept(asset.file).read_bytes() == (services.SAMPLES / "portrait.jpg").read_bytes()
