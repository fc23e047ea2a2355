"""Many files at once against Jogg's limit, with two workers. The minute is six seconds long here."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import media
from tests.stack import Person, Stack, running
from tests.waiting import wait_for

FILES, THREADS = 60, 6
LIMIT, WINDOW = 20, 6  # POSTs in so many seconds
SIGN, CREATE = "/v1/upload/asset", "/v1/create_video_from_talking_avatar"
ORDER = {
    "name": "In between", "script": "Good morning.", "avatar_id": "83", "avatar_type": "0",
    "voice_id": "en-US-EmilySandbox", "aspect_ratio": "square", "screen_style": "1",
}  # fmt: skip


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    pace = {"JOGG_POSTS_PER_MINUTE": str(LIMIT), "JOGG_POSTS_WINDOW": str(WINDOW)}
    yield from running(tmp_path, pace, workers=2, posts_per_minute=LIMIT, pace_seconds=WINDOW, render_seconds=0.2)


def test_sixty_files_and_a_video_never_meet_the_limit(stack: Stack) -> None:
    with stack.sign_in() as person, ThreadPoolExecutor(THREADS) as pool:
        dropped = pool.map(lambda number: drop_some(stack, range(number, FILES, THREADS)), range(THREADS))
        wait_for(lambda: waiting(stack) >= FILES // 2, "half of the files to wait for their turn")
        person.submit("/videos/new/", ORDER)
        still_waiting = waiting(stack)
        assert "Waiting for Jogg's limit, about" in library_text(stack, person)
        list(dropped)
        wait_for(lambda: hosted(stack) == FILES, "all files to be hosted", seconds=60)
        wait_for(lambda: stack.videos()[0]["job_id"], "the video to be accepted")

    posts = [entry["path"] for entry in stack.sandbox.journal(method="POST")]
    assert (posts.count(SIGN), posts.count(CREATE)) == (FILES, 1)
    assert [entry for entry in stack.sandbox.journal() if 429 in (entry["status"], entry["code"])] == []
    # What had its turn already when the video was ordered goes first: a window's POSTs at most.
    overtaken = posts[posts.index(CREATE) :].count(SIGN)
    assert overtaken >= still_waiting - LIMIT > 0


def drop_some(stack: Stack, numbers: range) -> None:
    """Upload files one after the other; several of these side by side are what a browser does with a drop of many."""
    with stack.sign_in() as person:
        for number in numbers:
            person.upload(f"photo {number}.png", media.png())


def waiting(stack: Stack) -> int:
    return sum(asset["status"] == "stored" and asset["is_paced"] for asset in stack.assets())


def hosted(stack: Stack) -> int:
    return sum(asset["status"] == "hosted" for asset in stack.assets())


def library_text(stack: Stack, person: Person) -> str:
    """What the library's page says, without its markup."""
    return re.sub(r"<[^>]*>", "", person.get(f"{stack.url}/uploads/").text)
