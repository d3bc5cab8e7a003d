"""Teamtailor career sites: https://{company}.teamtailor.com/jobs.rss , RSS that lists every open posting."""

from bot.feeds.formats.document import Format
from bot.feeds.formats.rss import parse, root_of


def recognises(_url: str, _content_type: str | None, body: bytes) -> bool:
    """Whether the feed uses Teamtailor's namespace."""
    return b"https://teamtailor.com/locations" in body[:2000] and root_of(body) == "rss"


TEAMTAILOR = Format(name="teamtailor", parse=parse, complete_list=True, recognises=recognises)
