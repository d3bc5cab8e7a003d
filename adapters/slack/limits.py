"""Slack's limits as data, each with the page that it comes from."""

from datetime import timedelta

from bot.delivery.platform import Capabilities, Limit

_BLOCKS = "https://docs.slack.dev/reference/block-kit/blocks"
_BUTTON = "https://docs.slack.dev/reference/block-kit/block-elements/button-element"
_HISTORY = "https://docs.slack.dev/reference/methods/conversations.history"

MESSAGE_BLOCKS = Limit(value=50, source=_BLOCKS)
HEADER_CHARACTERS = Limit(value=150, source=f"{_BLOCKS}/header-block")
CONTEXT_CHARACTERS = Limit(
    value=3000, source="https://docs.slack.dev/reference/block-kit/composition-objects"
)
ROW_ELEMENTS = Limit(value=25, source=f"{_BLOCKS}/actions-block")
BUTTON_CHARACTERS = Limit(value=75, source=_BUTTON)
BUTTON_VALUE = Limit(value=2000, source=_BUTTON)
ADDRESS_CHARACTERS = Limit(value=3000, source=_BUTTON)
NOTIFICATION_CHARACTERS = Limit(
    value=1000, source="ours: what a notification can show; Slack splits beyond 4,000"
)
HISTORY_PAGE = Limit(value=100, source=f"{_HISTORY}: up to 999, and 15 for some apps, whatever is asked for")
TEXT_CHARACTERS = Limit(
    value=9000,
    source="undocumented: msg_blocks_too_long at 11,341 characters, accepted at 9,597 "
    "(https://github.com/slackapi/bolt-js/issues/2867)",
)

CAPABILITIES = Capabilities(
    text_characters=TEXT_CHARACTERS,
    blocks=Limit(
        value=40,
        source=f"ours; {MESSAGE_BLOCKS.source}: 50. One more is the mention; and what holds the text counts, "
        "too, in the undocumented limit above: 20 postings of a digest stay below it by every measurement",
    ),
    actions_per_row=Limit(value=5, source=f"ours: a row that phones show whole; {ROW_ELEMENTS.source}: 25"),
    label_characters=BUTTON_CHARACTERS,
    pace=timedelta(seconds=1.1),  # https://docs.slack.dev/apis/web-api/rate-limits: 1 a second and channel
    send_timeout=timedelta(seconds=15),
)
"""What one message can carry; `bot.delivery.fit` splits by it."""
