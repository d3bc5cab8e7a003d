"""The server's numbers: Discord's own where it documents them, and a test may set each."""

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Settings:
    """Durations are seconds. `rates` are probabilities of behaviours of posting, see faults.

    With a clock that stands still, turn `buckets` and `global_per_second` off or advance the clock.
    """

    nonce_window: float = 300.0  # "the past few minutes"
    nonce_in_history: bool = False  # nobody documents it, so nobody may rely on it
    buckets: bool = True  # whether the routes are limited
    global_per_second: int = 50  # 0: no global limit
    invalid_limit: int = 10_000  # answers of 401, 403 and 429 ...
    invalid_window: float = 600.0  # ... in so many seconds, before the address is banned
    answer_deadline: float = 3.0
    token_lifetime: float = 900.0
    heartbeat_interval: float = 41.25
    acknowledge_heartbeats: bool = True
    resume_window: float = 120.0  # how long a session outlives its connection
    shards: int = 1  # what /gateway/bot recommends
    least_shards: int = 1  # fewer in IDENTIFY are refused with 4011
    identifies: int = 1000  # a day
    archived_page: int = 50  # threads on a page of archived threads, unless asked for fewer
    openapi: bool = True  # validate bodies with Discord's OpenAPI, where the file is present
    rates: dict[str, float] = field(default_factory=dict)
