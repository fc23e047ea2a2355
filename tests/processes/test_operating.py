"""What operators see of the real processes: several workers' heartbeats, metrics over processes, readable logs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests import media
from tests.stack import Stack, running
from tests.waiting import wait_for

TOKEN = "a-token-for-the-metrics"


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    yield from running(tmp_path, {"METRICS_TOKEN": TOKEN, "LOG_FORMAT": "json"}, workers=2)


def metrics(stack: Stack) -> str:
    return requests.get(f"{stack.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=10).text


def lines(path: Path) -> list[dict]:
    """The log, of which every line is an object."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_two_workers_are_seen_counted_and_missed(stack: Stack, tmp_path: Path) -> None:
    wait_for(lambda: requests.get(f"{stack.url}/readyz", timeout=10).json()["ready"], "the dashboard to be ready")
    wait_for(lambda: len(stack.rows("SELECT * FROM jogg_dashboard_workerprocess")) == 2, "both workers' heartbeats")

    asset = stack.sign_in().upload("welcome.mp3", media.mp3())
    wait_for(lambda: stack.assets()[0]["status"] == "hosted", "the file to be hosted")
    counted = 'jogg_dashboard_api_calls_total{endpoint="POST /v1/upload/asset",result="ok"} 1.0'
    wait_for(lambda: counted in metrics(stack), "the call to be counted")
    assert 'jogg_dashboard_uploads{status="hosted"} 1.0' in metrics(stack)

    stack.kill("worker", 2)
    stack.end_processes()
    stopped = stack.rows("SELECT stopped_at FROM jogg_dashboard_workerprocess")
    assert sorted(row["stopped_at"] is None for row in stopped) == [False, True], "only the killed one said nothing"

    hosted = next(line for line in lines(tmp_path / "worker.log") if "is hosted" in line["message"])
    assert (hosted["task"], hosted["asset_id"]) == ("uploads.tasks.forward", asset)
    assert hosted["rid"]
    assert any("Listening at" in line["message"] for line in lines(tmp_path / "web.log"))
