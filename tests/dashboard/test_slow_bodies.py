"""Bodies that stall, trickle or break off, under the real web server: no client may keep its thread."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
import requests

from jogg_dashboard.slow_bodies import SlowBodies
from tests.sandbox_server import ROOT
from tests.waiting import wait_for

MB = 1024 * 1024


class Server:
    """gunicorn with the project's settings round a small application."""

    def __init__(self, data_dir: Path, threads: int) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environment = os.environ | {
            "DATA_DIR": str(data_dir), "PORT": str(self.port), "THREADS": str(threads), "HOST": "127.0.0.1",
        }  # fmt: skip
        self.log = data_dir / "gunicorn.log"
        command = [sys.executable, "-m", "gunicorn", "-c", "tests/dashboard/impatient_gunicorn.py"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*command, "tests.dashboard.slow_bodies_app:application"], cwd=ROOT, env=environment, stderr=log
            )
        self._wait_until_it_answers()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self, request: str, timeout: float = 20) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=timeout)
        connection.sendall(request.replace("\n", "\r\n").encode())
        return connection

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)

    def wait_for_log(self, text: str) -> None:
        wait_for(lambda: text in self.log.read_text(), f"{text} in the log", 10)

    def _wait_until_it_answers(self) -> None:
        wait_for(self._answers, "gunicorn", 20)

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            return requests.get(self.url, timeout=5).ok
        except requests.ConnectionError:
            return False


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One thread only: as long as it is held, nobody else is answered."""
    server = Server(tmp_path_factory.mktemp("gunicorn"), threads=1)
    yield server
    server.stop()


def post(path: str, length: int, sent: str = "") -> str:
    return f"POST {path} HTTP/1.1\nHost: localhost\nContent-Length: {length}\n\n{sent}"


def answer_to(connection: socket.socket) -> str:
    """Everything that comes until the server closes."""
    pieces = []
    while piece := connection.recv(65536):
        pieces.append(piece)
    return b"".join(pieces).decode()


def seconds_until_another_is_answered(server: Server) -> float:
    began = time.monotonic()
    assert requests.get(server.url, timeout=20).text == "here"
    return time.monotonic() - began


def test_a_body_that_comes_is_read_whole(server: Server) -> None:
    assert requests.post(f"{server.url}/read", data=bytes(20 * MB), timeout=20).text == str(20 * MB)


def test_a_stalled_body_frees_its_thread(server: Server) -> None:
    with closing(server.connect(post("/read", 1000, "some"))) as stalled:
        assert seconds_until_another_is_answered(server) < 5
        told = answer_to(stalled)
    assert told.startswith("HTTP/1.1 400")
    assert told.endswith("nothing arrived in time")


def test_a_trickling_body_frees_its_thread(server: Server) -> None:
    """Never idle for long, but never done either."""
    with closing(server.connect(post("/read", 50_000))) as trickling:
        trickling.settimeout(0.3)
        until = time.monotonic() + 15
        told = b""
        while not told and time.monotonic() < until:
            try:
                trickling.sendall(b"x")
                told = trickling.recv(4096)
            except TimeoutError:
                continue
        trickling.settimeout(10)
        told += answer_to(trickling).encode()
    assert told.startswith(b"HTTP/1.1 400")
    assert told.endswith(b"the body came too slowly")
    assert seconds_until_another_is_answered(server) < 5


def test_a_body_that_ends_early_is_an_error_and_not_the_end(server: Server) -> None:
    with closing(server.connect(post("/read", 1000, "some"))) as connection:
        connection.shutdown(socket.SHUT_WR)
        told = answer_to(connection)
    assert told.startswith("HTTP/1.1 400")
    assert told.endswith("the body ended early")


def test_a_client_that_vanishes_frees_its_thread(server: Server) -> None:
    server.connect(post("/read", 1000, "some")).close()
    assert seconds_until_another_is_answered(server) < 5


def test_a_header_that_stops_arriving_frees_its_thread(server: Server) -> None:
    with closing(server.connect("POST /read HTTP/1.1\nHost: local")):
        assert seconds_until_another_is_answered(server) < 8


def test_an_answer_that_doesnt_wait_for_the_body_arrives(server: Server) -> None:
    for _ in range(2):
        answer = requests.post(f"{server.url}/refuse", data=bytes(30 * MB), timeout=20, allow_redirects=False)
        assert (answer.status_code, answer.text) == (302, "elsewhere")


def test_a_connection_is_kept_for_the_next_request(server: Server) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as connection:
        used = []
        for _ in range(2):
            connection.request("GET", "/")
            used.append(connection.sock)
            assert connection.getresponse().read() == b"here"
        assert used[0] is used[1]


def test_a_stop_lets_a_running_upload_finish(tmp_path: Path) -> None:
    server = Server(tmp_path, threads=4)
    with closing(server.connect(post("/read", 10, "half "))) as connection:
        server.wait_for_log("reading")
        server.process.send_signal(signal.SIGTERM)
        server.wait_for_log("Handling signal: term")
        connection.sendall(b"other")
        told = b""
        while not told.endswith(b"\r\n\r\n10"):
            piece = connection.recv(4096)
            assert piece, f"the upload was cut off after {told!r}"
            told += piece
    assert server.process.wait(timeout=20) == 0


def test_does_nothing_under_another_server() -> None:
    seen = []
    body = BytesIO(b"abc")
    application = SlowBodies(lambda environ, start: seen.append(environ["wsgi.input"]) or [])
    application({"wsgi.input": body, "CONTENT_LENGTH": "3"}, lambda *args: None)
    assert seen == [body]
