"""Counts the requests of each kind of source, so that no day holds more than its terms allow.

It forgets with the process: after a restart a day's count begins anew, while each source's own pause, which
is in the database, goes on.
"""

from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.source import Validators
from bot.errors import FetchFailed
from bot.feeds.fetched import Fetched, NotModified
from bot.feeds.formats import Page
from bot.feeds.paging import FetchPage
from bot.feeds.terms import KindTerms

_DAY = timedelta(days=1)


class Allowance:
    """What is left of the last 24 hours, by kind."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._asked: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def take(self, terms: KindTerms) -> None:
        """Count one request. Raises FetchFailed where the day's are used up; it says when there are more."""
        if terms.daily_limit is None:
            return
        now = self._clock()
        asked = self._asked[terms.kind]
        while asked and asked[0] <= now - _DAY:
            asked.popleft()
        if len(asked) >= terms.daily_limit:
            raise FetchFailed(
                f"{terms.attribution or terms.kind} allows {terms.daily_limit} requests a day, and they are "
                f"used up ({terms.page}). It is read again when there are more; fewer such sources help.",
                retry_after=asked[0] + _DAY - now,
            )
        asked.append(now)

    def counted(self, fetch: FetchPage, terms: KindTerms) -> FetchPage:
        """The same way out, each request counted."""

        async def fetch_counted(page: Page, validators: Validators) -> Fetched | NotModified:
            self.take(terms)
            return await fetch(page, validators)

        return fetch_counted
