"""The elements of each entry of an XML feed, and the repair of a feed that is not well-formed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from bot.errors import FetchFailed
from bot.feeds.addresses import shown

MOST_ENTRIES = 10_000
"""More than any real feed; a hostile one would keep us busy for hours."""
_ENTRY_NAMES = frozenset({"item", "entry"})


@dataclass(frozen=True, slots=True)
class Elements:
    """The texts inside one entry by local name, in document order: {"location": ("Berlin", ...)}."""

    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def texts(self, *names: str) -> tuple[str, ...]:
        """All texts of elements of these names, whatever their namespace."""
        return tuple(text for name in names for text in self.by_name.get(name, ()))

    def text(self, *names: str) -> str | None:
        """The first of them."""
        return next(iter(self.texts(*names)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTree:
    """A well-formed rendering of a feed, and its entries. `problem` says what was broken, and where.

    `left_out` counts the entries beyond the most that are read.
    """

    xml: bytes
    items: tuple[Elements, ...]
    problem: str | None = None
    left_out: int = 0


def feed_tree(text: str, url: str) -> FeedTree:
    """Parse prepared XML; where it is broken, keep what is whole and say what was not.

    Raises FetchFailed when nothing can be made of it.
    """
    raw = text.encode("utf-8")
    try:
        root = etree.fromstring(raw, safe_parser(recover=False))
        problem = None
    except etree.XMLSyntaxError as error:
        problem = f"line {error.lineno or 1}: {error.msg.partition(', line')[0]}"
        root = etree.fromstring(raw, safe_parser(recover=True))
    if root is None:
        raise FetchFailed(
            f"{shown(url)} is a broken document ({problem or 'empty'}). Its operator must mend it."
        )
    items = _items(root)
    if problem is not None:
        items = _without(items, _closed(text))
    count = len(items)
    items = _without(items, MOST_ENTRIES)
    return FeedTree(
        xml=etree.tostring(root, encoding="utf-8"),
        items=tuple(map(_elements, items)),
        problem=problem,
        left_out=count - len(items),
    )


def safe_parser(*, recover: bool) -> etree.XMLParser:
    """A parser that expands no entities, fetches nothing and refuses trees that exhaust memory."""
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        encoding="utf-8",
    )


def _items(root: etree._Element) -> list[etree._Element]:
    return [element for element in root.iter(etree.Element) if _name(element) in _ENTRY_NAMES]


def _closed(text: str) -> int:
    """How many entries the document closes: a last one may be cut off."""
    return len(re.findall(r"</(?:[\w.-]+:)?(?:item|entry)\s*>|<(?:item|entry)\s*/>", text))


def _without(items: list[etree._Element], most: int) -> list[etree._Element]:
    """The first of the entries; the others are taken out of the tree, too."""
    for extra in items[most:]:
        parent = extra.getparent()
        if parent is not None:
            parent.remove(extra)
    return items[:most]


def _elements(item: etree._Element) -> Elements:
    found: dict[str, list[str]] = {}
    for element in item.iter(etree.Element):
        text = (element.text or "").strip()
        if element is not item and text:
            found.setdefault(_name(element), []).append(text)
    return Elements({name: tuple(texts) for name, texts in found.items()})


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]
