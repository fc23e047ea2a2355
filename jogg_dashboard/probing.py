"""Asking Jogg once a minute whether it is there, takes the key, and delivers its events here. Runs in the worker.

No page asks: they read what is known. It is a GET, so that it costs neither credits nor a turn in the line, and
the one that also tells where events go.
"""

import threading
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from jogg import JoggError
from jogg_dashboard import calls
from jogg_dashboard.account import account, jogg
from jogg_dashboard.models import Contact

EVERY = timedelta(seconds=50)  # the worker comes each minute, and so do other workers
_asking = threading.Lock()


def probe() -> None:
    """Ask, unless another worker just did, or the last asking still waits for its answer."""
    if not _asking.acquire(blocking=False):
        return
    try:
        if _is_due():
            _ask()
    finally:
        _asking.release()


def webhook_url() -> str:
    """Where Jogg is to deliver events; "" where the world can't reach this dashboard."""
    base = f"http://127.0.0.1:{settings.PORT}" if settings.DEMO_MODE else settings.PUBLIC_URL
    return base and base + reverse("webhook")


def _is_due() -> bool:
    """Claim this minute's asking."""
    contact, _ = Contact.objects.get_or_create(account=account())
    now = timezone.now()
    asked = Contact.objects.filter(Q(probed_at=None) | Q(probed_at__lt=now - EVERY), pk=contact.pk)
    return asked.update(probed_at=now) == 1


def _ask() -> None:
    """What the answer says of Jogg and the key, whoever observes calls has noted; that is written down at once."""
    try:
        endpoints = jogg().endpoints()
    except JoggError:
        return
    finally:
        calls.write_down(account())
    ours = any(endpoint.enabled and endpoint.url == webhook_url() for endpoint in endpoints)
    calls.note(account(), is_webhook_registered=ours, webhook_checked_at=timezone.now())
