"""Who is really calling: the address of the peer, seen through the proxies that the shop itself runs."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Networks = tuple[IPv4Network | IPv6Network, ...]

HOUSEHOLD_BITS = 64
"""Of an IPv6 address: a household or a phone has at least that many addresses to itself."""


def networks(names: Iterable[str]) -> Networks:
    """Addresses or ranges, as `trusted_proxies` names them. Raises ValueError."""
    return tuple(ip_network(name, strict=False) for name in names)


def peer(remote: str | None, forwarded: Iterable[str], trusted: Networks) -> str:
    """The address of the first hop, from our side, that is not one of our own proxies.

    `forwarded`: the X-Forwarded-For headers as they came. Everybody may write there, so they are read from the
    right, and only as far as trusted proxies wrote them. What is no address ends the walk."""
    here = _address(remote or "")
    if here is None:
        return ""
    hops = [hop for header in forwarded for hop in header.split(",")]
    while hops and _is_in(here, trusted):
        before = _address(hops.pop())
        if before is None:
            break
        here = before
    return str(here)


def household(address: str) -> str:
    """What a limit counts: an IPv4 address, or the network that one IPv6 customer has."""
    found = _address(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, HOUSEHOLD_BITS), strict=False))
    return str(found or "")


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped
    return found


def _is_in(address: IPv4Address | IPv6Address, trusted: Networks) -> bool:
    return any(address in network for network in trusted)
