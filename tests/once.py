"""What all processes of a run share, those of `-n` too: whichever needs it first makes it."""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

FOLDER = "JOGG_DASHBOARD_TESTS_SHARE"  # names where it is; later processes inherit it


def begin() -> Path:
    """The folder for it, gone with the process that began."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="jogg-dashboard-tests-share-")
        atexit.register(shutil.rmtree, os.environ[FOLDER], ignore_errors=True)
    return Path(os.environ[FOLDER])


def made(name: str, make: Callable[[Path], None]) -> Path:
    """A folder of this name with what `make` put into it, here or in another process."""
    folder = begin() / name
    with folder.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_name(f"{name}.unfinished")
            make(unfinished)
            unfinished.rename(folder)
    return folder
