"""The cache in Redis, which pages can do without: while it is away nothing is found in it, and nothing fails."""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from huey.serializer import SignedSerializer
from redis import ConnectionError, RedisError, TimeoutError

logger = logging.getLogger(__name__)

LEFT_ALONE = 5.0  # seconds; one request asks several times, and each would wait for a Redis that doesn't answer
LONGEST_SESSION = 60  # seconds
NOTHING = {"get_many": {}, "add": False, "touch": False, "delete": False, "has_key": False}


class Unreadable(Exception):
    """What Redis holds wasn't written by us, or with another secret key."""


class Signed:
    """Pickles with a signature, so that who can write to Redis can't run code here. Redis itself adds to numbers."""

    def __init__(self) -> None:
        self._serializer = SignedSerializer(secret=settings.SECRET_KEY, salt="cache")

    def dumps(self, value: Any) -> bytes | int:
        return value if type(value) is int else self._serializer.serialize(value)

    def loads(self, data: bytes) -> Any:
        try:
            return int(data) if data.lstrip(b"-").isdigit() else self._serializer.deserialize(data)
        except ValueError as error:
            raise Unreadable("the signature is wrong") from error


class TolerantClient:
    """Asks Redis by Django's client. What can't be had counts as not there."""

    _away_until = 0.0  # for all threads and caches: Django makes a client for each

    def __init__(self, servers: list[str], **options: Any) -> None:
        self._client = RedisCacheClient(servers, serializer=Signed, **options)

    def __getattr__(self, method: str) -> Callable[..., Any]:
        return partial(self._ask, method, NOTHING.get(method))

    def get(self, key: str, default: Any) -> Any:
        return self._ask("get", default, key, default)

    def _ask(self, method: str, otherwise: Any, *arguments: Any) -> Any:
        if time.monotonic() < self._away_until:
            return otherwise
        try:
            return getattr(self._client, method)(*arguments)
        except (ConnectionError, TimeoutError) as error:
            TolerantClient._away_until = time.monotonic() + LEFT_ALONE
            logger.warning("Redis can't be asked; pages do without its cache: %s", error)
        except (RedisError, Unreadable) as error:
            logger.warning("the cache in Redis is of no use: %s", error)
        return otherwise


class TolerantRedisCache(RedisCache):
    """Django's cache in Redis, for what can be had elsewhere too."""

    def __init__(self, server: list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = TolerantClient


class BriefRedisCache(TolerantRedisCache):
    """For sessions, which the database holds as well.

    A sign-out while Redis was away couldn't be told to it, and would be undone when it is back. So what is here
    is believed for a minute only, and then read from the database again.
    """

    def get_backend_timeout(self, timeout: Any = DEFAULT_TIMEOUT) -> int:
        return min(super().get_backend_timeout(timeout) or LONGEST_SESSION, LONGEST_SESSION)
