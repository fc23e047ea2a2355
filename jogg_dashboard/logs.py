"""What each line of the log is about: the request or task it belongs to, and the person, file or video.

Knows nothing of Django, as gunicorn's own lines are written by it, too. Secrets are taken out of every line
that is written, tracebacks included.
"""

import logging
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, Token
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from jogg.redaction import redact

# In the order in which a line names them.
IDS = ("request_id", "user_id", "task", "asset_id", "video_id", "batch_id", "import_id", "rid")
OBJECTS = ("request", "response", "server", "ids")  # on some of Django's records; no text to be kept
SHARED = re.compile(r"(?<=/share/)[^/\s?#\"']+")  # who knows the token sees the video

_ids: ContextVar[Mapping[str, str] | None] = ContextVar("ids", default=None)  # None outside of requests and tasks


def bind(**ids: object) -> None:
    """Name what the lines that follow are about, until the request or task has ended; outside of both, nothing."""
    known = _ids.get()
    if known is not None:
        _ids.set({**known, **{name: str(value) for name, value in ids.items()}})


def begin(**ids: object) -> Token[Mapping[str, str] | None]:
    """Begin something of its own, of which nothing is known but this; to be given to `end`."""
    outer = _ids.set({})
    bind(**ids)
    return outer


def end(outer: Token[Mapping[str, str] | None]) -> None:
    """Go back to what was before."""
    _ids.reset(outer)


@contextmanager
def apart(**ids: object) -> Iterator[None]:
    """Something of its own, as long as the block lasts."""
    outer = begin(**ids)
    try:
        yield
    finally:
        end(outer)


def bound() -> dict[str, str]:
    """What is being done right now, by the names of `IDS`; without what isn't known."""
    known = _ids.get() or {}
    return {name: known[name] for name in IDS if name in known}


class IdsFilter(logging.Filter):
    """Puts what a line is about onto its record: each id by its name, and `ids` as the end of a line."""

    def filter(self, record: logging.LogRecord) -> bool:
        known = bound()
        record.__dict__.update(known)
        record.ids = "".join(f" {name}={value}" for name, value in known.items())
        return True


class LineFormatter(logging.Formatter):
    """A line for people, with the ids at its end."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}{ids}", style="{", defaults={"ids": ""})
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return _without_tokens(redact(super().format(record), *self._secrets))


class JsonLineFormatter(JsonFormatter):
    """A JSON object a line: `time` (UTC), `level`, `logger`, `message`, the ids, `exc_info` where something broke."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        super().__init__(
            "{levelname}{name}{message}",
            style="{",
            timestamp="time",
            rename_fields={"levelname": "level", "name": "logger"},
            reserved_attrs=[*RESERVED_ATTRS, *OBJECTS],
        )
        self._secrets = secrets

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        told = redact(log_data, *self._secrets)
        return {name: _without_tokens(value) if isinstance(value, str) else value for name, value in told.items()}


def _without_tokens(text: str) -> str:
    return SHARED.sub("…", text)
