"""Checks of webhook endpoints that a client sent."""

from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Request

from sandbox.endpoints import DISABLED, ENABLED, is_loopback
from sandbox.envelope import parameter_refused
from sandbox.validation import Fields, check_choices, check_required, json_fields

TYPES: dict[str, type] = {"url": str, "events": list, "status": str}


def endpoint_request(request: Request, known_events: Sequence[str], required: Collection[str]) -> Fields:
    """An endpoint's `url`, `events` and `status`, of which those not `required` may be missing. Raises `Refusal`."""
    fields: dict[str, Any] = json_fields(request, TYPES)
    check_required(fields, required)
    if "url" in fields:
        _check_url(fields["url"])
    if "events" in fields:
        _check_events(fields["events"], known_events)
    if "status" in fields:
        check_choices(fields, {"status": (ENABLED, DISABLED)})
    return fields


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        is_taken = bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(url)))
        _ = parts.port  # raises where it is no number
    except ValueError:
        is_taken = False
    if not is_taken:
        raise parameter_refused("url: must begin with https://, or with http:// on this machine.")


def _check_events(events: list[object], known: Sequence[str]) -> None:
    if not events:
        raise parameter_refused("events: must name at least one event.")
    for event in events:
        if event not in known:
            raise parameter_refused(f"events: there is no event {event}.")
    if len(set(map(str, events))) < len(events):
        raise parameter_refused("events: names an event more than once.")
