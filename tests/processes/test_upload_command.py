"""`manage.py upload` beside the real processes."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import media
from tests.stack import Stack, running
from tests.waiting import wait_for


@pytest.fixture
def slow_stack(tmp_path: Path) -> Iterator[Stack]:
    """A dashboard that may make one POST in four seconds."""
    pace = {"JOGG_POSTS_PER_MINUTE": "1", "JOGG_POSTS_WINDOW": "4"}
    yield from running(tmp_path / "data", pace)


def photos(folder: Path, count: int) -> list[str]:
    folder.mkdir()
    paths = [folder / f"{number}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(media.jpeg(64 + number, 64))
    return list(map(str, paths))


def test_beside_a_worker_each_file_is_sent_once(slow_stack: Stack, tmp_path: Path) -> None:
    out, err = slow_stack.command("upload", "--user", "demo", *photos(tmp_path / "files", 3)).communicate(timeout=60)
    hosted = [asset["hosted_url"] for asset in slow_stack.assets()]
    assert out.splitlines() == hosted, err
    puts = [call for call in slow_stack.sandbox.journal() if call["method"] == "PUT"]
    assert len(puts) == 3


def test_after_ctrl_c_the_worker_goes_on_with_what_was_received(slow_stack: Stack, tmp_path: Path) -> None:
    slow_stack.kill("worker")
    command = slow_stack.command("upload", "--user", "demo", *photos(tmp_path / "files", 2))
    assert command.stdout
    assert "/hosted/" in command.stdout.readline()
    wait_for(lambda: len(slow_stack.assets()) == 2, "the second file to be received")
    command.send_signal(signal.SIGINT)
    _, err = command.communicate(timeout=30)
    assert command.returncode == 130, err
    assert "is sent on by the dashboard's worker" in err
    slow_stack.start_process("worker")
    wait_for(lambda: {asset["status"] for asset in slow_stack.assets()} == {"hosted"}, "the worker to send it")
