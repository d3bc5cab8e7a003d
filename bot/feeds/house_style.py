"""Which paragraphs the companies of a document repeat under their postings. Pure: no I/O, no clock."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.posting import Posting
from bot.extraction.boilerplate import repeated_paragraphs
from bot.extraction.html_text import html_to_text

_COMPARED = 40
"""Postings of a company that are compared; more would only cost more."""


def repeated_by_company(
    unread: Iterable[Posting], listed: Sequence[Posting]
) -> Mapping[str | None, frozenset[str]]:
    """The repeated paragraphs of every company that has something to read, by the name as it is written."""
    wanted = {posting.company for posting in unread if posting.title}
    listed_by: dict[str | None, list[Posting]] = {}
    for posting in listed:
        if posting.title and posting.company in wanted:
            listed_by.setdefault(posting.company, []).append(posting)
    return {company: _repeated(_spread(same)) for company, same in listed_by.items()}


def _spread(same: Sequence[Posting]) -> Sequence[Posting]:
    """As many as are compared, from all over the list: neighbours are often one job in several cities."""
    step = -(-len(same) // _COMPARED)
    return same[::step]


def _repeated(same: Sequence[Posting]) -> frozenset[str]:
    return repeated_paragraphs((posting.title or "", html_to_text(posting.body)) for posting in same)
