"""The cache and the queue in a real Redis."""

from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.contrib.auth.models import User
from django.core.cache import caches
from django.test import Client
from huey.storage import PriorityRedisStorage

from jogg_dashboard.redis_cache import LONGEST_SESSION
from tests.backends import Services

PREFIX = "tests-of-redis"


@pytest.fixture
def server(services: Services, settings: Any) -> Iterator[redis.Redis]:
    """The dashboard's cache and sessions are in this Redis."""
    common = {"LOCATION": [services.redis_url], "KEY_PREFIX": PREFIX}
    settings.CACHES = {
        "default": {"BACKEND": "jogg_dashboard.redis_cache.TolerantRedisCache"} | common,
        "sessions": {"BACKEND": "jogg_dashboard.redis_cache.BriefRedisCache"} | common,
    }
    settings.SESSION_ENGINE, settings.SESSION_CACHE_ALIAS = "django.contrib.sessions.backends.cached_db", "sessions"
    server = redis.Redis.from_url(services.redis_url)
    yield server
    for key in server.scan_iter(f"{PREFIX}*"):
        server.delete(key)
    server.close()


def test_what_is_put_in_is_found_again(server: redis.Redis) -> None:
    cache = caches["default"]
    cache.set_many({"a": {"b": [1.5, None]}, "number": 3})
    assert (cache.get("a"), cache.incr("number"), cache.get("nothing", "other")) == ({"b": [1.5, None]}, 4, "other")
    cache.delete("a")
    assert "a" not in cache


def test_what_others_wrote_there_is_not_unpickled(server: redis.Redis) -> None:
    caches["default"].set("a", ["ours"])
    (key,) = server.keys(f"{PREFIX}*")
    server.set(key, b"cbuiltins\nexit\n(I1\ntR.")
    assert caches["default"].get("a", "nothing") == "nothing"


def test_a_session_is_believed_for_a_minute_only(server: redis.Redis, client: Client, member: User) -> None:
    client.force_login(member)
    assert client.get("/uploads/").status_code == 200
    keys = server.keys(f"{PREFIX}*cached_db*")
    assert keys
    assert all(0 < server.ttl(key) <= LONGEST_SESSION for key in keys)


def test_a_session_ends_with_its_row(server: redis.Redis, client: Client, member: User) -> None:
    client.force_login(member)
    client.post("/accounts/logout/")
    assert client.get("/uploads/").status_code == 302


def test_the_queue_gives_what_is_urgent_first_and_waits_for_nothing_else(services: Services) -> None:
    queue = PriorityRedisStorage("tests-of-redis", url=services.redis_url, read_timeout=1)
    for content, priority in ((b"late", -5), (b"first", 8), (b"second", 8)):
        queue.enqueue(content, priority)
    assert [queue.dequeue() for _ in range(4)] == [b"first", b"second", b"late", None]
