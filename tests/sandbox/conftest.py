"""The sandbox as a running process, and a small client for it."""

import io
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.sandbox.api_client import Api, ApiV2, Start
from tests.sandbox_server import SandboxServer
from tests.scripted_server import ScriptedServer


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxServer]:
    server = SandboxServer.start(tmp_path_factory.mktemp("sandbox") / "data", render_seconds=0.5)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def api(sandbox: SandboxServer) -> Iterator[Api]:
    client = Api(sandbox)
    yield client
    client.session.close()


@pytest.fixture(scope="session")
def api_v2(sandbox: SandboxServer) -> Iterator[ApiV2]:
    client = ApiV2(sandbox)
    yield client
    client.session.close()


@pytest.fixture
def faulty(sandbox: SandboxServer) -> Iterator[SandboxServer]:
    """The running sandbox with an empty journal, for a test to arm faults in."""
    sandbox.clear_journal()
    yield sandbox
    sandbox.clear_faults()


@pytest.fixture(scope="session")
def finished(api: Api) -> dict:
    """A finished video's project."""
    return api.made(script="Hi.")


@pytest.fixture
def start() -> Iterator[Callable[..., SandboxServer]]:
    """`SandboxServer.start`, with an end even where the test fails."""
    servers: list[SandboxServer] = []

    def start_one(data_dir: Path, **options: float) -> SandboxServer:
        servers.append(SandboxServer.start(data_dir, **options))
        return servers[-1]

    yield start_one
    for server in servers:
        server.stop()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(scope="session")
def tone() -> bytes:
    """A WAV: a second of 880 Hz, a second of silence, a second of 880 Hz."""
    at = np.arange(24000) / 24000
    beep = (12000 * np.sin(2 * np.pi * 880 * at)).astype("<i2").tobytes()
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, 24000, 0, "NONE", "NONE"))
        writer.writeframes(beep + bytes(len(beep)) + beep)
    return file.getvalue()


@pytest.fixture
def hooked(start: Start, data_dir: Path) -> SandboxServer:
    """A sandbox whose videos are decided at once and whose deliveries are repeated at once."""
    return start(data_dir, render_seconds=0, same_result=True, webhook_retry_seconds=0)


@pytest.fixture
def receiver(scripted_server: ScriptedServer) -> ScriptedServer:
    """Takes what is POSTed to /hook."""
    scripted_server.script("POST /hook", b"")
    return scripted_server


@pytest.fixture
def v1(hooked: SandboxServer) -> Iterator[Api]:
    client = Api(hooked)
    yield client
    client.session.close()


@pytest.fixture
def v2(hooked: SandboxServer) -> Iterator[ApiV2]:
    client = ApiV2(hooked)
    yield client
    client.session.close()
