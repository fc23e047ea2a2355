"""A client of each dialect, for what both must do alike."""

import pytest

from jogg import Client
from tests.jogg.dialects import V1, V2, Dialect
from tests.scripted_server import ScriptedServer


@pytest.fixture(params=[V1, V2], ids=["v1", "v2"])
def dialect(request: pytest.FixtureRequest) -> Dialect:
    return request.param


@pytest.fixture
def client(scripted_server: ScriptedServer, dialect: Dialect, impatient: None) -> Client:
    return Client(scripted_server.url + "/", "the-key", dialect.version)
