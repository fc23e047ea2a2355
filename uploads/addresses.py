"""Which addresses may be fetched from: public ones, and the hosts that the operator has named.

`requests_hardened` resolves a host, refuses private addresses and connects to the very address it has
checked, so that a name which changes in between (DNS rebinding) leads nowhere else. It looks at the
first address only and lets some reserved ones pass, so `GuardedAdapter` adds both checks.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from django.conf import settings
from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from requests_hardened.ip_filter import EXTRA_BLOCKED_NET_RANGES, InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connectionpool import ConnectionPool

from uploads.deadlines import Deadline


class GuardedAdapter(IPFilterAdapter):
    """Connects to public addresses only, and until the deadline; of a host with several, each must be public."""

    def __init__(self, *, is_https_proto: bool, deadline: Deadline) -> None:
        super().__init__(is_https_proto=is_https_proto)
        self._deadline = deadline

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> ConnectionPool:
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = self._deadline.watching(type(pool).ConnectionCls)
        return pool

    def build_connection_pool_key_attributes(
        self, request: PreparedRequest, verify: bool | str, cert: str | tuple[str, str] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        unfiltered = HTTPAdapter.build_connection_pool_key_attributes(self, request, verify, cert)
        host, port = unfiltered[0]["host"], unfiltered[0]["port"]
        if is_allowed(host, port or {"https": 443}.get(unfiltered[0]["scheme"], 80)):
            return unfiltered
        for address in addresses_of(host, port):
            refuse_unless_public(address)
        pinned = super().build_connection_pool_key_attributes(request, verify, cert)
        refuse_unless_public(pinned[0]["host"].strip("[]"))
        return pinned


def is_allowed(host: str, port: int) -> bool:
    """Whether the operator lets this host be private."""
    return not {host.lower(), f"{host.lower()}:{port}"}.isdisjoint(settings.IMPORT_ALLOWED_HOSTS)


def addresses_of(host: str, port: int | None) -> set[str]:
    """Every address that a host has."""
    return {str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}


def refuse_unless_public(text: str) -> None:
    if not is_public(ip_address(text)):
        raise InvalidIPAddress(text)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the open internet, whatever notation hides it."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    is_special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local
    is_special = is_special or getattr(address, "is_site_local", False)
    return address.is_global and not is_special and not any(address in net for net in EXTRA_BLOCKED_NET_RANGES)
