"""The page: what it lists, what is armed, and for whom it exists."""

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from rehearsal import faults
from rehearsal.scenes import GROUPS, SCENES
from rehearsal.urls import urlpatterns
from tests.sandbox_server import SandboxServer

PAGE = "/rehearsal/"


def text(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def test_tells_of_every_scene_what_jogg_does_and_what_one_should_see(person: Client) -> None:
    page = text(person.get(PAGE))
    for scene in SCENES.values():
        assert scene.jogg in page
        assert scene.dashboard in page
        assert f'action="/rehearsal/{scene.key}/' in page
    assert all(group.title in page for group in GROUPS)


def test_says_that_nothing_is_armed(person: Client) -> None:
    page = text(person.get(PAGE))
    assert "Nothing. The sandbox behaves." in page
    assert "Switch all off" not in page


def test_shows_what_is_armed_and_how_often_it_will_still_happen(person: Client, account: SandboxServer) -> None:
    account.arm("http_error", on="create", times=2)
    account.arm("drop_answer", on="put", times=0)
    account.arm("slow", on="status", times=1)
    shown = person.get(PAGE).context["armed"]
    assert [(fault.title, fault.place, fault.times_left) for fault in shown] == [
        ("HTTP error", "when a video is submitted", 2),
        ("Answer lost", "when a file is sent", None),
        ("Late answer", "when Jogg is asked how far a video is", 1),
    ]
    page = text(person.get(PAGE))
    assert all(words in page for words in ("2 times more", "until you switch it off", "once more"))


def test_doesnt_show_what_has_been_used_up(person: Client, account: SandboxServer) -> None:
    account.arm("expired_sign")
    person.post("/uploads/samples/")
    assert account.faults()[0]["hits"] == 1
    assert person.get(PAGE).context["armed"] == []


def test_one_fault_is_switched_off(person: Client, account: SandboxServer) -> None:
    first, second = account.arm("slow"), account.arm("garbled")
    assert person.post(f"/rehearsal/faults/{first['id']}/off/")["Location"] == PAGE
    assert account.faults() == [second]


def test_switching_off_what_is_gone_is_all_right(person: Client, account: SandboxServer) -> None:
    kept = account.arm("slow")
    answer = person.post("/rehearsal/faults/0badcafe/off/", follow=True)
    assert list(answer.context["messages"]) == []
    assert account.faults() == [kept]


def test_everything_is_switched_off(person: Client, account: SandboxServer) -> None:
    account.arm("slow")
    account.arm("garbled")
    assert person.post("/rehearsal/faults/off/")["Location"] == PAGE
    assert account.faults() == []


def test_says_that_the_sandbox_cant_be_reached(client: Client, member: User, no_connection: str) -> None:
    client.force_login(member)
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert "The sandbox doesn't answer." in text(answer)
    assert "Nothing. The sandbox behaves." not in text(answer)


@pytest.mark.parametrize("path", ["/rehearsal/faults/off/", "/rehearsal/faults/0badcafe/off/"])
def test_switching_off_without_a_sandbox_says_so(client: Client, member: User, no_connection: str, path: str) -> None:
    client.force_login(member)
    told = list(client.post(path, follow=True).context["messages"])
    assert [message.level_tag for message in told] == ["error"]
    assert "The sandbox doesn't answer." in str(told[0])


def test_doesnt_exist_with_a_real_key(client: Client, member: User, settings: Any) -> None:
    settings.DEMO_MODE = False
    client.force_login(member)
    values = {"scene_key": "answer-lost", "fault_id": "0badcafe"}
    for pattern in urlpatterns:
        used = {name: values[name] for name in pattern.pattern.converters}
        url = reverse(f"rehearsal:{pattern.name}", kwargs=used)
        assert (client.get(url).status_code, client.post(url).status_code) == (404, 404), url


@pytest.mark.parametrize("demo", [True, False])
def test_is_in_the_menu_in_demo_mode_only(client: Client, member: User, settings: Any, demo: bool) -> None:
    settings.DEMO_MODE = demo
    client.force_login(member)
    assert (f'href="{PAGE}"' in text(client.get("/uploads/"))) is demo


@pytest.mark.parametrize(
    ("demo", "url"),
    [(True, "https://api.jogg.ai"), (True, "http://127.0.0.1.evil.example"), (False, "http://localhost")],
)
def test_no_fault_ever_leaves_this_computer(settings: Any, demo: bool, url: str) -> None:
    settings.DEMO_MODE, settings.JOGG_API_URL = demo, url
    with pytest.raises(RuntimeError, match="no sandbox to control"):
        faults.clear()
