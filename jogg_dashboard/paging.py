"""Pages by key: a cursor names the last row shown, so a page stays right while rows are added."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.dateparse import parse_datetime

PAGE_SIZE = 24
LARGEST_NUMBER = 2**63 - 1


@dataclass(frozen=True)
class Cursor:
    """The row above a page: its value in the column that rows are ordered by, and its id.

    As text `<value>~<uuid>`, a time being `2026-01-31T09:00:00.000000Z`.
    """

    value: Any
    id: UUID

    def __str__(self) -> str:
        value = self.value
        if isinstance(value, datetime):
            value = f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
        return f"{value}~{self.id}"


@dataclass(frozen=True)
class Order:
    """A column that rows are listed by, and by their id where it is equal.

    `read` makes a value of a cursor's text, or raises ValueError.
    """

    column: str
    read: Callable[[str], Any]
    is_descending: bool = True

    def cursor(self, text: str) -> Cursor | None:
        """Return the cursor a link holds, None for none or one that can't be read."""
        value, _, key = text.rpartition("~")
        try:
            return Cursor(self.read(value), UUID(key))
        except ValueError:
            return None

    def cursor_of(self, row: Any) -> Cursor:
        return Cursor(getattr(row, self.column), row.id)

    def sort(self, rows: Any, after: Cursor | None = None) -> Any:
        """Order a queryset, from behind the cursor on."""
        sign, beyond = ("-", "lt") if self.is_descending else ("", "gt")
        ordered = rows.order_by(f"{sign}{self.column}", f"{sign}id")
        if after is None:
            return ordered
        behind = Q(**{f"{self.column}__{beyond}": after.value}) | Q(**{f"id__{beyond}": after.id})
        # This condition says nothing new, but lets the database begin at the cursor instead of the start.
        return ordered.filter(behind, **{f"{self.column}__{beyond}e": after.value})


def read_moment(text: str) -> datetime:
    """Read a time that names its zone, and is one in that of databases, too."""
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None:
        raise ValueError(text)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def read_count(text: str) -> int:
    """Read a whole number as databases hold it."""
    if not (text.isascii() and text.isdigit()) or int(text) > LARGEST_NUMBER:
        raise ValueError(text)
    return int(text)


def read_amount(text: str) -> float:
    """Read a number that is one."""
    amount = float(text)
    if not math.isfinite(amount):
        raise ValueError(text)
    return amount


def read_text(text: str) -> str:
    """Read text as databases hold it."""
    if "\0" in text:
        raise ValueError(text)
    return text


NEWEST = Order("created_at", read_moment)


def page(rows: Any, order: Order = NEWEST, size: int = PAGE_SIZE) -> tuple[list[Any], Cursor | None]:
    """Return the first rows of an ordered queryset, and the cursor of the next page if there is one."""
    found = list(rows[: size + 1])
    if len(found) <= size:
        return found, None
    return found[:size], order.cursor_of(found[size - 1])
