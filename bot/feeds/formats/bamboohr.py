"""BambooHR career pages: https://{company}.bamboohr.com/careers/list (JSON) or /jobs/embed2.php (the widget).

Some companies answer the one, some the other. Both list every open posting; the text, the pay and the day
are on https://{company}.bamboohr.com/careers/{id}/detail . A page that has nothing open is a small widget.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

from bot.domain.posting import Posting
from bot.errors import NoSuchFeed
from bot.feeds.addresses import shown
from bot.feeds.formats.decoding import decode
from bot.feeds.formats.document import Document, Format, Page, capped, line, native
from bot.feeds.formats.instants import instant
from bot.feeds.formats.json_document import Record, load, records, text
from bot.feeds.formats.pages import is_page, refuse_page
from bot.feeds.formats.record_list import joined, read_each, title_of
from bot.feeds.formats.slugs import name_from_slug

_HOST = ".bamboohr.com"
_WIDGET = b"BambooHR-ATS"
_PLACES_OF_WORK = {"0": "On-site", "1": "Remote", "2": "Hybrid"}
_ID = re.compile(r"/careers/(\d+)|[?&]id=(\d+)")


def recognises(url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether this is a career page: the widget, or the list at its address."""
    return (
        _WIDGET in body[:20_000]
        or ((urlsplit(url).hostname or "").endswith(_HOST) and b'"result"' in body[:100_000])
        or b'"jobOpeningName"' in body[:100_000]
    )


def parse(body: bytes, url: str) -> Document:
    """Read the list or the widget."""
    if _WIDGET in body[:20_000]:
        entries, skipped = _widget(decode(body), url)
    elif is_page(body) or body.lstrip()[:1] == b"<":
        refuse_page(body, url)
        raise NoSuchFeed(f"There is no feed at {shown(url)}: it is no career page of BambooHR.")
    else:
        read = read_each(records(load(body, url), "result", url), lambda record: _posting(record, url))
        entries, skipped = read.entries, read.skipped
    return Document(
        format="bamboohr",
        entries=tuple(entries),
        skipped=tuple(skipped),
        complete=not skipped,
        details={
            one.native_id: Page(urljoin(url, f"/careers/{quote(one.native_id)}/detail")) for one in entries
        },
    )


def detailed(posting: Posting, body: bytes, url: str) -> Posting:
    """The posting with what its own page tells: text, pay, day, kind of contract."""
    document = load(body, url)
    result: Any = document.get("result") if isinstance(document, dict) else None
    record: Any = result.get("jobOpening") if isinstance(result, dict) else None
    if not isinstance(record, dict):
        return posting
    return replace(
        posting,
        body=capped(text(record, "description")),
        employment=line(record.get("employmentStatusLabel")) or posting.employment,
        salary=line(record.get("compensation")) or posting.salary,
        posted=instant(record.get("datePosted")) or posting.posted,
        location=_place(record.get("location")) or _place(record.get("atsLocation")) or posting.location,
        workplace=_PLACES_OF_WORK.get(str(record.get("locationType"))) or posting.workplace,
    )


def _posting(record: Record, url: str) -> Posting | None:
    native_id, title = native(record.get("id")), title_of(record.get("jobOpeningName"))
    if native_id is None or title is None:
        return None
    remote = "Remote" if record.get("isRemote") in (True, "1", "yes") else None
    department = line(record.get("departmentLabel"))
    return Posting(
        native_id=native_id,
        body="",
        title=title,
        company=_company(url),
        url=urljoin(url, f"/careers/{quote(native_id)}"),
        location=_place(record.get("location")) or _place(record.get("atsLocation")),
        workplace=_PLACES_OF_WORK.get(str(record.get("locationType"))) or remote,
        employment=line(record.get("employmentStatusLabel")),
        tags=(department,) if department else (),
    )


def _widget(text_: str, url: str) -> tuple[Sequence[Posting], Sequence[str]]:
    """The widget's departments, each with its list of postings."""
    tree = lxml_html.document_fromstring(text_, parser=lxml_html.HTMLParser(no_network=True))
    entries, skipped = [], []
    for position, item in enumerate(tree.xpath("//li[contains(@class, 'BambooHR-ATS-Jobs-Item')]"), start=1):
        links = item.xpath(".//a[@href]")
        found = _ID.search(links[0].get("href")) if links else None
        title = _words(links[0]) if links else None
        if found is None or title is None:
            skipped.append(f"entry {position}: it has no id or no title")
            continue
        native_id = found.group(1) or found.group(2)
        header = item.xpath("ancestor::li[1]//*[contains(@class, 'BambooHR-ATS-Department-Header')]")
        department = _words(header[0]) if header else None
        place = item.xpath(".//*[contains(@class, 'BambooHR-ATS-Location')]")
        entries.append(
            Posting(
                native_id=native_id,
                body="",
                title=title,
                company=_company(url),
                url=urljoin(url, f"/careers/{native_id}"),
                location=_words(place[0]) if place else None,
                tags=(department,) if department else (),
            )
        )
    return entries, skipped


def _words(element: etree._Element) -> str | None:
    return line("".join(map(str, element.itertext())))


def _place(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    return joined(
        value.get("city"),
        value.get("state") or value.get("province"),
        value.get("country") or value.get("addressCountry"),
    )


def _company(url: str) -> str | None:
    host = urlsplit(url).hostname or ""
    return name_from_slug(host.removesuffix(_HOST)) if host.endswith(_HOST) else None


BAMBOOHR = Format(name="bamboohr", parse=parse, complete_list=True, recognises=recognises, detailed=detailed)
