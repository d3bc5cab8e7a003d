"""What stands between Jobwire and Discord's gateway: what to say of an error, and when to try again. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import discord

from adapters.discord.inquiry import TOKEN_PAGE, WANTED_TOKEN
from adapters.discord.rest import Refused, Resting, Unopened

_SLOWLY = timedelta(minutes=15)
"""Until somebody acts nothing changes, and each attempt counts at Discord."""

_SHORTLY = timedelta(seconds=5)
CLOSED = "discord closed the connection"
_UNAUTHORIZED = 401
_DISALLOWED_INTENTS = 4014


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What Discord says of connecting: where, in how many shards, and how often it may still be begun."""

    url: str
    shards: int
    left: int
    reset_after: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why there is no connection. `to_do` is for whoever runs Jobwire; empty where waiting is enough.

    `problem` is a code, a status or the name of an error.

    `again_in` is None where it is tried again soon, at growing distances. `at_start` is what is allowed, in
    a fault of the setting discord.token with which Jobwire does not even start.
    """

    what: str
    problem: str = ""
    to_do: str = ""
    again_in: timedelta | None = None
    at_start: str = ""


_REFUSED = Trouble(
    what="discord refuses the token",
    to_do=f"Put a new one into DISCORD_TOKEN ({WANTED_TOKEN}), and restart Jobwire.",
    again_in=_SLOWLY,
    at_start=WANTED_TOKEN,
)
_INTENTS = Trouble(
    what="discord does not allow the intents",
    to_do=f"Jobwire asks for the intent of guilds alone. See whether the app is disabled at {TOKEN_PAGE}.",
    again_in=_SLOWLY,
)
_SHARDS = Trouble(what="discord asks for more shards", again_in=_SHORTLY)
_VERSION = Trouble(
    what="discord does not speak this version of its gateway any more",
    to_do="Update Jobwire.",
    again_in=_SLOWLY,
)
_CLOSED = {
    4004: _REFUSED,
    4010: _SHARDS,
    4011: _SHARDS,
    4012: _VERSION,
    4013: _INTENTS,
    _DISALLOWED_INTENTS: _INTENTS,
}
"""https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes"""


def trouble_of(error: BaseException) -> Trouble:
    """What the error of a connection means."""
    if isinstance(error, Unopened) and error.__cause__ is not None:
        return trouble_of(error.__cause__)
    if isinstance(error, discord.ConnectionClosed | discord.PrivilegedIntentsRequired):
        code = getattr(error, "code", _DISALLOWED_INTENTS)
        return _CLOSED.get(code, Trouble(what=CLOSED, problem=str(code)))
    if isinstance(error, Resting):
        return Trouble(what="discord asks for a pause", again_in=timedelta(seconds=error.seconds))
    unauthorized = isinstance(error, Refused) and error.answer.status == _UNAUTHORIZED
    if unauthorized or isinstance(error, discord.LoginFailure):
        return _REFUSED
    status = error.answer.status if isinstance(error, Refused) else getattr(error, "status", None)
    if status is not None:
        return Trouble(what="discord has trouble", problem=f"status {status}")
    return Trouble(what="discord cannot be reached", problem=type(error).__name__)


def exhausted(start: Start, now: datetime) -> Trouble | None:
    """What to say where no connection may be begun any more; None where one may."""
    if start.left > 0:
        return None
    again = now + start.reset_after
    return Trouble(
        what=f"discord allows no new connection before {again:%d %b, %H:%M} UTC",
        to_do="Find what restarts over and over, here or elsewhere with this token, and stop it. Jobs are "
        "posted all the same; commands are answered from then on.",
        again_in=start.reset_after,
    )
