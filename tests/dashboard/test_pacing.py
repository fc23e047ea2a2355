"""The pace of POSTs: never more than Jogg allows, in order, whoever asks and whatever Jogg says."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from jogg import AnswerLost, ConnectionFailed, RateLimited
from jogg_dashboard import pacing
from jogg_dashboard.models import Pace, Post, Turn
from jogg_dashboard.pacing import Permit, Priority, Turned
from tests.uploads.rows import dead_worker

pytestmark = pytest.mark.django_db(transaction=True)

START = timezone.now()


@pytest.fixture(autouse=True)
def three_a_minute(settings: Any) -> None:
    settings.JOGG_POSTS_PER_MINUTE, settings.JOGG_POSTS_WINDOW = 3, 60.0


def ask(task: str, priority: Priority = Priority.UPLOAD, since: int = 0) -> Permit | datetime:
    """The permit, or when it is expected. `since` in seconds after the first."""
    try:
        return pacing.ask(task, priority, START + timedelta(seconds=since))
    except Turned as turned:
        return turned.until


def post(task: str, **asked: Any) -> None:
    """Get a permit and make the POST."""
    permit = ask(task, **asked)
    assert isinstance(permit, Permit), f"{task} has to wait until {permit}"
    with permit:
        pass


def let_pass(seconds: float) -> None:
    """Make everything so much older."""
    gone = timedelta(seconds=seconds)
    for row in Post.objects.all():
        ended_at = row.ended_at and row.ended_at - gone
        Post.objects.filter(pk=row.pk).update(granted_at=row.granted_at - gone, ended_at=ended_at)
    for turn in Turn.objects.all():
        Turn.objects.filter(pk=turn.pk).update(expected_at=turn.expected_at - gone)
    for pace in Pace.objects.all():
        held_until = pace.held_until and pace.held_until - gone
        Pace.objects.filter(pk=pace.pk).update(held_until=held_until, changed_at=pace.changed_at - gone)


def seconds_until(moment: Any) -> float:
    assert isinstance(moment, datetime), "it was allowed"
    return (moment - timezone.now()).total_seconds()


def test_so_many_may_post_and_the_next_is_told_when() -> None:
    for number in range(3):
        post(f"asset {number}", since=number)
    assert seconds_until(ask("asset 3", since=3)) == pytest.approx(60, abs=2)
    assert seconds_until(ask("asset 4", since=4)) == pytest.approx(60, abs=2)
    assert seconds_until(ask("asset 5", since=5)) == pytest.approx(60, abs=2)
    assert seconds_until(ask("asset 6", since=6)) == pytest.approx(120, abs=2)


def test_a_turn_comes_when_a_post_is_a_window_old() -> None:
    for number in range(3):
        post(f"asset {number}", since=number)
    let_pass(59)
    assert seconds_until(ask("asset 3", since=3)) == pytest.approx(1, abs=1)
    let_pass(1.5)
    post("asset 3", since=3)


def test_a_post_counts_until_a_window_after_its_end_as_nobody_knows_when_jogg_counted_it() -> None:
    with ask("slow", since=0):
        post("asset 1", since=1)
        post("asset 2", since=2)
        let_pass(80)
        post("asset 3", since=3)
        post("asset 4", since=4)
        assert isinstance(ask("asset 5", since=5), datetime), "the slow one may not have been counted yet"
    let_pass(30)
    assert seconds_until(ask("asset 5", since=5)) == pytest.approx(30, abs=2)
    let_pass(31)
    post("asset 5", since=5)


def test_the_older_comes_first() -> None:
    for number in range(3):
        post(f"asset {number}", since=number)
    ask("younger", since=9)
    ask("older", since=8)
    ask("oldest", since=7)
    let_pass(61)
    Post.objects.all()[:1].get().delete()
    Post.objects.update(ended_at=timezone.now())
    assert isinstance(ask("younger", since=9), datetime)
    post("oldest", since=7)
    assert isinstance(ask("older", since=8), datetime)


def test_a_create_goes_before_uploads() -> None:
    for number in range(3):
        post(f"asset {number}", since=number)
    for number in range(3, 6):
        ask(f"asset {number}", since=number)
    assert seconds_until(ask("video", Priority.CREATE, since=100)) == pytest.approx(60, abs=2)
    assert seconds_until(ask("asset 5", since=5)) == pytest.approx(120, abs=2), "it has moved back"


def test_one_who_never_comes_back_blocks_nobody() -> None:
    for number in range(3):
        post(f"asset {number}", since=number)
    for number in range(3, 6):
        ask(f"asset {number}", since=number)
    let_pass(60 + pacing.PATIENCE.total_seconds() + 1)
    post("asset 9", since=9)


def test_a_post_of_a_process_that_died_has_ended_with_it() -> None:
    for number in range(3):
        assert isinstance(ask(f"asset {number}", since=number), Permit)
    Post.objects.update(made_by=dead_worker())
    assert seconds_until(ask("asset 3", since=3)) == pytest.approx(60, abs=2)
    let_pass(30)
    assert seconds_until(ask("asset 3", since=3)) == pytest.approx(30, abs=2), "the promise holds"
    let_pass(31)
    post("asset 3", since=3)


def test_a_post_of_another_host_counts_no_longer_than_it_can_have_lasted() -> None:
    for number in range(3):
        assert isinstance(ask(f"asset {number}", since=number), Permit)
    Post.objects.update(made_by="elsewhere:1:abcd:1")
    let_pass(pacing.LONGEST_POST.total_seconds() - 5)
    assert isinstance(ask("asset 3", since=3), datetime)
    let_pass(6)
    post("asset 3", since=3)


def test_a_permit_that_cant_be_ended_loses_no_answer() -> None:
    permit = ask("asset 0")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE jogg_dashboard_post RENAME TO lost")
    try:
        with permit:
            answer = "job-7"
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE lost RENAME TO jogg_dashboard_post")
    assert answer == "job-7"


def test_who_never_came_back_is_forgotten() -> None:
    for number in range(3):
        post(f"asset {number}", since=number)
    for number in range(3, 6):
        ask(f"asset {number}", since=number)
    let_pass(60 + pacing.PATIENCE.total_seconds() + 1)
    ask("asset 9", since=9)
    assert not Turn.objects.exists()


def test_without_a_connection_nothing_was_posted() -> None:
    with pytest.raises(ConnectionFailed), ask("asset 0"):
        raise ConnectionFailed("Jogg can't be reached.")
    assert not Post.objects.exists()


def test_a_lost_answer_counts() -> None:
    with pytest.raises(AnswerLost), ask("asset 0"):
        raise AnswerLost("No answer.")
    assert Post.objects.get().ended_at is not None


def test_a_permit_can_be_given_back() -> None:
    ask("asset 0").give_back()
    assert not Post.objects.exists()


def test_a_429_holds_everybody_and_lowers_the_pace_once() -> None:
    first, second = ask("asset 0"), ask("asset 1")
    for permit in (first, second):
        with pytest.raises(RateLimited), permit:
            raise RateLimited("Wait.", retry_after=200)
    assert seconds_until(ask("asset 2")) == pytest.approx(200, abs=2)
    assert Pace.objects.get().slower_by == 1, "both were under way when the pace was lowered"
    let_pass(201)
    assert isinstance(ask("asset 2", since=2), datetime), "who was turned away comes first"
    post("asset 0")
    post("asset 1")
    assert isinstance(ask("asset 2", since=2), datetime), "two a minute now"


def test_the_pace_never_falls_below_one_and_comes_back() -> None:
    for _ in range(5):
        with pytest.raises(RateLimited), ask("asset"):
            raise RateLimited("Wait.", retry_after=50)
        let_pass(61)
    assert Pace.objects.get().slower_by == 2
    post("asset")
    for expected in (1, 0):
        let_pass(61)
        post(f"later {expected}")
        assert Pace.objects.get().slower_by == expected


def test_another_accounts_posts_dont_count(settings: Any) -> None:
    for number in range(3):
        post(f"asset {number}")
    settings.JOGG_API_KEY = "another key"
    post("asset 3")


def test_zero_switches_pacing_off(settings: Any) -> None:
    settings.JOGG_POSTS_PER_MINUTE = 0
    for number in range(30):
        post(f"asset {number}")
    assert not Post.objects.exists()


def test_of_many_who_ask_at_once_only_so_many_are_let_through() -> None:
    start, let_through = threading.Barrier(12), []

    def work(number: int) -> None:
        start.wait()
        let_through.append(isinstance(ask(f"asset {number}", since=number), Permit))
        connection.close()

    threads = [threading.Thread(target=work, args=[number]) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(let_through) == 3
    assert Turn.objects.count() == 9


def test_a_person_at_a_terminal_waits_for_the_turn(settings: Any) -> None:
    settings.JOGG_POSTS_WINDOW = 0.5
    for number in range(3):
        post(f"asset {number}")
    began = timezone.now()
    with pacing.wait_for_turn("a command"):
        assert (timezone.now() - began).total_seconds() >= 0.4


def test_who_was_turned_away_by_jogg_keeps_the_place_in_the_line() -> None:
    with pytest.raises(RateLimited), ask("old video", priority=Priority.CREATE, since=1):
        raise RateLimited("Wait.", retry_after=30)
    assert isinstance(ask("young video", priority=Priority.CREATE, since=2), datetime)
    assert isinstance(ask("file", since=0), datetime)
    let_pass(61)
    post("old video", priority=Priority.CREATE, since=1)
    post("young video", priority=Priority.CREATE, since=2)
    assert isinstance(ask("file", since=0), datetime), "two a window are left"


@pytest.mark.parametrize(("paced", "longest"), [(3, 40), (0, 50)])
def test_a_limit_is_waited_for_exactly_where_a_line_keeps_the_order(settings: Any, paced: int, longest: float) -> None:
    settings.JOGG_POSTS_PER_MINUTE = paced
    waits = [pacing.wait_after(RateLimited("Wait.", retry_after=40), 1).total_seconds() for _ in range(50)]
    assert min(waits) >= 40
    assert 0.9 * longest < max(waits) <= longest
