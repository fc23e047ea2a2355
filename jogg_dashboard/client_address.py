"""Whose address wrong passwords are counted for: behind a proxy everybody has the proxy's own."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The last address of X-Forwarded-For, which the proxy itself has seen, where X-Forwarded-Proto is believed, too.

    What stands before it anybody can have sent.
    """
    nearest = request.META.get("REMOTE_ADDR")
    if not settings.SECURE_PROXY_SSL_HEADER:
        return nearest
    seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(seen))
    except ValueError:
        return nearest
