"""Reading JSON that others sent, so that nothing in it can surprise those who keep it."""

import json
import math
import re
from typing import Any

# What no database takes in a text: NUL, and halves of a character that was cut in two.
UNSTORABLE = re.compile("[\\x00\\ud800-\\udfff]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def parsed(content: bytes) -> Any:
    """Return what UTF-8 bytes say; raise `ValueError` for what isn't JSON.

    NaN and infinite numbers become None, and characters that no database takes become U+FFFD.
    """
    try:
        return storable(json.loads(content.decode("utf-8-sig"), parse_constant=lambda _: None, parse_float=_finite))
    except RecursionError as error:
        raise ValueError("The JSON is nested too deep.") from error


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def storable(value: Any) -> Any:
    """The value with U+FFFD for each character that no database takes."""
    if isinstance(value, str):
        return UNSTORABLE.sub(REPLACEMENT, value)
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {storable(name): storable(item) for name, item in value.items()}
    return value
