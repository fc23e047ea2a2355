"""A client of each dialect, for what both must do alike."""

from collections.abc import Iterator

import pytest

from jogg import Client
from tests.jogg.dialects import V1, V2, Dialect
from tests.sandbox_server import SandboxServer
from tests.scripted_server import ScriptedServer


@pytest.fixture(params=[V1, V2], ids=["v1", "v2"])
def dialect(request: pytest.FixtureRequest) -> Dialect:
    return request.param


@pytest.fixture
def client(scripted_server: ScriptedServer, dialect: Dialect, impatient: None) -> Client:
    return Client(scripted_server.url + "/", "the-key", dialect.version)


@pytest.fixture
def guest(sandbox: SandboxServer, dialect: Dialect) -> Client:
    """A client of the sandbox."""
    return Client(sandbox.url, "the-key", dialect.version)


@pytest.fixture
def faulty(sandbox: SandboxServer) -> Iterator[SandboxServer]:
    """The sandbox with an empty journal, for a test to arm faults in."""
    sandbox.clear_journal()
    yield sandbox
    sandbox.clear_faults()
