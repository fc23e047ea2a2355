"""Redis can't be reached: pages answer, and what was accepted isn't lost."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from huey import Huey
from huey.storage import PriorityRedisStorage
from redis import ConnectionPool

from jogg_dashboard.redis_cache import TolerantClient
from tests.sandbox_server import SandboxServer
from tests.videos.test_create_view import FILLED
from uploads import tasks
from uploads.models import Asset
from videos.models import Video


@pytest.fixture
def no_redis(settings: Any, unreachable_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dashboard is set to a Redis that can't be reached, for its cache and sessions; nobody has noticed yet."""
    monkeypatch.setattr(TolerantClient, "_away_until", 0.0)
    url = unreachable_url.replace("http", "redis")
    away = {"BACKEND": "jogg_dashboard.redis_cache.TolerantRedisCache", "LOCATION": [url]}
    settings.CACHES = {
        "default": away,
        "sessions": away | {"BACKEND": "jogg_dashboard.redis_cache.BriefRedisCache"},
    }
    settings.SESSION_ENGINE, settings.SESSION_CACHE_ALIAS = "django.contrib.sessions.backends.cached_db", "sessions"


@pytest.fixture
def no_queue(idle_worker: Huey, unreachable_url: str) -> Iterator[Callable[[], None]]:
    """The queue is in a Redis that can't be reached; what this gives ends that."""
    reachable = idle_worker.storage

    def come_back() -> None:
        idle_worker.storage = reachable

    pool = ConnectionPool.from_url(unreachable_url.replace("http", "redis"))
    idle_worker.storage = PriorityRedisStorage("tests", connection_pool=pool)
    yield come_back
    come_back()


def test_pages_answer_and_people_stay_signed_in(no_redis: None, client: Client, member: User) -> None:
    signed_in = client.post("/accounts/login/", {"username": "member", "password": "a good password"})
    assert signed_in.status_code == 302
    for page in ("/uploads/", "/videos/", "/videos/new/"):
        assert client.get(page).status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/uploads/").status_code == 302


def test_nothing_is_found_in_the_cache_and_nothing_fails(no_redis: None, caplog: pytest.LogCaptureFixture) -> None:
    cache = caches["default"]
    cache.set("word", 1)
    cache.set_many({"word": 1})
    cache.delete("word")
    assert (cache.get("word"), cache.get("word", 2), cache.get_many(["word"]), "word" in cache) == (None, 2, {}, False)
    assert cache.get_or_set("word", lambda: 3) == 3
    assert cache.add("word", 1) is False
    assert len([record for record in caplog.records if "Redis can't be asked" in record.message]) == 1, (
        "it is let alone"
    )


def test_an_upload_is_accepted_and_goes_on_when_redis_is_back(
    no_redis: None, no_queue: Callable[[], None], idle_worker: Huey, client: Client, member: User,
    account: SandboxServer, photo: SimpleUploadedFile,
) -> None:  # fmt: skip
    client.force_login(member)
    assert client.post("/uploads/", {"file": photo}).status_code == 201
    assert Asset.objects.get().status == "stored"
    no_queue()
    tasks.sweep.call_local()
    while task := idle_worker.dequeue():
        idle_worker.execute(task)
    assert Asset.objects.get().status == "hosted"


def test_an_order_is_accepted(
    no_redis: None, no_queue: Callable[[], None], client: Client, member: User, account: SandboxServer
) -> None:
    client.force_login(member)
    answer = client.post("/videos/new/", FILLED)
    assert answer.status_code == 302, answer.content.decode()
    assert Video.objects.get().status == "queued"
