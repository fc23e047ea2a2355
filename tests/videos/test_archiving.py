"""Keeping a finished video, from the moment its link works."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests import media
from tests.kept import Kept
from tests.scripted_server import Answer, ScriptedServer
from tests.videos.rows import advance, finished_video, says, waiting_video
from videos import archiving, fetching, tasks
from videos.models import Video


@pytest.fixture
def video(scripted: ScriptedServer, member: User) -> Video:
    """A finished video whose file and cover Jogg serves."""
    scripted.script("GET /file", Answer(media.mp4(), headers={"Content-Type": "video/mp4"}))
    scripted.script("GET /cover", Answer(media.jpeg(), headers={"Content-Type": "image/jpeg"}))
    return finished_video(member, video_url=f"{scripted.url}/file", cover_url=f"{scripted.url}/cover")


def test_keeps_the_file_and_its_cover(video: Video) -> None:
    advance(video)
    assert Kept(video.file).read_bytes() == media.mp4()
    assert Kept(video.cover).read_bytes() == media.jpeg()
    assert video.kept_at is not None
    assert not video.is_running


def test_is_kept_in_the_breath_in_which_it_is_finished(scripted: ScriptedServer, video: Video, member: User) -> None:
    says(scripted, status_code=4, video_url=video.video_url, cover_url=video.cover_url, video_duration=1)
    other = advance(waiting_video(member, job_id="another"))
    assert (other.status, bool(other.file), bool(other.cover)) == ("succeeded", True, True)


def test_a_file_that_isnt_served_yet_is_asked_for_again(scripted: ScriptedServer, video: Video) -> None:
    scripted.script("GET /file", Answer(status=404), Answer(media.mp4()))
    advance(video)
    assert (bool(video.file), video.notice) == (False, "The file isn't served (HTTP 404).")
    assert video.due_at > timezone.now()
    assert video.is_running
    advance(video)
    assert (bool(video.file), video.notice) == (True, "")


@pytest.mark.parametrize(
    ("answer", "notice"),
    [
        (Answer(media.mp4(), breaks="halfway"), "The connection to Jogg broke before its answer came."),
        (Answer(b"<html>Sorry</html>"), "What Jogg's link serves isn't a video."),
        (Answer(media.jpeg()), "What Jogg's link serves isn't a video."),
        (Answer(b""), "What Jogg's link serves isn't a video."),
        (Answer(status=500), "The file isn't served (HTTP 500)."),
    ],
)
def test_what_isnt_the_whole_video_isnt_kept(
    scripted: ScriptedServer, video: Video, answer: Answer, notice: str
) -> None:
    scripted.script("GET /file", answer)
    advance(video)
    assert (bool(video.file), video.kept_at, video.notice, video.claimed_by) == (False, None, notice, "")
    assert video.due_at > timezone.now()


def test_a_video_larger_than_can_be_isnt_kept(video: Video, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST_VIDEO", 1000)
    advance(video)
    assert (bool(video.file), video.notice) == (False, "The file is larger than 1000 bytes.")


@pytest.mark.parametrize("cover", [Answer(status=404), Answer(b"nonsense"), Answer(media.mp4()), Answer(breaks="read")])
def test_a_missing_cover_is_no_obstacle(scripted: ScriptedServer, video: Video, cover: Answer) -> None:
    scripted.script("GET /cover", cover)
    advance(video)
    assert (bool(video.file), video.is_running) == (True, False)
    assert video.cover.name.endswith("cover.webp"), "a frame of the video stands in"


def test_a_video_without_a_cover_link_gets_a_frame_of_its_own(video: Video) -> None:
    """Q2: an event may name no cover."""
    Video.objects.update(cover_url="")
    advance(video)
    assert (bool(video.file), Kept(video.cover).read_bytes()[8:12]) == (True, b"WEBP")


def test_a_link_that_never_works_is_asked_for_again(scripted: ScriptedServer, video: Video) -> None:
    """Q9: how long a link lives is unknown."""
    scripted.script("GET /file", Answer(status=404))
    scripted.script("GET /fresh", media.mp4())
    says(scripted, status_code=4, video_url=f"{scripted.url}/fresh", cover_url="")
    for _ in range(2):
        assert not advance(video).file
    assert scripted.requests("GET /v1/project") == [], "it may only be late (Q8)"
    advance(video)
    assert (bool(video.file), video.video_url, bool(video.cover)) == (True, f"{scripted.url}/fresh", True)
    assert "Jogg gave another one" in " ".join(video.timeline.values_list("sentence", flat=True))


def test_the_jogg_in_use_isnt_asked_for_the_links_of_another_ones_video(scripted: ScriptedServer, video: Video) -> None:
    """Its project of the same id would be another video."""
    scripted.script("GET /file", Answer(status=404))
    Video.objects.update(destination="https://another.example", attempts=5)
    advance(video)
    assert scripted.requests("GET /v1/project") == []


def test_what_was_given_up_is_fetched_at_a_persons_word(
    client: Client, scripted: ScriptedServer, video: Video, member: User
) -> None:
    Video.objects.update(keep_given_up=True, attempts=100)
    client.force_login(member)
    assert "Try again" in client.get(video.get_absolute_url()).content.decode()
    client.post(f"{video.get_absolute_url()}fetch-again/")
    video.refresh_from_db()
    assert (bool(video.file), video.keep_given_up) == (True, False)


def test_gives_up_after_the_last_attempt_and_says_so(scripted: ScriptedServer, video: Video) -> None:
    scripted.script("GET /file", Answer(status=404))
    Video.objects.update(attempts=archiving.MOST_ATTEMPTS - 2)
    assert not advance(video).keep_given_up
    advance(video)
    assert (video.keep_given_up, video.notice) == (True, "The file isn't served (HTTP 404).")
    asked = len(scripted.seen)
    advance(video)
    tasks.sweep()
    assert len(scripted.seen) == asked


def test_a_kept_file_isnt_fetched_again(scripted: ScriptedServer, video: Video) -> None:
    advance(video)
    asked = len(scripted.seen)
    advance(video)
    tasks.sweep()
    assert len(scripted.seen) == asked


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [(media.mp4(), "file.mp4", "video/mp4"), (media.webm(), "file.webm", "video/webm")],
)
def test_a_kept_file_is_served_with_range(
    scripted: ScriptedServer, video: Video, client: Client, member: User, content: bytes, name: str, content_type: str
) -> None:
    scripted.script("GET /file", Answer(content))
    advance(video)
    assert Path(video.file.name).name == name
    client.force_login(member)
    whole = client.get(f"/videos/{video.pk}/file")
    assert (b"".join(whole.streaming_content), whole["Content-Type"]) == (content, content_type)
    part = client.get(f"/videos/{video.pk}/file", headers={"Range": "bytes=-10"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, content[-10:])
    assert part["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in part["Content-Security-Policy"]


def test_leaves_nothing_in_the_folder_of_arriving_files(video: Video, settings: Any) -> None:
    advance(video)
    assert list(Path(settings.UPLOAD_DIR).iterdir()) == []
