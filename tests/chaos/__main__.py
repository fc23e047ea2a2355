"""`python -m tests.chaos --submits 1000 [--seed N] [--workers 2]`: never charged twice, whatever goes wrong."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.chaos.plan import rounds, seed_of_this_run
from tests.chaos.playing import play
from tests.chaos.table import findings, table


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--submits", type=int, default=1000, help="videos to order (%(default)s)")
    parser.add_argument("--seed", type=int, default=seed_of_this_run(), help="to have a run again; else another each")
    parser.add_argument("--workers", type=int, default=2, help="worker processes (%(default)s)")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    wrong = 0
    for plan in rounds(asked.seed, asked.submits, asked.workers):
        with tempfile.TemporaryDirectory(prefix="jogg-chaos-", ignore_cleanup_errors=True) as folder:
            played = play(plan, Path(folder))
        print(f"\n{table(played)}\n{findings(played)}", flush=True)
        wrong += len(played.offences)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
