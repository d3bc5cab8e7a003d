"""Remotive: https://remotive.com/api/remote-jobs , with `?category=`, `?search=` and `?company_name=`.

https://github.com/remotive-com/remote-jobs-api . Some twenty of the newest, whatever limit is asked for, a
day after they appeared. Dates have no zone: they are UTC. Pay is a line of text.
"""

from urllib.parse import urlsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import MOST_TAGS, Document, Format, capped, line
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, listed, load, records, text
from bot.feeds.formats.record_list import identifier, read_each, spaced, title_of, web


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is Remotive's list: by its address, or by fields that only it has."""
    head = body[:100_000]
    if not head.lstrip().startswith(b"{") or b'"jobs"' not in head:
        return False
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return host in {"remotive.com", "remotive.io"} or b'"candidate_required_location"' in head


def parse(body: bytes, url: str) -> Document:
    """Read the list."""
    read = read_each(records(load(body, url), "jobs", url), _posting)
    return Document(format="remotive", entries=read.entries, skipped=read.skipped, complete=read.complete)


def _posting(record: Record) -> Posting | None:
    address, title = web(record.get("url")), title_of(record.get("title"))
    native_id = identifier(record, "id", url=address)
    if native_id is None or title is None:
        return None
    tags = (line(tag) for tag in (record.get("category"), *listed(record, "tags")))
    return Posting(
        native_id=native_id,
        body=capped(text(record, "description")),
        title=title,
        company=title_of(record.get("company_name")),
        url=address,
        location=line(record.get("candidate_required_location")),
        workplace="Remote",
        employment=spaced(record.get("job_type")),
        salary=line(record.get("salary")),
        posted=instant(record.get("publication_date")),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS],
    )


REMOTIVE = Format(name="remotive", parse=parse, complete_list=False, recognises=recognises)
