"""Imports: from the link to the asset, and what becomes of them when things go wrong."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from huey import Huey

from jogg_dashboard import claims
from tests import media
from tests.kept import Kept, kept_in
from tests.sandbox_server import SandboxServer
from tests.scripted_server import Answer, ScriptedServer
from tests.uploads.rows import claimed, dead_worker, hosted_asset
from uploads import import_services, import_tasks, importing
from uploads.models import Asset, Import, JobStatus

MB = 1024 * 1024
SIGN_IN_PAGE = b"\n <!DOCTYPE html><html><body>Sign in</body></html>"


@pytest.fixture
def site(scripted_server: ScriptedServer, settings: Any, account: SandboxServer) -> ScriptedServer:
    """A site with files, and the sandbox to pass them on to."""
    settings.IMPORT_ALLOWED_HOSTS = [scripted_server.url.removeprefix("http://")]
    scripted_server.script("GET /holiday.jpg", media.jpeg())
    return scripted_server


def imported(owner: User, url: str) -> Import:
    job = import_services.import_url(owner=owner, url=url)
    job.refresh_from_db()
    return job


def left_behind() -> list[Path | Kept]:
    """Files outside any row: what is half received, and what storage holds without an asset."""
    known = {Kept(asset.file) for asset in Asset.objects.all()}
    unnamed = [kept for kept in kept_in("assets") - known if kept.path.stem == "original"]
    return [*Path(django_settings.UPLOAD_DIR).iterdir(), *unnamed]


@pytest.fixture(autouse=True)
def clean_folders(transactional_db: None) -> None:
    for path in left_behind():
        path.unlink()


def test_a_link_becomes_an_asset(site: ScriptedServer, member: User) -> None:
    job = imported(member, f"{site.url}/holiday.jpg?token=secret")
    asset = Asset.objects.get()
    assert (job.status, job.result, job.received) == ("done", asset, len(media.jpeg()))
    assert (asset.owner, asset.origin, asset.original_name) == (member, "url", "holiday.jpg")
    assert asset.source_url == job.url == f"{site.url}/holiday.jpg", "what may be secret in a link isn't kept"
    assert Kept(asset.file).read_bytes() == media.jpeg()
    assert asset.status == "hosted"
    assert left_behind() == []


def test_of_an_equal_file_no_second_asset_is_made(site: ScriptedServer, member: User) -> None:
    asset = hosted_asset(member, content=media.jpeg(), name="mine.jpg")
    for _ in range(2):
        job = imported(member, f"{site.url}/holiday.jpg?token=secret")
        assert (job.status, job.result, job.url) == ("done", asset, f"{site.url}/holiday.jpg")
        assert job.was_here_already
    assert Asset.objects.count() == 1


def test_anothers_equal_file_and_a_deleted_one_count_for_nothing(
    site: ScriptedServer, member: User, stranger: User
) -> None:
    hosted_asset(stranger, content=media.jpeg(), name="theirs.jpg")
    hosted_asset(member, content=media.jpeg(), name="gone.jpg", deleted_at=timezone.now())
    job = imported(member, f"{site.url}/holiday.jpg")
    assert job.result.original_name == "holiday.jpg"
    assert not job.was_here_already


@pytest.mark.parametrize("content", [SIGN_IN_PAGE, b"<html>" + b"x" * 9000])
def test_a_web_page_is_told_from_a_file(site: ScriptedServer, member: User, content: bytes) -> None:
    site.script("GET /share", Answer(content, headers={"Content-Type": "video/mp4"}))
    job = imported(member, f"{site.url}/share")
    assert (job.status, job.error) == ("failed", importing.WEB_PAGE)


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        ("/empty.jpg", b"", "empty.jpg is empty"),
        ("/notes.pdf", b"%PDF-1.7", "notes.pdf is not a photo"),
        ("/huge.jpg", media.jpeg() + bytes(11 * MB), "huge.jpg is too large; photos may have up to 10 MB"),
    ],
)
def test_what_jogg_wouldnt_take_is_refused_in_words(
    site: ScriptedServer, member: User, path: str, content: bytes, words: str
) -> None:
    site.script(f"GET {path}", content)
    job = imported(member, f"{site.url}{path}")
    assert job.status == "failed"
    assert words in job.error
    assert left_behind() == []
    assert Asset.objects.count() == 0


def test_a_length_that_lies_helps_nobody(site: ScriptedServer, member: User) -> None:
    site.script("GET /a.jpg", Answer(media.jpeg() + bytes(11 * MB), headers={"Content-Length": "100"}))
    job = imported(member, f"{site.url}/a.jpg")
    assert job.received <= 100


def test_a_file_without_end_is_left_as_soon_as_it_is_too_large(
    site: ScriptedServer, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = media.mp3() + bytes(40 * MB)
    site.script("GET /radio.mp3", endless)
    written: list[int] = []
    hashing = importing.hashlib.sha256

    class Counting:
        def __init__(self) -> None:
            self._hash = hashing()

        def update(self, piece: bytes) -> None:
            written.append(len(piece))
            self._hash.update(piece)

    monkeypatch.setattr(importing.hashlib, "sha256", Counting)
    job = imported(member, f"{site.url}/radio.mp3")
    assert "too large; audio files may have up to 20 MB" in job.error
    assert sum(written) <= 20 * MB


def test_a_passing_failure_is_tried_again_by_itself(site: ScriptedServer, member: User, idle_worker: Huey) -> None:
    site.script("GET /a.jpg", Answer(status=503), media.jpeg())
    job = imported(member, f"{site.url}/a.jpg")
    due = importing.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.due_at) == ("waiting", due)
    assert "does not hand the file out now" in job.error
    assert importing.run(job.pk) is None, "it isn't due yet"
    Import.objects.update(due_at=timezone.now())
    importing.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.error, job.due_at) == ("done", "", None)


def test_after_some_tries_a_person_is_asked(site: ScriptedServer, member: User, idle_worker: Huey) -> None:
    site.script("GET /a.jpg", Answer(b"x", breaks="read"))
    job = imported(member, f"{site.url}/a.jpg")
    for _ in range(importing.MOST_ATTEMPTS):
        Import.objects.update(due_at=None)
        due = importing.run(job.pk)
    job.refresh_from_db()
    assert (job.status, due) == ("failed", None)
    assert len(site.seen) == importing.MOST_ATTEMPTS


def test_what_kills_every_worker_is_given_up(site: ScriptedServer, member: User, idle_worker: Huey) -> None:
    job = imported(member, f"{site.url}/holiday.jpg")
    Import.objects.update(attempts=importing.MOST_CLAIMS)
    assert importing.run(job.pk) is None
    job.refresh_from_db()
    assert (job.status, job.error) == ("failed", importing.INTERRUPTED)
    assert site.seen == []


def test_trying_again_starts_over(site: ScriptedServer, member: User) -> None:
    site.script("GET /a.jpg", Answer(status=404), media.jpeg())
    job = imported(member, f"{site.url}/a.jpg?token=secret")
    assert job.status == "failed"
    job = import_services.retry_import(job)
    assert [seen.query for seen in site.seen] == ["token=secret"] * 2
    assert (job.status, job.error, job.result) == ("done", "", Asset.objects.get())


def test_trying_again_disturbs_nobody_who_is_at_it(member: User, idle_worker: Huey) -> None:
    fields = claimed(claims.worker())
    job = Import.objects.create(owner=member, url="https://a.example/a.jpg", status=JobStatus.WORKING, **fields)
    import_services.retry_import(job)
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("working", 1)
    assert idle_worker.pending() == []


def test_what_is_cancelled_leaves_nothing(site: ScriptedServer, member: User, idle_worker: Huey) -> None:
    job = imported(member, f"{site.url}/holiday.jpg")
    site.script("GET /holiday.jpg", Answer(media.jpeg(), first=lambda: import_services.dismiss_import(job)))
    importing.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.result) == ("failed", None)
    assert job.dismissed_at is not None
    assert Asset.objects.count() == 0
    assert left_behind() == []


def test_another_worker_that_took_over_is_left_in_peace(site: ScriptedServer, member: User, idle_worker: Huey) -> None:
    job = imported(member, f"{site.url}/holiday.jpg")
    steal = Import.objects.filter(pk=job.pk).update
    site.script("GET /holiday.jpg", Answer(media.jpeg(), first=lambda: steal(**claimed("elsewhere:1:aa:1"))))
    importing.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.claimed_by) == ("working", "elsewhere:1:aa:1")
    assert Asset.objects.count() == 0
    assert left_behind() == []


def test_what_was_taken_over_while_the_last_bytes_came_is_left_alone(
    site: ScriptedServer, member: User, idle_worker: Huey, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = imported(member, f"{site.url}/holiday.jpg")
    fetch = importing.fetch

    def fetch_and_lose(*asked: Any) -> str:
        name = fetch(*asked)
        Import.objects.update(**claimed("elsewhere:1:aa:1"))
        return name

    monkeypatch.setattr(importing, "fetch", fetch_and_lose)
    monkeypatch.setattr(importing.services, "find_equal", lambda **asked: pytest.fail("it isn't ours any more"))
    importing.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.claimed_by) == ("working", "elsewhere:1:aa:1")


def test_the_sweep_goes_on_with_what_a_killed_worker_left(site: ScriptedServer, member: User) -> None:
    fields = {"owner": member, "url": f"{site.url}/holiday.jpg"}
    abandoned = Import.objects.create(status=JobStatus.WORKING, received=500, **fields, **claimed(dead_worker()))
    never_enqueued = Import.objects.create(**fields)
    import_tasks.sweep_imports.call_local()
    for job in (abandoned, never_enqueued):
        job.refresh_from_db()
        assert job.status == "done"
    assert abandoned.result == never_enqueued.result


def test_the_sweep_leaves_what_is_worked_on_or_not_due(member: User, idle_worker: Huey) -> None:
    later = timezone.now() + timedelta(minutes=1)
    Import.objects.create(owner=member, url="https://a.example/1", status=JobStatus.WORKING, **claimed(claims.worker()))
    Import.objects.create(owner=member, url="https://a.example/2", due_at=later)
    import_tasks.sweep_imports.call_local()
    assert idle_worker.pending() == []


def test_a_queue_that_is_broken_loses_no_import(member: User, broken_queue: None) -> None:
    import_services.import_url(owner=member, url="https://a.example/a.jpg")
    assert Import.objects.get().status == "waiting"


def test_no_log_tells_what_may_be_secret(
    site: ScriptedServer, member: User, caplog: pytest.LogCaptureFixture, client: Client
) -> None:
    caplog.set_level("DEBUG", "uploads")
    for path in ("holiday.jpg", "nowhere.jpg"):
        imported(member, f"{site.url}/{path}?token=very-secret")
    assert "is done" in caplog.text
    assert "very-secret" not in caplog.text
    client.force_login(member)
    for page in ("/uploads/", "/uploads/imports/", Asset.objects.get().get_absolute_url()):
        assert "very-secret" not in client.get(page).content.decode()
