"""The server's numbers: Slack's own by default, and a test may set each."""

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Settings:
    """Durations are seconds. `rates` are probabilities of behaviours of chat.postMessage, see faults."""

    post_interval: float = 1.0  # chat.postMessage: one a second for each channel
    post_burst: int = 1
    tiers: bool = False  # whether the tiers of the other methods are enforced
    history_page: int = 999  # 15 for apps that are sold outside the marketplace
    trigger_lifetime: float = 3.0
    ack_deadline: float = 3.0
    response_url_lifetime: float = 1800.0
    response_url_uses: int = 5
    code_lifetime: float = 600.0
    rates: dict[str, float] = field(default_factory=dict)
