"""The proxy's configuration, checked by Caddy itself, and used before the real web server."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from jogg_dashboard.sizes import MB
from tests import media
from tests.shipping.files import BIN, DEPLOY, ROOT, number_in, run
from tests.stack import Person, Stack, running
from tests.waiting import wait_for
from uploads.media_types import LARGEST

FILE = DEPLOY / "Caddyfile"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    yield from running(tmp_path_factory.mktemp("stack"))


@pytest.fixture(scope="module")
def proxied(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a Caddy before the stack, by http as there is no name that a certificate could be for."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    home = tmp_path_factory.mktemp("caddy")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PUBLIC_URL": url,
        "UPSTREAM": stack.url.removeprefix("http://"),
        "CADDY_ADMIN": f"unix/{home}/admin",  # a socket, as a port may be taken
    }
    with (home / "log").open("wb") as log:
        command = [BIN / "caddy", "run", "--config", FILE, "--adapter", "caddyfile"]
        process = subprocess.Popen(command, stderr=log, env=environment)
    try:
        wait_for(lambda: process.poll() is not None or answers(url), "Caddy")
        assert process.poll() is None, (home / "log").read_text()
        yield url
    finally:
        process.terminate()
        process.wait(timeout=40)


def answers(url: str) -> bool:
    with suppress(requests.ConnectionError):
        return requests.get(f"{url}/healthz", timeout=5).ok
    return False


@pytest.fixture
def person(proxied: str) -> Person:
    return Person(proxied, "demo", "demo")


def padded(size: int) -> bytes:
    """A real MP4 that a free box at its end makes this large."""
    clip = media.mp4()
    rest = size - len(clip)
    return clip + rest.to_bytes(4, "big") + b"free" + bytes(rest - 8)


def test_caddy_understands_it(tmp_path: Path) -> None:
    run("caddy", "validate", "--config", FILE, "--adapter", "caddyfile",
        PUBLIC_URL="https://dashboard.example.org", HOME=str(tmp_path))  # fmt: skip


def test_it_is_written_as_caddy_would_write_it(tmp_path: Path) -> None:
    assert run("caddy", "fmt", FILE, HOME=str(tmp_path)) == FILE.read_text()


def test_the_largest_file_passes(person: Person) -> None:
    assert person.upload("clip.mp4", padded(100 * MB))


def test_of_a_file_that_is_too_large_the_dashboard_s_own_sentence_arrives(person: Person) -> None:
    answer = person.submit("/uploads/", {}, file=("clip.mp4", padded(101 * MB)))
    assert answer.status_code == 422
    assert "100 MB" in answer.json()["error"]


def test_what_the_proxy_lets_through_is_more_than_jogg_takes() -> None:
    assert number_in(FILE, r"max_size (\d+)MB") * 1_000_000 > LARGEST


def test_it_drops_idle_connections_before_the_web_server_does() -> None:
    assert number_in(FILE, r"\bkeepalive (\d+)s") < number_in(ROOT / "gunicorn.conf.py", r"keepalive = (\d+)")


def test_the_health_check_tells_a_live_server(stack: Stack) -> None:
    environment = {"PORT": stack.url.rpartition(":")[2]}
    subprocess.run([BIN / "python", "deploy/healthcheck.py"], cwd=ROOT, env=environment, check=True)
