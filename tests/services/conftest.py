"""PostgreSQL, Redis and S3 for the tests here: those of `make test-services`, else some of their own."""

from collections.abc import Iterator

import pytest

from tests.backends import Services, running_services


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    if started := Services.of_this_run():
        yield started
    else:
        with running_services() as started:
            yield started
