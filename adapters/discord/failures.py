"""What Discord's answers and lost connections mean for a message: error codes → DeliveryError.

The codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json. Their classes are our
judgement. A code that is in no class is held and reported, never taken for the end of a channel.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

import aiohttp

from adapters.discord.rest import Answer, Refused, Resting, Unopened
from bot.errors import (
    ChannelGone,
    DeliveryError,
    MessageGone,
    NotPermitted,
    RateLimited,
    Rejected,
    Unavailable,
    Uncertain,
    Unexplained,
    WorkspaceGone,
)

UNKNOWN_CHANNEL = 10003
UNKNOWN_GUILD = 10004
UNKNOWN_MESSAGE = 10008
UNKNOWN_TAG = 10087
PUBLISHED_ALREADY = 40033
TAG_REQUIRED = 40067
NO_TEXT_CHANNEL = 50008
MISSING_ACCESS = 50001
MISSING_PERMISSIONS = 50013
NOT_THIS_CHANNEL = 50024
THREAD_ARCHIVED = 50083
THREAD_EXISTS = 160004
THREAD_LOCKED = 160005
BLOCKED_BY_RULES = 200000

NOT_PERMITTED = frozenset({MISSING_ACCESS, MISSING_PERMISSIONS, 50007, THREAD_LOCKED})
REJECTED = frozenset(
    {
        40005,
        50006,
        NO_TEXT_CHANNEL,
        NOT_THIS_CHANNEL,
        50035,
        50109,
        TAG_REQUIRED,
        UNKNOWN_TAG,
        THREAD_ARCHIVED,
        BLOCKED_BY_RULES,
    }
)
LATER = frozenset({30046, 40333, 130000, 160006, 160007})
"""Surely not taken: too many edits of old messages, Cloudflare, an overload, too many open threads."""

_DEFAULT_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)
_UNAUTHORIZED, _TIMEOUT, _TOO_MANY, _SERVER_ERRORS = 401, 408, 429, 500
_AGAIN = "then type /jobs list there."
_TOKEN = "Discord does not know the bot's token: set DISCORD_TOKEN anew and start Jobwire again."  # noqa: S105
_WHY: Mapping[int, str] = {
    MISSING_ACCESS: "Jobwire does not see the channel: give it View Channel there, or invite it again, "
    f"{_AGAIN}",
    MISSING_PERMISSIONS: "Jobwire may not post there: give it Send Messages, and for threads Send Messages "
    f"in Threads, {_AGAIN}",
    50007: "The person takes no messages from Jobwire: they may allow them in their privacy settings.",
    THREAD_LOCKED: f"The thread is locked: unlock it, {_AGAIN}",
    BLOCKED_BY_RULES: "The server's AutoMod rules block this message: exempt Jobwire's role from them.",
    UNKNOWN_GUILD: "Jobwire is not in this server any more: invite it again.",
}
_WHAT_TO_DO: Mapping[type[DeliveryError], str] = {
    RateLimited: "Discord asks for a pause; it goes on by itself.",
    ChannelGone: "The channel or thread has been deleted.",
    NotPermitted: f"Jobwire may not post there: give it the permissions that it lacks, {_AGAIN}",
    WorkspaceGone: "Jobwire is not in this server any more: invite it again.",
    MessageGone: "The message has been deleted in Discord.",
    Rejected: "Discord refuses the message as Jobwire wrote it: please report this as a bug.",
    Unavailable: "Discord takes no messages now; it is tried again.",
    Uncertain: "Discord did not say whether it took the message; Jobwire looks whether it is there.",
    Unexplained: "Discord refuses the message for a reason that this version of Jobwire does not know; it is "
    "held and tried again: please report this.",
}
_CLASSES: tuple[tuple[frozenset[int], type[DeliveryError]], ...] = (
    (frozenset({UNKNOWN_CHANNEL}), ChannelGone),
    (NOT_PERMITTED, NotPermitted),
    (frozenset({UNKNOWN_GUILD}), WorkspaceGone),
    (frozenset({UNKNOWN_MESSAGE}), MessageGone),
    (REJECTED, Rejected),
    (LATER, Unavailable),
)


@contextmanager
def translated(*, asking: bool = False) -> Iterator[None]:
    """Raises what `Rest` raises as a DeliveryError. `asking`: it was a question, no message."""
    try:
        yield
    except Refused as error:
        raise (question_failure(error.answer) if asking else failure_of(error.answer)) from error
    except Resting as error:
        pause = timedelta(seconds=error.seconds)
        raise RateLimited(_WHAT_TO_DO[RateLimited], retry_after=pause, detail=str(error)) from error
    except Unopened as error:
        refused = isinstance(error.__cause__, Refused) and error.__cause__.answer.status == _UNAUTHORIZED
        raise Unavailable(_TOKEN if refused else _WHAT_TO_DO[Unavailable], detail=str(error)) from error
    except (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError) as error:
        raise Unavailable(
            "Discord cannot be reached: check the network, the proxy and the setting discord.api_url.",
            detail=repr(error),
        ) from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Uncertain(_WHAT_TO_DO[Uncertain], detail=repr(error)) from error
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise Uncertain(_WHAT_TO_DO[Uncertain], detail=f"unreadable answer: {error!r}") from error


def failure_of(answer: Answer) -> DeliveryError:
    """What an answer to a message means."""
    if answer.status == _TOO_MANY:
        pause = _DEFAULT_PAUSE if answer.retry_after is None else timedelta(seconds=answer.retry_after)
        return RateLimited(
            _WHAT_TO_DO[RateLimited], retry_after=min(pause, _LONGEST_PAUSE), detail=str(answer)
        )
    if answer.status == _UNAUTHORIZED:
        return Unavailable(_TOKEN, detail=str(answer))
    kind = _kind(answer)
    why = _WHY.get(answer.code, _WHAT_TO_DO[kind])
    said = f"{answer.code} {answer.message}".strip() if answer.code else f"HTTP {answer.status}"
    return kind(f"{why} (Discord: {said})", detail=str(answer))


def question_failure(answer: Answer) -> DeliveryError:
    """What an answer to a question means: NotPermitted where nobody may ever ask, else as for a message."""
    if answer.code in NOT_PERMITTED:
        return NotPermitted(
            "Jobwire may not read what stands in this channel, so that a message whose fate is unknown is "
            f"sent again: give it Read Message History there. (Discord: {answer.code})",
            detail=str(answer),
        )
    return failure_of(answer)


def _kind(answer: Answer) -> type[DeliveryError]:
    for codes, kind in _CLASSES:
        if answer.code in codes:
            return kind
    if answer.status >= _SERVER_ERRORS or answer.status == _TIMEOUT:
        return Uncertain
    return Unexplained if answer.code else Unavailable  # without a code: of what stands before Discord
