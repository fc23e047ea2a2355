"""A dashboard that keeps its files in a bucket of a real S3 server."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import storages

from jogg_dashboard.bucket import BucketStorage
from tests.backends import bucket_options, running_s3


@pytest.fixture(scope="session")
def s3_server() -> Iterator[dict[str, str]]:
    with running_s3() as server:
        yield server


@pytest.fixture
def bucket(s3_server: dict[str, str], settings: Any) -> BucketStorage:
    """The dashboard keeps its files in a bucket, in a folder that only this test has."""
    mine = bucket_options(s3_server, location=f"media-{uuid4()}")
    backend = {"BACKEND": "jogg_dashboard.bucket.BucketStorage", "OPTIONS": mine}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    return storages["default"]


@pytest.fixture
def no_bucket(settings: Any, unreachable_url: str) -> BucketStorage:
    """The bucket's server can't be reached."""
    gone = {"s3_bucket": "b", "s3_endpoint_url": unreachable_url, "access_key": "a", "secret_key": "s"}
    backend = {"BACKEND": "jogg_dashboard.bucket.BucketStorage", "OPTIONS": bucket_options(gone)}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    return storages["default"]
