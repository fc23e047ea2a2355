"""Reporting errors to Sentry, without people's data, files or secrets. Loaded only where SENTRY_DSN is set."""

from typing import Any

import sentry_sdk
from django.conf import settings
from sentry_sdk.integrations.redis import RedisIntegration

from jogg.redaction import redact
from jogg_dashboard.version import VERSION

QUERIES = {"http.query", "http.fragment", "query_string"}  # cut off their URL, a signature isn't told from the rest


def start() -> None:
    """Report what goes wrong in this process from now on, until it ends.

    The values of variables stay here: they may be a script, a signed URL or the key. No header is added to what is
    sent to Jogg or to its storage.
    """
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        release=VERSION,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        auto_session_tracking=False,
        traces_sample_rate=settings.SENTRY_TRACES_RATE or None,
        trace_propagation_targets=[],
        disabled_integrations=[RedisIntegration()],  # it quotes keys, and who knows a session's key has the session
        before_send=_scrubbed,
        before_send_transaction=_scrubbed,
    )


def _scrubbed(event: Any, hint: dict[str, Any]) -> Any:
    """Without addresses, which may hold a shared link's token; the route is the event's `transaction`."""
    request = event.get("request", {})
    request.pop("url", None)
    request.get("headers", {}).pop("Referer", None)
    return redact(_without_queries(event), *settings.SECRETS)


def _without_queries(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_queries(below) for key, below in value.items() if key not in QUERIES}
    return [_without_queries(below) for below in value] if isinstance(value, list | tuple) else value
