"""Redis ends while the dashboard runs, and comes back empty."""

from pathlib import Path
from urllib.parse import urlsplit

from tests import media
from tests.backends import running_redis
from tests.processes.test_postgres import order
from tests.stack import Stack, started
from tests.waiting import wait_for

SWEEP = 90  # seconds: the sweep that finds what the queue has lost comes each minute


def test_what_is_accepted_meanwhile_goes_on_afterwards(tmp_path: Path) -> None:
    with running_redis() as url:
        running = started(Stack(tmp_path, {"REDIS_URL": url}, alone=True, render_seconds=0.5))
        stack = next(running)
        person = stack.sign_in()
        first = person.upload("first.mp3", media.mp3())
        wait_for(lambda: stack.assets()[0]["status"] == "hosted", "the first file to be hosted")
    try:
        person.upload("second.jpg", media.jpeg())
        order(person, first)
        assert all(person.get(f"{stack.url}{page}").ok for page in ("/uploads/", "/videos/", "/healthz"))
        assert [stack.assets()[1]["status"], stack.videos()[0]["status"]] == ["stored", "queued"]
        with running_redis(urlsplit(url).port):
            wait_for(lambda: stack.assets()[1]["status"] == "hosted", "the second file to be hosted", SWEEP)
            wait_for(lambda: stack.videos()[0]["status"] == "succeeded", "the video", SWEEP)
            assert len(stack.sandbox.jobs()) == 1
    finally:
        running.close()
