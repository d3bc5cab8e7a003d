"""Turns the body of a posting, HTML or Markdown or plain, into plain text with its line breaks.

Blocks (paragraphs, list entries, table rows) stand on lines of their own, inline markup leaves no gap:
`AWS</li><li>Go` stays apart, `No<b>de.js</b>` together. The parser is selectolax's Lexbor, which reads what
browsers read and never fails; tests hold it against the demands.
"""

import html
import re

from selectolax.lexbor import LexborHTMLParser

MOST_CHARACTERS = 200_000
"""What is longer is cut: no posting is, and every reader of the text stays fast."""

_NAMES = (
    "p|div|br|ul|ol|li|dl|dt|dd|h[1-6]|table|thead|tbody|tr|td|th|section|article|header|footer|main"
    "|aside|nav"
    "|blockquote|pre|hr|figure|form|fieldset|address|body|html|head|title|script|style"
)
_INLINE = (
    "a|abbr|b|big|code|em|font|i|img|s|small|span|strong|sub|sup|tt|u|wbr|mark|del|ins|meta|link|noscript"
)
_TAG = re.compile(rf"</?(?:{_NAMES}|{_INLINE})(?:\s[^<>]*)?/?>|<!--|<!DOCTYPE|<!\[CDATA\[", re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(
    rf"&(?:amp;)*lt;/?(?:{_NAMES}|{_INLINE})"
    r"(?:\s[^<>\n&]*(?:&(?!(?:amp;)*[lg]t;)[^<>\n&]*)*)?/?&(?:amp;)*gt;",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_PRE = re.compile(r"(</?pre\b[^<>]*>)", re.IGNORECASE)
_MOST_ESCAPES = 3
_ANY_TAG = re.compile(r"<[^<>]*>")
_MOST_TAGS = 15_000
"""No posting has so many, and the parser's time grows with the square of how deep they nest."""

_DROPPED = "script,style,template,noscript,head,svg,math,iframe,object,select,button,textarea"
_PARAGRAPHS = (
    "p,h1,h2,h3,h4,h5,h6,ul,ol,dl,table,section,article,header,footer,main,aside,nav,blockquote,pre,hr,figure,form,"
    "fieldset,address"
)
_LINES = "div,li,dt,dd,tr,br,legend,figcaption,caption"
_CELLS = "td + td,th + td,td + th,th + th"
_PARAGRAPH, _LINE, _CELL = "\ue000", "\ue001", "\ue002"
"""Marks for breaks, from the private use area, so that the source's own line breaks can be told apart."""

_DOUBLE_LINE = re.compile(rf"{_LINE}\s*{_LINE}")
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe]"
)
_MANY_BREAKS = re.compile(r"\n{3,}")
_MARKDOWN_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>&$])")


def html_to_text(body: str) -> str:
    """The text of a body, entities resolved, soft hyphens and other invisible signs gone. Never raises."""
    body = _unescaped(_encodable(body[: 2 * MOST_CHARACTERS]))
    if body.count("<") > _MOST_TAGS:
        body = _ANY_TAG.sub("\n", body)
    if _TAG.search(body):
        text = _text_of_html(body)
    else:
        text = html.unescape(body) if _ENTITY.search(body) else body
        text = _MARKDOWN_ESCAPE.sub(r"\1", text)
    return _tidy(text)[:MOST_CHARACTERS]


def _encodable(body: str) -> str:
    """Without lone surrogates, which the parser cannot take."""
    return body if body.isascii() else body.encode("utf-8", "ignore").decode("utf-8")


def _unescaped(body: str) -> str:
    """HTML that was escaped as a whole, once or more often, as HTML again."""
    for _ in range(_MOST_ESCAPES):
        if not _ESCAPED_TAG.search(body) or _BLOCK_TAG.search(body):
            break
        body = html.unescape(body)
    return body.replace("<![CDATA[", "").replace("]]>", "") if "<![CDATA[" in body else body


def _text_of_html(body: str) -> str:
    keep_breaks = _BLOCK_TAG.search(body) is None
    for mark in (_PARAGRAPH, _LINE, _CELL):
        body = body.replace(mark, "")
    tree = LexborHTMLParser(body if keep_breaks else _protected(body))
    for node in tree.css(_DROPPED):
        node.decompose()
    for selector, mark in ((_PARAGRAPHS, _PARAGRAPH), (_LINES, _LINE)):
        for node in tree.css(selector):
            node.insert_before(mark)
            node.insert_after(mark)
    for node in tree.css(_CELLS):
        node.insert_before(_CELL)
    text = tree.body.text(separator="") if tree.body else ""
    if not keep_breaks:
        text = text.replace("\n", " ").replace("\r", " ")
    text = _DOUBLE_LINE.sub(_LINE, text)
    return text.replace(_PARAGRAPH, "\n\n").replace(_LINE, "\n").replace(_CELL, " | ")


def _protected(body: str) -> str:
    """Line breaks inside <pre> as <br>, since all others are mere spaces."""
    if "<pre" not in body.lower():
        return body
    pieces = _PRE.split(body)
    for at in range(2, len(pieces), 2):
        if not pieces[at - 1].startswith("</"):
            pieces[at] = pieces[at].replace("\n", "<br>")
    return "".join(pieces)


def _tidy(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _INVISIBLE.sub("", text)
    text = "\n".join([" ".join(line.split()) for line in text.split("\n")])
    return (_MANY_BREAKS.sub("\n\n", text) if "\n\n\n" in text else text).strip()
