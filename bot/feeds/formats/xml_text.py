"""Makes XML from outside safe and well-formed enough, before any parser sees it.

Declared entities are refused or cut out, so nothing can expand and nothing is ever fetched; CDATA
becomes escaped text; bare ampersands and HTML's entities become what they mean.
"""

import html
import html.entities
import re

from bot.errors import FetchFailed
from bot.feeds.addresses import shown

MOST_TAGS = 600_000
"""Opening and closing ones: ten times what the largest feeds have."""
MOST_REFERENCES = 2_000_000
"""Escaped HTML has many; parsers report each one by itself."""

_PROLOG_PART = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\s+(?!%\s+[\w.-]+\s+PUBLIC\b)", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_CDATA_MARK = re.compile(r"<!\[CDATA\[|\]\]>")
_OPENING = "<![CDATA["
_NAME = r"(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_BARE = re.compile(f"&(?!{_NAME})")
_REFERENCE = re.compile(f"&(?!(?:amp|lt|gt|quot|apos);){_NAME}")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def prepared(text: str, url: str) -> tuple[str, str]:
    """The document from its root element on, and the root's name ("rss", "html", "" for none).

    Raises FetchFailed where the document declares entities of its own.
    """
    text = _NOT_XML.sub(" ", text)
    start = _root_position(text, url)
    found = _ROOT.match(text, start)
    if found is None:
        return "", ""
    root = found.group(1)
    if root.lower() == "html":
        return text[start:], "html"
    head = "\n" * text.count("\n", 0, start)  # keeps the line numbers of errors
    body = _bounded(_without_cdata(text[start:]), url)
    return head + _REFERENCE.sub(_reference, _BARE.sub("&amp;", body)), root


def _bounded(text: str, url: str) -> str:
    """The document, unless it has so many tags that parsing would exhaust memory or take minutes."""
    if text.count("<") > MOST_TAGS or text.count("&") > MOST_REFERENCES:
        raise FetchFailed(
            f"{shown(url)} is too large: it has more than {MOST_TAGS:,} tags or "
            f"{MOST_REFERENCES:,} references. Take a smaller feed of this site, such as one category."
        )
    return text


def _root_position(text: str, url: str) -> int:
    """Where the root element starts; a document type is checked and passed over."""
    at = 0
    while True:
        if part := _PROLOG_PART.match(text, at):
            at = part.end()
        elif _DOCTYPE.match(text, at):
            if re.match(r"<!DOCTYPE\s+html\b", text[at : at + 40], re.IGNORECASE):
                found = re.search(r"<html\b", text[at:], re.IGNORECASE)
                return at + found.start() if found else len(text)
            at = _end_of_doctype(text, at, url)
        else:
            return at


def _end_of_doctype(text: str, at: int, url: str) -> int:
    opening = text.find("[", at)
    close = text.find(">", at)
    if opening == -1 or (close != -1 and close < opening):
        return len(text) if close == -1 else close + 1
    end = re.compile(r"\]\s*>").search(text, opening)
    subset = text[opening : end.start() if end else len(text)]
    if _ENTITY.search(subset):
        raise FetchFailed(
            f"{shown(url)} is refused: the document declares XML entities, which can exhaust memory or fetch "
            "files. Its operator must serve it without a DOCTYPE."
        )
    return end.end() if end else len(text)


def _without_cdata(text: str) -> str:
    """CDATA sections as escaped text; nested ones (not XML, but served) count as one where they balance."""
    pieces: list[str] = []
    depth = at = 0
    for mark in _CDATA_MARK.finditer(text):
        if mark.group() == "]]>":
            if depth == 0:
                pieces.append(text[at : mark.start()] + "]]&gt;")
                at = mark.end()
                continue
            depth -= 1
            if depth == 0:
                pieces.append(_escaped(_CDATA_MARK.sub("", text[at : mark.start()])))
                at = mark.end()
        else:
            if depth == 0:
                pieces.append(text[at : mark.start()])
                at = mark.end()
            depth += 1
    if depth:
        return _by_the_standard(text)
    return "".join((*pieces, text[at:]))


def _by_the_standard(text: str) -> str:
    """CDATA sections as XML defines them, for documents whose marks do not balance."""
    pieces: list[str] = []
    at = 0
    while (opening := text.find(_OPENING, at)) != -1:
        close = text.find("]]>", opening)
        end = len(text) if close == -1 else close
        pieces += (text[at:opening], _escaped(text[opening + len(_OPENING) : end]))
        at = end + len("]]>")
    return "".join((*pieces, text[at:]))


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _reference(found: re.Match[str]) -> str:
    name = found.group(1)
    if name.startswith("#"):
        return _escaped(_NOT_XML.sub(" ", html.unescape(found.group())))
    character = html.entities.html5.get(f"{name};")
    return _escaped(character) if character else f"&amp;{name};"
