"""A conversion survives `kill -9`, and brings one file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import media
from tests.stack import Stack, running
from tests.waiting import wait_for

LONG = 240  # seconds; coding that much lasts for some seconds, long enough to be interrupted


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    yield from running(tmp_path)


def conversion(stack: Stack) -> dict[str, Any]:
    return stack.rows("SELECT * FROM uploads_conversion")[0]


def test_a_worker_killed_while_it_converts_starts_over_and_makes_one_file(stack: Stack) -> None:
    person = stack.sign_in()
    key = person.upload("talk.m4a", media.m4a(LONG))
    wait_for(lambda: stack.assets()[0]["probed_at"], "the file to be looked into", 60)
    person.submit(f"/uploads/{key}/convert/", {"content_type": "audio/mpeg"})
    wait_for(lambda: conversion(stack)["status"] == "working", "the conversion to be under way")
    stack.kill("worker")
    assert conversion(stack)["status"] == "working"
    assert len(stack.assets()) == 1

    stack.start_process("worker")

    wait_for(lambda: conversion(stack)["status"] == "done", "the conversion to be done", 120)
    wait_for(lambda: stack.assets()[-1]["status"] == "hosted", "the new file to be hosted")
    assert [asset["name"] for asset in stack.assets()] == ["talk.m4a", "talk.mp3"]
    assert conversion(stack)["attempts"] == 2
