"""What may be spent in a month, by one person and by all together, and whether a submit still fits.

A calendar month in the server's time zone. Spent is what submits have booked and what is not known to be
free; promised is what queued videos are expected to take. A form is refused by both. A worker books
under the budgets' lock by what is spent alone: so two of them never pass a limit together.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, User
from django.db.models import Q, Sum
from django.utils import formats, timezone

from jogg_dashboard.destination import destination
from videos.estimates import credits_for, length_of
from videos.models import Budget, Status, Submit, SubmitState, Video
from videos.paces import pace_of

SPENDING = (SubmitState.BOOKED, SubmitState.CONFIRMED, SubmitState.UNCERTAIN)
WARNS_AT = 0.8
LOOKS_AGAIN = timedelta(minutes=10)  # a submit that Jogg didn't take, or a shorter video, may have made room
OWN, OF_ALL = "Your budget", "The shared budget"
MOST_NAMES = 3


@dataclass(frozen=True)
class Month:
    """A calendar month: from `start` on, until before `end`."""

    start: datetime
    end: datetime

    @property
    def name(self) -> str:
        return formats.date_format(self.start, "F")

    @property
    def next_name(self) -> str:
        return formats.date_format(self.end, "F")


@dataclass(frozen=True)
class Standing:
    """A month's credits. `limit` is None without a budget; `is_of_all` says that everybody's are counted."""

    month: Month
    limit: int | None
    spent: int
    promised: int
    is_of_all: bool = False

    @property
    def title(self) -> str:
        return OF_ALL if self.is_of_all else OWN

    @property
    def used(self) -> int:
        return self.spent + self.promised

    @property
    def left(self) -> int:
        """The credits nobody has spent or ordered yet; 0 without a limit, too."""
        return max(0, (self.limit or 0) - self.used)

    @property
    def share(self) -> float:
        """How much of the limit is used, 1.0 being all of it; 0.0 without one."""
        if self.limit is None:
            return 0.0
        return self.used / self.limit if self.limit else 1.0

    @property
    def is_full(self) -> bool:
        return self.share >= 1

    @property
    def is_tight(self) -> bool:
        return WARNS_AT <= self.share < 1


class OverBudget(Exception):
    """A submit isn't made now; the message says why, `until` when to look again."""

    def __init__(self, sentence: str, until: datetime) -> None:
        super().__init__(sentence)
        self.until = until


def month_of(now: datetime) -> Month:
    """Return the calendar month of a moment, by the server's time zone."""
    start = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
    return Month(start, (start + timedelta(days=32)).replace(day=1))


def standing(user: AbstractBaseUser, now: datetime | None = None) -> Standing:
    """Return how a person stands this month, with or without a budget."""
    budget = Budget.objects.filter(owner=user).first()
    return _standing(user, budget.credits if budget else None, month_of(now or timezone.now()))


def standings(user: AbstractBaseUser, now: datetime | None = None) -> list[Standing]:
    """Return how the budgets stand that bind a person: their own, and that of all; as many as there are."""
    month = month_of(now or timezone.now())
    return [_standing(budget.owner_id and user, budget.credits, month) for budget in _binding(user.pk)]


def overview(user: AbstractBaseUser) -> list[Standing]:
    """Return one's own standing, with a budget or without, and that of all where they have one."""
    bound = standings(user)
    return bound if any(not standing.is_of_all for standing in bound) else [standing(user), *bound]


def room_for(user: AbstractBaseUser, credits: int, now: datetime | None = None) -> str:
    """Return "" where a person may order for so many credits more, else a sentence that says why not."""
    for standing in standings(user, now):
        if credits > (standing.limit or 0) - standing.used:
            return _refusal(standing, credits, user)
    return ""


def refusal(user: AbstractBaseUser, *, token: Any, **choices: Any) -> str:
    """Return why a form's video can't be ordered, "" where it can; `choices` are fields of a video.

    A form that was sent before is what it has become, whatever the budget says since.
    """
    if token and Video.objects.filter(owner=user, form_token=token).exclude(status=Status.DRAFT).exists():
        return ""
    return room_for(user, credits_for(length_of(Video(**choices))))


def check(video: Video, credits: int, *, lock: bool = False, now: datetime | None = None) -> None:
    """Raise `OverBudget` where a video's submit would pass a limit.

    With `lock`, in a transaction, everybody else who books against these budgets waits for its end.
    """
    now = now or timezone.now()
    month = month_of(now)
    budgets = _binding(video.owner_id)
    for budget in budgets.select_for_update() if lock else budgets:
        left = budget.credits - spent(budget.owner_id, month)
        if credits > left:
            title = OWN if budget.owner_id else OF_ALL
            raise OverBudget(_notice(title, left, credits, month), min(month.end, now + LOOKS_AGAIN))


def spent(owner_id: Any, month: Month) -> int:
    """Return the credits of a month's submits, of one person or, for None, of all."""
    submits = _submits(month).filter(video__owner=owner_id) if owner_id else _submits(month)
    return submits.aggregate(sum=Sum("credits"))["sum"] or 0


def promised(owner_id: Any) -> int:
    """Return the credits that the queued videos are expected to take, of one person or, for None, of all."""
    queued = _queued().filter(owner=owner_id) if owner_id else _queued()
    pace = pace_of()
    return sum(credits_for(length_of(video, pace)) for video in queued)


def everybodys(month: Month) -> dict[Any, Standing]:
    """Return everybody's standing by the person's id, and under None that of all together."""
    limits = dict(Budget.objects.values_list("owner_id", "credits"))
    sums, pace = Counter(), pace_of()
    for video in _queued():
        sums[video.owner_id] += credits_for(length_of(video, pace))
    booked = Counter(dict(_submits(month).order_by().values_list("video__owner").annotate(sum=Sum("credits"))))
    people = {
        key: Standing(month, limits.get(key), booked[key], sums[key])
        for key in User.objects.values_list("pk", flat=True)
    }
    return people | {None: Standing(month, limits.get(None), booked.total(), sums.total(), is_of_all=True)}


def waiting() -> Any:
    """The queued videos that a budget keeps from being submitted."""
    return Video.objects.queued().filter(Q(notice__startswith=OWN) | Q(notice__startswith=OF_ALL))


def _submits(month: Month) -> Any:
    """A month's submits at the Jogg in use that cost something, or may have."""
    costly = Submit.objects.filter(state__in=SPENDING, video__destination=destination())
    return costly.filter(made_at__gte=month.start, made_at__lt=month.end)


def _queued() -> Any:
    """The videos that are still to be submitted, with what their length is guessed from."""
    queued = Video.objects.ordered().select_related("audio")
    return queued.only("owner_id", "script", "voice_id", "audio__duration")


def _binding(owner_id: Any) -> Any:
    """The budgets that bind a person; always in the same order, so that two who lock them don't wait for each other."""
    return Budget.objects.filter(Q(owner=owner_id) | Q(owner=None)).order_by("pk")


def _standing(user: AbstractBaseUser | None, limit: int | None, month: Month) -> Standing:
    owner_id = user.pk if user else None
    return Standing(month, limit, spent(owner_id, month), promised(owner_id), is_of_all=user is None)


def _notice(title: str, left: int, credits: int, month: Month) -> str:
    """What a waiting video says."""
    state = "is used up" if left <= 0 else f"has {_credits(left)} left, and this video needs {credits}"
    return (
        f"{title} for {month.name} {state}. Nothing was charged. It goes to Jogg by itself in {month.next_name}, "
        "or as soon as there is room again."
    )


def _refusal(standing: Standing, credits: int, user: AbstractBaseUser) -> str:
    promised = f" and {standing.promised} ordered" if standing.promised else ""
    return (
        f"{standing.title} for {standing.month.name} is {_credits(standing.limit or 0)}: {standing.spent} spent"
        f"{promised}, and this needs {credits}. "
        f"The next month begins on {formats.date_format(standing.month.end, 'j F')}. {who_can_raise(user)}"
    )


def who_can_raise(user: AbstractBaseUser) -> str:
    """Return a sentence that says who sets budgets."""
    if getattr(user, "is_staff", False):
        return "You can raise it under Usage, Budgets."
    names = list(_staff())
    if not names:
        return "Whoever runs this dashboard can raise it."
    return f"{' or '.join(filter(None, [', '.join(names[:-1]), names[-1]]))} can raise it."


def _staff() -> Iterator[str]:
    staff = User.objects.filter(is_staff=True, is_active=True).order_by("username")
    yield from staff.values_list("username", flat=True)[:MOST_NAMES]


def _credits(number: int) -> str:
    return f"{number} credit{'' if number == 1 else 's'}"
