"""Which of the rows that a page shows as moving have changed since it was drawn."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models

MOST_ROWS = 200


def changed(rows: models.QuerySet[Any], shown: Iterable[str]) -> list[Any]:
    """Return the rows that differ from what is shown, each given as `<uuid>~<version>`."""
    versions = dict(filter(None, map(_parse, list(shown)[:MOST_ROWS])))
    return [row for row in rows.filter(pk__in=versions) if row.version != versions[row.pk]]


def _parse(text: str) -> tuple[UUID, str] | None:
    key, _, version = text.partition("~")
    try:
        return UUID(key), version
    except ValueError:
        return None
