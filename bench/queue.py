"""How long the worker takes to notice a task."""

import json
import subprocess
import sys
from statistics import median, quantiles

from bench.failure import BenchFailed
from bench.stack import ROOT, Stack
from bench.table import Row


def measure(stack: Stack) -> list[Row]:
    """Median and 95th percentile of enqueue → start in ms, beside the longest pause between two looks."""
    environment = stack.environment(settings="bench.pickup.settings")
    done = subprocess.run(
        [sys.executable, "-m", "bench.pickup"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise BenchFailed(f"Tasks can't be enqueued: {done.stderr}")
    seen = json.loads(done.stdout)
    waits, longest = [wait * 1000 for wait in seen["waits"]], seen["max_delay"] * 1000
    figures = {"median": median(waits), "95th percentile": quantiles(waits, n=20, method="inclusive")[-1]}
    return [
        Row(f"task enqueued to started, {name} of {len(waits)}", figure, longest, "ms", "the worker's max_delay")
        for name, figure in figures.items()
    ]
