"""The Jogg account that this installation works for."""

from functools import lru_cache

from django.conf import settings

from jogg import Client


@lru_cache(maxsize=1)
def jogg() -> Client:
    """The client, one for the process."""
    return Client(settings.JOGG_API_URL, settings.JOGG_API_KEY)
