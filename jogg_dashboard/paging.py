"""Pages by key: a cursor names the last row shown, so a page stays right while rows are added."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import Q
from django.utils.dateparse import parse_datetime

PAGE_SIZE = 24


@dataclass(frozen=True)
class Cursor:
    """The row above a page: its creation time and id. As text `2026-01-31T09:00:00.000000Z~<uuid>`."""

    moment: datetime
    id: UUID

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the cursor a link holds, None for none or one that can't be read."""
        moment, _, key = text.partition("~")
        try:
            parsed = parse_datetime(moment)
            return cls(parsed, UUID(key)) if parsed and parsed.tzinfo else None
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}~{self.id}"


def newest_first(rows: Any, before: Cursor | None) -> Any:
    """Order a queryset by `created_at`, newest first, from below the cursor on."""
    ordered = rows.order_by("-created_at", "-id")
    if before is None:
        return ordered
    # The first condition says nothing new, but lets the database begin at the cursor instead of the start.
    below = Q(created_at__lt=before.moment) | Q(id__lt=before.id)
    return ordered.filter(below, created_at__lte=before.moment)


def page(rows: Any, size: int = PAGE_SIZE) -> tuple[list[Any], Cursor | None]:
    """Return the first rows of an ordered queryset, and the cursor of the next page if there is one."""
    found = list(rows[: size + 1])
    if len(found) <= size:
        return found, None
    last = found[size - 1]
    return found[:size], Cursor(last.created_at, last.id)
