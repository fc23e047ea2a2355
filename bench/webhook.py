"""How long Jogg waits for the answer to an event."""

import json
import time
import uuid
from collections.abc import Callable
from statistics import median, quantiles

import requests

from bench.failure import BenchFailed
from bench.stack import WEBHOOK_SECRET, Stack
from bench.table import Row
from jogg import webhooks

EVENTS = 200


def measure(stack: Stack) -> list[Row]:
    """Median and 95th percentile of POST → answer in ms, beside those of /healthz, in turns on one warm connection."""
    answered: list[float] = []
    healthy: list[float] = []
    with requests.Session() as session:
        for _ in range(EVENTS):
            healthy.append(_milliseconds(lambda: session.get(f"{stack.url('web')}/healthz", timeout=10)))
            answered.append(_milliseconds(lambda: _send_event(session, stack.url("web"))))
    figures = {"median": median, "95th percentile": lambda times: quantiles(times, n=20, method="inclusive")[-1]}
    return [
        Row(f"webhook answered, {name} of {EVENTS}", figure(answered), figure(healthy), "ms", "/healthz")
        for name, figure in figures.items()
    ]


def _send_event(session: requests.Session, url: str) -> requests.Response:
    told = {"event_id": str(uuid.uuid4()), "event": "generated_video_success", "data": {"project_id": uuid.uuid4().hex}}
    body = json.dumps(told).encode()
    signature = webhooks.sign(body, WEBHOOK_SECRET)
    return session.post(f"{url}/webhooks/jogg/", data=body, headers={"X-Webhook-Signature": signature}, timeout=10)


def _milliseconds(ask: Callable[[], requests.Response]) -> float:
    began = time.perf_counter()
    answer = ask()
    took = (time.perf_counter() - began) * 1000
    if not answer.ok:
        raise BenchFailed(f"{answer.url} was answered with {answer.status_code}.")
    return took
