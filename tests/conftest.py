"""What all tests share: the sandbox as Jogg, people, and files to upload."""

import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.management import create_contenttypes
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import Client
from huey import Huey
from huey.contrib.djhuey import HUEY
from huey.storage import RedisStorage
from pytest_django import DjangoDbBlocker

from jogg import transport
from jogg_dashboard import account as accounts
from jogg_dashboard import calls
from jogg_dashboard.models import ApiCalls, Contact
from tests import media, once
from tests.emptying import replace_flush
from tests.sandbox_server import PREVIEWS, ROOT, SandboxServer
from tests.scripted_server import ScriptedServer
from uploads.models import Asset


def pytest_configure(config: pytest.Config) -> None:
    """What one sandbox has drawn, no other draws again, in this run or a later one; the processes of `-n` inherit that.

    Each state of the sandbox' code and of the libraries has a folder of its own.
    """
    once.begin()
    if PREVIEWS not in os.environ:
        sources = [ROOT / "requirements.txt", *sorted((ROOT / "sandbox").glob("*.py"))]
        state = sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
        os.environ[PREVIEWS] = str(config.cache.mkdir(f"sandbox-previews-{state}"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Nobody asks for permissions, and writing them anew after each test takes longer than most tests; so does a flush.

    At the end a thread that a test has left may still be connected, and PostgreSQL drops no database under it.
    """
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)
    replace_flush()
    yield
    if connection.vendor == "postgresql":
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_terminate_backend(pid) {others}")


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxServer]:
    """A local Jogg.ai whose videos are ready at once."""
    server = SandboxServer.start(tmp_path_factory.mktemp("sandbox") / "data", render_seconds=0.2)
    yield server
    server.stop()


@pytest.fixture
def account(sandbox: SandboxServer, settings: Any) -> Iterator[SandboxServer]:
    """The dashboard works for the sandbox."""
    yield from connect(settings, sandbox.url, sandbox)


def connect(settings: Any, url: str, server: Any) -> Iterator[Any]:
    """Point the dashboard at another Jogg for a while."""
    settings.JOGG_API_URL = url
    yield server


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """GETs are repeated without pauses, and no answer is waited for longer than half a second."""
    monkeypatch.setattr(transport.REPEAT_GETS, "backoff_factor", 0)
    monkeypatch.setattr(transport.REPEAT_GETS, "backoff_jitter", 0)
    monkeypatch.setattr(transport, "TIMEOUTS", (0.5, 0.5))


@pytest.fixture
def scripted_server() -> Iterator[ScriptedServer]:
    server = ScriptedServer()
    yield server
    server.stop()


@pytest.fixture
def scripted(scripted_server: ScriptedServer, settings: Any, impatient: None) -> Iterator[ScriptedServer]:
    """The dashboard works for a Jogg that answers as the test says."""
    yield from connect(settings, scripted_server.url, scripted_server)


@pytest.fixture
def unreachable_url() -> Iterator[str]:
    """A port of this computer that is taken, but where nobody listens."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{silent.getsockname()[1]}"


@pytest.fixture
def no_connection(unreachable_url: str, settings: Any, impatient: None) -> Iterator[str]:
    """The dashboard works for a Jogg that can't be reached."""
    yield from connect(settings, unreachable_url, unreachable_url)


@pytest.fixture
def nothing_noted(transactional_db: None) -> Iterator[None]:
    """What other tests' calls left in memory is not this one's."""
    calls.write_down(accounts.account())
    ApiCalls.objects.all().delete()
    Contact.objects.all().delete()
    yield
    calls.write_down(accounts.account())


@pytest.fixture
def idle_worker() -> Iterator[Huey]:
    """Tasks wait in the queue, as they do while the worker is busy or down."""
    HUEY.immediate = False
    yield HUEY
    HUEY.flush()
    HUEY.immediate = True


@pytest.fixture
def broken_queue(idle_worker: Huey) -> Iterator[None]:
    """Nothing can be put into the queue, as when its disk is full, its file is damaged or Redis has lost its mind."""
    storage = idle_worker.storage
    if isinstance(storage, RedisStorage):
        storage.conn.set(storage.queue_key, "no queue")
        storage.conn.set(storage.schedule_key, "no schedule")
        yield
        storage.conn.delete(storage.queue_key, storage.schedule_key)
        return
    with closing(sqlite3.connect(storage.filename)) as queue:
        queue.execute("ALTER TABLE task RENAME TO lost_task")
        yield
        queue.execute("ALTER TABLE lost_task RENAME TO task")


@pytest.fixture
def member(transactional_db: None) -> User:
    return User.objects.create_user("member", password="a good password")


@pytest.fixture
def stranger(transactional_db: None) -> User:
    return User.objects.create_user("stranger", password="a good password")


@pytest.fixture
def browser_of_member(client: Client, member: User, account: SandboxServer) -> Client:
    """A signed-in person's requests. What they set off has been worked on when the answer is there."""
    client.force_login(member)
    return client


@pytest.fixture
def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("holiday.jpg", media.jpeg(), "image/jpeg")


@pytest.fixture
def recording() -> SimpleUploadedFile:
    return SimpleUploadedFile("welcome.mp3", media.mp3(), "audio/mpeg")


@pytest.fixture
def clip() -> SimpleUploadedFile:
    return SimpleUploadedFile("demo.mp4", media.mp4(), "video/mp4")


@pytest.fixture
def hosted_recording(browser_of_member: Client, recording: SimpleUploadedFile) -> Asset:
    """A recording that was uploaded and has reached Jogg."""
    answer = browser_of_member.post("/uploads/", {"file": recording}, headers={"Accept": "application/json"})
    return Asset.objects.get(pk=answer.json()["id"])


@pytest.fixture(scope="session")
def media_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real files on disk, for a browser to pick."""
    folder = tmp_path_factory.mktemp("media")
    for name, content in {"photo.jpg": media.jpeg(), "song.mp3": media.mp3(), "clip.mp4": media.mp4()}.items():
        (folder / name).write_bytes(content)
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first, then those that start processes, then those that drive a browser."""
    slow = ["processes", "browser"]
    items.sort(key=lambda item: slow.index(item.path.parent.name) + 1 if item.path.parent.name in slow else 0)
