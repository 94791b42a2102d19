"""The browser at the door: its address, its name for itself, and whether it has signed in before."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from django.http import HttpRequest

from .devices import device_in
from .limits import trusted_proxies


@dataclass(frozen=True, slots=True)
class Asker:
    """Facts of one browser. ``device`` is what its known-device cookie says, already verified, or empty."""

    address: str
    browser: str
    device: str = ""


def asker_of(request: HttpRequest) -> Asker:
    """The facts of a request's browser."""
    return Asker(
        address=client_address(request),
        browser=request.META.get("HTTP_USER_AGENT", "")[:200],
        device=device_in(request),
    )


def client_address(request: HttpRequest) -> str:
    """The client's address, taken past as many proxies as settings.PORTICO_TRUSTED_PROXIES says are ours.

    Anything that a client can write itself is ignored; what is no address at all is an empty string.
    """
    hops = [request.META.get("REMOTE_ADDR", "")]
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    hops = [*(hop.strip() for hop in forwarded.split(",") if hop.strip()), *hops]
    # Each trusted proxy wrote the hop before its own, counted from the right.
    trusted = min(trusted_proxies(), len(hops) - 1)
    try:
        return str(ipaddress.ip_address(hops[-1 - trusted]))
    except ValueError:
        return ""


def network_of(address: str) -> str:
    """What is counted as one place: an IPv4 address, or the /64 that one IPv6 customer has to themselves."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)
