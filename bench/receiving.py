"""What receiving costs the web processes, beside Django's unchanged upload path on the same server."""

from pathlib import Path

from bench.samples import GB
from bench.stack import Stack
from bench.table import Row

ROUNDS, MEGABYTES = 5, 100


def measure(stack: Stack) -> Row:
    """CPU seconds per GB over all rounds: single rounds are too coarse for a clock of 10 ms."""
    file = stack.sample(MEGABYTES)
    spent = {"web": 0.0, "plain": 0.0}
    for _ in range(ROUNDS):
        for server in spent:
            spent[server] += _cpu_seconds_to_receive(stack, server, file)
            stack.rest()
    received = ROUNDS * file.stat().st_size / GB
    what = f"web CPU per GB received, {ROUNDS} × {MEGABYTES} MB"
    return Row(what, spent["web"] / received, spent["plain"] / received, "s", "Django's unchanged upload path")


def _cpu_seconds_to_receive(stack: Stack, server: str, file: Path) -> float:
    before = _cpu_seconds(stack, server)
    stack.client.upload(stack.url(server), file)
    return _cpu_seconds(stack, server) - before


def _cpu_seconds(stack: Stack, server: str) -> float:
    """User and system time of the master and its workers so far."""
    times = [process.cpu_times() for process in stack.web_processes(server)]
    return sum(each.user + each.system for each in times)
