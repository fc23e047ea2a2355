"""Which of the rows that a page shows as moving have changed since it was drawn."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models

MOST_ROWS = 40  # what static/js/live.js asks for at a time


def changed(rows: models.QuerySet[Any], shown: Iterable[str]) -> tuple[list[Any], list[UUID]]:
    """Compare rows with what is shown of each, `<uuid>~<version>`: those that differ, and the ids that are gone."""
    drawn = versions(shown)
    found = {row.pk: row for row in rows.filter(pk__in=drawn)}
    different = [row for key, row in found.items() if row.version != drawn[key]]
    return different, [key for key in drawn if key not in found]


def versions(shown: Iterable[str]) -> dict[UUID, str]:
    """The version that a page shows of each row."""
    return dict(filter(None, map(_parse, list(shown)[:MOST_ROWS])))


def _parse(text: str) -> tuple[UUID, str] | None:
    key, _, version = text.partition("~")
    try:
        return UUID(key), version
    except ValueError:
        return None
