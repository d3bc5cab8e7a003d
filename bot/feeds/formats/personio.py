"""Personio career pages: https://{company}.jobs.personio.de/xml , also on .com .

https://developer.personio.de/docs/retrieving-open-positions . Every open position comes at once. The
address of a position is not in the document: it is made of the career page's and the id.
"""

from urllib.parse import urlsplit

from lxml import etree

from bot.domain.posting import Posting
from bot.errors import FetchFailed, NoSuchFeed
from bot.feeds.addresses import shown
from bot.feeds.formats.decoding import decode
from bot.feeds.formats.document import Document, Format, capped, line, native
from bot.feeds.formats.feed_elements import safe_parser
from bot.feeds.formats.instants import instant
from bot.feeds.formats.periods import period
from bot.feeds.formats.record_list import joined, number, sections, title_of, web
from bot.feeds.formats.salary import salary_line
from bot.feeds.formats.slugs import name_from_slug
from bot.feeds.formats.xml_text import prepared

_ROOT = "workzag-jobs"
_HOSTS = (".jobs.personio.de", ".jobs.personio.com")


def recognises(_url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether the root element is Personio's."""
    return b"<workzag-jobs" in body[:2000]


def parse(body: bytes, url: str) -> Document:
    """Read a career page. A document that is not well-formed is refused whole: half a list closes jobs."""
    text, root = prepared(decode(body), url)
    if root != _ROOT:
        raise NoSuchFeed(
            f"There is no feed at {shown(url)}: its root element is <{root or 'none'}>, not <{_ROOT}>. "
            "Check the address."
        )
    try:
        tree = etree.fromstring(text.encode("utf-8"), safe_parser(recover=False))
    except etree.XMLSyntaxError as error:
        raise FetchFailed(
            f"{shown(url)} is a broken document (line {error.lineno or 1}). Its operator must mend it.",
            detail=str(error),
        ) from error
    entries: dict[str, Posting] = {}
    skipped: list[str] = []
    for number_, position in enumerate(tree.iter("position"), start=1):
        posting = _posting(position, url)
        if posting is None:
            skipped.append(f"entry {number_}: it has no id or no title")
        else:
            entries.setdefault(posting.native_id, posting)
    return Document(
        format="personio", entries=tuple(entries.values()), skipped=tuple(skipped), complete=not skipped
    )


def _posting(position: etree._Element, url: str) -> Posting | None:
    native_id = native(position.findtext("id")) or native(position.get("id"))
    title = title_of(position.findtext("name"))
    if native_id is None or title is None:
        return None
    account = _account(url)
    address = web(position.findtext("url"))
    if address is None and account is not None:
        address = f"https://{urlsplit(url).hostname}/job/{native_id}"
    offices = [
        position.findtext("office"),
        *(each.text for each in position.iterfind("additionalOffices/office")),
    ]
    tags = (line(position.findtext(name)) for name in ("department", "recruitingCategory"))
    return Posting(
        native_id=native_id,
        body=capped(_text(position)),
        title=title,
        company=line(position.findtext("subcompany")) or (name_from_slug(account) if account else None),
        url=address,
        location=joined(*offices, by="; "),
        employment=joined(position.findtext("schedule"), position.findtext("employmentType")),
        salary=_salary(position),
        posted=instant(position.findtext("createdAt")),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
    )


def _text(position: etree._Element) -> str:
    parts = position.iterfind("jobDescriptions/jobDescription")
    return sections(*((each.findtext("name"), each.findtext("value")) for each in parts))


def _salary(position: etree._Element) -> str | None:
    """The element that career pages of countries with pay transparency add."""
    stated = position.find("salaryInformation")
    if stated is None:
        return None
    low, high = number(stated.findtext("min")), number(stated.findtext("max"))
    return salary_line(low, high, stated.findtext("currencyCode"), period(stated.findtext("type")))


def _account(url: str) -> str | None:
    host = urlsplit(url).hostname or ""
    return next((host.removesuffix(end) for end in _HOSTS if host.endswith(end)), None)


PERSONIO = Format(name="personio", parse=parse, complete_list=True, recognises=recognises)
