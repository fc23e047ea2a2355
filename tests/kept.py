"""Stored files as tests look at them and harm them, wherever they are stored."""

from io import BytesIO
from pathlib import PurePosixPath

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile

in_a_bucket = bool(settings.S3_BUCKET)
on_disk_only = pytest.mark.skipif(in_a_bucket, reason="is about folders, modes or times of files on a disk")


class Kept:
    """The stored file that a field or a name means; what it can do is called as by `pathlib`."""

    def __init__(self, stored: FieldFile | str) -> None:
        self.path = PurePosixPath(stored if isinstance(stored, str) else stored.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kept) and other.path == self.path

    def __hash__(self) -> int:
        return hash(self.path)

    @property
    def size(self) -> int:
        return default_storage.size(str(self.path))

    def exists(self) -> bool:
        return default_storage.exists(str(self.path))

    def read_bytes(self) -> bytes:
        with default_storage.open(str(self.path)) as file:
            return file.read()

    def stream(self) -> BytesIO:
        return BytesIO(self.read_bytes())

    def write_bytes(self, content: bytes) -> None:
        """Put another content in its place."""
        self.unlink()
        assert default_storage.save(str(self.path), ContentFile(content)) == str(self.path)

    def unlink(self) -> None:
        assert self.exists(), f"{self.path} is not there"
        default_storage.delete(str(self.path))

    def neighbours(self) -> set[str]:
        """The names of all files in its folder, its own among them."""
        try:
            return set(default_storage.listdir(str(self.path.parent))[1])
        except FileNotFoundError:
            return set()


def kept_in(folder: str) -> set[Kept]:
    """All files in the folders of a folder, whether or not a row names them."""
    homes = default_storage.homes(folder, 0, float("inf"))
    return {Kept(f"{folder}/{home.name}/{name}") for home in homes for name in home.files()}
