"""How long until a file is hosted, by way of the dashboard and straight from curl."""

import random
import time
from pathlib import Path
from statistics import median

from bench import bare
from bench.stack import Stack
from bench.table import Row

ROUNDS = {1: 5, 10: 5, 100: 3}  # by MB
# After a task the worker looks more often for about a second; a person finds it slowed down again.
PAUSE = (1.2, 1.8)  # seconds


def measure(stack: Stack) -> list[Row]:
    """One row per size: the medians, in seconds."""
    return [_compare(stack, megabytes, rounds) for megabytes, rounds in ROUNDS.items()]


def _compare(stack: Stack, megabytes: int, rounds: int) -> Row:
    file = stack.sample(megabytes)
    through, straight = [], []
    for _ in range(rounds):
        time.sleep(random.uniform(*PAUSE))
        through.append(_seconds_until_hosted(stack, file))
        stack.rest()
        straight.append(bare.seconds_to_send(stack.url("sandbox"), file))
        stack.rest()
    what = f"{megabytes} MB from the first byte to hosted, median of {rounds}"
    return Row(what, median(through), median(straight), "s", bare.NAME)


def _seconds_until_hosted(stack: Stack, file: Path) -> float:
    """From connecting to the web server until the row says `hosted`, seen at most 2 ms late."""
    began = time.perf_counter()
    stack.rows.wait_until_hosted(stack.client.upload(stack.url("web"), file))
    return time.perf_counter() - began
