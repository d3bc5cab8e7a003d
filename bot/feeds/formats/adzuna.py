"""Adzuna: https://api.adzuna.com/v1/api/jobs/{country}/search/1?what=... , with an id and a key.

https://developer.adzuna.com/docs/search . Texts are cut short by Adzuna. Pay may be Adzuna's own guess,
which is no statement of the employer's and is left out; its span is not told, its currency is the country's.
"""

import re

from bot.domain.posting import Posting
from bot.feeds.formats.document import Document, Format, Page, capped, line, native
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, load, named, records, text
from bot.feeds.formats.record_list import joined, number, read_each, spaced, title_of, web
from bot.feeds.formats.salary import salary_line

_MOST_PAGES = 5
"""The day's allowance is 250 requests."""
_API = re.compile(r"(https?://api\.adzuna\.com/v1/api/jobs/([a-z]{2})/search/)(\d{1,4})")
_CURRENCIES = {
    "at": "EUR", "au": "AUD", "be": "EUR", "br": "BRL", "ca": "CAD", "ch": "CHF", "de": "EUR", "es": "EUR",
    "fr": "EUR", "gb": "GBP", "in": "INR", "it": "EUR", "mx": "MXN", "nl": "EUR", "nz": "NZD", "pl": "PLN",
    "sg": "SGD", "us": "USD", "za": "ZAR",
}  # fmt: skip


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is an answer of Adzuna: by its address, or by fields that only it has."""
    head = body[:100_000]
    return (
        head.lstrip().startswith(b"{")
        and b'"results"' in head
        and (_API.match(url) is not None or b'"redirect_url"' in head)
    )


def parse(body: bytes, url: str) -> Document:
    """Read one page."""
    document = load(body, url)
    found = records(document, "results", url)
    read = read_each(found, lambda record: _posting(record, url))
    return Document(
        format="adzuna",
        entries=read.entries,
        skipped=read.skipped,
        complete=read.complete,
        next_page=_next(document.get("count"), len(found), url),
    )


def _next(total: object, count: int, url: str) -> Page | None:
    """The page's number stands in the path; every page but the last is as long as the first."""
    at = _API.match(url)
    if at is None or not count or not isinstance(total, int):
        return None
    page = int(at.group(3))
    return Page(f"{at.group(1)}{page + 1}{url[at.end() :]}") if page * count < total else None


def _posting(record: Record, url: str) -> Posting | None:
    native_id, title = native(record.get("id")), title_of(record.get("title"))
    if native_id is None or title is None:
        return None
    category = line(named(record.get("category"), "label"))
    return Posting(
        native_id=native_id,
        body=capped(text(record, "description")),
        title=title,
        company=line(named(record.get("company"), "display_name")),
        url=web(record.get("redirect_url")),
        location=line(named(record.get("location"), "display_name")),
        employment=joined(spaced(record.get("contract_time")), spaced(record.get("contract_type"))),
        salary=_salary(record, url),
        posted=instant(record.get("created")),
        tags=(category,) if category else (),
    )


def _salary(record: Record, url: str) -> str | None:
    if str(record.get("salary_is_predicted", "0")) not in {"0", "False"}:
        return None
    at = _API.match(url)
    currency = _CURRENCIES.get(at.group(2)) if at else None
    return salary_line(number(record.get("salary_min")), number(record.get("salary_max")), currency, None)


ADZUNA = Format(
    name="adzuna", parse=parse, complete_list=False, recognises=recognises, most_pages=_MOST_PAGES
)
