"""The Jogg that this installation works for."""

import hashlib
from contextlib import suppress
from functools import lru_cache

from django.conf import settings

from jogg import Client, JoggError
from jogg_dashboard import calls
from jogg_dashboard.models import Contact

LONGEST_CODE, LONGEST_RID = 20, 200  # characters that a row has room for


def jogg(version: str = "") -> Client:
    """The client, one for the process; `version` asks for another dialect than the one that is set.

    A job is asked about in the dialect that accepted it, whatever is set by then.
    """
    return _client(settings.JOGG_API_URL, settings.JOGG_API_KEY, version or settings.JOGG_API_VERSION)


@lru_cache(maxsize=2)  # one for each version
def _client(url: str, key: str, version: str) -> Client:
    return Client(url, key, version, calls.observe)


def account() -> str:
    """Name the account in use without telling its key: 64 hex digits."""
    return hashlib.sha256(f"{settings.JOGG_API_URL} {settings.JOGG_API_KEY}".encode()).hexdigest()


def contact() -> Contact:
    """What was last heard of Jogg with this account; an unsaved row where that is nothing yet."""
    return Contact.objects.filter(account=account()).first() or Contact(account=account())


def webhook_secret() -> str:
    """What Jogg signs its events with, "" where none is set.

    In demo mode it may be the sandbox's, kept here once the rehearsal page has registered with it.
    """
    if settings.JOGG_WEBHOOK_SECRET or not settings.DEMO_MODE:
        return settings.JOGG_WEBHOOK_SECRET
    with suppress(FileNotFoundError):
        return settings.SANDBOX_WEBHOOK_SECRET_FILE.read_text().strip()
    return ""


def told(error: JoggError) -> dict[str, str]:
    """A failure as a row keeps it: the sentence, and what Jogg's support asks for."""
    return {"error": error.sentence, "error_code": error.code[:LONGEST_CODE], "error_rid": error.rid[:LONGEST_RID]}
