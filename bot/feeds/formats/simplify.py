"""SimplifyJobs' lists of internships and first jobs: `.github/scripts/listings.json` of their repositories.

https://github.com/SimplifyJobs . One file with all that ever was listed: what is not active or not visible
is no open posting. No text; the sponsorship of visas, the terms and the degrees are what is told of a job.
"""

from typing import Any

from bot.domain.posting import Posting
from bot.feeds.formats.document import Document, Format, line, native
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, list_of, listed, load
from bot.feeds.formats.record_list import Read, Unadvertised, joined, read_each, title_of, web


def recognises(_url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether the list has the fields of SimplifyJobs."""
    head = body[:100_000]
    return head.lstrip().startswith(b"[") and b'"is_visible"' in head and b'"date_posted"' in head


def parse(body: bytes, url: str) -> Document:
    """Read the list."""
    read = read_each(list_of(load(body, url), url), _posting)
    return Document(format="simplify", entries=read.entries, skipped=read.skipped, complete=read.complete)


def _posting(record: Record) -> Read:
    if record.get("active") is False or record.get("is_visible") is False:
        return Unadvertised("it has closed or is hidden")
    native_id, title = native(record.get("id")), title_of(record.get("title"))
    if native_id is None or title is None:
        return None
    category = line(record.get("category"))
    return Posting(
        native_id=native_id,
        body=_text(record),
        title=title,
        company=line(record.get("company_name")),
        url=web(record.get("url")),
        location=joined(*listed(record, "locations"), by="; "),
        posted=instant(record.get("date_posted")),
        tags=(category,) if category else (),
    )


def _text(record: Record) -> str:
    """What the fields say, a line each. "Other" sponsorship says nothing."""
    sponsorship = line(record.get("sponsorship"))
    stated: tuple[tuple[str, Any], ...] = (
        ("Visa sponsorship", None if sponsorship == "Other" else sponsorship),
        ("Degrees", joined(*listed(record, "degrees"))),
        ("Terms", joined(*listed(record, "terms"))),
    )
    return "\n".join(f"{name}: {value}" for name, value in stated if value)


SIMPLIFY = Format(name="simplify", parse=parse, complete_list=True, recognises=recognises)
