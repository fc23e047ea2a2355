"""Faults of the connection: answers that don't come, come late, or come in part."""

import socket
import time
from pathlib import Path

import pytest
import requests

from tests.sandbox.api_client import Api, Start, put
from tests.sandbox_server import SandboxServer
from tests.waiting import wait_for

VOICES = "/v1/voices/custom"


def test_drop_before_resets_before_the_body_has_come(faulty: SandboxServer) -> None:
    faulty.arm("drop_before", on="sign")
    with _sent(faulty, "POST", "/v1/upload/asset", length=1000) as connection, pytest.raises(ConnectionResetError):
        connection.recv(100)
    entry = faulty.journal()[-1]
    assert (entry["fault"], entry["status"], entry["code"], entry["carried_out"]) == ("drop_before", None, None, False)
    assert entry["bytes_received"] == 0


def test_drop_before_meets_a_put_on_its_way(faulty: SandboxServer, api: Api) -> None:
    sign_url, hosted_url = api.announce("a.mov")
    faulty.arm("drop_before", on="put")
    with pytest.raises(requests.ConnectionError):
        put(sign_url, bytes(30 * 1024 * 1024))
    assert requests.get(hosted_url, timeout=10).status_code == 404
    assert put(sign_url, b"x").status_code == 200


def test_drop_after_reads_all_and_does_nothing(faulty: SandboxServer, api: Api) -> None:
    sign_url, hosted_url = api.announce("a.png")
    faulty.arm("drop_after", on="put")
    with pytest.raises(requests.ConnectionError, match="reset"):
        put(sign_url, bytes(300_000))
    entry = faulty.journal(method="PUT")[-1]
    assert (entry["fault"], entry["status"], entry["carried_out"]) == ("drop_after", None, False)
    assert entry["bytes_received"] == 300_000
    assert requests.get(hosted_url, timeout=10).status_code == 404


def test_drop_after_waits_for_the_last_byte(faulty: SandboxServer) -> None:
    faulty.arm("drop_after", on="sign")
    with _sent(faulty, "POST", "/v1/upload/asset", length=3) as connection:
        connection.sendall(b"12")
        assert faulty.journal() == []
        connection.sendall(b"3")
        with pytest.raises(ConnectionResetError):
            connection.recv(100)


def test_drop_answer_loses_the_answer_of_a_job_that_exists(start: Start, data_dir: Path) -> None:
    server = start(data_dir)
    client = Api(server)
    server.arm("drop_answer", on="create")
    with pytest.raises(requests.ConnectionError):
        client.create()
    client.session.close()
    entry = server.journal()[-1]
    assert (entry["fault"], entry["status"], entry["code"], entry["carried_out"]) == ("drop_answer", None, None, True)
    # The video is made although nobody knows its id.
    wait_for(lambda: list(data_dir.glob("results/*/video.mp4")), "the lost job's video")


def test_drop_answer_tells_when_nothing_was_carried_out_because_of_the_request(faulty: SandboxServer, api: Api) -> None:
    faulty.arm("drop_answer", on="create")
    with pytest.raises(requests.ConnectionError):
        api.create(avatar_id=5)
    assert faulty.journal()[-1]["carried_out"] is False


def test_drop_answer_on_a_put_keeps_the_bytes(faulty: SandboxServer, api: Api) -> None:
    sign_url, hosted_url = api.announce("a.png")
    faulty.arm("drop_answer", on="put")
    with pytest.raises(requests.ConnectionError):
        put(sign_url, b"kept")
    assert requests.get(hosted_url, timeout=10).content == b"kept"


def test_every_drop_is_a_reset(faulty: SandboxServer) -> None:
    for fault in ("drop_before", "drop_after", "drop_answer"):
        faulty.arm(fault, on="voices")
        with _sent(faulty, "GET", VOICES) as connection, pytest.raises(ConnectionResetError):
            connection.recv(100)


def test_a_drop_is_logged_without_a_traceback(start: Start, data_dir: Path) -> None:
    server = start(data_dir)
    for fault in ("drop_before", "drop_after", "drop_answer", "half_answer"):
        server.arm(fault, on="voices")
        with pytest.raises(requests.RequestException):
            requests.get(server.url + VOICES, headers={"x-api-key": "any"}, timeout=10)
    server.stop()
    lines = data_dir.with_name("data.log").read_text().splitlines()
    assert lines == [*[f"GET {VOICES} dropped"] * 3, f"GET {VOICES} 200"]


def test_slow_carries_out_at_once_and_answers_late(faulty: SandboxServer, api: Api) -> None:
    sign_url, hosted_url = api.announce("a.png")
    faulty.arm("slow", on="put", seconds=5)
    began = time.monotonic()
    with pytest.raises(requests.Timeout):
        requests.put(sign_url, b"x", headers={"Content-Type": "application/octet-stream"}, timeout=0.3)
    assert requests.get(hosted_url, timeout=10).content == b"x"
    assert time.monotonic() - began < 5
    entry = faulty.journal(method="PUT")[-1]
    assert (entry["fault"], entry["status"], entry["carried_out"]) == ("slow", 200, True)


def test_slow_gives_the_right_answer_in_the_end(faulty: SandboxServer, api: Api) -> None:
    faulty.arm("slow", on="voices", seconds=0.3)
    began = time.monotonic()
    assert api.get("/voices/custom")["code"] == 0
    assert 0.3 <= time.monotonic() - began < 5


def test_the_process_ends_at_once_while_an_answer_is_late(start: Start, data_dir: Path) -> None:
    server = start(data_dir)
    server.arm("slow", on="voices", seconds=600)
    with _sent(server, "GET", VOICES) as connection:
        wait_for(server.journal, "the request to be carried out")
        began = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - began < 5
        assert connection.recv(100) == b""


def test_half_answer_promises_the_whole_and_ends_after_half(faulty: SandboxServer) -> None:
    whole, _ = _answered(faulty, VOICES)
    faulty.arm("half_answer", on="voices")
    head, body = _answered(faulty, VOICES)
    # The answers differ in their rids only, which are of one length.
    length = next(line for line in whole.splitlines() if line.startswith(b"Content-Length: "))
    assert length in head.splitlines()
    assert len(body) == int(length.split()[1]) // 2
    assert body.startswith(b'{"')


def test_half_a_file_is_the_first_half(faulty: SandboxServer, api: Api) -> None:
    content = bytes(range(256)) * 2000
    hosted_url = api.upload("a.mov", content)
    faulty.arm("half_answer", on="fetch")
    head, body = _answered(faulty, hosted_url.removeprefix(faulty.url))
    assert b"Content-Length: 512000" in head
    assert body == content[:256_000]


@pytest.mark.parametrize("carried_out", [True, False])
def test_half_answer_carries_out_or_not(faulty: SandboxServer, api: Api, carried_out: bool) -> None:
    sign_url, hosted_url = api.announce("a.png")
    faulty.arm("half_answer", on="put", carried_out=carried_out)
    with pytest.raises(requests.RequestException):
        put(sign_url, b"x")
    assert requests.get(hosted_url, timeout=10).status_code == (200 if carried_out else 404)
    assert faulty.journal(method="PUT")[-1]["carried_out"] is carried_out


def _sent(server: SandboxServer, method: str, path: str, length: int = 0) -> socket.socket:
    """A connection on which a request's head was sent."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    head = f"{method} {path} HTTP/1.1\r\nHost: here\r\nx-api-key: any\r\nContent-Length: {length}\r\n\r\n"
    connection.sendall(head.encode())
    return connection


def _answered(server: SandboxServer, path: str) -> tuple[bytes, bytes]:
    """Head and body of an answer, read until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: here\r\nx-api-key: any\r\n\r\n".encode())
        connection.shutdown(socket.SHUT_WR)
        with connection.makefile("rb") as file:
            head, _, body = file.read().partition(b"\r\n\r\n")
    return head, body
