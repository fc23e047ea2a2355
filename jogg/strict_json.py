"""Reading JSON that others sent, so that nothing in it can surprise those who keep it."""

import json
import math
from typing import Any


def parsed(content: bytes) -> Any:
    """Return what the bytes say; raise `ValueError` for what isn't JSON.

    NaN and infinite numbers become None, as databases refuse them.
    """
    try:
        return json.loads(content, parse_constant=lambda _: None, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("The JSON is nested too deep.") from error


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None
