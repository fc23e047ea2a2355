"""Fetching from servers that lie, lead astray, break off or trickle."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from jogg_dashboard import claims
from tests.scripted_server import Answer, ScriptedServer
from uploads import fetching
from uploads.fetching import (
    LEADS_ASTRAY,
    PRIVATE,
    SILENCE,
    SILENT,
    TOO_MANY_REDIRECTS,
    TOO_SLOW,
    NotFetched,
    clean_name,
    fetch,
)


@pytest.fixture
def server(scripted_server: ScriptedServer, settings: Any) -> ScriptedServer:
    """A site of the open internet, as far as we are concerned."""
    settings.IMPORT_ALLOWED_HOSTS = [scripted_server.url.removeprefix("http://")]
    return scripted_server


def fetched(url: str) -> tuple[str, bytes]:
    pieces: list[bytes] = []
    name = fetch(url, pieces.append)
    return name, b"".join(pieces)


def failure(url: str) -> NotFetched:
    with pytest.raises(NotFetched) as failed:
        fetched(url)
    return failed.value


def redirect(to: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": to})


def test_a_file_comes_with_the_name_at_the_end_of_its_link(server: ScriptedServer) -> None:
    server.script("GET /files/my%20clip.mp4", b"content")
    assert fetched(f"{server.url}/files/my%20clip.mp4?token=1") == ("my clip.mp4", b"content")
    assert server.seen[0].query == "token=1"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="summer.jpg"', "summer.jpg"),
        ("attachment; filename*=UTF-8''s%C3%BCd.jpg", "süd.jpg"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\temp\\\\x.jpg"', "x.jpg"),
        ('attachment; filename=".."', "a.jpg"),
        ("nonsense", "a.jpg"),
    ],
)
def test_the_answer_may_name_the_file_but_no_folder(server: ScriptedServer, header: str, name: str) -> None:
    server.script("GET /a.jpg", Answer(b"x", headers={"Content-Disposition": header}))
    assert fetched(f"{server.url}/a.jpg")[0] == name


@pytest.mark.parametrize(
    ("told", "name"),
    [("a\nb\x00.jpg", "ab.jpg"), ("a\u202egpj.exe", "agpj.exe"), ("  .hidden  ", "hidden"), ("/", ""),
     ("x" * 400 + ".mp4", "x" * 196 + ".mp4")],
)  # fmt: skip
def test_a_name_keeps_only_what_may_be_shown(told: str, name: str) -> None:
    assert clean_name(told) == name


def test_redirects_are_followed(server: ScriptedServer) -> None:
    server.script("GET /1", redirect("/2", 301))
    server.script("GET /2", redirect(f"{server.url}/final.jpg", 307))
    server.script("GET /final.jpg", b"content")
    assert fetched(f"{server.url}/1") == ("final.jpg", b"content")


def test_redirects_end_after_five(server: ScriptedServer) -> None:
    server.script("GET /1", redirect("/1"))
    assert str(failure(f"{server.url}/1")) == TOO_MANY_REDIRECTS
    assert len(server.seen) == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://a.example/a", "http://me:pw@a.example/", "http://[::1"]
)
def test_a_redirect_to_what_is_no_link_is_not_followed(server: ScriptedServer, target: str) -> None:
    server.script("GET /1", redirect(target))
    assert str(failure(f"{server.url}/1")) == LEADS_ASTRAY


@pytest.mark.parametrize("host", ["127.0.0.1:1", "localhost", "169.254.169.254", "[::1]", "10.0.0.1"])
def test_a_redirect_into_a_private_network_is_not_followed(server: ScriptedServer, host: str) -> None:
    server.script("GET /1", redirect(f"http://{host}/latest/meta-data/"))
    assert str(failure(f"{server.url}/1")) == PRIVATE


@pytest.mark.parametrize(
    ("status", "words", "passing"),
    [(403, "does not let everybody", False), (404, "There is no file", False), (410, "There is no file", False),
     (503, "does not hand the file out now", True), (429, "does not hand", True), (418, "does not hand", False),
     (206, "does not hand", False)],
)  # fmt: skip
def test_a_refusal_is_told_in_words(server: ScriptedServer, status: int, words: str, passing: bool) -> None:
    server.script("GET /a.jpg", Answer(b"x", status=status))
    failed = failure(f"{server.url}/a.jpg?token=secret")
    assert words in str(failed)
    assert "secret" not in str(failed)
    assert failed.passing == passing


@pytest.mark.parametrize("breaks", ["read", "halfway"])
def test_a_connection_that_breaks_may_go_well_another_time(server: ScriptedServer, breaks: str) -> None:
    server.script("GET /a.jpg", Answer(b"x" * 1000, breaks=breaks))
    failed = failure(f"{server.url}/a.jpg")
    assert "broke before the file was here" in str(failed)
    assert failed.passing


def test_a_silent_server_is_not_waited_for(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TIMEOUTS", (0.3, 0.3))
    server.script("GET /a.jpg", Answer(b"x", delay=20))
    assert failure(f"{server.url}/a.jpg").passing


class Trickle(socketserver.BaseRequestHandler):
    """Sends what it begins with at once, then a byte now and then for as long as somebody listens."""

    begins_with = b""

    def handle(self) -> None:
        with suppress(OSError):
            self.request.sendall(self.begins_with)
            while not self.server.stopping.wait(0.05):
                self.request.sendall(b"x")


@pytest.fixture
def trickle(request: pytest.FixtureRequest, settings: Any) -> Iterator[str]:
    """The link to a file of a server that never ends."""
    handler = type("Handler", (Trickle,), {"begins_with": request.param})
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
    server.stopping = threading.Event()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    host = f"127.0.0.1:{server.server_address[1]}"
    settings.IMPORT_ALLOWED_HOSTS = [host]
    yield f"http://{host}/a.jpg"
    server.stopping.set()
    server.shutdown()
    server.server_close()
    thread.join()


HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
BODIES = [HEAD + b"\r\n", HEAD + b"Content-Length: 999999\r\n\r\n"]


@pytest.mark.parametrize("trickle", [b"", HEAD + b"X-Endless: ", *BODIES], indirect=True)
def test_a_trickle_ends_with_the_time_for_the_whole(trickle: str) -> None:
    """Every byte comes in time; only all of them together don't."""
    with pytest.raises(NotFetched) as failed:
        fetch(trickle, lambda piece: None, within=0.4)
    assert str(failed.value) == TOO_SLOW


@pytest.mark.parametrize("trickle", [b"", HEAD + b"X-Endless: ", CHUNKED + b"1;x="], indirect=True)
def test_a_trickle_that_brings_nothing_of_the_file_ends_long_before(trickle: str) -> None:
    """Meanwhile nobody renews the claim on the row that the file is for."""
    started = time.monotonic()
    with pytest.raises(NotFetched) as failed:
        fetch(trickle, lambda piece: None, within=20, silence=0.4)
    assert (str(failed.value), failed.value.passing) == (SILENT, True)
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("trickle", [HEAD + b"Content-Length: 15\r\n\r\n"], indirect=True)
def test_a_trickle_of_the_file_itself_may_take_longer(trickle: str) -> None:
    pieces: list[bytes] = []
    fetch(trickle, pieces.append, within=20, silence=0.5)
    assert b"".join(pieces) == b"x" * 15


def test_redirects_dont_make_the_silence_longer(server: ScriptedServer) -> None:
    server.script("GET /1", Answer(status=302, headers={"Location": "/1"}, delay=0.2))
    with pytest.raises(NotFetched) as failed:
        fetch(f"{server.url}/1", lambda piece: None, silence=0.5)
    assert str(failed.value) == SILENT


def test_a_silent_fetch_ends_well_before_its_claim() -> None:
    assert claims.LEASE.total_seconds() / 2 > SILENCE


def test_what_is_written_to_may_end_the_transfer(server: ScriptedServer) -> None:
    def stop(piece: bytes) -> None:
        raise EOFError

    server.script("GET /a.jpg", b"x")
    with pytest.raises(EOFError):
        fetch(f"{server.url}/a.jpg", stop)


def test_a_name_that_is_nobodys_is_told(settings: Any) -> None:
    assert "No site called nowhere.invalid" in str(failure("http://nowhere.invalid/a.jpg"))


@pytest.mark.parametrize(
    "url", [f"http://{'a' * 64}.example/", "http://a..example/", "http://xn--\udcff/", "http://*/"]
)
def test_a_host_that_cant_be_is_told(url: str) -> None:
    assert failure(url)


def test_proxies_of_the_environment_are_ignored(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:9")
    server.script("GET /a.jpg", b"content")
    assert fetched(f"{server.url}/a.jpg")[1] == b"content"
