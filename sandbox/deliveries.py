"""Events, and what of them is sent to an endpoint."""

import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.endpoints import Endpoint
from sandbox.jobs import V1, Job
from sandbox.rendering import COVER


@dataclass(frozen=True)
class Event:
    """Something to be told. `time` is in seconds since 1970; `to_all` passes over what was subscribed to."""

    id: str
    name: str
    time: float
    data: dict[str, object]
    to_all: bool = False

    def body(self) -> bytes:
        """The JSON that is sent and signed."""
        content = {"event_id": self.id, "event": self.name, "timestamp": int(self.time), "data": self.data}
        return json.dumps(content).encode()

    def concerns(self, endpoint: Endpoint) -> bool:
        return endpoint.is_called and (self.to_all or self.name in endpoint.events)


@dataclass(frozen=True)
class Delivery:
    """One event for one endpoint, exactly as it will be sent, each time it is tried.

    An empty `signature` sends no such header.
    """

    endpoint_id: str
    url: str
    event: str
    event_id: str
    body: bytes
    signature: str


def new_event(name: str, data: dict[str, object], to_all: bool = False) -> Event:
    return Event(uuid.uuid4().hex, name, time.time(), data, to_all)


def event_of(job: Job, result_url: Callable[[Job, str], str]) -> Event:
    """What is told of a decided video. The id goes as `project_id` in v2, too: so it was observed."""
    subject = "generated_video" if job.version == V1 else "generated_avatar_video"
    if job.outcome != "ready":
        return new_event(f"{subject}_failed", {"project_id": job.id, "error": {"message": job.error}})
    result = {
        "video_url": result_url(job, job.video_filename),
        "cover_url": result_url(job, COVER),
        "video_duration": job.whole_seconds,
    }
    return new_event(f"{subject}_success", {"project_id": job.id, **result})


def delivery_of(event: Event, endpoint: Endpoint) -> Delivery:
    """An event for an endpoint, signed with its secret."""
    body = event.body()
    return Delivery(endpoint.id, endpoint.url, event.name, event.id, body, signature_of(body, endpoint.secret))


def signature_of(body: bytes, secret: str) -> str:
    """Hex HMAC-SHA256 of the raw body."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
