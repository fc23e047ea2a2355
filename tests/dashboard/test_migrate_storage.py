"""The move of all files into a bucket and back out of it."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage, storages
from django.core.management import CommandError, call_command

from jogg_dashboard.bucket import BucketStorage
from tests import media
from tests.backends import bucket_options
from tests.uploads.rows import hosted_asset
from tests.videos.rows import queued_video


@pytest.fixture
def disk(settings: Any, tmp_path: Path) -> Storage:
    """The files on disk that the dashboard had before it was set to a bucket."""
    settings.LOCAL_FILES = settings.LOCAL_FILES | {"OPTIONS": {"location": tmp_path / "media"}}
    return storages.create_storage(settings.LOCAL_FILES)


@pytest.fixture
def files(disk: Storage, settings: Any, member: User, s3_server: dict[str, str], tmp_path: Path) -> set[str]:
    """Names of files of rows on disk; then the dashboard is set to a bucket with nothing in it."""
    settings.STORAGES = settings.STORAGES | {"default": settings.LOCAL_FILES}
    asset, video = hosted_asset(member), queued_video(member)
    asset.picture.save("picture.webp", ContentFile(b"picture"))
    video.file.save(f"videos/{video.pk}/file.mp4", ContentFile(media.mp4()))
    options = bucket_options(s3_server, location=f"moved-{tmp_path.name}-{asset.pk}")
    settings.S3_FILES = settings.S3_FILES | {"OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": settings.S3_FILES}
    settings.S3_BUCKET = options["bucket_name"]
    return {asset.file.name, asset.picture.name, video.file.name}


def migrate(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("migrate_storage", *arguments, stdout=out, stderr=out)
    return out.getvalue().splitlines()


def content(storage: Storage, name: str) -> bytes:
    with storage.open(name) as file:
        return file.read()


def test_every_file_that_a_row_names_is_copied_and_none_removed(files: set[str], disk: Storage) -> None:
    assert migrate()[0] == "3 copied"
    assert isinstance(storages["default"], BucketStorage)
    assert all(content(default_storage, name) == content(disk, name) for name in files)


def test_again_it_copies_only_what_is_left(files: set[str], disk: Storage) -> None:
    migrate()
    default_storage.delete(min(files))
    assert set(migrate()[:2]) == {"1 copied", "2 there already, and the same"}


def test_a_dry_run_copies_nothing(files: set[str]) -> None:
    assert migrate("--dry-run")[0] == "3 to be copied"
    assert not any(default_storage.exists(name) for name in files)


def test_what_differs_is_told_and_left_as_it_is(files: set[str], disk: Storage) -> None:
    name = min(files)
    default_storage.save(name, ContentFile(b"x" * disk.size(name)))
    with pytest.raises(CommandError, match="1 of 3 files"):
        migrate()
    assert content(default_storage, name).strip(b"x") == b""
    assert content(disk, name).strip(b"x") != b""


def test_what_is_missing_is_told_and_the_rest_copied(files: set[str], disk: Storage) -> None:
    disk.delete(min(files))
    with pytest.raises(CommandError, match="1 of 3 files"):
        migrate()
    assert sum(default_storage.exists(name) for name in files) == 2


def test_and_back_from_the_bucket(files: set[str], disk: Storage, settings: Any) -> None:
    migrate()
    for name in files:
        disk.delete(name)
    bucket, settings.S3_BUCKET = settings.S3_BUCKET, ""
    settings.STORAGES = settings.STORAGES | {"default": settings.LOCAL_FILES}
    with pytest.raises(CommandError, match="--from-bucket"):
        migrate()
    assert migrate("--from-bucket", bucket)[0] == "3 copied"
    assert all(disk.exists(name) for name in files)
    assert list(Path(settings.UPLOAD_DIR).iterdir()) == []
