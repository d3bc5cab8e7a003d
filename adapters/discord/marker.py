"""How a message of ours is told again: two of its components' ids are made of the delivery's key. Pure.

A component may have an id of the sender's, a whole number that Discord keeps and shows to nobody
(https://docs.discord.com/developers/components/reference#anatomy-of-a-component). Every message has at
least two components, buttons or not, so that every message can carry it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from adapters.discord.limits import NONCE

Json = dict[str, Any]

_CONTAINER = 17
_HIGH = 1 << 30
_BITS = (1 << 28) - 1


@dataclass(frozen=True, slots=True)
class Marker:
    """The ids of a message's container and of the first component in it: 56 bits of the key's hash."""

    outer: int
    inner: int


def marker_of(key: str) -> Marker:
    """Ids that never meet those that Discord numbers from 1 nor each other."""
    number = int.from_bytes(blake2b(key.encode(), digest_size=7).digest())
    return Marker(_HIGH | (number >> 28) << 1, _HIGH | (number & _BITS) << 1 | 1)


def marked(components: Sequence[Json], marker: Marker) -> list[Json]:
    """The components with the marker in the container."""
    return [_with_ids(one, marker) if one["type"] == _CONTAINER else one for one in components]


def marker_in(message: Mapping[str, Any]) -> Marker | None:
    """The marker of a message as Discord tells it; None when it has none of ours."""
    return next(_markers(message), None)


def nonce_of(key: str) -> str:
    """The nonce by which Discord itself knows for some minutes what it has: the key, or its hash."""
    if len(key) <= NONCE.value:
        return key
    return blake2b(key.encode(), digest_size=NONCE.value // 2).hexdigest()


def _with_ids(container: Json, marker: Marker) -> Json:
    first, *rest = container["components"]
    return container | {"id": marker.outer, "components": [first | {"id": marker.inner}, *rest]}


def _markers(message: Mapping[str, Any]) -> Iterator[Marker]:
    for one in message.get("components") or ():
        inside = one.get("components") or ()
        if one.get("type") == _CONTAINER and inside:
            outer, inner = one.get("id") or 0, inside[0].get("id") or 0
            if outer & _HIGH and inner & _HIGH:
                yield Marker(outer, inner)
