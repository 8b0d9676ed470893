"""Which addresses the house may post to: those that the operator's settings list, and no other.

An address that somebody types must be no way to reach machines inside the network, so the host is
compared with a list and never with what its name happens to resolve to.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

PORTS = {"https": 443, "http": 80}
Origin = tuple[str, str, int]


def origin_of(url: str) -> Origin | None:
    """Return scheme, host and port of an address; None for one that cannot be posted to."""
    if any(ord(sign) <= 32 or ord(sign) == 127 for sign in url):
        return None
    try:
        parts: SplitResult = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        return None
    return parts.scheme, parts.hostname.lower().rstrip("."), port or PORTS[parts.scheme]


def origins_of(listed: Iterable[str]) -> frozenset[Origin]:
    """Read a list of hosts: a bare one means HTTPS; plain HTTP must be written out."""
    found = (origin_of(one if "://" in one else f"https://{one}") for one in listed)
    return frozenset(one for one in found if one is not None)


def allowed(url: str, listed: Iterable[str]) -> bool:
    """Tell whether an address is of a listed host, scheme and port."""
    origin = origin_of(url)
    return origin is not None and origin in origins_of(listed)
