"""The same on PostgreSQL: what depends on the database, and the whole way with the real processes."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import dict_row

from tests import media
from tests.postgres import database, running_postgres
from tests.sandbox_server import ROOT
from tests.stack import Person, Stack, started
from tests.waiting import wait_for

# Where rows are claimed, locked, searched, counted or migrated: what databases do differently.
PARTS = [
    "tests/uploads/test_browsing.py", "tests/uploads/test_library_queries.py", "tests/uploads/test_housekeeping.py",
    "tests/uploads/test_tasks.py", "tests/videos/test_submission.py", "tests/videos/test_batch_services.py",
    "tests/videos/test_browsing.py",
    "tests/videos/test_webhook.py", "tests/dashboard/test_claims.py", "tests/dashboard/test_pacing.py",
    "tests/dashboard/test_migrations.py", "tests/dashboard/test_storable_text.py",
    "tests/dashboard/test_calls.py", "tests/dashboard/test_heartbeat.py", "tests/operating/test_metrics.py",
]  # fmt: skip


class PostgresStack(Stack):
    """A stack whose rows are read from PostgreSQL."""

    def __init__(self, folder: Path, url: str, **sandbox_options: float) -> None:
        super().__init__(folder, {"DATABASE_URL": url}, **sandbox_options)
        self._database_url = url

    def rows(self, query: str) -> list[dict]:
        with psycopg.connect(self._database_url, row_factory=dict_row) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with running_postgres() as url:
        yield url


@pytest.fixture
def stack(tmp_path: Path, postgres: str) -> Iterator[PostgresStack]:
    with database(postgres, "dashboard") as url:
        yield from started(PostgresStack(tmp_path, url, render_seconds=0.5))


def test_what_depends_on_the_database_holds_on_postgresql(postgres: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "2", "--dist", "loadfile", *PARTS],
        cwd=ROOT, env=os.environ | {"TEST_DATABASE_URL": postgres}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert re.search(r"^\d+ passed in ", done.stdout, re.MULTILINE), "some were left out"


def test_a_file_and_a_video_go_their_whole_way(stack: PostgresStack) -> None:
    person = stack.sign_in()
    recording = person.upload("welcome.mp3", media.mp3())
    wait_for(lambda: stack.assets()[0]["status"] == "hosted", "the recording to be hosted")
    order(person, recording)
    video = wait_for(lambda: next((row for row in stack.videos() if row["kept_at"]), None), "the video to be kept")
    assert (video["status"], video["error"]) == ("succeeded", "")
    assert person.get(f"{stack.url}/videos/{video['id']}/file").content[4:8] == b"ftyp"
    assert len(stack.sandbox.jobs()) == 1


def test_nobody_notices_that_the_database_was_restarted(stack: PostgresStack) -> None:
    person = stack.sign_in()
    assert person.get(f"{stack.url}/uploads/").ok
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    assert stack.rows(f"SELECT pg_terminate_backend(pid) {others}")
    assert person.get(f"{stack.url}/uploads/").ok
    person.upload("welcome.mp3", media.mp3())
    wait_for(lambda: stack.assets()[0]["status"] == "hosted", "the recording to be hosted")


def order(person: Person, recording: str) -> None:
    filled = {"avatar_id": "83", "avatar_type": "0", "aspect_ratio": "square", "screen_style": "1", "audio": recording}
    assert person.submit("/videos/new/", filled).history
