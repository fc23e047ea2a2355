"""The sandbox's control pages: its faults are armed, listed and switched off, and it is made to report.

Only ever called in demo mode, where the sandbox runs on this computer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

TIMEOUTS = (1.0, 3.0)  # seconds to connect, and for each piece of an answer
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SandboxAway(Exception):
    """The sandbox doesn't answer."""


@dataclass(frozen=True)
class ArmedFault:
    """One that requests can still meet. `on` is where; `times_left` is None for one that goes on until switched off."""

    id: str
    fault: str
    on: str
    times_left: int | None


def armed() -> list[ArmedFault]:
    """The faults still armed, the first armed first."""
    listed = _call("GET", "/sandbox/faults").json()
    return [
        ArmedFault(fault["id"], fault["fault"], fault["on"], fault["times_left"])
        for fault in listed
        if fault["times_left"] != 0
    ]


def titles() -> dict[str, str]:
    """What the sandbox calls each of its faults."""
    return {kind["fault"]: kind["title"] for kind in _call("GET", "/sandbox/fault-kinds").json()}


def arm(fault: str, *, on: str, times: int, parameters: Mapping[str, Any]) -> None:
    _call("POST", "/sandbox/faults", {"fault": fault, "on": on, "times": times, **parameters})


def clear() -> None:
    """Switch every fault off."""
    _call("DELETE", "/sandbox/faults")


def disarm(fault_id: str) -> None:
    """Switch one fault off; one that is gone already is all right."""
    _call("DELETE", f"/sandbox/faults/{fault_id}", missing_ok=True)


def report(event: str, data: Mapping[str, Any]) -> None:
    """Have the sandbox deliver an event now, to whoever is registered for any."""
    _call("POST", "/sandbox/webhooks", {"event": event, "data": data})


def _call(method: str, path: str, body: Mapping[str, Any] | None = None, *, missing_ok: bool = False) -> Any:
    """Make one request. Raises `SandboxAway`, or `requests.HTTPError` for a refusal, which would be our mistake."""
    try:
        with requests.Session() as session:
            session.trust_env = False  # a proxy of the environment would carry it off this computer
            answer = session.request(method, _url(path), json=body, timeout=TIMEOUTS, allow_redirects=False)
    except (requests.ConnectionError, requests.Timeout) as error:
        raise SandboxAway from error
    if not (missing_ok and answer.status_code == requests.codes.not_found):
        answer.raise_for_status()
    return answer


def _url(path: str) -> str:
    if not settings.DEMO_MODE or urlsplit(settings.JOGG_API_URL).hostname not in LOOPBACK:
        raise RuntimeError("There is no sandbox to control: the dashboard works for a real Jogg.")
    return f"{settings.JOGG_API_URL}{path}"
