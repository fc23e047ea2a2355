"""What a `kill -9` may not lose. The real processes, killed at the worst moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests import media
from tests.stack import Stack, running
from tests.waiting import wait_for

# More than the sockets between can hold, at a rate that makes the PUT last some seconds.
CONTENT = media.mp4() + bytes(32_000_000)
SLOW = 10_000_000  # bytes per second


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    yield from running(tmp_path, upload_rate=SLOW)


def test_a_worker_killed_during_the_put_loses_nothing(stack: Stack) -> None:
    stack.sign_in().upload("clip.mp4", CONTENT)
    wait_for(lambda: stack.assets()[0]["sent_bytes"] > 0, "the PUT to be under way")
    stack.kill("worker")
    assert stack.assets()[0]["status"] == "sending"

    stack.start_process("worker")

    asset = wait_for(lambda: hosted(stack), "the asset to be hosted")
    assert requests.get(asset["hosted_url"], timeout=10).content == CONTENT
    assert len(finished_puts(stack)) == 1


def test_a_file_received_while_no_worker_runs_is_sent_at_the_next_start(stack: Stack) -> None:
    stack.kill("worker")
    stack.sign_in().upload("clip.mp4", CONTENT)
    stack.kill("web")

    stack.start_process("worker")

    asset = wait_for(lambda: hosted(stack), "the asset to be hosted")
    assert requests.get(asset["hosted_url"], timeout=10).content == CONTENT


def hosted(stack: Stack) -> dict | None:
    return next((asset for asset in stack.assets() if asset["status"] == "hosted"), None)


def finished_puts(stack: Stack) -> list[dict]:
    return stack.sandbox.journal(method="PUT", status=200)
