"""Writes sample postings as the documents that real boards serve: one function a format. Pure."""

import html
import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from adapters.demo.postings import Listing, SamplePay

_FIRST_NUMBER = 4_100_000
_JOB_ELEMENTS = "https://jobs.example/elements"


def greenhouse(listings: Sequence[Listing], *, opened_at: datetime) -> bytes:
    """A board as Greenhouse serves it: https://developers.greenhouse.io/job-board.html ."""
    jobs = [_greenhouse_job(one, opened_at) for one in listings]
    return _json({"jobs": jobs, "meta": {"total": len(jobs)}})


def ashby(listings: Sequence[Listing], *, opened_at: datetime) -> bytes:
    """A board as Ashby serves it: https://developers.ashbyhq.com/docs/public-job-posting-api ."""
    return _json({"jobs": [_ashby_job(one, opened_at) for one in listings], "apiVersion": "1"})


def rss(listings: Sequence[Listing], *, opened_at: datetime) -> bytes:
    """An RSS 2.0 feed with elements for company, place and pay, as job boards add them."""
    items = "".join(
        f"<item><title>{escape(one.title)}</title><link>{escape(page_of('rss', one))}</link>"
        f'<guid isPermaLink="false">{escape(one.id)}</guid>'
        f"<pubDate>{format_datetime(_posted(one, opened_at), usegmt=True)}</pubDate>"
        f"{_elements(one, 'job:')}{_categories(one)}"
        f"<description>{escape(_html(one.text))}</description></item>"
        for one in listings
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:job="{_JOB_ELEMENTS}"><channel>'
        "<title>Harbour Jobs</title><link>https://harbour.example/</link>"
        f"<description>Jobs by the water</description>{items}</channel></rss>"
    ).encode()


def atom(listings: Sequence[Listing], *, opened_at: datetime) -> bytes:
    """An Atom feed with the same elements."""
    entries = "".join(
        f"<entry><id>tag:devfield.example,2026:{escape(one.id)}</id><title>{escape(one.title)}</title>"
        f'<link rel="alternate" href={quoteattr(page_of("atom", one))}/>'
        f"<published>{_posted(one, opened_at).isoformat()}</published>"
        f"<updated>{_posted(one, opened_at).isoformat()}</updated>"
        f"{_elements(one, 'job:')}"
        f"{_terms(one)}"
        f'<content type="html">{escape(_html(one.text))}</content></entry>'
        for one in listings
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        f'xmlns:job="{_JOB_ELEMENTS}"><id>tag:devfield.example,2026:jobs</id><title>Devfield</title>'
        f"<updated>{opened_at.isoformat()}</updated>{entries}</feed>"
    ).encode()


def json_feed(listings: Sequence[Listing], *, opened_at: datetime) -> bytes:
    """A JSON Feed 1.1: company, place and pay stand in the text alone."""
    items = [
        {
            "id": one.id,
            "url": page_of("json_feed", one),
            "title": f"{one.title} at {one.company}",
            "content_html": _html(one.text),
            "date_published": _posted(one, opened_at).isoformat(),
            "tags": list(one.tags),
        }
        for one in listings
    ]
    return _json({"version": "https://jsonfeed.org/version/1.1", "title": "Lantern Remote", "items": items})


Write = Callable[..., bytes]
WRITERS = MappingProxyType(
    {"greenhouse": greenhouse, "ashby": ashby, "rss": rss, "atom": atom, "json_feed": json_feed}
)
"""How each format is written, by the name that it has in `bot.feeds.formats`."""


def page_of(format_name: str, listing: Listing) -> str:
    """The address that the board of that format gives for a listing: its own page, or the employer's.

    Of a position that two boards list, the employer's page is the same.
    """
    gatherer = {"rss": "harbour", "atom": "devfield"}.get(format_name)
    if gatherer is not None:
        return f"https://{gatherer}.example/postings/{listing.id}"
    slug = re.sub(r"[^a-z0-9]+", "-", listing.company.lower()).strip("-")
    return f"https://{slug}.example/careers/{listing.same_as or listing.id}"


def _greenhouse_job(one: Listing, opened_at: datetime) -> dict[str, Any]:
    return {
        "id": _FIRST_NUMBER + one.position,
        "title": one.title,
        "company_name": one.company,
        "absolute_url": page_of("greenhouse", one),
        "location": {"name": one.location},
        "first_published": _posted(one, opened_at).isoformat(),
        "content": html.escape(_html(one.text)),
        "departments": [{"name": tag} for tag in one.tags],
        "metadata": [
            {"name": "Workplace", "value": one.workplace},
            {"name": "Employment Type", "value": one.employment},
        ],
        "pay_input_ranges": [
            {
                "title": f"Base pay per {pay.period}",
                "min_cents": pay.minimum * 100,
                "max_cents": pay.maximum * 100,
                "currency_type": pay.currency,
            }
            for pay in _stated(one)
        ],
    }


def _ashby_job(one: Listing, opened_at: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "organizationName": one.company,
        "department": one.tags[0],
        "employmentType": one.employment.replace("-time", "Time"),
        "location": one.location,
        "workplaceType": {"remote": "Remote", "hybrid": "Hybrid", "onsite": "OnSite"}[one.workplace],
        "isRemote": one.workplace == "remote",
        "isListed": True,
        "publishedAt": _posted(one, opened_at).isoformat(),
        "jobUrl": page_of("ashby", one),
        "descriptionHtml": _html(one.text),
        "compensation": {
            "summaryComponents": [
                {
                    "compensationType": "Salary",
                    "interval": f"1 {pay.period.upper()}",
                    "currencyCode": pay.currency,
                    "minValue": pay.minimum,
                    "maxValue": pay.maximum,
                }
                for pay in _stated(one)
            ]
        },
    }


def _elements(one: Listing, prefix: str) -> str:
    named = {
        "company": one.company,
        "location": one.location,
        "workplaceType": one.workplace,
        "employmentType": one.employment,
    }
    if one.pay is not None:
        amounts = f"{one.pay.minimum:,} - {one.pay.maximum:,}"
        named["salary"] = f"{one.pay.currency} {amounts} per {one.pay.period}"
    return "".join(f"<{prefix}{name}>{escape(text)}</{prefix}{name}>" for name, text in named.items())


def _categories(one: Listing) -> str:
    return "".join(f"<category>{escape(tag)}</category>" for tag in one.tags)


def _terms(one: Listing) -> str:
    return "".join(f"<category term={quoteattr(tag)}/>" for tag in one.tags)


def _stated(one: Listing) -> tuple[SamplePay, ...]:
    return () if one.pay is None else (one.pay,)


def _posted(one: Listing, opened_at: datetime) -> datetime:
    return opened_at.replace(microsecond=0) - timedelta(days=one.days)


def _html(text: str) -> str:
    """Paragraphs, and lines that begin with "- " as a list."""
    return "".join(map(_block, text.split("\n\n")))


def _block(block: str) -> str:
    lines = block.splitlines()
    if all(line.startswith("- ") for line in lines):
        return f"<ul>{''.join(f'<li>{html.escape(line[2:])}</li>' for line in lines)}</ul>"
    return f"<p>{html.escape(' '.join(lines))}</p>"


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()
