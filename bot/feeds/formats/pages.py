"""Tells web pages from feeds: a page that quotes RSS is still a page."""

import re

from bot.errors import NoSuchFeed
from bot.feeds.addresses import shown

_PROLOG = re.compile(rb"(?:\xef\xbb\xbf|\s+|<\?xml.*?\?>|<!--.*?-->)*", re.DOTALL)
_PAGE = re.compile(
    rb"<!doctype\s+html|<(?:html|head|body|title|meta|script|div|p|h1|table|center)\b", re.IGNORECASE
)
_LOGIN = re.compile(
    rb"""type\s*=\s*["']?password|<title[^>]*>[^<]*\b(?:log\s?in|sign\s?in|anmelden|single sign-on|sso)\b""",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    rb"cf-challenge|challenge-platform|g-recaptcha|just a moment\.\.\.|captcha-delivery", re.IGNORECASE
)


def is_page(body: bytes) -> bool:
    """Whether the document is an HTML page."""
    start = _PROLOG.match(body[:20_000])
    return _PAGE.match(body, start.end() if start else 0) is not None


def closed_to_bots(body: bytes) -> bool:
    """Whether a page asks for a login, or whether a human reads it."""
    return bool(_LOGIN.search(body) or _CHALLENGE.search(body[:100_000]))


def refuse_page(body: bytes, url: str) -> None:
    """Raise NoSuchFeed for an HTML page, saying which kind it is."""
    if not is_page(body):
        return
    where = shown(url)
    if _LOGIN.search(body):
        raise NoSuchFeed(
            f"There is no feed at {where}: it is a login page. Give the address of a public feed."
        )
    if _CHALLENGE.search(body[:100_000]):
        raise NoSuchFeed(
            f"There is no feed at {where}: it answers with a page that asks whether we are human. "
            "The site does not want to be read by bots."
        )
    raise NoSuchFeed(
        f"There is no feed at {where}: it is a web page. Give the address of its feed; `/jobs sources add` "
        "finds it where the page names one."
    )
