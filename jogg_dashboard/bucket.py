"""Files in an S3-compatible bucket, streamed both ways: neither memory nor this disk ever holds one whole."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from itertools import groupby
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from django.core.files import File
from django.utils.http import content_disposition_header
from storages.backends.s3 import S3Storage
from urllib3.exceptions import HTTPError

from jogg_dashboard.sizes import MB
from jogg_dashboard.storage import Home, StorageAway

READ_AHEAD = MB
MOST_RESUMES = 4  # of one reading
LINK_SECONDS = 300
NOT_THERE = {"404", "NoSuchKey", "NotFound"}


@contextmanager
def explaining(name: str) -> Iterator[None]:
    """Tell a file that isn't there from a bucket that can't be asked, as `open` does with a disk."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in NOT_THERE:
            raise FileNotFoundError(name) from error
        raise StorageAway(f"{name}: {error}") from error
    except (BotoCoreError, HTTPClientError, HTTPError) as error:
        raise StorageAway(f"{name}: {error}") from error


class StoredObject(io.RawIOBase):
    """An object that is read while it comes. A seek costs one more request; a broken connection is resumed.

    Every answer's ETag is that of the first, so that all that is read is of one object.
    """

    def __init__(self, client: Any, bucket: str, key: str) -> None:
        self._client, self._asked = client, {"Bucket": bucket, "Key": key}
        self._body: Any = None
        self._position = self._resumes = 0
        with explaining(key):
            head = client.head_object(**self._asked)
        self.size: int = head["ContentLength"]
        self.version: str = head["ETag"]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        position = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        if position != self._position:
            self._hang_up()
            self._position = position
        return position

    def readinto(self, buffer: Any) -> int:
        if self._position >= self.size:
            return 0
        piece = self._read(len(buffer))
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def close(self) -> None:
        self._hang_up()
        super().close()

    def _read(self, size: int) -> bytes:
        while True:
            try:
                with explaining(self._asked["Key"]):
                    if piece := self._opened().read(size):
                        return piece
                    raise StorageAway(f"{self._asked['Key']} ended early")
            except StorageAway:
                self._hang_up()
                self._resumes += 1
                if self._resumes > MOST_RESUMES:
                    raise

    def _opened(self) -> Any:
        if self._body is None:
            answer = self._client.get_object(**self._asked, Range=f"bytes={self._position}-")
            self._body = answer["Body"]
            if answer["ETag"] != self.version:  # not every server heeds If-Match
                raise StorageAway(f"{self._asked['Key']} was replaced while it was read")
        return self._body

    def _hang_up(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None


class BucketFile(File):
    """A stored object as Django's files are: it can be measured, and opened again."""

    def __init__(self, storage: "BucketStorage", name: str) -> None:
        self._storage, self._object = storage, storage.stored_object(name)
        super().__init__(io.BufferedReader(self._object, READ_AHEAD), name)

    @property
    def size(self) -> int:
        return self._object.size

    @property
    def version(self) -> str:
        return self._object.version

    def open(self, mode: str = "rb") -> "BucketFile":
        if self.closed:
            self.__init__(self._storage, self.name)
        self.seek(0)
        return self


class BucketStorage(S3Storage):
    """django-storages' S3, with reading of our own: its files fetch the whole object before the first byte.

    One client serves all threads, which boto3 allows; one for each would cost some megabytes apiece.
    """

    def __init__(self, **options: Any) -> None:
        own_endpoint = bool(options.get("endpoint_url"))
        options.setdefault("file_overwrite", False)
        options.setdefault("transfer_config", TransferConfig(use_threads=False))
        options.setdefault(
            "client_config",
            Config(
                signature_version="s3v4",
                s3={"addressing_style": "path" if own_endpoint else "auto"},
                # Not every S3-compatible server knows the newer checksums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=5,
                read_timeout=60,
                retries={"mode": "standard", "max_attempts": 3},
                max_pool_connections=100,
            ),
        )
        super().__init__(**options)
        self._lock, self._shared = threading.Lock(), None

    @property
    def connection(self) -> Any:
        with self._lock:
            if self._shared is None:
                self._shared = super().connection
        return self._shared

    @cached_property
    def bucket(self) -> Any:
        """boto3's own, but with one class for all its objects: that makes a class anew for each."""
        bucket = super().bucket
        its_object = type(bucket.Object("any"))
        bucket.Object = lambda key: its_object(bucket.name, key, client=bucket.meta.client)
        return bucket

    def check(self) -> None:
        """Raise `FileNotFoundError` where there is no such bucket, `StorageAway` where it can't be asked.

        Asked for a file, a bucket that isn't there answers as if only the file weren't.
        """
        with explaining(self.bucket_name):
            self.connection.meta.client.head_bucket(Bucket=self.bucket_name)

    def link(self, name: str, *, content_type: str, file_name: str) -> str:
        """A link to download a file by, without an account, for five minutes; served as what we say it is."""
        answered_as = {
            "ResponseContentType": content_type,
            "ResponseContentDisposition": content_disposition_header(True, file_name),
            "ResponseCacheControl": "private, no-store",
        }
        return self.url(name, parameters=answered_as, expire=LINK_SECONDS)

    def size(self, name: str) -> int:
        with explaining(name):
            return super().size(name)

    def exists(self, name: str) -> bool:
        with explaining(name):
            return super().exists(name)

    def delete(self, name: str) -> None:
        with explaining(name):
            super().delete(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with explaining(name):
            return super().listdir(name)

    def get_modified_time(self, name: str) -> Any:
        with explaining(name):
            return super().get_modified_time(name)

    def version(self, file: BucketFile) -> str:
        """What tells an open file from another that had its name before; opening it has told that, too."""
        return file.version

    def homes(self, folder: str, oldest: float, newest: float) -> Iterator[Home]:
        """Those folders in a folder into which something was put last between these times."""
        for name, found in groupby(self._listed(folder), key=lambda item: item[0]):
            files = [(file, changed) for _, file, changed in found]
            if oldest < max(changed for _, changed in files) < newest:
                yield Home(name, partial(list, [file for file, _ in files]))

    def stored_object(self, name: str) -> StoredObject:
        try:
            return StoredObject(self.connection.meta.client, self.bucket_name, self._normalize_name(name))
        except FileNotFoundError:
            self._check_bucket()
            raise

    def _check_bucket(self) -> None:
        """Where there is no bucket, no file is known to be missing: that raises `StorageAway`."""
        try:
            self.check()
        except FileNotFoundError as error:
            raise StorageAway(f"there is no bucket {self.bucket_name}") from error

    def remove_empty(self, folder: str) -> None:
        """A bucket has no folders but in the names of what is in them."""

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            with explaining(name):
                return super()._open(name, mode)
        return BucketFile(self, name)

    def _save(self, name: str, content: File) -> str:
        with explaining(name):
            return super()._save(name, content)

    def _listed(self, folder: str) -> Iterator[tuple[str, str, float]]:
        """What lies in the folders of a folder, in their order: folder, file, when it was put there."""
        prefix = f"{self._normalize_name(folder)}/"
        pages = self.connection.meta.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket_name, Prefix=prefix
        )
        with explaining(folder):
            for page in pages:
                for entry in page.get("Contents", []):
                    home, _, file = entry["Key"].removeprefix(prefix).partition("/")
                    if file and "/" not in file:
                        yield home, file, entry["LastModified"].timestamp()
