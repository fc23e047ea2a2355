"""What a person wants to be told: the page, the switch, the test mail."""

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from videos.models import Preferences


@pytest.fixture
def visitor(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


@pytest.fixture
def mailed(settings: Any) -> None:
    settings.IS_MAIL_SET = True


def page(visitor: Client) -> str:
    return unescape(visitor.get("/videos/preferences/").content.decode())


def save(visitor: Client, **fields: Any) -> Any:
    return visitor.post("/videos/preferences/", fields, follow=True)


def test_mails_are_off_until_they_are_asked_for(visitor: Client, member: User) -> None:
    assert 'name="mails_results"' in page(visitor)
    assert "checked" not in page(visitor).split('name="mails_results"')[1].split(">")[0]
    save(visitor, mails_results="on", email="me@example.org")
    member.refresh_from_db()
    assert (member.email, Preferences.objects.get().mails_results) == ("me@example.org", True)
    assert "checked" in page(visitor).split('name="mails_results"')[1].split(">")[0]
    save(visitor, email="me@example.org")
    assert not Preferences.objects.get().mails_results


@pytest.mark.parametrize(
    ("email", "sentence"), [("", "Write down where the mails are to go."), ("nonsense", "Enter a valid email address.")]
)
def test_an_address_is_needed(visitor: Client, email: str, sentence: str) -> None:
    answer = save(visitor, mails_results="on", email=email)
    assert answer.status_code == 422
    assert sentence in unescape(answer.content.decode())
    assert not Preferences.objects.exists()


def test_says_so_where_the_server_sends_no_mail(visitor: Client, member: User) -> None:
    member.email = "me@example.org"
    member.save()
    assert "This server has no mail set up" in page(visitor)
    assert "Send a test mail" not in page(visitor)
    answer = visitor.post("/videos/preferences/test-mail/", follow=True)
    assert "No mail was sent: this server has no mail set up." in unescape(answer.content.decode())


def test_says_so_where_mails_will_hold_no_link(visitor: Client, mailed: None, settings: Any) -> None:
    assert "hold no link" in page(visitor)
    settings.PUBLIC_URL = "https://dashboard.example.org"
    assert "hold no link" not in page(visitor)


def test_a_test_mail_shows_whether_mails_arrive(visitor: Client, mailed: None) -> None:
    answer = visitor.post("/videos/preferences/test-mail/", follow=True)
    assert "Write down your e-mail address" in unescape(answer.content.decode())
    save(visitor, email="me@example.org")
    visitor.post("/videos/preferences/test-mail/")
    assert [message.to for message in mail.outbox] == [["me@example.org"]]
    assert "The last mail went out" in page(visitor)


def test_a_problem_is_told(visitor: Client, mailed: None, settings: Any, unreachable_url: str) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(unreachable_url.rpartition(":")[2])
    save(visitor, email="me@example.org")
    visitor.post("/videos/preferences/test-mail/")
    assert "could not be sent" in page(visitor)
