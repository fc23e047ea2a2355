"""Who may ask, and how often: what every request to the API passes, whatever its version."""

import math

from flask import Blueprint, request

from sandbox.envelope import BAD_KEY, TOO_FAST, Refusal
from sandbox.state import state


def guard(blueprint: Blueprint) -> None:
    """Check the requests to a version of the API before they are answered."""
    blueprint.before_request(check_key)
    blueprint.before_request(check_pace)


def check_key() -> None:
    """Any key opens the door, none doesn't."""
    if not _key():
        raise Refusal(BAD_KEY, "The x-api-key header is missing or empty.")


def check_pace() -> None:
    """Count a POST, whatever becomes of it. Raises `Refusal` where the key has sent too many."""
    wait = state().pace.wait(_key()) if request.method == "POST" else 0.0
    if wait:
        raise Refusal(TOO_FAST, "Too many POST requests.", http_status=429, retry_after=math.ceil(wait))


def _key() -> str:
    return request.headers.get("x-api-key", "").strip()
