"""The Muse: https://www.themuse.com/api/public/jobs?page=0 , with `category`, `level` and `location`.

https://www.themuse.com/developers/api/v2 . Twenty a page, and no page after the 99th. "Flexible / Remote"
stands among the places. No pay. 403 means that we came too often.
"""

from urllib.parse import urlsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import MOST_TAGS, Document, Format, Page, capped, line
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, listed, load, named, records, text
from bot.feeds.formats.record_list import (
    identifier,
    joined,
    query_number,
    read_each,
    title_of,
    web,
    with_query,
)

_LAST_PAGE = 99
_MOST_PAGES = 20
"""The newest 400."""


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is The Muse's list: by its address, or by fields that only it has."""
    head = body[:200_000]
    if not head.lstrip().startswith(b"{") or b'"results"' not in head:
        return False
    at_home = (urlsplit(url).hostname or "").removeprefix("www.") == "themuse.com"
    return at_home or (b'"landing_page"' in head and b'"publication_date"' in head)


def parse(body: bytes, url: str) -> Document:
    """Read one page."""
    document = load(body, url)
    read = read_each(records(document, "results", url), _posting)
    given, pages = document.get("page"), document.get("page_count")
    page = (given if isinstance(given, int) else query_number(url, "page", 0)) + 1
    more = isinstance(pages, int) and page < pages and page <= _LAST_PAGE and bool(read.entries)
    return Document(
        format="the_muse",
        entries=read.entries,
        skipped=read.skipped,
        complete=read.complete,
        next_page=Page(with_query(url, page=page)) if more else None,
    )


def _posting(record: Record) -> Posting | None:
    title = title_of(record.get("name"))
    address = web(named(record.get("refs"), "landing_page"))
    native_id = identifier(record, "id", url=address)
    if native_id is None or title is None:
        return None
    places = [place for place in map(named, listed(record, "locations")) if place]
    remote = any("remote" in place.lower() for place in places)
    tags = (line(named(tag)) for tag in (*listed(record, "categories"), *listed(record, "levels")))
    return Posting(
        native_id=native_id,
        body=capped(text(record, "contents")),
        title=title,
        company=line(named(record.get("company"))),
        url=address,
        location=joined(*(place for place in places if place != "Flexible / Remote"), by="; "),
        workplace="Remote" if remote else None,
        posted=instant(record.get("publication_date")),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS],
    )


THE_MUSE = Format(
    name="the_muse", parse=parse, complete_list=False, recognises=recognises, most_pages=_MOST_PAGES
)
