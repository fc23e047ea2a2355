"""What all processes must know of each other: their POSTs to a shared key, who is alive, and what Jogg last said."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone


class Pace(models.Model):
    """What one account's pace is hampered by; the row is also the lock that all who ask for a turn take.

    Nobody may POST before `held_until`, as a 429 of Jogg's asked. `slower_by` POSTs a window are
    given up since then, and given back one by one (`changed_at`).
    """

    account = models.CharField(max_length=64, unique=True)
    held_until = models.DateTimeField(null=True, blank=True)
    slower_by = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)


class Post(models.Model):
    """A POST that was allowed: under way until it has `ended_at`, and counted for a window after that.

    `made_by` names the thread as a claim does: with its process the POST has ended.
    """

    account = models.CharField(max_length=64)
    granted_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=150)

    class Meta:
        indexes = [models.Index(fields=["account", "ended_at"], name="post_of_account")]


class Turn(models.Model):
    """Something that waits for its POST: the lower `priority` first, then the older `since`.

    `expected_at` is what it was told. One that doesn't come back long after that has no place in
    the line any more.
    """

    account = models.CharField(max_length=64)
    task = models.CharField(max_length=100)
    priority = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    expected_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "task"], name="turn_once")]
        indexes = [models.Index(fields=["account", "priority", "since"], name="turn_line")]


class WorkerProcessQuerySet(models.QuerySet["WorkerProcess"]):
    def running(self) -> Self:
        """Those that have not said that they stopped, silent ones too, the last started first."""
        return self.filter(stopped_at=None).order_by("-started_at")

    def alive(self) -> Self:
        """Those that were there within a minute; one that was restarted in between isn't missed."""
        return self.filter(seen_at__gte=timezone.now() - WorkerProcess.SILENT_AFTER)


class WorkerProcess(models.Model):
    """A worker that runs, or ran within the hour; `name` is its host and process number.

    One that was killed has no `stopped_at`, and a `seen_at` that gets older.
    """

    SILENT_AFTER = timedelta(minutes=1)

    name = models.CharField(max_length=150, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = WorkerProcessQuerySet.as_manager()

    @property
    def is_silent(self) -> bool:
        return self.seen_at < timezone.now() - self.SILENT_AFTER


class ApiCalls(models.Model):
    """How many calls of a kind ("POST /v1/upload/asset") ended on a day (UTC) with a result ("ok", "rate_limited")."""

    day = models.DateField()
    call = models.CharField(max_length=100)
    result = models.CharField(max_length=30)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "call", "result"], name="api_calls_once")]


class Contact(models.Model):
    """When Jogg last answered one account as it should, and when it last did not; `failure` says how.

    Jogg counts as asked no more where neither is newer than `FORGOTTEN_AFTER`: then no worker asks.
    """

    FORGOTTEN_AFTER = timedelta(minutes=5)

    account = models.CharField(max_length=64, unique=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(blank=True)
    key_accepted_at = models.DateTimeField(null=True, blank=True)
    key_refused_at = models.DateTimeField(null=True, blank=True)
    probed_at = models.DateTimeField(null=True, blank=True)
    is_webhook_registered = models.BooleanField(null=True, blank=True)
    webhook_checked_at = models.DateTimeField(null=True, blank=True)

    @property
    def is_known(self) -> bool:
        """Whether anybody has heard of Jogg lately."""
        last = max(filter(None, [self.answered_at, self.failed_at]), default=None)
        return last is not None and last > timezone.now() - self.FORGOTTEN_AFTER

    @property
    def is_answering(self) -> bool:
        """Whether Jogg answered the last call as it should."""
        return _is_later(self.answered_at, self.failed_at)

    @property
    def is_key_accepted(self) -> bool:
        return _is_later(self.key_accepted_at, self.key_refused_at)

    @property
    def is_key_refused(self) -> bool:
        return _is_later(self.key_refused_at, self.key_accepted_at)


def _is_later(this: datetime | None, that: datetime | None) -> bool:
    return this is not None and (that is None or this > that)
