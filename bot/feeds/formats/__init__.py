"""The kinds of documents that Jobwire reads. A new one is a file here and a line in `FORMATS`.

docs/howto/add-a-source-format.md says how.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.errors import FetchFailed, NoSuchFeed
from bot.feeds.addresses import shown
from bot.feeds.formats.adzuna import ADZUNA
from bot.feeds.formats.arbeitnow import ARBEITNOW
from bot.feeds.formats.ashby import ASHBY
from bot.feeds.formats.bamboohr import BAMBOOHR
from bot.feeds.formats.breezy import BREEZY
from bot.feeds.formats.decoding import decode
from bot.feeds.formats.document import Document, Format, Page, distinct
from bot.feeds.formats.greenhouse import GREENHOUSE
from bot.feeds.formats.hacker_news import HACKER_NEWS
from bot.feeds.formats.himalayas import HIMALAYAS
from bot.feeds.formats.jobicy import JOBICY
from bot.feeds.formats.json_document import load, refuse_error_answer
from bot.feeds.formats.json_feed import JSON_FEED
from bot.feeds.formats.json_ld import JSON_LD
from bot.feeds.formats.lever import LEVER
from bot.feeds.formats.pages import is_page, refuse_page
from bot.feeds.formats.personio import PERSONIO
from bot.feeds.formats.pinpoint import PINPOINT
from bot.feeds.formats.recruitee import RECRUITEE
from bot.feeds.formats.remote_ok import REMOTE_OK
from bot.feeds.formats.remotive import REMOTIVE
from bot.feeds.formats.rippling import RIPPLING
from bot.feeds.formats.rss import ATOM, RDF, RSS
from bot.feeds.formats.simplify import SIMPLIFY
from bot.feeds.formats.smartrecruiters import SMARTRECRUITERS
from bot.feeds.formats.teamtailor import TEAMTAILOR
from bot.feeds.formats.the_muse import THE_MUSE
from bot.feeds.formats.usajobs import USAJOBS
from bot.feeds.formats.validity import with_validity
from bot.feeds.formats.workable import WORKABLE
from bot.feeds.formats.workday import WORKDAY
from bot.feeds.formats.working_nomads import WORKING_NOMADS
from bot.feeds.formats.xml_text import prepared

__all__ = ["FORMATS", "Document", "Format", "Page", "read_document"]

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            GREENHOUSE,
            ASHBY,
            JSON_FEED,
            LEVER,
            RECRUITEE,
            WORKABLE,
            SMARTRECRUITERS,
            BREEZY,
            BAMBOOHR,
            PINPOINT,
            RIPPLING,
            WORKDAY,
            PERSONIO,
            REMOTE_OK,
            REMOTIVE,
            JOBICY,
            ARBEITNOW,
            HIMALAYAS,
            WORKING_NOMADS,
            THE_MUSE,
            USAJOBS,
            ADZUNA,
            HACKER_NEWS,
            SIMPLIFY,
            TEAMTAILOR,
            RSS,
            ATOM,
            RDF,
            JSON_LD,
        )
    }
)
"""By name, in the order in which a document is offered to them."""

_PAGES = frozenset({BAMBOOHR.name, JSON_LD.name})
"""Formats whose documents may be web pages; they refuse what they cannot read."""


def read_document(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    format: str | None = None,  # noqa: A002  the word of the design
) -> Document:
    """Read a document; without a format, recognise it.

    Raises NoSuchFeed (a page, a login page, an error answer, JSON or XML of another kind) and
    FetchFailed (a broken, empty or hostile document). An empty board is read, with no entries.
    Takes processor time: call it off the event loop.
    """
    _refuse_what_is_no_text(body, url)
    if format is not None and format not in FORMATS:
        raise NoSuchFeed(f"There is no format {format!r}; there are {', '.join(FORMATS)}.")
    if format is not None:
        if format not in _PAGES:
            refuse_page(body, url)
        return _parsed(FORMATS[format], body, url)
    page = is_page(body)
    for each in FORMATS.values():
        if (each.name in _PAGES or not page) and each.recognises(url, content_type, body):
            return _parsed(each, body, url)
    refuse_page(body, url)
    raise _unrecognised(body, url)


def _parsed(kind: Format, body: bytes, url: str) -> Document:
    document = kind.parse(body, url)
    return replace(
        document,
        format=kind.name,
        entries=distinct(map(with_validity, document.entries)),
        complete=document.complete and kind.complete_list,
    )


def _refuse_what_is_no_text(body: bytes, url: str) -> None:
    if not body.strip(b"\xef\xbb\xbf\x00 \t\r\n"):
        raise FetchFailed(f"{shown(url)} is empty. Check the address if that lasts.")
    for mark, kind in (
        (b"\x1f\x8b", "compressed (gzip)"),
        (b"PK\x03\x04", "a zip archive"),
        (b"%PDF", "a PDF"),
    ):
        if body.startswith(mark):
            raise FetchFailed(
                f"{shown(url)} is {kind}, not a feed. Unpack it, or give the address of the feed itself."
            )


def _unrecognised(body: bytes, url: str) -> NoSuchFeed | FetchFailed:
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        document = load(body, url)
        refuse_error_answer(document, url)
        names = ", ".join(list(document)[:6]) if isinstance(document, dict) else "a list"
        return NoSuchFeed(
            f"There is no feed at {shown(url)} that Jobwire can read: it is JSON ({names}) of no known "
            "format. docs/sources.md lists what it reads."
        )
    _, root = prepared(decode(body[:20_000]), url)
    kind = f"XML of another kind, <{root}>" if root else "neither RSS, Atom, RDF nor JSON"
    return NoSuchFeed(f"There is no feed at {shown(url)}: it is {kind}. Check the address.")
