"""A path to a stored file, for what opens files by their path."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile

from jogg_dashboard.sizes import MB

Step = Callable[[], None]


def nothing() -> None:
    """What is done at each step where nothing needs to be."""


@contextmanager
def local_path(stored: FieldFile, at_each_step: Step = nothing) -> Iterator[str]:
    """The path of the file that a row names."""
    with path_in(stored.storage, stored.name, at_each_step) as path:
        yield path


@contextmanager
def path_in(storage: Storage, name: str, at_each_step: Step = nothing) -> Iterator[str]:
    """The file itself where storage is on this disk, else a copy for as long as it is needed.

    `at_each_step` is called while it is copied, after each megabyte.
    Where there is no such file, the path leads to nothing, either way.
    """
    try:
        path = storage.path(name)
    except NotImplementedError:
        with tempfile.TemporaryDirectory(dir=settings.UPLOAD_DIR) as folder:
            copy = Path(folder) / PurePosixPath(name).name
            with suppress(FileNotFoundError):
                _copy(storage, name, copy, at_each_step)
            yield str(copy)
    else:
        yield path


def _copy(storage: Storage, name: str, path: Path, at_each_step: Step) -> None:
    with storage.open(name) as source, path.open("wb") as copy:
        while piece := source.read(MB):
            copy.write(piece)
            at_each_step()
