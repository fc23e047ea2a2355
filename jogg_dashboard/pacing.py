"""The pace of our POSTs: Jogg allows a key so many in any minute, whatever process makes them.

Everything that wants to POST asks for its turn. There is one line for an account, kept in the
database: creates before uploads before batches, the older before the younger. A turn counts from the moment it
is granted until a window after its POST has *ended*, as nobody knows when in between Jogg counted it.
The reasons, and why no library does this, are in docs/decisions/0005-pacing.md.
"""

import logging
import math
import time
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import IntEnum
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from jogg import ConnectionFailed, JoggError, RateLimited
from jogg_dashboard import backoff, claims
from jogg_dashboard.account import account
from jogg_dashboard.models import Pace, Post, Turn

logger = logging.getLogger(__name__)

LONGEST_POST = timedelta(minutes=6)  # as a claim's lease: by then its process is gone
PATIENCE = timedelta(seconds=90)  # the sweep wakes a lost row within a minute
LOWERED_BY = 4  # a 429 costs a fourth of the pace; each window without one gives a POST back


class Priority(IntEnum):
    """Batches come last: nobody waits for a row of 200 as for the one video just ordered, or for its recording."""

    CREATE = 0
    UPLOAD = 1
    BATCH = 2


class Turned(Exception):
    """Not yet: `until` is when the turn is expected."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class Permit:
    """The right to make one POST, inside `with`. What the POST came to is learnt on leaving.

    One that Jogg's limit turned away gets its `turn` back: nobody younger may go before it.
    """

    def __init__(self, post: Post | None = None, turn: Turn | None = None) -> None:
        self._post, self._turn = post, turn

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._post is None:
            return
        try:
            self._end(self._post, error)
        except DatabaseError:  # what Jogg answered matters more; a POST that never ends is counted for longer
            logger.exception("the end of a POST couldn't be written down")

    def _end(self, post: Post, error: BaseException | None) -> None:
        if isinstance(error, ConnectionFailed):
            self.give_back()
            return
        now = timezone.now()
        Post.objects.filter(pk=post.pk).update(ended_at=now)
        if isinstance(error, RateLimited):
            held_until = now + timedelta(seconds=error.retry_after)
            _slow_down(post, held_until)
            place = {"priority": self._turn.priority, "since": self._turn.since, "expected_at": held_until}
            Turn.objects.update_or_create(account=post.account, task=self._turn.task, defaults=place)

    def give_back(self) -> None:
        """The POST wasn't made after all."""
        if self._post is not None:
            Post.objects.filter(pk=self._post.pk).delete()


def ask(task: str, priority: Priority, since: datetime) -> Permit:
    """Return the permit for one POST, else raise `Turned` with the time to ask again.

    `task` names what waits, always by the same name, and `since` when it began to.
    """
    if not settings.JOGG_POSTS_PER_MINUTE:
        return Permit()
    with transaction.atomic():
        pace = _locked_pace()
        now = timezone.now()
        place = {"priority": priority, "since": since, "expected_at": now}
        turn, _ = Turn.objects.update_or_create(account=pace.account, task=task, defaults=place)
        until = _expected(pace, turn, now)
        if until <= now:
            turn.delete()
            return Permit(Post.objects.create(account=pace.account, granted_at=now, made_by=claims.worker()), turn)
        Turn.objects.filter(pk=turn.pk).update(expected_at=until)
    raise Turned(until)


def leave(*tasks: str) -> None:
    """Give up places in the line: what they were wanted for was done by somebody else, or isn't wanted now."""
    Turn.objects.filter(account=account(), task__in=tasks).delete()


def forecast(tasks: Collection[str]) -> timedelta:
    """How long it takes, at the pace of now, until the last of these has made its POST, if they go last."""
    pace = Pace.objects.filter(account=account()).first()
    if not tasks or not settings.JOGG_POSTS_PER_MINUTE:
        return timedelta()
    now, window = timezone.now(), timedelta(seconds=settings.JOGG_POSTS_WINDOW)
    posts = Post.objects.filter(account=account()).filter(Q(ended_at=None) | Q(ended_at__gt=now - window))
    others = Turn.objects.filter(account=account()).exclude(task__in=tasks)
    rounds = (posts.count() + others.count() + len(tasks) - 1) // posts_per_window(pace)
    held_for = max(timedelta(), pace.held_until - now) if pace and pace.held_until else timedelta()
    return max(rounds * window, held_for)


def posts_per_window(pace: Pace | None = None) -> int:
    """How many POSTs this account makes in a window at the moment; 0 where nothing is paced."""
    pace = pace or Pace.objects.filter(account=account()).first()
    set_limit = settings.JOGG_POSTS_PER_MINUTE
    return max(1, set_limit - (pace.slower_by if pace else 0)) if set_limit else 0


def wait_after(error: JoggError, attempts: int) -> timedelta:
    """Return the wait after a try with which nothing was sent, or too much: the limit's own where there is a line.

    Whoever has a place in it needn't be spread, nor wait longer each time: the pace falls instead.
    """
    if isinstance(error, RateLimited) and settings.JOGG_POSTS_PER_MINUTE:
        return timedelta(seconds=error.retry_after)
    return backoff.delay(attempts, error.retry_after)


def wait_for_turn(task: str) -> Permit:
    """Return a permit, having waited for it: for a person at a terminal."""
    since = timezone.now()
    while True:
        try:
            return ask(task, Priority.CREATE, since)
        except Turned as turned:
            time.sleep(max(0.0, (turned.until - timezone.now()).total_seconds()))


def recover() -> None:
    """Take back what 429s have cost this account's pace; for the sandbox, whose 429s are rehearsed."""
    Pace.objects.filter(account=account()).update(slower_by=0, held_until=None)


def _locked_pace() -> Pace:
    Pace.objects.get_or_create(account=account())
    return Pace.objects.select_for_update().get(account=account())


def _expected(pace: Pace, turn: Turn, now: datetime) -> datetime:
    """When this turn comes: at the place-th release of a POST from the window, or once Jogg's ban is over."""
    window = timedelta(seconds=settings.JOGG_POSTS_WINDOW)
    limit = _limit(pace, now, window)
    line = Turn.objects.filter(account=pace.account)
    line.filter(expected_at__lte=now - PATIENCE).delete()
    place = list(line.order_by("priority", "since", "id").values_list("pk", flat=True)).index(turn.pk)
    releases = _releases(pace.account, now, window)[-limit:]
    releases = [now] * (limit - len(releases)) + releases
    rounds, number = divmod(place, limit)
    return max(releases[number] + rounds * window, pace.held_until or now)


def _releases(account: str, now: datetime, window: timedelta) -> list[datetime]:
    """When each POST that still counts will have left the window, the earliest first."""
    posts = Post.objects.filter(account=account)
    posts.filter(ended_at__lte=now - window).delete()
    posts.filter(ended_at=None, granted_at__lte=now - LONGEST_POST).delete()
    for made_by in posts.filter(ended_at=None).values_list("made_by", flat=True).distinct():
        if claims.is_dead(made_by):
            posts.filter(ended_at=None, made_by=made_by).update(ended_at=now)
    return sorted((ended_at or now) + window for ended_at in posts.values_list("ended_at", flat=True))


def _limit(pace: Pace, now: datetime, window: timedelta) -> int:
    """POSTs a window, slower after a 429 and step by step back to what is set."""
    quiet_since = max(pace.changed_at, pace.held_until or pace.changed_at)
    if pace.slower_by and now - quiet_since > window:
        pace.slower_by, pace.changed_at = pace.slower_by - 1, now
        pace.save()
    return posts_per_window(pace)


def _slow_down(post: Post, held_until: datetime) -> None:
    """Obey a 429, and be slower from then on; once, however many POSTs under way it hits."""
    with transaction.atomic():
        pace = _locked_pace()
        pace.held_until = max(held_until, pace.held_until or held_until)
        if post.granted_at >= pace.changed_at or not pace.slower_by:
            limit = settings.JOGG_POSTS_PER_MINUTE - pace.slower_by
            pace.slower_by += min(limit - 1, math.ceil(limit / LOWERED_BY))
            pace.changed_at = timezone.now()
        pace.save()
