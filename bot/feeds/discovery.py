"""Finds the feed behind an address that a person has at hand: a board's page, a careers page. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, quote, unquote, urljoin, urlsplit

from bot.errors import NoSuchFeed
from bot.feeds.addresses import shown
from bot.feeds.formats.slugs import name_from_slug

_FEED_TYPES = {
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/rdf+xml": "rdf",
    "application/feed+json": "json_feed",
}
_GREENHOUSE_PAGE = re.compile(r"(?:job-)?boards(?:\.eu)?\.greenhouse\.io")
_GREENHOUSE_API = re.compile(r"boards-api\.greenhouse\.io/v1/boards/([^/]+)(?:/jobs(?:/\d+)?)?/?$")
_ASHBY_API = re.compile(r"api\.ashbyhq\.com/posting-api/job-board/([^/]+)/?$")
_TEAMTAILOR = re.compile(r"([a-z0-9-]+(?:\.[a-z]{2})?)\.teamtailor\.com(?:/|$)")
_IN_TEXT = re.compile(
    r"""https?:(?:\\?/){2}(?:(?:job-)?boards(?:-api)?(?:\.eu)?\.greenhouse\.io|(?:jobs|api)\.ashbyhq\.com|"""
    r"""[a-z0-9-]+(?:\.[a-z]{2})?\.teamtailor\.com)(?:\\?/[^\s"'<>\\]*)+""",
    re.IGNORECASE,
)
_OWN_PAGES = frozenset({"embed", "api", "jobs", "www", "app", "career", "careers", "blog", "support", "docs"})


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed to poll: its address, its format, and what to call it (the company or the feed's title)."""

    url: str
    format: str
    name: str


def recognise(url: str) -> FoundFeed | None:
    """The board that an address belongs to, without asking anybody; None for any other address."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    first = next((step for step in parts.path.split("/") if step), "")
    if _GREENHOUSE_PAGE.fullmatch(host):
        return _greenhouse(parse_qs(parts.query).get("for", [first])[0])
    if host == "jobs.ashbyhq.com":
        return _ashby(first)
    for pattern, board in (
        (_GREENHOUSE_API, _greenhouse),
        (_ASHBY_API, _ashby),
        (_TEAMTAILOR, _teamtailor),
    ):
        if found := pattern.match(f"{host}{parts.path}"):
            return board(found.group(1))
    return None


def find_feeds_in_html(body: bytes, url: str) -> tuple[FoundFeed, ...]:
    """The feeds that a page leads to: boards that it embeds or links first, then its own feeds.

    A page's feeds of comments are left out. Empty when it names none.
    """
    page = _Page(url)
    text = body[:2_000_000].decode("utf-8", "replace")
    page.feed(text)
    addresses = (*page.links, *(found.group().replace("\\/", "/") for found in _IN_TEXT.finditer(text)))
    boards = (board for board in map(recognise, addresses) if board is not None)
    return tuple({feed.url: feed for feed in (*boards, *page.alternates())}.values())


def no_feed_found(url: str) -> NoSuchFeed:
    """What to say of a page that leads to no feed."""
    return NoSuchFeed(
        f"No feed was found at {shown(url)}. Jobwire reads RSS, Atom and JSON Feed, and job boards on "
        "Greenhouse (https://boards.greenhouse.io/COMPANY), Ashby (https://jobs.ashbyhq.com/COMPANY) and "
        "Teamtailor (https://COMPANY.teamtailor.com). Open one posting of the company, and "
        "give the address that its Apply button leads to."
    )


def _greenhouse(board: str) -> FoundFeed | None:
    """European boards have pages on a host of their own; the API serves all of them from one."""
    name = name_from_slug(board)
    if name is None or board.lower() in _OWN_PAGES:
        return None
    api = f"https://boards-api.greenhouse.io/v1/boards/{quote(board.lower())}/jobs?content=true"
    return FoundFeed(api, "greenhouse", name)


def _ashby(board: str) -> FoundFeed | None:
    name = name_from_slug(board)
    if name is None or board.lower() in _OWN_PAGES:
        return None
    path = quote(unquote(board))
    api = f"https://api.ashbyhq.com/posting-api/job-board/{path}?includeCompensation=true"
    return FoundFeed(api, "ashby", name)


def _teamtailor(company: str) -> FoundFeed | None:
    name = name_from_slug(company.partition(".")[0])
    if name is None or company in _OWN_PAGES:
        return None
    return FoundFeed(f"https://{company}.teamtailor.com/jobs.rss", "teamtailor", name)


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
