"""Rate limits: buckets by route, 50 a second over all, and the ban of an address that is wrong too often."""

import hashlib
import math
from collections import deque
from dataclasses import dataclass, field

from tests.servers.slack.clock import Clock

from .settings import Settings

Headers = dict[str, str]


@dataclass(slots=True, kw_only=True)
class _Window:
    ends_at: float
    used: int = 0


@dataclass(slots=True, kw_only=True)
class Verdict:
    """`headers` belong on the answer; `retry_after` is set when the request is over a limit."""

    headers: Headers = field(default_factory=dict)
    retry_after: float | None = None
    scope: str = ""
    is_banned: bool = False

    def limited_headers(self) -> Headers:
        """Of a 429. Without Via, libraries take it for a ban."""
        headers = {
            "Via": "1.1 google",
            "Retry-After": str(math.ceil(self.retry_after or 0)),
            "X-RateLimit-Scope": self.scope,
        }
        if self.scope == "global":
            headers["X-RateLimit-Global"] = "true"
        return self.headers | headers


class Limits:
    """`ask` counts a request."""

    def __init__(self, clock: Clock, settings: Settings) -> None:
        self._clock = clock
        self._settings = settings
        self._windows: dict[str, _Window] = {}
        self._recent: deque[float] = deque()
        self._invalid: deque[float] = deque()

    def is_banned(self) -> bool:
        now = self._clock.now()
        while self._invalid and self._invalid[0] <= now - self._settings.invalid_window:
            self._invalid.popleft()
        return len(self._invalid) >= self._settings.invalid_limit

    def count_invalid(self) -> None:
        self._invalid.append(self._clock.now())

    def ask(self, bucket: str, limit: tuple[int, float], *, exempt: bool) -> Verdict:
        """`bucket`: route and major parameter; `limit`: requests in seconds; `exempt`: not global."""
        verdict = Verdict() if exempt else self._globally()
        if verdict.retry_after is None and self._settings.buckets:
            return self._in_bucket(bucket, limit)
        return verdict

    def _globally(self) -> Verdict:
        most, now = self._settings.global_per_second, self._clock.now()
        if not most:
            return Verdict()
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= most:
            return Verdict(retry_after=self._recent[0] + 1 - now, scope="global")
        self._recent.append(now)
        return Verdict()

    def _in_bucket(self, bucket: str, limit: tuple[int, float]) -> Verdict:
        most, seconds = limit
        now = self._clock.now()
        window = self._windows.get(bucket)
        if window is None or window.ends_at <= now:
            window = self._windows[bucket] = _Window(ends_at=now + seconds)
        left = window.ends_at - now
        over = window.used >= most
        window.used += not over
        name = bucket.partition("|")[0]
        headers = {
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(most - window.used),
            "X-RateLimit-Reset": f"{window.ends_at:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": hashlib.md5(name.encode()).hexdigest(),  # noqa: S324 (a name)
        }
        return Verdict(headers=headers, retry_after=left if over else None, scope="user" if over else "")
