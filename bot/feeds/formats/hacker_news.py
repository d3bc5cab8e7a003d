"""Hacker News "Who is hiring?", through the search of Algolia.

https://hn.algolia.com/api/v1/search_by_date?tags=story,author_whoishiring ; https://hn.algolia.com/api
describes it. The newest thread of that name leads to its comments; those that answer the thread itself are
postings, those below them are talk. A search gives at most 1,000 comments: what is older is asked for by
its time. `/api/v1/items/{thread}` gives one thread whole.
"""

import html
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from bot.domain.posting import Posting
from bot.errors import NoSuchFeed
from bot.feeds.addresses import shown
from bot.feeds.formats.document import Document, Format, Page, capped, native
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, load, records, refuse_error_answer, text
from bot.feeds.formats.record_list import Entries, Read, Unadvertised, read_each, with_query

_TITLE = re.compile(r"Ask HN:\s*Who is hiring\?", re.IGNORECASE)
_A_PAGE = 1000
_TALK = Unadvertised("it answers another comment, or was deleted")


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is a search of Hacker News, or one of its threads."""
    head = body[:200_000]
    return head.lstrip().startswith(b"{") and (
        urlsplit(url).hostname == "hn.algolia.com"
        or (b'"hits"' in head and b'"objectID"' in head and b'"parent_id"' in head)
    )


def parse(body: bytes, url: str) -> Document:
    """Read the threads of a search (the newest is the next page), comments, or a whole thread."""
    document = load(body, url)
    refuse_error_answer(document, url)
    if isinstance(document, dict) and isinstance(document.get("children"), list):
        thread = document.get("id")
        return _document(read_each(document["children"], lambda one: _answer(one, thread)))
    hits = records(document, "hits", url)
    if any(isinstance(hit, dict) and "comment_text" in hit for hit in hits):
        return _comments(hits, url)
    return _threads(hits, url)


def _threads(hits: Any, url: str) -> Document:
    if not hits and "story_" in url:
        return Document(format="hacker_news")  # a thread that nobody has answered yet
    newest = max(
        (hit for hit in hits if isinstance(hit, dict) and _TITLE.match(str(hit.get("title") or ""))),
        key=lambda hit: str(hit.get("created_at") or ""),
        default=None,
    )
    thread = native(newest.get("objectID")) if newest else None
    if thread is None:
        raise NoSuchFeed(f'{shown(url)} names no thread called "Ask HN: Who is hiring?". Check the address.')
    comments = urljoin(url, "/api/v1/search_by_date")
    page = with_query(comments, tags=f"comment,story_{thread}", hitsPerPage=_A_PAGE)
    return Document(format="hacker_news", next_page=Page(page))


def _comments(hits: Any, url: str) -> Document:
    times = [
        hit["created_at_i"]
        for hit in hits
        if isinstance(hit, dict) and isinstance(hit.get("created_at_i"), int)
    ]
    full = len(hits) >= _A_PAGE and bool(times)
    older = Page(with_query(url, numericFilters=f"created_at_i<={min(times)}")) if full else None
    return _document(read_each(hits, _hit), older)


def _document(read: Entries, next_page: Page | None = None) -> Document:
    return Document(
        format="hacker_news",
        entries=read.entries,
        skipped=read.skipped,
        complete=read.complete,
        next_page=next_page,
    )


def _hit(record: Record) -> Read:
    if record.get("parent_id") is None or record.get("parent_id") != record.get("story_id"):
        return _TALK
    return _posting(record, native(record.get("objectID")), text(record, "comment_text"))


def _answer(record: Record, thread: Any) -> Read:
    if record.get("parent_id") not in (None, thread):
        return _TALK
    return _posting(record, native(record.get("id")), text(record, "text"))


def _posting(record: Record, native_id: str | None, body: str) -> Read:
    """A comment is nothing but text: its first line names company, role and place."""
    if native_id is None:
        return None
    if not html.unescape(body).strip():
        return _TALK
    return Posting(
        native_id=native_id,
        body=capped(body),
        url=f"https://news.ycombinator.com/item?id={native_id}",
        posted=instant(record.get("created_at")),
    )


HACKER_NEWS = Format(
    name="hacker_news", parse=parse, complete_list=False, recognises=recognises, most_pages=5
)
