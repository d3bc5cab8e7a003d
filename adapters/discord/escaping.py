"""Text from outside, made safe for Discord's markdown: shown as it stands, never read as markup. Pure.

A backslash takes the meaning of what follows it, but not from everything: an address that begins a link, a
mention and a line that would be a heading need one each, at the right place.
https://support.discord.com/hc/en-us/articles/210298617
"""

import re
from urllib.parse import urlsplit

_MARKUP = re.compile(r"[\\*_~|`<\[\]]|:(?=//)|:(?=[\w+~-]+:)|@(?=everyone|here)")
_LINE_BEGINS = re.compile(r"^([^\S\n]*)([#>+-]|(\d+)(?=\.))", re.MULTILINE)
_UNSAFE_IN_LINKS = re.compile(r"[()<>\"\\`|^{}*]")
_WEB = re.compile(r"https?://[^/?#@:]", re.IGNORECASE)
_BACKTICKS = re.compile(r"`+")
_JOINER = "\u2060"


def escaped(text: str) -> str:
    """Cleaned text as markdown that shows it; where it may begin a line, nothing begins there."""
    return _LINE_BEGINS.sub(_not_a_beginning, _MARKUP.sub(r"\\\g<0>", text))


def code(text: str) -> str:
    """Cleaned text on one line, to be typed as it stands; escaped text where it holds too many backticks."""
    longest = max(map(len, _BACKTICKS.findall(text)), default=0)
    if longest > 1 or not text.strip():
        return escaped(text)
    return f"`` {text} ``" if longest else f"`{text}`"


def code_block(text: str) -> str:
    """Cleaned lines whose columns matter."""
    return f"```\n{text.replace('```', f'`{_JOINER}`{_JOINER}`')}\n```"


def link(label: str, address: str) -> str:
    """A label on one line that leads to a web address.

    Discord makes no link of a label that holds an address, and reads brackets in it by rules of its own:
    such a label stands as text before the link.
    """
    target = f"(<{_UNSAFE_IN_LINKS.sub(_percent, address)}>)"
    if not label.strip():
        return f"[link]{target}"
    if "://" in label or "[" in label or "]" in label:
        return f"{escaped(label)} [link]{target}"
    return f"[{escaped(label)}]{target}"


def web_address(url: str | None, longest: int) -> str | None:
    """The address when it is http or https, names a host, and is not longer; else None.

    Discord refuses a whole message for one address that it cannot read.
    """
    if url is None or len(url) > longest or not _WEB.match(url):
        return None
    try:
        urlsplit(url).port  # noqa: B018  # raises where there is no such host or port
    except ValueError:
        return None
    return None if any(character.isspace() or not character.isprintable() for character in url) else url


def _not_a_beginning(found: re.Match[str]) -> str:
    blanks, mark, number = found.groups()
    return f"{blanks}{number}\\" if number else f"{blanks}\\{mark}"


def _percent(found: re.Match[str]) -> str:
    return f"%{ord(found.group()):02X}"
