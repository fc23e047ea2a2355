"""The figures of a page of usage as CSV."""

from collections.abc import Iterator

from jogg_dashboard.spreadsheets import BYTE_ORDER_MARK, line
from videos.usage import Figures, Line, Usage

COLUMNS = [
    "by", "name", "videos", "ready", "failed", "refused", "under_way", "outcome_unknown", "deleted_at_jogg",
    "credits_confirmed", "credits_estimated", "credits_not_known", "credits_not_charged", "median_wait_seconds",
]  # fmt: skip


def as_csv(usage: Usage, *, with_people: bool) -> Iterator[str]:
    """One line for each day, person, avatar and voice, and one for all; `by` says which it is."""
    yield BYTE_ORDER_MARK + line(COLUMNS)
    days = usage.by_day()
    yield line(["all", "", *_values(usage.total(days))])
    yield from _lines("day", days)
    if with_people:
        yield from _lines("person", usage.by_person())
    yield from _lines("avatar", usage.by_avatar())
    yield from _lines("voice", usage.by_voice())


def _lines(by: str, found: list[Line]) -> Iterator[str]:
    for each in found:
        yield line([by, each.name, *_values(each.figures)])


def _values(figures: Figures) -> list[int | float | None]:
    videos = [figures.videos, figures.ready, figures.failed, figures.refused, figures.under_way, figures.unknown]
    credits = [figures.confirmed, figures.booked, figures.uncertain, figures.released]
    wait = figures.wait and round(figures.wait.total_seconds(), 1)
    return [*videos, figures.deleted, *credits, wait]
