"""Webhook endpoints: where Jogg delivers its events. The same calls in both dialects.

The paths are those of the schemas; v1's guide has others, which don't work (Q14). v1's description
shows answers without the envelope, so they are read with it and without.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from jogg.answers import Reply
from jogg.reading import first_id, lacking, link, text
from jogg.results import Endpoint
from jogg.transport import Transport

ONE = "/endpoint/{id}"


class Endpoints:
    """The endpoints of one account. `root` is the dialect's, `/v1` or `/v2`. Nothing but GETs is repeated."""

    def __init__(self, transport: Transport, root: str) -> None:
        self._transport = transport
        self._root = root

    def all(self) -> list[Endpoint]:
        listed = _list(self._call("GET", "/endpoints"), "endpoints")
        found = [_endpoint(item) for item in listed if isinstance(item, dict)]
        return [endpoint for endpoint in found if endpoint.endpoint_id]

    def add(self, url: str, events: Sequence[str]) -> Endpoint:
        return _one(self._call("POST", "/endpoint", _body(url, events)))

    def update(self, endpoint_id: str, url: str, events: Sequence[str]) -> Endpoint:
        return _one(self._call("PUT", ONE, _body(url, events), endpoint_id))

    def remove(self, endpoint_id: str) -> None:
        self._call("DELETE", ONE, endpoint_id=endpoint_id)

    def events(self) -> list[str]:
        """The names of what can be delivered."""
        return [event for event in _list(self._call("GET", "/events"), "events") if isinstance(event, str)]

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None, endpoint_id: str = "") -> Reply:
        pattern = self._root + path
        asked = pattern.format(id=quote(endpoint_id, safe=""))
        return self._transport.call(method, asked, body=body, bare=True, pattern=pattern)


def _body(url: str, events: Sequence[str]) -> dict[str, Any]:
    return {"url": url, "status": "enabled", "events": list(events)}


def _list(reply: Reply, name: str) -> list[Any]:
    """A list under data, under its name, or under both; an empty one may be null."""
    for holder, field in ((reply.envelope.get("data"), name), (reply.envelope, "data"), (reply.envelope, name)):
        if isinstance(holder, dict) and field in holder and isinstance(holder[field] or [], list):
            return holder[field] or []
    raise lacking(reply, f"its {name}")


def _one(reply: Reply) -> Endpoint:
    data = reply.envelope.get("data")
    found = _endpoint(data if isinstance(data, dict) else reply.envelope)
    if not found.endpoint_id:
        raise lacking(reply, "endpoint_id")
    return found


def _endpoint(item: dict[str, Any]) -> Endpoint:
    events = item.get("events")
    return Endpoint(
        endpoint_id=first_id(item, "endpoint_id", "id"),
        url=link(item.get("url")),
        secret=text(item, "secret"),
        enabled=text(item, "status").lower() == "enabled",
        events=tuple(event for event in events if isinstance(event, str)) if isinstance(events, list) else (),
    )
