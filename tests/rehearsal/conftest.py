"""A person on the rehearsal page, with a sandbox that behaves until told otherwise."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.pace import forget_pace
from tests.sandbox_server import SandboxServer
from videos import catalog


@pytest.fixture
def person(browser_of_member: Client, account: SandboxServer) -> Iterator[Client]:
    """Somebody signed in, with Jogg's avatars and voices at hand."""
    account.clear_faults()
    catalog.refresh()
    forget_pace()
    yield browser_of_member
    account.clear_faults()
