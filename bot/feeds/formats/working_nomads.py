"""Working Nomads: https://www.workingnomads.com/api/exposed_jobs/ , with `?category=`.

One list of what is shown at the moment, remote all of it. Titles may begin with the company. No id: the
posting's address is one. No pay.
"""

from dataclasses import replace
from urllib.parse import urlsplit

from bot.domain.posting import Posting
from bot.feeds.formats.document import MOST_TAGS, Document, Format, capped, line
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, list_of, load, text
from bot.feeds.formats.record_list import identifier, read_each, title_of, web


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is Working Nomads' list: by its address, or by addresses in it."""
    if not body.lstrip().startswith(b"["):
        return False
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return host in {"workingnomads.com", "workingnomads.co"} or (
        b'"category_name"' in body[:100_000] and b'"pub_date"' in body[:100_000]
    )


def parse(body: bytes, url: str) -> Document:
    """Read the list."""
    read = read_each(list_of(load(body, url), url), _posting)
    return Document(
        format="working_nomads", entries=read.entries, skipped=read.skipped, complete=read.complete
    )


def _posting(record: Record) -> Posting | None:
    address, title = web(record.get("url")), title_of(record.get("title"))
    native_id = identifier(record, "id", url=address)
    if native_id is None or title is None:
        return None
    named = record.get("tags")
    listed = named if isinstance(named, list) else str(named or "").split(",")
    tags = (line(tag) for tag in (record.get("category_name"), *listed))
    posting = Posting(
        native_id=native_id,
        body=capped(text(record, "description")),
        title=title,
        company=title_of(record.get("company_name")),
        url=address,
        location=line(record.get("location")),
        workplace="Remote",
        posted=instant(record.get("pub_date")),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS],
    )
    return _without_company(posting)


def _without_company(posting: Posting) -> Posting:
    """Read "Acme - Backend Engineer" as a title of Acme."""
    begin = f"{posting.company} - "
    title = posting.title or ""
    return replace(posting, title=title.removeprefix(begin)) if len(title) > len(begin) else posting


WORKING_NOMADS = Format(name="working_nomads", parse=parse, complete_list=False, recognises=recognises)
