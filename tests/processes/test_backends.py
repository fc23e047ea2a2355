"""What databases, queues and storages do differently, on PostgreSQL, Redis and S3. `make test-services` runs all."""

import os
import re
import subprocess
import sys

from tests.sandbox_server import ROOT

# Where rows are claimed, locked, searched, counted or migrated, and where files are kept.
PARTS = [
    "tests/uploads/test_browsing.py", "tests/uploads/test_library_queries.py", "tests/uploads/test_housekeeping.py",
    "tests/uploads/test_tasks.py", "tests/videos/test_submission.py", "tests/videos/test_batch_services.py",
    "tests/videos/test_browsing.py",
    "tests/videos/test_webhook.py", "tests/dashboard/test_claims.py", "tests/dashboard/test_pacing.py",
    "tests/dashboard/test_migrations.py", "tests/dashboard/test_storable_text.py",
    "tests/dashboard/test_calls.py", "tests/dashboard/test_heartbeat.py", "tests/operating/test_metrics.py",
]  # fmt: skip


def test_what_depends_on_the_services_holds_on_them() -> None:
    arguments = ["-q", "-p", "no:cacheprovider", "-n", "2", "--dist", "loadfile", *PARTS]
    done = subprocess.run(
        [sys.executable, "-m", "tests.backends", *arguments], cwd=ROOT, env=os.environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert re.search(r"^\d+ passed in ", done.stdout, re.MULTILINE), "some were left out"
