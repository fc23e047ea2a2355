"""Having the sandbox report to this dashboard, as Jogg would: its endpoint, and the secret that signs its events."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from jogg import Endpoint
from jogg_dashboard import pacing
from jogg_dashboard.account import jogg
from jogg_dashboard.pacing import Priority

TASK = "register the sandbox's webhook"


def register() -> None:
    """See to it that the sandbox delivers the events of videos here, and keep the secret.

    May be done again at any time. Raises `JoggError` where the sandbox doesn't do it, `Turned` where a
    POST has to wait for its turn.
    """
    _write(settings.SANDBOX_WEBHOOK_SECRET_FILE, _registered().secret)


def unregister() -> None:
    """End the deliveries, so that what happens to a video is learnt by asking only. Raises `JoggError`."""
    if ours := _ours():
        jogg().remove_endpoint(ours.endpoint_id)


def _registered() -> Endpoint:
    ours, events = _ours(), jogg().video_events
    if ours is None:
        with pacing.ask(TASK, Priority.CREATE, timezone.now()):
            return jogg().add_endpoint(_url(), events)
    if ours.enabled and set(events) <= set(ours.events):
        return ours
    return jogg().update_endpoint(ours.endpoint_id, _url(), sorted({*ours.events, *events}))


def _ours() -> Endpoint | None:
    return next((endpoint for endpoint in jogg().endpoints() if endpoint.url == _url()), None)


def _url() -> str:
    return f"http://127.0.0.1:{settings.PORT}{reverse('webhook')}"


def _write(path: Path, secret: str) -> None:
    """Write it for its owner only, and whole: the webhook may be reading it meanwhile."""
    with NamedTemporaryFile("w", dir=path.parent, prefix=path.name, delete=False) as draft:
        draft.write(secret)
    os.replace(draft.name, path)
