"""Whether what the dashboard needs is there: asked by load balancers and monitors, and shown to staff.

A reason never quotes an error, which may name a host, a path or a user: the log does.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from huey.contrib.djhuey import HUEY

from jogg_dashboard.account import contact
from jogg_dashboard.models import WorkerProcess

logger = logging.getLogger(__name__)

STORAGE_KNOWN_FOR = 10.0  # seconds: each look writes, and a bucket bills for it
LONGEST_WAIT = 2.0  # seconds, for the look of another request
BY_THE_DATABASE = "Not known while the database doesn't answer."

_storage_lock = threading.Lock()
_storage_found: tuple[float, str] | None = None


@dataclass(frozen=True)
class Check:
    """What was found; `reason` says in a sentence why it isn't `ok`. Without what `is_needed` nothing is ready."""

    name: str
    ok: bool
    is_needed: bool
    reason: str = ""


def readiness(exclude: Collection[str] = ()) -> list[Check]:
    """Look at everything but what is excluded by its name.

    Jogg isn't needed: while it is away pages work, files are received, and everything waits for it.
    """
    checks = []
    for name, (look, is_needed) in LOOKS.items():
        if name not in exclude:
            is_blind = name in FROM_ROWS and any(check.name == "database" and not check.ok for check in checks)
            reason = BY_THE_DATABASE if is_blind else _reason(name, look)
            checks.append(Check(name, not reason, is_needed, reason))
    return checks


def is_ready(checks: Collection[Check]) -> bool:
    return all(check.ok for check in checks if check.is_needed)


def _reason(name: str, look: Callable[[], str]) -> str:
    try:
        return look()
    except Exception as error:  # each kind of storage and queue has errors of its own, and all mean the same
        logger.warning("the check of the %s failed: %s", name, error)
        return f"It does not answer ({type(error).__name__})."


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _storage() -> str:
    """Write a file and take it away again; what was found holds for some seconds.

    One request looks at a time, and others wait briefly: a bucket that hangs must not take all threads.
    """
    global _storage_found
    if not _storage_lock.acquire(timeout=LONGEST_WAIT):
        return "It has not answered yet."
    try:
        if _storage_found is None or time.monotonic() - _storage_found[0] > STORAGE_KNOWN_FOR:
            found = _reason("storage", _write)
            _storage_found = (time.monotonic(), found)
        return _storage_found[1]
    finally:
        _storage_lock.release()


def _write() -> str:
    name = default_storage.save(f"checks/{secrets.token_hex(8)}", ContentFile(b"ok"))
    default_storage.delete(name)
    return ""


def _queue() -> str:
    HUEY.pending_count()
    return ""


def _worker() -> str:
    if WorkerProcess.objects.alive().exists():
        return ""
    return "No worker has been there for a minute: what is received and ordered waits."


def _jogg() -> str:
    known = contact()
    if not known.is_known:
        return "No worker has heard of Jogg for some minutes."
    if not known.is_answering:
        return known.failure
    return "Jogg refuses the API key." if known.is_key_refused else ""


# By name: the look, and whether the dashboard is ready without.
LOOKS: dict[str, tuple[Callable[[], str], bool]] = {
    "database": (_database, True),
    "storage": (_storage, True),
    "queue": (_queue, True),
    "worker": (_worker, True),
    "jogg": (_jogg, False),
}
FROM_ROWS = ("worker", "jogg")
