"""Removing what nobody can ask for any more, and nothing else."""

import os
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from tests.kept import Kept, in_a_bucket
from tests.uploads.rows import hosted_asset, trashed
from tests.videos.rows import queued_video
from uploads import housekeeping, tasks, tidying
from uploads.models import Asset
from videos import tasks as video_tasks


def deleted(member: User, days: int) -> Asset:
    return hosted_asset(member, deleted_at=timezone.now() - timedelta(days=days))


def test_removes_what_was_deleted_more_than_30_days_ago_with_its_files(member: User) -> None:
    old, recent, kept = deleted(member, 31), deleted(member, 29), hosted_asset(member)
    old.picture.save("picture.webp", ContentFile(b"picture"), save=True)
    files = [Kept(old.file), Kept(old.picture)]
    assert tidying.purge_deleted() == 1
    assert set(Asset.objects.all()) == {recent, kept}
    assert not any(file.exists() for file in files)
    assert Kept(recent.file).exists()


def test_a_file_that_is_gone_already_is_no_obstacle(member: User) -> None:
    old = deleted(member, 31)
    Kept(old.file).unlink()
    assert tidying.purge_deleted() == 1


def test_removes_the_whole_folder_of_an_asset_with_what_a_killed_worker_left_there(member: User) -> None:
    old = deleted(member, 31)
    default_storage.save(f"assets/{old.pk}/picture_aBcDeFg.webp", ContentFile(b"half"))
    tidying.purge_deleted()
    assert Kept(old.file).neighbours() == set()


def test_what_was_put_back_meanwhile_stays_with_its_files(member: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        deleted(member, 31)
    remove_files = tidying.remove_files

    def put_back_the_other(asset: Asset) -> None:
        housekeeping.restore(Asset.objects.exclude(pk=asset.pk))
        remove_files(asset)

    monkeypatch.setattr(tidying, "remove_files", put_back_the_other)
    assert tidying.purge_deleted() == 1
    assert Kept(Asset.objects.get().file).exists()


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


@pytest.fixture
def storage(transactional_db: None) -> Iterator[None]:
    """Storage without files of rows that are gone, for a database that was made ten days ago."""
    if in_a_bucket:
        pytest.skip("gives folders times of the past, which a bucket sets by itself; tests/dashboard/test_bucket.py")
    for folder in ("assets", "videos"):
        shutil.rmtree(default_storage.path(folder), ignore_errors=True)
    migrations = MigrationRecorder.Migration.objects
    first = migrations.earliest("applied")
    migrations.filter(pk=first.pk).update(applied=timezone.now() - timedelta(days=10))
    yield
    migrations.filter(pk=first.pk).update(applied=first.applied)


def untouched_for(folder: Path, days: float) -> None:
    os.utime(folder, (time.time() - days * 24 * 3600,) * 2)


def left_behind(folder: str, days: float, key: str = "") -> Path:
    """A file in a row's folder, as a process leaves it that is killed before it commits the row."""
    home = Path(default_storage.path(f"{folder}/{key or uuid4()}"))
    home.mkdir(parents=True, exist_ok=True)
    (home / "original_aBcDeFg.mp3").write_bytes(b"left")
    untouched_for(home, days)
    return home / "original_aBcDeFg.mp3"


def test_removes_a_file_whose_row_was_never_committed(storage: None, member: User) -> None:
    forgotten, recent = left_behind("assets", 3), left_behind("assets", 1)
    assert tidying.remove_unnamed_files(Asset, "assets", older_than=timedelta(days=2)) == 1
    assert not forgotten.parent.exists()
    assert recent.exists(), "its row may be in a transaction that is still open"


def test_what_is_older_than_the_database_is_left_alone(storage: None) -> None:
    """After a change to another database the files of the old one are still there."""
    older = left_behind("assets", 11)
    assert tidying.remove_unnamed_files(Asset, "assets", older_than=timedelta(days=2)) == 0
    assert older.exists()


def test_where_many_files_have_no_row_it_is_the_wrong_database(
    storage: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tidying, "BELIEVABLE", 1)
    files = [left_behind("assets", 3) for _ in range(2)]
    assert tidying.remove_unnamed_files(Asset, "assets", older_than=timedelta(days=2)) == 0
    assert all(file.exists() for file in files)
    assert "2 files in assets have no row in this database" in caplog.text


def test_of_a_rows_folder_only_what_the_row_doesnt_name_is_removed(storage: None, member: User) -> None:
    asset = hosted_asset(member)
    asset.picture.save("picture.webp", ContentFile(b"picture"), save=True)
    forgotten = left_behind("assets", 3, key=str(asset.pk))
    tidying.remove_unnamed_files(Asset, "assets", older_than=timedelta(days=2))
    assert not forgotten.exists()
    assert Kept(asset.file).exists()
    assert Kept(asset.picture).exists()


def test_the_files_of_what_is_in_the_trash_and_of_other_rows_stay(storage: None, member: User) -> None:
    asset = trashed(hosted_asset(member))
    borrowed = left_behind("assets", 3)
    hosted_asset(member, name="other.mp3")
    Asset.objects.exclude(pk=asset.pk).update(frames=f"assets/{borrowed.parent.name}/{borrowed.name}")
    untouched_for(Path(asset.file.path).parent, 3)
    assert tidying.remove_unnamed_files(Asset, "assets", older_than=timedelta(days=2)) == 0
    assert borrowed.exists()
    assert Kept(asset.file).exists()


def test_a_file_that_comes_while_it_is_looked_stays(
    storage: None, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a video's that is fetched once more: stored, its row not yet written."""
    home = left_behind("assets", 3).parent
    homes = tidying._homes

    def and_a_file_comes(*times: Any) -> Iterator[list[Path]]:
        for found in homes(*times):
            (home / "picture.webp").write_bytes(b"picture")
            yield found

    monkeypatch.setattr(tidying, "_homes", and_a_file_comes)
    assert tidying.remove_unnamed_files(Asset, "assets", older_than=timedelta(days=2)) == 0
    assert (home / "picture.webp").exists()


def test_a_folder_that_goes_while_it_is_looked_is_no_obstacle(
    storage: None, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, unnamed = left_behind("assets", 3).parent, left_behind("assets", 3)
    homes = tidying._homes

    def and_one_goes(*times: Any) -> Iterator[list[Path]]:
        for found in homes(*times):
            shutil.rmtree(gone)
            yield found

    monkeypatch.setattr(tidying, "_homes", and_one_goes)
    assert tidying.remove_unnamed_files(Asset, "assets", older_than=timedelta(days=2)) == 1
    assert not unnamed.exists()


def test_what_isnt_a_rows_folder_is_left_alone(storage: None, member: User) -> None:
    made_up = left_behind("assets", 3, key="seeded")
    assert tidying.remove_unnamed_files(Asset, "assets", older_than=timedelta(days=2)) == 0
    assert made_up.exists()
    assert tidying.remove_unnamed_files(Asset, "nowhere", older_than=timedelta(days=2)) == 0


def test_all_of_it_happens_once_a_day(storage: None, member: User) -> None:
    deleted(member, 31)
    forgotten, unnamed = arriving("old.upload", 25), left_behind("assets", 3)
    tasks.tidy()
    assert not Asset.objects.exists()
    assert not forgotten.exists()
    assert not unnamed.exists()


def test_what_is_left_of_a_video_goes_too(storage: None, member: User) -> None:
    video = queued_video(member)
    video.file.save(f"videos/{video.pk}/file.mp4", ContentFile(b"video"), save=True)
    unnamed = left_behind("videos", 3, key=str(video.pk))
    video_tasks.remove_unnamed_files()
    assert not unnamed.exists()
    assert Kept(video.file).exists()
