"""The whole way on PostgreSQL alone, with the real processes. `make test-services` runs all tests on it and others."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from tests import media
from tests.postgres import database, running_postgres
from tests.stack import Person, Stack, started
from tests.waiting import wait_for


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with running_postgres() as url:
        yield url


@pytest.fixture
def stack(tmp_path: Path, postgres: str) -> Iterator[Stack]:
    with database(postgres, "dashboard") as url:
        yield from started(Stack(tmp_path, {"DATABASE_URL": url}, alone=True, render_seconds=0.5))


def test_a_file_and_a_video_go_their_whole_way(stack: Stack) -> None:
    person = stack.sign_in()
    recording = person.upload("welcome.mp3", media.mp3())
    wait_for(lambda: stack.assets()[0]["status"] == "hosted", "the recording to be hosted")
    order(person, recording)
    video = wait_for(lambda: next((row for row in stack.videos() if row["kept_at"]), None), "the video to be kept")
    assert (video["status"], video["error"]) == ("succeeded", "")
    assert person.get(f"{stack.url}/videos/{UUID(video['id'])}/file").content[4:8] == b"ftyp"
    assert len(stack.sandbox.jobs()) == 1


def test_nobody_notices_that_the_database_was_restarted(stack: Stack) -> None:
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
