"""Publishes messages of announcement channels to the servers that follow them, within Discord's limit for it.

https://docs.discord.com/developers/resources/message#crosspost-message
"""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from adapters.discord import failures
from adapters.discord.finding import MESSAGE
from adapters.discord.limits import PUBLISHED_AN_HOUR
from adapters.discord.places import Spot
from adapters.discord.rest import Refused, Rest
from bot.errors import RateLimited

_WINDOW = 3600.0
_PLAIN_FOR = 600.0
_PATIENCE = 4.0
"""Seconds for one request. discord.py waits without a word where it knows that Discord would refuse."""

_MOST_CHANNELS = 1000


class Publishing:
    """Publishes each message once; what is over the limit of its channel is not asked for."""

    def __init__(self, rest: Rest, clock: Callable[[], float] = monotonic) -> None:
        self._rest = rest
        self._clock = clock
        self._asked: dict[str, deque[float]] = {}
        self._not_before: dict[str, float] = {}
        self._plain: dict[str, float] = {}  # no announcement channels, and when that was told

    async def publish(self, spot: Spot) -> None:
        """Publish the message; nothing where its channel is none that can be followed.

        Raises RateLimited and what `Rest.request` raises.
        """
        channel, now = spot.channel, self._clock()
        if now - self._plain.get(channel, -_PLAIN_FOR) < _PLAIN_FOR:
            return
        self._keep_limit(channel, now)
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._rest.request(
                    "POST", f"{MESSAGE}/crosspost", channel_id=channel, message_id=spot.message
                )
        except TimeoutError:
            self._not_before[channel] = now + _PLAIN_FOR
            raise
        except Refused as refused:
            self._learn(channel, refused)

    def _keep_limit(self, channel: str, now: float) -> None:
        asked = self._asked.setdefault(channel, deque())
        while asked and asked[0] <= now - _WINDOW:
            asked.popleft()
        over = asked[0] + _WINDOW if len(asked) >= PUBLISHED_AN_HOUR.value else now
        if (wait := max(over, self._not_before.get(channel, now)) - now) > 0:
            raise RateLimited(
                f"Discord publishes at most {PUBLISHED_AN_HOUR.value} messages of a channel an hour; "
                "this one stays in its channel.",
                retry_after=timedelta(seconds=wait),
            )
        asked.append(now)
        if len(self._asked) > _MOST_CHANNELS:
            del self._asked[next(iter(self._asked))]

    def _learn(self, channel: str, refused: Refused) -> None:
        """Raises what was refused for a reason."""
        if refused.answer.code == failures.PUBLISHED_ALREADY:
            return
        if refused.answer.code == failures.NOT_THIS_CHANNEL:
            self._plain[channel] = self._clock()
            return
        if refused.answer.retry_after is not None:
            self._not_before[channel] = self._clock() + refused.answer.retry_after
        raise refused
