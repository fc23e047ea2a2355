"""What all processes that share a Jogg key must know of each other's POSTs. `pacing.py` works with it."""

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
