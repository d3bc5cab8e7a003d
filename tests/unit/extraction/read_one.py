"""Reads a posting made of a title, a body and fields, with the real vocabulary."""

from datetime import date

from bot.domain.opening import Facets, Reading
from bot.domain.posting import Posting
from bot.extraction.reading import read
from tests.unit.extraction.loaded import vocabulary

SEEN_ON = date(2026, 3, 2)


def reading(body: str, **fields: str | None) -> Reading:
    return read(Posting(native_id="1", body=body, **fields), vocabulary(), seen_on=SEEN_ON)


def opening(body: str = "A post.", *, title: str = "Clerk", **fields: str | None) -> Facets:
    return reading(body, title=title, **fields).openings[0]
