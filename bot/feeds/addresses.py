"""Which addresses may be fetched: public ones over http(s), and private ones that a setting names.

Pure judgement of names and numbers; `fetch` applies it to every hop and to every socket it opens.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, urlsplit, urlunsplit

from bot.errors import RefusedAddress

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NEVER = (
    ipaddress.IPv6Network("64:ff9b:1::/48"),  # NAT64 for local use, RFC 8215
    ipaddress.IPv6Network("::/96"),  # IPv4-compatible, long abolished
    ipaddress.IPv6Network("2001::/32"),  # Teredo
)
_SECRET_PARAMETER = re.compile(
    r"((?:^|&)[^=&]*(?:token|key|secret|auth|pass|sig)[^=&]*=)[^&]*", re.IGNORECASE
)
_LONGEST_SHOWN = 200
_PORTS = {"http": 80, "https": 443}


def shown(url: str) -> str:
    """The address as it may stand in a message or a log: without name, password and secret parameters."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return url.rpartition("@")[2][:_LONGEST_SHOWN]
    query = _SECRET_PARAMETER.sub(r"\1...", parts.query)
    text = urlunsplit(SplitResult(parts.scheme, host, parts.path, query, ""))
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the public internet; False for anything unclear.

    An IPv6 address that carries an IPv4 one (mapped, 6to4, NAT64) is judged by the one it carries.
    """
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    carried = _carried(number) if isinstance(number, IPv6Address) else None
    if carried is not None:
        number = carried
    if isinstance(number, IPv6Address) and (number.is_site_local or any(number in net for net in _NEVER)):
        return False
    return number.is_global and not (number.is_multicast or number.is_reserved or number.is_unspecified)


def _carried(number: IPv6Address) -> IPv4Address | None:
    if number in _NAT64:
        return IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour


def numeric(host: str) -> str | None:
    """The address that a host spells in numbers, also as 2130706433 or 0x7f.1; None for a name."""
    bare = host.strip("[]")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    try:
        return str(IPv4Address(socket.inet_aton(bare)))
    except (OSError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Says which addresses may be fetched. `allowed` holds hosts and host:port that a setting names."""

    allowed: frozenset[str] = frozenset()

    def names(self, host: str, port: int) -> bool:
        """Whether the setting names this host, or this host with this port."""
        bare = host.strip("[]").lower()
        return not self.allowed.isdisjoint({bare, f"{bare}:{port}", f"[{bare}]:{port}", f"[{bare}]"})

    def check(self, url: str) -> None:
        """Raise RefusedAddress for another scheme than http(s), no host, or a private number as host.

        A name is judged when it is resolved and again when the socket is opened.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
        except ValueError as error:
            raise RefusedAddress(
                f"{shown(url)} is not a web address. Give one such as https://example.com/jobs.rss",
                detail=str(error),
            ) from error
        if parts.scheme not in _PORTS:
            raise RefusedAddress(f"{shown(url)} is refused: only http:// and https:// addresses can be read.")
        if not host:
            raise RefusedAddress(
                f"{shown(url)} names no host. Give an address such as https://example.com/jobs.rss"
            )
        number = numeric(host)
        if number is not None and not self.permits(host, number, port):
            raise refused(url, number)

    def permits(self, host: str, address: str, port: int) -> bool:
        """Whether a connection to this numeric address, reached under this host name, may be opened."""
        return is_public(address) or self.names(host, port) or self.names(address, port)


def refused(url: str, address: str) -> RefusedAddress:
    """The error for an address that leads into a private network."""
    return RefusedAddress(
        f"{shown(url)} is refused: it leads to {address}, an address of a private network. "
        "If it is meant to be read, whoever runs Jobwire names its host and port in "
        "JOBWIRE_FEEDS_ALLOWED_PRIVATE."
    )
