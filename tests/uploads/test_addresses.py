"""From where nothing is fetched, however it is written or resolved."""

import socket
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

import pytest

from tests.scripted_server import ScriptedServer
from uploads.addresses import is_public
from uploads.fetching import PRIVATE, NotFetched, fetch

PUBLIC_ADDRESS = "93.184.216.34"

NOT_PUBLIC = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1", "192.168.1.1",
    "192.0.0.8", "198.18.0.1", "203.0.113.5", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "fc00::1", "fd12::1",
    "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_that_is_not_of_the_open_internet_is_told(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", [PUBLIC_ADDRESS, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_a_public_address_is_let_through(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """`names("10.0.0.1")` makes every name resolve to this; of several lists each look-up takes the next one."""
    asked: list[str] = []

    def answer_with(*answers: list[str]) -> list[str]:
        left = list(answers)

        def getaddrinfo(host: str, port: Any, *rest: Any, **more: Any) -> list[Any]:
            asked.append(host)
            found = left.pop(0) if len(left) > 1 else left[0]
            family = {True: socket.AF_INET6, False: socket.AF_INET}
            return [(family[":" in ip], socket.SOCK_STREAM, 6, "", (ip, port or 0)) for ip in found]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return asked

    return answer_with


def refused(url: str) -> str:
    with pytest.raises(NotFetched) as refusal:
        fetch(url, lambda piece: None)
    return str(refusal.value)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_name_leads_to_such_an_address(names: Callable[..., list[str]], scheme: str, address: str) -> None:
    names([address])
    assert refused(f"{scheme}://innocent.example/clip.mp4") == PRIVATE


def test_of_several_addresses_each_has_to_be_public(names: Callable[..., list[str]]) -> None:
    names([PUBLIC_ADDRESS, "10.0.0.1"])
    assert refused("http://both.example/clip.mp4") == PRIVATE


def test_a_name_that_changes_after_it_was_checked_leads_nowhere(
    names: Callable[..., list[str]], scripted_server: ScriptedServer
) -> None:
    """DNS rebinding: public when it is checked, this computer when it is connected to."""
    port = scripted_server.url.rpartition(":")[2]
    asked = names([PUBLIC_ADDRESS], ["127.0.0.1"])
    assert refused(f"http://rebinding.example:{port}/clip.mp4") == PRIVATE
    assert len(asked) >= 2
    assert scripted_server.seen == []


def test_what_is_connected_to_is_the_address_that_was_checked(
    names: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection gets the address, not the name, so there is no later look-up that could differ."""
    connected: list[Any] = []

    def connect(self: socket.socket, address: Any) -> None:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    asked = names([PUBLIC_ADDRESS])
    assert "broke" in refused("http://pinned.example/clip.mp4")
    assert connected == [(PUBLIC_ADDRESS, 80)]
    assert set(asked[:2]) == {"pinned.example"}
    assert set(asked[2:]) == {PUBLIC_ADDRESS}


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "[::ffff:7f00:1]"]
)
def test_this_computer_is_not_fetched_from_however_it_is_written(scripted_server: ScriptedServer, host: str) -> None:
    port = scripted_server.url.rpartition(":")[2]
    refused(f"http://{host}:{port}/clip.mp4")
    assert scripted_server.seen == []


def test_a_host_that_the_operator_named_may_be_private(scripted_server: ScriptedServer, settings: Any) -> None:
    port = scripted_server.url.rpartition(":")[2]
    scripted_server.script("GET /a.jpg", b"content")
    for allowed in ("127.0.0.1", f"127.0.0.1:{port}"):
        settings.IMPORT_ALLOWED_HOSTS = [allowed]
        assert fetch(f"{scripted_server.url}/a.jpg", lambda piece: None) == "a.jpg"
    settings.IMPORT_ALLOWED_HOSTS = ["127.0.0.1:1", "localhost"]
    assert refused(f"{scripted_server.url}/a.jpg") == PRIVATE
