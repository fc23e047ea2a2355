"""Files on disk that survive a power cut once they are said to be here, and what every storage offers."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class StorageAway(OSError):
    """The storage can't be asked now; what lies there isn't lost."""


@dataclass(frozen=True)
class Home:
    """A folder of one row: its name, and what tells the names of the files in it."""

    name: str
    files: Callable[[], list[str]]


class DurableFileSystemStorage(FileSystemStorage):
    """Syncs the folders that a new file was put into: a synced file in a folder that isn't can be lost."""

    def _save(self, name: str, content: File) -> str:
        saved = super()._save(name, content)
        folder = Path(self.path(saved)).parent
        for path in (folder, folder.parent):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return saved

    def version(self, file: File) -> str:
        """What tells an open file from another that had its name before."""
        return str(os.fstat(file.fileno()).st_mtime_ns)

    def homes(self, folder: str, oldest: float, newest: float) -> Iterator[Home]:
        """Those folders in a folder into which something was put last between these times."""
        with suppress(FileNotFoundError), os.scandir(self.path(folder)) as entries:
            for entry in entries:
                if oldest < entry.stat().st_mtime < newest:
                    yield Home(entry.name, partial(_files, Path(entry), newest))

    def remove_empty(self, folder: str) -> None:
        """Remove a folder, if nothing is in it."""
        with suppress(OSError):
            Path(self.path(folder)).rmdir()


def _files(home: Path, newest: float) -> list[str]:
    """What is in a folder, unless something has come since it was found: that may not have its row yet."""
    with suppress(FileNotFoundError, NotADirectoryError):
        files = [path.name for path in home.iterdir() if path.is_file()]
        return files if home.stat().st_mtime < newest else []
    return []
