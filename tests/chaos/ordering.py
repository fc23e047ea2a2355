"""Ordering videos through the form, by several people at once, some of whom click twice."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import requests

from tests.chaos.plan import Plan
from tests.stack import Person
from tests.waiting import wait_for

PEOPLE = 4
CLICKED_TWICE = 0.15
PATIENCE = 60.0  # seconds
LOST = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


@dataclass(frozen=True)
class Form:
    """A form as it was filled in. `token` is its own, however often it is sent."""

    name: str
    token: str
    is_clicked_twice: bool
    screen_style: int

    @property
    def fields(self) -> dict[str, str]:
        return {
            "name": self.name, "token": self.token, "script": f"This is {self.name}.", "avatar_id": "83",
            "avatar_type": "0", "voice_id": "en-US-EmilySandbox", "aspect_ratio": "square",
            "screen_style": str(self.screen_style),
        }  # fmt: skip


@dataclass(frozen=True)
class Order:
    """A form that was sent, and the ids, 32 hex digits, of the videos that its answers led to."""

    form: Form
    video_ids: tuple[str, ...]


def forms(plan: Plan) -> list[Form]:
    chance = plan.chance("forms")
    return [
        Form(
            name=f"chaos {number:04}",
            token=str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            is_clicked_twice=chance.random() < CLICKED_TWICE,
            screen_style=chance.choice([1, 2, 3]),
        )
        for number in range(1, plan.submits + 1)
    ]


def order_all(people: list[Person], plan: Plan) -> list[Order]:
    """Send all forms, each person theirs one after the other; returns when all are answered."""
    wanted = forms(plan)
    shares = [wanted[number :: len(people)] for number in range(len(people))]
    with ThreadPoolExecutor(len(people)) as pool:
        return [order for orders in pool.map(_order_some, people, shares) for order in orders]


def persistently(send: Callable[[], requests.Response]) -> requests.Response:
    """The answer, having sent the same again for as long as the web server is away."""
    return wait_for(lambda: _tried(send), "an answer of the web server", PATIENCE)[0]


def _tried(send: Callable[[], requests.Response]) -> list[requests.Response]:
    try:
        answer = send()
    except LOST:
        return []
    answer.raise_for_status()
    return [answer]


def _order_some(person: Person, wanted: list[Form]) -> list[Order]:
    with ThreadPoolExecutor(2) as clicks:
        return [_order(person, form, clicks) for form in wanted]


def _order(person: Person, form: Form, clicks: ThreadPoolExecutor) -> Order:
    def click(_: int) -> str:
        answer = persistently(lambda: person.submit("/videos/new/", form.fields))
        return uuid.UUID(answer.url.rstrip("/").rpartition("/")[2]).hex

    return Order(form, tuple(clicks.map(click, range(2 if form.is_clicked_twice else 1))))
