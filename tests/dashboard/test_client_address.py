"""Wrong passwords are counted by the address of whoever types them, behind a proxy, too."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

TYPED_WRONG = 10


@pytest.fixture
def behind_proxy(settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def sign_in(client: Client, password: str, forwarded_for: str) -> int:
    """Answer with the status: 302 in, 200 wrong, 429 locked out."""
    client.logout()
    fields = {"username": "member", "password": password}
    return client.post("/accounts/login/", fields, headers={"X-Forwarded-For": forwarded_for}).status_code


def lock_out(client: Client, forwarded_for: str) -> None:
    for _ in range(TYPED_WRONG):
        last = sign_in(client, "wrong", forwarded_for)
    assert last == 429


def test_somebody_else_s_wrong_passwords_lock_nobody_out(client: Client, member: User, behind_proxy: None) -> None:
    lock_out(client, "203.0.113.7")
    assert sign_in(client, "a good password", "203.0.113.7") == 429
    assert sign_in(client, "a good password", "198.51.100.4") == 302


def test_an_address_that_was_made_up_helps_nobody(client: Client, member: User, behind_proxy: None) -> None:
    """A client's own header comes before what the proxy adds."""
    lock_out(client, "203.0.113.7")
    assert sign_in(client, "a good password", "198.51.100.4, 203.0.113.7") == 429


def test_what_is_no_address_counts_as_the_proxy_s(client: Client, member: User, behind_proxy: None) -> None:
    lock_out(client, "nonsense")
    assert sign_in(client, "a good password", "something else") == 429


def test_without_a_proxy_the_header_is_believed_by_nobody(client: Client, member: User) -> None:
    lock_out(client, "203.0.113.7")
    assert sign_in(client, "a good password", "198.51.100.4") == 429
