"""What is said of a wait: how long it has been, and what is usual."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.videos.rows import queued_video, waiting_video
from videos import waiting
from videos.models import Video
from videos.templatetags.following import about, exact_text


def done(owner: User, seconds: int, *, ago: int = 0, **fields: object) -> Video:
    """A video that took so long at Jogg, finished so many minutes ago."""
    finished = timezone.now() - timedelta(minutes=ago)
    times = {"submitted_at": finished - timedelta(seconds=seconds), "finished_at": finished}
    return queued_video(owner, status="succeeded", **times | fields)


def usual(owner: User) -> tuple[float, bool] | None:
    found = waiting.usual_wait(owner)
    return (found.seconds, found.is_own) if found else None


def test_what_is_usual_is_the_median_of_ones_own(member: User, stranger: User) -> None:
    for seconds in (100, 120, 900):
        done(member, seconds)
        done(stranger, 5)
    assert usual(member) == (120, True)


def test_only_the_last_twenty_count(member: User) -> None:
    for number in range(20):
        done(member, 60, ago=number)
    for number in range(30):
        done(member, 900, ago=100 + number)
    assert usual(member) == (60, True)


def test_who_has_few_hears_of_everybodys(member: User, stranger: User) -> None:
    for seconds in (30, 40):
        done(member, seconds)
    done(stranger, 500)
    assert usual(member) == (40, False)


@pytest.mark.parametrize("fields", [{"destination": "https://other.example"}, {"submitted_at": None}])
def test_other_joggs_and_what_has_no_times_say_nothing(member: User, fields: dict) -> None:
    for _ in range(3):
        done(member, 60, **fields)
    assert usual(member) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (40, "40 s"), (60, "1 min"), (100, "1 min 40 s"), (3600, "1 h"), (7505, "2 h 5 min")],
)
def test_a_wait_is_told_to_the_second(seconds: int, words: str) -> None:
    assert exact_text(seconds).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(("seconds", "words"), [(1, "5 s"), (42, "40 s"), (118, "2 min"), (5400, "1 h 30 min")])
def test_what_is_usual_is_told_as_people_say_it(seconds: float, words: str) -> None:
    assert about(seconds).replace("\N{NO-BREAK SPACE}", " ") == words


def said(client: Client, member: User, path: str) -> str:
    client.force_login(member)
    return " ".join(unescape(client.get(path).content.decode()).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.parametrize("on_its_page", [False, True])
def test_a_wait_is_told_with_what_is_usual(client: Client, member: User, on_its_page: bool) -> None:
    for _ in range(3):
        done(member, 120)
    started = timezone.now() - timedelta(seconds=100)
    video = waiting_video(member, status="processing", submitted_at=started)
    text = said(client, member, video.get_absolute_url() if on_its_page else "/videos/")
    assert "Jogg is rendering" in text
    assert 'data-elapsed="100">1 min 40 s</span> so far; most of yours took 2 min' in text


def test_where_nothing_is_known_nothing_usual_is_claimed(client: Client, member: User) -> None:
    waiting_video(member)
    text = said(client, member, "/videos/")
    assert "so far" in text
    assert "took" not in text


def test_what_jogg_doesnt_have_has_no_wait(client: Client, member: User) -> None:
    queued_video(member)
    waiting_video(member, destination="https://other.example")
    assert "so far" not in said(client, member, "/videos/")
