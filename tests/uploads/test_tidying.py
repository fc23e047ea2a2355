"""Removing what nobody can ask for any more, and nothing else."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone

from tests.uploads.rows import hosted_asset
from uploads import housekeeping, tasks, tidying
from uploads.models import Asset


def deleted(member: User, days: int) -> Asset:
    return hosted_asset(member, deleted_at=timezone.now() - timedelta(days=days))


def test_removes_what_was_deleted_more_than_30_days_ago_with_its_files(member: User) -> None:
    old, recent, kept = deleted(member, 31), deleted(member, 29), hosted_asset(member)
    old.picture.save("picture.webp", ContentFile(b"picture"), save=True)
    files = [Path(old.file.path), Path(old.picture.path)]
    assert tidying.purge_deleted() == 1
    assert set(Asset.objects.all()) == {recent, kept}
    assert not any(file.exists() for file in files)
    assert Path(recent.file.path).exists()


def test_a_file_that_is_gone_already_is_no_obstacle(member: User) -> None:
    old = deleted(member, 31)
    Path(old.file.path).unlink()
    assert tidying.purge_deleted() == 1


def test_removes_the_whole_folder_of_an_asset_with_what_a_killed_worker_left_there(member: User) -> None:
    old = deleted(member, 31)
    folder = Path(old.file.path).parent
    (folder / "picture_aBcDeFg.webp").write_bytes(b"half")
    tidying.purge_deleted()
    assert not folder.exists()


def test_what_was_put_back_meanwhile_stays_with_its_files(member: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        deleted(member, 31)
    remove_files = tidying.remove_files

    def put_back_the_other(asset: Asset) -> None:
        housekeeping.restore(Asset.objects.exclude(pk=asset.pk))
        remove_files(asset)

    monkeypatch.setattr(tidying, "remove_files", put_back_the_other)
    assert tidying.purge_deleted() == 1
    assert Path(Asset.objects.get().file.path).exists()


def arriving(name: str, hours: float) -> Path:
    path = Path(settings.UPLOAD_DIR) / name
    path.write_bytes(b"half")
    os.utime(path, (time.time() - hours * 3600,) * 2)
    return path


def test_removes_what_a_killed_web_process_left_but_not_what_is_arriving() -> None:
    forgotten, arriving_now = arriving("old.upload", 25), arriving("new.upload", 1)
    assert tidying.remove_forgotten_files(older_than=timedelta(days=1)) == 1
    assert not forgotten.exists()
    assert arriving_now.exists()
    arriving_now.unlink()


def test_both_happen_once_a_day(member: User) -> None:
    deleted(member, 31)
    forgotten = arriving("old.upload", 25)
    tasks.tidy()
    assert not Asset.objects.exists()
    assert not forgotten.exists()
