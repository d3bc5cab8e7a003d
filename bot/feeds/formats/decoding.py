"""Bytes of a feed as text, whatever their declared encoding is worth."""

import codecs
import re

_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]+)", re.IGNORECASE)
_JAPANESE = re.compile(rb"""<language>\s*ja\b|xml:lang\s*=\s*["']ja\b""", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
"""What is meant where a narrower encoding is declared, as browsers read it."""


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text. Order mark, then valid UTF-8, then what the document or the header declares, then a guess.

    Single wrong bytes in UTF-8 are read as Windows-1252, which is what they are in feeds.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    for start, encoding in ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be")):
        if body.startswith(start):
            return body.decode(encoding, "replace")
    for encoding in ("utf-8", *_declared(body, content_type), *_guesses(body)):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return _patched(body)


def _declared(body: bytes, content_type: str | None) -> list[str]:
    inside = _DECLARED.search(body[:400])
    header = _CHARSET.search(content_type or "")
    named = [header.group(1) if header else "", inside.group(1).decode("ascii") if inside else ""]
    found = []
    for name in named:
        try:
            encoding = codecs.lookup(name).name
        except LookupError:
            continue
        if encoding != "utf-8" and not encoding.startswith("utf-7"):
            found.append(_MEANT.get(encoding, encoding))
    return found


def _guesses(body: bytes) -> tuple[str, ...]:
    return ("cp932", "euc_jp") if _JAPANESE.search(body[:4000]) else ()


def _patched(body: bytes) -> str:
    return body.decode("utf-8", "windows-1252-bytes")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error("windows-1252-bytes", _as_windows)
