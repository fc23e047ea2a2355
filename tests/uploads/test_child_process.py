"""Processes that open files: forked from one, ended in time, and gone with whoever wanted them."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.sandbox_server import ROOT
from tests.waiting import wait_for
from uploads import child_process
from uploads.decoding.confinement import confine

SELF = "tests.uploads.test_child_process"
WORKER = f"""
import django, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
from uploads import child_process
child_process.run({SELF!r}, "linger", sys.argv[1], timeout=60)
"""


def main(task: str, path: str) -> None:
    """What the processes of these tests do: tell who they are, or linger."""
    confine(cpu_seconds=60, largest_file=1024)
    Path(path).write_text(f"{os.getpid()} {os.getppid()}")
    if task == "linger":
        signal.pause()
    if task == "wait":
        wait_for(Path(path).with_suffix(".on").exists, "the word to go on")
    print(json.dumps({"process": os.getpid(), "parent": os.getppid(), "knows": list(os.environ)}))


def lives(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def told(path: Path) -> list[int]:
    """The process that wrote the file, and its parent."""
    return list(map(int, path.read_text().split())) if path.exists() else []


def test_each_file_has_a_process_of_its_own_that_knows_no_secret(tmp_path: Path) -> None:
    first, second = (child_process.run(SELF, "tell", str(tmp_path / "a"), timeout=30) for _ in range(2))
    assert first["process"] != second["process"]
    assert first["parent"] == second["parent"] != os.getpid()
    assert set(first["knows"]) - {"LC_CTYPE"} == set(child_process.ENVIRONMENT)  # Python's own word on its letters
    assert not lives(first["process"])


def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "who"
    done: list[dict] = []
    thread = threading.Thread(target=lambda: done.append(child_process.run(SELF, "linger", str(path), timeout=2)))
    thread.start()
    process, _ = wait_for(lambda: told(path), "it to begin")
    assert lives(process)
    thread.join(30)
    assert done == [{}]
    assert not lives(process)


def test_a_stop_of_the_worker_doesnt_end_what_it_still_waits_for(tmp_path: Path) -> None:
    path = tmp_path / "who"
    done: list[dict] = []
    thread = threading.Thread(target=lambda: done.append(child_process.run(SELF, "wait", str(path), timeout=30)))
    thread.start()
    started = wait_for(lambda: told(path), "it to begin")
    for process in started:
        os.kill(process, signal.SIGTERM)
        os.kill(process, signal.SIGINT)
    path.with_suffix(".on").touch()
    thread.join(30)
    assert [answer["process"] for answer in done] == started[:1]


def test_what_nobody_wants_any_more_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "LOOK_EVERY", 0.05)
    path = tmp_path / "who"
    assert child_process.run(SELF, "linger", str(path), timeout=60, is_wanted=lambda: not told(path)) == {}
    assert not lives(told(path)[0])


def test_the_next_file_is_looked_into_although_the_process_they_come_from_was_killed(tmp_path: Path) -> None:
    killed = child_process.run(SELF, "tell", str(tmp_path / "a"), timeout=30)["parent"]
    os.kill(killed, signal.SIGKILL)
    assert child_process.run(SELF, "tell", str(tmp_path / "b"), timeout=30)["parent"] not in (killed, os.getpid())


def test_all_of_them_end_with_the_worker(tmp_path: Path) -> None:
    path = tmp_path / "who"
    with subprocess.Popen([sys.executable, "-c", WORKER, path], cwd=ROOT) as worker:
        started = wait_for(lambda: told(path), "it to begin")
        assert all(map(lives, started))
        worker.kill()
    wait_for(lambda: not any(map(lives, started)), "both to end")
