"""Finds the feed behind an address that a person has at hand: a board's page, a careers page. Pure."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from bot.errors import NoSuchFeed
from bot.feeds.addresses import shown
from bot.feeds.known_hosts import FoundFeed, company_board, recognise

__all__ = ["FoundFeed", "find_feeds_in_html", "no_feed_found", "recognise"]

_FEED_TYPES = {
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/rdf+xml": "rdf",
    "application/feed+json": "json_feed",
}
_IN_TEXT = re.compile(
    r"""https?:(?:\\?/){2}(?:(?:job-)?boards(?:-api)?(?:\.eu)?\.greenhouse\.io|(?:jobs|api)\.ashbyhq\.com|"""
    r"""(?:jobs|api)(?:\.eu)?\.lever\.co|(?:apply|[a-z0-9-]+)\.workable\.com|"""
    r"""(?:jobs|careers|api)\.smartrecruiters\.com|(?:ats|api)\.rippling\.com|"""
    r"""[a-z0-9_-]+\.wd\d+\.myworkdayjobs\.com|[a-z0-9-]+\.jobs\.personio\.(?:de|com)|"""
    r"""[a-z0-9-]+(?:\.[a-z]{2})?\.(?:teamtailor|recruitee|bamboohr|pinpointhq)\.com|[a-z0-9-]+\.breezy\.hr)"""
    r"""(?:\\?/[^\s"'<>\\]*)+""",
    re.IGNORECASE,
)


def find_feeds_in_html(body: bytes, url: str) -> tuple[FoundFeed, ...]:
    """The feeds that a page leads to: boards that it embeds or links first, then its own feeds.

    A page's feeds of comments are left out. Empty when it names none.
    """
    page = _Page(url)
    text = body[:2_000_000].decode("utf-8", "replace")
    page.feed(text)
    addresses = (*page.links, *(found.group().replace("\\/", "/") for found in _IN_TEXT.finditer(text)))
    boards = (board for board in map(company_board, addresses) if board is not None)
    return tuple({feed.url: feed for feed in (*boards, *page.alternates())}.values())


def no_feed_found(url: str) -> NoSuchFeed:
    """What to say of a page that leads to no feed."""
    return NoSuchFeed(
        f"No feed was found at {shown(url)}. Jobwire reads RSS, Atom and JSON Feed, pages with JobPosting "
        "data, and the boards of Greenhouse, Ashby, Lever, Teamtailor, Recruitee, Personio, Workable, "
        "SmartRecruiters, Breezy, BambooHR, Pinpoint, Rippling and Workday. Open one posting of the company, "
        "and give the address that its Apply button leads to."
    )


class _Page(HTMLParser):
    """Collects what a page links, embeds and names as its feeds."""

    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self._url = url
        self._base = url
        self.links: list[str] = []
        self._feeds: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, frames, scripts and feeds."""
        named = {name: value or "" for name, value in attrs}
        target = named.get("href") or named.get("src") or ""
        if tag == "base" and target:
            self._base = self._absolute(target)
        elif tag in {"a", "iframe", "script"} and target:
            self.links.append(self._absolute(target))
        elif tag == "link" and "alternate" in named.get("rel", "").lower().split():
            kind = _FEED_TYPES.get(named.get("type", "").partition(";")[0].strip().lower())
            if kind and target:
                self._feeds.append((self._absolute(target), kind, named.get("title", "").strip()))

    def alternates(self) -> Iterator[FoundFeed]:
        """The page's own feeds; one about jobs before any other, comments never."""
        wanted = [feed for feed in self._feeds if "comment" not in f"{feed[0]} {feed[2]}".lower()]
        wanted.sort(key=lambda feed: re.search(r"job|career|vacanc", f"{feed[0]} {feed[2]}".lower()) is None)
        for address, kind, title in wanted:
            yield FoundFeed(address, kind, title or (urlsplit(self._url).hostname or "feed"))

    def _absolute(self, target: str) -> str:
        try:
            return urljoin(self._base, target.strip())
        except ValueError:
            return ""
