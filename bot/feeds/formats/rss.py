"""RSS 0.9x to 2.0, Atom and RDF, through feedparser, with what feedparser leaves to us.

The XML is made safe and whole first (`xml_text`, then lxml where it is broken); elements that
feedparser does not know come from the same tree (`feed_elements`); what single sites mean by a title
is in `dialects`.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from bot.domain.posting import Posting
from bot.errors import FetchFailed, NoSuchFeed
from bot.feeds.addresses import shown
from bot.feeds.formats.decoding import decode
from bot.feeds.formats.dialects import in_dialect
from bot.feeds.formats.document import MOST_TAGS, Document, Format, capped, line, native, short_hash
from bot.feeds.formats.feed_elements import MOST_ENTRIES, Elements, FeedTree, feed_tree
from bot.feeds.formats.instants import instant
from bot.feeds.formats.plain_title import plain_title
from bot.feeds.formats.xml_text import prepared
from bot.feeds.urls import canonical_url

_ROOTS = {"rss": "rss", "feed": "atom", "rdf": "rdf", "channel": "rss"}


def root_of(body: bytes) -> str:
    """The format that the document's root element names: rss, atom, rdf, or "" for anything else."""
    if b"<" not in body[:1000] or body.lstrip()[:1] in {b"{", b"["}:
        return ""
    try:
        _, root = prepared(decode(body[:20_000]), "")
    except FetchFailed:
        return "rss"  # declared entities: parsing refuses it with the reason
    return _ROOTS.get(root.rpartition(":")[2].lower(), "")


def parse(body: bytes, url: str) -> Document:
    """Read a feed; whole entries of a broken document are kept, and it then counts as incomplete."""
    text, root = prepared(decode(body), url)
    kind = _ROOTS.get(root.rpartition(":")[2].lower())
    if kind is None:
        raise NoSuchFeed(
            f"There is no feed at {shown(url)}: its root element is <{root or 'none'}>, "
            "not <rss>, <feed> or <rdf:RDF>. Check the address."
        )
    tree = feed_tree(text, url)
    parsed = _feedparser(tree.xml)
    if kind == "rdf" and not parsed.get("version"):
        raise NoSuchFeed(f"There is no feed at {shown(url)}: it is RDF of another kind. Check the address.")
    title = plain_title(str(parsed.feed.get("title") or ""))
    entries, skipped = _entries(parsed.entries, tree, (title, url))
    if tree.problem and not entries:
        raise FetchFailed(
            f"{shown(url)} is a broken document ({tree.problem}) and no entry of it is whole. "
            "Its operator must mend it."
        )
    faults = [f"the document is broken: {tree.problem}"] if tree.problem else []
    if tree.left_out:
        faults.append(f"{tree.left_out} entries beyond the first {MOST_ENTRIES} were left out")
    skipped = (*faults, *skipped)
    return Document(format=kind, title=title, entries=entries, skipped=skipped, complete=not skipped)


def _feedparser(xml: bytes) -> Any:
    import feedparser  # 130 ms: only where a feed is read

    return feedparser.parse(io.BytesIO(xml), sanitize_html=False, resolve_relative_uris=False)


def _entries(
    parsed: Sequence[Any], tree: FeedTree, place: tuple[str | None, str]
) -> tuple[tuple[Posting, ...], tuple[str, ...]]:
    feed_title, url = place
    found: list[Posting] = []
    skipped: list[str] = []
    aligned = len(parsed) == len(tree.items)
    for position, entry in enumerate(parsed):
        elements = tree.items[position] if aligned else Elements()
        posting = _posting(entry, elements, url)
        if posting is None:
            skipped.append(f"entry {position + 1}: it has no id, link, title or text")
            continue
        found.append(in_dialect(posting, elements, feed_title=feed_title, url=url))
    return tuple(found), tuple(skipped)


def _posting(entry: Mapping[str, Any], elements: Elements, url: str) -> Posting | None:
    title = plain_title(str(entry.get("title") or ""))
    body = _body(entry, elements)
    link = _link(entry, url)
    posted = instant(
        _first(entry, "published", "created") or elements.text("pubDate", "date") or entry.get("updated")
    )
    native_id = native(entry.get("id")) or _made_id(link, title, posted, body)
    if native_id is None:
        return None
    tags = (line(tag.get("label") or tag.get("term")) for tag in entry.get("tags") or ())
    return Posting(
        native_id=native_id,
        body=capped(body),
        title=title,
        url=link,
        posted=posted,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS],
    )


def _body(entry: Mapping[str, Any], elements: Elements) -> str:
    """The longest text: a teaser may stand in any of the places, and so may the whole."""
    contents = [str(content.get("value") or "") for content in entry.get("content") or ()]
    return max(
        [str(entry.get("summary") or ""), *contents, *elements.texts("description", "encoded")], key=len
    ).strip()


def _link(entry: Mapping[str, Any], url: str) -> str | None:
    """The entry's page; javascript:, data: and file: are no pages, a guid that is no address is no link."""
    links = [each.get("href") for each in entry.get("links") or () if each.get("rel") in {None, "alternate"}]
    for candidate in (entry.get("link"), *links):
        address = line(candidate)
        if not address or (address == line(entry.get("id")) and ":" not in address and "/" not in address):
            continue
        try:
            absolute = urljoin(url, address.replace(" ", "%20"))
        except ValueError:
            continue
        if absolute.startswith(("http://", "https://")):
            return absolute
    return None


def _first(entry: Mapping[str, Any], *names: str) -> Any:
    return next((entry[name] for name in names if entry.get(name)), None)


def _made_id(link: str | None, title: str | None, posted: str | None, body: str) -> str | None:
    """An id that stays the same from poll to poll, for entries without one."""
    basis = canonical_url(link) or (f"{title}|{posted}" if title else body)
    return short_hash(basis) if basis else None


def _recognises(kind: str) -> Callable[[str, str | None, bytes], bool]:
    return lambda _url, _content_type, body: root_of(body) == kind


RSS = Format(name="rss", parse=parse, complete_list=False, recognises=_recognises("rss"))
ATOM = Format(name="atom", parse=parse, complete_list=False, recognises=_recognises("atom"))
RDF = Format(name="rdf", parse=parse, complete_list=False, recognises=_recognises("rdf"))
