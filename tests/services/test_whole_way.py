"""A file and a video go their whole way on PostgreSQL, Redis and S3 together."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from tests import media
from tests.backends import Services
from tests.processes.test_postgres import order
from tests.stack import Stack, started
from tests.waiting import wait_for


@pytest.fixture
def stack(tmp_path: Path, services: Services) -> Iterator[Stack]:
    yield from started(Stack(tmp_path, services=services, render_seconds=0.5))


def test_a_file_and_a_video_go_their_whole_way(stack: Stack, tmp_path: Path) -> None:
    person, sound = stack.sign_in(), media.mp3()
    recording = person.upload("welcome.mp3", sound)
    wait_for(lambda: stack.assets()[0]["status"] == "hosted", "the recording to be hosted")
    order(person, recording)
    video = wait_for(lambda: next((row for row in stack.videos() if row["kept_at"]), None), "the video to be kept")
    assert (video["status"], video["error"]) == ("succeeded", "")
    kept = f"{stack.url}/videos/{UUID(video['id'])}/file"
    whole = person.get(kept).content
    assert whole[4:8] == b"ftyp"
    part = person.get(kept, headers={"Range": "bytes=100-299"})
    assert (part.status_code, part.content) == (206, whole[100:300])
    assert [stack.kept(stack.assets()[0]["file"]), stack.kept(video["file"])] == [sound, whole]
    assert not (tmp_path / "media").exists(), "no file is kept on this machine"
    assert list((tmp_path / "incoming").iterdir()) == []
