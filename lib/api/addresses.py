"""From where a request comes, when proxies of the operator stand in front."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

IPV6_CUSTOMER_BITS = 64  # RFC 6177: a site gets at least a /64, so single addresses cost nothing
# What one customer may have of more: RFC 6177 gives a site up to a /48; a /24 is the least that is
# routed between networks, so whoever rents addresses rents these.
WIDE_BITS = {4: 24, 6: 48}


def client_address(request: HttpRequest) -> str:
    """The address that the outermost proxy of ours saw; without proxies, the peer's.

    `settings.TRUSTED_PROXIES` says how many entries at the right of X-Forwarded-For were written
    by us; what stands further left is the client's own claim and is never read.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    return behind(peer, request.META.get("HTTP_X_FORWARDED_FOR", ""))


def behind(peer: str, forwarded: str) -> str:
    """The same of what a peer sent as X-Forwarded-For."""
    trusted = settings.TRUSTED_PROXIES
    if not trusted:
        return peer
    claimed = [part.strip() for part in forwarded.split(",")]
    candidate = claimed[-trusted] if len(claimed) >= trusted else ""
    return candidate if _is_address(candidate) else peer


def network_of(address: str) -> str:
    """What is counted together: one IPv4 address, or an IPv6 /64."""
    if not _is_address(address):
        return "unknown"
    parsed = ipaddress.ip_address(address)
    if parsed.version == 6:
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((address, IPV6_CUSTOMER_BITS), strict=False))
    return str(parsed)


def wider(network: str) -> str:
    """Of what `network_of` answered, the /24 (IPv4) or /48 (IPv6) in which it lies; many may share
    it. What is unknown stays so."""
    try:
        parsed = ipaddress.ip_network(network)
    except ValueError:
        return network
    return str(parsed.supernet(new_prefix=WIDE_BITS[parsed.version]))


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
