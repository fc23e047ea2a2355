"""/readyz: what is looked at, what makes it 503, and what it keeps to itself."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from jogg import Call, ConnectionFailed
from jogg_dashboard import calls, heartbeat
from jogg_dashboard.account import account
from jogg_dashboard.models import Contact, WorkerProcess
from operating import checks

NAMES = ["database", "storage", "queue", "worker", "jogg"]


@pytest.fixture(autouse=True)
def looked_at_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """The storage is looked at each time."""
    monkeypatch.setattr(checks, "STORAGE_KNOWN_FOR", -1.0)


@pytest.fixture
def running(transactional_db: None) -> Iterator[None]:
    """A worker that has heard of Jogg."""
    heartbeat.begin()
    calls.observe(Call("GET", "/v1/project"))
    calls.write_down(account())


def asked(client: Client, query: str = "") -> tuple[int, dict[str, dict[str, Any]]]:
    """The status, and the checks by their names."""
    answer = client.get(f"/readyz{query}")
    told = answer.json()
    assert told["ready"] == (answer.status_code == 200)
    return answer.status_code, {check["name"]: check for check in told["checks"]}


def test_it_is_ready_when_everything_is_there(client: Client, running: None) -> None:
    status, found = asked(client)
    assert (status, list(found)) == (200, NAMES)
    assert all(check["ok"] and not check["reason"] for check in found.values())
    assert client.get("/readyz")["Cache-Control"].startswith("max-age=0")


def test_without_a_worker_it_is_not_ready_unless_that_is_left_out(client: Client, running: None) -> None:
    WorkerProcess.objects.update(seen_at=timezone.now() - timedelta(seconds=70))
    status, found = asked(client)
    assert (status, found["worker"]["ok"]) == (503, False)
    assert "No worker has been there" in found["worker"]["reason"]
    status, found = asked(client, "?exclude=worker")
    assert (status, list(found)) == (200, [name for name in NAMES if name != "worker"])


def test_a_worker_that_is_restarted_isnt_missed(client: Client, running: None) -> None:
    WorkerProcess.objects.update(stopped_at=timezone.now())
    assert asked(client)[0] == 200


def test_jogg_being_away_is_told_and_takes_nobody_out_of_service(client: Client, running: None) -> None:
    calls.observe(Call("GET", "/v1/project", error=ConnectionFailed("Jogg can't be reached.")))
    calls.write_down(account())
    status, found = asked(client)
    assert (status, found["jogg"]) == (
        200, {"name": "jogg", "ok": False, "needed": False, "reason": "Jogg can't be reached."},
    )  # fmt: skip


def test_a_jogg_of_which_nobody_has_heard_for_long_counts_as_not_known(client: Client, running: None) -> None:
    Contact.objects.update(answered_at=timezone.now() - timedelta(minutes=6))
    assert asked(client)[1]["jogg"]["ok"] is False


def test_a_broken_queue_is_told(client: Client, running: None, broken_queue: None) -> None:
    status, found = asked(client)
    assert (status, found["queue"]["ok"]) == (503, False)
    assert re.fullmatch(r"It does not answer \((Operational|Response)Error\)\.", found["queue"]["reason"])


def test_a_storage_that_takes_nothing_is_told_without_its_name(
    client: Client, running: None, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "secret-bucket").write_text("no folder")
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "jogg_dashboard.storage.DurableFileSystemStorage",
                    "OPTIONS": {"location": tmp_path / "secret-bucket"}},
    }  # fmt: skip
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "It does not answer" in answer.content.decode()
    assert "secret-bucket" not in answer.content.decode()


def test_a_storage_that_hangs_keeps_nobody_else_waiting(
    client: Client, running: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "LONGEST_WAIT", 0.01)
    with checks._storage_lock:  # as held by a request whose look takes minutes
        status, found = asked(client)
    assert (status, found["storage"]["reason"]) == (503, "It has not answered yet.")


def test_the_look_at_the_storage_leaves_nothing_behind(client: Client, running: None) -> None:
    asked(client)
    assert default_storage.listdir("checks") == ([], [])


def test_without_a_database_everything_else_is_still_told(client: Client, running: None, settings: Any) -> None:
    def refuse(*args: Any) -> None:
        raise OperationalError("no connection to postgres://user:password@host/name")

    with connection.execute_wrapper(refuse):
        status, found = asked(client)
    assert (status, found["database"]["ok"], found["queue"]["ok"], found["storage"]["ok"]) == (503, False, True, True)
    assert found["worker"]["reason"] == "Not known while the database doesn't answer."
    assert "password" not in str(found)


def test_it_costs_few_queries(client: Client, running: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        asked(client)
