"""The Jogg that this installation works for."""

import hashlib
from functools import lru_cache

from django.conf import settings

from jogg import Client, JoggError


@lru_cache(maxsize=1)
def jogg() -> Client:
    """The client, one for the process."""
    return Client(settings.JOGG_API_URL, settings.JOGG_API_KEY)


def account() -> str:
    """Name the account in use without telling its key: 64 hex digits."""
    return hashlib.sha256(f"{settings.JOGG_API_URL} {settings.JOGG_API_KEY}".encode()).hexdigest()


def told(error: JoggError) -> dict[str, str]:
    """A failure as a row keeps it: the sentence, and what Jogg's support asks for."""
    return {"error": error.sentence, "error_code": error.code, "error_rid": error.rid}
