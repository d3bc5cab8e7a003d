"""Text from outside, made safe for Slack: shown as it stands, never read as markup. Pure."""

import re

from bot.delivery.clean import clean

_EMOJI_NAME = re.compile(r":(?=[\w+'-]+:)")
_JOINER = "\u2060"


def escaped(text: str) -> str:
    """The text for a `text` argument, where `<`, `>` and `&` steer: nothing in it mentions or links.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    safe = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _EMOJI_NAME.sub(f":{_JOINER}", safe)


def web_address(url: str | None, longest: int) -> str | None:
    """The address when it is http or https, whole and not longer; else None."""
    if url is None or len(url) > longest or not url.lower().startswith(("https://", "http://")):
        return None
    return None if any(character.isspace() or not character.isprintable() for character in url) else url
