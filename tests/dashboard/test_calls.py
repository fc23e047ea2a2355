"""Counting the calls to Jogg over all processes, and knowing whether it answers and takes the key."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from jogg import STORAGE, AnswerLost, BadKey, Call, ConnectionFailed, RateLimited
from jogg_dashboard import calls
from jogg_dashboard.account import account, contact, jogg
from jogg_dashboard.models import ApiCalls
from tests.scripted_server import ScriptedServer, envelope

GET = ("GET", "/v1/project")


pytestmark = pytest.mark.usefixtures("nothing_noted")


def counts() -> dict[tuple[str, str], int]:
    return {(row.call, row.result): row.count for row in ApiCalls.objects.all()}


def note(*ended: Call) -> None:
    """Note these calls, and write them down as the worker's next heartbeat does."""
    for call in ended:
        calls.observe(call)
    calls.write_down(account())


def test_calls_are_counted_by_what_was_called_and_what_came_of_it() -> None:
    limited = RateLimited("Jogg asks to wait 9 s.", retry_after=9)
    note(Call(*GET), Call(*GET), Call(*GET, error=limited))
    assert counts() == {("GET /v1/project", "ok"): 2, ("GET /v1/project", "rate_limited"): 1}


def test_what_another_process_counted_is_added_to() -> None:
    ApiCalls.objects.create(day=timezone.now().date(), call="GET /v1/project", result="ok", count=40)
    note(Call(*GET))
    note(Call(*GET))
    assert counts() == {("GET /v1/project", "ok"): 42}


def test_what_cant_be_written_is_written_the_next_time() -> None:
    calls.observe(Call(*GET))
    table = ApiCalls._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO gone")
        with pytest.raises(DatabaseError):
            calls.write_down(account())
        cursor.execute(f"ALTER TABLE gone RENAME TO {table}")
    note(Call(*GET))
    assert counts() == {("GET /v1/project", "ok"): 2}


def test_nothing_is_known_before_the_first_call() -> None:
    assert (contact().is_known, contact().is_answering, contact().is_key_accepted) == (False, False, False)


def test_an_answer_says_that_jogg_is_there_and_takes_the_key() -> None:
    note(Call(*GET))
    assert (contact().is_known, contact().is_answering, contact().is_key_accepted) == (True, True, True)


@pytest.mark.parametrize("error", [ConnectionFailed("Jogg can't be reached."), AnswerLost("It broke.")])
def test_no_answer_says_that_jogg_is_away_until_the_next(error: Any) -> None:
    note(Call(*GET), Call(*GET, error=error))
    assert (contact().is_answering, contact().failure) == (False, error.sentence)
    note(Call(*GET))
    assert contact().is_answering


def test_a_refused_key_is_known_and_jogg_is_there() -> None:
    note(Call(*GET), Call(*GET, error=BadKey("Jogg refuses the API key.")))
    assert (contact().is_answering, contact().is_key_refused, contact().is_key_accepted) == (True, True, False)


def test_a_storage_that_answers_says_nothing_about_the_api() -> None:
    note(Call("PUT", STORAGE))
    assert not contact().is_known
    assert counts() == {("PUT storage", "ok"): 1}


def test_what_an_older_worker_tells_late_changes_nothing() -> None:
    note(Call(*GET))
    known = contact()
    later = known.answered_at
    known.answered_at = timezone.now() + timedelta(seconds=60)
    known.save()
    note(Call(*GET))
    assert contact().answered_at > later + timedelta(seconds=50)


def test_the_dashboards_own_calls_are_counted(scripted: ScriptedServer) -> None:
    scripted.script("GET /v1/project", envelope({"status": "processing"}))
    jogg().project("job-1")
    calls.write_down(account())
    assert counts() == {("GET /v1/project", "ok"): 1}
