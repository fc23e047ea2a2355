"""What a look into a fetched video finds, and what becomes of a file that isn't whole."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from tests import media
from tests.backends import bucket_options
from tests.kept import Kept
from tests.sandbox_server import SandboxServer
from tests.scripted_server import Answer, ScriptedServer
from tests.videos.rows import advance, finished_video
from tests.waiting import wait_for
from videos import archiving, tasks
from videos.checking import check
from videos.models import Video

WEBM = media.clip("webm", "libvpx", 5, sound="libopus", rate=48000)
MP4 = media.clip("mp4", "libx264", 5, sound="aac")
BREAKS_OFF = "It breaks off after 0:03, while the file says that it is 0:05 long."


def scribbled(content: bytes) -> bytes:
    """The same file with its last pictures spoilt; what says where they are, at its end, stays."""
    end = content.rindex(b"moov") - 4
    spoilt = bytearray(content)
    spoilt[end - 4000 : end : 5] = bytes(byte ^ 0x5A for byte in spoilt[end - 4000 : end : 5])
    return bytes(spoilt)


@pytest.fixture
def serve(scripted: ScriptedServer, member: User) -> Callable[..., Video]:
    """Have Jogg serve these files, one after the other, for a finished video 5 s long."""

    def finished(*answers: bytes | Answer, **fields: object) -> Video:
        scripted.script("GET /file", *answers)
        told = {"video_url": f"{scripted.url}/file", "duration": 5.0}
        return finished_video(member, **told | fields)

    return finished


@pytest.mark.parametrize(
    ("content", "content_type", "told", "problem"),
    [
        (MP4, "video/mp4", 5, ""),
        (WEBM, "video/webm", None, ""),
        (MP4, "video/mp4", 5.9, ""),
        (media.mp4(), "video/mp4", 1, "It has no sound."),
        (MP4, "video/mp4", 42, "It breaks off after 0:05, while Jogg says that it is 0:42 long."),
        (WEBM[: len(WEBM) // 2], "video/webm", None, BREAKS_OFF),
        (MP4[: len(MP4) // 2], "video/mp4", 5, "It is damaged and can't be read."),
        (scribbled(MP4), "video/mp4", 5, "Its last second can't be played."),
        (media.m4a(), "video/mp4", None, "It holds no pictures."),
    ],
)  # fmt: skip
def test_says_what_is_wrong_with_a_file(
    tmp_path: Path, content: bytes, content_type: str, told: float | None, problem: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    checked = check(str(path), content_type, told)
    assert (checked.problem, checked.size) == (problem, len(content))
    assert checked.is_damaged == (problem not in ("", "It has no sound."))
    assert problem in checked.told


def test_what_was_checked_is_kept_and_told(serve: Callable[..., Video]) -> None:
    video = advance(serve(MP4))
    assert (video.kept_size, round(video.kept_length), video.kept_problem) == (len(MP4), 5, "")
    assert "0:05 long, as Jogg says. Its first and its last second were played" in video.timeline.last().sentence


def test_a_transparent_webm_is_checked_as_well(serve: Callable[..., Video]) -> None:
    video = advance(serve(WEBM))
    assert (round(video.kept_length), video.kept_problem) == (5, "")


def test_a_file_that_breaks_off_is_held_and_fetched_again(serve: Callable[..., Video]) -> None:
    video = advance(serve(WEBM[: len(WEBM) // 2], WEBM))
    held = Kept(video.file)
    assert (held.exists(), video.kept_at, video.is_running) == (True, None, True)
    assert video.kept_problem.startswith("It breaks off after 0:03")
    assert video.notice == video.kept_problem
    advance(video)
    assert Kept(video.file).read_bytes() == WEBM
    assert (video.kept_at is None, video.kept_problem, video.notice, held.exists()) == (False, "", "", False)


def test_a_file_that_stays_damaged_is_kept_with_what_is_wrong_and_never_a_worse_one(
    serve: Callable[..., Video], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving, "MOST_DAMAGED", 2)
    long, short = WEBM[: len(WEBM) // 2], WEBM[: len(WEBM) // 3]
    video = advance(serve(Answer(status=404), long, short))
    assert not video.file, "what isn't served yet is no damaged file"
    advance(video)
    advance(video)
    assert Kept(video.file).read_bytes() == long
    assert (video.is_running, video.keep_given_up) == (False, False)
    assert video.kept_problem.startswith("It breaks off after 0:03")
    assert len([name for name in Kept(video.file).neighbours() if name.startswith("file")]) == 1


def test_a_file_that_isnt_served_any_more_leaves_the_one_that_was_held(
    serve: Callable[..., Video], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving, "MOST_ATTEMPTS", 2)
    video = advance(serve(WEBM[: len(WEBM) // 2], Answer(status=404)))
    advance(video)
    assert (video.kept_at is None, bool(video.file), video.is_running) == (False, True, False)
    assert "It breaks off" in video.kept_problem


def test_a_person_may_have_it_fetched_again(serve: Callable[..., Video], client: Client, member: User) -> None:
    video = serve(WEBM, kept_at=timezone.now(), kept_length=2.5, kept_problem="It breaks off.")
    video.file.save("file.webm", ContentFile(WEBM[:1000]))
    client.force_login(member)
    assert "It breaks off." in client.get(video.get_absolute_url()).content.decode()
    client.post(f"{video.get_absolute_url()}fetch-again/")
    video.refresh_from_db()
    assert (Kept(video.file).read_bytes() == WEBM, video.kept_problem) == (True, "")


def test_a_whole_file_isnt_fetched_again(serve: Callable[..., Video], client: Client, scripted: ScriptedServer) -> None:
    video = advance(serve(MP4))
    asked = len(scripted.seen)
    client.force_login(video.owner)
    client.post(f"{video.get_absolute_url()}fetch-again/")
    assert len(scripted.seen) == asked


def test_what_a_killed_worker_stored_is_removed(serve: Callable[..., Video]) -> None:
    video = serve(MP4)
    video.file.storage.save(f"videos/{video.pk}/file.mp4", ContentFile(b"half"))
    advance(video)
    kept = Kept(video.file)
    assert {name for name in kept.neighbours() if name.startswith("file")} == {kept.path.name}
    assert kept.read_bytes() == MP4


def kept_before(serve: Callable[..., Video], content: bytes, **fields: object) -> Video:
    """One that was kept when files were not looked into."""
    video = serve(content, kept_at=timezone.now(), **fields)
    video.file.save(f"videos/{video.pk}/file.mp4", ContentFile(content))
    return video


def test_files_kept_before_are_looked_into_few_at_a_time(
    serve: Callable[..., Video], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "CHECKED_A_MINUTE", 1)
    whole, broken = kept_before(serve, MP4), kept_before(serve, MP4[:5000], job_id="other")
    tasks.check_kept_files()
    assert Video.objects.unchecked().get() == broken
    tasks.check_kept_files()
    for video in (whole, broken):
        video.refresh_from_db()
    assert (whole.kept_size, whole.kept_problem) == (len(MP4), "")
    assert broken.kept_problem == "It is damaged and can't be read."
    assert "Looked into the file kept here" in broken.timeline.last().sentence


def test_a_kept_file_that_is_missing_is_told(serve: Callable[..., Video]) -> None:
    video = kept_before(serve, MP4)
    Kept(video.file).unlink()
    tasks.check_kept_files()
    video.refresh_from_db()
    assert video.kept_problem == archiving.LOST


def test_while_our_storage_is_away_no_look_counts(
    serve: Callable[..., Video], settings: Any, unreachable_url: str
) -> None:
    video = kept_before(serve, MP4)
    gone = {"s3_bucket": "b", "s3_endpoint_url": unreachable_url, "access_key": "a", "secret_key": "s"}
    away = {"BACKEND": "jogg_dashboard.bucket.BucketStorage", "OPTIONS": bucket_options(gone)}
    settings.STORAGES = settings.STORAGES | {"default": away}
    tasks.check_kept_files()
    video.refresh_from_db()
    assert (video.attempts, video.kept_length, video.kept_problem) == (0, None, "")


def test_a_file_that_cant_be_looked_into_is_left_in_the_end(
    serve: Callable[..., Video], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the computer has no memory left for it."""
    monkeypatch.setattr("videos.checking.TIMEOUT", 0)
    video = kept_before(serve, MP4)
    for _ in range(archiving.MOST_LOOKS):
        Video.objects.update(due_at=None)
        tasks.check_kept_files()
    video.refresh_from_db()
    assert (video.kept_length, video.kept_problem) == (0, archiving.UNSEEN)


def test_half_a_download_is_never_held_and_the_next_one_is_whole(
    account: SandboxServer, browser_of_member: Client, member: User
) -> None:
    """Jogg promised more bytes than came."""
    ordered = {"script": "Good morning.", "avatar_id": "83", "avatar_type": "0", "voice_id": "en-US-EmilySandbox"}
    browser_of_member.post("/videos/new/", ordered | {"aspect_ratio": "square", "screen_style": "1"})
    video = Video.objects.get()
    account.arm("half_answer", on="fetch")
    wait_for(lambda: advance(video).notice, "the first download to break off")
    assert (bool(video.file), video.kept_at) == (False, None)
    wait_for(lambda: advance(video).kept_at, "the second one")
    assert (video.kept_size, video.kept_problem) == (Kept(video.file).size, "")
    assert video.kept_length == pytest.approx(video.duration, abs=0.2)
