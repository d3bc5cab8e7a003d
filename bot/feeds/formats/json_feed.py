"""JSON Feed 1 and 1.1, as https://www.jsonfeed.org/version/1.1/ defines them."""

import re
from typing import Any

from bot.domain.posting import Posting
from bot.feeds.formats.document import MOST_TAGS, Document, Format, Page, capped, line, native, short_hash
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, load, records, text
from bot.feeds.formats.plain_title import plain_title
from bot.feeds.formats.record_list import absolute
from bot.feeds.urls import canonical_url

_MOST_PAGES = 5
"""The newest come first; older pages are an archive."""

_VERSION = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')


def recognises(_url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether the document says that it is a JSON Feed."""
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    return _VERSION.search(body[:4000]) is not None or _VERSION.search(body[-4000:]) is not None


def parse(body: bytes, url: str) -> Document:
    """Read a feed. `next_url` is where it goes on."""
    document = load(body, url)
    entries: list[Posting] = []
    skipped: list[str] = []
    for position, item in enumerate(records(document, "items", url), start=1):
        posting = _posting(item, url) if isinstance(item, dict) else None
        if posting is None:
            skipped.append(f"entry {position}: it has no id and nothing that could serve as one")
        else:
            entries.append(posting)
    following = absolute(url, document.get("next_url"))
    return Document(
        format="json_feed",
        title=line(document.get("title")),
        entries=tuple(entries),
        skipped=tuple(skipped),
        complete=False,
        next_page=Page(following) if following else None,
    )


def _posting(item: Record, url: str) -> Posting | None:
    address = absolute(url, item.get("url")) or absolute(url, item.get("external_url"))
    body = text(item, "content_html", "content_text", "summary")
    title = plain_title(text(item, "title"))
    posted = instant(item.get("date_published"))
    native_id = native(item.get("id"))
    if native_id is None and (address or title or body):
        native_id = short_hash(canonical_url(address) or (f"{title}|{posted}" if title else body))
    if native_id is None:
        return None
    tags: Any = item.get("tags")
    return Posting(
        native_id=native_id,
        body=capped(body),
        title=title,
        url=address,
        posted=posted,
        tags=tuple(tag for tag in map(line, tags if isinstance(tags, list) else ()) if tag)[:MOST_TAGS],
    )


JSON_FEED = Format(
    name="json_feed", parse=parse, complete_list=False, recognises=recognises, most_pages=_MOST_PAGES
)
