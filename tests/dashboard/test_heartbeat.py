"""The rows by which workers say that they are alive."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jogg_dashboard import heartbeat
from jogg_dashboard.models import WorkerProcess

pytestmark = pytest.mark.django_db(transaction=True)


def worker(name: str = "host:1", seconds: float = 0, **fields: object) -> WorkerProcess:
    """A worker that was last there so many seconds ago."""
    at = timezone.now() - timedelta(seconds=seconds)
    return WorkerProcess.objects.create(name=name, started_at=at, seen_at=at, **fields)


def test_a_worker_says_that_it_is_alive_beside_others() -> None:
    worker("elsewhere:7")
    heartbeat.begin()
    first = WorkerProcess.objects.get(name=heartbeat.NAME)
    heartbeat.beat()
    again = WorkerProcess.objects.get(name=heartbeat.NAME)
    assert again.seen_at > first.seen_at
    assert again.started_at == first.started_at
    assert WorkerProcess.objects.alive().count() == 2


def test_a_worker_whose_row_is_gone_makes_a_new_one() -> None:
    heartbeat.beat()
    assert WorkerProcess.objects.filter(name=heartbeat.NAME).exists()


def test_a_process_with_the_number_of_one_that_stopped_is_another() -> None:
    worker(heartbeat.NAME, seconds=600, stopped_at=timezone.now())
    heartbeat.begin()
    row = WorkerProcess.objects.get(name=heartbeat.NAME)
    assert (row.stopped_at, row.is_silent) == (None, False)
    assert row.started_at == row.seen_at


def test_one_that_was_killed_is_silent_after_a_minute() -> None:
    worker("quick:1", seconds=50)
    killed = worker("killed:2", seconds=70)
    assert killed.is_silent
    assert [row.name for row in WorkerProcess.objects.alive()] == ["quick:1"]
    assert set(WorkerProcess.objects.running().values_list("name", flat=True)) == {"quick:1", "killed:2"}


def test_those_long_gone_are_forgotten() -> None:
    worker("old:1", seconds=3700)
    worker("killed:2", seconds=600)
    heartbeat.beat()
    assert not WorkerProcess.objects.filter(name="old:1").exists()
    assert WorkerProcess.objects.filter(name="killed:2").exists()
