"""Runs every measurement once, on processes of its own, and prints one table."""

import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import forwarding, gallery, library, memory, queue, receiving, webhook, workers
from bench.failure import BenchFailed
from bench.stack import Stack, running_stack
from bench.table import Row, print_table


def main() -> int:
    """Exit code 0 where all was measured and memory and queries stayed within their limits; times are never judged."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        with running_stack() as stack:
            rows = measure(stack)
        with TemporaryDirectory(prefix="jogg-dashboard-bench-", ignore_cleanup_errors=True) as folder:
            rows += [*gallery.measure(Path(folder)), *library.measure(Path(folder)), *workers.measure()]
    except BenchFailed as reason:
        print(f"The benchmark failed: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print_table(rows)
    return int(any(row.verdict == "fail" for row in rows))


def measure(stack: Stack) -> list[Row]:
    """All rows of the running processes. Memory comes first: it is measured on a server that has hardly been used."""
    stack.warm_up()
    memory_row = memory.measure(stack)
    sent = [*forwarding.measure(stack), receiving.measure(stack), memory_row]
    return [*sent, *queue.measure(stack), *webhook.measure(stack)]


if __name__ == "__main__":
    sys.exit(main())
