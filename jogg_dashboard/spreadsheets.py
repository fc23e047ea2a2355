"""CSV that spreadsheets open as it is meant: as UTF-8, and with no text taken for a formula."""

import csv
from collections.abc import Iterable
from datetime import datetime
from io import StringIO
from typing import Any

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def line(values: Iterable[Any]) -> str:
    """Return one line of CSV with its end; several values in one field are separated by semicolons."""
    text = StringIO()
    csv.writer(text).writerow([cell(value) for value in values])
    return text.getvalue()


def cell(value: Any) -> str:
    """Return a value as a field of CSV that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, list):
        value = "; ".join(value)
    if isinstance(value, datetime):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_STARTS) else text
