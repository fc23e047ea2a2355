"""How long to wait before the next attempt."""

import random
from datetime import timedelta

FIRST = timedelta(seconds=2)
LONGEST = timedelta(minutes=5)
MOST_DOUBLINGS = 16


def delay(attempts: int, at_least: float = 0.0) -> timedelta:
    """Return the wait after so many attempts: doubling from 2 s to 5 min, and never below `at_least` seconds.

    Spread by a quarter, so that rows which were stopped together don't come back together.
    """
    doubled = min(FIRST * 2 ** min(max(attempts - 1, 0), MOST_DOUBLINGS), LONGEST)
    return max(doubled * random.uniform(0.75, 1.25), timedelta(seconds=at_least) * random.uniform(1, 1.25))
