"""The whole way by v2, as the real processes go it, and the change from one version to the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests import media
from tests.stack import Person, Stack, running
from tests.waiting import wait_for

V1, V2 = {"JOGG_API_VERSION": "v1"}, {"JOGG_API_VERSION": "v2"}
FILLED = {
    "name": "Hello", "avatar_id": "83", "avatar_type": "0", "aspect_ratio": "square", "screen_style": "1",
}  # fmt: skip
SCRIPT = {"script": "Good morning.", "voice_id": "en-US-EmilySandbox", "caption": "on"}


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    yield from running(tmp_path, V2, render_seconds=0.5)


@pytest.fixture
def stack_of_v1(tmp_path: Path) -> Iterator[Stack]:
    yield from running(tmp_path, V1, render_seconds=0.5)


def test_files_and_videos_go_their_whole_way_by_v2(stack: Stack) -> None:
    person = stack.sign_in()
    person.upload("photo.jpg", media.jpeg())
    recording = person.upload("welcome.mp3", media.mp3())
    wait_for(lambda: all(asset["status"] == "hosted" for asset in stack.assets()), "both files to be hosted")
    contents = [requests.get(asset["hosted_url"], timeout=10).content for asset in stack.assets()]
    assert contents == [media.jpeg(), media.mp3()]

    pages = [order(person, **SCRIPT), order(person, audio=recording)]
    wait_for(lambda: len(kept(stack)) == 2, "both videos to be kept")

    assert {(video["status"], video["api_version"], video["error"]) for video in stack.videos()} == {
        ("succeeded", "v2", "")
    }
    for page in pages:
        part = person.get(f"{page}file", headers={"Range": "bytes=4-11"})
        whole = person.get(f"{page}file").content
        assert (part.status_code, part.content, whole[4:8]) == (206, whole[4:12], b"ftyp")
    submits = stack.rows("SELECT * FROM videos_submit")
    assert [(submit["state"], submit["credits"]) for submit in submits] == [("confirmed", 1)] * 2
    assert len(stack.sandbox.jobs()) == 2
    assert versions_asked(stack) == {"v2"}


def test_a_video_is_followed_in_the_version_that_took_it_after_a_change_to_the_other(stack_of_v1: Stack) -> None:
    stack = stack_of_v1
    stack.sandbox.arm("status_word", times=0)  # it isn't decided as long as this lasts
    order(stack.sign_in(), **SCRIPT)
    wait_for(lambda: stack.videos()[0]["status"] == "unrecognised", "the video to be followed")
    stack.restart(**V2)
    stack.sandbox.clear_journal()
    stack.sandbox.clear_faults()

    order(stack.sign_in(), **SCRIPT)
    wait_for(lambda: len(kept(stack)) == 2, "both videos to be kept")

    assert [(video["api_version"], video["status"]) for video in stack.videos()] == [
        ("v1", "succeeded"),
        ("v2", "succeeded"),
    ]
    by_v1 = {(entry["path"], entry["query"].get("project_id")) for entry in asked(stack) if "/v1/" in entry["path"]}
    assert by_v1 == {("/v1/project", stack.videos()[0]["job_id"])}
    assert [job["version"] for job in stack.sandbox.jobs()] == ["v1", "v2"]


def order(person: Person, **fields: str) -> str:
    """Send the form; the URL of the video's page."""
    answer = person.submit("/videos/new/", FILLED | fields)
    assert answer.history, answer.text
    return answer.url


def kept(stack: Stack) -> list[dict]:
    return [video for video in stack.videos() if video["kept_at"]]


def asked(stack: Stack) -> list[dict]:
    """The requests to the API."""
    return [entry for entry in stack.sandbox.journal() if entry["had_api_key"]]


def versions_asked(stack: Stack) -> set[str]:
    return {entry["path"].split("/")[1] for entry in asked(stack)}
