"""Discord's limits as data, each with the page that it comes from."""

from datetime import timedelta

from bot.delivery.platform import Capabilities, Limit

_DOCS = "https://docs.discord.com/developers"
_COMPONENTS = f"{_DOCS}/components/reference"
_MESSAGE = f"{_DOCS}/resources/message"
_THREADS = f"{_DOCS}/resources/channel#start-thread-in-forum-or-media-channel"

COMPONENTS = Limit(value=40, source=f"{_COMPONENTS}: of one message, nested ones included")
DISPLAYED_CHARACTERS = Limit(value=4000, source=f"{_COMPONENTS}#text-display: over all of one message")
ROW_BUTTONS = Limit(value=5, source=f"{_COMPONENTS}#action-row")
BUTTON_CHARACTERS = Limit(value=80, source=f"{_COMPONENTS}#button")
BUTTON_ADDRESS = Limit(value=512, source=f"{_COMPONENTS}#button")
CUSTOM_ID = Limit(value=100, source=f"{_COMPONENTS}#anatomy-of-a-component")
NONCE = Limit(value=25, source=f"{_MESSAGE}#create-message")
MESSAGES_PAGE = Limit(value=100, source=f"{_MESSAGE}#get-channel-messages")
THREADS_PAGE = Limit(value=100, source=f"{_DOCS}/resources/channel#list-public-archived-threads")
THREAD_NAME = Limit(value=100, source=_THREADS)
PUBLISHED_AN_HOUR = Limit(value=10, source="observed: crossposts of one channel in an hour")
POST_TAGS = Limit(value=5, source=_THREADS)

REQUESTS_PER_SECOND = Limit(value=45, source=f"ours; {_DOCS}/topics/rate-limits#global-rate-limit: 50")
INVALID_REQUESTS = Limit(
    value=1000,
    source=f"ours; {_DOCS}/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans: "
    "10,000 in ten minutes, then the address is banned",
)

CAPABILITIES = Capabilities(
    text_characters=Limit(
        value=3200,
        source=f"ours: what stays of {DISPLAYED_CHARACTERS.value} once text is escaped and links are "
        "written; what needs more is shortened when it is written",
    ),
    blocks=Limit(
        value=38,
        source=f"{COMPONENTS.source}: {COMPONENTS.value}; one holds the message, one calls somebody",
    ),
    action_blocks=1,
    actions_per_row=ROW_BUTTONS,
    label_characters=BUTTON_CHARACTERS,
    pace=timedelta(seconds=1.05),  # observed: five messages in five seconds and channel
    send_timeout=timedelta(seconds=25),
)
"""What one message can carry; `bot.delivery.fit` splits by it. A message may take several requests."""
