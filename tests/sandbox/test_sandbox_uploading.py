"""Announcing a file, putting its bytes, getting them back."""

import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.sandbox.api_client import DEADLINE_SECONDS, Api, Start, put
from tests.sandbox_server import SandboxServer

MB = 1024 * 1024


def test_serves_what_was_put_with_its_type(api: Api) -> None:
    hosted_url = api.upload("Picture.JPG", b"bytes of a picture")

    answer = requests.get(hosted_url, timeout=10)

    assert (answer.status_code, answer.content) == (200, b"bytes of a picture")
    assert answer.headers["Content-Type"] == "image/jpeg"


def test_hosts_at_a_safe_url_that_keeps_the_extension(api: Api) -> None:
    for filename in ("../Überraschung für Zoë.MP3", "日本語.mp3", "a b&c?d#e.mp3", 'quote".mp3'):
        sign_url, hosted_url = api.announce(filename)
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/hosted/[0-9a-f]{32}/[A-Za-z0-9_-]+\.mp3", hosted_url)
        assert put(sign_url, b"x").status_code == 200
        assert requests.get(hosted_url, timeout=10).content == b"x"


def test_answers_head_and_ranges(api: Api) -> None:
    hosted_url = api.upload("film.mp4", b"0123456789")

    head = requests.head(hosted_url, timeout=10)
    part = requests.get(hosted_url, headers={"Range": "bytes=2-4"}, timeout=10)
    beyond = requests.get(hosted_url, headers={"Range": "bytes=50-"}, timeout=10)

    assert (head.headers["Content-Length"], head.content) == ("10", b"")
    assert (part.status_code, part.content, part.headers["Content-Range"]) == (206, b"234", "bytes 2-4/10")
    assert beyond.status_code == 416


def test_hosts_nothing_before_the_put(api: Api) -> None:
    _, hosted_url = api.announce("a.png")
    assert requests.get(hosted_url, timeout=10).status_code == 404


def test_a_second_put_replaces_the_first(api: Api) -> None:
    sign_url, hosted_url = api.announce("a.png")
    put(sign_url, b"first, and longer")
    put(sign_url, b"second")
    assert requests.get(hosted_url, timeout=10).content == b"second"


def test_takes_many_files_at_once(api: Api) -> None:
    contents = [bytes([number]) * 200_000 for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        urls = list(pool.map(lambda content: api.upload("a.webm", content), contents))
    assert [requests.get(url, timeout=10).content for url in urls] == contents


@pytest.mark.parametrize("filename", ["a.exe", "jpg", "a.", ".jpg", "a.jpg.txt", "a.heic"])
def test_refuses_to_announce_a_type_jogg_does_not_take(api: Api, filename: str) -> None:
    answer = api.post("/upload/asset", {"filename": filename})
    assert answer["code"] == 40000
    assert answer["msg"].startswith("filename: must end in one of jpg,")


def test_refuses_an_announcement_without_its_filename(api: Api) -> None:
    assert api.post("/upload/asset", {})["msg"] == "filename: is required."
    assert api.post("/upload/asset", {"filename": 3})["msg"] == "filename: must be a string."
    assert api.post("/upload/asset", {"filename": " "})["msg"] == "filename: must not be empty."
    assert api.post("/upload/asset", {"filename": "a.jpg", "size": 3})["msg"] == "size: there is no such field."
    assert api.post("/upload/asset", ["a.jpg"])["msg"] == "The body must be a JSON object."


def test_refuses_an_altered_signature(api: Api) -> None:
    sign_url, hosted_url = api.announce("a.png")
    other_url, _ = api.announce("a.png")
    signature = urlsplit(other_url).query

    # Not the last letter: some of its bits mean nothing.
    altered = sign_url[:-5] + ("A" if sign_url[-5] != "A" else "B") + sign_url[-4:]
    for wrong in (altered, sign_url.split("?")[0]):
        assert put(wrong, b"x").status_code == 403
    assert put(f"{sign_url.split('?')[0]}?{signature}", b"x").status_code == 403
    assert requests.get(hosted_url, timeout=10).status_code == 404


def test_refuses_an_expired_signature(start: Start, data_dir: Path) -> None:
    server = start(data_dir, sign_seconds=0)
    with requests.Session() as session:
        session.headers["x-api-key"] = "any"
        answer = session.post(f"{server.url}/v1/upload/asset", json={"filename": "a.png"}, timeout=10).json()
    until = time.monotonic() + DEADLINE_SECONDS
    while (status := put(answer["data"]["sign_url"], b"x").status_code) == 200 and time.monotonic() < until:
        time.sleep(0.1)
    assert status == 403


def test_refuses_a_put_that_carries_the_key(api: Api) -> None:
    answer = put(api.announce("a.png")[0], b"x", **{"x-api-key": "secret"})
    assert answer.status_code == 400
    assert answer.json()["msg"] == "The x-api-key header must not be sent to the storage host."


@pytest.mark.parametrize("content_type", ["image/png", "application/octet-stream; charset=utf-8", ""])
def test_refuses_a_put_of_another_content_type(api: Api, content_type: str) -> None:
    answer = put(api.announce("a.png")[0], b"x", **{"Content-Type": content_type})
    assert (answer.status_code, answer.json()["code"]) == (400, 40000)


def test_refuses_a_chunked_put(api: Api) -> None:
    answer = put(api.announce("a.png")[0], iter([b"one", b"two"]))
    assert answer.status_code == 411


@pytest.mark.parametrize(("filename", "limit"), [("a.gif", 10 * MB), ("a.m4a", 20 * MB), ("a.mov", 100 * MB)])
def test_refuses_a_file_over_the_limit(api: Api, filename: str, limit: int) -> None:
    sign_url, hosted_url = api.announce(filename)
    status = _status_of_announced_length(sign_url, limit + 1)
    assert (status, requests.get(hosted_url, timeout=10).status_code) == (413, 404)


def test_takes_a_file_of_exactly_the_limit(api: Api) -> None:
    content = bytes(10 * MB)
    assert requests.head(api.upload("a.gif", content), timeout=10).headers["Content-Length"] == str(len(content))


def test_tells_a_client_that_sends_too_much_why(api: Api) -> None:
    answer = put(api.announce("a.gif")[0], bytes(12 * MB))
    assert answer.status_code == 413
    assert answer.json()["msg"] == "The file is larger than the 10 MB allowed for image files."


def test_a_put_that_is_broken_off_leaves_nothing(api: Api, sandbox: SandboxServer) -> None:
    sandbox.clear_journal()
    sign_url, hosted_url = api.announce("a.png")
    with _opened(sign_url, length=1000) as connection:
        connection.sendall(b"x" * 400)

    until = time.monotonic() + DEADLINE_SECONDS
    while not (seen := sandbox.journal(method="PUT")) and time.monotonic() < until:
        time.sleep(0.02)

    assert [(entry["status"], entry["bytes_received"]) for entry in seen] == [(400, 400)]
    assert requests.get(hosted_url, timeout=10).status_code == 404


def test_a_put_becomes_visible_only_when_complete(api: Api) -> None:
    sign_url, hosted_url = api.announce("a.png")
    with _opened(sign_url, length=1000) as connection:
        connection.sendall(b"x" * 999)
        assert requests.get(hosted_url, timeout=10).status_code == 404
        connection.sendall(b"x")
        assert b"200 OK" in connection.recv(100)
    assert requests.get(hosted_url, timeout=10).status_code == 200


def test_reads_a_put_at_the_rate_asked_for(start: Start, data_dir: Path) -> None:
    server = start(data_dir, upload_rate=100_000)
    client = Api(server)
    began = time.monotonic()
    client.upload("a.png", bytes(60_000))
    took = time.monotonic() - began
    client.session.close()
    assert 0.5 < took < 3


def test_keeps_the_connection_for_the_next_request(api: Api) -> None:
    sign_url, _ = api.announce("a.png")
    with _opened(sign_url, length=3) as connection:
        connection.sendall(b"abc")
        answer = HTTPResponse(connection)
        answer.begin()
        assert (answer.status, answer.will_close, b"Success" in answer.read()) == (200, False, True)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200 OK")


def _opened(sign_url: str, length: int) -> socket.socket:
    """A connection on which a PUT's head was sent."""
    parts = urlsplit(sign_url)
    connection = socket.create_connection((parts.hostname, parts.port), timeout=10)
    head = (
        f"PUT {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        f"Content-Type: application/octet-stream\r\nContent-Length: {length}\r\n\r\n"
    )
    connection.sendall(head.encode())
    return connection


def _status_of_announced_length(sign_url: str, length: int) -> int:
    with _opened(sign_url, length) as connection:
        return int(connection.recv(100).split()[1])
