"""The days that a page of figures is about, as its query string asks for them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

USUAL = "30"
MOST_DAYS = 731
FIRST_YEAR = 1970
CHOICES = {
    "7": "7 days",
    "30": "30 days",
    "90": "90 days",
    "month": "This month",
    "last-month": "Last month",
}


@dataclass(frozen=True)
class Period:
    """Whole days by the server's time zone, the last one included. `key` is one of `CHOICES`, "" for chosen dates."""

    key: str
    first: date
    last: date

    @property
    def start(self) -> datetime:
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        """The moment after it."""
        return _midnight(self.last + timedelta(days=1))

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


def period_of(query: QueryDict, today: date) -> Period:
    """Return the period that `period`, or `since` and `until`, ask for; what means nothing is the last 30 days.

    Nothing reaches beyond today, and nothing is longer than two years.
    """
    since, until = _date(query.get("since", "")), _date(query.get("until", ""))
    if since or until:
        return _between(since, until, today)
    key = query.get("period", USUAL)
    return _named(key if key in CHOICES else USUAL, today)


def _between(since: date | None, until: date | None, today: date) -> Period:
    last = min(until or today, today)
    first = min(since or last - timedelta(days=29), today)
    first, last = min(first, last), max(first, last)
    return Period("", max(first, last - timedelta(days=MOST_DAYS - 1)), last)


def _named(key: str, today: date) -> Period:
    if key == "month":
        return Period(key, today.replace(day=1), today)
    if key == "last-month":
        last = today.replace(day=1) - timedelta(days=1)
        return Period(key, last.replace(day=1), last)
    return Period(key, today - timedelta(days=int(key) - 1), today)


def _date(text: str) -> date | None:
    try:
        found = parse_date(text.strip())
    except ValueError:  # well formed, but no date
        return None
    return found if found and found.year > FIRST_YEAR else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
