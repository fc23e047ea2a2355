"""Runs Python in a dashboard, piece after piece, as `Stack.run` sends it: a process of its own with its settings."""

import json
import os
import sys
import traceback

import django
from django.db import connections


def main() -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the code prints belongs into the log
    django.setup()
    for line in sys.stdin:
        print(json.dumps(_run(json.loads(line))), file=answers, flush=True)


def _run(code: str) -> dict[str, object]:
    """What the code has set as `found`, or how it failed; no connection stays open behind it."""
    names = {"__name__": "__main__"}
    try:
        exec(compile(code, "<run>", "exec"), names)
        return {"found": names.get("found")}
    except Exception:
        return {"failed": traceback.format_exc()}
    finally:
        connections.close_all()


if __name__ == "__main__":
    main()
