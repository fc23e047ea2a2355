"""A `kill -9` in the middle of a check, or of sending a file again: the next worker goes on, and nothing is claimed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests import media
from tests.stack import Stack, running
from tests.waiting import wait_for

# As in test_crashes: it lasts some seconds. Above 25 MB the size alone is compared.
CONTENT = media.mp4() + bytes(32_000_000)
SLOW = 10_000_000  # bytes per second


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    yield from running(tmp_path, upload_rate=SLOW)


def the_asset(stack: Stack) -> dict[str, Any]:
    return stack.assets()[0]


def verified(stack: Stack) -> dict[str, Any] | None:
    return next((asset for asset in stack.assets() if asset["verified_at"]), None)


def sentences(stack: Stack) -> list[str]:
    return [row["sentence"] for row in stack.rows("SELECT sentence FROM uploads_assetentry ORDER BY id")]


def test_a_worker_killed_during_a_check_leaves_it_to_the_next(stack: Stack) -> None:
    stack.sandbox.arm("slow", on="fetch", seconds=600)
    stack.sign_in().upload("voice.mp3", media.mp3())
    wait_for(lambda: stack.sandbox.journal(fault="slow"), "the check to be under way")
    assert (the_asset(stack)["status"], the_asset(stack)["claimed_by"] != "") == ("hosted", True)
    stack.kill("worker")
    assert the_asset(stack)["verified_at"] is None

    stack.start_process("worker")

    assert wait_for(lambda: verified(stack), "the file to be verified")["proof"] == "sha256"


def test_a_worker_killed_while_it_sends_a_file_again_leaves_that_to_the_next(stack: Stack) -> None:
    stack.sandbox.arm("other_file", how="truncated")
    stack.sign_in().upload("clip.mp4", CONTENT)
    resent = wait_for(
        lambda: next((row for row in stack.assets() if row["resends"] and row["sent_bytes"]), None),
        "the file to be sent again",
    )
    dead_link = resent["hosted_url"]
    assert (resent["status"], resent["verified_at"]) == ("sending", None)
    stack.kill("worker")

    stack.start_process("worker")

    asset = wait_for(lambda: verified(stack), "the new link to be verified")
    assert asset["hosted_url"] != dead_link
    assert (asset["proof"], asset["resends"], asset["verify_error"]) == ("size", 0, "")
    assert requests.get(asset["hosted_url"], timeout=10).content == CONTENT
    assert any("It is sent again from the copy kept here." in sentence for sentence in sentences(stack))
