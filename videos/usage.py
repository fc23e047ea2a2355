"""What was made and what it cost, by day, person, avatar and voice; added up by the database.

All figures are of submits, by the day they were made on, at the Jogg in use. A video counts once, with
its first submit. Credits are what the ledger knows of them, whether that is much or little.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Q, Sum, Window
from django.db.models.functions import RowNumber, TruncDate

from jogg_dashboard.destination import destination
from videos.models import AT_JOGG, UNSUBMITTED, Status, Submit, SubmitState
from videos.periods import Period

DAYS_ONE_BY_ONE = 92  # more of them are added up by weeks
WEEK = 7
NO_VOICE = "Recordings, without a voice"
FIRST = Q(number=1)
WAIT = ExpressionWrapper(F("video__finished_at") - F("video__submitted_at"), DurationField())


@dataclass(frozen=True)
class Figures:
    """Videos by what became of them, and credits by what is known of them.

    `wait` is the median time from submit to finished, of those that are ready.
    """

    videos: int = 0
    ready: int = 0
    failed: int = 0
    refused: int = 0
    under_way: int = 0
    unknown: int = 0
    deleted: int = 0
    confirmed: int = 0
    booked: int = 0
    uncertain: int = 0
    released: int = 0
    wait: timedelta | None = None

    @property
    def spent(self) -> int:
        """The credits that may be gone at most."""
        return self.confirmed + self.booked + self.uncertain

    @property
    def decided(self) -> int:
        """The videos that Jogg has finished, well or badly."""
        return self.ready + self.failed

    @property
    def success(self) -> float | None:
        """The per cent of the decided ones that are ready; None while none is decided."""
        return 100 * self.ready / self.decided if self.decided else None

    def __add__(self, other: Self) -> Self:
        """The sum of both, without a median."""
        counts = [field.name for field in fields(self) if field.name != "wait"]
        return type(self)(**{name: getattr(self, name) + getattr(other, name) for name in counts})


@dataclass(frozen=True)
class Line:
    """One day, person, avatar or voice. `last` is the last day of several."""

    name: str
    figures: Figures
    day: date | None = None
    last: date | None = None


def _videos(*statuses: str) -> Count:
    return Count("pk", filter=FIRST & Q(video__status__in=statuses))


def _credits(state: str) -> Sum:
    return Sum("credits", filter=Q(state=state), default=0)


COLUMNS = {
    "videos": Count("pk", filter=FIRST),
    "ready": _videos(Status.SUCCEEDED),
    "failed": _videos(Status.FAILED),
    "refused": _videos(Status.REJECTED),
    "under_way": _videos(*UNSUBMITTED, *AT_JOGG),
    "unknown": _videos(Status.OUTCOME_UNKNOWN),
    "deleted": _videos(Status.DELETED),
    **{str(state): _credits(state) for state in SubmitState},
}


class Usage:
    """The figures of a period, of one person or, without one, of everybody."""

    def __init__(self, period: Period, owner: AbstractBaseUser | None) -> None:
        self.period, self.owner = period, owner
        submits = Submit.objects.filter(video__destination=destination())
        self.ever = submits.filter(video__owner=owner) if owner else submits
        self.submits = self.ever.filter(made_at__gte=period.start, made_at__lt=period.end)

    def by_day(self) -> list[Line]:
        """Every day of the period, the empty ones too."""
        found = {line.day: line for line in self._lines(day=TruncDate("made_at"))}
        return [found.get(day) or Line(str(day), Figures(), day) for day in self.period.days]

    def by_person(self) -> list[Line]:
        return _by_cost(self._lines(name=F("video__owner__username")))

    def by_avatar(self) -> list[Line]:
        keys = {"kind": F("video__avatar_type"), "key": F("video__avatar_id")}
        return _by_cost(self._lines(names="video__avatar_name", **keys))

    def by_voice(self) -> list[Line]:
        return _by_cost(self._lines(names="video__voice_name", key=F("video__voice_id")))

    def total(self, days: Iterable[Line]) -> Figures:
        """The sum of all days, with the median of all."""
        figures = sum((line.figures for line in days), Figures())
        return replace(figures, wait=self._median_waits({}).get(()))

    def _lines(self, names: str = "", **keys: Any) -> list[Line]:
        """A line for each combination of the keys, named by `names`, a column, where the keys are mere ids."""
        rows = self.submits.order_by().values(**keys).annotate(**COLUMNS)
        if names:
            rows = rows.annotate(name=Max(names))
        waits = self._median_waits(keys)
        return [_line(row, waits.get(tuple(row[key] for key in keys))) for row in rows]

    def _median_waits(self, keys: dict[str, Any]) -> dict[tuple[Any, ...], timedelta]:
        """The median wait for each combination of the keys: the middle one, or the mean of two."""
        ready = self.submits.filter(FIRST, video__status=Status.SUCCEEDED)
        known = ready.filter(video__submitted_at__isnull=False, video__finished_at__isnull=False)
        by = list(keys.values()) or None
        place = Window(RowNumber(), partition_by=by, order_by=WAIT)
        doubled_less_all = 2 * place - Window(Count("pk"), partition_by=by)
        ordered = known.order_by().annotate(**keys, wait=WAIT, middle=doubled_less_all)
        medians: dict[tuple[Any, ...], list[timedelta]] = {}
        for *key, wait in ordered.filter(middle__range=(0, 2)).values_list(*keys, "wait"):
            medians.setdefault(tuple(key), []).append(wait)
        return {key: sum(waits, timedelta()) / len(waits) for key, waits in medians.items()}


def bunched(days: list[Line]) -> list[Line]:
    """The days as they are, or by weeks where they are too many to be seen one by one."""
    if len(days) <= DAYS_ONE_BY_ONE:
        return days
    weeks = [days[start : start + WEEK] for start in range(0, len(days), WEEK)]
    return [
        Line(week[0].name, sum((line.figures for line in week), Figures()), week[0].day, week[-1].day) for week in weeks
    ]


def _line(row: dict[str, Any], wait: timedelta | None) -> Line:
    figures = Figures(**{column: row[column] for column in COLUMNS}, wait=wait)
    if day := row.get("day"):
        return Line(str(day), figures, day)
    return Line(row["name"] or row["key"] or NO_VOICE, figures)


def _by_cost(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-line.figures.spent, -line.figures.videos, line.name))
