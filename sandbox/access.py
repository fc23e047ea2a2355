"""Who may ask: what every request to the API passes, whatever its version."""

from flask import request

from sandbox.envelope import BAD_KEY, Refusal


def check_key() -> None:
    """Any key opens the door, none doesn't."""
    if not request.headers.get("x-api-key", "").strip():
        raise Refusal(BAD_KEY, "The x-api-key header is missing or empty.")
