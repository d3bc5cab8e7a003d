"""What a fetch may cost and what it brings."""

from dataclasses import dataclass

from bot.domain.source import Validators

MAX_BODY = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How long a fetch may take and how large a body, unpacked, may be. Seconds and bytes."""

    connect: float = 10.0
    total: float = 60.0
    body: int = MAX_BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body that differs from the one last read. `validators` are for the next GET."""

    body: bytes
    content_type: str | None
    final_url: str
    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The body is the one last read: the server said so, or its hash does.

    `validators` are for the next GET. `requests` is how many it took to learn it.
    """

    validators: Validators
    final_url: str
    requests: int = 1
