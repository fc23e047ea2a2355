"""Webhook endpoints: who wants to be told of which events, and where."""

import json
import secrets
import sqlite3
import time
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlsplit

from sandbox.assets import LOOPBACK
from sandbox.database import Database
from sandbox.envelope import NOT_FOUND, Refusal

USERNAME = "Sandbox"
ENABLED, DISABLED = "enabled", "disabled"
EVENTS_V1 = ("generated_video_success", "generated_video_failed")
EVENTS_V2 = (
    *EVENTS_V1,
    "create_avatar_success",
    "create_avatar_failed",
    "generated_product_video_success",
    "generated_product_video_failed",
    "generated_avatar_video_success",
    "generated_avatar_video_failed",
    "generated_template_video_success",
    "generated_template_video_failed",
    "generated_translate_video_success",
    "generated_translate_video_failed",
    "generated_photo_avatar_success",
    "generated_photo_avatar_failed",
    "generated_product_avatar_success",
    "generated_product_avatar_failed",
    "generated_script_success",
    "generated_script_failed",
)


@dataclass(frozen=True)
class Endpoint:
    """One endpoint. `created_at` is in seconds since 1970."""

    id: str
    url: str
    secret: str
    status: str
    events: Sequence[str]
    created_at: float

    @property
    def is_called(self) -> bool:
        """Nothing leaves this machine: endpoints elsewhere are kept and never called."""
        return self.status == ENABLED and is_loopback(self.url)

    def described(self) -> dict[str, object]:
        """Jogg's fields, the same in both versions."""
        fields = asdict(self)
        return {"endpoint_id": fields.pop("id"), **fields, "username": USERNAME, "created_at": int(self.created_at)}


class Endpoints:
    """All endpoints, whichever version they were added through."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, url: str, events: Sequence[str], status: str) -> Endpoint:
        """A new endpoint with a secret of its own."""
        endpoint = Endpoint(uuid.uuid4().hex, url, f"whsec_{secrets.token_hex(24)}", status, events, time.time())
        self._database.write(
            "INSERT INTO endpoint (id, url, secret, status, events, created_at) VALUES (?, ?, ?, ?, ?, ?)",
            (endpoint.id, url, endpoint.secret, status, json.dumps(events), endpoint.created_at),
        )
        return endpoint

    def all(self) -> list[Endpoint]:
        """Every endpoint, oldest first."""
        return [_endpoint(row) for row in self._database.rows("SELECT * FROM endpoint ORDER BY created_at, rowid")]

    def get(self, endpoint_id: str) -> Endpoint:
        """The endpoint. Raises `Refusal` where there is none."""
        row = self._database.row("SELECT * FROM endpoint WHERE id = ?", (endpoint_id,))
        if row is None:
            raise Refusal(NOT_FOUND, "There is no such endpoint.")
        return _endpoint(row)

    def change(self, endpoint: Endpoint, **changes: object) -> Endpoint:
        """Change its `url`, `events` or `status`; what was under way to it is dropped unless it stays enabled."""
        changed = replace(endpoint, **changes)
        self._database.write(
            "UPDATE endpoint SET url = ?, events = ?, status = ? WHERE id = ?",
            (changed.url, json.dumps(changed.events), changed.status, changed.id),
        )
        if changed.status != ENABLED:
            self._drop_deliveries(changed)
        return changed

    def delete(self, endpoint: Endpoint) -> None:
        self._database.write("DELETE FROM endpoint WHERE id = ?", (endpoint.id,))
        self._drop_deliveries(endpoint)

    def _drop_deliveries(self, endpoint: Endpoint) -> None:
        self._database.write("DELETE FROM delivery WHERE endpoint_id = ?", (endpoint.id,))


def is_loopback(url: str) -> bool:
    """Whether `url` is on this machine. Raises `ValueError` for what isn't a URL."""
    return urlsplit(url).hostname in LOOPBACK


def _endpoint(row: sqlite3.Row) -> Endpoint:
    return Endpoint(**{**row, "events": json.loads(row["events"])})
