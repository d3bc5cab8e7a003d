"""Arbeitnow: https://www.arbeitnow.com/api/job-board-api , page by page, the newest first.

https://www.arbeitnow.com/blog/job-board-api . `remote` false says nothing: few set it. No pay. The number
at the end of a slug is drawn anew on each of the board's mirrors, so it identifies nothing beyond the board.
"""

from typing import Any
from urllib.parse import urlsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import MOST_TAGS, Document, Format, Page, capped, line
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, listed, load, records, text
from bot.feeds.formats.record_list import absolute, identifier, joined, read_each, title_of, web

_MOST_PAGES = 10
"""A thousand postings and more: a day's are far fewer."""


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is Arbeitnow's list: by its address, or by addresses in it."""
    head = body[:100_000]
    if not head.lstrip().startswith(b"{") or b'"data"' not in head:
        return False
    return (urlsplit(url).hostname or "").removeprefix("www.").startswith("arbeitnow.") or (
        b'"company_name"' in head and b"arbeitnow." in head
    )


def parse(body: bytes, url: str) -> Document:
    """Read one page."""
    document = load(body, url)
    read = read_each(records(document, "data", url), _posting)
    links: Any = document.get("links")
    following = absolute(url, links.get("next")) if isinstance(links, dict) else None
    return Document(
        format="arbeitnow",
        entries=read.entries,
        skipped=read.skipped,
        complete=read.complete,
        next_page=Page(following) if following and read.entries else None,
    )


def _posting(record: Record) -> Posting | None:
    address, title = web(record.get("url")), title_of(record.get("title"))
    native_id = identifier(record, "slug", url=address)
    if native_id is None or title is None:
        return None
    tags = (line(tag) for tag in listed(record, "tags"))
    return Posting(
        native_id=native_id,
        body=capped(text(record, "description")),
        title=title,
        company=title_of(record.get("company_name")),
        url=address,
        location=line(record.get("location")),
        workplace="Remote" if record.get("remote") is True else None,
        employment=joined(*listed(record, "job_types")),
        posted=instant(record.get("created_at")),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS],
    )


ARBEITNOW = Format(
    name="arbeitnow", parse=parse, complete_list=False, recognises=recognises, most_pages=_MOST_PAGES
)
