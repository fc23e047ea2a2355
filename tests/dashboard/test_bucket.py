"""Files in a bucket, on a real S3 server: streamed, measured, found again, and told from a bucket that is away."""

import hashlib
import tracemalloc
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from django.contrib.auth.models import User
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client, RequestFactory
from django.utils import timezone

from jogg_dashboard import files
from jogg_dashboard.bucket import BucketStorage
from jogg_dashboard.claims import ClaimLost
from jogg_dashboard.local_copy import local_path
from jogg_dashboard.sizes import MB
from jogg_dashboard.storage import StorageAway
from tests import media
from tests.backends import bucket_options as options
from tests.backends import running_s3
from tests.sandbox_server import SandboxServer
from tests.uploads.rows import hosted_asset, stored_asset
from uploads import forwarding, tidying
from uploads.models import Asset

CONTENT = bytes(range(256)) * 4


def stored_file(name: str) -> models.fields.files.FieldFile:
    return models.fields.files.FieldFile(Asset(), Asset._meta.get_field("file"), name)


def test_a_file_comes_back_whole_and_can_be_read_from_anywhere(bucket: BucketStorage) -> None:
    name = bucket.save("a/whole.bin", ContentFile(CONTENT))
    assert (bucket.exists(name), bucket.size(name)) == (True, len(CONTENT))
    with bucket.open(name) as file:
        assert (file.size, file.read()) == (len(CONTENT), CONTENT)
        file.seek(-24, 2)
        assert file.read() == CONTENT[-24:]
        file.seek(100)
        assert (file.read(50), file.tell()) == (CONTENT[100:150], 150)
    assert b"".join(file.open().chunks()) == CONTENT, "a closed file can be opened again"


def test_a_second_file_of_a_name_gets_another(bucket: BucketStorage) -> None:
    first, second = (bucket.save("a/twice.bin", ContentFile(content)) for content in (b"one", b"two"))
    assert first != second
    with bucket.open(first) as one, bucket.open(second) as two:
        assert (one.read(), two.read()) == (b"one", b"two")


def test_a_large_file_is_never_in_memory_whole(bucket: BucketStorage, tmp_path: Path) -> None:
    path, size = tmp_path / "large.bin", 96 * MB
    with path.open("wb") as file:
        file.truncate(size)
    bucket.save("a/warm.bin", ContentFile(b"boto3 reads its models once"))
    tracemalloc.start()
    with path.open("rb") as file:
        name = bucket.save("a/large.bin", File(file))
    with bucket.open(name) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    with path.open("rb") as file:
        assert digest == hashlib.file_digest(file, "sha256").hexdigest()
    assert most < 48 * MB


def test_what_isnt_there_is_told_as_on_a_disk(bucket: BucketStorage) -> None:
    for ask in (bucket.open, bucket.size, bucket.get_modified_time):
        with pytest.raises(FileNotFoundError):
            ask("a/nothing.bin")
    assert not bucket.exists("a/nothing.bin")
    bucket.delete("a/nothing.bin")


def test_what_cant_be_asked_is_told_from_what_isnt_there(no_bucket: BucketStorage) -> None:
    for ask in (no_bucket.open, no_bucket.size, no_bucket.exists, no_bucket.delete, no_bucket.listdir):
        with pytest.raises(StorageAway):
            ask("a/file.bin")
    with pytest.raises(StorageAway):
        no_bucket.save("a/file.bin", ContentFile(b"a"))


def test_a_bucket_that_isnt_there_stops_the_start(
    bucket: BucketStorage, s3_server: dict[str, str], settings: Any
) -> None:
    bucket.check()
    settings.S3_BUCKET = "nothing"
    wrong = settings.STORAGES["default"] | {"OPTIONS": options(s3_server, bucket_name="nothing")}
    settings.STORAGES = settings.STORAGES | {"default": wrong}
    with pytest.raises(CommandError, match="There is no bucket nothing"):
        call_command("prepare")


def test_keys_that_are_wrong_are_told(s3_server: dict[str, str]) -> None:
    with pytest.raises(StorageAway):
        BucketStorage(**options(s3_server, secret_key="another")).save("a.bin", ContentFile(b"a"))


def test_a_file_that_is_replaced_while_it_is_read_isnt_mixed_with_the_other(bucket: BucketStorage) -> None:
    name = bucket.save("a/replaced.bin", ContentFile(CONTENT))
    with bucket.open(name) as file:
        file.seek(10)
        bucket.delete(name)
        bucket.save(name, ContentFile(b"x" * len(CONTENT)))
        with pytest.raises(StorageAway):
            file.read()


def test_a_server_that_comes_back_is_read_on_from_where_it_went(tmp_path: Path) -> None:
    with running_s3(folder=tmp_path) as first:
        storage = BucketStorage(**options(first))
        name = storage.save("a/long.bin", ContentFile(CONTENT * 4096))
        file = storage.open(name)
        start = file.read(MB)
    with running_s3(int(first["s3_endpoint_url"].rpartition(":")[2]), tmp_path):
        assert start + file.read() == CONTENT * 4096
        file.close()


@pytest.mark.parametrize("piece", [256 * 1024, 7])
def test_serves_the_part_asked_for(bucket: BucketStorage, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PIECE", piece)
    stored = stored_file(bucket.save("a/part.bin", ContentFile(CONTENT)))
    request = RequestFactory().get("/", headers={"Range": "bytes=100-199"})
    answer = files.serve(request, stored, content_type="video/mp4", name="a.mp4")
    assert (answer.status_code, answer["Content-Range"]) == (206, "bytes 100-199/1024")
    assert b"".join(answer) == CONTENT[100:200]
    answer.close()


def test_a_download_may_be_left_to_the_bucket(bucket: BucketStorage, settings: Any) -> None:
    settings.S3_PRESIGNED = True
    stored = stored_file(bucket.save("a/link.bin", ContentFile(CONTENT)))
    request = RequestFactory().get("/?download")
    answer = files.serve(request, stored, content_type="video/mp4", name="my clip.mp4", attachment=True)
    assert (answer.status_code, answer["Cache-Control"]) == (302, "private, no-store")
    fetched = requests.get(answer["Location"], timeout=10)
    assert (fetched.status_code, fetched.content) == (200, CONTENT)
    assert "X-Amz-Expires=300" in answer["Location"]
    assert requests.get(answer["Location"].replace("link.bin", "part.bin"), timeout=10).status_code == 403


def test_what_a_page_shows_comes_from_here(bucket: BucketStorage, settings: Any) -> None:
    settings.S3_PRESIGNED = True
    stored = stored_file(bucket.save("a/shown.bin", ContentFile(CONTENT)))
    answer = files.serve(RequestFactory().get("/"), stored, content_type="video/mp4", name="a.mp4")
    assert (answer.status_code, b"".join(answer)) == (200, CONTENT)
    answer.close()


def test_a_local_path_holds_a_copy_as_long_as_it_is_needed(bucket: BucketStorage, settings: Any) -> None:
    stored = stored_file(bucket.save("a/copied.bin", ContentFile(CONTENT)))
    with local_path(stored) as path:
        assert Path(path).read_bytes() == CONTENT
        assert Path(path).is_relative_to(settings.UPLOAD_DIR)
    assert not Path(path).parent.exists()


def test_who_copies_a_large_file_is_called_at_each_step_and_may_leave(bucket: BucketStorage, settings: Any) -> None:
    """As the keeper of a claim is, and does where the claim was lost."""
    stored, steps = stored_file(bucket.save("a/large.bin", ContentFile(CONTENT * 3072))), []
    with local_path(stored, lambda: steps.append(1)):
        assert len(steps) == 3
    with pytest.raises(ClaimLost), local_path(stored, leave):
        pytest.fail("the copy was given out")
    assert list(settings.UPLOAD_DIR.iterdir()) == []


def leave() -> None:
    raise ClaimLost


def test_of_what_isnt_there_the_local_path_leads_to_nothing(bucket: BucketStorage) -> None:
    with local_path(stored_file("a/nothing.bin")) as path:
        assert not Path(path).exists()


def test_an_upload_goes_into_the_bucket_to_jogg_and_back(
    bucket: BucketStorage, browser_of_member: Client, account: SandboxServer
) -> None:
    upload = SimpleUploadedFile("demo.mp4", media.mp4(), "video/mp4")
    answer = browser_of_member.post("/uploads/", {"file": upload}, headers={"Accept": "application/json"})
    asset = Asset.objects.get(pk=answer.json()["id"])
    assert (asset.status, asset.frame_count) == ("hosted", 8)
    assert bucket.exists(asset.file.name)
    assert bucket.exists(asset.picture.name)
    assert requests.get(asset.hosted_url, timeout=10).content == media.mp4()
    assert browser_of_member.get(f"/uploads/{asset.pk}/file").getvalue() == media.mp4()


def test_while_the_bucket_is_away_an_upload_is_refused_in_a_sentence(
    no_bucket: BucketStorage, browser_of_member: Client
) -> None:
    upload = SimpleUploadedFile("demo.mp4", media.mp4(), "video/mp4")
    answer = browser_of_member.post("/uploads/", {"file": upload})
    assert (answer.status_code, Asset.objects.count()) == (503, 0)
    assert "can't be reached at the moment. Nothing was kept;" in answer.content.decode()


def test_while_the_bucket_is_away_who_only_looks_isnt_told_of_keeping(
    no_bucket: BucketStorage, browser_of_member: Client, member: User
) -> None:
    Asset.objects.create(
        owner=member, name="a.mp4", kind="video", content_type="video/mp4", size=9, file="uploads/a.mp4"
    )
    answer = browser_of_member.get(f"/uploads/{Asset.objects.get().pk}/file")
    assert answer.status_code == 503
    assert answer.content.decode().endswith("can't be reached at the moment. Try again in a minute.\n")


def test_what_is_to_be_sent_waits_until_the_bucket_is_back(
    bucket: BucketStorage, account: SandboxServer, member: User, settings: Any, unreachable_url: str
) -> None:
    asset, reachable = stored_asset(member), settings.STORAGES
    away = options({"s3_bucket": "b", "s3_endpoint_url": unreachable_url, "access_key": "a", "secret_key": "s"})
    settings.STORAGES = reachable | {"default": reachable["default"] | {"OPTIONS": away}}
    assert forwarding.forward(asset.pk) > timezone.now()
    asset.refresh_from_db()
    assert (asset.status, asset.error, asset.failures) == ("stored", forwarding.AWAY, 0)
    settings.STORAGES = reachable
    Asset.objects.update(due_at=None)
    forwarding.forward(asset.pk)
    asset.refresh_from_db()
    assert (asset.status, asset.error) == ("hosted", "")


def test_what_no_row_names_is_removed_once_it_is_old_enough(bucket: BucketStorage, member: User) -> None:
    asset = hosted_asset(member)
    unnamed = default_storage.save("assets/3f0c2a52-8d1f-4a33-9a3f-0d6a6f1d2b11/original.mp3", ContentFile(b"left"))
    assert tidying.remove_unnamed_files(Asset, "assets", older_than=timedelta(days=2)) == 0
    assert tidying.remove_unnamed_files(Asset, "assets", older_than=timedelta(seconds=-5)) == 1
    assert (bucket.exists(unnamed), bucket.exists(asset.file.name)) == (False, True)


def test_the_whole_folder_of_an_asset_goes_with_it(bucket: BucketStorage, member: User) -> None:
    asset = hosted_asset(member, deleted_at=timezone.now() - timedelta(days=31))
    left = default_storage.save(f"assets/{asset.pk}/picture_aBc.webp", ContentFile(b"half"))
    assert tidying.purge_deleted() == 1
    assert not bucket.exists(asset.file.name)
    assert not bucket.exists(left)
