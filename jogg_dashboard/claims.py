"""Rows that a worker claims: at most one at a time works on a row, and a dead one's claim ends.

A claim is one conditional UPDATE. It carries the worker's name and a lease; the work happens
outside any transaction. `abandoned` finds what a killed worker left, at once on its own host and
after the lease anywhere else. What a change means to people is an entry of the row's timeline,
written in the same transaction.
"""

import os
import secrets
import socket
import threading
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from jogg_dashboard import evidence
from jogg_dashboard.destination import destination
from jogg_dashboard.evidence import Entry

LEASE = timedelta(minutes=6)  # longer than any single call to Jogg may take, its repetitions included
RENEWED_EVERY = 20.0  # seconds, in long work
HOST = socket.gethostname()[:100]
PROCESS = f"{HOST}:{os.getpid()}:{secrets.token_hex(4)}"


class ClaimLost(Exception):
    """Another worker has taken the row over, or a person has ended the work on it."""


def worker() -> str:
    """Name the thread that claims. Each has a name of its own: what one lost, another may have claimed."""
    return f"{PROCESS}:{threading.get_ident()}"


class ClaimedRow(models.Model):
    """A row with a status, worked on by one worker at a time.

    `attempts` counts the claims since the last success or retry, `waits` those of them that ended
    with nothing sent (Jogg away, or its limit); before `due_at` the row is left alone. `is_paced`
    says that it waits for its turn among our POSTs, and that `due_at` is when that is expected.
    `destination` names the Jogg it is for: the worker of another one leaves it alone.
    """

    destination = models.CharField(max_length=200, default=destination)
    attempts = models.PositiveIntegerField(default=0)
    waits = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    is_paced = models.BooleanField(default=False)
    claimed_by = models.CharField(max_length=150, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @property
    def is_elsewhere(self) -> bool:
        """Whether the row is for another Jogg than the one in use."""
        return self.destination != destination()

    @property
    def failures(self) -> int:
        """The attempts that came to something, and went wrong."""
        return self.attempts - self.waits

    @property
    def version(self) -> str:
        """Changes with every change of the row that a page would show."""
        return f"{self.updated_at.timestamp():.6f}"


def claim(rows: models.QuerySet[Any], entry: Entry | None = None, **changes: Any) -> bool:
    """Claim the one row that `rows` filters out, if it is due and free; says whether it did."""
    return take(due(rows), entry, **{"attempts": F("attempts") + 1, "is_paced": False, **changes})


def take(rows: models.QuerySet[Any], entry: Entry | None = None, **changes: Any) -> bool:
    """Claim the one row, if it is free, for work with a time and counts of its own; says whether it did."""
    return update(free(rows), entry, claimed_by=worker(), claimed_until=timezone.now() + LEASE, **changes)


def renew(rows: models.QuerySet[Any], entry: Entry | None = None, **changes: Any) -> bool:
    """Prolong one's own claim; False where it was lost."""
    return update(_mine(rows), entry, claimed_until=timezone.now() + LEASE, **changes)


def keep(rows: models.QuerySet[Any], entry: Entry | None = None, **changes: Any) -> None:
    """Prolong one's own claim; raises `ClaimLost` where it was lost."""
    if not renew(rows, entry, **changes):
        raise ClaimLost


class Keeper:
    """Keeps one's own claim through long work: it is called with changes at every step, and writes now and then.

    That is at most once in `every` seconds. Raises `ClaimLost` where the claim was lost.
    """

    def __init__(self, rows: models.QuerySet[Any], every: float | None = None) -> None:
        self._rows, self._every = rows, RENEWED_EVERY if every is None else every
        self._kept_at = time.monotonic()

    def __call__(self, **changes: Any) -> None:
        if time.monotonic() - self._kept_at > self._every:
            self._kept_at = time.monotonic()
            keep(self._rows, **changes)


def settle(rows: models.QuerySet[Any], entry: Entry | None = None, **changes: Any) -> bool:
    """Write the outcome of one's own claim and end it; False where the claim was lost."""
    return update(_mine(rows), entry, claimed_by="", claimed_until=None, **changes)


def queue(rows: models.QuerySet[Any], until: datetime) -> bool:
    """Let the one row wait for its turn among our POSTs; False where somebody claimed it meanwhile."""
    return update(free(rows), due_at=until, is_paced=True)


def overrule(rows: models.QuerySet[Any], entry: Entry | None = None, **changes: Any) -> bool:
    """Change the one row that `rows` filters out, and end whatever claim there is on it."""
    return update(rows, entry, claimed_by="", claimed_until=None, **changes)


def update(rows: models.QuerySet[Any], entry: Entry | None = None, **changes: Any) -> bool:
    """Change the one row that `rows` filters out, and its timeline with it; False where there is none."""
    with transaction.atomic():
        pk = rows.values_list("pk", flat=True).first() if entry else None
        if rows.update(updated_at=timezone.now(), **changes) != 1:
            return False
        if entry:
            evidence.note(rows.model, [pk], entry)
        return True


def update_all(rows: models.QuerySet[Any], entry: Entry | None = None, **changes: Any) -> int:
    """Change every row of `rows`, and the timeline of each; return how many."""
    with transaction.atomic():
        # Locked always in the same order, or two sweeps at once could wait for each other.
        keys = list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
        changed = rows.model.objects.filter(pk__in=keys).update(updated_at=timezone.now(), **changes)
        if entry:
            evidence.note(rows.model, keys, entry)
        return changed


def free(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """The rows that nobody works on."""
    return rows.filter(Q(claimed_until=None) | Q(claimed_until__lt=timezone.now()))


def due(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """The rows whose time has come."""
    return rows.filter(Q(due_at=None) | Q(due_at__lte=timezone.now()))


def abandoned(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """The claimed rows whose worker is gone: its lease has ended, or its process on this host has."""
    claims = rows.exclude(claimed_by="")
    names = claims.filter(claimed_by__startswith=f"{HOST}:").values_list("claimed_by", flat=True).distinct()
    dead = [name for name in names if is_dead(name)]
    return claims.filter(Q(claimed_until__lt=timezone.now()) | Q(claimed_by__in=dead))


def release(rows: models.QuerySet[Any], entry: Entry | None = None, **changes: Any) -> int:
    """End the claims of workers that are gone; only for work that does no harm when done twice."""
    return update_all(abandoned(rows), entry, claimed_by="", claimed_until=None, **changes)


def _mine(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    return rows.filter(claimed_by=worker())


def is_dead(name: str) -> bool:
    """Whether the worker of this name is known to be gone: only of its own host can a process know.

    A reused process number costs the wait for the lease.
    """
    if not name.startswith(f"{HOST}:"):
        return False
    pid = int(name.split(":")[1])
    if pid == os.getpid():
        return not name.startswith(f"{PROCESS}:")
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return False
