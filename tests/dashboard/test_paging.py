"""Pages by key: cursors that links can hold, and pages without gaps."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID, uuid4

import pytest

from jogg_dashboard.paging import NEWEST, PAGE_SIZE, Cursor, Order, page, read_amount, read_count, read_text

KEY = UUID("12345678-1234-5678-1234-567812345678")
MOMENT = datetime(2026, 1, 31, 9, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.parametrize("moment", [MOMENT, MOMENT.replace(microsecond=0)])
def test_a_cursor_survives_the_way_through_a_link(moment: datetime) -> None:
    (text,) = parse_qs(f"before={Cursor(moment, KEY)}")["before"]
    assert NEWEST.cursor(text) == Cursor(moment, KEY)


def test_a_cursor_of_another_time_zone_names_the_same_moment() -> None:
    there = MOMENT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert NEWEST.cursor(str(Cursor(there, KEY))) == Cursor(MOMENT, KEY)


@pytest.mark.parametrize(
    "text",
    ["", "~", "nonsense", f"nonsense~{KEY}", f"2026-13-01T00:00:00Z~{KEY}", f"2026-01-01T00:00:00~{KEY}",
     "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z~nonsense"],
)  # fmt: skip
def test_what_is_no_cursor_is_none(text: str) -> None:
    assert NEWEST.cursor(text) is None


def rows(number: int) -> list[SimpleNamespace]:
    return [SimpleNamespace(created_at=MOMENT - timedelta(seconds=age), id=uuid4()) for age in range(number)]


@pytest.mark.parametrize("number", [0, 1, PAGE_SIZE])
def test_what_fits_one_page_has_no_next(number: int) -> None:
    found = rows(number)
    assert page(found) == (found, None)


def test_the_next_page_begins_below_the_last_row() -> None:
    found = rows(PAGE_SIZE + 1)
    shown, older = page(found)
    assert shown == found[:PAGE_SIZE]
    assert older == Cursor(shown[-1].created_at, shown[-1].id)


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (read_count, 12),
        (read_count, 0),
        (read_amount, 12.345678901),
        (read_amount, 0.0),
        (read_text, "a ~ b"),
        (read_text, ""),
    ],
)
def test_a_cursor_may_hold_any_column(read: Callable[[str], Any], value: Any) -> None:
    order = Order("column", read)
    assert order.cursor(str(Cursor(value, KEY))) == Cursor(value, KEY)


@pytest.mark.parametrize(
    ("read", "text"),
    [(read_count, "-1"), (read_count, "9" * 30), (read_count, "one"), (read_amount, "nan"), (read_amount, "inf"),
     (read_amount, "much"), (read_text, "a\0b")],
)  # fmt: skip
def test_what_no_database_holds_is_no_cursor(read: Callable[[str], Any], text: str) -> None:
    assert Order("column", read).cursor(f"{text}~{KEY}") is None


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00"])
def test_a_time_before_or_after_all_others_is_no_cursor(text: str) -> None:
    assert NEWEST.cursor(f"{text}~{KEY}") is None
