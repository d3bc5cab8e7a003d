"""Until when an entry says that it holds: elements of feeds, and the JSON-LD that a page carries."""

import re
from dataclasses import replace

from bot.domain.posting import Posting
from bot.feeds.formats.feed_elements import Elements
from bot.feeds.formats.instants import instant

_ELEMENTS = (
    "validThrough",
    "expires_at",
    "expirationDate",
    "expires",
    "job_expires",
    "closingDate",
    "applicationDeadline",
)
_IN_PAGE = re.compile(
    r"<script[^>]+application/ld\+json[^>]*>[^<]*\"validThrough\"\s*:\s*\"([^\"<]{1,60})\"", re.IGNORECASE
)
"""https://developers.google.com/search/docs/appearance/structured-data/job-posting#job-posting-definition"""


def valid_through(elements: Elements) -> str | None:
    """What the elements of a feed's entry say; the first of several counts."""
    return instant(elements.text(*_ELEMENTS))


def with_validity(posting: Posting) -> Posting:
    """The posting with what the JSON-LD in its text says, where the feed itself says nothing."""
    if posting.valid_through is not None or "validThrough" not in posting.body:
        return posting
    found = _IN_PAGE.search(posting.body)
    return replace(posting, valid_through=instant(found.group(1))) if found else posting
