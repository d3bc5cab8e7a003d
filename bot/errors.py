"""What can go wrong, each with what it concerns and what to do now.

JobwireError
├── ConfigurationError      settings are wrong; carries every fault at once
├── StoreUnavailable        the database cannot be opened or has lost its connection
│   └── StoreBusy           another transaction was in the way: nothing was written, try again
├── QueryError              a query that cannot be understood; carries position and suggestion
├── CommandError            a command that cannot be carried out as typed
│   ├── UnknownCommand
│   ├── UnknownSubscription
│   ├── UnknownPosting
│   ├── UnknownSource
│   ├── BadOption           a time, zone, number ... that is not one
│   └── NotAllowed
├── FeedError               a source that could not be read
│   ├── NoSuchFeed          it answers, but there is no feed (404, an HTML page, a login page)
│   └── FetchFailed         no answer that says anything (time-out, 5xx, 429, broken document)
│       └── RefusedAddress  a private or loopback address, or another scheme than http(s)
└── DeliveryError           a message that the platform did not take; says what to do
    ├── RateLimited         again after `retry_after`, this channel only
    ├── Unavailable         surely not sent: again later
    ├── Uncertain           perhaps sent: `find` first
    ├── Unexplained         an answer that we do not know: hold and report, `find` first, try now and then
    ├── ChannelGone         stop this channel
    ├── NotPermitted        stop this channel until somebody mends it
    ├── WorkspaceGone       stop the whole workspace
    └── Rejected            our payload is wrong: hold and report
        └── MessageGone     the message to change is not there any more: leave it

`str(error)` is for the person who must act: what went wrong, where, what to do now. `error.detail` is
for whoever mends Jobwire; it never holds a secret.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta


class JobwireError(Exception):
    """Base of every error that Jobwire raises on purpose."""

    def __init__(self, message: str, *, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in the configuration: where, what, and what is allowed.

    `key` is empty where the whole place is wrong.
    """

    place: str
    key: str
    problem: str
    allowed: str

    def __str__(self) -> str:
        where = f"{self.place}: {self.key}" if self.key else self.place
        return f"{where}: {self.problem.rstrip('.')}; allowed: {self.allowed}"


class ConfigurationError(JobwireError):
    """The settings are wrong. `faults` holds all of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"The configuration has {count}:\n{lines}")


class StoreUnavailable(JobwireError):
    """The database cannot be opened or used. `location` is its address without a password."""

    def __init__(self, location: str, why: str, *, detail: str = "") -> None:
        self.location = location
        super().__init__(f"The database {location} cannot be used: {why}", detail=detail)


class StoreBusy(StoreUnavailable):
    """Another transaction was in the way (a deadlock): nothing was written, the same may be tried again."""


class QueryError(JobwireError):
    """A query that cannot be understood: `position` counts characters from 0 in `query`."""

    def __init__(
        self, query: str, position: int, problem: str, *, length: int = 1, suggestion: str | None = None
    ) -> None:
        self.query = query
        self.position = position
        self.length = length
        self.problem = problem
        self.suggestion = suggestion
        pointer = " " * position + "^" * max(1, length)
        hint = f"\nDid you mean: {suggestion}" if suggestion else ""
        super().__init__(f"{problem}\n{query}\n{pointer}{hint}")


class CommandError(JobwireError):
    """A command that cannot be carried out as typed."""


class UnknownCommand(CommandError):
    """No such command; the message names the nearest ones."""


class UnknownSubscription(CommandError):
    """This channel has no subscription of that number; the message names those that it has."""


class UnknownPosting(CommandError):
    """No stored posting has that id or URL."""


class UnknownSource(CommandError):
    """This workspace has no source of that name or number."""


class BadOption(CommandError):
    """An option's value is not one; the message says what is expected, with an example."""


class NotAllowed(CommandError):
    """The person may not do this here; the message says who may."""


class FeedError(JobwireError):
    """A source that could not be read."""


class NoSuchFeed(FeedError):
    """The address answers, but there is no feed: 404, an HTML page, a login page, an unknown board."""


class FetchFailed(FeedError):
    """No answer that says anything about the feed. `retry_after` is what the server asked for."""

    def __init__(self, message: str, *, detail: str = "", retry_after: timedelta | None = None) -> None:
        super().__init__(message, detail=detail)
        self.retry_after = retry_after


class RefusedAddress(FetchFailed):
    """The address, or one that it leads to, is private, or the scheme is not http or https."""


class DeliveryError(JobwireError):
    """A message that the platform did not take."""


class RateLimited(DeliveryError):
    """Too fast for this channel: again after `retry_after`."""

    def __init__(self, message: str, *, retry_after: timedelta, detail: str = "") -> None:
        super().__init__(message, detail=detail)
        self.retry_after = retry_after


class Unavailable(DeliveryError):
    """Surely not sent (refused connection, an answer that says so): again later."""


class Uncertain(DeliveryError):
    """Perhaps sent (connection lost, time-out, 5xx): ask `find` before sending again."""


class Unexplained(DeliveryError):
    """The platform's answer means nothing to us: held and reported, tried at ever longer pauses for a day."""


class ChannelGone(DeliveryError):
    """The channel no longer exists, or is archived: stop sending there."""


class NotPermitted(DeliveryError):
    """The bot may not write there: stop until somebody mends it."""


class WorkspaceGone(DeliveryError):
    """The installation is revoked or the workspace is gone: stop all of its channels."""


class Rejected(DeliveryError):
    """The platform says that our payload is wrong: held and reported, never retried."""


class MessageGone(Rejected):
    """The message that was to be changed has been deleted: there is nothing more to do with it."""
