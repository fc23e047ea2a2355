"""How long to wait before the next attempt."""

import random
from datetime import timedelta

FIRST = timedelta(seconds=2)
LONGEST = timedelta(minutes=5)


def delay(attempts: int) -> timedelta:
    """Return the wait after so many attempts: doubling from 2 s to 5 min, spread by ±25 %."""
    wait = min(FIRST * 2 ** min(attempts - 1, 16), LONGEST)
    return wait * random.uniform(0.75, 1.25)
