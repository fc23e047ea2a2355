"""What becomes of an event that meets a fault on its way to the endpoints."""

import uuid
from collections.abc import Callable
from dataclasses import replace

from sandbox.deliveries import Delivery, Event, delivery_of
from sandbox.endpoints import Endpoint

Altered = Callable[[Event, list[Endpoint]], list[Delivery]]


def deliver_wrongly(fault: str, event: Event, endpoints: list[Endpoint]) -> list[Delivery]:
    """What goes out instead. `fault` is one of the kinds for the operation `webhook`."""
    return ALTERED[fault](event, endpoints)


def _twice(event: Event, endpoints: list[Endpoint]) -> list[Delivery]:
    return [delivery_of(event, endpoint) for endpoint in endpoints for _ in range(2)]


def _unsigned(event: Event, endpoints: list[Endpoint]) -> list[Delivery]:
    return [replace(delivery_of(event, endpoint), signature="") for endpoint in endpoints]


def _wrongly_signed(event: Event, endpoints: list[Endpoint]) -> list[Delivery]:
    return [delivery_of(event, replace(endpoint, secret=uuid.uuid4().hex)) for endpoint in endpoints]


def _not_at_all(event: Event, endpoints: list[Endpoint]) -> list[Delivery]:
    return []


def _of_an_unknown_video(event: Event, endpoints: list[Endpoint]) -> list[Delivery]:
    unknown = replace(event, data=event.data | {"project_id": uuid.uuid4().hex})
    return [delivery_of(unknown, endpoint) for endpoint in endpoints]


ALTERED: dict[str, Altered] = {
    "webhook_twice": _twice,
    "webhook_unsigned": _unsigned,
    "webhook_wrong_signature": _wrongly_signed,
    "webhook_lost": _not_at_all,
    "webhook_unknown_id": _of_an_unknown_video,
}
