"""Webhooks: events of decided videos, signed and delivered by one thread, one after the other."""

import threading
import time
from collections.abc import Callable

import requests

from sandbox.database import Database, Statement
from sandbox.deliveries import Delivery, Event, delivery_of, event_of, new_event
from sandbox.endpoints import Endpoints
from sandbox.fault_kinds import WEBHOOK
from sandbox.faults import Faults
from sandbox.jobs import Job, Jobs
from sandbox.wrong_deliveries import deliver_wrongly

ANSWER_SECONDS = 5
RETRIES = 3


class Webhooks:
    """Announces videos whose outcome shows, and delivers what is due.

    Each decided video and each delivery is a row, so that both survive a restart.
    `decided` wakes the thread: an outcome was written, or there is something to deliver.
    """

    def __init__(
        self,
        database: Database,
        endpoints: Endpoints,
        jobs: Jobs,
        faults: Faults,
        decided: threading.Event,
        retry_seconds: float,
    ) -> None:
        self._database = database
        self._endpoints = endpoints
        self._jobs = jobs
        self._faults = faults
        self._decided = decided
        self._retry_seconds = retry_seconds

    def start(self, result_url: Callable[[Job, str], str]) -> None:
        """Deliver from now on. `result_url` tells where a file of a video's result is served."""
        threading.Thread(target=self._deliver_for_ever, args=(result_url,), name="webhooks", daemon=True).start()

    def deliveries_for(self, event: Event) -> list[Delivery]:
        """What goes out for an event, on all ways; a fault is met only where something would go out."""
        endpoints = [endpoint for endpoint in self._endpoints.all() if event.concerns(endpoint)]
        fault = self._faults.take(WEBHOOK) if endpoints else None
        if fault:
            return deliver_wrongly(fault.name, event, endpoints)
        return [delivery_of(event, endpoint) for endpoint in endpoints]

    def send(self, name: str, data: dict[str, object]) -> tuple[Event, list[Delivery]]:
        """Deliver an event to all enabled endpoints, whatever they subscribed to; returns before it has arrived."""
        event = new_event(name, data, to_all=True)
        deliveries = self.deliveries_for(event)
        self._database.write_all(_inserted(delivery) for delivery in deliveries)
        self._decided.set()
        return event, deliveries

    def attempts(self) -> list[dict[str, object]]:
        """Each POST that was made, oldest first; `status` is None and `error` says why where no answer came."""
        return [
            dict(row)
            for row in self._database.rows("SELECT time, url, event, event_id, status, error FROM attempt ORDER BY id")
        ]

    def _deliver_for_ever(self, result_url: Callable[[Job, str], str]) -> None:
        while True:
            # Before looking, so that what happens after the look isn't slept through.
            self._decided.clear()
            for job in self._jobs.to_announce():
                self._announce(job, result_url)
            if not self._attempt_next():
                self._decided.wait(self._seconds_to_next())

    def _announce(self, job: Job, result_url: Callable[[Job, str], str]) -> None:
        deliveries = self.deliveries_for(event_of(job, result_url))
        marked = ("UPDATE job SET is_announced = 1 WHERE id = ?", (job.id,))
        self._database.write_all([*(_inserted(delivery) for delivery in deliveries), marked])

    def _attempt_next(self) -> bool:
        """Make the POST that is due for longest; False where none is due."""
        row = self._database.row("SELECT * FROM delivery WHERE due_at <= ? ORDER BY due_at, id LIMIT 1", (time.time(),))
        if row is None:
            return False
        fields = dict(row)
        number, attempts, _ = fields.pop("id"), fields.pop("attempts"), fields.pop("due_at")
        delivery = Delivery(**fields)
        began = time.time()
        status, error = post(delivery)
        self._database.write_all(
            [
                (
                    "INSERT INTO attempt (time, url, event, event_id, status, error) VALUES (?, ?, ?, ?, ?, ?)",
                    (began, delivery.url, delivery.event, delivery.event_id, status, error),
                ),
                self._ending(number, is_over=attempts == RETRIES or (status is not None and 200 <= status < 300)),
            ]
        )
        return True

    def _ending(self, number: int, is_over: bool) -> Statement:
        if is_over:
            return "DELETE FROM delivery WHERE id = ?", (number,)
        due_at = time.time() + self._retry_seconds
        return "UPDATE delivery SET attempts = attempts + 1, due_at = ? WHERE id = ?", (due_at, number)

    def _seconds_to_next(self) -> float | None:
        """Until something is to be done, as far as is known now; None for nothing."""
        due = self._database.row("SELECT MIN(due_at) AS at FROM delivery")
        times = [at for at in (self._jobs.next_outcome_at(), due["at"] if due else None) if at is not None]
        return max(0.0, min(times) - time.time()) if times else None


def post(delivery: Delivery) -> tuple[int | None, str | None]:
    """Make one POST: the answer's status, or the name of the error. Redirects aren't followed."""
    headers = {
        "Content-Type": "application/json",
        "X-Webhook-Event": delivery.event,
    }
    if delivery.signature:
        headers["X-Webhook-Signature"] = delivery.signature
    try:
        with requests.Session() as session:
            # Proxies from the environment would carry it off the machine.
            session.trust_env = False
            answer = session.post(
                delivery.url, data=delivery.body, headers=headers, timeout=ANSWER_SECONDS, allow_redirects=False
            )
    except requests.RequestException as error:
        return None, type(error).__name__
    return answer.status_code, None


def _inserted(delivery: Delivery) -> Statement:
    return (
        "INSERT INTO delivery (endpoint_id, url, event, event_id, body, signature, due_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            delivery.endpoint_id,
            delivery.url,
            delivery.event,
            delivery.event_id,
            delivery.body,
            delivery.signature,
            time.time(),
        ),
    )
